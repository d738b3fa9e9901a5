//! A private key signs, stays private, and is read only from a file that keeps it private.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use cos_core::ed25519::VerifyingKey;
use tempfile::TempDir;

use super::*;

fn name() -> KeyName {
    "acme/notary-1".parse().unwrap()
}

fn written(directory: &TempDir) -> (NewKey, PathBuf) {
    let path = directory.path().join("notary-1.pem");
    let new = NewKey::generate(name()).unwrap();
    new.write(&path).unwrap();
    (new, path)
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn openssl(arguments: &[&str]) -> String {
    let run = Command::new("openssl").args(arguments).output().expect("openssl is installed");
    assert!(
        run.status.success(),
        "openssl {arguments:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn signs_what_core_verifies() {
    let directory = TempDir::new().unwrap();
    let (new, path) = written(&directory);
    let key = SigningKey::read(name(), &path).unwrap();
    assert_eq!(key.id(), new.key.id());
    let verifying = VerifyingKey::new(key.public_key()).unwrap();
    for message in [&b""[..], b"an act", &[0xff; 5000]] {
        let signature = key.sign(message).unwrap();
        assert!(verifying.verify_strict(message, &signature));
        assert!(!verifying.verify_strict(b"another act", &signature));
    }
}

/// RFC 8032 §7.1, test 2.
#[test]
fn signs_as_rfc_8032_says() {
    let seed = *b"\x4c\xcd\x08\x9b\x28\xff\x96\xda\x9d\xb6\xc3\x46\xec\x11\x4e\x0f\
                  \x5b\x8a\x31\x9f\x35\xab\xa6\x24\xda\x8c\xf6\xed\x4f\xb8\xa6\xfb";
    let signature = SigningKey::from_seed(name(), &seed).sign(&[0x72]).unwrap();
    let mut expected = [0; 64];
    let hex = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
               085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    assert!(cos_core::digest::decode_hex(hex, &mut expected));
    assert_eq!(signature.0, expected);
}

#[test]
fn every_key_is_new() {
    let ids: std::collections::HashSet<_> =
        (0..64).map(|_| NewKey::generate(name()).unwrap().key.public_key()).collect();
    assert_eq!(ids.len(), 64);
}

#[test]
fn files_are_private_and_never_overwritten() {
    let directory = TempDir::new().unwrap();
    let (_, path) = written(&directory);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    let error = NewKey::generate(name()).unwrap().write(&path).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-KEY-0005");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn refuses_files_that_others_can_open() {
    let directory = TempDir::new().unwrap();
    let (_, path) = written(&directory);
    for mode in [0o644, 0o640, 0o604, 0o660, 0o602, 0o610, 0o601, 0o777] {
        set_mode(&path, mode);
        let error = SigningKey::read(name(), &path).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-KEY-0002");
        let shown = path.display();
        assert_eq!(
            error.to_string(),
            format!("`{shown}` has mode {mode:04o} and is open to others; run `chmod 600 {shown}`")
        );
    }
    for mode in [0o600, 0o400, 0o700] {
        set_mode(&path, mode);
        assert!(SigningKey::read(name(), &path).is_ok(), "{mode:o}");
    }
    // The file counts, not the link to it.
    let link = directory.path().join("link.pem");
    symlink(&path, &link).unwrap();
    assert!(SigningKey::read(name(), &link).is_ok());
    set_mode(&path, 0o644);
    assert_eq!(SigningKey::read(name(), &link).unwrap_err().code().as_str(), "COS-KEY-0002");
}

#[test]
fn refuses_what_is_not_a_key_file() {
    let directory = TempDir::new().unwrap();
    let path = |file: &str| directory.path().join(file);
    let pipe = path("pipe.pem");
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&pipe).status().unwrap().success());
    std::fs::create_dir(path("directory.pem")).unwrap();
    set_mode(&path("directory.pem"), 0o700);
    for (file, bytes) in
        [("empty.pem", vec![]), ("long.pem", vec![b'-'; 16 << 10 | 1]), ("zero.pem", vec![0; 120])]
    {
        std::fs::write(path(file), bytes).unwrap();
        set_mode(&path(file), 0o600);
    }
    for file in ["pipe.pem", "directory.pem", "empty.pem", "long.pem", "zero.pem"] {
        let error = SigningKey::read(name(), &path(file)).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-KEY-0003", "{file}: {error}");
        assert!(error.to_string().contains(file));
    }
    let error = SigningKey::read(name(), &path("absent.pem")).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-KEY-0001");
}

#[test]
fn reads_the_ed25519_keys_of_openssl_and_no_others() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("key.pem");
    let shown = path.to_str().unwrap();
    let generate = |arguments: &[&str]| {
        let _ = std::fs::remove_file(&path);
        openssl(&[&["genpkey", "-out", shown], arguments].concat());
        set_mode(&path, 0o600);
        SigningKey::read(name(), &path)
    };
    let key = generate(&["-algorithm", "ed25519"]).unwrap();
    let text = openssl(&["pkey", "-in", shown, "-noout", "-text_pub"]);
    assert_eq!(hex_of(&text), key.public_key().0);
    let foreign: [&[&str]; 4] = [
        &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        &["-algorithm", "x25519"],
        &["-algorithm", "ed448"],
    ];
    for arguments in foreign {
        let error = generate(arguments).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-KEY-0004", "{arguments:?}: {error}");
    }
    let encrypted = generate(&["-algorithm", "ed25519", "-aes-256-cbc", "-pass", "pass:x"]);
    assert_eq!(encrypted.unwrap_err().code().as_str(), "COS-KEY-0003");
}

#[test]
fn openssl_reads_our_keys() {
    let directory = TempDir::new().unwrap();
    let (new, path) = written(&directory);
    let text = openssl(&["pkey", "-in", path.to_str().unwrap(), "-noout", "-text"]);
    assert!(text.starts_with("ED25519 Private-Key:"), "{text}");
    let public = text.split_once("pub:").unwrap().1;
    assert_eq!(hex_of(public), new.key.public_key().0);
}

/// Collects the `aa:bb:…` lines that openssl prints.
fn hex_of(text: &str) -> Vec<u8> {
    text.lines()
        .filter(|line| line.starts_with("    "))
        .flat_map(|line| line.trim().split(':').filter(|pair| !pair.is_empty()))
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

#[test]
fn the_secret_is_never_shown() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("key.pem");
    let seed = [0xa5; 32];
    let pem = pkcs8::encode(&seed);
    let body = pem.lines().nth(1).unwrap().to_owned();
    let shown_nowhere = |text: &str| {
        let hex = "a5".repeat(4);
        assert!(!text.to_lowercase().contains(&hex), "{text}");
        assert!(!text.contains("165, 165"), "{text}");
        for part in body.as_bytes().windows(12) {
            assert!(!text.contains(std::str::from_utf8(part).unwrap()), "{text}");
        }
    };
    let key = SigningKey::from_seed(name(), &seed);
    shown_nowhere(&format!("{key:?} {key:#?}"));
    // Damage the file in every way that reading can notice and look at what the error says.
    for at in 0..pem.len() {
        let mut bytes = pem.as_bytes().to_vec();
        bytes[at] = b'!';
        let _ = std::fs::remove_file(&path);
        durable::create_new(&path, 0o600, &bytes).unwrap();
        let error = SigningKey::read(name(), &path).unwrap_err();
        shown_nowhere(&format!("{error} {error:?} {error:#?}"));
    }
}
