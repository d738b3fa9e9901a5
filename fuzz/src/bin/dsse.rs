//! `core::dsse` and `core::intoto`: no payload comes out without a trusted key, what is signed can be read, and a
//! statement has one canonical text.
#![no_main]

use cos_core::dsse::{self, Envelope};
use cos_core::intoto::{PAYLOAD_TYPE, Statement};
use cos_fuzz::Notary;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(envelope) = Envelope::parse(bytes, PAYLOAD_TYPE) {
        assert!(envelope.key_ids().count() >= 1, "nothing unsigned is read");
        envelope.verify(|_| None).expect_err("without a trusted key nothing comes out");
    }
    let signed = dsse::sign(PAYLOAD_TYPE, bytes, &[("k", &Notary)]).expect("it signs anything");
    Envelope::parse(signed.as_bytes(), PAYLOAD_TYPE).expect("what was written can be read");

    let Ok(statement) = Statement::parse(bytes) else { return };
    // Whole numbers that a double does not hold can be read, but not written.
    let Ok(canonical) = statement.to_canonical() else { return };
    let again = Statement::parse(&canonical).expect("what was written can be read");
    if let Ok(twice) = again.to_canonical() {
        assert_eq!(twice, canonical, "canonical text is a fixed point");
    }
});
