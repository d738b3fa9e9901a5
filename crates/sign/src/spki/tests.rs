//! Keys are written as openssl writes them, and read in that one spelling.

use super::*;
use std::process::Command;

fn openssl(args: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A key of openssl's, as private and public PEM.
fn made(options: &[&str]) -> (Vec<u8>, String) {
    let private = openssl(&[&["genpkey"][..], options].concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    std::fs::write(&path, &private).unwrap();
    let public = openssl(&["pkey", "-pubout", "-in", path.to_str().unwrap()]);
    (private, String::from_utf8(public).unwrap())
}

const P256: [&str; 4] = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];

#[test]
fn keys_of_openssl() {
    for (options, algorithm) in
        [(&P256[..], "ECDSA-P256"), (&["-algorithm", "ED25519"][..], "Ed25519")]
    {
        let (_, pem) = made(options);
        let key = SpkiKey::from_pem(&pem).unwrap();
        assert_eq!((key.algorithm(), key.to_pem()), (algorithm, pem));
        assert_eq!(SpkiKey::from_der(&key.to_der()), Some(key));
    }
}

#[test]
fn a_private_key_of_openssl_signs() {
    let (private, public) = made(&P256);
    let pair = crate::pkcs8::decode_p256(&private).unwrap();
    let rng = aws_lc_rs::rand::SystemRandom::new();
    let signature = pair.sign(&rng, b"message").unwrap();
    let Some(SpkiKey::P256(key)) = SpkiKey::from_pem(&public) else { panic!("{public}") };
    assert!(key.verifies(b"message", signature.as_ref()));
    assert!(!key.verifies(b"massage", signature.as_ref()));
    // Either algorithm in place of the other.
    let (ed25519, _) = made(&["-algorithm", "ED25519"]);
    assert!(matches!(crate::pkcs8::decode_p256(&ed25519), Err(crate::pkcs8::Fault::Algorithm)));
    assert!(matches!(crate::pkcs8::decode(&private), Err(crate::pkcs8::Fault::Algorithm)));
}

#[test]
fn other_keys_and_other_spellings_are_none() {
    let curve = |name: &'static str| ["-algorithm", "EC", "-pkeyopt", name];
    for options in [
        &curve("ec_paramgen_curve:P-384")[..],
        &curve("ec_paramgen_curve:secp256k1"),
        &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        &["-algorithm", "X25519"],
        &["-algorithm", "ED448"],
    ] {
        assert_eq!(SpkiKey::from_pem(&made(options).1), None, "{options:?}");
    }
    let (_, pem) = made(&P256);
    let der = SpkiKey::from_pem(&pem).unwrap().to_der();
    let mut off_curve = der.clone();
    off_curve[90] ^= 1;
    let compressed = [&[0x30, 0x39], &der[2..24], &[0x22, 0, 2], &der[27..59]].concat();
    let infinity = [&der[..27], &[0; 64]].concat();
    for bytes in [off_curve, compressed, infinity, der[..90].to_vec(), [&der[..], &[0]].concat()] {
        assert_eq!(SpkiKey::from_der(&bytes), None);
    }
    let body = pem.lines().nth(1).unwrap();
    for text in [
        pem.trim_end().to_owned(),
        format!("\n{pem}"),
        pem.replace(body, &format!("{body} ")),
        pem.replace(&format!("{body}\n"), body),
        pem.replace("PUBLIC", "PRIVATE"),
        String::new(),
    ] {
        assert_eq!(SpkiKey::from_pem(&text), None, "{text}");
    }
}
