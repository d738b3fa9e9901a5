//! Tests of the crate through its public face; what needs a process of its own is here, too.

mod child;
mod engines;
mod hostile;
