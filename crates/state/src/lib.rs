//! Relational state: who the tenants are, whose credentials count, and each tenant's own data with its outbox.
//!
//! [`State`] is a directory of SQLite files, one for each tenant and one for what belongs to none, or a PostgreSQL database with
//! row-level security; every statement is written once and runs in both. The only door to a tenant's data is a [`TenantTx`], which is
//! opened with a [`TenantCtx`], which only [`State::enter`] makes, from a [`Credential`] that [`State::authenticate`] verified. Repository
//! functions therefore take no tenant as an argument: there is nothing to mix up (promise P9).
//!
//! The door and what is not one: this compiles,
//!
//! ```
//! async fn open(state: &cos_state::State, ctx: &cos_state::TenantCtx) {
//!     let _ = state.tenant(ctx).await;
//!     let _ = ctx.tenant();
//! }
//! ```
//!
//! and neither a name nor a context made by hand takes the place of the context,
//!
//! ```compile_fail,E0308
//! async fn open(state: &cos_state::State, ctx: &cos_state::TenantCtx) {
//!     let _ = state.tenant(ctx.tenant()).await;
//! }
//! ```
//!
//! ```compile_fail,E0451
//! fn other(ctx: cos_state::TenantCtx, tenant: cos_core::ids::Tenant) -> cos_state::TenantCtx {
//!     cos_state::TenantCtx { tenant, ..ctx }
//! }
//! ```
//!
//! ```compile_fail,E0616
//! fn wider(mut credential: cos_state::Credential) {
//!     credential.scopes.insert(cos_state::Scope::TenantsWrite);
//! }
//! ```
//!
//! What belongs to no tenant is changed within an [`OperatorTx`], which a [`Credential`] opens.
//!
//! A change, its receipt and its notification are written by one transaction ([`TenantTx::record`]); delivering the receipts to the ledger
//! is the caller's, who marks what arrived (promise P14).
#![warn(missing_docs)]

mod auth;
mod binding;
mod claims;
mod control;
mod database;
mod error;
mod exchange;
mod files;
mod issuer;
mod kept;
mod operator;
mod outbox;
mod request;
mod schema;
mod scope;
mod session;
mod tenant;
mod themes;
mod token;
mod transfer;

pub use auth::{Credential, TenantCtx};
pub use binding::{BindingInfo, NewBinding};
pub use claims::IssuerKind;
pub use control::{NewToken, TenantInfo, TenantStatus, Tenants, TokenInfo};
pub use database::{State, Target};
pub use error::StateError;
pub use exchange::{Assertion, ExchangeTx, Shown};
pub use issuer::{IssuerInfo, NewIssuer, Purpose};
pub use operator::OperatorTx;
pub use outbox::{Delivery, Event, Record};
pub use request::{Replay, Request};
pub use scope::Scope;
pub use session::Session;
pub use tenant::TenantTx;
pub use themes::{Activation, ActivationKind, NewActivation, NewTheme, ThemeInfo, Turn};
pub use token::{Pepper, Token, TokenError};
pub use transfer::{Extent, MovedTable, Passage, TableDigest};
