//! Fixtures for the tests and benches of every crate: everything from a seed, the same on every machine.
//!
//! - [`events`]: privileged acts of a platform, varied as real ones are.
//! - [`TestKeys`]: notary, log and witness keys with the trust file that lists them, in memory or on disk.
//! - [`receipts`]: those acts as signed receipts.
//! - [`servers`]: servers of others, as processes; [`faults`]: a proxy before one of them that spoils what passes.
//! - [`postgres`]: a PostgreSQL server of its own for a test.
//! - [`objects`]: what every object store must do, as cases to run against one.
//!
//! A dependency of tests only. Nothing here is random beyond its seed, and no key made here is secret.
#![warn(missing_docs)]

mod acts;
mod events;
pub mod faults;
mod keys;
pub mod objects;
pub mod postgres;
pub mod provider;
mod receipts;
pub mod servers;

pub use cos_core::clock::FrozenClock;
pub use events::{START, events};
pub use keys::TestKeys;
pub use receipts::{ISSUED, receipts};
pub use tempfile::TempDir;

use rand_chacha::ChaCha12Rng;
use rand_core::SeedableRng as _;

/// The random number generator of a seed.
pub fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}
