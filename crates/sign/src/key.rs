//! One private key: made, written to disk, read back, used to sign.
//!
//! The secret lives inside aws-lc, which wipes it when freed; the buffers it passes through here are wiped too. It is never
//! printed, compared or copied out: the only thing that leaves is a signature. Verifying is `cos-core`'s work.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use cos_core::code::Code;
use cos_core::ed25519::{PublicKey, Sign, SignError, Signature, VerifyingKey};
use zeroize::Zeroizing;

use crate::durable;
use crate::name::{KeyId, KeyName, Purpose};
use crate::pkcs8::{self, Fault};
use crate::trust::TrustError;

/// Longest key file that is read, in bytes; a PKCS#8 Ed25519 key has about 120.
const MAX_FILE: u64 = 16 << 10;

/// The mode of a private key file: its owner reads and writes it, nobody else.
pub(crate) const FILE_MODE: u32 = 0o600;

/// A key that exists in memory only, with the PEM text that is to be its file.
pub(crate) struct NewKey {
    pub(crate) key: SigningKey,
    pem: Zeroizing<String>,
}

impl NewKey {
    /// Makes a key from operating-system randomness.
    pub(crate) fn generate(name: KeyName) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(KeyError::Random)?;
        Ok(Self { key: SigningKey::from_seed(name, &seed), pem: pkcs8::encode(&seed) })
    }

    /// Writes the key to the new file `path`, synced, readable by its owner alone.
    pub(crate) fn write(&self, path: &Path) -> Result<(), KeyError> {
        durable::create_new(path, FILE_MODE, self.pem.as_bytes())
            .map_err(|error| KeyError::io("write", path, error))
    }
}

/// An Ed25519 private key with its name.
pub struct SigningKey {
    id: KeyId,
    public: PublicKey,
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// Makes the key of RFC 8032 §5.1.5 from its 32-byte seed.
    pub fn from_seed(name: KeyName, seed: &[u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .expect("every 32-byte string is an Ed25519 private key");
        Self::new(name, pair)
    }

    /// Reads the key file `path`, which must hold an unencrypted PKCS#8 Ed25519 key in PEM and be closed to group and others.
    pub fn read(name: KeyName, path: &Path) -> Result<Self, KeyError> {
        let pem = read_private(path)?;
        let pair = pkcs8::decode(&pem).map_err(|fault| match fault {
            Fault::Algorithm => KeyError::Algorithm { path: path.into(), wanted: "Ed25519" },
            Fault::Malformed(reason) => KeyError::Malformed { path: path.into(), reason },
        })?;
        Ok(Self::new(name, pair))
    }

    fn new(name: KeyName, pair: Ed25519KeyPair) -> Self {
        let mut public = PublicKey([0; 32]);
        public.0.copy_from_slice(pair.public_key().as_ref());
        Self { id: KeyId::of(name, &public), public, pair }
    }

    /// The id of the key, the `kid` of what it signs.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The public half, ready to verify.
    pub(crate) fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey::new(self.public)
            .expect("the public half of a private key is a point of large order")
    }

    /// The name of the key.
    pub fn name(&self) -> &KeyName {
        self.id.name()
    }
}

impl Sign for SigningKey {
    fn public_key(&self) -> PublicKey {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        let failed = |reason: &str| SignError { key: self.id.to_string(), reason: reason.into() };
        let signature =
            self.pair.try_sign(message).map_err(|_| failed("aws-lc refused to sign"))?;
        let bytes = signature.as_ref().try_into();
        bytes.map(Signature).map_err(|_| failed("aws-lc made a signature of another length"))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret withheld)", self.id)
    }
}

