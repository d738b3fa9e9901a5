//! Finding one receipt in a file or a ledger, by index or id.

use crate::error::CommandError;
use crate::files;
use cos_core::code::Code;
use cos_core::ids::{IdError, Jti, Origin};
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::receipt::{Reader, flattened};
use cos_evidence::lines::LineChunks;
use cos_evidence::store::{Chunk, Store};
use std::path::Path;
use std::sync::Arc;

/// Which receipt is meant.
#[derive(clap::Args, Debug)]
pub(crate) struct Which {
    /// The receipt's index in its log, or its line (from 1) in a file.
    #[arg(long, value_name = "N", conflicts_with = "jti")]
    index: Option<u64>,
    /// The receipt's id.
    #[arg(long, value_name = "ID")]
    jti: Option<String>,
    /// The log, as `<region>/<tenant>`; needed with --index where a ledger has several.
    #[arg(long, value_name = "REGION/TENANT")]
    log: Option<String>,
}

/// A receipt that was found.
pub(crate) struct Found {
    /// Its index in the log, or its line.
    pub(crate) index: u64,
    /// The log; `None` in a file.
    pub(crate) origin: Option<Arc<Origin>>,
    pub(crate) compact: Vec<u8>,
}

const NOT_FOUND: Code = Code::new("COS-CLI-0008");

enum Wanted {
    /// Whichever comes first.
    First,
    Index(u64),
    Jti(Jti),
}

impl Wanted {
    fn is(&self, index: u64, compact: &[u8], reader: &mut Reader) -> bool {
        match self {
            Self::First => true,
            Self::Index(wanted) => *wanted == index,
            Self::Jti(jti) => {
                let text = jti.to_string();
                reader.read(compact).is_ok_and(|receipt| {
                    receipt.payload().get("jti").is_some_and(|jti| jti.is_string(&text))
                })
            }
        }
    }
}

/// Finds a receipt in a file with one a line.
pub(crate) fn in_lines(path: &Path, which: &Which) -> Result<Found, CommandError> {
    let wanted = which.wanted()?;
    let (mut found, mut reader) = (None, Reader::default());
    let mut search = |first, chunk: Chunk| {
        for (at, line) in (0..chunk.len()).zip(first..) {
            let Some(text) = chunk.receipt(at as usize) else { continue };
            let compact = match text.first() {
                Some(b'{') => flattened::parse(&text).map_or(text, |flat| flat.compact),
                _ => text,
            };
            if wanted.is(line, &compact, &mut reader) {
                found = Some(Found { index: line, origin: None, compact });
                return false;
            }
        }
        true
    };
    let read = LineChunks::new(files::open(path)?).each(&mut search);
    read.map_err(|error| CommandError::io("read", path, &error))?;
    found.ok_or_else(|| not_found(path))
}

/// Finds a published receipt in a ledger.
pub(crate) fn in_ledger(path: &Path, which: &Which) -> Result<Found, CommandError> {
    let wanted = which.wanted()?;
    let mut logs = Store::open(path)?.logs()?;
    if let Some(name) = &which.log {
        logs.retain(|log| format!("{}/{}", log.origin().region, log.origin().tenant) == *name);
    }
    if matches!(wanted, Wanted::Index(_)) && logs.len() > 1 {
        let names: Vec<_> = logs
            .iter()
            .map(|log| format!("{}/{}", log.origin().region, log.origin().tenant))
            .collect();
        let message = format!(
            "this ledger has {} logs, and an index counts in one; add `--log`",
            names.len()
        );
        return Err(CommandError::input(NOT_FOUND, message)
            .hint(format!("the logs are {}", names.join(", "))));
    }
    let mut reader = Reader::default();
    for log in logs {
        let note = log.checkpoint()?.unwrap_or_default();
        let checkpoint =
            SignedNote::parse(&note).and_then(|note| note.text().parse::<Checkpoint>());
        let size = checkpoint.map_or(0, |checkpoint| checkpoint.size);
        let mut found = None;
        log.chunks(size, 512, |first, chunk| {
            if let Wanted::Index(index) = &wanted {
                if !(first..first + chunk.len()).contains(index) {
                    return true;
                }
                found = chunk.receipt((index - first) as usize).map(|text| (*index, text));
                return false;
            }
            found = (0..chunk.len()).find_map(|at| {
                let text = chunk.receipt(at as usize)?;
                wanted.is(first + at, &text, &mut reader).then_some((first + at, text))
            });
            found.is_none()
        })?;
        if let Some((index, compact)) = found {
            return Ok(Found { index, origin: Some(Arc::clone(log.origin())), compact });
        }
    }
    Err(not_found(path))
}

fn not_found(path: &Path) -> CommandError {
    CommandError::input(NOT_FOUND, format!("`{}` holds no such receipt", path.display()))
}

impl Which {
    fn wanted(&self) -> Result<Wanted, CommandError> {
        let wrong = |error: IdError| CommandError::input(IdError::CODE, error.to_string());
        Ok(match (self.index, &self.jti) {
            (Some(index), _) => Wanted::Index(index),
            (None, Some(jti)) => Wanted::Jti(jti.parse().map_err(wrong)?),
            (None, None) => Wanted::First,
        })
    }
}
