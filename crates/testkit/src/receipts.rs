//! Events issued as receipts, with salts from a seed: good for tests, worthless as evidence.

use cos_core::clock::Timestamp;
use cos_core::ids::Origin;
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::Issuer;

use crate::{START, TestKeys, events, rng};

/// When receipts are issued: a year after the first event, which leaves room for five million of them.
pub const ISSUED: Timestamp = Timestamp(START.0 + 365 * 86_400);

/// Issues `count` receipts in compact form for the log `origin`, signed by the notary of `keys` at the time [`ISSUED`].
///
/// They stem from the [`events`] of the same seed and tenant; the same arguments give the same receipts.
pub fn receipts(seed: u64, keys: &TestKeys, origin: &Origin, count: usize) -> Vec<String> {
    let mut issuer = Issuer::new(&keys.notary, keys.notary.id().as_str(), origin, ISSUED);
    let (mut reader, mut rng) = (EventReader::default(), rng(seed));
    events(seed, &origin.tenant, count)
        .iter()
        .map(|event| {
            let line = event.to_string();
            let event = reader.read(line.as_bytes()).expect("the events are in the events' format");
            let mut receipt = Vec::new();
            issuer
                .issue(&event, &mut rng, &mut receipt)
                .expect("the key signs and the event is short");
            String::from_utf8(receipt).expect("compact receipts are ASCII")
        })
        .collect()
}

#[cfg(test)]
mod tests;
