//! A key has one name and one id, spelled one way.

use super::*;

#[test]
fn names_round_trip_and_have_one_spelling() {
    for good in [
        "acme/notary-1",
        "acme.example/log-42",
        "acme/report-1",
        "acme/policy-2",
        "a-b/witness-4294967295",
    ] {
        assert_eq!(good.parse::<KeyName>().unwrap().to_string(), good);
    }
    for bad in [
        "",
        "acme",
        "acme/",
        "/notary-1",
        "acme/notary",
        "acme/notary-",
        "acme/notary-0",
        "acme/notary-01",
        "acme/notary-+1",
        "acme/notary--1",
        "acme/notary-1 ",
        "acme/notary-4294967296",
        "acme/root-1",
        "Acme/notary-1",
        "acme/eu/notary-1",
        "acme/Notary-1",
    ] {
        let error = bad.parse::<KeyName>().unwrap_err();
        assert_eq!(error.code().as_str(), "COS-KEY-0010", "{bad:?}");
    }
}

/// Computed with `printf 'acme/notary-1\n\x01<key>' | sha256sum` for the public key of RFC 8032 §7.1, test 1.
#[test]
fn id_is_the_signed_note_key_id() {
    let key = PublicKey([
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07,
        0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07,
        0x51, 0x1a,
    ]);
    let id = KeyId::of("acme/notary-1".parse().unwrap(), &key);
    assert_eq!(id.as_str(), "acme/notary-1+9940885a");
    assert_eq!(id.name().to_string(), "acme/notary-1");
    assert_ne!(id, KeyId::of("acme/notary-2".parse().unwrap(), &key));
}
