//! `core::log::tlog_proof`: a proof has one spelling, and checking it against no key fails quietly.
#![no_main]

use cos_core::digest::Digest;
use cos_core::log::tlog_proof::TlogProof;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(proof) = text.parse::<TlogProof>() {
        assert_eq!(proof.to_string(), text);
        assert!(proof.verify(&Digest([0; 32]), &[], &cos_fuzz::origin()).is_err());
    }
});
