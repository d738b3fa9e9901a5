//! The part of a key directory that is a certificate authority: root, certificate log, transparency log, and the identity that it vouches for.

use std::fs::File;
use std::io::Read as _;

use cos_core::clock::Timestamp;
use serde_json::{Value, json};

use super::{KeyDir, evidence};
use crate::durable;
use crate::key::KeyError;
use crate::name::Purpose;
use crate::p256::NewP256;
use crate::sigstore::ca::{Authority, CaSealer, Identity};
use crate::sigstore::log::LocalLog;
use crate::sigstore::{SigstoreRoot, x509};
use crate::trust::{IdentityRule, Pattern, Trust};

/// The folder of the transparency log.
const LOG: &str = "log";

/// The file that says for whom certificates are made out.
const IDENTITY: &str = "ca.json";
const IDENTITY_SCHEMA: &str = "cos.ca/v1";

const NO_CA: &str = "certificate authority; make one with `cos trust add-ca`";

impl KeyDir {
    /// Makes a certificate authority that vouches for `identity`, with its logs, and lists them in the trust file.
    ///
    /// A directory has one. Fails with [`KeyError::Exists`] when there is one already.
    pub fn add_ca(&mut self, identity: &Identity, now: Timestamp) -> Result<(), KeyError> {
        identity.check()?;
        let _lock = self.lock()?;
        let mut file = Trust::read(&self.trust_path())?.file().clone();
        if file.sigstore.as_ref().is_some_and(|root| root.ca_certificate().is_some()) {
            return Err(KeyError::Exists { path: self.root.join(IDENTITY) });
        }
        let [ca, ct, log] = [NewP256::generate()?, NewP256::generate()?, NewP256::generate()?];
        let org = file.org.as_str().to_owned();
        let certificate = x509::root(&format!("{org} evidence CA"), &ca.key, now)?;
        let clock = evidence::add_clock(&mut file, now)?;
        let root = file.sigstore.get_or_insert_with(SigstoreRoot::empty);
        root.add_ca(&org, &[x509::encode(&certificate)], now);
        root.add_ctlog(&org, ct.key.public(), now);
        root.add_tlog(&org, log.key.public(), now);
        file.identities.push(IdentityRule {
            san: Pattern::Exact(identity.san.clone()),
            issuer: identity.issuer.clone(),
            purposes: vec![Purpose::Evidence],
        });
        let next = Self { root: self.root.clone(), trust: file.check()? };
        for (kind, new) in [("ca", &ca), ("ct", &ct), ("tlog", &log)] {
            new.write(&next.authority_path(kind, new.key.public()))?;
        }
        if let Some(clock) = clock {
            clock.key.write(&next.authority_path("tsa", clock.key.key.public()))?;
        }
        next.sync_keys()?;
        LocalLog::create(&self.root.join(LOG))?;
        durable::replace(&self.root, IDENTITY, 0o600, identity.to_json().as_bytes())
            .map_err(|error| KeyError::io("write", &self.root.join(IDENTITY), error))?;
        next.write_trust()?;
        self.trust = next.trust;
        Ok(())
    }

    /// Reads the keys of the certificate authority, of its logs, and the one that stamps the time.
    pub fn ca_sealer(&self) -> Result<CaSealer, KeyError> {
        let missing = || KeyError::NoAuthority { path: self.root.clone(), what: NO_CA };
        let root = self.trust.sigstore().ok_or_else(missing)?;
        let certificate = root.ca_certificate().ok_or_else(missing)?;
        let public = x509::public_key(&certificate).ok_or_else(missing)?;
        let (ct, log) = root.ct_key().zip(root.log_key()).ok_or_else(missing)?;
        let key = self.read_authority("ca", &public)?;
        let ct = self.read_authority("ct", &ct)?;
        let log = self.read_authority("tlog", &log)?;
        let origin = format!("cos.invalid/{}/log", self.trust.org());
        Ok(CaSealer {
            authority: Authority::new(&certificate, key, ct).ok_or_else(missing)?,
            clock: self.time_stamper()?,
            log: LocalLog::new(self.root.join(LOG), log, origin),
            identity: self.identity()?,
        })
    }

    /// For whom the certificate authority makes out certificates.
    pub fn identity(&self) -> Result<Identity, KeyError> {
        let path = self.root.join(IDENTITY);
        let mut text = String::new();
        let read = File::open(&path).and_then(|file| file.take(16 << 10).read_to_string(&mut text));
        read.map_err(|error| KeyError::io("read", &path, error))?;
        Identity::from_json(&text)
            .ok_or(KeyError::Malformed { path, reason: "it is not the identity of an authority" })
    }
}

impl Identity {
    /// The identity that is meant when none is given: a URI of the organisation, on a host that cannot exist (RFC 2606 §2).
    pub fn of_org(org: &cos_core::ids::Org) -> Self {
        Self {
            san: format!("https://cos.invalid/{org}/evidence"),
            issuer: format!("https://cos.invalid/{org}"),
        }
    }

    /// Checks that the two can stand in a certificate: plain ASCII, an e-mail address or a URI, and a URL.
    pub fn check(&self) -> Result<(), KeyError> {
        let plain =
            |text: &str| text.len() <= 512 && text.bytes().all(|byte| byte.is_ascii_graphic());
        let names = self.san.contains('@') || self.san.contains("://");
        if !names || !plain(&self.san) {
            return Err(KeyError::name(&self.san, "write an e-mail address or a URI as identity"));
        }
        let is_url = self.issuer.starts_with("https://") || self.issuer.starts_with("http://");
        if !is_url || !plain(&self.issuer) {
            return Err(KeyError::name(&self.issuer, "write the URL of an issuer"));
        }
        Ok(())
    }

    fn to_json(&self) -> String {
        let json = json!({ "schema": IDENTITY_SCHEMA, "san": self.san, "issuer": self.issuer });
        format!("{json:#}\n")
    }

    fn from_json(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let field = |name: &str| Some(json[name].as_str()?.to_owned());
        let identity = Self { san: field("san")?, issuer: field("issuer")? };
        let known = json["schema"] == IDENTITY_SCHEMA && json.as_object()?.len() == 3;
        (known && identity.check().is_ok()).then_some(identity)
    }
}
