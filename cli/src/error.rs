//! From what went wrong to what the user sees: a code, a message, hints, and the exit code.

use clap::CommandFactory as _;
use cos_core::code::Code;
use cos_core::dsse::DsseError;
use cos_core::receipt::event::EventError;
use cos_core::receipt::issue::IssueError;
use cos_core::yaml::spot;
use cos_evidence::bundle::BundleError as EvidenceBundleError;
use cos_evidence::{Class, EvidenceError};
use cos_ledger::{ErrorKind, LedgerError};
use cos_objects::{Class as ObjectClass, ObjectError};
use cos_policy::bundle::{BundleError, Class as PolicyClass, SignatureError};
use cos_policy::engine::EngineError;
use cos_report::ReportError;
use cos_sign::sigstore::SealError;
use cos_sign::statement::StatementError;
use cos_sign::{KeyError, TrustError};
use cos_simulator::run::RunError;
use std::error::Error as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// How a command ends; the numbers are part of the interface (design §10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or the answer is yes.
    Done,
    /// Checked, and the answer is no.
    No,
    /// The command line is wrong.
    Usage,
    /// Bad input or configuration.
    Input,
    /// Refused: policy, approval, residency, lock.
    Refused,
    /// Unavailable, try again.
    Unavailable,
    /// Our own state or a log's identity fails its integrity check.
    Integrity,
    /// A bug of ours.
    Bug,
    /// Told to end before it was done.
    #[cfg(feature = "server")]
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
            Exit::Refused => 4,
            Exit::Unavailable => 5,
            Exit::Integrity => 6,
            Exit::Bug => 70,
            #[cfg(feature = "server")]
            Exit::Interrupted => 130,
        })
    }
}

impl From<PolicyClass> for Exit {
    fn from(class: PolicyClass) -> Self {
        match class {
            PolicyClass::Input => Self::Input,
            PolicyClass::Trust => Self::Refused,
            PolicyClass::Unavailable => Self::Unavailable,
        }
    }
}

/// A failure that ends the command.
#[derive(Debug)]
pub(crate) struct CommandError {
    pub(crate) exit: Exit,
    pub(crate) code: Code,
    pub(crate) message: String,
    /// Where one input has several: each with its own code, below the message.
    pub(crate) faults: Vec<Fault>,
    pub(crate) hints: Vec<String>,
}

/// One of several things that are wrong with an input.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl CommandError {
    pub(crate) fn new(exit: Exit, code: Code, message: impl Into<String>) -> Self {
        Self { exit, code, message: message.into(), faults: Vec::new(), hints: Vec::new() }
    }

    /// All that is wrong with an input, at once; a single fault is the error. `subject` has them.
    pub(crate) fn faults(subject: &str, code: Code, mut faults: Vec<Fault>) -> Self {
        if faults.len() == 1
            && let Some(Fault { code, message }) = faults.pop()
        {
            return Self::input(code, message);
        }
        let code = faults.first().map_or(code, |fault| fault.code);
        let message = format!("{subject} has {} faults", faults.len());
        Self { faults, ..Self::input(code, message) }
    }

    /// All that is wrong with a YAML document called `name`, which is `subject`.
    pub(crate) fn document(subject: &str, name: &str, faults: Vec<spot::Fault>) -> Self {
        let code = faults.first().map_or(const { Code::new("COS-YML-0001") }, |fault| fault.code);
        let fault = |fault: spot::Fault| {
            let hint = fault.hint.map(|hint| format!("; did you mean `{hint}`?"));
            let hint = hint.unwrap_or_default();
            let path = if fault.path.is_empty() { String::new() } else { fault.path + ": " };
            let message = format!("{name}:{}: {path}{}{hint}", fault.at, fault.message);
            Fault { code: fault.code, message }
        };
        Self::faults(subject, code, faults.into_iter().map(fault).collect())
    }

    pub(crate) fn input(code: Code, message: impl Into<String>) -> Self {
        Self::new(Exit::Input, code, message)
    }

    /// The file system refused; a missing file is bad input, the rest may pass.
    pub(crate) fn io(action: &str, path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot {action} `{}`: {error}", path.display());
        let exit = match error.kind() {
            io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::IsADirectory => Exit::Input,
            _ => Exit::Unavailable,
        };
        Self::new(exit, Code::new("COS-IOE-0001"), message)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether this is only a reader that went away.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.code == CLOSED_PIPE
    }
}

const CLOSED_PIPE: Code = Code::new("COS-CLI-0001");
const OUTPUT: Code = Code::new("COS-CLI-0002");

/// Errors while writing to stdout.
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::BrokenPipe { CLOSED_PIPE } else { OUTPUT };
        Self::new(Exit::Unavailable, code, format!("cannot write the output: {error}"))
    }
}

