//! The running server: started, ready, drained, stopped.

use crate::app::App;
use crate::authz::{Authorizer, AuthzPolicy};
use crate::budget::{Budget, Budgets};
use crate::drain::{Drain, Stage};
use crate::error::DaemonError;
use crate::events::Watchers;
use crate::installation::{Hold, Installation};
use crate::issue::Notary;
use crate::lanes::Lanes;
use crate::listen::{Door, Listen, accept};
use crate::metrics::{Coverage, Metrics};
use crate::oidc::{Outgoing, SignIns};
use crate::roles::Roles;
use crate::spans::{Collector, Spans};
use crate::supervisor::Supervisor;
use crate::witness::{self, Witness, Witnesses};
use crate::{idempotency, outbox, patrol, routes};
use cos_core::clock::Clock;
use cos_core::ed25519::Sign;
use cos_ledger::{Ledger, LedgerOptions, LogSigner, Setup};
use cos_policy::worker::WorkerCommand;
use cos_sign::trust::TrustedKey;
use cos_sign::{KeyDir, Purpose};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;

/// How long requests may take that had begun when nobody was let in any more.
const DRAIN: Duration = Duration::from_secs(10);

/// How a data directory is served.
pub struct Service {
    /// Where it listens.
    pub listen: Vec<Listen>,
    /// What it serves.
    pub roles: Roles,
    /// Names besides those of this machine under which it may be asked in clear, as a proxy before it passes them on.
    pub hosts: Vec<String>,
    /// How long it goes on letting people in, not ready any more, when it is told to end.
    pub grace: Duration,
    /// Who wants to be told how it fares.
    pub supervisor: Arc<Supervisor>,
    /// The clock that everything is dated by.
    pub clock: Arc<dyn Clock>,
    /// What decides who may do what.
    pub authz: AuthzPolicy,
    /// How the process is started that the policy runs in.
    pub worker: WorkerCommand,
    /// What each tenant may ask for.
    pub budget: Budget,
    /// Where the coverage is read that is shown among the metrics, if anywhere.
    pub coverage: Option<Coverage>,
    /// Who cosigns checkpoints.
    pub witnesses: Vec<Witness>,
    /// Where spans of requests are sent, if anywhere.
    pub collector: Option<Collector>,
}

/// A server that is ready, but does not answer yet.
pub(crate) struct Daemon {
    app: Arc<App>,
    hold: [Hold; 2],
    doors: Vec<Door>,
    grace: Duration,
    supervisor: Arc<Supervisor>,
    /// Certificates are to be read again.
    renew: Arc<Notify>,
}

impl Daemon {
    /// Opens everything and binds the addresses. What an earlier process left undelivered is delivered once it runs.
    pub(crate) async fn start(
        installation: &Installation,
        service: Service,
    ) -> Result<Self, DaemonError> {
        let Service {
            listen,
            roles,
            hosts,
            grace,
            supervisor,
            clock,
            authz,
            worker,
            budget,
            coverage,
            witnesses,
            collector,
        } = service;
        let hold = installation.occupy()?;
        let authorizer = Authorizer::start(worker, authz.setup)?;
        let policy = (authz.digest, authz.version);
        let metrics = Metrics::new(clock.now(), coverage);
        let keys = KeyDir::open(&installation.keys())?;
        let ledger = ledger(installation, &keys, &clock)?;
        let now = clock.now();
        let mut app = App {
            org: keys.trust().org().clone(),
            region: installation.region(),
            roles,
            hosts,
            state: installation.open_state().await?,
            ledger,
            ledger_dir: installation.ledger(),
            notary: Notary::new(keys.notary()?, &installation.pepper()?, policy),
            trust: keys.trust().clone(),
            witnesses: Witnesses::new(witnesses, keys.trust().quorum())?,
            attempts: crate::console::Attempts::default(),
            authorizer,
            budgets: Budgets::new(budget),
            lanes: Lanes::default(),
            outgoing: Outgoing::new().map_err(DaemonError::Outgoing)?,
            sign_ins: SignIns::new(&installation.pepper()?),
            clock,
            metrics,
            spans: collector.map(|collector| Spans::new(collector, &installation.region())),
            doors: Vec::new(),
            drain: watch::Sender::new(Stage::Serving),
            watchers: Watchers::default(),
            recorded: Notify::new(),
        };
        // Last: who knocks from here on is answered by a server that has everything it needs.
        let doors = listen.iter().map(|place| place.open(now));
        let doors: Vec<Vec<Door>> = doors.collect::<Result<_, _>>()?;
        let doors: Vec<Door> = doors.into_iter().flatten().collect();
        app.doors = doors.iter().map(|door| (door.url(), door.tls().cloned())).collect();
        Ok(Self { app: Arc::new(app), hold, doors, grace, supervisor, renew: Arc::default() })
    }

