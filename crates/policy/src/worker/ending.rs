//! Why a child gives no more answers, in words.

use super::Limits;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::time::Duration;

/// What the parent noticed.
#[derive(Debug)]
pub(super) enum Fault {
    /// A pipe failed.
    Broken(io::Error),
    /// The child closed its end.
    Ended,
    /// What came is no answer.
    Garbled,
    /// No answer within this time.
    Late(Duration),
    /// An answer longer than allowed.
    Long,
    /// The child is another build.
    Version(u32),
}

/// SIGXCPU on every platform that has the limit.
const OUT_OF_PROCESSOR_TIME: i32 = 24;

/// SIGKILL: by the kernel, when the host has no memory left, or by us, when the child lives on and says no more.
const KILLED: i32 = 9;

/// The reason behind “the policy was stopped: ”. `said` is what the child wrote to its standard error.
pub(super) fn reason(
    fault: &Fault,
    status: Option<ExitStatus>,
    said: &str,
    limits: &Limits,
) -> String {
    match fault {
        Fault::Late(limit) => format!("it took longer than {}", seconds(*limit)),
        Fault::Long => format!("it answered with more than {}", bytes(limits.answer as u64)),
        Fault::Version(version) => {
            format!("its process speaks version {version} of the protocol; install one release")
        }
        Fault::Garbled => "its process answered with something that is no answer".to_owned(),
        Fault::Broken(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            format!("its process cannot be reached: {error}")
        }
        Fault::Broken(_) | Fault::Ended => death(status, said, limits),
    }
}

/// What killed it. The Rust runtime says so before it aborts.
fn death(status: Option<ExitStatus>, said: &str, limits: &Limits) -> String {
    if said.contains("overflowed its stack") {
        return format!("it recursed deeper than {} of stack hold", bytes(limits.stack));
    }
    if said.contains("memory allocation of") || said.contains("Cannot allocate memory") {
        return format!("it used more than {}", bytes(limits.memory));
    }
    match (status.and_then(|status| status.signal()), status.and_then(|status| status.code())) {
        (Some(OUT_OF_PROCESSOR_TIME), _) => "it used too much processor time".to_owned(),
        (Some(KILLED), _) => "its process was killed, or closed its output".to_owned(),
        (Some(signal), _) => format!("its process was killed by signal {signal}"),
        (None, Some(code)) => {
            let line = said.lines().map(str::trim).find(|line| !line.is_empty());
            let line: String =
                line.unwrap_or("it said nothing").chars().filter(|c| !c.is_control()).collect();
            format!("its process ended with exit code {code}: {line}")
        }
        (None, None) => "its process ended".to_owned(),
    }
}

fn seconds(time: Duration) -> String {
    if time.subsec_nanos() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{} ms", time.as_millis())
    }
}

fn bytes(count: u64) -> String {
    if count >= 1 << 30 && count.is_multiple_of(1 << 30) {
        format!("{} GiB", count >> 30)
    } else {
        format!("{} MiB", count >> 20)
    }
}
