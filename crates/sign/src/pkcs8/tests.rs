//! Keys of RFC 8032 and RFC 8410 come out right; whatever is not such a key is refused, also when cut anywhere.

use aws_lc_rs::signature::KeyPair as _;

use super::*;

/// RFC 8032 §7.1, test 1.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];

/// RFC 8410 §10.3: version 1, and version 2 with an attribute and the public key.
const RFC8410: [&str; 2] = [
    "-----BEGIN PRIVATE KEY-----\n\
     MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
     -----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\n\
     MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
     oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n\
     Z9w7lshQhqowtrbLDFw4rXAxZuE=\n\
     -----END PRIVATE KEY-----\n",
];

fn public(pem: &[u8]) -> Result<[u8; 32], Fault> {
    Ok(decode(pem)?.public_key().as_ref().try_into().unwrap())
}

fn hex(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    assert!(cos_core::digest::decode_hex(text, &mut bytes));
    bytes
}

#[test]
fn writes_and_reads_the_key_of_rfc_8032() {
    let pem = encode(&SEED);
    let expected = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert_eq!(public(pem.as_bytes()).unwrap(), expected);
    let crlf = pem.replace('\n', "\r\n");
    assert_eq!(public(crlf.as_bytes()).unwrap(), expected);
}

#[test]
fn reads_both_versions_of_rfc_8410() {
    for pem in RFC8410 {
        let expected = hex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
        assert_eq!(public(pem.as_bytes()).unwrap(), expected);
    }
}

#[test]
fn refuses_a_public_key_that_is_not_the_private_keys() {
    let other = RFC8410[1].replace("Z9w7", "Z9w8");
    assert!(matches!(public(other.as_bytes()), Err(Fault::Malformed(_))));
}

#[test]
fn refuses_every_truncation() {
    for pem in RFC8410 {
        // The newline at the very end may be missing.
        for length in 0..pem.len() - 1 {
            assert!(decode(&pem.as_bytes()[..length]).is_err(), "{length} bytes of\n{pem}");
        }
    }
}

#[test]
fn a_changed_bit_never_gives_the_same_key() {
    let pem = encode(&SEED);
    let key = public(pem.as_bytes()).unwrap();
    let mut same = Vec::new();
    for (at, byte) in pem.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        for bit in 0..8 {
            let mut bytes = pem.as_bytes().to_vec();
            bytes[at] = byte ^ (1 << bit);
            if public(&bytes).is_ok_and(|other| other == key) {
                same.push((at, char::from(bytes[at])));
            }
        }
    }
    // The one exception says version 2, where the public key is optional.
    assert_eq!(same, [(34, 'E')]);
}

#[test]
fn says_what_a_foreign_file_is() {
    let cases: [(&str, Fault); 10] = [
        ("", Fault::Malformed("it does not begin with `-----BEGIN PRIVATE KEY-----`")),
        ("hello", Fault::Malformed("it does not begin with `-----BEGIN PRIVATE KEY-----`")),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", Fault::Malformed("it is encrypted")),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", Fault::Malformed("it is an OpenSSH key")),
        ("-----BEGIN PUBLIC KEY-----\n", Fault::Malformed("it is a public key")),
        ("-----BEGIN RSA PRIVATE KEY-----\n", Fault::Algorithm),
        ("-----BEGIN EC PRIVATE KEY-----\n", Fault::Algorithm),
        (
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            Fault::Malformed("its content is damaged or not PKCS#8"),
        ),
        (
            "-----BEGIN PRIVATE KEY-----\n====\n-----END PRIVATE KEY-----\n",
            Fault::Malformed("its base64 text is damaged"),
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\nmore",
            Fault::Malformed("it does not end in `-----END PRIVATE KEY-----`"),
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(decode(text.as_bytes()).unwrap_err(), fault, "{text:?}");
    }
    assert_eq!(decode(b"\xff\xfe").unwrap_err(), Fault::Malformed("it is not text"));
}

#[test]
fn refuses_bytes_after_the_key() {
    let mut der = STANDARD.decode(RFC8410[0].lines().nth(1).unwrap()).unwrap();
    der.push(0);
    let pem = format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(der));
    assert!(matches!(decode(pem.as_bytes()), Err(Fault::Malformed(_))));
}
