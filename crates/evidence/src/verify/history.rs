//! What was seen of a log before: pinned checkpoints and those given with `--since`, and whether a log continues them.
//!
//! Only a checkpoint that a trusted key signed is compared: what anybody could have written neither shrinks nor forks a log.

use super::{Level, Options};
use crate::check::Fault;
use crate::error::EvidenceError;
use crate::report::{Tally, tenant};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use std::fs;
use std::path::PathBuf;

const NOT_SHOWN: Code = Code::new("COS-VER-0009");
const SHRANK: Code = Code::new("COS-VER-0011");
const FORKED: Code = Code::new("COS-VER-0012");

/// A checkpoint given with `--since`.
pub(crate) struct Since {
    path: PathBuf,
    checkpoint: Checkpoint,
}

/// Reads the files given with `--since`. Their signatures do not matter: whoever gives one says "this I have seen".
pub(crate) fn read_since(paths: &[PathBuf]) -> Result<Vec<Since>, EvidenceError> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(EvidenceError::io("read", path))?;
        let checkpoint = SignedNote::parse(&text).and_then(|note| note.text().parse());
        let checkpoint = checkpoint.map_err(|error| EvidenceError::Checkpoint {
            path: path.clone(),
            source: error.into(),
        })?;
        Ok(Since { path: path.clone(), checkpoint })
    };
    paths.iter().map(read).collect()
}

/// Reports checkpoints of logs that the source does not have.
pub(crate) fn report_vanished<'a>(
    since: &[Since],
    logs: impl Iterator<Item = &'a Origin>,
    tally: &mut Tally,
) {
    let names: Vec<String> = logs.map(ToString::to_string).collect();
    for Since { path, checkpoint } in
        since.iter().filter(|since| !names.contains(&since.checkpoint.origin))
    {
        let name = &checkpoint.origin;
        let reason = format!(
            "`{}` is a checkpoint of `{}`, which is not here",
            path.display(),
            name.escape_debug()
        );
        let tenant = name.parse().map_or_else(|_| "-".to_owned(), |origin: Origin| tenant(&origin));
        broken(&tenant, &Fault::new("consistency", SHRANK, reason), tally);
    }
}

/// The checkpoints seen of one log, smallest first.
pub(crate) struct History(Vec<Checkpoint>);

impl History {
    /// Collects the pinned checkpoint and those given.
    pub(crate) fn of(
        origin: &Origin,
        since: &[Since],
        options: &Options<'_>,
    ) -> Result<Self, EvidenceError> {
        let name = origin.to_string();
        let given = since
            .iter()
            .map(|since| &since.checkpoint)
            .filter(|checkpoint| checkpoint.origin == name);
        let mut seen: Vec<_> = given.cloned().collect();
        if let Some(pins) = &options.pins {
            seen.extend(pins.last(origin)?);
        }
        seen.sort_by_key(|checkpoint| checkpoint.size);
        Ok(Self(seen))
    }

    /// The same with one more, which somebody else has seen.
    pub(crate) fn and(mut self, seen: Option<Checkpoint>) -> Self {
        self.0.extend(seen);
        self.0.sort_by_key(|checkpoint| checkpoint.size);
        self
    }

    /// Whether no checkpoint was seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The size of the `number`th checkpoint.
    pub(crate) fn size(&self, number: usize) -> Option<u64> {
        self.0.get(number).map(|seen| seen.size)
    }

    /// Reports that a log which had entries has not even a checkpoint any more.
    pub(crate) fn report_lost(&self, tenant: &str, tally: &mut Tally) {
        if let Some(seen) = self.0.last().filter(|seen| seen.size > 0) {
            let reason = format!(
                "the log shrank: {} entries were seen, now it has no checkpoint",
                seen.size
            );
            broken(tenant, &Fault::new("consistency", SHRANK, reason), tally);
        }
    }

    /// Compares with a whole log; `roots` are those at the sizes of this history, `None` when they could not be proven. Returns
    /// whether the log continues everything seen.
    pub(crate) fn compare(
        &self,
        checkpoint: &Checkpoint,
        roots: Option<&[Digest]>,
        tenant: &str,
        tally: &mut Tally,
    ) -> bool {
        tally.level("consistency", 0, 0);
        let mut consistent = true;
        for (number, seen) in self.0.iter().enumerate() {
            let fault = shrank(seen, checkpoint).or_else(|| forked(seen, checkpoint));
            let fault =
                fault.or_else(|| roots.and_then(|roots| not_begun_with(seen, roots.get(number))));
            consistent &= fault.is_none() && roots.is_some();
            match fault {
                Some(fault) => broken(tenant, &fault, tally),
                // Without a proven tree nothing is known of what lies before; why it is not proven is reported already.
                None => tally.level(
                    "consistency",
                    u64::from(roots.is_some()),
                    u64::from(roots.is_none()),
                ),
            }
        }
        consistent
    }

    /// Compares with a checkpoint that brings no entries to compute earlier trees from: only another tree of the same size shows.
    pub(crate) fn compare_alone(
        &self,
        checkpoint: &Checkpoint,
        level: Option<Level>,
        tenant: &str,
        tally: &mut Tally,
    ) {
        tally.level("consistency", 0, 0);
        if let Some(fault) = self.0.iter().find_map(|seen| forked(seen, checkpoint)) {
            return broken(tenant, &fault, tally);
        }
        if self.0.iter().any(|seen| seen.size == checkpoint.size) {
            return tally.level("consistency", 1, 0);
        }
        if level == Some(Level::Consistency) {
            let reason = "an audit pack cannot show this; verify the ledger";
            tally.fail_log(tenant, "consistency", NOT_SHOWN, reason);
            tally.level("consistency", 0, 1);
        }
    }
}

fn shrank(seen: &Checkpoint, now: &Checkpoint) -> Option<Fault> {
    (seen.size > now.size).then(|| {
        let reason =
            format!("the log shrank: {} entries were seen, now it has {}", seen.size, now.size);
        Fault::new("consistency", SHRANK, reason)
    })
}

/// Two signed trees of one size need no entries to contradict each other.
fn forked(seen: &Checkpoint, now: &Checkpoint) -> Option<Fault> {
    (seen.size == now.size && seen.root != now.root).then(|| {
        let reason = format!("the log forked: another tree of {} entries was seen", seen.size);
        Fault::new("consistency", FORKED, reason)
    })
}

fn not_begun_with(seen: &Checkpoint, root: Option<&Digest>) -> Option<Fault> {
    (root != Some(&seen.root)).then(|| {
        let reason =
            format!("the log forked: its first {} entries are not those that were seen", seen.size);
        Fault::new("consistency", FORKED, reason)
    })
}

fn broken(tenant: &str, fault: &Fault, tally: &mut Tally) {
    tally.level("consistency", 0, 1);
    tally.fail_log(tenant, fault.check, fault.code, fault.reason.clone());
    tally.report.log_identity_broken = true;
}
