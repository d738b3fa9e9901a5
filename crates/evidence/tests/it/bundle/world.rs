//! A release with all its evidence, in a directory: keys, sources as the buckets of a manifest, and the manifest.

use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_core::dsse;
use cos_core::ids::Origin;
use cos_core::intoto::{PAYLOAD_TYPE, Statement, Subject};
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::Issuer;
use cos_evidence::bundle::carrier::{Buckets, Location, Opened, Target};
use cos_evidence::bundle::check::{Outcome, Verdict};
use cos_evidence::bundle::manifest::Manifest;
use cos_evidence::bundle::pattern::Place;
use cos_evidence::bundle::resolve::{Places, Plan};
use cos_evidence::bundle::seal::{Draft, Request};
use cos_evidence::bundle::verify::{self, Level, Options, PolicyFacts, PolicyReader, Verification};
use cos_evidence::bundle::{Area, BundleError};
use cos_evidence::conformance;
use cos_objects::{Directory, ObjectError, Prefix, Retain, Store};
use cos_sign::sigstore::Sealer;
use cos_sign::trust::{Builder, BuilderSigner, Pattern};
use cos_sign::{KeyDir, Trust};
use cos_testkit::TempDir;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// When the keys were made, the report was signed, and the bundle sealed.
const MADE: &str = "2025-11-03T00:00:00Z";
const REPORTED: &str = "2025-11-13T10:00:00Z";
pub(crate) const SEALED: &str = "2025-11-14T12:00:00Z";

const REPORT: &[u8] = include_bytes!("../../data/conformance.json");
const POLICY: &[u8] = include_bytes!("../../data/policy.tar.gz");
/// What `cos policy inspect` says of it.
const CONTENT: &str = "d11c2b2a534eac5e1e0c2d66ecb063da4ad94461a722ed99a76e27d7a326a1cf";
const ARTIFACT: &[u8] = b"what was released\n";
const BUILDER: &str = "https://ci.example/builder";
const BUILD_TYPE: &str = "https://ci.example/build/v1";

/// The manifest of the sprint document, and what was released.
pub(crate) const MANIFEST: &str = "bundle:
  version: 0.23.0
  receipts_prefix: s3://evidence/pilot/*/2025-11-14/
  conformance_report: s3://evidence/reports/policy-conformance-2025-11-14.json
  sbom: s3://artifacts/sbom/*-0.23.0.spdx.json
  attestations: s3://artifacts/slsa/*-0.23.0.intoto.jsonl
  policy_bundle: s3://policies/companyos/1.9.0.tgz
  artifacts: s3://artifacts/bin/cos
";

pub(crate) fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Keys, sources and a place for bundles.
pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) keys: KeyDir,
    pub(crate) trust: Trust,
}

impl World {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = FrozenClock(time(MADE));
        let keys = KeyDir::create(&dir.path().join("trust"), "acme".parse().unwrap(), &clock);
        let builder = KeyDir::create(&dir.path().join("builder"), "ci".parse().unwrap(), &clock);
        let (keys, builder) = (keys.unwrap(), builder.unwrap());
        let trust = trust_builder(&keys, &builder);
        let world = Self { dir, keys, trust };
        world.receipts("pilot-a", 30);
        world.receipts("pilot-b", 20);
        world.report();
        world.write("policies/companyos/1.9.0.tgz", POLICY);
        world.write("artifacts/bin/cos", ARTIFACT);
        world.write("artifacts/sbom/cos-0.23.0.spdx.json", sbom().to_string().as_bytes());
        world.write("artifacts/slsa/cos-0.23.0.intoto.jsonl", &provenance(&builder));
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn receipts(&self, tenant: &str, count: usize) {
        let origin: Origin = format!("acme/eu-1/{tenant}").parse().unwrap();
        let key = self.keys.notary().unwrap();
        let mut issuer = Issuer::new(&key, key.id().as_str(), &origin, time(SEALED));
        let (mut reader, mut rng) = (EventReader::default(), cos_testkit::rng(7));
        let mut text = Vec::new();
        for mut event in cos_testkit::events(7, &origin.tenant, count) {
            event["policy_bundle"]["digest"] = format!("sha256:{}", Digest::of(POLICY)).into();
            let line = event.to_string();
            let event = reader.read(line.as_bytes()).unwrap();
            issuer.issue(&event, &mut rng, &mut text).unwrap();
            text.push(b'\n');
        }
        self.write(&format!("evidence/pilot/{tenant}/2025-11-14/receipts.sdjwt"), &text);
    }

    fn report(&self) {
        let name = "evidence/reports/policy-conformance-2025-11-14.json";
        let report = cos_report::json::read(REPORT).unwrap();
        let statement = conformance::statement(&report, "report.json", REPORT, time(REPORTED));
        let statement = statement.to_canonical().unwrap();
        let envelope = cos_sign::statement::sign(&statement, &self.keys.report().unwrap());
        self.write(name, REPORT);
        self.write(&format!("{name}.dsse.json"), envelope.unwrap().as_bytes());
    }

    /// Makes a bundle of `manifest` at `target`; unsigned when `seal` is false.
    pub(crate) fn draft(&self, manifest: &str, target: &Target) -> Result<Draft, BundleError> {
        let manifest = Manifest::parse(manifest.as_bytes()).unwrap();
        let plan = Plan::resolve(&manifest, self)?;
        let request = Request {
            manifest: &manifest,
            plan: &plan,
            trust: &self.trust,
            previous: None,
            threads: 2,
            progress: &(),
        };
        Draft::write(&request, &target.area)
    }

