//! Verifying a bundle, offline, with one trust file.
//!
//! The signature comes first: nothing in a bundle is interpreted before it is known who signed what it lists. What follows is read from the
//! signed bytes, never from the readable copy beside them. A check that cannot be made fails; it is skipped only where it does not apply.

mod files;
mod isolation;
mod links;
mod receipts;
mod release;
mod report;

use super::area::Area;
use super::check::{Check, Checks, Outcome, Verdict};
use super::contents::{Contents, Standing};
use super::error::BundleError;
use super::manifest::DEFAULT_CONTRACT;
use super::role::Role;
use super::sampled::{Draw, Sampled};
use super::seal::{MAX_SIGNATURE, SIGNATURE, STATEMENT, name};
use crate::verify::Progress;
use cos_core::digest::Digest;
use cos_core::intoto::{MAX_BYTES, Statement};
use cos_objects::Key;
use cos_sign::sigstore::{self, Requirements, SealError, Sealed};
use cos_sign::{Purpose, Trust};

/// How much of a bundle to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everything but the signatures and proofs of the receipts; their files are compared with the statement.
    Fast,
    /// Everything.
    Full,
    /// Everything, but of the receipts only those that are drawn.
    Sample(Draw),
}

/// How to verify a bundle.
pub struct Options<'a> {
    /// Whose signatures count.
    pub trust: &'a Trust,
    /// How much to verify.
    pub level: Level,
    /// Believe a signature though nothing proves when it was made.
    pub allow_untimestamped: bool,
    /// Reads policy bundles.
    pub policies: &'a dyn PolicyReader,
    /// How many threads hash and verify.
    pub threads: usize,
    /// Told how many receipts there are and are done.
    pub progress: &'a dyn Progress,
}

/// Reads OPA bundles, which this crate does not.
pub trait PolicyReader {
    /// Reads the archive of a policy bundle; the error says what is wrong with it.
    fn read(&self, archive: &[u8]) -> Result<PolicyFacts, String>;
}

/// What there is to know about a policy bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFacts {
    /// The revision that it says it is.
    pub revision: String,
    /// SHA-256 of its content, whatever archive it is in.
    pub content: Digest,
    /// The key that signed it, or why no signature counts.
    pub signed: Result<String, String>,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// What was verified.
    pub place: String,
    /// SHA-256 of the statement; `None` when it was not signed by anybody who counts.
    pub statement: Option<Digest>,
    /// What the statement says.
    pub contents: Option<Contents>,
    /// Who signed, and when.
    pub sealed: Option<Sealed>,
    /// How much was verified.
    pub level: Level,
    /// What came of the checks, in order.
    pub checks: Vec<Check>,
    /// The receipts that were drawn, where only a sample was verified.
    pub sampled: Option<Sampled>,
    /// The SLSA build level that provenance shows for every artifact; `None` without artifacts, or without provenance for one of them.
    pub build_level: Option<u8>,
}

impl Verification {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.checks)
    }
}

/// Verifies the bundle in `area`.
///
/// Fails when there is none: a bundle with faults is an answer, not an error.
pub fn verify(area: &Area, options: &Options<'_>) -> Result<Verification, BundleError> {
    let mut found = Verification {
        place: area.name.clone(),
        statement: None,
        contents: None,
        sealed: None,
        level: options.level.clone(),
        checks: Vec::new(),
        sampled: None,
        build_level: None,
    };
    let mut checks = Checks::default();
    let sealed = signature(area, options.trust, options.allow_untimestamped, &mut checks)?;
    found.statement = sealed.as_ref().map(|sealed| sealed.digest());
    if let Some(sealed) = &sealed
        && let Some(contents) = intact(area, sealed, options.threads, &mut checks)?
    {
        contract(area, &contents, &mut checks)?;
        let receipts = receipts::check(area, &contents, &sealed.digest(), options, &mut checks)?;
        let facts = report::check(area, &contents, options, &mut checks)?;
        isolation::check(area, &contents, options, &mut checks)?;
        let release = release::check(area, &contents, options, &mut checks)?;
        links::check(&contents, receipts.info.as_ref(), &facts, &release, &mut checks);
        found.build_level = release.build_level(&contents);
        found.sampled = receipts.sampled;
        found.contents = Some(contents);
    }
    found.sealed = sealed;
    found.checks = checks.0;
    Ok(found)
}

