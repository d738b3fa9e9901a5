//! OPA policy bundles: read them, check who signed them, decide as OPA decides, and tell how.
//!
//! The only user of the Rego engine. It decides as OPA 1.20 does (see `lowering` for where the engine differs), says up front what it cannot
//! decide, and runs policies that somebody supplied in a process of their own, under limits.

mod analysis;
pub mod annotations;
mod builtins;
pub mod bundle;
pub mod engine;
pub mod lint;
mod lowering;
pub mod mutate;
mod numbers;
mod operators;
mod order;
pub mod outline;
pub mod place;
mod probes;
mod program;
pub mod refusal;
pub mod setup;
mod syntax;
mod template;
mod types;
pub mod value;
pub mod worker;

/// The version of the Rego engine, as pinned.
pub const ENGINE_VERSION: &str = "0.14.1";
