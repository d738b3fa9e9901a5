//! Residency tags: in which regions data may be.
//!
//! A tag names regions by the beginning of their names: `eu` is every `eu-…`, `eu-1` that region alone, `global` anywhere. There is no list to
//! configure, so none can be out of date, and a tag that nobody thought of allows nothing.

use crate::ids::{IdError, Region};
use std::fmt;
use std::str::FromStr;

/// The tag that allows every region.
const GLOBAL: &str = "global";

/// A residency tag; it is spelt as a region is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Residency(Region);

impl Residency {
    /// Returns the tag as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Tells whether data with this tag may be in a region.
    pub fn admits(&self, region: &Region) -> bool {
        let within = || region.as_str().strip_prefix(self.as_str());
        self.as_str() == GLOBAL
            || within().is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl FromStr for Residency {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Residency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
