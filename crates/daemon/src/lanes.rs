//! Lists of events take turns: few are worked on at a time, whoever sent them, and the rest wait as what they are, a text.
//!
//! A list costs a thread, its receipts in memory and milliseconds of a processor, and there are only so many processors. One tenant never has
//! all the lanes, however many lists it sends (promise P15).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A text that is shorter costs so little that it need not wait, in bytes.
pub(crate) const SHORT: usize = 32 << 10;

/// The lanes of all tenants.
pub(crate) struct Lanes {
    all: Arc<Semaphore>,
    /// How many one tenant may have.
    share: usize,
    tenants: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// A lane, until it is dropped.
pub(crate) struct Lane {
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Default for Lanes {
    /// Two for each processor: one list is worked on while another waits for the disk.
    fn default() -> Self {
        Self::new(2 * available_parallelism().map_or(1, usize::from))
    }
}

impl Lanes {
    fn new(count: usize) -> Self {
        let all = Arc::new(Semaphore::new(count));
        Self { all, share: (count - 1).max(1), tenants: Mutex::default() }
    }

    /// Waits for a lane; those who come first are let in first.
    pub(crate) async fn enter(&self, tenant: &str) -> Lane {
        let own = {
            let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
            let own = tenants.entry(tenant.to_owned());
            Arc::clone(own.or_insert_with(|| Arc::new(Semaphore::new(self.share))))
        };
        // In this order: who waits for a lane of its own takes up none of everybody's.
        let own = own.acquire_owned().await.expect("the semaphore is never closed");
        let all = Arc::clone(&self.all).acquire_owned().await;
        Lane { _own: own, _of_all: all.expect("the semaphore is never closed") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn one_tenant_never_has_all_lanes() {
        let lanes = Lanes::new(4);
        let enter =
            async |tenant| tokio::time::timeout(Duration::from_secs(1), lanes.enter(tenant)).await;
        let mut loud = Vec::new();
        for _ in 0..3 {
            loud.push(enter("loud").await.expect("it has three"));
        }
        assert!(enter("loud").await.is_err());
        let quiet = enter("quiet").await.expect("one is left");
        assert!(enter("other").await.is_err(), "all four are taken");
        drop(loud.pop());
        assert!(enter("other").await.is_ok());
        drop((quiet, loud));
        assert!(enter("loud").await.is_ok());
    }
}
