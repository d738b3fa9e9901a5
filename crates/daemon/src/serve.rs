//! The running server: started, ready, drained, stopped.

use crate::app::App;
use crate::authz::{Authorizer, AuthzPolicy};
use crate::budget::{Budget, Budgets};
use crate::error::DaemonError;
use crate::events::Watchers;
use crate::installation::{Hold, Installation};
use crate::issue::Notary;
use crate::metrics::{Coverage, Metrics};
use crate::oidc::{Outgoing, SignIns};
use crate::{idempotency, outbox, routes};
use cos_core::clock::Clock;
use cos_core::ed25519::Sign;
use cos_ledger::{Ledger, LedgerOptions, LogSigner, Setup};
use cos_policy::worker::WorkerCommand;
use cos_sign::trust::TrustedKey;
use cos_sign::{KeyDir, Purpose};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long requests may take that had begun when the server was told to end.
const DRAIN: Duration = Duration::from_secs(10);

/// Where the server listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen(SocketAddr);

/// How a data directory is served.
#[derive(Clone)]
pub struct Service {
    /// Where it listens.
    pub listen: Listen,
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
}

/// A server that is ready, but does not answer yet.
pub struct Daemon {
    app: Arc<App>,
    listener: TcpListener,
    hold: Hold,
}

impl Listen {
    /// Takes a loopback address; any other would be reachable in clear.
    pub fn new(address: SocketAddr) -> Result<Self, DaemonError> {
        if address.ip().is_loopback() {
            Ok(Self(address))
        } else {
            Err(DaemonError::Exposed(address.to_string()))
        }
    }
}

impl Daemon {
    /// Opens everything and binds the address. What an earlier process left undelivered is delivered once it runs.
    pub async fn start(installation: &Installation, service: Service) -> Result<Self, DaemonError> {
        let Service { listen, clock, authz, worker, budget, coverage } = service;
        let hold = installation.hold()?;
        let authorizer = Authorizer::start(worker, authz.setup)?;
        let policy = (authz.digest, authz.version);
        let metrics = Metrics::new(clock.now(), coverage);
        let keys = KeyDir::open(&installation.keys())?;
        let ledger = ledger(installation, &keys, &clock)?;
        let app = Arc::new(App {
            org: keys.trust().org().clone(),
            region: installation.region(),
            state: installation.open_state().await?,
            ledger,
            ledger_dir: installation.ledger(),
            notary: Notary::new(keys.notary()?, &installation.pepper()?, policy),
            trust: keys.trust().clone(),
            attempts: crate::console::Attempts::default(),
            authorizer,
            budgets: Budgets::new(budget),
            outgoing: Outgoing::new().map_err(DaemonError::Outgoing)?,
            sign_ins: SignIns::new(&installation.pepper()?),
            clock,
            metrics,
            draining: watch::Sender::new(false),
            watchers: Watchers::default(),
            recorded: tokio::sync::Notify::new(),
        });
        let listener = TcpListener::bind(listen.0).await;
        let listener = listener
            .map_err(|source| DaemonError::Listen { address: listen.0.to_string(), source })?;
        Ok(Self { app, listener, hold })
    }

    /// The address that it listens on, with the port that was chosen where none was given.
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Serves until `stop` is done; then takes no more, finishes what began, and closes the ledger.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), DaemonError> {
        // Let go of when everything else is.
        let Self { app, listener, hold: _hold } = self;
        let delivery = tokio::spawn(outbox::run(Arc::clone(&app)));
        let patrol = tokio::spawn(idempotency::patrol(Arc::clone(&app)));
        let (told, router) = (Arc::clone(&app), routes::router(&app));
        let stopped = async move {
            stop.await;
            told.draining.send_replace(true);
        };
        let drained = Arc::new(tokio::sync::Notify::new());
        let begun = Arc::clone(&drained);
        let server = axum::serve(listener, router).with_graceful_shutdown(async move {
            stopped.await;
            begun.notify_one();
        });
        tokio::select! {
            _ = server => {}
            () = async { drained.notified().await; tokio::time::sleep(DRAIN).await } => {}
        }
        // A last round: what was recorded while it drained is in the ledger when the process ends.
        let _ = outbox::deliver_all(&app).await;
        for task in [delivery, patrol] {
            task.abort();
            let _ = task.await;
        }
        app.state.close().await;
        match Arc::try_unwrap(app) {
            Ok(app) => Ok(crate::app::blocking(move || app.ledger.close()).await?),
            // A request outlived the time it was given; the ledger is then left as a crash would leave it, which loses nothing.
            Err(_) => Ok(()),
        }
    }
}

/// Serves until the process is told to end (SIGTERM, SIGINT); `ready` is called with the address once it listens.
pub fn serve(
    installation: &Installation,
    service: Service,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), DaemonError> {
    block_on(async {
        let daemon = Daemon::start(installation, service).await?;
        let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
        if let Some(address) = daemon.address() {
            ready(address);
        }
        daemon
            .run(async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            })
            .await
    })
}

/// Runs what is asynchronous for a caller that is not.
pub(crate) fn block_on<T>(
    work: impl Future<Output = Result<T, DaemonError>>,
) -> Result<T, DaemonError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(no_signals)?.block_on(work)
}

fn no_signals(source: std::io::Error) -> DaemonError {
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
