//! The server from the outside: who gets what from every route that there is.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod authz;
mod browser;
mod budget;
mod child;
mod client;
mod console;
mod disclose;
mod events;
mod exchange;
mod http;
mod issuer;
mod matrix;
mod once;
mod program;
mod residency;
mod sign_in;
mod themes;
mod world;
