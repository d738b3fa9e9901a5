//! `cos policy`: bundles, and who answers for them.

pub(crate) mod engine;
mod key;
pub(crate) mod load;
