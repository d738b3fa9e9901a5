//! `sign::jwt::KeySet`: keys are the same however their set is spelt, and what one of them verifies is what was signed and nothing else. The
//! first line is a token, the rest the key set.
#![no_main]

use cos_sign::jwt::{Jws, KeySet, Refusal};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (token, set) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let Ok(keys) = KeySet::read(set) else { return };
    let value: Value = serde_json::from_slice(set).expect("what is read is JSON");
    assert!(value["keys"].as_array().is_some_and(|keys| !keys.is_empty()), "{value}");
    assert_eq!(KeySet::read(value.to_string().as_bytes()).as_ref(), Ok(&keys), "{value}");

    let Some(jws) = std::str::from_utf8(token).ok().and_then(|text| Jws::read(text).ok()) else {
        return;
    };
    let outcome = keys.verify(&jws);
    if !keys.may_have_signed(&jws) {
        assert_eq!(outcome, Err(Refusal::UnknownKey));
    }
    if outcome.is_ok() {
        let other = Jws { signed: "e30.e30", ..jws };
        assert_eq!(keys.verify(&other), Err(Refusal::Signature));
    }
});
