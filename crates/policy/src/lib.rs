//! OPA policy bundles: read them, check who signed them, decide as OPA decides, and tell how.
//!
//! The only user of the Rego engine. It decides as OPA 1.20 does (see `lowering` for where the engine differs), says up front what it cannot
//! decide, and runs policies that somebody supplied in a process of their own, under limits.

mod analysis;
mod builtins;
pub mod bundle;
pub mod engine;
mod lowering;
pub mod mutate;
mod operators;
pub mod outline;
pub mod place;
mod probes;
mod program;
pub mod setup;
mod syntax;
mod template;
pub mod value;
