//! The receipts verify, each under its own id.

use std::collections::BTreeSet;

use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::verify::{Checker, Keyring};
use cos_core::receipt::{Criterion, Reader};

use super::*;

#[test]
fn they_verify_and_repeat() {
    let (keys, origin) = (TestKeys::new(1), "acme/eu-1/pilot-a".parse().unwrap());
    let made = receipts(9, &keys, &origin, 64);
    assert_eq!(receipts(9, &keys, &origin, 64), made);
    let keyring: Keyring = keys
        .trust
        .notary_keys()
        .iter()
        .map(|key| (key.id.to_string(), key.verifying_key.clone()))
        .collect();
    let mut checker = Checker::new(&keyring, Criterion::Strict);
    let (mut reader, mut claims) = (Reader::default(), ClaimsReader::default());
    for receipt in &made {
        let sdjwt = reader.read(receipt.as_bytes()).unwrap();
        let summary = claims.read(&sdjwt).unwrap();
        checker.push(&sdjwt, summary);
    }
    let ids: BTreeSet<_> = checker.finish().map(|receipt| receipt.unwrap().jti).collect();
    assert_eq!(ids.len(), made.len());
    let (shortest, longest) =
        (made.iter().map(String::len).min(), made.iter().map(String::len).max());
    assert!(shortest > Some(1800) && longest < Some(3600), "{shortest:?} to {longest:?} bytes");
}
