//! The `cos` binary from outside: what it prints, how it exits. What the libraries decide is tested in their own crates.

mod env;
mod events;
mod happy;
mod help;
mod wrong;
