//! `core::receipt::event`: every accepted event becomes a receipt that is accepted in turn, or is refused as too long or
//! too late.
#![no_main]

use cos_core::bodies::{self, Bodies};
use cos_core::clock::Timestamp;
use cos_core::receipt::Reader;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::{IssueError, Issuer};
use cos_fuzz::{Notary, check, origin};
use libfuzzer_sys::fuzz_target;
use rand_core::SeedableRng as _;

/// When the receipts are issued; an event may hardly claim to be later.
const NOW: Timestamp = Timestamp(1_780_000_000);

fuzz_target!(|bytes: &[u8]| {
    let mut events = EventReader::default();
    let Ok(event) = events.read(bytes) else { return };
    let (origin, mut compact) = (origin(), Vec::new());
    let mut issuer = Issuer::new(&Notary, "acme/notary-1+00000000", &origin, NOW);
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(bytes.len() as u64);
    let jti = match issuer.issue(&event, &mut rng, &mut compact) {
        Ok(jti) => jti,
        Err(IssueError::Future { .. } | IssueError::TooLong(_)) => {
            return assert!(compact.is_empty(), "an error leaves no trace");
        }
        Err(error @ IssueError::Sign(_)) => panic!("{error}"),
    };
    let mut reader = Reader::default();
    let sdjwt = reader.read(&compact).expect("an issued receipt is an SD-JWT");
    let receipt = ClaimsReader::default().read(&sdjwt).expect("an issued receipt is a receipt");
    assert_eq!((receipt.jti, receipt.iat, receipt.toe), (jti, NOW, event.time));
    assert_eq!(receipt.decision, event.decision);
    assert!(event.id.is_none_or(|id| id == jti));
    assert!(!receipt.withheld);
    check(&sdjwt);

    let file = bodies::encode(7, &[&compact]);
    let mut stored = Vec::new();
    let file = Bodies::parse(&file).expect("what was encoded can be parsed");
    file.reader().receipt(0, &mut stored).expect("what was encoded can be read");
    assert_eq!(stored, compact);
});
