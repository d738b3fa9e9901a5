//! The numbers of the RFC, and what is none.

use super::*;

#[test]
fn a_challenge_is_that_of_the_rfc_and_a_word_is_its_own() {
    // RFC 7636, appendix B.
    let made = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(made, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assert!(is_challenge(&made));
    for other in ["", "x", &made[1..], &format!("{made}A"), "http://evil.example/"] {
        assert!(!is_challenge(other), "{other}");
    }
    assert_eq!(word(&made).len(), 9);
    assert_ne!(word(&made), word("x"));
}