impl From<EvidenceError> for CommandError {
    fn from(error: EvidenceError) -> Self {
        let exit = match error.class() {
            Class::Input => Exit::Input,
            Class::Integrity => Exit::Integrity,
            Class::Unavailable => Exit::Unavailable,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<ObjectClass> for Exit {
    fn from(class: ObjectClass) -> Self {
        match class {
            ObjectClass::Input => Self::Input,
            ObjectClass::Integrity => Self::Integrity,
            ObjectClass::Refused => Self::Refused,
            ObjectClass::Unavailable => Self::Unavailable,
        }
    }
}

impl From<EvidenceBundleError> for CommandError {
    fn from(error: EvidenceBundleError) -> Self {
        let exit = if error.is_verdict() { Exit::No } else { error.class().into() };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<SealError> for CommandError {
    fn from(error: SealError) -> Self {
        Self::input(error.code(), error.to_string())
    }
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        let exit = match error.kind() {
            ErrorKind::Input => Exit::Input,
            ErrorKind::Integrity => Exit::Integrity,
            ErrorKind::Refused => Exit::Refused,
            ErrorKind::Unavailable => Exit::Unavailable,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<ObjectError> for CommandError {
    fn from(error: ObjectError) -> Self {
        Self::new(error.class().into(), error.code(), error.to_string())
    }
}

impl From<BundleError> for CommandError {
    fn from(error: BundleError) -> Self {
        Self::new(error.class().into(), error.code(), error.to_string())
    }
}

impl From<SignatureError> for CommandError {
    fn from(error: SignatureError) -> Self {
        Self::new(error.class().into(), error.code(), error.to_string())
    }
}

impl From<EngineError> for CommandError {
    fn from(error: EngineError) -> Self {
        Self::new(error.class().into(), error.code(), error.to_string())
    }
}

impl From<ReportError> for CommandError {
    fn from(error: ReportError) -> Self {
        Self::input(error.code(), error.to_string())
    }
}

impl From<RunError> for CommandError {
    fn from(error: RunError) -> Self {
        let exit = match &error {
            RunError::Engine(engine) => return engine.clone().into(),
            RunError::Expand(_) | RunError::Selection { .. } => Exit::Input,
            RunError::Unsound { .. } => Exit::Bug,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<StatementError> for CommandError {
    fn from(error: StatementError) -> Self {
        let exit = match &error {
            StatementError::Envelope(DsseError::Signature(_) | DsseError::UnknownKey(_)) => {
                Exit::Refused
            }
            StatementError::Envelope(_) | StatementError::Payload(_) => Exit::Input,
            StatementError::Sign(_) => Exit::Unavailable,
            _ => Exit::Refused,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        let mut message = error.to_string();
        if let KeyError::Trust(_) = &error {
            // The trust file's own error says it all.
        } else if let Some(source) =
            error.source().filter(|source| !message.contains(&source.to_string()))
        {
            message = format!("{message}: {source}");
        }
        Self::input(error.code(), message)
    }
}

impl From<TrustError> for CommandError {
    fn from(error: TrustError) -> Self {
        Self::input(error.code(), error.to_string())
    }
}

#[cfg(feature = "server")]
impl From<cos_daemon::DaemonError> for CommandError {
    fn from(error: cos_daemon::DaemonError) -> Self {
        use cos_daemon::DaemonError;
        let exit = match error {
            DaemonError::Keys(error) => return error.into(),
            DaemonError::Ledger(error) => return error.into(),
            DaemonError::Authz(error) => return error.into(),
            // A disk that is full may have room again; a directory that is missing stays so.
            DaemonError::Io { ref source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Exit::Unavailable
            }
            DaemonError::NoInstallation { .. }
            | DaemonError::Io { .. }
            | DaemonError::Occupied { .. }
            | DaemonError::Witness { .. }
            | DaemonError::Collector { .. }
            | DaemonError::Socket { .. }
            | DaemonError::NotActivated
            | DaemonError::Tls(_) => Exit::Input,
            DaemonError::ToldTwice => Exit::Interrupted,
            DaemonError::Backup { .. } => Exit::Integrity,
            DaemonError::Elsewhere { .. } | DaemonError::Exposed(_) | DaemonError::InUse { .. } => {
                Exit::Refused
            }
            DaemonError::State(ref error) => state(error),
            DaemonError::Outgoing(_) | DaemonError::Listen { .. } => Exit::Unavailable,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

/// How it ends when the state cannot be used.
#[cfg(feature = "server")]
fn state(error: &cos_daemon::StateError) -> Exit {
    use cos_daemon::StateError;
    match error {
        StateError::Address | StateError::Newer { .. } => Exit::Input,
        StateError::Moved { .. } | StateError::OtherMove | StateError::OtherRows { .. } => {
            Exit::Refused
        }
        StateError::Copy { .. } => Exit::Integrity,
        _ => Exit::Unavailable,
    }
}

impl From<getrandom::Error> for CommandError {
    fn from(error: getrandom::Error) -> Self {
        Self::new(
            Exit::Unavailable,
            Code::new("COS-CLI-0003"),
            format!("the system gives no random numbers: {error}"),
        )
    }
}

/// Names the file and line of an event that is none.
pub(crate) fn event(source: &str, line: u64, error: &EventError) -> CommandError {
    CommandError::input(error.code(), format!("`{source}`, line {line}: {error}"))
        .hint("the form of an event: `cos schema event`")
}

/// Names the file and line of an event from which no receipt could be made.
pub(crate) fn issue(source: &str, line: u64, error: &IssueError) -> CommandError {
    let exit = if matches!(error, IssueError::Sign(_)) { Exit::Unavailable } else { Exit::Input };
    CommandError::new(exit, error.code(), format!("`{source}`, line {line}: {error}"))
}

/// Prints what clap has to say and picks the exit code: help and version are answers, the rest is wrong usage.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // Nothing is left to tell when the terminal itself is gone.
    let _ = error.print();
    if !error.use_stderr() {
        return Exit::Done.into();
    }
    let code = const { Code::new("COS-CLI-0011") };
    let _ = writeln!(io::stderr(), "hint: `cos explain {code}` says more");
    Exit::Usage.into()
}

/// Says that a command has no Markdown to give, before it does anything.
pub(crate) fn no_markdown() -> clap::Error {
    let text = "only `cos evidence diff` and `cos simulator diff` have a Markdown form";
    crate::args::Cli::command().error(clap::error::ErrorKind::ArgumentConflict, text)
}

/// Names the file and line of a text that is no receipt.
pub(crate) fn receipt(
    source: &str,
    line: u64,
    error: &cos_core::receipt::ReceiptError,
) -> CommandError {
    CommandError::input(error.code(), format!("`{source}`, receipt {line}: {error}"))
}
