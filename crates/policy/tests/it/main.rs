//! Tests of the crate through its public face: against what OPA itself decides, and in a process of its own.

#[cfg(test)]
mod child;
#[cfg(test)]
mod engines;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod known;
#[cfg(test)]
mod opa;
#[cfg(test)]
mod oracle;
