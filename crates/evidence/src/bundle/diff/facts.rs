//! What there is to compare of one bundle.

use crate::bundle::area::Area;
use crate::bundle::check::Verdict;
use crate::bundle::contents::Contents;
use crate::bundle::error::BundleError;
use crate::bundle::index;
use crate::bundle::role::Role;
use crate::bundle::sbom;
use crate::bundle::seal::{MAX_SIGNATURE, SIGNATURE, name};
use crate::bundle::slsa;
use crate::bundle::verify::{PolicyReader, Verification, files_of, opened_statement};
use cos_core::digest::Digest;
use cos_core::intoto::Statement;
use cos_objects::Key;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The longest file that is read to be compared, in bytes.
const MAX_DOCUMENT: u64 = 256 << 20;

/// What there is to compare of one bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Where it lies.
    pub place: String,
    /// SHA-256 of its statement, in hexadecimal.
    pub statement: String,
    /// What the statement says.
    pub contents: Contents,
    /// What verifying it came to; `None` when nobody did.
    pub verdict: Option<Verdict>,
    /// Who signed, as far as was found out.
    pub signer: String,
    /// Whose clocks prove when; `None` when nobody looked.
    pub clocks: Option<BTreeSet<String>>,
    /// Files by path, with their digests, those of indexes included.
    pub files: BTreeMap<String, String>,
    /// Builder and build type of all provenance.
    pub builders: BTreeSet<String>,
    /// Packages by name: version and licence.
    pub packages: BTreeMap<String, BTreeSet<(String, String)>>,
    /// Policy bundles: revision and digest of the content.
    pub policies: BTreeSet<(String, String)>,
    /// Conformance reports by matrix.
    pub reports: BTreeMap<String, Conformance>,
}

/// What a conformance report comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Conformance {
    /// The share of privileged flows that are covered.
    pub coverage: f64,
    /// The gates that did not pass.
    pub failed: BTreeSet<String>,
    /// How many scenarios there are.
    pub scenarios: u64,
}

impl Facts {
    /// Reads them: from what was signed where `verified` says so, else from the copy beside the signature.
    pub fn read(
        area: &Area,
        policies: &dyn PolicyReader,
        verified: Option<&Verification>,
    ) -> Result<Self, BundleError> {
        let sealed = verified.and_then(|found| found.sealed.as_ref());
        let (statement, digest) = match sealed {
            Some(sealed) => (sealed.statement().clone(), sealed.digest()),
            None => opened_statement(area)?,
        };
        let refused = |reason| BundleError::NotABundle { place: area.name.clone(), reason };
        let contents = Contents::of(&statement).map_err(refused)?;
        let clocks =
            sealed.map(|sealed| sealed.times().iter().map(|time| time.clock.to_string()).collect());
        let mut facts = Self {
            place: area.name.clone(),
            statement: digest.to_string(),
            verdict: verified.map(Verification::verdict),
            signer: match sealed {
                Some(sealed) => sealed.signer().to_string(),
                None => claimed_signer(area)?,
            },
            clocks,
            files: files(area, &statement, &contents)?,
            builders: BTreeSet::new(),
            packages: BTreeMap::new(),
            policies: BTreeSet::new(),
            reports: BTreeMap::new(),
            contents,
        };
        facts.documents(area, policies)?;
        Ok(facts)
    }

    /// Reads the files whose contents are compared; one that cannot be read is told by `cos evidence verify`, not here.
    fn documents(&mut self, area: &Area, policies: &dyn PolicyReader) -> Result<(), BundleError> {
        let contents = self.contents.clone();
        for role in [Role::Attestations, Role::Sbom, Role::Policy, Role::Report] {
            for path in files_of(area, &contents, role)? {
                let Some(bytes) = area.read(&path, MAX_DOCUMENT)? else { continue };
                match role {
                    Role::Attestations => self.provenance(&bytes),
                    Role::Sbom => self.sbom(&bytes),
                    Role::Policy => {
                        if let Ok(policy) = policies.read(&bytes) {
                            self.policies.insert((policy.revision, policy.content.to_string()));
                        }
                    }
                    _ => self.report(&bytes),
                }
            }
        }
        Ok(())
    }

    fn provenance(&mut self, bytes: &[u8]) {
        for document in slsa::documents(bytes).unwrap_or_default() {
            let payload = slsa::payload(&document);
            if let Ok(Some(one)) = payload.and_then(|payload| slsa::provenance(&payload)) {
                self.builders.insert(format!("{} ({})", one.builder, one.build_type));
            }
        }
    }

    fn sbom(&mut self, bytes: &[u8]) {
        for package in sbom::read(bytes).map(|sbom| sbom.packages).unwrap_or_default() {
            let version = package.version.unwrap_or_else(|| "no version".into());
            let licence = package.licence.unwrap_or_else(|| "no licence".into());
            self.packages.entry(package.name).or_default().insert((version, licence));
        }
    }

    fn report(&mut self, bytes: &[u8]) {
        let Ok(report) = cos_report::json::read(bytes) else { return };
        let failed = report.gates.iter().filter(|gate| !gate.passed);
        let conformance = Conformance {
            coverage: report.summary.coverage_ratio,
            failed: failed.map(|gate| gate.title.clone()).collect(),
            scenarios: report.summary.scenarios,
        };
        self.reports.insert(report.matrix.name, conformance);
    }
}

/// Every file that the statement or an index of it lists, without those that cos writes beside them.
fn files(
    area: &Area,
    statement: &Statement,
    contents: &Contents,
) -> Result<BTreeMap<String, String>, BundleError> {
    let subjects = statement.subjects.iter();
    let mut all: BTreeMap<_, _> =
        subjects.map(|one| (one.name.clone(), one.sha256.to_string())).collect();
    for info in contents.sources.iter().filter_map(|source| source.index.as_ref()) {
        all.remove(&info.path);
        if let Ok(path) = Key::new(&*info.path)
            && let Some(text) = area.read(&path, index::MAX_BYTES)?
            && let Ok(lines) = index::read(&text, info)
        {
            all.extend(lines.into_iter().map(|(line, _)| (line.path, line.sha256)));
        }
    }
    Ok(all)
}

/// Who a signature says made it, before anybody verified it.
fn claimed_signer(area: &Area) -> Result<String, BundleError> {
    let signature = area.read(&name(SIGNATURE), MAX_SIGNATURE)?.unwrap_or_default();
    let bundle: Value = serde_json::from_slice(&signature).unwrap_or_default();
    let material = &bundle["verificationMaterial"];
    if let Some(hint) = material["publicKey"]["hint"].as_str() {
        return Ok(hint.chars().take(200).collect());
    }
    let raw = material["certificate"]["rawBytes"].as_str();
    let raw = raw
        .map(|text| format!("a certificate, SHA-256 of its text {}", Digest::of(text.as_bytes())));
    Ok(raw.unwrap_or_else(|| "nobody that can be read".to_owned()))
}
