//! A verification as the model that `cos-report` renders: nothing new, in plain texts.

use super::check::{Outcome, Verdict, describe};
use super::contents::{Contents, Counts, ReceiptsInfo, RequirementInfo, Standing, WaiverInfo};
use super::unproven::unproven;
use super::verify::{Level, Verification};
use crate::pack::show_nonce;
use crate::sample::METHOD;
use cos_core::clock::Timestamp;
use cos_core::intoto::Statement;
use cos_report::evidence as model;
use cos_sign::Trust;
use cos_sign::sigstore::{ProvenTime, Sealed, Signer, WhoseClock};
use std::collections::{BTreeMap, BTreeSet};

/// Who verified, and when.
#[derive(Clone, Copy, Debug)]
pub struct Verifier<'a> {
    /// The trust file that was believed.
    pub trust: &'a Trust,
    /// When.
    pub at: Timestamp,
    /// The name of the program.
    pub tool: &'a str,
    /// Its version.
    pub tool_version: &'a str,
}

/// Says a verification in the terms of `cos_report::evidence`.
pub fn result(found: &Verification, by: Verifier<'_>) -> model::Verification {
    let statement = found.sealed.as_ref().map(Sealed::statement);
    let release = found.contents.as_ref().zip(statement);
    model::Verification {
        schema: model::SCHEMA_ID,
        bundle: found.place.clone(),
        verdict: verdict(found.verdict()),
        level: match found.level {
            Level::Fast => "fast",
            Level::Full => "full",
            Level::Sample(_) => "sample",
        },
        verified_at: by.at.to_string(),
        tool: by.tool.to_owned(),
        tool_version: by.tool_version.to_owned(),
        trust: model::Trust {
            org: by.trust.org().to_string(),
            sha256: by.trust.digest().to_string(),
        },
        statement: found.statement.map(|digest| digest.to_string()),
        signed: found.sealed.as_ref().map(|sealed| signed(sealed, by.trust)),
        checks: checks(found),
        not_proven: unproven(found),
        sample: sample(found),
        contents: found.contents.as_ref().and_then(|all| serde_json::to_value(all).ok()),
        release: release.map(|(contents, statement)| self::release(found, contents, statement)),
    }
}

/// The same verdict in the model.
pub fn verdict(verdict: Verdict) -> model::Verdict {
    match verdict {
        Verdict::Verified => model::Verdict::Verified,
        Verdict::Incomplete => model::Verdict::Incomplete,
        Verdict::Failed => model::Verdict::Failed,
        Verdict::Untrusted => model::Verdict::Untrusted,
    }
}

pub(super) fn outcome(outcome: Outcome) -> model::Outcome {
    match outcome {
        Outcome::Pass => model::Outcome::Pass,
        Outcome::Skip => model::Outcome::Skip,
        Outcome::Warn => model::Outcome::Warn,
        Outcome::Fail => model::Outcome::Fail,
    }
}

fn checks(found: &Verification) -> Vec<model::Check> {
    let check = |check: &super::check::Check| {
        let info = describe(check.id);
        model::Check {
            id: check.id.to_owned(),
            title: info.title.to_owned(),
            spec: info.spec.to_owned(),
            subject: check.subject.clone(),
            outcome: outcome(check.outcome),
            detail: check.detail.clone(),
        }
    };
    found.checks.iter().map(check).collect()
}

fn signed(sealed: &Sealed, trust: &Trust) -> model::Signed {
    let time = |time: &ProvenTime| model::Time {
        at: time.at.to_string(),
        clock: time.clock.to_string(),
        kind: match time.clock {
            WhoseClock::Tsa(_) => "tsa",
            WhoseClock::Log(_) => "log",
        },
    };
    let log = |log: &cos_sign::sigstore::LogProof| {
        format!("{}, entry {} of {}", log.log, log.index, log.size)
    };
    model::Signed {
        signer: sealed.signer().to_string(),
        because: because(sealed.signer(), trust),
        times: sealed.times().iter().map(time).collect(),
        log: sealed.log().map(log),
        warnings: sealed.warnings().iter().map(|one| one.as_str().to_owned()).collect(),
    }
}

/// How the trust file comes to believe a signer.
pub(super) fn because(signer: &Signer, trust: &Trust) -> String {
    match signer {
        Signer::Key(id) => match trust.evidence(id.as_str()) {
            None => "the trust file names the key for evidence".to_owned(),
            Some(key) => {
                let end = key.retired.as_ref().map(|retired| retired.at).or(key.not_after);
                let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
                format!("the trust file names the key for evidence, from {}{end}", key.not_before)
            }
        },
        Signer::BuilderKey(_) => "the trust file names the key of this builder".to_owned(),
        Signer::Identity { .. } => {
            "the trust file lets this identity sign evidence, and names who certified it".to_owned()
        }
    }
}

