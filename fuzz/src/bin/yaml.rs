//! `core::yaml`: what is read, can be written, and reads back as the same value; positions lie in the text and go forward.
#![no_main]

use cos_core::yaml::{self, Limits, Node};
use cos_fuzz::is_inside;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { max_bytes: 1 << 16, ..Limits::default() };
    let node = match yaml::parse(bytes, &limits) {
        Ok(node) => node,
        Err(error) => {
            assert!(error.at().is_none_or(|at| is_inside(at, bytes)), "{error}");
            return;
        }
    };
    check(&node, bytes);
    let value = node.to_json();
    let written = yaml::to_string(&value).expect("what was read can be written");
    // Escapes and aliases written out take more room than what they stand for.
    let limits = Limits { max_bytes: usize::MAX, ..limits };
    let again = yaml::parse(written.as_bytes(), &limits).expect("what was written can be read");
    assert_eq!(again.to_json(), value, "{written}");
});

fn check(node: &Node, bytes: &[u8]) {
    assert!(is_inside(node.at, bytes));
    node.items().iter().for_each(|item| check(item, bytes));
    for entry in node.entries() {
        assert!(entry.key_at <= entry.value.at, "a value stands after its key");
        assert!(is_inside(entry.key_at, bytes));
        check(&entry.value, bytes);
    }
    for pair in node.entries().windows(2) {
        assert!(pair[0].key_at < pair[1].key_at, "keys stand in the order of the text");
    }
}
