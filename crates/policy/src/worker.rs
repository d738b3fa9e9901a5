//! Policies that somebody supplied, in a process of their own under limits.
//!
//! No setting inside a process stops every hostile policy: a recursion overflows the stack, one call of a builtin asks for gigabytes. So
//! the engine runs in a child that lowers its own limits before it reads a word of the policy, and [`Worker`] holds the clock. What breaks a
//! limit or dies is stopped for good: from then on every call answers [`EngineError::Stopped`], and never a decision (P12). The
//! child is started by whoever embeds this crate: a program that does nothing but call [`serve`].

mod ending;
mod pipes;
mod protocol;
mod serve;
mod spin;

pub use serve::serve;

use crate::engine::{Engine, EngineError, Evaluation, Request};
use crate::lint::Lint;
use crate::mutate::Mutant;
use crate::outline::Outline;
use crate::setup::Setup;
use ending::Fault;
use pipes::Pipes;
use protocol::{Answer, Ask, Hello, Question, VERSION};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many questions are put at once.
const AT_ONCE: usize = 256;

/// How the child is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// What makes it call [`serve`].
    pub args: Vec<String>,
}

/// What the child may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory, the stack not counted.
    pub memory: u64,
    /// Bytes of stack: how deep a policy can recurse.
    pub stack: u64,
    /// Time to load a policy, to list its mutants, and to build one.
    pub load: Duration,
    /// Time for one evaluation.
    pub request: Duration,
    /// Longest answer in bytes.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            stack: 256 << 20,
            load: Duration::from_secs(30),
            request: Duration::from_secs(10),
            answer: 64 << 20,
        }
    }
}

/// An engine in another process.
pub struct Worker {
    child: Child,
    pipes: Pipes,
    limits: Limits,
    outline: Outline,
    /// Why there are no more answers.
    stopped: Option<String>,
}

impl Worker {
    /// Starts the child and lets it load the policy.
    pub fn spawn(
        command: &WorkerCommand,
        setup: &Setup,
        limits: &Limits,
    ) -> Result<Self, EngineError> {
        let program = command.program.display();
        let cannot = |error: std::io::Error| {
            EngineError::Stopped(format!("its process `{program}` cannot be started: {error}"))
        };
        let mut child = Command::new(&command.program)
            .args(&command.args)
            .env_clear()
            // mimalloc, where the program allocates with it, would set aside more addresses than the limit leaves it.
            .env("MIMALLOC_ARENA_RESERVE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot)?;
        let pipes = match Pipes::of(&mut child, limits.answer) {
            Ok(pipes) => pipes,
            Err(error) => {
                end(&mut child);
                return Err(cannot(error));
            }
        };
        let outline = Outline::default();
        let mut worker = Self { child, pipes, limits: *limits, outline, stopped: None };
        worker.load(setup)?;
        Ok(worker)
    }

    fn load(&mut self, setup: &Setup) -> Result<(), EngineError> {
        let hello = Hello {
            version: VERSION,
            memory: self.limits.memory,
            stack: self.limits.stack,
            load_seconds: self.limits.load.as_secs() + 1,
            request_seconds: self.limits.request.as_secs() + 1,
        };
        match self.exchange(&Ask::Hello(hello), "", self.limits.load)? {
            Answer::Ready { version: VERSION } => {}
            Answer::Ready { version } => return Err(self.stop(&Fault::Version(version))),
            _ => return Err(self.stop(&Fault::Garbled)),
        }
        // The data travels as text behind the frame's head, where the depth of JSON in JSON does not count twice.
        let data = setup.data.to_string();
        let setup = Setup { data: serde_json::Value::Null, ..setup.clone() };
        match self.exchange(&Ask::Load(Box::new(setup)), &data, self.limits.load)? {
            Answer::Loaded(outline) => self.outline = outline,
            Answer::Refused(error) => return Err(error),
            _ => return Err(self.stop(&Fault::Garbled)),
        }
        Ok(())
    }

    /// Asks and waits for the answer.
    fn exchange(
        &mut self,
        ask: &Ask,
        payload: &str,
        limit: Duration,
    ) -> Result<Answer, EngineError> {
        self.send(ask, payload, limit)?;
        self.receive(limit)
    }

    fn send(&mut self, ask: &Ask, payload: &str, limit: Duration) -> Result<(), EngineError> {
        if let Some(reason) = &self.stopped {
            return Err(EngineError::Stopped(reason.clone()));
        }
        let sent = protocol::encode(ask, payload.as_bytes())
            .map_err(Fault::Broken)
            .and_then(|frame| self.pipes.send(&frame, Instant::now() + limit));
        sent.map_err(|fault| self.fail(fault, limit))
    }

    fn receive(&mut self, limit: Duration) -> Result<Answer, EngineError> {
        let frame = self.pipes.receive(Instant::now() + limit);
        let answer = frame.and_then(|frame| protocol::decode(&frame).ok_or(Fault::Garbled));
        answer.map_err(|fault| self.fail(fault, limit))
    }

    fn fail(&mut self, fault: Fault, limit: Duration) -> EngineError {
        match fault {
            Fault::Late(_) => self.stop(&Fault::Late(limit)),
            other => self.stop(&other),
        }
    }

    /// Ends the child for good and says why.
    fn stop(&mut self, fault: &Fault) -> EngineError {
        let status = end(&mut self.child);
        let said = self.pipes.last_words();
        let reason = ending::reason(fault, status, &said, &self.limits);
        self.stopped = Some(reason.clone());
        EngineError::Stopped(reason)
    }

    fn garbled<T>(&mut self, answer: Answer) -> Result<T, EngineError> {
        match answer {
            Answer::Refused(error) => Err(error),
            _ => Err(self.stop(&Fault::Garbled)),
        }
    }
}

impl Engine for Worker {
    fn outline(&self) -> &Outline {
        &self.outline
    }

