//! A ledger: the directory that holds one organisation's logs, opened for appending.

use crate::disk::{self, Directory, Stage};
use crate::error::{Context as _, LedgerError};
use crate::layout::{LEDGER_FILE, Layout};
use crate::lock::Holder;
use crate::options::LedgerOptions;
use crate::turns::Turns;
use crate::writer::LogWriter;
use cos_core::clock::Clock;
use cos_core::ed25519::Sign;
use cos_core::ids::{Org, Origin};
use cos_core::log::LogError;
use cos_core::log::note::{KeyKind, KeyName, VerifierKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const SCHEMA: &str = "cos.ledger/v1";

/// Who signs checkpoints, and whose checkpoints are believed when a log is opened.
pub struct LogSigner {
    /// The name of the key, as it stands in the checkpoint's signature line.
    pub name: KeyName,
    /// The key.
    pub key: Arc<dyn Sign>,
    /// Keys that signed earlier checkpoints; the present key need not be among them.
    pub earlier: Vec<VerifierKey>,
}

impl LogSigner {
    /// The keys whose signature a checkpoint on disk may carry.
    pub(crate) fn verifier_keys(&self) -> Result<Vec<VerifierKey>, LedgerError> {
        let own = VerifierKey::new(self.name.clone(), KeyKind::Ed25519, self.key.public_key());
        let own = own.map_err(|error: LogError| LedgerError::Unacceptable(error.to_string()))?;
        let mut keys = self.earlier.clone();
        if !keys.contains(&own) {
            keys.push(own);
        }
        Ok(keys)
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogSigner").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a ledger is opened with.
pub struct Setup {
    /// Whose ledger it is.
    pub org: Org,
    /// Who signs checkpoints.
    pub signer: LogSigner,
    /// Where the lock file's time comes from; nothing else depends on it (promise P21).
    pub clock: Arc<dyn Clock>,
    /// The command that opens the ledger, for the lock file.
    pub command: String,
    /// Limits.
    pub options: LedgerOptions,
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup")
            .field("org", &self.org)
            .field("signer", &self.signer)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A ledger open for appending. Dropping it lets go of its logs as a crash would; [`Ledger::close`] seals them.
#[derive(Debug)]
pub struct Ledger {
    root: PathBuf,
    org: Org,
    signer: Arc<LogSigner>,
    setup: Opening,
    /// Of the sealers of all logs.
    turns: Arc<Turns>,
    logs: Mutex<BTreeMap<Origin, Arc<LogWriter>>>,
}

struct Opening {
    clock: Arc<dyn Clock>,
    command: String,
    options: LedgerOptions,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("command", &self.command).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger in the directory `root`, made first (mode 0700) if it is missing or empty.
    pub fn open(root: &Path, setup: Setup) -> Result<Self, LedgerError> {
        let directory = Directory::ensure(root)?;
        match read_ledger_file(root)? {
            Some(org) if org == setup.org => check_closed_to_others(root)?,
            Some(org) => {
                let reason = format!("it belongs to `{org}`, not to `{}`", setup.org);
                return Err(LedgerError::OtherLedger { path: root.into(), reason });
            }
            None => create(&directory, &setup.org)?,
        }
        let Setup { org, signer, clock, command, options } = setup;
        Ok(Self {
            root: root.into(),
            org,
            signer: Arc::new(signer),
            setup: Opening { clock, command, options: options.usable() },
            turns: Arc::default(),
            logs: Mutex::default(),
        })
    }

    /// Returns the writer of the log `origin`, opened at the first call: recovered, locked, ready.
    pub fn writer(&self, origin: &Origin) -> Result<Arc<LogWriter>, LedgerError> {
        if origin.org != self.org {
            let reason = format!("it belongs to `{}`, and `{origin}` does not", self.org);
            return Err(LedgerError::OtherLedger { path: self.root.clone(), reason });
        }
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = logs.get(origin) {
            return Ok(Arc::clone(writer));
        }
        let holder = Holder {
            pid: std::process::id(),
            host: rustix::system::uname().nodename().to_string_lossy().into(),
            command: self.setup.command.clone(),
            since: self.setup.clock.now().to_string(),
            epoch: 0,
        };
        let layout = Layout::new(&self.root, origin);
        let (options, signer, turns) = (&self.setup.options, &self.signer, &self.turns);
        let writer = LogWriter::open(layout, origin, options, signer, turns, holder)?;
        let writer = Arc::new(writer);
        logs.insert(origin.clone(), Arc::clone(&writer));
        Ok(writer)
    }

    /// Returns the writers of the logs that are open.
    pub fn open_logs(&self) -> Vec<Arc<LogWriter>> {
        let logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        logs.values().map(Arc::clone).collect()
    }

    /// Closes every log that was opened: publishes and seals everything. Returns the first error; the other logs are closed
    /// nevertheless.
    pub fn close(self) -> Result<(), LedgerError> {
        let logs = self.logs.into_inner().unwrap_or_else(PoisonError::into_inner);
        let closed: Vec<_> = logs.values().map(|writer| writer.close()).collect();
        closed.into_iter().collect()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerFile {
    schema: String,
    org: String,
}

/// Reads whose ledger is in `root`; `None` when there is none.
pub(crate) fn read_ledger_file(root: &Path) -> Result<Option<Org>, LedgerError> {
    let path = root.join(LEDGER_FILE);
    let Some(bytes) = disk::read_optional(&path)? else { return Ok(None) };
    let other = |reason: String| LedgerError::OtherLedger { path: path.clone(), reason };
    let file: LedgerFile = serde_json::from_slice(&bytes)
        .map_err(|error| other(format!("it is unreadable: {error}")))?;
    if file.schema != SCHEMA {
        return Err(other(format!(
            "its schema is `{}`, this program knows `{SCHEMA}`",
            file.schema.escape_debug()
        )));
    }
    // Exactly as written: a byte more or less means that something else wrote here.
    if to_text(&file).as_bytes() != bytes {
        return Err(other("it is not written as this program writes it".into()));
    }
    file.org.parse().map(Some).map_err(|error| other(format!("{error}")))
}

fn to_text(file: &LedgerFile) -> String {
    serde_json::to_string_pretty(file).expect("two texts") + "\n"
}

fn create(directory: &Directory, org: &Org) -> Result<(), LedgerError> {
    let root = &directory.path;
    let names = directory.names()?;
    let is_temporary = |name: &String| Path::new(name).extension().is_some_and(|it| it == "tmp");
    if !names.iter().all(is_temporary) {
        let reason = format!("it is not empty and has no `{LEDGER_FILE}`");
        return Err(LedgerError::OtherLedger { path: root.clone(), reason });
    }
    fs::set_permissions(root, Permissions::from_mode(0o700)).context("close to others", root)?;
    let file = LedgerFile { schema: SCHEMA.into(), org: org.to_string() };
    let stage = Stage::new(root, &format!("{LEDGER_FILE}.{}.tmp", std::process::id()));
    stage.create(&root.join(LEDGER_FILE), to_text(&file).as_bytes())?;
    directory.sync()
}

fn check_closed_to_others(root: &Path) -> Result<(), LedgerError> {
    let mode = fs::metadata(root).context("look at", root)?.permissions().mode() & 0o777;
    let others = mode & 0o077;
    if others > 0 { Err(LedgerError::Exposed { path: root.into(), mode }) } else { Ok(()) }
}
