//! Whose provenance counts: the builders in the trust file.

use super::KeyDir;
use crate::key::KeyError;
use crate::trust::{Builder, Trust};

impl KeyDir {
    /// Lists a builder in the trust file.
    ///
    /// Fails with the error of the trust file when the builder is none, or is listed already.
    pub fn add_builder(&mut self, builder: Builder) -> Result<(), KeyError> {
        let _lock = self.lock()?;
        let mut file = Trust::read(&self.trust_path())?.file().clone();
        file.builders.push(builder);
        self.replace(&file, |_| Ok(()))
    }
}
