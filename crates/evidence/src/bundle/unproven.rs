//! What a verification does not prove: what a reader might take from a green verdict, and must not.

use super::check::Outcome;
use super::contents::{Contents, Standing};
use super::role::Role;
use super::verify::{Level, Verification};

/// Roles whose files no check reads; of isolation, those that are no audits of ours.
const UNREAD: [Role; 7] = [
    Role::Slo,
    Role::Isolation,
    Role::Residency,
    Role::Rollback,
    Role::Screenshots,
    Role::ReleaseNotes,
    Role::Other,
];

/// The sentences, the weightiest first.
pub fn unproven(found: &Verification) -> Vec<String> {
    let mut all = Vec::new();
    let Some(sealed) = &found.sealed else {
        all.push("Anything about what the bundle says: nobody who is trusted for evidence signed it, so nothing in it was read.".to_owned());
        return all;
    };
    match sealed.earliest() {
        None => all.push("When it was signed: it has neither a time stamp nor a log entry.".to_owned()),
        Some(time) => all.push(format!(
            "When the files were made: it is proven only that the statement was signed before {}, and that by the word of {}.",
            time.at, time.clock
        )),
    }
    if let Some(contents) = &found.contents {
        receipts(found, contents, &mut all);
        release(found, contents, &mut all);
        origins(found, contents, &mut all);
    }
    all.push("That whoever holds the signing key may hold it: that is what the trust file says, and the trust file is believed, not checked.".to_owned());
    all
}

fn receipts(found: &Verification, contents: &Contents, all: &mut Vec<String>) {
    let Some(receipts) = &contents.receipts else { return };
    match &found.level {
        Level::Fast => all.push("That the receipts are genuine: at this level their files are compared with the statement, and no signature in them is verified.".to_owned()),
        Level::Full => {}
        Level::Sample(_) => {
            if let Some(sampled) = &found.sampled {
                all.push(format!(
                    "That every receipt is genuine: {} of {} were drawn and verified; with 95 % confidence at most {:.4} % of all do not hold.",
                    sampled.drawn, sampled.population, sampled.upper_bound_95() * 100.0
                ));
            }
        }
    }
    if warned(found, "receipts.included") {
        all.push("That no receipt was left out: not all of them are shown to stand in a log that a trusted key signed. Ask for the ledger, or for an audit pack.".to_owned());
    } else if receipts.copies() > 0 {
        all.push("That no receipt of the period was left out: what is here stands in its log, and the log may hold more. Compare the counts with the ledger.".to_owned());
    }
    all.push("That every act left a receipt, and when it happened: times in receipts are the word of the notary that issued them.".to_owned());
}

fn release(found: &Verification, contents: &Contents, all: &mut Vec<String>) {
    if contents.artifacts.is_empty() {
        all.push("What was released: the statement names no released file, so nothing here is bound to one.".to_owned());
    } else {
        all.push("That what runs is what was released: compare the digests of the released files with those that are deployed.".to_owned());
        if found.build_level.is_none() {
            all.push("How the released files were built: not each of them has provenance of a trusted builder.".to_owned());
        }
    }
    if warned(found, "sbom.bound") {
        all.push("That the bill of materials is about these files: it names no digest of what it describes.".to_owned());
    }
    let waived = contents.contract.iter();
    for (id, info) in waived.filter(|(_, info)| info.standing() == Standing::Waived) {
        let by = info.waived.as_ref().map_or("somebody", |waiver| &waiver.by);
        let receipt = info.waived.as_ref().is_some_and(|waiver| waiver.receipt.is_some());
        let receipt =
            if receipt { " The receipt that is named for it was not looked up." } else { "" };
        all.push(format!(
            "`{id}`: there is less than the contract asks for, and {by} answers for that.{receipt}"
        ));
    }
    if contents.previous.is_some() {
        all.push("That the release before is what it was: its statement is named by its digest, and was not looked at.".to_owned());
    }
    if let Some(from) = &contents.disclosed_from {
        all.push(format!(
            "That this is all there is about {}: the bundle that it is a part of is named by its digest, and was not looked at.",
            from.tenant
        ));
    }
}

fn origins(found: &Verification, contents: &Contents, all: &mut Vec<String>) {
    let has = |role: &Role| {
        let mine = contents.sources.iter().filter(|source| source.field == role.field());
        mine.map(|source| {
            source.files.len() as u64 + source.index.as_ref().map_or(0, |it| it.files)
        })
        .sum::<u64>()
            > 0
    };
    let audited = found.checks.iter().any(|check| check.id == "isolation.valid");
    let read = |role: &Role| *role == Role::Isolation && audited;
    let unread = UNREAD.iter().filter(|role| has(role) && !read(role));
    let unread: Vec<_> = unread.map(|role| role.field()).collect();
    if !unread.is_empty() {
        all.push(format!(
            "What the files under {} say: they are as they were signed, and no check reads them.",
            unread.join(", ")
        ));
    }
    all.push("Where the files came from: the addresses are the word of whoever signed.".to_owned());
}

fn warned(found: &Verification, id: &str) -> bool {
    found.checks.iter().any(|check| check.id == id && check.outcome == Outcome::Warn)
}
