//! Tests of the policy engine against the outside: what OPA itself decides.
//!
//! Everything else is tested beside the code.

#[cfg(test)]
mod known;
#[cfg(test)]
mod opa;
#[cfg(test)]
mod oracle;
