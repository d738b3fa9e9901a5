//! `cos policy`: bundles built, inspected, signed and verified, and every way in which that can end.

use crate::env::Env;
use insta::assert_snapshot;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Keys made for the tests of `cos-policy`.
const KEYS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/policy/src/bundle/signature/fixtures");

macro_rules! shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({filters => vec![
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[WHEN]"),
            (r"\(\d+ B\)", "([SIZE])"),
            (r#""bytes": \d{3,}"#, r#""bytes": "[SIZE]""#),
        ]}, {
            assert_snapshot!($name, $text)
        })
    };
}

/// With keys of P-256 and RSA, a secret, and a policy in `policy/`.
fn env() -> Env {
    let env = Env::new();
    for key in ["p256.pem", "p256.pub", "p256.crt", "p384.pub", "enc.pem", "rsa.pem", "rsa.pub"] {
        std::fs::copy(Path::new(KEYS).join(key), env.path(key)).unwrap();
    }
    env.write("secret", "0123456789abcdef0123456789abcdef\n");
    env.write("short", "sesame");
    for key in ["p256.pem", "enc.pem", "rsa.pem", "secret", "short"] {
        std::fs::set_permissions(env.path(key), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::create_dir_all(env.path("policy/teams")).unwrap();
    env.write(
        "policy/.manifest",
        r#"{"revision":"r1","roots":["authz","teams"],"metadata":{"owner":"guild"}}"#,
    );
    env.write("policy/authz.rego", "package authz\n\nallow if input.team in data.teams.known\n");
    env.write("policy/teams/data.json", r#"{"known":["blue","red"]}"#);
    env.write("policy/README.md", "Read me.\n");
    env.write("policy/authz_test.rego", "package authz\n\ntest_it if true\n");
    env
}

#[test]
fn from_directory_to_verified() {
    let env = env();
    shown!("build", env.shown("policy build policy --out a.tar.gz"));
    env.ok("policy build a.tar.gz --out b.tar.gz --revision r1");
    assert_eq!(bytes(&env, "a.tar.gz"), bytes(&env, "b.tar.gz"), "the same files, the same bytes");
    shown!("inspect", env.shown("policy inspect a.tar.gz"));
    let sign = "policy sign a.tar.gz --key p256.pem --alg ES256 --key-id guild --scope write";
    shown!("sign", env.shown(&format!("{sign} --out signed.tar.gz")));
    shown!("inspect_signed", env.shown("policy inspect signed.tar.gz --format json"));
    let verify = "policy verify signed.tar.gz --scope write --alg ES256";
    shown!("verify", env.shown(&format!("{verify} --key p256.pub --key-id guild")));
    shown!("verify_json", env.shown(&format!("{verify} --key guild=p256.pub --format json")));
    env.ok(&format!("{verify} --key other=p256.pub --key guild=p256.crt"));
}

#[test]
fn every_kind_of_key_signs_a_directory_in_place() {
    let env = env();
    for (private, public, algorithm) in [
        ("p256.pem", "p256.crt", "ES256"),
        ("rsa.pem", "rsa.pub", "RS256"),
        ("rsa.pem", "rsa.pub", "PS512"),
        ("secret", "secret", "HS384"),
    ] {
        env.ok(&format!("policy sign policy --key {private} --alg {algorithm} --force"));
        env.ok(&format!("policy verify policy --key {public} --alg {algorithm}"));
        // An archive of a signed directory is signed.
        env.ok("policy build policy --out packed.tar.gz --force");
        env.ok(&format!("policy verify packed.tar.gz --key {public} --alg {algorithm}"));
    }
    env.ok("policy sign policy --key secret --alg HS256 --out one.tar.gz");
    env.ok("policy sign policy --key secret --alg HS256 --out two.tar.gz");
    assert_eq!(bytes(&env, "one.tar.gz"), bytes(&env, "two.tar.gz"), "the same each time");
}

#[test]
fn keys_of_a_trust_directory_sign_within_their_period() {
    let env = env();
    env.ok("trust init --org acme --out trust");
    env.ok("policy build policy --out a.tar.gz");
    shown!("sign_keys", env.shown("policy sign a.tar.gz --keys trust --out old.tar.gz"));
    shown!("verify_trust", env.shown("policy verify old.tar.gz --trust trust/trust.json"));
    // OPA's other verifiers take the key out of the trust file.
    let trust = cos_sign::Trust::read(&env.path("trust/trust.json")).unwrap();
    let first = &trust.policy_keys()[0];
    env.write("policy.pem", &first.verifying_key.to_pem());
    let id = first.id.as_str();
    env.ok(&format!("policy verify old.tar.gz --key policy.pem --key-id {id} --alg ES256"));

    env.ok("policy sign a.tar.gz --key trust/keys/policy-1.pem --alg ES256 --key-id guild --out stranger.tar.gz");
    shown!("verify_trust_stranger", env.shown("policy verify stranger.tar.gz --trust trust"));
    let undated = format!("--key trust/keys/policy-1.pem --alg ES256 --key-id {id}");
    env.ok(&format!("policy sign a.tar.gz {undated} --out undated.tar.gz"));
    env.ok("policy verify undated.tar.gz --trust trust");
    let lint = "simulator lint --entrypoint data.authz.allow --bundle";
    shown!("lint_trust", env.shown(&format!("{lint} stranger.tar.gz --trust trust")));

    env.ok("trust rotate trust --purpose policy");
    env.ok("policy verify old.tar.gz --trust trust");
    shown!("verify_trust_undated", env.shown("policy verify undated.tar.gz --trust trust"));
    let mut file = trust.file().clone();
    file.policies[0].not_before.0 += 3600;
    env.write("later.json", &file.to_json());
    shown!("verify_trust_early", env.shown("policy verify old.tar.gz --trust later.json"));
    shown!(
        "sign_two_keys",
        env.shown("policy sign a.tar.gz --keys trust --key p256.pem --out b.tar.gz")
    );
}

#[test]
fn a_new_revision_drops_the_signature() {
    let env = env();
    env.ok("policy sign policy --key secret --alg HS256");
    shown!(
        "build_revision",
        env.shown("policy build policy --out new.tar.gz --revision r2 --format json")
    );
    let verify = "policy verify new.tar.gz --key secret --alg HS256";
    shown!("verify_unsigned", env.shown(verify));
}

#[test]
fn a_bundle_that_is_not_what_was_signed_exits_4() {
    let env = env();
    env.ok("policy sign policy --key p256.pem --alg ES256 --key-id guild");
    let verify = "policy verify policy --alg ES256 --key";
    shown!("verify_other_id", env.shown(&format!("{verify} p256.pub")));
    shown!("verify_other_scope", env.shown(&format!("{verify} guild=p256.pub --scope write")));
    shown!(
        "verify_other_algorithm",
        env.shown("policy verify policy --alg RS256 --key guild=rsa.pub")
    );
    env.write("policy/authz.rego", "package authz\n\nallow := true\n");
    env.write("policy/extra.rego", "package authz\n");
    std::fs::remove_file(env.path("policy/README.md")).unwrap();
    shown!("verify_changed", env.shown(&format!("{verify} guild=p256.pub")));
    env.write("policy/.signatures.json", r#"{"signatures":["a.b.c"]}"#);
    shown!("verify_malformed", env.shown(&format!("{verify} guild=p256.pub")));
    // Inspecting believes nothing, and so shows it all the same.
    let seen = env.ok("policy inspect policy");
    assert!(seen.contains("signature  unreadable"), "{seen}");
}

#[test]
fn what_lies_outside_of_the_roots_exits_4() {
    let env = env();
    env.write("policy/extra.rego", "package elsewhere\n");
    shown!("roots", env.shown("policy build policy --out a.tar.gz"));
    for args in [
        "policy inspect policy",
        "policy sign policy --key secret --alg HS256",
        "policy sign policy --key secret --alg HS256 --out a.tar.gz",
    ] {
        assert_eq!(env.cos(args).exit, 4, "{args}");
    }
    assert!(!env.path("a.tar.gz").exists() && !env.path("policy/.signatures.json").exists());
}

/// What each command with `--bundle` does before it looks at the policy.
#[test]
fn a_bundle_is_used_only_when_somebody_answers_for_it() {
    let env = env();
    let lint = "simulator lint --entrypoint data.authz.allow --bundle";
    shown!("use_without_key", env.shown(&format!("{lint} policy")));
    shown!(
        "use_unsigned_with_key",
        env.shown(&format!("{lint} policy --verification-key p256.pub --alg ES256"))
    );
    let unsigned = env.cos(&format!("{lint} policy --unsigned"));
    assert!(unsigned.exit <= 1, "{}", unsigned.stderr);
    env.ok("policy sign policy --key p256.pem --alg ES256 --key-id guild --scope write");
    let verified = format!("{lint} policy --verification-key p256.pub --alg ES256 --scope write");
    shown!("use_other_id", env.shown(&verified));
    let signed = env.cos(&format!("{verified} --keyid guild"));
    assert_eq!((signed.exit, &signed.stdout), (unsigned.exit, &unsigned.stdout));
    let named = verified.replace("p256.pub", "guild=p256.pub");
    assert_eq!(env.cos(&named).stdout, signed.stdout);
    env.write("policy/teams/data.json", r#"{"known":["blue","red","mallory"]}"#);
    shown!("use_changed", env.shown(&format!("{verified} --keyid guild")));
    for wrong in ["--keyid guild", "--alg ES256", "--unsigned --verification-key p256.pub"] {
        assert_eq!(env.cos(&format!("{lint} policy {wrong}")).exit, 2, "{wrong}");
    }
}

#[test]
fn wrong_keys() {
    let env = env();
    let sign = "policy sign policy --out x.tar.gz --key";
    shown!("sign_public", env.shown(&format!("{sign} p256.pub --alg ES256")));
    shown!("sign_other_kind", env.shown(&format!("{sign} rsa.pem --alg ES256")));
    shown!("sign_short", env.shown(&format!("{sign} short --alg HS256")));
    shown!("sign_encrypted", env.shown(&format!("{sign} enc.pem --alg ES256")));
    shown!("sign_no_file", env.shown(&format!("{sign} nowhere.pem --alg ES256")));
    env.write("long", &"x".repeat(70_000));
    std::fs::set_permissions(env.path("long"), std::fs::Permissions::from_mode(0o600)).unwrap();
    shown!("sign_long", env.shown(&format!("{sign} long --alg HS256")));
    std::fs::set_permissions(env.path("secret"), std::fs::Permissions::from_mode(0o644)).unwrap();
    shown!("sign_exposed", env.shown(&format!("{sign} secret --alg HS256")));
    assert!(!env.path("x.tar.gz").exists());
    let verify = "policy verify policy --key";
    shown!("verify_private", env.shown(&format!("{verify} p256.pem --alg ES256")));
    shown!("verify_other_curve", env.shown(&format!("{verify} p384.pub --alg ES256")));
    shown!("verify_twice", env.shown(&format!("{verify} rsa.pub --key rsa.pub")));
    shown!("verify_public_as_secret", env.shown(&format!("{verify} rsa.pub --alg HS256")));
}

#[test]
fn wrong_bundles() {
    let env = env();
    env.write("garbage", "no archive at all");
    shown!("inspect_nothing", env.shown("policy inspect nowhere"));
    shown!("inspect_garbage", env.shown("policy inspect garbage"));
    env.ok("policy build policy --out whole.tar.gz");
    let whole = bytes(&env, "whole.tar.gz");
    std::fs::write(env.path("cut.tar.gz"), &whole[..whole.len() / 2]).unwrap();
    shown!("inspect_cut", env.shown("policy inspect cut.tar.gz"));
    env.write("policy/teams/data.json", r#"{"known":["blue"],"known":[]}"#);
    for args in [
        "policy inspect policy",
        "policy build policy --out a.tar.gz",
        "policy sign policy --key secret --alg HS256 --out a.tar.gz",
    ] {
        let run = env.cos(args);
        assert!(run.exit == 3 && run.stderr.contains("COS-BND-0008"), "{args}: {}", run.stderr);
    }
    env.write("policy/teams/data.json", "{}");
    env.write("policy/.manifest", r#"{"roots":"authz"}"#);
    shown!("build_manifest", env.shown("policy build policy --out a.tar.gz --revision r2"));
    std::fs::remove_file(env.path("policy/.manifest")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", env.path("policy/link")).unwrap();
    shown!("build_link", env.shown("policy build policy --out a.tar.gz"));
    assert!(!env.path("a.tar.gz").exists());
}

#[test]
fn wrong_places() {
    let env = env();
    shown!("build_within", env.shown("policy build policy --out policy/teams/a.tar.gz"));
    env.ok("policy build policy --out a.tar.gz");
    shown!("build_taken", env.shown("policy build policy --out a.tar.gz"));
    shown!("build_nowhere", env.shown("policy build policy --out nowhere/a.tar.gz"));
    shown!("sign_archive_in_place", env.shown("policy sign a.tar.gz --key secret --alg HS256"));
    env.ok("policy sign policy --key secret --alg HS256");
    shown!("sign_taken", env.shown("policy sign policy --key secret --alg HS256"));
    shown!(
        "sign_within",
        env.shown("policy sign policy --key secret --alg HS256 --out policy/a.tar.gz")
    );
}

#[test]
fn wrong_usage() {
    let env = env();
    for args in [
        "policy",
        "policy build policy",
        "policy inspect",
        "policy sign policy",
        "policy sign policy --key secret --alg EdDSA",
        "policy verify policy",
        "policy verify policy --key p256.pub --alg none",
        "policy verify policy --key p256.pub --alg es256",
    ] {
        let run = env.cos(args);
        assert_eq!(run.exit, 2, "cos {args}: {}", run.stderr);
    }
}

#[test]
fn the_worker_answers_nothing_but_its_protocol() {
    let env = env();
    let run = env.cos_with("policy-worker", "nonsense\n");
    assert!(
        run.exit == 5 && run.stdout.is_empty() && run.stderr.contains("COS-POL-0005"),
        "{} {}",
        run.exit,
        run.stderr
    );
    assert!(!env.ok("--help").contains("policy-worker"), "it is no command for people");
}

fn bytes(env: &Env, name: &str) -> Vec<u8> {
    std::fs::read(env.path(name)).unwrap()
}