fn sample(found: &Verification) -> Option<model::Sample> {
    let (Level::Sample(draw), Some(sampled)) = (&found.level, &found.sampled) else { return None };
    let drawn = |(path, lines): (&String, &Vec<u64>)| model::Drawn {
        path: path.clone(),
        lines: lines.clone(),
    };
    Some(model::Sample {
        method: METHOD.to_owned(),
        nonce: show_nonce(&draw.nonce),
        seed: sampled.seed.to_string(),
        requested: draw.count,
        population: sampled.population,
        drawn: sampled.drawn,
        deviations: sampled.deviations,
        upper_bound_95: sampled.upper_bound_95(),
        files: sampled.files.iter().map(drawn).collect(),
    })
}

fn release(found: &Verification, contents: &Contents, statement: &Statement) -> model::Release {
    let artifact = |artifact: &super::contents::Artifact| model::Artifact {
        name: artifact.name.clone(),
        sha256: artifact.sha256.clone(),
        size: artifact.size,
    };
    let indexes = contents.sources.iter().filter_map(|source| source.index.as_ref());
    model::Release {
        version: contents.version.clone(),
        period: contents.period.as_ref().map(|text| (text.from.clone(), text.to.clone())),
        previous: contents.previous.clone(),
        disclosed_from: contents
            .disclosed_from
            .as_ref()
            .map(|from| (from.statement.clone(), from.tenant.clone())),
        artifacts: contents.artifacts.iter().map(artifact).collect(),
        contract: contents.contract.iter().map(requirement).collect(),
        receipts: contents.receipts.as_ref().map(|receipts| model::Receipts {
            count: receipts.files.count,
            sampled: receipts.samples.count,
            first: receipts.first.clone(),
            last: receipts.last.clone(),
            tenants: receipts.tenants().into_iter().map(|name| of_tenant(receipts, name)).collect(),
        }),
        files: files(found, contents, statement),
        indexed: indexes.map(|index| index.files).sum(),
    }
}

fn of_tenant(receipts: &ReceiptsInfo, name: &str) -> (String, u64, u64) {
    let of = |counts: &Counts| counts.tenants.get(name).copied().unwrap_or_default();
    (name.to_owned(), of(&receipts.files), of(&receipts.samples))
}

fn requirement((id, info): (&String, &RequirementInfo)) -> model::Requirement {
    model::Requirement {
        id: id.clone(),
        field: info.field.clone(),
        because: info.because.clone(),
        at_least: info.at_least,
        found: info.found,
        standing: match info.standing() {
            Standing::Satisfied => model::Standing::Satisfied,
            Standing::Waived => model::Standing::Waived,
            Standing::Missing => model::Standing::Missing,
        },
        waived: info.waived.as_ref().map(waiver),
    }
}

/// Who answers for what is missing, and why, in one line.
pub(super) fn waiver(waiver: &WaiverInfo) -> String {
    let receipt = waiver.receipt.as_ref();
    let receipt = receipt.map(|jti| format!(" (receipt {jti})")).unwrap_or_default();
    format!("{}: {}{receipt}", waiver.by, waiver.why)
}

/// The files that the statement names, each with what its digest came to.
fn files(found: &Verification, contents: &Contents, statement: &Statement) -> Vec<model::File> {
    let failed = found.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    let failed = failed.filter(|check| check.id.starts_with("files."));
    let failed: BTreeSet<_> = failed.map(|check| check.subject.as_str()).collect();
    let sources = contents.sources.iter();
    let from: BTreeMap<_, _> = sources
        .flat_map(|source| source.files.iter().map(move |file| (&*file.path, (source, file))))
        .collect();
    let mut subjects: Vec<_> = statement.subjects.iter().collect();
    subjects.sort_by(|a, b| a.name.cmp(&b.name));
    let file = |subject: &cos_core::intoto::Subject| {
        let known = from.get(&*subject.name);
        let is_wrong = failed.contains(&*subject.name);
        model::File {
            path: subject.name.clone(),
            field: known.map_or_else(String::new, |(source, _)| source.field.clone()),
            uri: known.map_or_else(String::new, |(_, file)| file.uri.clone()),
            size: known.map(|(_, file)| file.size),
            sha256: subject.sha256.to_string(),
            outcome: if is_wrong { model::Outcome::Fail } else { model::Outcome::Pass },
        }
    };
    subjects.into_iter().map(file).collect()
}
