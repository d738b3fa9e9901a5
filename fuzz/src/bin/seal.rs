//! `sign::sigstore`: nothing but the one statement that was sealed is ever believed, however a bundle is bent.
#![no_main]

use cos_sign::Purpose;
use cos_sign::sigstore::{Requirements, verify};
use cos_sign::trust::{Trust, TrustFile};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The public half of keys that were thrown away; they sealed the seeds of the corpus.
static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    TrustFile::parse(include_bytes!("../seal.trust.json")).expect("it was written by cos")
});

const STATEMENT: &[u8] = include_bytes!("../seal.statement.json");

fuzz_target!(|bytes: &[u8]| {
    let lenient = Requirements { allow_untimestamped: true };
    let Ok(sealed) = verify(bytes, &TRUST, Purpose::Evidence, &lenient) else { return };
    assert_eq!(sealed.payload(), STATEMENT);
    assert_eq!(sealed.times().is_empty(), !sealed.warnings().is_empty());
    let strict = verify(bytes, &TRUST, Purpose::Evidence, &Requirements::default());
    assert_eq!(strict.is_ok(), sealed.warnings().is_empty());
});