/// Who signed a bundle, and what: only where its files are exactly those that were signed.
///
/// Fails with [`BundleError::Broken`] at the first thing that does not hold. What the files say about the release is not asked.
pub fn source(
    area: &Area,
    trust: &Trust,
    threads: usize,
) -> Result<(Sealed, Contents), BundleError> {
    let mut checks = Checks::default();
    let sealed = signature(area, trust, false, &mut checks)?;
    let contents = match &sealed {
        Some(sealed) => intact(area, sealed, threads, &mut checks)?,
        None => None,
    };
    let failed = checks.0.into_iter().find(|check| check.outcome == Outcome::Fail);
    match (sealed, contents, failed) {
        (Some(sealed), Some(contents), None) => Ok((sealed, contents)),
        (.., failed) => {
            let reason =
                failed.map(|check| format!("{} {}: {}", check.id, check.subject, check.detail));
            let reason = reason.unwrap_or_else(|| "it cannot be read".to_owned());
            Err(BundleError::Broken { place: area.name.clone(), reason })
        }
    }
}

/// Verifies the signature; `None` when nobody who counts signed.
fn signature(
    area: &Area,
    trust: &Trust,
    allow_untimestamped: bool,
    checks: &mut Checks,
) -> Result<Option<Sealed>, BundleError> {
    let Some(signature) = area.read(&name(SIGNATURE), MAX_SIGNATURE)? else {
        let reason =
            format!("it has no `{SIGNATURE}`, so it was never finished, or is something else");
        return Err(BundleError::NotABundle { place: area.name.clone(), reason });
    };
    let requirements = Requirements { allow_untimestamped };
    match sigstore::verify(&signature, trust, Purpose::Evidence, &requirements) {
        Ok(sealed) => {
            note_signature(&sealed, checks);
            Ok(Some(sealed))
        }
        Err(error) => {
            checks.fail(at_fault(&error), SIGNATURE, format!("{error} [{}]", error.code()));
            Ok(None)
        }
    }
}

/// Reads what was signed, and compares the files with it.
fn intact(
    area: &Area,
    sealed: &Sealed,
    threads: usize,
    checks: &mut Checks,
) -> Result<Option<Contents>, BundleError> {
    let Some(contents) = read_statement(sealed, checks) else { return Ok(None) };
    let listed = files::listed(area, sealed.statement(), &contents, checks)?;
    files::check(area, sealed.payload(), &listed, threads, checks)?;
    Ok(Some(contents))
}

/// SHA-256 of the statement of a bundle, unverified.
pub fn opened_digest(area: &Area) -> Result<Digest, BundleError> {
    Ok(Digest::of(&unverified(area)?))
}

/// What a bundle says it holds, unverified.
pub fn opened_contents(area: &Area) -> Result<Contents, BundleError> {
    let refused = |reason| BundleError::NotABundle { place: area.name.clone(), reason };
    Contents::of(&opened_statement(area)?.0).map_err(refused)
}

/// The statement of a bundle and SHA-256 of its bytes, unverified.
pub(super) fn opened_statement(area: &Area) -> Result<(Statement, Digest), BundleError> {
    let refused = |reason| BundleError::NotABundle { place: area.name.clone(), reason };
    let bytes = unverified(area)?;
    let statement = Statement::parse(&bytes).map_err(|error| refused(error.to_string()))?;
    Ok((statement, Digest::of(&bytes)))
}

/// The readable copy of the statement; a bundle that was never finished has a signature missing.
fn unverified(area: &Area) -> Result<Vec<u8>, BundleError> {
    let missing = |file| {
        let reason = format!("it has no `{file}`, so it was never finished, or is something else");
        BundleError::NotABundle { place: area.name.clone(), reason }
    };
    area.open(&name(SIGNATURE))?.ok_or_else(|| missing(SIGNATURE))?;
    let statement = area.read(&name(STATEMENT), MAX_BYTES as u64)?;
    statement.ok_or_else(|| missing(STATEMENT))
}

