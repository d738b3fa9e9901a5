//! The certificate and the key of a TLS door: read, checked before anyone is let in, and read again when they were renewed.
//!
//! What cannot work is refused at the start: a key that others can read, one that is not the certificate's, a certificate whose time is not
//! now. A renewal that cannot work changes nothing, and says so in the log. No client certificates are asked for: a token says who it is.

use cos_core::clock::Timestamp;
use cos_core::code::Code;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;
use tokio_rustls::TlsAcceptor;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;
use x509_cert::ext::pkix::BasicConstraints;
use zeroize::Zeroizing;

/// The longest file that is read; a chain of certificates has a few thousand bytes.
const MAX_FILE: u64 = 256 << 10;

/// Where certificate and key are, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and those that lead from it to an authority.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why a certificate or its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than the server can read the key.
    #[error(
        "others can use the key `{}`: {reason}; it has to be the server's with mode 0600, or root's with mode 0640",
        .path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Whose it is, or its mode.
        reason: String,
    },
    /// A file does not hold what it should.
    #[error("`{}` cannot be used for TLS: {reason}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The certificate is not valid yet, or not any more.
    #[error(
        "the certificate `{}` is valid from {from} to {until}, and it is {now}; renew it, or set the clock",
        .path.display()
    )]
    OutOfTime {
        /// The file.
        path: PathBuf,
        /// When it begins.
        from: Timestamp,
        /// When it ends.
        until: Timestamp,
        /// What the clock says.
        now: Timestamp,
    },
    /// The key is not that of the certificate.
    #[error(
        "the key `{}` is not that of the certificate `{}`; the server's own certificate stands first in its file",
        .key.display(), .certificate.display()
    )]
    Mismatch {
        /// The certificate.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
    },
}

/// What a TLS door needs.
pub(crate) struct Tls {
    files: TlsFiles,
    current: Arc<Current>,
    acceptor: TlsAcceptor,
}

/// The certificate that is shown. Who came before it was renewed is not disturbed.
#[derive(Debug)]
struct Current(RwLock<Loaded>);

#[derive(Clone, Debug)]
struct Loaded {
    certified: Arc<CertifiedKey>,
    until: Timestamp,
    seen: [Fingerprint; 2],
}

/// Tells a file that was written again from one that was not.
type Fingerprint = Option<(u64, u64, SystemTime)>;

impl TlsError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::Exposed { .. } => const { Code::new("COS-TLS-0001") },
            Self::Malformed { .. } => const { Code::new("COS-TLS-0002") },
            Self::OutOfTime { .. } => const { Code::new("COS-TLS-0003") },
            Self::Mismatch { .. } => const { Code::new("COS-TLS-0004") },
        }
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).certified))
    }
}

impl Tls {
    /// Reads certificate and key, which have to be usable now.
    pub(crate) fn read(files: &TlsFiles, now: Timestamp) -> Result<Self, TlsError> {
        let current = Arc::new(Current(RwLock::new(load(files, now)?)));
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has suites for both versions");
        let resolver = Arc::clone(&current) as Arc<dyn ResolvesServerCert>;
        let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { files: files.clone(), current, acceptor })
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    /// When the certificate ends.
    pub(crate) fn until(&self) -> Timestamp {
        self.loaded().until
    }

    /// Whether the files are not those that were read last.
    pub(crate) fn is_stale(&self) -> bool {
        self.loaded().seen != fingerprints(&self.files)
    }

    /// Reads the files again; what is wrong with them leaves everything as it is.
    pub(crate) fn reload(&self, now: Timestamp) -> Result<(), TlsError> {
        let loaded = load(&self.files, now);
        let mut current = self.current.0.write().unwrap_or_else(PoisonError::into_inner);
        match loaded {
            Ok(loaded) => {
                *current = loaded;
                Ok(())
            }
            Err(error) => {
                // Said once for each state of the files.
                current.seen = fingerprints(&self.files);
                Err(error)
            }
        }
    }

