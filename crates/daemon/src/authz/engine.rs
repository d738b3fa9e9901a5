//! The thread that owns the policy's process: questions in, answers out, and a new process for one that ended.

use cos_policy::engine::{
    Engine as _, EngineError, Evaluation, Outcome, Request, Target, Variant, supported,
};
use cos_policy::setup::Setup;
use cos_policy::worker::{Limits, Worker, WorkerCommand};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Questions that may wait; with more the server is overloaded, and says so.
const WAITING: usize = 512;
/// Between two attempts to start the process again.
const PAUSE: Duration = Duration::from_secs(1);

/// The value of the rule that decides, or why there is none.
type Answer = Result<serde_json::Value, String>;

struct Ask {
    input: String,
    answer: oneshot::Sender<Answer>,
}

pub(super) struct Engine {
    asks: mpsc::Sender<Ask>,
}

impl Engine {
    /// Starts process and thread.
    pub(super) fn start(command: WorkerCommand, setup: Setup) -> Result<Self, EngineError> {
        let mut process = Process { command, setup, worker: None, tried: None };
        process.spawn()?;
        let (asks, mut asked) = mpsc::channel::<Ask>(WAITING);
        let thread = std::thread::Builder::new().name("authz".into());
        let run = move || {
            while let Some(Ask { input, answer }) = asked.blocking_recv() {
                // Whoever gave up waiting needs no answer.
                if !answer.is_closed() {
                    let _ = answer.send(process.ask(&input));
                }
            }
        };
        thread.spawn(run).map_err(|error| EngineError::Stopped(error.to_string()))?;
        Ok(Self { asks })
    }

    pub(super) async fn ask(&self, input: String) -> Answer {
        let (answer, told) = oneshot::channel();
        let full = |_| "too many questions wait".to_owned();
        self.asks.try_send(Ask { input, answer }).map_err(full)?;
        told.await.map_err(|_| "it ended".to_owned())?
    }
}

struct Process {
    command: WorkerCommand,
    setup: Setup,
    worker: Option<(Worker, u32)>,
    tried: Option<Instant>,
}

impl Process {
    /// A policy for requests needs far less than one that is tested.
    const LIMITS: Limits = Limits {
        memory: 256 << 20,
        stack: 64 << 20,
        load: Duration::from_secs(10),
        request: Duration::from_secs(1),
        answer: 1 << 20,
    };

    fn spawn(&mut self) -> Result<(), EngineError> {
        self.tried = Some(Instant::now());
        let worker = Worker::spawn(&self.command, &self.setup, &Self::LIMITS)?;
        let entry = worker.outline().entrypoint.ok_or_else(|| EngineError::NoEntrypoint {
            entrypoint: self.setup.entrypoint.clone(),
            nearest: None,
        })?;
        supported(worker.outline())?;
        if let Some(used) = worker.outline().nondeterministic.first() {
            let place = used.place.clone();
            let message = format!(
                "`{}` answers differently each time; a decision may depend on the question alone",
                used.name
            );
            return Err(EngineError::Refused { place, message });
        }
        self.worker = Some((worker, entry));
        Ok(())
    }

    fn ask(&mut self, input: &str) -> Answer {
        if self.worker.is_none() {
            if self.tried.is_some_and(|tried| tried.elapsed() < PAUSE) {
                return Err("its process ended, and is started again".to_owned());
            }
            self.spawn().map_err(|error| error.to_string())?;
        }
        let Some((worker, entry)) = &mut self.worker else { return Err("it ended".to_owned()) };
        let request = Request { variant: Variant::Reference, target: Target::Rule(*entry), input };
        match worker.evaluate(&request) {
            Ok(Evaluation { outcome: Outcome::Value(text), .. }) => {
                Ok(cos_policy::value::to_json(&text))
            }
            Ok(Evaluation { outcome: Outcome::Undefined, .. }) => {
                Err(format!("`{}` is undefined", self.setup.entrypoint))
            }
            Ok(Evaluation { outcome: Outcome::Error(text), .. }) => Err(text),
            Err(error) => {
                tracing::warn!(target: "cos", "the process of the policy ended: {error}");
                self.worker = None;
                Err(error.to_string())
            }
        }
    }
}