/// The check that an error of the seal belongs to.
fn at_fault(error: &SealError) -> &'static str {
    match error {
        SealError::NoTime(_) | SealError::OutsidePeriod { .. } | SealError::TimeStamp(_) => {
            "signature.time"
        }
        _ => "signature.valid",
    }
}

fn note_signature(sealed: &Sealed, checks: &mut Checks) {
    checks.pass("signature.valid", SIGNATURE, sealed.signer().to_string());
    let times: Vec<_> =
        sealed.times().iter().map(|time| format!("{}, by {}", time.at, time.clock)).collect();
    if times.is_empty() {
        let warnings: Vec<_> = sealed.warnings().iter().map(|one| one.as_str()).collect();
        checks.note("signature.time", SIGNATURE, Outcome::Warn, warnings.join("; "));
    } else {
        checks.pass("signature.time", SIGNATURE, times.join("; "));
    }
}

fn read_statement(sealed: &Sealed, checks: &mut Checks) -> Option<Contents> {
    let contents = Contents::of(sealed.statement()).and_then(|contents| {
        let canonical = sealed.statement().to_canonical().ok();
        let is_canonical = canonical.as_deref() == Some(sealed.payload());
        is_canonical.then_some(contents).ok_or_else(|| "its text is not canonical".to_owned())
    });
    match contents {
        Ok(contents) => {
            checks.pass("statement.form", "", format!("release {}", contents.version));
            Some(contents)
        }
        Err(reason) => {
            checks.fail("statement.form", "", reason);
            None
        }
    }
}

/// Counts the files again: what the statement says about its own contract is not believed.
fn contract(area: &Area, contents: &Contents, checks: &mut Checks) -> Result<(), BundleError> {
    if contents.contract.is_empty() {
        let asked: Vec<_> = DEFAULT_CONTRACT.iter().map(|role| role.field()).collect();
        let detail = format!("the contract asks for nothing; usual are {}", asked.join(", "));
        checks.note("contract.met", "", Outcome::Warn, detail);
    }
    for (id, requirement) in &contents.contract {
        let found = match requirement.field.parse::<Role>() {
            Ok(role) => {
                let files = files_of(area, contents, role)?;
                files.iter().filter(|path| role.counts(path)).count() as u64
            }
            Err(_) => 0,
        };
        let counted = super::contents::RequirementInfo { found, ..requirement.clone() };
        let detail =
            format!("{found} of {} files in `{}`", requirement.at_least, requirement.field);
        match (counted.standing(), &requirement.waived) {
            (Standing::Satisfied, _) => checks.pass("contract.met", id, detail),
            (_, Some(waiver)) => {
                let receipt = waiver.receipt.as_ref();
                let receipt = receipt.map(|jti| format!(", receipt `{jti}`")).unwrap_or_default();
                let detail = format!("{detail}; waived by {}: {}{receipt}", waiver.by, waiver.why);
                checks.note("contract.met", id, Outcome::Warn, detail);
            }
            _ => checks.fail("contract.met", id, detail),
        }
    }
    Ok(())
}

/// The files of a role, from the statement or its index, which was checked before.
pub(super) fn files_of(
    area: &Area,
    contents: &Contents,
    role: Role,
) -> Result<Vec<Key>, BundleError> {
    let mut paths: Vec<String> = contents.files(role).map(|file| file.path.clone()).collect();
    if let Some(info) = contents.index(role)
        && let Ok(path) = Key::new(&*info.path)
        && let Some(text) = area.read(&path, super::index::MAX_BYTES)?
        && let Ok(lines) = super::index::read(&text, info)
    {
        paths.extend(lines.into_iter().map(|(line, _)| line.path));
    }
    // A path that is no key cannot be in the bundle, which is told as a missing file.
    Ok(paths.into_iter().filter_map(|path| Key::new(path).ok()).collect())
}
