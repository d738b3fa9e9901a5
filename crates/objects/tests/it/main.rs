//! Every driver against the suite of `cos-testkit`, and what only one of them can get wrong.
#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

#[cfg(feature = "s3")]
mod faults;
mod killed;
mod local;
#[cfg(feature = "s3")]
mod s3;
