//! Verifying a bundle, offline, with one trust file.
//!
//! The signature comes first: nothing in a bundle is interpreted before it is known who signed what it lists. What follows is read from the
//! signed bytes, never from the readable copy beside them. A check that cannot be made fails; it is skipped only where it does not apply.

mod files;
mod links;
mod receipts;
mod release;
mod report;

use super::area::Area;
use super::check::{Check, Checks, Outcome, Verdict};
use super::contents::{Contents, Standing};
use super::error::BundleError;
use super::manifest::DEFAULT_CONTRACT;
use super::seal::{MAX_SIGNATURE, SIGNATURE, name};
use crate::verify::Progress;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::Statement;
use cos_objects::Key;
use cos_sign::Trust;

/// How much of a bundle to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everything but the signatures and proofs of the receipts; their files are compared with the statement.
    Fast,
    /// Everything.
    Full,
}

/// How to verify a bundle.
pub struct Options<'a> {
    /// Whose signatures count.
    pub trust: &'a Trust,
    /// How much to verify.
    pub level: Level,
    /// Opens the signature of the statement.
    pub open: &'a dyn Fn(&[u8]) -> Result<Signed, Refused>,
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

/// What was signed, by whom, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that were signed.
    pub payload: Vec<u8>,
    /// Who signed: a key's id, or an identity and who vouches for it.
    pub signer: String,
    /// When, as somebody else than the signer proves.
    pub times: Vec<(Timestamp, String)>,
    /// What is not proven, though it was asked to pass.
    pub warnings: Vec<String>,
}

/// Why a signature does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Whether the time is at fault, rather than the signature.
    pub is_time: bool,
    /// What is wrong, with its code.
    pub reason: String,
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
    pub signed: Option<Signed>,
    /// How much was verified.
    pub level: Level,
    /// What came of the checks, in order.
    pub checks: Vec<Check>,
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
        signed: None,
        level: options.level,
        checks: Vec::new(),
    };
    let mut checks = Checks::default();
    let Some(signature) = area.read(&name(SIGNATURE), MAX_SIGNATURE)? else {
        let reason = format!("it has no `{SIGNATURE}`, so it was never finished, or is something else");
        return Err(BundleError::NotABundle { place: area.name.clone(), reason });
    };
    let signed = match (options.open)(&signature) {
        Ok(signed) => signed,
        Err(refused) => {
            let id = if refused.is_time { "signature.time" } else { "signature.valid" };
            checks.fail(id, SIGNATURE, refused.reason);
            found.checks = checks.0;
            return Ok(found);
        }
    };
    note_signature(&signed, &mut checks);
    found.statement = Some(Digest::of(&signed.payload));
    if let Some((statement, contents)) = read_statement(&signed.payload, &mut checks) {
        let listed = files::listed(area, &statement, &contents, &mut checks)?;
        files::check(area, &signed.payload, &listed, options.threads, &mut checks)?;
        contract(&contents, &mut checks);
        let receipts = receipts::check(area, &contents, options, &mut checks)?;
        let facts = report::check(area, &contents, options, &mut checks)?;
        let release = release::check(area, &contents, options, &mut checks)?;
        links::check(&contents, receipts.as_ref(), &facts, &release, &mut checks);
        found.contents = Some(contents);
    }
    found.signed = Some(signed);
    found.checks = checks.0;
    Ok(found)
}

fn note_signature(signed: &Signed, checks: &mut Checks) {
    checks.pass("signature.valid", SIGNATURE, signed.signer.clone());
    let times: Vec<_> =
        signed.times.iter().map(|(at, clock)| format!("{at}, by {clock}")).collect();
    if times.is_empty() {
        let detail = format!("not proven: {}", signed.warnings.join("; "));
        checks.note("signature.time", SIGNATURE, Outcome::Warn, detail);
    } else {
        checks.pass("signature.time", SIGNATURE, times.join("; "));
    }
}

fn read_statement(payload: &[u8], checks: &mut Checks) -> Option<(Statement, Contents)> {
    let read = || {
        let statement = Statement::parse(payload).map_err(|error| error.to_string())?;
        let contents = Contents::of(&statement)?;
        if statement.to_canonical().ok().as_deref() != Some(payload) {
            return Err("its text is not canonical".to_owned());
        }
        Ok((statement, contents))
    };
    match read() {
        Ok((statement, contents)) => {
            let detail = format!("release {}", contents.version);
            checks.pass("statement.form", "", detail);
            Some((statement, contents))
        }
        Err(reason) => {
            checks.fail("statement.form", "", reason);
            None
        }
    }
}

/// Counts the files again: what the statement says about its own contract is not believed.
fn contract(contents: &Contents, checks: &mut Checks) {
    if contents.contract.is_empty() {
        let asked: Vec<_> = DEFAULT_CONTRACT.iter().map(|role| role.field()).collect();
        let detail = format!("the contract asks for nothing; usual are {}", asked.join(", "));
        checks.note("contract.met", "", Outcome::Warn, detail);
    }
    for (id, requirement) in &contents.contract {
        let mine = contents.sources.iter().filter(|source| source.field == requirement.field);
        let found: u64 = mine
            .map(|source| {
                source.files.len() as u64 + source.index.as_ref().map_or(0, |index| index.files)
            })
            .sum();
        let counted = super::contents::RequirementInfo { found, ..requirement.clone() };
        let detail = format!("{found} of {} files in `{}`", requirement.at_least, requirement.field);
        match (counted.standing(), &requirement.waived) {
            (Standing::Satisfied, _) => checks.pass("contract.met", id, detail),
            (_, Some(waiver)) => {
                let receipt = waiver.receipt.as_ref();
                let receipt = receipt.map(|jti| format!(", receipt `{jti}`")).unwrap_or_default();
                let detail =
                    format!("{detail}; waived by {}: {}{receipt}", waiver.by, waiver.why);
                checks.note("contract.met", id, Outcome::Warn, detail);
            }
            _ => checks.fail("contract.met", id, detail),
        }
    }
}

/// The files of a role, from the statement or its index, which was checked before.
fn files_of(
    area: &Area,
    contents: &Contents,
    role: super::role::Role,
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