    /// Makes and seals a bundle; answers with its identity.
    pub(crate) fn seal(&self, manifest: &str, location: &Location) -> Result<Digest, BundleError> {
        let target = Target::create(location, self)?;
        let draft = self.draft(manifest, &target)?;
        if draft.signature()?.is_none() {
            let signature = self.keys.sealer().unwrap().seal(draft.statement(), time(SEALED));
            draft.publish(&signature.unwrap())?;
        }
        target.finish()?;
        Ok(draft.digest())
    }

    /// A sealed bundle in a directory.
    pub(crate) fn sealed(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        self.seal(MANIFEST, &Location::Directory(path.clone())).unwrap();
        path
    }

    pub(crate) fn verify(&self, location: &Location) -> Result<Verification, BundleError> {
        self.verify_by(location, &self.trust)
    }

    pub(crate) fn verify_by(
        &self,
        location: &Location,
        trust: &Trust,
    ) -> Result<Verification, BundleError> {
        let opened = Opened::open(location, self)?;
        let options = Options {
            trust,
            level: Level::Full,
            allow_untimestamped: false,
            policies: &TinyPolicy,
            threads: 2,
            progress: &(),
        };
        verify::verify(&opened.area, &options)
    }

    /// The ids of the checks that fail in a directory.
    pub(crate) fn failing(&self, path: &Path) -> Vec<&'static str> {
        let found = self.verify(&Location::Directory(path.to_owned())).unwrap();
        failing(&found)
    }
}

/// The ids of the checks that fail, each once.
pub(crate) fn failing(found: &Verification) -> Vec<&'static str> {
    let failed = found.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    let mut ids: Vec<_> = failed.map(|check| check.id).collect();
    ids.dedup();
    assert_eq!(ids.is_empty(), found.verdict() == Verdict::Verified);
    ids
}

impl Buckets for World {
    fn bucket(&self, name: &str) -> Result<Arc<dyn Store>, BundleError> {
        let opened = Directory::create(&self.path(name));
        let opened = opened.map_err(|source| BundleError::Objects { place: name.into(), source });
        Ok(Arc::new(opened?))
    }

    fn retaining(&self, name: &str) -> Result<Arc<dyn Retain>, BundleError> {
        let source = ObjectError::Unsupported("keep files from being deleted".into());
        Err(BundleError::Objects { place: name.into(), source })
    }
}

impl Places for World {
    fn open(&self, place: &Place) -> Result<Arc<dyn Store>, BundleError> {
        match place {
            Place::Bucket(name) => self.bucket(name),
            Place::Folder { .. } => self.bucket("."),
        }
    }
}

/// The one policy bundle that the tests have.
struct TinyPolicy;

impl PolicyReader for TinyPolicy {
    fn read(&self, archive: &[u8]) -> Result<PolicyFacts, String> {
        if archive != POLICY {
            return Err("not the policy of the tests".into());
        }
        Ok(PolicyFacts {
            revision: "1.9.0".into(),
            content: Digest::from_hex(CONTENT).unwrap(),
            signed: Ok("policy key".into()),
        })
    }
}

/// The trust file of the organisation, with a builder whose provenance counts.
fn trust_builder(keys: &KeyDir, builder: &KeyDir) -> Trust {
    let key = &builder.trust().evidence_keys()[0];
    let mut file = keys.trust().file().clone();
    file.builders.push(Builder {
        id: BUILDER.into(),
        signer: BuilderSigner::Key {
            hint: key.id.to_string(),
            key: Box::new(key.verifying_key.clone()),
        },
        max_level: 2,
        sources: vec![Pattern::Prefix("git+https://git.example/cos@".into())],
        build_types: vec![BUILD_TYPE.into()],
    });
    file.check().unwrap()
}

fn sbom() -> Value {
    let digest = Digest::of(ARTIFACT).to_string();
    json!({
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": "cos",
        "documentNamespace": "https://sbom.example/cos-0.23.0",
        "creationInfo": {"created": "2025-11-13T08:00:00Z", "creators": ["Tool: tests"]},
        "packages": [{
            "name": "cos",
            "SPDXID": "SPDXRef-cos",
            "versionInfo": "0.23.0",
            "downloadLocation": "NOASSERTION",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
        }],
        "relationships": [{
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-cos",
        }],
    })
}

/// SLSA provenance in a bare envelope, signed with the builder's key.
fn provenance(builder: &KeyDir) -> Vec<u8> {
    let predicate = json!({
        "buildDefinition": {
            "buildType": BUILD_TYPE,
            "externalParameters": {"source": "git+https://git.example/cos@refs/tags/v0.23.0"},
        },
        "runDetails": {"builder": {"id": BUILDER}},
    });
    let Value::Object(predicate) = predicate else { unreachable!() };
    let statement = Statement {
        subjects: vec![Subject { name: "cos".into(), sha256: Digest::of(ARTIFACT), sha512: None }],
        predicate_type: "https://slsa.dev/provenance/v1".into(),
        predicate,
    };
    let sealer = builder.sealer().unwrap().untimestamped();
    let bundle = sealer.seal(&statement.to_canonical().unwrap(), time(REPORTED)).unwrap();
    let bundle: Value = serde_json::from_slice(&bundle).unwrap();
    assert_eq!(bundle["dsseEnvelope"]["payloadType"], PAYLOAD_TYPE);
    assert!(!dsse::pae(PAYLOAD_TYPE, b"").is_empty());
    format!("{}\n", bundle["dsseEnvelope"]).into_bytes()
}

/// A directory as an area, for looking into a bundle.
pub(crate) fn area(path: &Path) -> Area {
    let store = Directory::open(path).unwrap();
    Area::new(path.display().to_string(), Arc::new(store), Prefix::default())
}
