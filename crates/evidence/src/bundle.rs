//! Evidence bundles: everything that speaks for a release, listed in one signed statement that anyone can check offline.

pub mod area;
pub mod carrier;
pub mod check;
pub mod contents;
pub mod diff;
pub mod disclose;
pub mod error;
pub mod explain;
pub mod hash;
pub mod index;
pub mod manifest;
pub mod pattern;
pub mod receipts;
pub mod resolve;
pub mod result;
pub mod role;
pub mod sampled;
pub mod sbom;
pub mod seal;
pub mod slsa;
pub mod unproven;
pub mod verify;
pub mod vsa;

pub use area::Area;
pub use error::BundleError;
