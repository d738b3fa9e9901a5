//! The child: lowers its own limits, then answers.
//!
//! The limits come first, then the policy. Nothing can be raised again afterwards but the allowance of processor time, which moves along
//! with each request; policies have no way to ask for it.

use super::pipes::unblock;
use super::protocol::{self, Answer, Ask, Hello, MAX_ASK, Question, VERSION};
use super::spin::spin;
use crate::engine::{Engine as _, EngineError, InProcess, Request};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::io::{self, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::thread;
use std::time::{Duration, Instant};

/// Address space beside memory and stack: the program itself and what the allocator reserves without using it.
const OVERHEAD: u64 = 192 << 20;

/// Open files: the three standard ones, those of the caller, and few more.
const FILES: u64 = 16;

/// Longest first frame.
const MAX_HELLO: usize = 4 << 10;

/// Answers the parent at the other end of `input` and `output` until it is gone. The process must do nothing else: it comes out
/// confined, and may be killed at any time.
pub fn serve(input: impl Read + AsFd + Send, output: impl Write + Send) -> io::Result<()> {
    confine()?;
    unblock(&input)?;
    let mut input = BufReader::with_capacity(64 << 10, Patient(input));
    let mut output = output;
    let Some((Ask::Hello(hello), _)) = protocol::read(&mut input, MAX_HELLO)? else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no hello"));
    };
    let mut prompt = Prompt::new(&mut output);
    prompt.write(&Answer::Ready { version: VERSION })?;
    prompt.flush()?;
    if hello.version != VERSION {
        return Ok(());
    }
    lower(Resource::As, hello.memory.saturating_add(hello.stack).saturating_add(OVERHEAD))?;
    thread::scope(|scope| {
        let session = move || {
            // The last thread there will be.
            lower(Resource::Nproc, 0)?;
            session(&mut input, &mut output, &hello)
        };
        let policy = thread::Builder::new().name("policy".to_owned());
        let policy = policy.stack_size(hello.stack as usize).spawn_scoped(scope, session)?;
        policy.join().unwrap_or_else(|_| Err(io::Error::other("the engine panicked")))
    })
}

/// What holds whatever the parent says.
fn confine() -> io::Result<()> {
    lower(Resource::Core, 0)?;
    lower(Resource::Fsize, 0)?;
    lower(Resource::Nofile, FILES)?;
    std::env::set_current_dir("/")
}

/// Lowers a limit for good; one that is lower already stays.
fn lower(resource: Resource, to: u64) -> io::Result<()> {
    let maximum = getrlimit(resource).maximum.map_or(to, |maximum| maximum.min(to));
    Ok(setrlimit(resource, Rlimit { current: Some(maximum), maximum: Some(maximum) })?)
}

/// Allows this many more seconds of processor time.
#[derive(Default)]
struct Allowance {
    until: u64,
}

impl Allowance {
    fn extend(&mut self, seconds: u64) -> io::Result<()> {
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.cast_unsigned();
        // The second that has begun does not count.
        let until = used + seconds + 1;
        if until != self.until {
            let maximum = getrlimit(Resource::Cpu).maximum;
            let current = Some(maximum.map_or(until, |maximum| maximum.min(until)));
            setrlimit(Resource::Cpu, Rlimit { current, maximum })?;
            self.until = until;
        }
        Ok(())
    }
}

/// A pipe that does not block, read as one that does.
struct Patient<R>(R);

impl<R: Read + AsFd> Read for Patient<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match spin(|| self.0.read(buffer)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    match poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None) {
                        Ok(_) | Err(rustix::io::Errno::INTR) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                other => return other,
            }
        }
    }
}

fn session(input: &mut impl Read, output: &mut impl Write, hello: &Hello) -> io::Result<()> {
    let mut output = Prompt::new(output);
    let mut engine = None;
    let mut allowance = Allowance::default();
    allowance.extend(hello.load_seconds)?;
    while let Some((ask, payload)) = protocol::read(input, MAX_ASK)? {
        let invalid = |what| io::Error::new(io::ErrorKind::InvalidData, what);
        let payload = String::from_utf8(payload).map_err(|_| invalid("a payload is no text"))?;
        if let Ask::Evaluate(questions) = ask {
            let mut rest = payload.as_str();
            for question in questions {
                let (text, others) = rest
                    .split_at_checked(question.length)
                    .ok_or_else(|| invalid("an input is missing"))?;
                rest = others;
                allowance.extend(hello.request_seconds)?;
                let answer = evaluate(&mut engine, &question, text);
                output.write(&answer)?;
                if matches!(answer, Answer::Refused(_)) {
                    break;
                }
            }
        } else {
            allowance.extend(hello.load_seconds)?;
            output.write(&answer(&mut engine, ask, &payload))?;
        }
        output.flush()?;
    }
    Ok(())
}

fn evaluate(engine: &mut Option<InProcess>, question: &Question, input: &str) -> Answer {
    let Question { variant, target, .. } = *question;
    let Some(engine) = engine else { return Answer::Refused(nothing_loaded()) };
    let answer = engine.evaluate(&Request { variant, target, input });
    answer.map_or_else(Answer::Refused, Answer::Evaluation)
}

fn nothing_loaded() -> EngineError {
    EngineError::Input("no policy is loaded".to_owned())
}

fn answer(engine: &mut Option<InProcess>, ask: Ask, payload: &str) -> Answer {
    let answer = match (ask, engine) {
        (Ask::Load(setup), engine) => load(*setup, payload).map(|loaded| {
            let loaded = engine.insert(loaded);
            Answer::Loaded(loaded.outline().clone())
        }),
        (Ask::Mutants, Some(engine)) => engine.mutants().map(Answer::Mutants),
        (Ask::SelectMutant(number), Some(engine)) => {
            engine.select_mutant(number).map(Answer::Selected)
        }
        (Ask::Lints, Some(engine)) => engine.lints().map(Answer::Lints),
        _ => Err(nothing_loaded()),
    };
    answer.unwrap_or_else(Answer::Refused)
}

fn load(mut setup: crate::setup::Setup, data: &str) -> Result<InProcess, EngineError> {
    setup.data = serde_json::from_str(data)
        .map_err(|error| EngineError::Input(format!("the data is unusable: {error}")))?;
    InProcess::load_with(setup, data)
}

/// Where answers go: some at a time, but none is kept back for long, since the parent takes the time between them.
struct Prompt<W> {
    output: W,
    waiting: Vec<u8>,
    flushed: Instant,
}

/// How long an answer may wait for the next.
const LONGEST_WAIT: Duration = Duration::from_millis(20);

/// How many bytes of answers may wait.
const MOST_WAITING: usize = 48 << 10;

impl<W: Write> Prompt<W> {
    fn new(output: W) -> Self {
        Self { output, waiting: Vec::new(), flushed: Instant::now() }
    }

    fn write(&mut self, answer: &Answer) -> io::Result<()> {
        self.waiting.extend(protocol::encode(answer, &[])?);
        if self.waiting.len() > MOST_WAITING || self.flushed.elapsed() > LONGEST_WAIT {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.write_all(&self.waiting)?;
        self.output.flush()?;
        self.waiting.clear();
        self.flushed = Instant::now();
        Ok(())
    }
}
