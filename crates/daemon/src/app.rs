//! What every handler is handed.

use crate::authz::Authorizer;
use crate::budget::Budgets;
use crate::drain::Stage;
use crate::events::Watchers;
use crate::issue::Notary;
use crate::lanes::Lanes;
use crate::listen::Tls;
use crate::metrics::Metrics;
use crate::oidc::{Outgoing, SignIns};
use crate::roles::Roles;
use crate::spans::Spans;
use crate::witness::Witnesses;
use cos_core::clock::{Clock, Timestamp};
use cos_core::ids::{Org, Origin, Region, Tenant};
use cos_evidence::store::Store;
use cos_ledger::{Ledger, LedgerError, LogWriter};
use cos_state::State;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// The running server.
pub(crate) struct App {
    pub(crate) org: Org,
    pub(crate) region: Region,
    /// What this process serves.
    pub(crate) roles: Roles,
    /// Names besides those of this machine under which it may be asked in clear.
    pub(crate) hosts: Vec<String>,
    pub(crate) state: State,
    pub(crate) ledger: Ledger,
    pub(crate) ledger_dir: PathBuf,
    pub(crate) notary: Notary,
    /// What the server's own receipts are verified by.
    pub(crate) trust: cos_sign::Trust,
    /// Holds up whoever tries secrets.
    pub(crate) attempts: crate::console::Attempts,
    pub(crate) authorizer: Authorizer,
    pub(crate) budgets: Budgets,
    pub(crate) lanes: Lanes,
    pub(crate) outgoing: Outgoing,
    pub(crate) sign_ins: SignIns,
    pub(crate) witnesses: Witnesses,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Metrics,
    /// Who is told of every request, if anybody.
    pub(crate) spans: Option<Spans>,
    /// Where it listens, with the certificate that is shown there.
    pub(crate) doors: Vec<(String, Option<Arc<Tls>>)>,
    /// How far the server's end has come.
    pub(crate) drain: watch::Sender<Stage>,
    /// Wakes those who watch a tenant.
    pub(crate) watchers: Watchers,
    /// Wakes whoever delivers receipts of changes.
    pub(crate) recorded: tokio::sync::Notify,
}

impl App {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A change is durable: its receipt is to be delivered, and those who watch the tenant are to hear of it.
    pub(crate) fn changed(&self, tenant: &Tenant) {
        self.recorded.notify_one();
        self.watchers.wake(tenant);
    }

    pub(crate) fn origin(&self, region: &Region, tenant: &Tenant) -> Origin {
        Origin { org: self.org.clone(), region: region.clone(), tenant: tenant.clone() }
    }

    /// The writer of a tenant's log. The first call recovers the log, which may take a while.
    pub(crate) async fn writer(
        self: &Arc<Self>,
        origin: &Origin,
    ) -> Result<Arc<LogWriter>, LedgerError> {
        let (app, origin) = (Arc::clone(self), origin.clone());
        blocking(move || app.ledger.writer(&origin)).await
    }

    /// The receipts of the ledger, for reading.
    pub(crate) fn store(&self) -> Result<Store, cos_evidence::EvidenceError> {
        Store::open(&self.ledger_dir)
    }
}

/// Runs what blocks where it may.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only when the runtime is shut down, and then nobody waits for the answer.
            Err(error) => panic!("{error}"),
        },
    }
}
