//! Version 1 of the HTTP interface: the bodies of requests and answers, and a client.
//!
//! Unknown fields of requests are refused (promise P10); clients ignore unknown fields of answers. Times are RFC 3339 in UTC.
#![warn(missing_docs)]

pub mod access;
pub mod audit;
mod client;
mod problem;
pub mod sign_in;
mod status;
mod themes;
mod trust;
mod wire;

pub use client::{Client, ClientError, Exchange};
pub use problem::{Problem, Reason};
pub use status::{Disk, DoorState, KeyState, LogState, PolicyState, ServerState, Status};
pub use themes::{
    Activate, Rollback, Theme, ThemeActivation, ThemeContrast, ThemeDifference, ThemeFault,
    ThemeMode, ThemeReport, Themes,
};
pub use trust::{
    Binding, Bindings, ClientSecret, Exchanged, Issuer, Issuers, NewBinding, NewIssuer, Redeem,
    Vote,
};
pub use wire::{
    Health, IngestLine, NewTenant, NewToken, Receipt, Tenant, Tenants, Token, TokenCreated, Tokens,
    Whoami,
};
