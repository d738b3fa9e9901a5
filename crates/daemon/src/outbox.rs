//! Delivers the receipts of changes to the ledger: at once when something was recorded, and whatever an earlier process left.
//!
//! A crash between append and mark delivers a receipt again; the ledger knows it by its id and body, and answers with the index that it
//! has (promise P14).

use crate::app::{App, blocking};
use crate::control::PLATFORM;
use crate::problem::Failure;
use cos_core::ids::{Origin, Tenant};
use cos_ledger::{Entry, LedgerError, LogStatus};
use std::sync::Arc;
use std::time::Duration;

/// How long it rests when nothing wakes it: what another process recorded, or failed before, is not left lying.
const PATROL: Duration = Duration::from_secs(5);

/// Delivers until the server ends.
pub(crate) async fn run(app: Arc<App>) {
    if let Err(failure) = publish_rest(&app).await {
        tracing::warn!(target: "cos", "receipts wait for their log: {}", failure.problem().detail);
    }
    loop {
        if let Err(failure) = deliver_all(&app).await {
            tracing::warn!(target: "cos", "receipts wait for their log: {}", failure.problem().detail);
        }
        let _ = tokio::time::timeout(PATROL, app.recorded.notified()).await;
    }
}

/// Publishes what a crash left durable and under no checkpoint. Otherwise it would wait for the next act of that tenant.
async fn publish_rest(app: &Arc<App>) -> Result<(), Failure> {
    let server = Arc::clone(app);
    let status = blocking(move || cos_ledger::status(&server.ledger_dir)).await?;
    // A log of another region that somebody copied here is no business of this server's keys (promise P11).
    let behind = |log: &LogStatus| {
        log.origin.region == app.region && log.published.unwrap_or(0) < log.receipts
    };
    for log in status.logs.into_iter().filter(behind) {
        // One that cannot be written stops no other.
        if let Err(error) = publish(app, &log.origin).await {
            let failure = Failure::from(error);
            tracing::warn!(target: "cos", "a log cannot be published: {}", failure.problem().detail);
        }
    }
    Ok(())
}

async fn publish(app: &Arc<App>, origin: &Origin) -> Result<u64, LedgerError> {
    let writer = app.writer(origin).await?;
    blocking(move || writer.publish()).await
}

/// Delivers what waits for every tenant.
pub(crate) async fn deliver_all(app: &Arc<App>) -> Result<u64, Failure> {
    // What another region's server has in the same database, that one delivers (promise P11).
    let tenants = app.state.all_tenants().await?.into_iter();
    let tenants = tenants.filter(|info| info.region == app.region).map(|info| info.tenant);
    let platform: Tenant = PLATFORM.parse()?;
    let mut delivered = 0;
    for tenant in tenants.chain([platform]) {
        delivered += deliver(app, &tenant).await?;
    }
    Ok(delivered)
}

async fn deliver(app: &Arc<App>, tenant: &Tenant) -> Result<u64, Failure> {
    let mut count = 0;
    loop {
        let waiting = app.state.undelivered(tenant).await?;
        app.metrics.waiting(tenant, &waiting, app.now());
        if waiting.is_empty() {
            return Ok(count);
        }
        let origin = app.origin(&app.region, tenant);
        let writer = app.writer(&origin).await?;
        let arrived = blocking(move || {
            let entry = |delivery: &cos_state::Delivery| {
                Entry::new(delivery.jti, delivery.receipt.clone().into_bytes())
            };
            let entries = waiting.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
            let tickets = writer.submit_all(entries)?;
            let indexes = tickets.iter().map(|ticket| ticket.wait().map(|done| done.index));
            waiting.into_iter().zip(indexes).map(|(one, index)| Ok((one, index?))).collect()
        });
        let arrived: Result<Vec<_>, LedgerError> = arrived.await;
        let arrived = arrived?;
        app.state.delivered(&arrived).await?;
        app.metrics.receipts(&origin, arrived.len() as u64);
        count += arrived.len() as u64;
    }
}
