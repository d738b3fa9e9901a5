//! What can be wrong with a bundle before anybody asks who signed it.
//!
//! Each variant names the entry and what to do about it. [`BundleError::In`] adds which bundle was read.

use super::signature::SignatureError;
use cos_core::code::Code;
use std::io;
use std::path::{Path, PathBuf};

/// Why a bundle cannot be read or used.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The bundle at `path` is at fault.
    #[error("bundle `{}`: {source}", .path.display())]
    In {
        /// The archive or directory.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<Self>,
    },
    /// A file or directory could not be read.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The bytes are not one whole archive.
    #[error("not a whole bundle archive: {0}")]
    Archive(ArchiveFault),
    /// An entry that a bundle may not hold.
    #[error("entry `{name}` {fault}; build the bundle again without it")]
    Entry {
        /// The entry's name, escaped.
        name: String,
        /// What is wrong with it.
        fault: EntryFault,
    },
    /// Two entries are one file on some systems.
    #[error("entries `{first}` and `{second}` are the same file on some systems; keep one of them")]
    Clash {
        /// The entry that came first.
        first: String,
        /// The entry that came second.
        second: String,
    },
    /// The bundle or a file in it is larger than the limits allow.
    #[error("{what} exceeds the limit of {limit}; make the bundle smaller or split it")]
    TooLarge {
        /// What is too large.
        what: String,
        /// How much is allowed, with its unit.
        limit: String,
    },
    /// The manifest is not what OPA expects.
    #[error("`.manifest`: {0}; correct the file and build the bundle again")]
    Manifest(String),
    /// Two roots of the manifest overlap.
    #[error("`.manifest`: the roots `{first}` and `{second}` overlap; keep the shorter one")]
    RootsOverlap {
        /// One root.
        first: String,
        /// The other root.
        second: String,
    },
    /// A file defines something outside the bundle's roots.
    #[error(
        "`{file}` defines `{path}`, which lies outside the roots {}; move it or add its root to `.manifest`",
        quoted(.roots)
    )]
    OutsideRoots {
        /// The file.
        file: String,
        /// The data path or package it defines.
        path: String,
        /// The roots of the manifest.
        roots: Vec<String>,
    },
    /// A data document cannot be read.
    #[error(
        "data file `{file}`: {fault}; correct it, without duplicate keys and numbers beyond 64 bits"
    )]
    Data {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        fault: String,
    },
    /// Two data files define the same value.
    #[error("data files `{first}` and `{second}` both define `{pointer}`; keep it in one of them")]
    Conflict {
        /// The file that came first in the order of names.
        first: String,
        /// The file that came second.
        second: String,
        /// The JSON pointer of the value.
        pointer: String,
    },
    /// A policy file is not text or has no package.
    #[error("policy file `{file}`: {fault}; begin it with a line such as `package authz`")]
    Module {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// A delta bundle, which only makes sense on top of another bundle.
    #[error("`{0}` makes this a delta bundle; build a snapshot bundle with `opa build` instead")]
    Delta(String),
    /// A file that OPA takes for another one because of how its name ends.
    #[error("OPA takes `{file}` for the bundle's `{reserved}`; rename it")]
    Reserved {
        /// The file.
        file: String,
        /// The file it is taken for.
        reserved: &'static str,
    },
    /// The signature file is not one.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// What is wrong with an archive as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// The compressed data does not decompress, or its checksum is wrong.
    #[error("its gzip data is damaged; copy it again as bytes")]
    Gzip,
    /// A tar header is damaged.
    #[error("a tar header is damaged; copy it again as bytes")]
    Header,
    /// More than one gzip member.
    #[error("a second gzip member follows the first; compress the tar file in one go")]
    Members,
    /// Neither gzip nor tar.
    #[error("it is neither gzip nor tar; build it with `opa build` or `tar -czf`")]
    Unknown,
    /// Bytes follow the end of the archive.
    #[error("bytes follow its end; build it again")]
    Trailing,
    /// The archive ends too early.
    #[error("it is truncated; copy or download it again")]
    Truncated,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// The name holds a backslash.
    #[error("has a backslash in its name")]
    Backslash,
    /// The name holds control or direction-changing characters.
    #[error("has an invisible character in its name")]
    Control,
    /// The name has an empty segment or none at all.
    #[error("has an empty part in its name")]
    EmptySegment,
    /// Some other entry: device, FIFO, sparse file, continuation.
    #[error("is neither a file nor a directory")]
    Kind,
    /// A symbolic or hard link.
    #[error("is a link")]
    Link,
    /// The name has more than 1,024 bytes or 64 parts.
    #[error("has a name of more than 1024 bytes or 64 parts")]
    LongName,
    /// The name is relative to itself or climbs out of the bundle.
    #[error("has `.` or `..` in its name")]
    Relative,
    /// An extension header gives the entry another name or size than its own header.
    #[error("is renamed or resized by an extension header")]
    Renamed,
    /// The name is not UTF-8.
    #[error("has a name that is not UTF-8")]
    Utf8,
}

/// What kind of answer an error is; the command line turns it into an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Bad input or configuration (exit 3).
    Input,
    /// The bundle is not what a trusted key signed (exit 4).
    Trust,
    /// Try again later, or with other permissions (exit 5).
    Unavailable,
}

impl BundleError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::In { source, .. } => source.code(),
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::Archive(_) => const { Code::new("COS-BND-0001") },
            Self::Entry { .. } => const { Code::new("COS-BND-0002") },
            Self::Clash { .. } => const { Code::new("COS-BND-0003") },
            Self::TooLarge { .. } => const { Code::new("COS-BND-0004") },
            Self::Manifest(_) => const { Code::new("COS-BND-0005") },
            Self::RootsOverlap { .. } => const { Code::new("COS-BND-0006") },
            Self::OutsideRoots { .. } => const { Code::new("COS-BND-0007") },
            Self::Data { .. } => const { Code::new("COS-BND-0008") },
            Self::Conflict { .. } => const { Code::new("COS-BND-0009") },
            Self::Module { .. } => const { Code::new("COS-BND-0010") },
            Self::Delta(_) => const { Code::new("COS-BND-0011") },
            Self::Reserved { .. } => const { Code::new("COS-BND-0012") },
            Self::Signature(error) => error.code(),
        }
    }

    /// Returns what kind of answer this is.
    pub fn class(&self) -> Class {
        match self {
            Self::In { source, .. } => source.class(),
            Self::Signature(error) => error.class(),
            Self::OutsideRoots { .. } => Class::Trust,
            Self::Io { source, .. }
                if !matches!(
                    source.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Class::Unavailable
            }
            _ => Class::Input,
        }
    }

    /// Adds which bundle is at fault, unless the message names a path already.
    #[must_use]
    pub fn within(self, path: &Path) -> Self {
        match self {
            Self::In { .. } | Self::Io { .. } => self,
            source => Self::In { path: path.to_owned(), source: Box::new(source) },
        }
    }

    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}

fn quoted(roots: &[String]) -> String {
    roots.iter().map(|root| format!("`{root}`")).collect::<Vec<_>>().join(", ")
}
