//! The commands doing what they are for, output compared word by word.

use crate::env::Env;
use crate::events;
use crate::server::Served;
use insta::assert_snapshot;

/// Times and rates differ from run to run.
macro_rules! shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({filters => vec![
            (r"\d+\.\d+ s\b", "[TIME]"),
            (r"[\d,]+ a second", "[RATE] a second"),
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[WHEN]"),
            (r"\d+\.\d+ [kM]B", "[SIZE]"),
            (r#"\["(dana|lee)@acme.example","(dana|lee)@acme.example"\]"#, "[BOTH APPROVERS]"),
            (r"salt_seed     ┆ .{22}", "salt_seed     ┆ [SEED]"),
            (r"witnesses it is `[^`]+`", "witnesses it is `[VERIFIER KEY]`"),
        ]}, { assert_snapshot!($name, $text) })
    };
}

#[test]
fn keys_to_verdict() {
    let env = Env::new();
    env.write("events.jsonl", &events::lines(10));
    shown!("trust_init", env.shown("trust init --org acme --out trust"));
    shown!("trust_show", env.shown("trust show trust"));
    let issue = "receipts issue --in events.jsonl --tenant pilot-a --region eu-1 --keys trust --out receipts.sdjwt";
    shown!("issue", env.shown(issue));
    shown!("append", env.shown("receipts append receipts.sdjwt --ledger ledger"));
    shown!(
        "append_again",
        env.shown("--quiet receipts append receipts.sdjwt --ledger ledger --keys trust")
    );
    shown!("verify_ledger", env.shown("receipts verify ledger --trust trust/trust.json"));
    shown!(
        "verify_file",
        env.shown("receipts verify receipts.sdjwt --trust trust/trust.json --strict")
    );
    let nonce = "00112233445566778899aabbccddeeff";
    shown!(
        "sample",
        env.shown(&format!("receipts sample ledger --count 4 --nonce {nonce} --out s.auditpack"))
    );
    shown!("verify_pack", env.shown("receipts verify s.auditpack --trust trust/trust.json"));
    let sampled =
        format!("receipts verify ledger --trust trust/trust.json --sample 4 --nonce {nonce}");
    shown!("verify_sampled", env.shown(&sampled));
    shown!(
        "disclose",
        env.shown(
            "receipts disclose receipts.sdjwt --profile public --claims ticket --out public.sdjwt"
        )
    );
    shown!("verify_public", env.shown("receipts verify public.sdjwt --trust trust/trust.json"));
    shown!("show", env.shown("receipts show ledger --index 4"));
    shown!("rotate", env.shown("trust rotate trust --purpose notary --ledger ledger"));
    shown!("rotate_report", env.shown("trust rotate trust --purpose report"));
    shown!("verify_after_rotation", env.shown("receipts verify ledger --trust trust/trust.json"));
    shown!(
        "file_after_rotation",
        env.shown("receipts verify public.sdjwt --trust trust/trust.json")
    );
}

#[test]
fn a_changed_byte_in_the_ledger_is_named() {
    let env = Env::with_ledger();
    let bodies = env.path("ledger/eu-1/pilot-a/bodies");
    let file = std::fs::read_dir(bodies).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    shown!("tampered", env.shown("receipts verify ledger --trust trust/trust.json"));
}

#[test]
fn machine_formats() {
    let env = Env::with_ledger();
    let run =
        env.cos("receipts verify ledger --trust trust/trust.json --format json --report out.json");
    let printed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let written: serde_json::Value = serde_json::from_str(&env.read("out.json")).unwrap();
    assert_eq!((&printed, run.exit), (&written, 0));
    for field in [
        "schema",
        "source",
        "total",
        "valid",
        "invalid",
        "unverifiable",
        "withheld",
        "criterion",
        "levels",
        "elapsed_seconds",
        "receipts_per_second",
        "by_tenant",
        "failures",
    ] {
        assert!(printed.get(field).is_some(), "{field}");
    }
    assert_eq!(printed["valid"], 10);
    let lines = env.ok("receipts verify ledger --trust trust/trust.json --format jsonl");
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    for args in [
        "trust show trust",
        "receipts show receipts.sdjwt",
        "explain --list",
        "schema trust",
        "schema matrix",
        "schema conformance",
    ] {
        let text = env.ok(&format!("{args} --format json"));
        assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap().is_object(), "{args}");
    }
}

#[test]
fn certificate_authority() {
    let env = Env::new();
    shown!("trust_init_ca", env.shown("trust init --org acme --out trust --ca"));
    shown!("trust_show_ca", env.shown("trust show trust"));
    env.ok("trust init --org acme --out later");
    let with = "--identity release@acme.example --issuer https://login.acme.example";
    shown!("trust_add_ca", env.shown(&format!("trust add-ca later {with}")));
    shown!("rotate_evidence", env.shown("trust rotate later --purpose evidence"));
    env.ok("trust rotate later --purpose evidence --algorithm ed25519");
    let export =
        "trust export later --trust-config config.json --trusted-root root.json --key key.pem";
    shown!("trust_export", env.shown(export));
    assert!(env.read("config.json").contains("clienttrustconfig"));
    assert!(env.read("root.json").contains("\"certificateAuthorities\""));
    assert!(env.read("key.pem").starts_with("-----BEGIN PUBLIC KEY-----\n"));
    env.ok("trust export later/trust.json --key key.pem --force --format json");
}