    fn evaluate_all(&mut self, requests: &[Request<'_>]) -> Result<Vec<Evaluation>, EngineError> {
        let mut evaluations = Vec::with_capacity(requests.len());
        for requests in requests.chunks(AT_ONCE) {
            let question = |request: &Request<'_>| Question {
                variant: request.variant,
                target: request.target,
                length: request.input.len(),
            };
            let ask = Ask::Evaluate(requests.iter().map(question).collect());
            let inputs: String = requests.iter().map(|request| request.input).collect();
            self.send(&ask, &inputs, self.limits.request)?;
            // Each evaluation has the whole time: the child does not keep answers back.
            for _ in requests {
                match self.receive(self.limits.request)? {
                    Answer::Evaluation(evaluation) => evaluations.push(evaluation),
                    other => return self.garbled(other),
                }
            }
        }
        Ok(evaluations)
    }

    fn mutants(&mut self) -> Result<Vec<Mutant>, EngineError> {
        match self.exchange(&Ask::Mutants, "", self.limits.load)? {
            Answer::Mutants(mutants) => Ok(mutants),
            other => self.garbled(other),
        }
    }

    fn select_mutant(&mut self, number: u32) -> Result<bool, EngineError> {
        match self.exchange(&Ask::SelectMutant(number), "", self.limits.load)? {
            Answer::Selected(compiles) => Ok(compiles),
            other => self.garbled(other),
        }
    }

    fn lints(&mut self) -> Result<Vec<Lint>, EngineError> {
        match self.exchange(&Ask::Lints, "", self.limits.load)? {
            Answer::Lints(lints) => Ok(lints),
            other => self.garbled(other),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if self.stopped.is_none() {
            end(&mut self.child);
        }
    }
}

/// Kills and reaps. A child that has died keeps its own status.
fn end(child: &mut Child) -> Option<std::process::ExitStatus> {
    let _ = child.kill();
    child.wait().ok()
}
