//! OPA bundles: the files that carry a policy and its data, read as OPA reads them, but strictly.
//!
//! Reading has two steps. [`read`] turns an archive or a directory into [`Files`], bounded and with harmless names; [`load`] makes
//! a [`Bundle`] of them: manifest, modules, merged data. [`verify`] checks a signature over the same [`Files`], so nothing is
//! parsed twice or differently. Whatever OPA would read in a way that surprises (the last of two files, a manifest in
//! a subdirectory, a renaming extension header) is refused. Rego itself is not parsed here, and WebAssembly is only listed.

mod archive;
mod data;
mod directory;
mod document;
mod error;
mod files;
mod glob;
mod key;
mod manifest;
mod package;
mod signature;
pub(crate) mod yaml;

pub use archive::read_archive;
pub use data::Origins;
pub use directory::{Carrier, read, read_directory};
pub use error::{ArchiveFault, BundleError, Class, EntryFault};
pub use files::{Files, Limits, SIGNATURES};
pub use key::{Algorithm, BundleSigningKey, Period, VerificationKey};
pub use manifest::{Manifest, RegoVersion, set_revision};
pub use signature::{Claims, SignatureError, SignatureFile, Signed, Unverified, sign, verify};

use crate::setup::ModuleText;
use cos_core::digest::Digest;
use document::{Document, base, is_data, is_rego};

const MANIFEST: &str = ".manifest";

/// A policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The name of the file.
    pub name: String,
    /// The parts of its package path, as a scanner that knows no Rego finds them.
    pub package: Vec<String>,
    /// Its language.
    pub rego_version: RegoVersion,
    /// Its source.
    pub text: String,
}

/// A bundle, interpreted but not yet compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// What the bundle says about itself.
    pub manifest: Manifest,
    /// The policy, sorted by name.
    pub modules: Vec<Module>,
    /// Files ending in `_test.rego`, which are no part of the policy, sorted by name.
    pub tests: Vec<Module>,
    /// The data of all files, merged; always an object.
    pub data: serde_json::Value,
    /// Numbers of the data that are written in another way than `data` holds them, as `1.50`; sorted.
    pub numbers: Vec<String>,
    /// Where the data came from.
    pub data_origin: Origins,
    /// Files that say nothing here, such as `policy.wasm` and `plan.json`, sorted.
    pub ignored: Vec<String>,
    /// The digest of the files, as [`Files::content_digest`] has it.
    pub content_digest: Digest,
    /// The signature, not verified.
    pub signature: Option<SignatureFile>,
}

impl Bundle {
    /// The modules as an engine takes them.
    pub fn module_texts(&self) -> Vec<ModuleText> {
        let modules = self.modules.iter().map(|module| ModuleText {
            name: module.name.clone(),
            text: module.text.clone(),
            rego_version: u8::from(module.rego_version == RegoVersion::V1),
        });
        modules.collect()
    }
}

/// Interprets the files of a bundle.
pub fn load(files: &Files) -> Result<Bundle, BundleError> {
    refuse_confusing(files)?;
    let manifest = files.bytes(MANIFEST).map_or_else(|| Ok(Manifest::default()), Manifest::read)?;
    let mut bundle = Bundle {
        manifest,
        modules: Vec::new(),
        tests: Vec::new(),
        data: serde_json::Value::Null,
        numbers: Vec::new(),
        data_origin: Origins::default(),
        ignored: Vec::new(),
        content_digest: files.content_digest(),
        signature: files.bytes(SIGNATURES).map(SignatureFile::read).transpose()?,
    };
    for (name, bytes) in files.iter() {
        if name.ends_with("_test.rego") {
            bundle.tests.push(module(&bundle.manifest, name, bytes)?);
        } else if is_rego(name) {
            bundle.modules.push(module(&bundle.manifest, name, bytes)?);
        } else if !is_data(name) && name != MANIFEST && name != SIGNATURES {
            bundle.ignored.push(name.to_owned());
        }
    }
    (bundle.data, bundle.data_origin) = data::merge(files)?;
    bundle.numbers = data::numbers(files);
    data::check_roots(&bundle.manifest, &bundle.data, &bundle.data_origin)?;
    Ok(bundle)
}

/// Refuses files that OPA takes for a second manifest, a second signature or a patch.
fn refuse_confusing(files: &Files) -> Result<(), BundleError> {
    for (name, bytes) in files.iter() {
        let reserved = if name.ends_with(MANIFEST) && name != MANIFEST {
            MANIFEST
        } else if name.ends_with("signatures.json") && name != SIGNATURES {
            SIGNATURES
        } else if base(name) == "patch.json" && is_patch(bytes) {
            return Err(BundleError::Delta(name.to_owned()));
        } else {
            continue;
        };
        return Err(BundleError::Reserved { file: name.to_owned(), reserved });
    }
    Ok(())
}

/// Whether OPA would find an operation in a patch; it reads any case of `data`, so what is not plainly harmless counts.
fn is_patch(bytes: &[u8]) -> bool {
    Document::read(bytes).map_or(true, |document| {
        document.value().members().any(|(key, value)| {
            key.string().is_some_and(|key| key.eq_ignore_ascii_case("data"))
                && value.items().next().is_some()
        })
    })
}

fn module(manifest: &Manifest, name: &str, bytes: &[u8]) -> Result<Module, BundleError> {
    let fault = |fault| BundleError::Module { file: name.to_owned(), fault };
    let text = std::str::from_utf8(bytes).map_err(|_| fault("it is not UTF-8"))?;
    let package =
        package::package(text).ok_or_else(|| fault("it does not begin with a package"))?;
    let path: Vec<String> = package.iter().map(|part| package::escape(part)).collect();
    if !manifest.owns(&path.iter().map(String::as_str).collect::<Vec<_>>()) {
        return Err(BundleError::OutsideRoots {
            file: name.to_owned(),
            path: format!("package {}", package.join(".")),
            roots: manifest.roots.clone(),
        });
    }
    let rego_version = manifest.version_of(name)?;
    Ok(Module { name: name.to_owned(), package, rego_version, text: text.to_owned() })
}

#[cfg(test)]
mod tests;
