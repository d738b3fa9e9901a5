//! The ledger from the outside: against a model, under kill -9, under faults, under damage.

mod append;
mod support;
