//! What is sealed opens where it belongs, unchanged, and nowhere else.

use super::*;

#[test]
fn what_is_sealed_opens_where_it_belongs_only() {
    let seal = Seal::new(&[7; 32], "codes");
    let sealed = seal.close("okta", b"a secret").unwrap();
    assert_eq!(seal.open("okta", &sealed).unwrap(), b"a secret");
    assert!(!sealed.windows(8).any(|part| part == b"a secret"));
    assert_ne!(seal.close("okta", b"a secret").unwrap(), sealed, "nonces differ");
    assert_eq!(seal.open("oktb", &sealed), None);
    assert_eq!(Seal::new(&[7; 32], "secrets").open("okta", &sealed), None);
    assert_eq!(Seal::new(&[8; 32], "codes").open("okta", &sealed), None);
    for at in 0..sealed.len() {
        let mut other = sealed.clone();
        other[at] ^= 1;
        assert_eq!(seal.open("okta", &other), None, "bit flipped in byte {at}");
        assert_eq!(seal.open("okta", &sealed[..at]), None, "cut to {at} bytes");
    }
}