    /// What clients are told to reach it by, for each door.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.doors.iter().map(Door::url).collect()
    }

    /// Serves until `stop` is done; then takes no more, finishes what began, and closes the ledger.
    pub(crate) async fn run(self, stop: impl Future<Output = ()>) -> Result<(), DaemonError> {
        // Let go of when everything else is.
        let Self { app, hold: _hold, doors, grace, supervisor, renew } = self;
        let certificates = doors.iter().filter_map(|door| door.tls().cloned()).collect();
        let rounds = [
            tokio::spawn(outbox::run(Arc::clone(&app))),
            tokio::spawn(idempotency::patrol(Arc::clone(&app))),
            tokio::spawn(witness::run(Arc::clone(&app))),
            tokio::spawn(patrol::renewals(Arc::clone(&app), certificates, renew)),
            tokio::spawn(patrol::signs_of_life(Arc::clone(&app), Arc::clone(&supervisor))),
        ];
        let (router, room) = (routes::router(&app), Arc::new(Semaphore::new(accept::CONNECTIONS)));
        let mut served = JoinSet::new();
        for door in doors {
            let drain = Drain::of(&app.drain);
            served.spawn(accept::run(door, router.clone(), drain, Arc::clone(&room)));
        }
        drop(router);
        let ending = async {
            stop.await;
            supervisor.stopping();
            app.drain.send_replace(Stage::Draining);
            tokio::time::sleep(grace).await;
            app.drain.send_replace(Stage::Closing);
            tokio::time::sleep(DRAIN).await;
        };
        tokio::select! {
            () = async { while served.join_next().await.is_some() {} } => {}
            () = ending => {}
        }
        served.shutdown().await;
        // A last round: what was recorded while it drained is in the ledger when the process ends.
        let _ = outbox::deliver_all(&app).await;
        for round in rounds {
            round.abort();
            let _ = round.await;
        }
        if app.spans.is_some() {
            let app = Arc::clone(&app);
            let _ = tokio::task::spawn_blocking(move || app.spans.as_ref().map(Spans::close)).await;
        }
        app.state.close().await;
        match Arc::try_unwrap(app) {
            Ok(app) => Ok(crate::app::blocking(move || app.ledger.close()).await?),
            // A request outlived the time it was given; the ledger is then left as a crash would leave it, which loses nothing.
            Err(_) => Ok(()),
        }
    }
}

/// Serves until the process is told to end (SIGTERM, SIGINT); told twice, it ends there and then. `ready` is called with what clients reach it by
/// once it listens.
pub fn serve(
    installation: &Installation,
    service: Service,
    ready: impl FnOnce(&[String]),
) -> Result<(), DaemonError> {
    block_on(async {
        let supervisor = Arc::clone(&service.supervisor);
        let daemon = Daemon::start(installation, service).await?;
        let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
        let renewals = renewals(&daemon)?;
        let urls = daemon.urls();
        let _notice = installation.announce(&urls)?;
        ready(&urls);
        supervisor.ready(&format!("serving on {}", urls.join(", ")));
        let told = watch::Sender::new(0);
        let (mut once, mut twice) = (told.subscribe(), told.subscribe());
        let count = async {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                told.send_modify(|times| *times += 1);
            }
        };
        let stop = async move { drop(once.wait_for(|times| *times >= 1).await) };
        tokio::select! {
            done = daemon.run(stop) => done,
            _ = twice.wait_for(|times| *times >= 2) => Err(DaemonError::ToldTwice),
            () = count => Ok(()),
            () = renewals => Ok(()),
        }
    })
}

/// Has certificates read again at SIGHUP, where there are any or a supervisor might send it; elsewhere a terminal that is closed ends the server.
fn renewals(daemon: &Daemon) -> Result<impl Future<Output = ()> + use<>, DaemonError> {
    let is_heard =
        daemon.supervisor.is_there() || daemon.doors.iter().any(|door| door.tls().is_some());
    let hangup = is_heard.then(|| signal(SignalKind::hangup())).transpose().map_err(no_signals)?;
    let renew = Arc::clone(&daemon.renew);
    Ok(async move {
        let Some(mut hangup): Option<Signal> = hangup else { return std::future::pending().await };
        while hangup.recv().await.is_some() {
            renew.notify_one();
        }
    })
}

/// Runs what is asynchronous for a caller that is not.
pub(crate) fn block_on<T>(
    work: impl Future<Output = Result<T, DaemonError>>,
) -> Result<T, DaemonError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(no_signals)?;
    let done = runtime.block_on(work);
    // Whatever still runs was told to end and did not, or is told to end at once.
    runtime.shutdown_background();
    done
}

pub(crate) fn no_signals(source: std::io::Error) -> DaemonError {
    DaemonError::Io { action: "listen to signals of", path: "/proc/self".into(), source }
}

fn ledger(
    installation: &Installation,
    keys: &KeyDir,
    clock: &Arc<dyn Clock>,
) -> Result<Ledger, DaemonError> {
    let key = keys.log()?;
    let signer = LogSigner {
        name: key.name().to_note(),
        key: Arc::new(key) as Arc<dyn Sign>,
        earlier: keys.trust().keys(Purpose::Log).map(TrustedKey::verifier_key).collect(),
    };
    let setup = Setup {
        org: keys.trust().org().clone(),
        signer,
        clock: Arc::clone(clock),
        command: "cos serve".to_owned(),
        options: LedgerOptions::default(),
    };
    Ok(Ledger::open(&installation.ledger(), setup)?)
}
