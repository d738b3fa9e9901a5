//! Who tries secrets is held up, and nobody else: failed attempts to sign in count against where they come from, and all of them together
//! against a limit that no person reaches.
//!
//! Secrets are too long to be guessed; this keeps those who try from costing much. It decides with what it is handed and remembers a bounded
//! number of places. Where a proxy is in front, it is the proxy that says where somebody comes from.

use crate::listen::{Peer, Reach};
use axum::extract::Request;
use axum::http::HeaderMap;
use cos_core::clock::Timestamp;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};

/// Failed attempts of one place that are heard at once, and after how many milliseconds one more is.
const OWN: Limit = Limit { burst: 20, pause: 3_000 };
/// The same for all places together.
const ALL: Limit = Limit { burst: 2_000, pause: 50 };
/// How many places are remembered; of more, only their sum is.
const MOST: usize = 4_096;

/// Where attempts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// A process of this user, or a proxy that does not say for whom it asks.
    Own,
    Address(Ipv4Addr),
    /// Whoever has an address of version 6 has a whole network of them.
    Network([u16; 4]),
}

/// So many at once, and one more after each pause.
#[derive(Clone, Copy)]
struct Limit {
    burst: i64,
    pause: i64,
}

/// When there will be room for all attempts again, in milliseconds since 1970.
type Full = i64;

/// The attempts of late.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: Full,
    of: HashMap<Place, Full>,
}

impl Place {
    /// Where a request comes from. A proxy is on this machine; of what it passes on, it wrote the last address itself.
    pub(crate) fn of(request: &Request) -> Self {
        let reach = request.extensions().get::<Reach>().copied();
        let peer = request.extensions().get::<Peer>().and_then(|peer| peer.0);
        let is_near = peer.is_none_or(|address| address.is_loopback());
        let forwarded = (is_near && reach != Some(Reach::Network))
            .then(|| forwarded(request.headers()))
            .flatten();
        forwarded.or(peer).map_or(Self::Own, Self::from)
    }
}

impl From<IpAddr> for Place {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::Address(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::Network([a, b, c, d])
            }
        }
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

impl Limit {
    /// When there will be room again after one more attempt; milliseconds to wait when there is no room for it.
    fn after(self, full: Full, now: i64) -> Result<Full, i64> {
        // A clock that was put back holds nobody up for longer than the limit itself.
        let full = full.clamp(now, now + self.burst * self.pause);
        let after = full + self.pause;
        let wait = after - now - self.burst * self.pause;
        if wait > 0 { Err(wait) } else { Ok(after) }
    }
}

impl Attempts {
    /// Takes one, which [`Self::give_back`] returns when it succeeded; seconds to wait when there is none.
    pub(crate) fn take(&self, place: Place, now: Timestamp) -> Result<(), u32> {
        let now = now.0 * 1_000;
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = OWN.after(counts.of.get(&place).copied().unwrap_or_default(), now);
        let all = ALL.after(counts.all, now);
        match (own, all) {
            (Ok(own), Ok(all)) => {
                counts.all = all;
                counts.remember(place, own, now);
                Ok(())
            }
            (own, all) => {
                let wait = own.err().max(all.err()).unwrap_or_default();
                Err(u32::try_from((wait + 999).div_euclid(1_000)).unwrap_or(1))
            }
        }
    }

    /// Returns one that was no failure.
    pub(crate) fn give_back(&self, place: Place) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all -= ALL.pause;
        if let Some(full) = counts.of.get_mut(&place) {
            *full -= OWN.pause;
        }
    }
}

impl Counts {
    fn remember(&mut self, place: Place, full: Full, now: i64) {
        if !self.of.contains_key(&place) && self.of.len() >= MOST {
            self.of.retain(|_, full| *full > now);
            if self.of.len() >= MOST {
                return;
            }
        }
        self.of.insert(place, full);
    }
}

#[cfg(test)]
mod tests;
