//! Keys in every form that OpenSSL writes, and what must not pass for one.

use super::super::signature::SignatureError;
use super::*;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../signature/fixtures/", $name)).as_slice()
    };
}

fn algorithm(name: &str) -> Algorithm {
    Algorithm::parse(name).unwrap()
}

fn fault(result: Result<impl fmt::Debug, SignatureError>) -> String {
    match result.unwrap_err() {
        error @ SignatureError::Key { .. } => {
            assert_eq!(error.code().as_str(), "COS-BND-0021");
            error.to_string()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn names_are_exact() {
    for (name, algorithm) in Algorithm::ALL {
        assert_eq!(Algorithm::parse(name), Some(algorithm));
        assert_eq!(algorithm.to_string(), name);
    }
    for name in ["none", "None", "", "rs256", "EdDSA", "ES256K", "RS007"] {
        assert_eq!(Algorithm::parse(name), None);
    }
}

#[test]
fn every_form_of_a_key_that_openssl_writes_works() {
    let message = b"message";
    for (name, private, public) in [
        ("RS256", fixture!("rsa.pem"), fixture!("rsa.pub")),
        ("RS384", fixture!("rsa1.pem"), fixture!("rsa1.pub")),
        ("RS512", fixture!("rsa.pem"), fixture!("rsa.crt")),
        ("PS256", fixture!("rsa1.pem"), fixture!("rsa.pub")),
        ("PS384", fixture!("rsa.pem"), fixture!("rsa1.pub")),
        ("PS512", fixture!("rsa.pem"), fixture!("rsa.crt")),
        ("ES256", fixture!("p256.pem"), fixture!("p256.pub")),
        ("ES256", fixture!("p256.sec1.pem"), fixture!("p256.crt")),
        ("ES384", fixture!("p384.pem"), fixture!("p384.pub")),
        ("ES512", fixture!("p521.pem"), fixture!("p521.pub")),
        ("HS256", &[7; 32], &[7; 32]),
        ("HS384", &[7; 48], &[7; 48]),
        ("HS512", &[7; 64], &[7; 64]),
    ] {
        let signing = BundleSigningKey::new("k", algorithm(name), private).unwrap();
        let verifying = VerificationKey::new("k", algorithm(name), public, None).unwrap();
        let mut signature = signing.sign(message).unwrap();
        assert!(verifying.verifies(message, &signature), "{name}");
        assert!(!verifying.verifies(b"massage", &signature), "{name}");
        signature[9] ^= 1;
        assert!(!verifying.verifies(message, &signature), "{name}");
        assert!(!verifying.verifies(message, &[]), "{name}");
    }
}

#[test]
fn a_key_is_of_one_algorithm() {
    for (name, public) in [
        ("ES256", fixture!("rsa.pub")),
        ("ES384", fixture!("p256.pub")),
        ("ES256", fixture!("p521.pub")),
        ("RS256", fixture!("p256.pub")),
        ("PS512", fixture!("p384.pub")),
        ("RS256", fixture!("p256.crt")),
        ("HS256", fixture!("rsa.pub")),
        ("HS512", fixture!("p256.pub")),
        ("RS256", b"secret".as_slice()),
        ("ES256", &[0xff, 0xfe]),
        ("HS256", b""),
        ("RS256", fixture!("rsa.pem")),
    ] {
        fault(VerificationKey::new("k", algorithm(name), public, None));
    }
    for (name, private) in [
        ("RS256", fixture!("p256.pem")),
        ("ES256", fixture!("rsa.pem")),
        ("ES384", fixture!("p256.pem")),
        ("ES256", fixture!("rsa1.pem")),
        ("RS256", fixture!("p256.sec1.pem")),
        ("HS256", fixture!("rsa.pem")),
        ("RS256", fixture!("rsa.pub")),
    ] {
        fault(BundleSigningKey::new("k", algorithm(name), private));
    }
}

#[test]
fn faults_say_what_to_do() {
    let short = fault(BundleSigningKey::new("guild", algorithm("HS256"), &[1; 31]));
    assert_eq!(
        short,
        "the key `guild` is not usable for HS256: the secret has fewer than 32 bytes; \
         make one with `openssl rand -hex 32`"
    );
    assert!(VerificationKey::new("k", algorithm("HS256"), b"secret", None).is_ok());
    let encrypted = fault(BundleSigningKey::new("k", algorithm("ES256"), fixture!("enc.pem")));
    assert!(encrypted.ends_with("it is encrypted; decrypt it first"), "{encrypted}");
    let wrong = fault(VerificationKey::new("k", algorithm("RS256"), fixture!("rsa.pem"), None));
    assert!(wrong.ends_with("give the public key"), "{wrong}");
}

#[test]
fn damaged_keys_are_refused() {
    let pem = fixture!("p256.crt");
    for cut in 0..pem.len() - 1 {
        assert!(VerificationKey::new("k", algorithm("ES256"), &pem[..cut], None).is_err());
    }
    let (_, der) = super::pem(pem).unwrap();
    for cut in 0..der.len() {
        let _ = subject_key(&der[..cut]);
        let mut changed = der.clone();
        changed[cut] ^= 0x81;
        let _ = subject_key(&changed);
    }
}

#[test]
fn printing_a_key_keeps_its_secret() {
    let secret = b"0123456789abcdef0123456789abcdef";
    let signing = BundleSigningKey::new("k", algorithm("HS256"), secret).unwrap();
    let verifying =
        VerificationKey::new("k", algorithm("HS256"), secret, Some("write".to_owned())).unwrap();
    assert_eq!(format!("{signing:?}"), "BundleSigningKey(k, HS256)");
    assert_eq!(format!("{verifying:?}"), r#"VerificationKey(k, HS256, Some("write"))"#);
}
