//! Object storage as cos needs it: whole objects under keys, written only on a condition, read as a stream, listed by segment.
//!
//! - [`Store`]: the seam. [`Memory`] is the model that says what the others must do, [`Directory`] is the default on one machine, `S3`
//!   (cargo feature `s3`) speaks to servers. One suite in `cos-testkit` holds all of them to the same.
//! - [`Retain`]: versions, retention and legal hold, for stores that have them.
//!
//! There is no unconditional write: whoever does not know what stands under a key has no business to replace it. All calls block; the
//! S3 driver keeps its runtime to itself, so it must not be called from within another.
#![warn(missing_docs)]

mod content;
mod directory;
mod error;
mod key;
mod memory;
#[cfg(feature = "s3")]
pub mod s3;
mod store;

pub use content::Content;
pub use directory::Directory;
pub use error::{Class, ObjectError};
pub use key::{Key, KeyError, Prefix};
pub use memory::Memory;
pub use store::{
    Condition, Etag, Hold, Listed, Listing, Meta, Mode, Object, Protection, Retain, Retention,
    Store, Version,
};
