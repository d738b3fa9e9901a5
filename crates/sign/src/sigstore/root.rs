//! The authorities that a trust file embeds: a Sigstore trusted root (protobuf-specs `TrustedRoot`), kept as it was written.
//!
//! Reads and checks it, and writes the entries for authorities of our own. What they vouch for is checked in `verify`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use serde_json::{Value, json};
use sigstore_trust_root::TrustedRoot;
use sigstore_verify::Verifier;

use crate::spki::P256Key;

/// The media type of a trusted root of ours.
const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

/// Where an authority of ours would be reached; it never is, so the name is one that cannot exist (RFC 2606 §2).
const NOWHERE: &str = "https://cos.invalid";

const TSAS: &str = "timestampAuthorities";
const CAS: &str = "certificateAuthorities";
const CTLOGS: &str = "ctlogs";
const TLOGS: &str = "tlogs";
const LISTS: [&str; 4] = [TSAS, CAS, CTLOGS, TLOGS];

/// A Sigstore trusted root that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigstoreRoot {
    json: Value,
}

/// Why a trusted root is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RootError {
    /// It has a field that this version does not know, so a rule would be passed over.
    #[error("unknown field `{}`", .0.escape_debug())]
    Field(String),
    /// It is something else.
    #[error("its `mediaType` does not begin with `application/vnd.dev.sigstore.trustedroot`")]
    MediaType,
    /// The Sigstore library does not accept it.
    #[error("{0}")]
    Unusable(String),
}

impl SigstoreRoot {
    /// Reads a trusted root: its form, its certificates, its keys and their periods.
    pub fn from_json(json: Value) -> Result<Self, RootError> {
        let media_type = json["mediaType"].as_str().unwrap_or_default();
        if !media_type.starts_with("application/vnd.dev.sigstore.trustedroot") {
            return Err(RootError::MediaType);
        }
        let members = json.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        for name in members {
            if name != "mediaType" && !LISTS.contains(&name) {
                return Err(RootError::Field(name.chars().take(80).collect()));
            }
        }
        let root = Self { json };
        let parsed = root.parse().map_err(RootError::Unusable)?;
        Verifier::new(&parsed).map_err(|error| RootError::Unusable(error.to_string()))?;
        Ok(root)
    }

    /// A root without authorities, to add to.
    pub(crate) fn empty() -> Self {
        let mut json = json!({ "mediaType": MEDIA_TYPE });
        for list in LISTS {
            json[list] = json!([]);
        }
        Self { json }
    }

    /// The trusted root as others read it.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The trusted root as the library reads it.
    pub(crate) fn parse(&self) -> Result<TrustedRoot, String> {
        serde_json::from_value(self.json.clone()).map_err(|error| error.to_string())
    }

    /// How the authorities in the list `kind` are called.
    pub(crate) fn names(&self, kind: &str) -> Vec<String> {
        let name = |entry: &Value| {
            let (subject, url) = (&entry["subject"], entry["uri"].as_str());
            let url = url.or(entry["baseUrl"].as_str());
            let name = subject["commonName"].as_str().or(url).or(subject["organization"].as_str());
            name.unwrap_or("an authority without a name").to_owned()
        };
        self.json[kind].as_array().into_iter().flatten().map(name).collect()
    }

    /// The certificate chain, leaf first, of the newest time-stamping authority of ours that is in use.
    pub(crate) fn tsa_chain(&self) -> Option<Vec<Vec<u8>>> {
        self.newest(TSAS, |entry| &entry["validFor"]).map(chain)
    }

    /// The certificate of the newest certificate authority of ours that is in use.
    pub(crate) fn ca_certificate(&self) -> Option<Vec<u8>> {
        chain(self.newest(CAS, |entry| &entry["validFor"])?).pop()
    }

    /// The key of the newest certificate-transparency log of ours that is in use.
    pub(crate) fn ct_key(&self) -> Option<P256Key> {
        public_key(self.newest(CTLOGS, |entry| &entry["publicKey"]["validFor"])?)
    }

    /// The key of the newest transparency log of ours that is in use.
    pub(crate) fn log_key(&self) -> Option<P256Key> {
        public_key(self.newest(TLOGS, |entry| &entry["publicKey"]["validFor"])?)
    }

    fn newest(&self, list: &str, period: impl Fn(&Value) -> &Value) -> Option<&Value> {
        let ours = |entry: &&Value| {
            let url = entry["uri"].as_str().or(entry["baseUrl"].as_str());
            url.is_some_and(|url| url.starts_with(NOWHERE)) && period(entry)["end"].is_null()
        };
        self.json[list].as_array()?.iter().rev().find(ours)
    }

    /// Lists a time-stamping authority of `org` that stamps from `start` on; `chain` is leaf first.
    pub(crate) fn add_tsa(&mut self, org: &str, chain: &[Vec<u8>], start: Timestamp) {
        self.add(TSAS, authority(org, "time stamps", "tsa", chain, start));
    }

    /// Lists a certificate authority of `org`.
    pub(crate) fn add_ca(&mut self, org: &str, chain: &[Vec<u8>], start: Timestamp) {
        self.add(CAS, authority(org, "evidence CA", "ca", chain, start));
    }

    /// Lists a certificate-transparency log of `org`.
    pub(crate) fn add_ctlog(&mut self, org: &str, key: &P256Key, start: Timestamp) {
        self.add(CTLOGS, log(org, "ct", key, start));
    }

    /// Lists a transparency log of `org`.
    pub(crate) fn add_tlog(&mut self, org: &str, key: &P256Key, start: Timestamp) {
        self.add(TLOGS, log(org, "log", key, start));
    }

    fn add(&mut self, list: &str, entry: Value) {
        match &mut self.json[list] {
            Value::Array(entries) => entries.push(entry),
            missing => *missing = json!([entry]),
        }
    }
}

/// The id of a log: SHA-256 of its key (RFC 6962 §3.2).
pub(crate) fn log_id(key: &P256Key) -> Digest {
    Digest::of(key.as_der())
}

fn authority(org: &str, what: &str, path: &str, chain: &[Vec<u8>], start: Timestamp) -> Value {
    let certificates: Vec<_> =
        chain.iter().map(|der| json!({ "rawBytes": STANDARD.encode(der) })).collect();
    json!({
        "subject": { "organization": org, "commonName": format!("{org} {what}") },
        "uri": format!("{NOWHERE}/{org}/{path}"),
        "certChain": { "certificates": certificates },
        "validFor": { "start": start.to_string() },
    })
}

fn log(org: &str, path: &str, key: &P256Key, start: Timestamp) -> Value {
    json!({
        "baseUrl": format!("{NOWHERE}/{org}/{path}"),
        "hashAlgorithm": "SHA2_256",
        "publicKey": {
            "rawBytes": STANDARD.encode(key.as_der()),
            "keyDetails": "PKIX_ECDSA_P256_SHA_256",
            "validFor": { "start": start.to_string() },
        },
        "logId": { "keyId": STANDARD.encode(log_id(key).0) },
    })
}

fn chain(authority: &Value) -> Vec<Vec<u8>> {
    let certificates = authority["certChain"]["certificates"].as_array().into_iter().flatten();
    certificates.filter_map(|one| STANDARD.decode(one["rawBytes"].as_str()?).ok()).collect()
}

fn public_key(log: &Value) -> Option<P256Key> {
    let der = STANDARD.decode(log["publicKey"]["rawBytes"].as_str()?).ok()?;
    P256Key::from_der(&der)
}
