//! Bundles that everybody must accept or refuse, as files for programs of others and for ours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_sign::sigstore::{Identity, Mode, Requirements, SealError, Sealer, verify};
use cos_sign::{KeyDir, Purpose, Trust};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::openssl;

/// When the keys were made.
pub(crate) const MADE: Timestamp = Timestamp(1_763_100_000);

/// When everything was sealed.
pub(crate) const SEALED: Timestamp = Timestamp(1_763_200_000);

/// The last second of the key in the trust file.
pub(crate) const LAST: Timestamp = Timestamp(1_763_300_000);

/// An organisation with a certificate authority, and a folder of files for others to read.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) keys: KeyDir,
    pub(crate) identity: Identity,
}

/// A bundle with all that its reader needs.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) bundle: PathBuf,
    pub(crate) file: PathBuf,
    /// The trusted root, in a `ClientTrustConfig`.
    pub(crate) config: PathBuf,
    /// The public key, for a bundle without a certificate.
    pub(crate) key: Option<PathBuf>,
    pub(crate) trust: Trust,
}

impl World {
    pub(crate) fn new(org: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("trust");
        let mut keys = KeyDir::create(&root, org.parse().unwrap(), &FrozenClock(MADE)).unwrap();
        let identity = Identity::of_org(keys.trust().org());
        keys.add_ca(&identity, MADE).unwrap();
        for (name, content) in [("a.txt", "a"), ("b.txt", "b")] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        Self { folder, keys, identity }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Seals a statement about `a.txt`.
    pub(crate) fn seal(&self, mode: Mode, statement: &[u8]) -> Value {
        let bundle = match mode {
            Mode::Key => self.keys.sealer().unwrap().seal(statement, SEALED),
            _ => self.keys.ca_sealer().unwrap().seal(statement, SEALED),
        };
        serde_json::from_slice(&bundle.unwrap()).unwrap()
    }

    /// The trust file, in which the key for evidence ends at [`LAST`].
    pub(crate) fn trust(&self) -> Trust {
        let mut file = self.keys.trust().file().clone();
        file.evidence[0].not_after = Some(LAST);
        file.check().unwrap()
    }

    fn case(&self, name: &'static str, mode: Mode, bundle: &Value) -> Case {
        let path = self.path(&format!("{mode:?}-{}.json", name.replace(' ', "-")));
        fs::write(&path, bundle.to_string()).unwrap();
        let config = self.path("config.json");
        fs::write(&config, self.keys.trust().sigstore().unwrap().to_trust_config()).unwrap();
        let key = (mode == Mode::Key).then(|| {
            let key = self.path("key.pem");
            fs::write(&key, self.keys.trust().evidence_keys()[0].verifying_key.to_pem()).unwrap();
            key
        });
        let file = self.path("a.txt");
        Case { name, bundle: path, file, config, key, trust: self.trust() }
    }
}

/// A statement about `a.txt`.
pub(crate) fn statement(release: &str) -> Vec<u8> {
    let subjects = vec![Subject { name: "a.txt".into(), sha256: Digest::of(b"a"), sha512: None }];
    let statement = Statement {
        subjects,
        predicate_type: "https://companyos.example/evidence/v1".into(),
        predicate: json!({ "release": release }).as_object().unwrap().clone(),
    };
    statement.to_canonical().unwrap()
}

/// A bundle that is right in everything, and then one for each thing that can be wrong.
pub(crate) fn cases(world: &World, other: &World, mode: Mode) -> Vec<Case> {
    let good = world.seal(mode, &statement("1.9.0"));
    let mut cases = vec![world.case("good", mode, &good)];
    cases.push(Case { file: world.path("b.txt"), ..world.case("wrong file", mode, &good) });
    cases.push(with_keys_of(other, world.case("wrong key", mode, &good), mode));

    let mut changed = good.clone();
    changed["dsseEnvelope"]["payload"] = json!(STANDARD.encode(statement("9.9.9")));
    cases.push(world.case("changed statement", mode, &changed));

    let mut borrowed = good.clone();
    let earlier = world.seal(mode, &statement("1.8.0"));
    *stamps(&mut borrowed) = stamps(&mut earlier.clone()).take();
    cases.push(world.case("time stamp of another signature", mode, &borrowed));

    let mut late = good.clone();
    *stamps(&mut late) = openssl::stamp_now(world, signature(&good));
    cases.push(world.case("time stamp from too late", mode, &late));

    let mut bare = good.clone();
    *stamps(&mut bare) = json!([]);
    bare["verificationMaterial"]["tlogEntries"] = json!([]);
    cases.push(world.case("nothing proves when", mode, &bare));
    if mode == Mode::Ca {
        let entries = |bundle: &Value| bundle["verificationMaterial"]["tlogEntries"].clone();
        let mut unlogged = good.clone();
        unlogged["verificationMaterial"]["tlogEntries"] = json!([]);
        cases.push(world.case("no log entry", mode, &unlogged));
        let mut foreign = good;
        foreign["verificationMaterial"]["tlogEntries"] = entries(&earlier);
        cases.push(world.case("log entry of another signature", mode, &foreign));
    }
    cases
}

/// The same bundle, for somebody who trusts somebody else.
fn with_keys_of(other: &World, case: Case, mode: Mode) -> Case {
    let theirs = other.case("theirs", mode, &json!({}));
    Case { config: theirs.config, key: theirs.key, trust: theirs.trust, ..case }
}

fn stamps(bundle: &mut Value) -> &mut Value {
    &mut bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"]
}

/// The signature of a bundle.
pub(crate) fn signature(bundle: &Value) -> Vec<u8> {
    let text = bundle["dsseEnvelope"]["signatures"][0]["sig"].as_str().unwrap();
    STANDARD.decode(text).unwrap()
}

/// What cos makes of a case, its file included.
pub(crate) fn judge(case: &Case) -> Result<(), String> {
    let bundle = fs::read(&case.bundle).unwrap();
    let strict = Requirements { allow_untimestamped: false };
    let sealed = verify(&bundle, &case.trust, Purpose::Evidence, &strict)
        .map_err(|error: SealError| format!("{}: {error}", error.code()))?;
    let digest = Digest::of(&fs::read(&case.file).unwrap());
    let named = sealed.statement().subjects.iter().any(|subject| subject.sha256 == digest);
    named.then_some(()).ok_or_else(|| "no subject".into())
}

/// Where the file `name` of the tests of others is.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop").join(name)
}
