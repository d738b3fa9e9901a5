//! Tests of core against the outside: other implementations of the formats it speaks.
//!
//! Everything else is tested beside the code.

#[cfg(test)]
mod copies;
#[cfg(test)]
mod interop;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod schema;
