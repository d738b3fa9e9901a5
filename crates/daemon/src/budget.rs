//! How much each tenant may ask for, and how much the server holds at once: nobody's load is another's wait (promise P15).
//!
//! A tenant that asks for more than its share is told so with 429; when the bodies of all requests together need more memory than there
//! is for them, whoever comes next is told 503. Both say when to try again, and both are decided before a body is read.

use crate::problem::Failure;
use axum::http::{HeaderMap, StatusCode, header};
use cos_core::code::Code;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The share of each tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Requests a second; twice as many may come at once.
    pub requests: NonZeroU32,
    /// Bytes of bodies a second; twice as many may come at once, and the longest body always.
    pub bytes: NonZeroU32,
}

impl Default for Budget {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).expect("a constant above 0");
        Self { requests: number(5_000), bytes: number(64 << 20) }
    }
}

/// The longest body that any route takes, in bytes.
const LONGEST: u32 = 10 << 20;
/// Memory for the bodies of all requests that are being answered, in KiB.
const HELD: u32 = 256 << 10;

/// The budgets of all tenants.
pub(crate) struct Budgets {
    budget: Budget,
    tenants: Mutex<HashMap<String, Arc<Share>>>,
    held: Arc<Semaphore>,
}

struct Share {
    requests: DefaultDirectRateLimiter,
    bytes: DefaultDirectRateLimiter,
}

impl Share {
    fn new(budget: Budget) -> Self {
        let requests = Quota::per_second(budget.requests);
        let bytes = Quota::per_second(budget.bytes);
        let longest = NonZeroU32::new(LONGEST).expect("a constant above 0");
        let twice = |number: NonZeroU32| number.saturating_add(number.get());
        Self {
            requests: RateLimiter::direct(requests.allow_burst(twice(budget.requests))),
            bytes: RateLimiter::direct(bytes.allow_burst(twice(budget.bytes).max(longest))),
        }
    }
}

impl Budgets {
    pub(crate) fn new(budget: Budget) -> Self {
        let held = Arc::new(Semaphore::new(HELD as usize));
        Self { budget, tenants: Mutex::default(), held }
    }

    /// Charges a tenant, which exists, for a request.
    pub(crate) fn charge(&self, tenant: &str, headers: &HeaderMap) -> Result<(), Failure> {
        let share = {
            let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
            let share = tenants.entry(tenant.to_owned());
            Arc::clone(share.or_insert_with(|| Arc::new(Share::new(self.budget))))
        };
        let asked = share.requests.check();
        asked.map_err(|late| spent("requests", self.budget.requests, &late))?;
        let Some(length) = NonZeroU32::new(length(headers)) else { return Ok(()) };
        match share.bytes.check_n(length) {
            Ok(sent) => sent.map_err(|late| spent("bytes", self.budget.bytes, &late)),
            // Longer than any route takes, which the route says.
            Err(_) => Ok(()),
        }
    }

    /// Sets memory aside for a body of so many bytes, until what is returned is dropped.
    pub(crate) fn hold(&self, length: u32) -> Result<OwnedSemaphorePermit, Failure> {
        let held = Arc::clone(&self.held).try_acquire_many_owned(length.div_ceil(1 << 10));
        held.map_err(|_| Failure::busy("the server holds as many bodies as it can"))
    }
}

/// How long a body says that it is; one that does not say may be as long as any.
pub(crate) fn length(headers: &HeaderMap) -> u32 {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match declared.map(str::parse::<u64>) {
        Some(Ok(bytes)) => u32::try_from(bytes).unwrap_or(LONGEST).min(LONGEST),
        Some(Err(_)) => LONGEST,
        None if headers.contains_key(header::TRANSFER_ENCODING) => LONGEST,
        None => 0,
    }
}

fn spent(
    what: &str,
    most: NonZeroU32,
    late: &governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>,
) -> Failure {
    let wait = late.wait_time_from(DefaultClock::default().now());
    let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
    let text = format!("this tenant may send {most} {what} a second, and has sent more");
    let code = const { Code::new("COS-SRV-0022") };
    let remedy = "send less at a time, or ask an operator for a larger share";
    let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, code, text.clone());
    failure.retry_after(seconds).because("cos.budget", &text, remedy)
}

#[cfg(test)]
mod tests;
