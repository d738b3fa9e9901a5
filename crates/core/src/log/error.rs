//! What can be wrong with a log, its texts and its proofs.
//!
//! A variant says what was found; a [`Code`] says what the user can do about it, so several variants share one code.

use crate::code::Code;
use crate::ed25519::SignError;

/// A log's text, file or proof that cannot be believed, or one that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The text is not a signed note, or cannot become one.
    #[error("not a signed note: {0}")]
    Note(&'static str),
    /// The note's text is not a checkpoint.
    #[error("not a checkpoint: {0}")]
    Checkpoint(&'static str),
    /// The text is not the name of a key.
    #[error("`{}` is not a key name: use 1 to 255 bytes without spaces, control characters or `+`", .0.escape_debug())]
    KeyName(String),
    /// The text is not a verifier key, or its key cannot verify anything.
    #[error("`{}` is not a verifier key: {reason}", text.escape_debug())]
    VerifierKey {
        /// What was given, cut to a readable length.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Nobody we know signed the note.
    #[error("none of the note's signatures is by a trusted key (signed by {signers})")]
    NoTrustedSignature {
        /// Who did sign it, as the note has it and unverified.
        signers: String,
    },
    /// A signature names a trusted key, but that key did not make it.
    #[error("the signature of `{key}` is wrong: the text was changed or another key signed it")]
    WrongSignature {
        /// Name and id of the key.
        key: String,
    },
    /// The checkpoint belongs to another log.
    #[error("the checkpoint is of log `{}`, not of `{expected}`", found.escape_debug())]
    OtherLog {
        /// The log that was asked about.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },
    /// Too few distinct witnesses cosigned the checkpoint.
    #[error(
        "{found} of the {needed} witnesses that the trust file asks for cosigned the checkpoint"
    )]
    Quorum {
        /// How many distinct witnesses must sign.
        needed: usize,
        /// How many did.
        found: usize,
    },
    /// The text is not a tlog-proof, or the positions to prove are not in order.
    #[error("not a log proof: {0}")]
    Proof(&'static str),
    /// The proof does not lead from the entry to the root.
    #[error("the proof does not show entry {index} in the tree of {size} entries")]
    Inclusion {
        /// Position of the entry.
        index: u64,
        /// Number of entries in the tree.
        size: u64,
    },
    /// The shared proof does not lead from the entries to the root.
    #[error("the proof does not show the {count} entries in the tree of {size} entries")]
    SharedInclusion {
        /// Number of entries that were to be proved.
        count: usize,
        /// Number of entries in the tree.
        size: u64,
    },
    /// The newer tree does not begin with the older one.
    #[error(
        "the tree of {new} entries does not extend the tree of {old}: the log forked, shrank or was rewritten"
    )]
    Consistency {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// A tile or an entry bundle does not have the form its name promises.
    #[error("`{path}` is damaged: {reason}")]
    Tile {
        /// Path below the log's directory.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The text is not the path of a tile or an entry bundle.
    #[error("`{}` is not the path of a tile or an entry bundle", .0.escape_debug())]
    TilePath(String),
    /// A log entry that is not a leaf of ours.
    #[error("not a log entry: {0}")]
    Leaf(&'static str),
    /// The log has no such position.
    #[error("position {index} is beyond the log's {size} entries")]
    Position {
        /// The position asked for.
        index: u64,
        /// Number of entries in the log.
        size: u64,
    },
    /// The signer failed; nothing was signed.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl LogError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Note(_) | Self::Checkpoint(_) => const { Code::new("COS-LOG-0001") },
            Self::KeyName(_) | Self::VerifierKey { .. } => const { Code::new("COS-LOG-0002") },
            Self::NoTrustedSignature { .. } => const { Code::new("COS-LOG-0003") },
            Self::WrongSignature { .. } => const { Code::new("COS-LOG-0004") },
            Self::OtherLog { .. } => const { Code::new("COS-LOG-0005") },
            Self::Quorum { .. } => const { Code::new("COS-LOG-0006") },
            Self::Proof(_) => const { Code::new("COS-LOG-0007") },
            Self::Inclusion { .. } | Self::SharedInclusion { .. } => {
                const { Code::new("COS-LOG-0008") }
            }
            Self::Consistency { .. } => const { Code::new("COS-LOG-0009") },
            Self::Tile { .. } | Self::TilePath(_) | Self::Leaf(_) => {
                const { Code::new("COS-LOG-0010") }
            }
            Self::Position { .. } => const { Code::new("COS-LOG-0011") },
            Self::Sign(_) => const { Code::new("COS-LOG-0012") },
        }
    }
}
