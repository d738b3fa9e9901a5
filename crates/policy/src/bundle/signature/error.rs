//! Why a bundle is not one that a trusted key signed.

use crate::bundle::error::Class;
use crate::bundle::key::{Algorithm, Period};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use std::fmt::Write as _;

/// How many names a message lists of each kind.
const NAMES: usize = 5;

/// Why a bundle cannot be signed, or its signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature.
    #[error(
        "the bundle is not signed: it has no `.signatures.json`; sign it with `cos policy sign`"
    )]
    Unsigned,
    /// The signature file or its token is not what OPA writes.
    #[error("`.signatures.json`: {0}; sign the bundle again")]
    Malformed(String),
    /// The signature file asks for a plugin.
    #[error(
        "`.signatures.json` asks for the plugin `{0}`, which only its maker can verify; sign without a plugin"
    )]
    Plugin(String),
    /// No key of that name was given.
    #[error("{}; give the key that signed the bundle, under the same id", unknown(.id.as_deref(), .known))]
    UnknownKey {
        /// The key that the token names.
        id: Option<String>,
        /// The keys that were given.
        known: Vec<String>,
    },
    /// The token claims an algorithm that its key does not have.
    #[error("the token says `{}`, and the key `{id}` verifies {wanted} only; find out who wrote the token, and give the key the algorithm it signs with", .found.escape_debug())]
    Algorithm {
        /// The key.
        id: String,
        /// Its algorithm.
        wanted: Algorithm,
        /// What the token says.
        found: String,
    },
    /// The signature is not that of the key.
    #[error(
        "the signature is not by the key `{id}`; get the bundle again from its author, and check that this is the author's key"
    )]
    Invalid {
        /// The key.
        id: String,
    },
    /// The token is signed for another purpose.
    #[error("the bundle is signed for {}, and the key `{id}` is trusted for {}; sign for that or change the key's", scope(.found), scope(.wanted))]
    Scope {
        /// The key.
        id: String,
        /// The scope that the key is trusted for, empty for none.
        wanted: String,
        /// The scope of the token, empty for none.
        found: String,
    },
    /// The key may not sign then.
    #[error("{}", outside(.id, *.at, *.period))]
    Period {
        /// The key.
        id: String,
        /// When the bundle was signed, as far as the signature says.
        at: Option<Timestamp>,
        /// When the key may sign.
        period: Period,
    },
    /// A file is listed with a hash function that can be forged.
    #[error("`{}` is signed by its {algorithm} hash, which can be forged; sign with SHA-256", .file.escape_debug())]
    WeakHash {
        /// The file.
        file: String,
        /// The hash function.
        algorithm: String,
    },
    /// A file is listed with a hash function nobody knows.
    #[error("`{}` is signed by an unknown hash, `{}`; sign with SHA-256", .file.escape_debug(), .algorithm.escape_debug())]
    UnknownHash {
        /// The file.
        file: String,
        /// The hash function.
        algorithm: String,
    },
    /// The files are not those that were signed.
    #[error("{}", differences(.changed, .missing, .unlisted, .elsewhere.as_deref()))]
    Files {
        /// Files with another content.
        changed: Vec<String>,
        /// Files that were signed and are not there.
        missing: Vec<String>,
        /// Files that are there and were not signed.
        unlisted: Vec<String>,
        /// The directory that the signed names begin with, when that alone is the difference.
        elsewhere: Option<String>,
    },
    /// A data document or manifest that is hashed by its structure cannot be read.
    #[error("`{file}`: {fault}; correct it, without duplicate keys and numbers beyond 64 bits")]
    Document {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        fault: String,
    },
    /// A key cannot be used.
    #[error("the key `{id}` is not usable for {algorithm}: {fault}")]
    Key {
        /// The key.
        id: String,
        /// The algorithm it was meant for.
        algorithm: Algorithm,
        /// What is wrong with it.
        fault: &'static str,
    },
}

impl SignatureError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Document { .. } => const { Code::new("COS-BND-0008") },
            Self::Unsigned => const { Code::new("COS-BND-0013") },
            Self::Malformed(_) | Self::Plugin(_) => const { Code::new("COS-BND-0014") },
            Self::UnknownKey { .. } => const { Code::new("COS-BND-0015") },
            Self::Algorithm { .. } => const { Code::new("COS-BND-0016") },
            Self::Invalid { .. } => const { Code::new("COS-BND-0017") },
            Self::Scope { .. } => const { Code::new("COS-BND-0018") },
            Self::WeakHash { .. } | Self::UnknownHash { .. } => const { Code::new("COS-BND-0019") },
            Self::Files { .. } => const { Code::new("COS-BND-0020") },
            Self::Key { .. } => const { Code::new("COS-BND-0021") },
            Self::Period { .. } => const { Code::new("COS-BND-0024") },
        }
    }

    /// Returns what kind of answer this is.
    pub fn class(&self) -> Class {
        match self {
            Self::Document { .. } | Self::Key { .. } => Class::Input,
            _ => Class::Trust,
        }
    }
}

impl From<String> for SignatureError {
    fn from(fault: String) -> Self {
        Self::Malformed(fault)
    }
}

impl From<&str> for SignatureError {
    fn from(fault: &str) -> Self {
        Self::Malformed(fault.to_owned())
    }
}

fn scope(scope: &str) -> String {
    match scope {
        "" => "no scope".to_owned(),
        scope => format!("the scope `{}`", scope.escape_debug()),
    }
}

fn unknown(id: Option<&str>, known: &[String]) -> String {
    let mut text = match id {
        Some(id) => format!("the bundle is signed by the key `{}`", id.escape_debug()),
        None => "the signature does not say which key it is by".to_owned(),
    };
    match known {
        [] => text.push_str(", and no key was given"),
        known => {
            let _ = write!(text, ", and the keys given are {}", names(known));
        }
    }
    text
}

fn outside(id: &str, at: Option<Timestamp>, Period { first, last }: Period) -> String {
    let id = id.escape_debug();
    let may = match last {
        Some(last) => format!("which may sign from {first} to {last}"),
        None => format!("which may sign from {first} on"),
    };
    match at {
        Some(at) => {
            format!("the bundle was signed at {at} with the key `{id}`, {may}; sign it again")
        }
        None => format!(
            "the signature does not say when it was made with the key `{id}`, {may}; sign the bundle again"
        ),
    }
}

fn differences(
    changed: &[String],
    missing: &[String],
    unlisted: &[String],
    elsewhere: Option<&str>,
) -> String {
    if let Some(prefix) = elsewhere.filter(|_| changed.is_empty()) {
        return format!(
            "the bundle was signed from outside, all names begin with `{}`; sign it from within its directory",
            prefix.escape_debug()
        );
    }
    let parts: Vec<String> = [("changed", changed), ("missing", missing), ("not signed", unlisted)]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(what, list)| format!("{what}: {}", names(list)))
        .collect();
    format!(
        "the files are not those that were signed ({}); get the bundle again from its author, or sign it again",
        parts.join("; ")
    )
}

fn names(list: &[String]) -> String {
    let mut text: Vec<String> =
        list.iter().take(NAMES).map(|name| format!("`{}`", name.escape_debug())).collect();
    if list.len() > NAMES {
        text.push(format!("{} more", list.len() - NAMES));
    }
    text.join(", ")
}
