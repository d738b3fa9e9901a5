//! The demo's release: an artifact with SBOM and provenance, everything that speaks for it in one sealed bundle, and a byte that does not fit.

use super::Outcome;
use super::steps::{Demo, TENANTS, bug, expect};
use crate::commands::evidence::places::Places;
use crate::commands::evidence::policies::Policies;
use crate::error::CommandError;
use crate::ui::grouped;
use cos_core::digest::Digest;
use cos_core::ids::{IdError, Org};
use cos_core::intoto::{Statement, Subject};
use cos_evidence::bundle::carrier::{self, Location, Opened, Target};
use cos_evidence::bundle::check::{Outcome as CheckOutcome, Verdict};
use cos_evidence::bundle::manifest::Manifest;
use cos_evidence::bundle::resolve::Plan;
use cos_evidence::bundle::seal::{Draft, Request};
use cos_evidence::bundle::verify::{self, Level, Options, Verification};
use cos_sign::KeyDir;
use cos_sign::sigstore::Sealer as _;
use cos_sign::trust::{Builder, BuilderSigner, Pattern};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// The version of the release.
const VERSION: &str = "0.23.0";
const BUILDER: &str = "https://ci.acme.example/builder";
const BUILD_TYPE: &str = "https://ci.acme.example/build/v1";
const SOURCE: &str = "git+https://git.acme.example/companyos@";
/// What is released: as far as bundles are concerned any file is as good.
const ARTIFACT: &str = "companyos 0.23.0\n";

/// The manifest of a release, with its artifact.
const MANIFEST: &str = include_str!("../../../../examples/evidence/manifest.yaml");

