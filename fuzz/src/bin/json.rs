//! `core::json`: what the strict reader accepts, an ordinary reader accepts too and reads the same; and what is read can be written and
//! read again without a change.
//!
//! The converse does not hold: duplicate keys and numbers that cannot be kept exactly are refused on purpose.
#![no_main]

use cos_core::json::Tape;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Some(ours) = read(bytes) else { return };
    let theirs: Value = serde_json::from_slice(bytes).expect("an ordinary reader accepts it");
    assert!(is_alike(&ours, &theirs), "{ours} is not {theirs}");
    let again = read(ours.to_string().as_bytes()).expect("what was written can be read");
    assert_eq!(again, ours);
});

fn read(bytes: &[u8]) -> Option<Value> {
    let mut tape = Tape::default();
    let root = tape.read(bytes, 0).ok()?;
    Some(tape.value(bytes, root).to_json())
}

/// The ordinary reader may end at a neighbour of the double that is meant.
fn is_alike(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
            bits(a).zip(bits(b)).is_some_and(|(a, b)| a.abs_diff(b) <= 1)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_alike(a, b)))
        }
        _ => ours == theirs,
    }
}
