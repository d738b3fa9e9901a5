//! What is a trace and what is none, by the examples of W3C Trace Context, section 3.2.

use super::*;

const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[test]
fn what_is_well_formed_is_taken() {
    for text in [
        format!("00-{ID}-00f067aa0ba902b7-01"),
        format!("00-{ID}-00f067aa0ba902b7-00"),
        format!("cc-{ID}-00f067aa0ba902b7-01-what-the-future-will-be-like"),
    ] {
        let (id, caller) = TraceId::parse(&text).unwrap();
        assert_eq!((&*id.to_string(), caller.span), (ID, 0x00f0_67aa_0ba9_02b7), "{text}");
        assert_eq!(caller.is_sampled, text.contains("-01"), "{text}");
    }
}

#[test]
fn what_is_not_gets_an_id_of_its_own() {
    for text in [
        String::new(),
        format!("00-{ID}-00f067aa0ba902b7"),
        format!("00-{ID}-00f067aa0ba902b7-01-more"),
        format!("ff-{ID}-00f067aa0ba902b7-01"),
        format!("00-{}-00f067aa0ba902b7-01", ID.to_uppercase()),
        format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)),
        format!("00-{}-00f067aa0ba902b7-01", &ID[1..]),
    ] {
        assert_eq!(TraceId::parse(&text), None, "{text}");
    }
    let none = HeaderMap::new();
    assert_ne!(TraceId::of(&none), TraceId::of(&none));
}