impl Demo<'_> {
    /// A builder with a key of its own, whom the trust file names.
    pub(super) fn builder(&self, keys: &mut KeyDir) -> Result<(), CommandError> {
        let org: Org = "ci"
            .parse()
            .map_err(|error: IdError| CommandError::input(IdError::CODE, error.to_string()))?;
        let builder = KeyDir::create(&self.path("builder"), org, &*self.ctx.clock)?;
        let key = builder.trust().evidence_keys().first();
        let key = key.ok_or_else(|| bug("the builder has no key"))?;
        keys.add_builder(Builder {
            id: BUILDER.into(),
            signer: BuilderSigner::Key {
                hint: key.id.to_string(),
                key: Box::new(key.verifying_key.clone()),
            },
            max_level: 2,
            sources: vec![Pattern::Prefix(SOURCE.into())],
            build_types: vec![BUILD_TYPE.into()],
        })?;
        Ok(())
    }

    /// Lays the evidence out as the manifest names it: a folder for each bucket.
    pub(super) fn release(&self) -> Result<Outcome, CommandError> {
        for tenant in TENANTS {
            for day in [1, 2] {
                let name = format!("receipts-{tenant}-day{day}.sdjwt");
                self.lay(&name, &format!("evidence/pilot/{tenant}/2025-11-14/day{day}.sdjwt"))?;
            }
        }
        let report = "evidence/reports/policy-conformance-2025-11-14";
        self.lay("conformance.json", &format!("{report}.json"))?;
        self.lay("conformance.json.dsse.json", &format!("{report}.json.dsse.json"))?;
        self.lay("conformance.html", &format!("{report}.html"))?;
        self.lay("sample.auditpack", "evidence/pilot/sample/2025-11-14/sample.auditpack")?;
        self.lay("policy.tar.gz", "policies/companyos/1.9.0.tgz")?;
        self.lay("authz.tar.gz", "policies/cos/authz.tgz")?;
        let audit = "evidence/isolation/isolation-2025-11-14";
        self.lay("isolation.json", &format!("{audit}.json"))?;
        self.lay("isolation.json.dsse.json", &format!("{audit}.json.dsse.json"))?;
        self.lay("isolation.html", &format!("{audit}.html"))?;
        self.put("artifacts/bin/companyos", ARTIFACT.as_bytes())?;
        self.put("artifacts/sbom/companyos-0.23.0.spdx.json", sbom().as_bytes())?;
        let provenance = self.provenance()?;
        self.put("artifacts/slsa/companyos-0.23.0.intoto.jsonl", provenance.as_bytes())?;
        self.put("manifest.yaml", MANIFEST.as_bytes())?;
        let fact = format!(
            "a release with SBOM and provenance; {} says where its evidence lies",
            self.path("manifest.yaml").display()
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    /// Seals the bundle, and verifies it as an auditor would: with the trust file alone.
    pub(super) fn bundle(&self) -> Result<Outcome, CommandError> {
        let places = self.places();
        let manifest = Manifest::parse(MANIFEST.as_bytes())
            .map_err(|faults| CommandError::document("the manifest", "manifest.yaml", faults))?;
        let plan = Plan::resolve(&manifest, &places)?;
        let location = self.location();
        let target = Target::create(&location, &places)?;
        let trust = self.trust_file()?;
        let request = Request {
            manifest: &manifest,
            plan: &plan,
            trust: &trust,
            previous: None,
            threads: self.ctx.threads,
            progress: &(),
        };
        let draft = Draft::write(&request, &target.area)?;
        let sealer = self.keys()?.sealer()?;
        draft.publish(&sealer.seal(draft.statement(), self.ctx.now())?)?;
        target.finish()?;
        let found = self.verified(&location)?;
        expect(found.verdict() == Verdict::Verified, "the bundle does not verify")?;
        let passed = found.checks.iter().filter(|check| check.outcome == CheckOutcome::Pass);
        let receipts =
            draft.contents().receipts.as_ref().map_or(0, |receipts| receipts.files.count);
        let fact = format!(
            "{} holds all of it, sealed and time-stamped: {} checks pass, over {} receipts; sha256 {}",
            self.path("release").display(),
            passed.count(),
            grouped(receipts),
            draft.digest()
        );
        Ok(Outcome { count: Some(receipts), fact: Some(fact) })
    }

    /// Changes one number of the SBOM in a copy.
    pub(super) fn alter(&self) -> Result<Outcome, CommandError> {
        let copy = Location::Directory(self.path("altered-release"));
        let places = self.places();
        let opened = Opened::open(&self.location(), &places)?;
        let target = Target::create(&copy, &places)?;
        carrier::copy(&opened.area, &target.area)?;
        target.finish()?;
        let sbom = self.path("altered-release/sbom/companyos-0.23.0.spdx.json");
        let failed = |error| CommandError::io("change", &sbom, &error);
        let text = fs::read_to_string(&sbom).map_err(failed)?;
        fs::write(&sbom, text.replace("\"1.2.3\"", "\"1.2.4\"")).map_err(failed)?;
        let found = self.verified(&copy)?;
        let first = found.checks.iter().find(|check| check.outcome == CheckOutcome::Fail);
        expect(
            found.verdict() == Verdict::Failed && first.is_some_and(|one| one.id == "files.digest"),
            "the altered bundle is not found out",
        )?;
        let fact = format!(
            "one version changed in {}: {}",
            sbom.display(),
            first.map_or_else(String::new, |one| format!(
                "`{}` fails, {} {}",
                one.id, one.subject, one.detail
            ))
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    fn places(&self) -> Places {
        Places::folders(self.dir, &["artifacts", "evidence", "policies"])
    }

    fn location(&self) -> Location {
        Location::Directory(self.path("release"))
    }

    fn verified(&self, location: &Location) -> Result<Verification, CommandError> {
        let trust = self.trust_file()?;
        let policies = Policies::trusted(&trust)?;
        let opened = Opened::open(location, &self.places())?;
        let options = Options {
            trust: &trust,
            level: Level::Full,
            allow_untimestamped: false,
            policies: &policies,
            threads: self.ctx.threads,
            progress: &(),
        };
        Ok(verify::verify(&opened.area, &options)?)
    }

    fn lay(&self, from: &str, to: &str) -> Result<(), CommandError> {
        let from = self.path(from);
        let bytes = fs::read(&from).map_err(|error| CommandError::io("read", &from, &error))?;
        self.put(to, &bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), CommandError> {
        let path = self.path(name);
        let made = fs::create_dir_all(path.parent().unwrap_or(Path::new(".")));
        made.and_then(|()| fs::write(&path, bytes))
            .map_err(|error| CommandError::io("write", &path, &error))
    }

    /// Provenance of the artifact, in an envelope that the builder signed.
    fn provenance(&self) -> Result<String, CommandError> {
        let predicate = json!({
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"source": format!("{SOURCE}refs/tags/v{VERSION}")},
            },
            "runDetails": {"builder": {"id": BUILDER}},
        });
        let predicate = match predicate {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        let statement = Statement {
            subjects: vec![Subject {
                name: "companyos".into(),
                sha256: Digest::of(ARTIFACT.as_bytes()),
                sha512: None,
            }],
            predicate_type: "https://slsa.dev/provenance/v1".into(),
            predicate,
        };
        let statement = statement
            .to_canonical()
            .map_err(|error| CommandError::input(error.code(), error.to_string()))?;
        let sealer = KeyDir::open(&self.path("builder"))?.sealer()?.untimestamped();
        let bundle = sealer.seal(&statement, self.ctx.now())?;
        let bundle: Value =
            serde_json::from_slice(&bundle).map_err(|_| bug("a seal is no JSON"))?;
        Ok(format!("{}\n", bundle["dsseEnvelope"]))
    }
}

/// An SBOM of the artifact, such as generators write it.
fn sbom() -> String {
    let digest = Digest::of(ARTIFACT.as_bytes()).to_string();
    let depends = |from: &str, kind: &str, to: &str| json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to});
    let document = json!({
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": "companyos-0.23.0",
        "documentNamespace": format!("https://sbom.acme.example/companyos-0.23.0-{digest}"),
        "creationInfo": {"created": "2025-11-13T08:00:00Z", "creators": ["Tool: cos demo"]},
        "packages": [
            {
                "name": "companyos",
                "SPDXID": "SPDXRef-companyos",
                "versionInfo": VERSION,
                "downloadLocation": "NOASSERTION",
                "licenseDeclared": "Apache-2.0",
                "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
            },
            {
                "name": "left-pad",
                "SPDXID": "SPDXRef-left-pad",
                "versionInfo": "1.2.3",
                "downloadLocation": "NOASSERTION",
                "licenseDeclared": "MIT",
            },
        ],
        "relationships": [
            depends("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-companyos"),
            depends("SPDXRef-companyos", "DEPENDS_ON", "SPDXRef-left-pad"),
        ],
    });
    format!("{document:#}\n")
}
