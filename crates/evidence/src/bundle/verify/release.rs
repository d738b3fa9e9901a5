//! SBOMs and provenance: valid, signed by a trusted builder, and about what was released.

use super::{Options, files_of};
use crate::bundle::area::Area;
use crate::bundle::check::{Checks, Outcome};
use crate::bundle::contents::{Artifact, Contents};
use crate::bundle::error::BundleError;
use crate::bundle::role::Role;
use crate::bundle::sbom::{self, Sbom};
use crate::bundle::slsa::{self, Document, Provenance, Shape};
use cos_core::digest::Digest;
use cos_objects::Key;
use cos_sign::sigstore::{Requirements, verify_builder};
use cos_sign::trust::{Builder, BuilderSigner};
use std::collections::{BTreeMap, BTreeSet};

/// The longest SBOM and attestation that are read, in bytes.
const MAX_DOCUMENT: u64 = 256 << 20;

/// What SBOMs and provenance say, by path.
#[derive(Default)]
pub(super) struct Release {
    pub(super) sboms: Vec<(String, Sbom)>,
    pub(super) provenance: Vec<(String, Provenance)>,
    /// The build level of each artifact that provenance of a trusted builder is about.
    levels: BTreeMap<Digest, u8>,
}

impl Release {
    /// The lowest level of all artifacts; `None` without artifacts, or without provenance for one of them.
    pub(super) fn build_level(&self, contents: &Contents) -> Option<u8> {
        let level =
            |artifact: &Artifact| self.levels.get(&Digest::from_hex(&artifact.sha256)?).copied();
        let levels: Option<Vec<u8>> = contents.artifacts.iter().map(level).collect();
        levels?.into_iter().min()
    }

    fn note_level(&mut self, provenance: &Provenance, level: u8) {
        for digest in provenance.subjects.iter().filter_map(|(_, digest)| *digest) {
            let known = self.levels.entry(digest).or_default();
            *known = level.max(*known);
        }
    }
}

pub(super) fn check(
    area: &Area,
    contents: &Contents,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<Release, BundleError> {
    let mut release = Release::default();
    let released: BTreeSet<_> =
        contents.artifacts.iter().filter_map(|one| Digest::from_hex(&one.sha256)).collect();
    for path in files_of(area, contents, Role::Sbom)? {
        let Some(bytes) = area.read(&path, MAX_DOCUMENT)? else { continue };
        match sbom::read(&bytes) {
            Ok(sbom) => {
                let detail = format!("{}, {} packages", sbom.format, sbom.packages.len());
                checks.pass("sbom.valid", path.as_str(), detail);
                bound(&path, &sbom, contents, &released, checks);
                release.sboms.push((path.to_string(), sbom));
            }
            Err(faults) => checks.fail("sbom.valid", path.as_str(), faults.join("; ")),
        }
    }
    for path in files_of(area, contents, Role::Attestations)? {
        if let Some(bytes) = area.read(&path, MAX_DOCUMENT)? {
            attestations(&path, &bytes, &released, options, &mut release, checks);
        }
    }
    Ok(release)
}

/// How well an SBOM is bound to what was released: by digest, by name and version only, or not at all.
fn bound(
    path: &Key,
    sbom: &Sbom,
    contents: &Contents,
    released: &BTreeSet<Digest>,
    checks: &mut Checks,
) {
    let path = path.as_str();
    let digests = sbom.roots.iter().flat_map(|root| &root.sha256);
    let by_digest = digests.filter(|digest| released.contains(digest)).count();
    let named = |root: &sbom::Element| {
        let is_name = contents.artifacts.iter().any(|artifact| {
            root.name.rsplit('/').next() == Some(&*artifact.name) || root.name == artifact.name
        });
        is_name && root.version.as_ref().is_none_or(|version| *version == contents.version)
    };
    let names = || sbom.roots.iter().map(|root| &*root.name).collect::<Vec<_>>().join(", ");
    if by_digest > 0 {
        checks.pass("sbom.bound", path, format!("bound: {} by digest", names()));
    } else if released.is_empty() {
        let detail = "the manifest names no `artifacts`, so nothing says what was released";
        checks.note("sbom.bound", path, Outcome::Warn, detail);
    } else if sbom.roots.iter().any(named) {
        let detail = format!(
            "named only: {}; no digest of it; make SBOMs of the artifact, not of its folder",
            names()
        );
        checks.note("sbom.bound", path, Outcome::Warn, detail);
    } else {
        checks.fail("sbom.bound", path, format!("unbound: it describes {}", names()));
    }
}

fn attestations(
    path: &Key,
    bytes: &[u8],
    released: &BTreeSet<Digest>,
    options: &Options<'_>,
    release: &mut Release,
    checks: &mut Checks,
) {
    let documents = match slsa::documents(bytes) {
        Ok(documents) => documents,
        Err(reason) => return checks.fail("slsa.valid", path.as_str(), reason),
    };
    let many = documents.len() > 1;
    for (number, document) in documents.iter().enumerate() {
        let subject = if many { format!("{path}#{}", number + 1) } else { path.to_string() };
        let payload = slsa::payload(document);
        let provenance = match payload.and_then(|payload| slsa::provenance(&payload)) {
            Ok(Some(provenance)) => provenance,
            Ok(None) => {
                checks.note("slsa.valid", subject, Outcome::Skip, "about something else");
                continue;
            }
            Err(reason) => {
                checks.fail("slsa.valid", subject, reason);
                continue;
            }
        };
        let detail = format!("{} by {}", provenance.version, provenance.builder);
        checks.pass("slsa.valid", &*subject, detail);
        if let Some(builder) = signed(&subject, document, &provenance, options, checks)
            && expected(&subject, builder, &provenance, checks)
        {
            release.note_level(&provenance, builder.max_level);
        }
        about_release(&subject, &provenance, released, checks);
        release.provenance.push((subject, provenance));
    }
}

/// Finds the trusted builder whom the provenance names, and has its signature verified.
fn signed<'t>(
    subject: &str,
    document: &Document,
    provenance: &Provenance,
    options: &Options<'t>,
    checks: &mut Checks,
) -> Option<&'t Builder> {
    let mine: Vec<_> =
        options.trust.builders().iter().filter(|one| one.id == provenance.builder).collect();
    if mine.is_empty() {
        let detail = format!(
            "`trust.json` names no builder `{}`, so nobody says who signs for it",
            provenance.builder
        );
        checks.fail("slsa.signed", subject, detail);
        return None;
    }
    let mut reasons = Vec::new();
    for builder in mine {
        match verify_document(document, builder, options) {
            Ok(detail) => {
                checks.pass("slsa.signed", subject, detail);
                return Some(builder);
            }
            Err(reason) => reasons.push(reason),
        }
    }
    checks.fail("slsa.signed", subject, reasons.join("; "));
    None
}