    fn loaded(&self) -> Loaded {
        self.current.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn load(files: &TlsFiles, now: Timestamp) -> Result<Loaded, TlsError> {
    // Looked at before they are read: what is written meanwhile is read next time.
    let seen = fingerprints(files);
    let (certificate, key) = (&files.certificate, &files.key);
    let malformed =
        |path: &Path, reason: String| TlsError::Malformed { path: path.to_owned(), reason };
    let text = read(certificate, |_| Ok(()))?;
    let chain = CertificateDer::pem_slice_iter(&text).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| malformed(certificate, format!("it is no PEM: {error}")))?;
    let Some(own) = chain.first() else {
        return Err(malformed(certificate, "it holds no certificate in PEM".to_owned()));
    };
    let own = Certificate::from_der(own).map_err(|error| {
        malformed(certificate, format!("its first certificate is none: {error}"))
    })?;
    if is_authority(&own) {
        let reason = "it is an authority's (CA:TRUE), which clients do not take for a server's; have it issue one, or make one with `openssl req -x509 -addext basicConstraints=critical,CA:FALSE`";
        return Err(malformed(certificate, reason.to_owned()));
    }
    let text = read(key, |metadata| check_owner(key, metadata))?;
    let secret = PrivateKeyDer::from_pem_slice(&text).map_err(|_| {
        malformed(key, "it holds no private key in PEM without a password".to_owned())
    })?;
    let certified = CertifiedKey::from_der(chain, secret, &aws_lc_rs::default_provider());
    let certified = certified.map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            TlsError::Mismatch { certificate: certificate.clone(), key: key.clone() }
        }
        rustls::Error::InvalidCertificate(_) => malformed(certificate, error.to_string()),
        _ => malformed(key, error.to_string()),
    })?;
    let validity = own.tbs_certificate.validity;
    let time =
        |time: x509_cert::time::Time| Timestamp(time.to_unix_duration().as_secs().cast_signed());
    let (from, until) = (time(validity.not_before), time(validity.not_after));
    if !(from..=until).contains(&now) {
        return Err(TlsError::OutOfTime { path: certificate.clone(), from, until, now });
    }
    Ok(Loaded { certified: Arc::new(certified), until, seen })
}

/// Whether a certificate is for signing others (RFC 5280, 4.2.1.9).
fn is_authority(certificate: &Certificate) -> bool {
    let found = certificate.tbs_certificate.get::<BasicConstraints>();
    found.is_ok_and(|found| found.is_some_and(|(_, constraints)| constraints.ca))
}

/// Reads a file of which `check` approved, as it was opened.
fn read(
    path: &Path,
    check: impl FnOnce(&Metadata) -> Result<(), TlsError>,
) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    let failed = |source| TlsError::Io { path: path.to_owned(), source };
    let malformed =
        |reason: &str| TlsError::Malformed { path: path.to_owned(), reason: reason.to_owned() };
    // Opening what is no file might wait for ever.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(malformed("it is not a regular file"));
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    check(&metadata)?;
    if metadata.len() > MAX_FILE {
        return Err(malformed("it is longer than 256 KiB"));
    }
    // Room for everything from the start: a vector that grows leaves copies of the secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE as usize + 1));
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Ours and closed to everybody else, or root's and readable by a group, as Kubernetes mounts secrets.
fn check_owner(path: &Path, metadata: &Metadata) -> Result<(), TlsError> {
    let own = rustix::process::geteuid().as_raw();
    match exposed(own, metadata.uid(), metadata.mode() & 0o7777) {
        None => Ok(()),
        Some(reason) => Err(TlsError::Exposed { path: path.to_owned(), reason }),
    }
}

fn exposed(own: u32, owner: u32, mode: u32) -> Option<String> {
    match owner {
        owner if owner == own && mode & 0o7077 == 0 => None,
        0 if mode & 0o7037 == 0 && own != 0 => None,
        owner if owner == own || owner == 0 => Some(format!("its mode is {mode:04o}")),
        owner => Some(format!("it belongs to user {owner}")),
    }
}

fn fingerprints(files: &TlsFiles) -> [Fingerprint; 2] {
    [&files.certificate, &files.key].map(|path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.ino(), metadata.len(), metadata.modified().ok()?))
    })
}

#[cfg(test)]
mod tests;
