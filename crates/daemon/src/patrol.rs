//! What the server does on its own while it serves: reads renewed certificates, and shows its supervisor that it lives.

use crate::app::{App, blocking};
use crate::listen::Tls;
use crate::supervisor::Supervisor;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How often files of certificates are looked at: Kubernetes renews them without telling anybody.
const LOOK: Duration = Duration::from_secs(10);

/// Reads certificates again whose files changed, and all of them when `renew` says so.
pub(crate) async fn renewals(app: Arc<App>, certificates: Vec<Arc<Tls>>, renew: Arc<Notify>) {
    loop {
        let is_told = tokio::time::timeout(LOOK, renew.notified()).await.is_ok();
        for tls in &certificates {
            let (tls, now) = (Arc::clone(tls), app.now());
            let done = blocking(move || {
                (is_told || tls.is_stale()).then(|| (tls.reload(now), tls.until()))
            });
            match done.await {
                None => {}
                Some((Ok(()), until)) => {
                    tracing::info!(target: "cos", "a certificate was read again; it ends at {until}");
                }
                Some((Err(error), until)) => {
                    let code = error.code().as_str();
                    tracing::error!(target: "cos", code, "{error}; the one from before stays, and ends at {until}");
                }
            }
        }
    }
}

/// Tells the supervisor that the server lives, for as long as it does.
pub(crate) async fn signs_of_life(app: Arc<App>, supervisor: Arc<Supervisor>) {
    let Some(interval) = supervisor.interval() else { return };
    loop {
        if lives(&app, interval / 2).await {
            supervisor.alive();
        } else {
            tracing::error!(target: "cos", "the supervisor is not told that the server lives");
        }
        tokio::time::sleep(interval).await;
    }
}

/// Whether a new process would do no better: no log has stopped, which only recovery mends, and the state answers in time, if with an error.
async fn lives(app: &App, limit: Duration) -> bool {
    let has_stopped = app.ledger.open_logs().iter().any(|log| log.stopped().is_some());
    !has_stopped && tokio::time::timeout(limit, app.state.all_tenants()).await.is_ok()
}
