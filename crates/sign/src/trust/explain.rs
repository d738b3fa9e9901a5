//! The trust file in words, for `cos trust show`: what each key vouches for, as sections of sentences.
//!
//! Data only. Layout, colour and width belong to the command line.

use cos_core::clock::Timestamp;

use super::origins::Origins;
use super::{Builder, BuilderSigner, Pattern, Retired, Trust, TrustedKey};
use crate::name::{KeyId, Purpose};

/// A heading and the sentences under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the sentences are about.
    pub heading: &'static str,
    /// Whole sentences; ids and log names stand in backticks.
    pub sentences: Vec<String>,
}

impl Trust {
    /// Says in words what the file makes an auditor believe at the time `now`.
    pub fn explain(&self, now: Timestamp) -> Vec<Section> {
        let mut sections = vec![
            Section { heading: "Receipts", sentences: self.explain_receipts(now) },
            Section { heading: "Checkpoints", sentences: self.explain_checkpoints(now) },
            Section {
                heading: "Reports",
                sentences: documents(self.keys(Purpose::Report), "reports", now),
            },
            Section {
                heading: "Policies",
                sentences: documents(self.policy_keys(), "policy bundles", now),
            },
            Section { heading: "Evidence", sentences: self.explain_evidence(now) },
            Section { heading: "Authorities", sentences: self.explain_authorities() },
            Section { heading: "Builders", sentences: self.explain_builders() },
        ];
        // A trust file for receipts alone says nothing about documents.
        sections.retain(|section| !section.sentences.is_empty());
        sections.push(Section { heading: "Witnesses", sentences: self.explain_witnesses() });
        sections
    }

    fn explain_receipts(&self, now: Timestamp) -> Vec<String> {
        let keys: Vec<_> = self.notary_keys();
        if keys.is_empty() {
            return vec!["No key signs receipts: no receipt can be verified.".into()];
        }
        keys.into_iter()
            .map(|key| match &key.retired {
                None => format!("`{}` signs receipts {}.", key.id, period(key, now)),
                Some(retired) => format!(
                    "`{}` signed receipts until it was retired on {}; those still count {}.",
                    key.id,
                    retired.at,
                    reach(retired, "below index")
                ),
            })
            .collect()
    }

    fn explain_checkpoints(&self, now: Timestamp) -> Vec<String> {
        let mut sentences: Vec<_> = self
            .keys(Purpose::Log)
            .map(|key| {
                let logs = self.logs_of(&key.id);
                match &key.retired {
                    None => format!(
                        "`{}` signs the checkpoints of {logs} {}; to mirrors and witnesses it is `{}`.",
                        key.id,
                        period(key, now),
                        key.verifier_key()
                    ),
                    Some(retired) => format!(
                        "`{}` signed the checkpoints of {logs} until it was retired on {}; those still count {}.",
                        key.id,
                        retired.at,
                        reach(retired, "up to size")
                    ),
                }
            })
            .collect();
        if sentences.is_empty() {
            sentences.push("No key signs checkpoints: no log can be verified.".into());
        }
        sentences
    }

    fn explain_evidence(&self, now: Timestamp) -> Vec<String> {
        let keys = self.evidence_keys().iter().map(|key| document(key, "evidence", now));
        let identities = self.file().identities.iter().map(|rule| {
            let purposes: Vec<_> = rule.purposes.iter().map(|purpose| purpose.as_str()).collect();
            let (who, what) = (rule.san.describe(), purposes.join(", "));
            format!("{who} signs {what} with a certificate that says `{}`.", rule.issuer)
        });
        keys.chain(identities).collect()
    }

    fn explain_authorities(&self) -> Vec<String> {
        let Some(root) = self.sigstore() else { return Vec::new() };
        let names = |kind: &str, does: &str| {
            let names = root.names(kind).into_iter();
            names.map(|name| format!("`{name}` {does}.")).collect::<Vec<_>>()
        };
        [
            names("timestampAuthorities", "says when evidence was signed"),
            names("certificateAuthorities", "says whose certificate is whose"),
            names("ctlogs", "promises to list certificates"),
            names("tlogs", "lists signatures with certificates"),
        ]
        .concat()
    }

    fn explain_builders(&self) -> Vec<String> {
        let words = |patterns: &[Pattern]| {
            patterns.iter().map(Pattern::describe).collect::<Vec<_>>().join(", ")
        };
        let sentence = |builder: &Builder| {
            let signer = match &builder.signer {
                BuilderSigner::Identity { san, issuer } => {
                    format!("{} with a certificate that says `{issuer}`", san.describe())
                }
                BuilderSigner::Key { hint, .. } => format!("the key `{hint}`"),
            };
            let (id, level, sources) = (&builder.id, builder.max_level, words(&builder.sources));
            format!(
                "Provenance of `{id}`, signed by {signer}, shows at most level {level}, for {sources}."
            )
        };
        self.builders().iter().map(sentence).collect()
    }

    fn explain_witnesses(&self) -> Vec<String> {
        let witnesses = &self.file().witnesses;
        let rule = match self.file().quorum {
            0 => format!(
                "No witness is required: that nobody was shown another log rests on the word of `{}` alone.",
                self.org()
            ),
            quorum => format!(
                "A checkpoint counts as witnessed with {quorum} of {} cosignatures.",
                witnesses.len()
            ),
        };
        let names = witnesses.iter().map(|key| format!("`{}` is a witness.", key.id()));
        std::iter::once(rule).chain(names).collect()
    }

    fn logs_of(&self, id: &KeyId) -> String {
        let rules = self.file().logs.iter().filter(|rule| rule.keys.contains(id));
        let logs: Vec<_> = rules.map(|rule| logs(&rule.origin)).collect();
        if logs.is_empty() { "no log".into() } else { logs.join(", ") }
    }
}

fn documents<'a, K: 'a>(
    keys: impl IntoIterator<Item = &'a TrustedKey<K>>,
    what: &str,
    now: Timestamp,
) -> Vec<String> {
    keys.into_iter().map(|key| document(key, what, now)).collect()
}

fn document<K>(key: &TrustedKey<K>, what: &str, now: Timestamp) -> String {
    match &key.retired {
        None => format!("`{}` signs {what} {}.", key.id, period(key, now)),
        Some(retired) => format!(
            "`{}` signed {what} until it was retired on {}; those made until then still count.",
            key.id, retired.at
        ),
    }
}

fn logs(origin: &Origins) -> String {
    match (&origin.region, &origin.tenant) {
        (None, None) => format!("every log of `{}`", origin.org),
        (Some(region), None) => format!("every log in region `{region}`"),
        (None, Some(tenant)) => format!("every log of tenant `{tenant}`"),
        (Some(_), Some(_)) => format!("the log `{origin}`"),
    }
}

fn period<K>(key: &TrustedKey<K>, now: Timestamp) -> String {
    let start = key.not_before;
    match key.not_after {
        _ if now < start => format!("from {start} on, which is still to come"),
        None => format!("since {start}, with no end date"),
        Some(end) if now > end => format!("from {start} until {end}, which is past"),
        Some(end) => format!("from {start} until {end}"),
    }
}

fn reach(retired: &Retired, limit: &str) -> String {
    let logs = retired.logs.iter().filter(|(_, size)| **size > 0);
    let logs: Vec<_> = logs.map(|(origin, size)| format!("{limit} {size} of `{origin}`")).collect();
    if logs.is_empty() {
        "in no log".into()
    } else {
        format!("{}, and nowhere else", logs.join(", "))
    }
}

#[cfg(test)]
mod tests;