#[test]
fn pipes() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust");
    let issue = "receipts issue --in - --tenant pilot-a --region eu-1 --keys trust --out -";
    let issued = env.cos_with(issue, &events::lines(3));
    assert_eq!((issued.exit, issued.stdout.lines().count()), (0, 3));
    let appended = env.cos_with("receipts append - --ledger ledger", &issued.stdout);
    assert_eq!(appended.exit, 0, "{}", appended.stderr);
    let verified = env.cos_with("receipts verify - --trust trust/trust.json", &issued.stdout);
    assert_eq!(verified.exit, 0, "{}", verified.stdout);
    let copied = env.cos_with("receipts disclose - --profile tenant --out -", &issued.stdout);
    assert!(
        copied.exit == 0
            && copied.stdout.lines().count() == 3
            && copied.stdout.len() < issued.stdout.len()
    );
}

#[test]
fn several_files_and_an_interrupted_run() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust");
    for (tenant, count) in [("pilot-a", 7), ("pilot-b", 5)] {
        env.write("events.jsonl", &events::lines(count));
        env.ok(&format!("receipts issue --in events.jsonl --tenant {tenant} --region eu-1 --keys trust --out {tenant}.sdjwt"));
    }
    let whole = env.read("pilot-a.sdjwt");
    let head: String = whole.lines().take(3).map(|line| format!("{line}\n")).collect();
    env.write("head.sdjwt", &head);
    env.ok("receipts append head.sdjwt --ledger ledger");
    let report =
        env.ok("receipts append pilot-a.sdjwt pilot-b.sdjwt --ledger ledger --format json");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["appended"], &report["replayed"]), (&9.into(), &3.into()));
    let verdict = env.ok("receipts verify ledger --trust trust --format json");
    let verdict: serde_json::Value = serde_json::from_str(&verdict).unwrap();
    assert_eq!(verdict["by_tenant"]["eu-1/pilot-b"]["valid"], 5);
    assert_eq!(verdict["valid"], 12);
}

#[test]
fn the_demo_keeps_its_word() {
    let env = Env::new();
    std::fs::create_dir_all(env.path("cos-demo/trust")).unwrap();
    env.write("cos-demo/MADE-BY-COS-DEMO", "so a demo may replace it");
    env.write("cos-demo/trust/trust.json", "{}");
    let run = env.cos("demo --receipts 1000 --format json");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let demo: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(demo["steps"].as_array().unwrap().len(), 17);
    let sealed = "evidence verify cos-demo/release --trust cos-demo/trust/trust.json";
    let found: serde_json::Value =
        serde_json::from_str(&env.ok(&format!("{sealed} --format json"))).unwrap();
    let passed = |id: &str| {
        found["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["id"] == id && it["outcome"] == "pass")
    };
    assert!(passed("isolation.signed") && passed("isolation.passed"), "{found}");
    assert_eq!(env.cos(&sealed.replace("/release", "/altered-release")).exit, 1);
    assert_eq!(
        env.cos("receipts verify cos-demo/ledger --trust cos-demo/trust/trust.json").exit,
        0
    );
    assert_eq!(
        env.cos("receipts verify cos-demo/sample.auditpack --trust cos-demo/trust/trust.json").exit,
        0
    );
    assert_eq!(
        env.cos(
            "receipts verify cos-demo/tampered-ledger --trust cos-demo/trust/trust.json --no-pin"
        )
        .exit,
        1
    );
    let verify = "report verify cos-demo/conformance.json --trust cos-demo/trust/trust.json";
    assert_eq!(env.cos(verify).exit, 0);
    assert_eq!(env.cos("simulator verify cos-demo/conformance.json --sample 50").exit, 0);
    let diff = "simulator diff cos-demo/policy.tar.gz cos-demo/weakened.tar.gz --exit-code \
        --matrix cos-demo/privileged.yaml --trust cos-demo/trust";
    assert_eq!(env.cos(diff).exit, 1);
    // What it leaves is a data directory like any other.
    let served = Served::with(&env, &["serve", "--data", "cos-demo", "--listen", "127.0.0.1:0"]);
    let tenant = "tenant show pilot-a --token-file cos-demo/operator.token --format json";
    let served = served.unwrap();
    assert!(served.ok(&env, tenant).contains("\"status\": \"active\""));
    let run = env.cos("demo --receipts 100");
    assert!(run.exit == 4 && run.stderr.contains("COS-SRV-0012"), "{}: {}", run.exit, run.stderr);
    assert!(served.ok(&env, tenant).contains("\"status\": \"active\""), "it is still there");
}

#[test]
fn looking_after_a_ledger() {
    let env = Env::with_ledger();
    shown!("ledger_status", env.shown("ledger status ledger"));
    shown!("ledger_fsck", env.shown("ledger fsck ledger"));
    let proof = env.ok("ledger prove ledger --index 3");
    assert!(
        proof.starts_with("c2sp.org/tlog-proof@v1\nindex 3\n")
            && proof.contains("\nacme/eu-1/pilot-a\n10\n")
    );
    env.write("proven.json", &env.ok("ledger prove ledger --index 3 --with-receipt"));
    shown!(
        "verify_proven",
        env.shown("receipts verify proven.json --trust trust/trust.json --level inclusion")
    );
    env.ok("receipts disclose proven.json --profile tenant --out part.json");
    env.ok("receipts verify part.json --trust trust/trust.json --level inclusion");
    let tile = env.path("ledger/eu-1/pilot-a/tile/0/000.p/10");
    std::fs::write(&tile, [0; 320]).unwrap();
    assert_eq!(env.cos("ledger fsck ledger").exit, 1);
    assert_eq!(env.cos("ledger fsck ledger --repair").exit, 0);
    assert_eq!(env.cos("ledger fsck ledger").exit, 0);
}
