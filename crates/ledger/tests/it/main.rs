//! The ledger from the outside: against a model, under kill -9, under faults, under damage.

mod append;
mod child;
mod damage;
mod faults;
mod kill;
mod model;
mod pressure;
mod support;
mod writers;