fn verify_document(
    document: &Document,
    builder: &Builder,
    options: &Options<'_>,
) -> Result<String, String> {
    match document.shape {
        Shape::Bundle => {
            let requirements = Requirements::default();
            let attested = verify_builder(&document.bytes, options.trust, builder, &requirements)
                .map_err(|error| format!("{error} [{}]", error.code()))?;
            let time = attested.earliest();
            let time = time.map(|time| format!(", {} by {}", time.at, time.clock));
            Ok(format!("{}{}", attested.signer(), time.unwrap_or_default()))
        }
        Shape::Certificate => Err(
            "unlogged: its certificate is in the envelope, and nothing proves that it was in use then".into(),
        ),
        Shape::Envelope => match &builder.signer {
            BuilderSigner::Key { hint, key } => slsa::verify_envelope(&document.bytes, hint, key)
                .map(|()| format!("the builder's key `{hint}`, without a proven time")),
            BuilderSigner::Identity { .. } => {
                Err("a bare envelope, where the builder signs with a certificate".into())
            }
        },
    }
}

/// Build type, source and parameters, as the trust file limits them for this builder.
fn expected(
    subject: &str,
    builder: &Builder,
    provenance: &Provenance,
    checks: &mut Checks,
) -> bool {
    let mut faults = Vec::new();
    if !builder.build_types.contains(&provenance.build_type) {
        faults.push(format!(
            "the build type `{}` is not one of the builder's",
            provenance.build_type
        ));
    }
    match &provenance.source {
        Some(source) if builder.sources.iter().any(|pattern| pattern.covers(source)) => {}
        Some(source) => faults.push(format!("the source `{source}` is not one of the builder's")),
        None => faults.push("it names no source".to_owned()),
    }
    let unknown: Vec<_> = provenance
        .parameters
        .keys()
        .filter(|name| !slsa::KNOWN_PARAMETERS.contains(&name.as_str()))
        .map(|name| format!("`{}`", name.escape_debug()))
        .collect();
    if !unknown.is_empty() {
        faults.push(format!("unknown external parameters: {}", unknown.join(", ")));
    }
    let result = if faults.is_empty() {
        Ok(format!("{}, level {} at most", provenance.build_type, builder.max_level))
    } else {
        Err(faults.join("; "))
    };
    checks.result("slsa.expected", subject, result)
}

fn about_release(
    subject: &str,
    provenance: &Provenance,
    released: &BTreeSet<Digest>,
    checks: &mut Checks,
) {
    let matched = provenance
        .subjects
        .iter()
        .filter(|(_, digest)| digest.is_some_and(|digest| released.contains(&digest)));
    let matched: Vec<_> = matched.map(|(name, _)| name.as_str()).collect();
    if !matched.is_empty() {
        checks.pass("slsa.bound", subject, matched.join(", "));
    } else if released.is_empty() {
        let detail = "the manifest names no `artifacts`, so nothing says what was released";
        checks.note("slsa.bound", subject, Outcome::Warn, detail);
    } else {
        let names: Vec<_> = provenance.subjects.iter().map(|(name, _)| name.as_str()).collect();
        checks.fail("slsa.bound", subject, format!("it is about {}", names.join(", ")));
    }
}