/// Reads a secret file after checking the mode of the very file that was opened.
pub(crate) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let failed = |error| KeyError::io("read", path, error);
    let file = open_without_blocking(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let malformed = |reason| Err(KeyError::Malformed { path: path.into(), reason });
    if !metadata.is_file() {
        return malformed("it is not a regular file");
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(KeyError::Exposed { path: path.into(), mode: metadata.mode() & 0o7777 });
    }
    if metadata.len() > MAX_FILE {
        return malformed("it is longer than 16 KiB");
    }
    // Room for everything from the start: a vector that grows leaves copies of the secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE as usize + 1));
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// A named pipe would hold an ordinary open back until someone writes to it.
fn open_without_blocking(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// A private key, its file or its directory could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key is of another algorithm than its purpose asks for.
    #[error("`{}` holds a private key of another algorithm; cos signs with {wanted}", path.display())]
    Algorithm {
        /// The key file.
        path: PathBuf,
        /// The algorithm that is signed with.
        wanted: &'static str,
    },
    /// Another process is changing the directory.
    #[error("`{}` is being changed by another process; try again", path.display())]
    Busy {
        /// The directory of the keys.
        path: PathBuf,
    },
    /// A file or directory that is to be made is there already.
    #[error("`{}` already exists and is left as it is; choose another directory", path.display())]
    Exists {
        /// What is in the way.
        path: PathBuf,
    },
    /// Others than the owner may read the key.
    #[error("`{}` has mode {mode:04o} and is open to others; run `chmod 600 {0}`", path.display())]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The operating system refused.
    #[error("cannot {action} `{}`: {problem}", path.display())]
    Io {
        /// What was tried: `read`, `write`, …
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        problem: io::Error,
    },
    /// The file does not hold a private key that cos reads.
    #[error("`{}` is not an unencrypted PKCS#8 private key in PEM: {reason}", path.display())]
    Malformed {
        /// The key file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The private key does not belong to the public key of the same name in `trust.json`.
    #[error("`{}` holds `{found}`, but `trust.json` names `{expected}`", path.display())]
    Mismatch {
        /// The key file.
        path: PathBuf,
        /// The id in `trust.json`.
        expected: KeyId,
        /// The id of the key in the file.
        found: KeyId,
    },
    /// A text does not name a key or a purpose.
    #[error("`{}` does not name a key: {rule}", text.escape_debug())]
    Name {
        /// What was written, cut to 80 characters.
        text: String,
        /// What to write.
        rule: &'static str,
    },
    /// The directory has no authority of that kind.
    #[error("`{}` has no {what}", path.display())]
    NoAuthority {
        /// The trust directory.
        path: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// No key of the purpose is in use.
    #[error("`{}` has no {purpose} key in use; `cos trust show` lists the keys", path.display())]
    NoKey {
        /// The trust directory.
        path: PathBuf,
        /// What the key was wanted for.
        purpose: Purpose,
    },
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness for a new key: {0}")]
    Random(getrandom::Error),
    /// The cryptographic library refused, as it does when it gets no randomness.
    #[error("aws-lc did not make {what}")]
    Sign {
        /// What was to be made.
        what: &'static str,
    },
    /// The trust file beside the keys is not usable.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

impl KeyError {
    pub(crate) fn io(action: &'static str, path: &Path, problem: io::Error) -> Self {
        match problem.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists { path: path.into() },
            _ => Self::Io { action, path: path.into(), problem },
        }
    }

    pub(crate) fn name(text: &str, rule: &'static str) -> Self {
        Self::Name { text: text.chars().take(80).collect(), rule }
    }

    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Io { .. } => const { Code::new("COS-KEY-0001") },
            Self::Exposed { .. } => const { Code::new("COS-KEY-0002") },
            Self::Malformed { .. } => const { Code::new("COS-KEY-0003") },
            Self::Algorithm { .. } => const { Code::new("COS-KEY-0004") },
            Self::Exists { .. } => const { Code::new("COS-KEY-0005") },
            Self::Mismatch { .. } => const { Code::new("COS-KEY-0006") },
            Self::NoKey { .. } => const { Code::new("COS-KEY-0007") },
            Self::Random(_) => const { Code::new("COS-KEY-0008") },
            Self::Sign { .. } => const { Code::new("COS-KEY-0009") },
            // That is also what `cos-core` raises when a signer fails.
            Self::Name { .. } => const { Code::new("COS-KEY-0010") },
            Self::Busy { .. } => const { Code::new("COS-KEY-0011") },
            Self::NoAuthority { .. } => const { Code::new("COS-KEY-0012") },
            Self::Trust(error) => error.code(),
        }
    }
}

#[cfg(test)]
mod tests;
