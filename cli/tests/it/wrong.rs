//! Wrong inputs: each names file, line or field, a code, a remedy, exits as documented and leaves nothing half-written.

use crate::env::{Env, refused};
use crate::events;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn usage() {
    let env = Env::new();
    for args in [
        "",
        "nonsense",
        "receipts",
        "receipts verify",
        "receipts verify x",
        "receipts verify x --trust y --level deep",
        "receipts verify x --trust y --sample 5",
        "receipts verify x --trust y --sample 0 --nonce 00",
        "receipts sample ledger --count 0 --nonce 00 --out x",
        "receipts append --ledger ledger",
        "trust rotate trust --purpose notary",
        "trust rotate trust --purpose log --ledger x --no-ledger",
        "trust rotate trust --purpose witness",
        "demo --receipts 1",
    ] {
        let run = env.cos(args);
        assert_eq!(run.exit, 2, "cos {args}: {}", run.stderr);
    }
    assert_eq!(env.cos("--help").exit, 0);
    assert_eq!(env.cos("--version").exit, 0);
}

#[test]
fn trust_init() {
    let env = Env::new();
    refused(
        &env,
        "trust init --org Acme --out trust",
        3,
        &["`Acme` is not an organisation", "COS-IDS-0001"],
    );
    env.ok("trust init --org acme --out trust");
    let before = env.read("trust/trust.json");
    refused(&env, "trust init --org acme --out trust", 3, &["trust", "COS-KEY-"]);
    assert_eq!(env.read("trust/trust.json"), before);
    refused(
        &env,
        "trust init --org acme --out trust --ca",
        3,
        &["COS-KEY-0005", "`cos trust rotate trust`", "`cos trust add-ca trust`"],
    );
    refused(
        &env,
        "trust init --org acme --out other --ca --identity nobody --issuer https://acme.example",
        3,
        &["`nobody` does not name a key: write an e-mail address or a URI", "COS-KEY-0010"],
    );
    assert!(!env.path("other").exists());
    refused(
        &env,
        "trust init --org acme --out other --ca --identity a@acme.example",
        2,
        &["--issuer"],
    );
    env.write("file", "");
    refused(&env, "trust init --org acme --out file", 3, &["`file", "COS-KEY-"]);
}

#[test]
fn certificate_authorities() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust --ca");
    let before = env.read("trust/trust.json");
    refused(&env, "trust add-ca trust", 3, &["`trust/ca.json` already exists", "COS-KEY-0005"]);
    refused(&env, "trust add-ca nowhere", 3, &["COS-TRU-0011"]);
    refused(&env, "trust export trust", 2, &["--key <FILE>"]);
    env.write("taken", "");
    refused(&env, "trust export trust --trusted-root taken", 3, &["taken", "`--force`"]);
    assert_eq!(env.read("trust/trust.json"), before);

    let mut old: serde_json::Value = serde_json::from_str(&before).unwrap();
    old.as_object_mut().unwrap().remove("sigstore");
    old["keys"].as_array_mut().unwrap().pop();
    env.write("old.json", &old.to_string());
    refused(
        &env,
        "trust export old.json --trusted-root r",
        3,
        &["COS-SEA-0015", "cos trust add-ca"],
    );
    refused(&env, "trust export old.json --key k", 3, &["COS-KEY-0007", "--purpose evidence"]);
}

#[test]
fn trust_files() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust");
    let good = env.read("trust/trust.json");
    refused(&env, "trust show missing.json", 3, &["missing.json"]);
    for (name, text) in [
        ("unknown", good.replacen("\"org\"", "\"organisation\"", 1)),
        ("doubled", good.replacen('{', "{\"org\":\"acme\",", 1)),
        ("version", good.replace("cos.trust/v1", "cos.trust/v9")),
        ("cut", good[..good.len() / 2].to_owned()),
        ("trailing", format!("{good}{{}}")),
        ("empty", String::new()),
    ] {
        env.write("bad.json", &text);
        refused(&env, "trust show bad.json", 3, &["bad.json", "COS-TRU-"]);
        let _ = name;
    }
}

#[test]
fn private_keys_open_to_others_are_refused() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust");
    env.write("events.jsonl", &events::lines(1));
    let key = env.path("trust/keys/notary-1.pem");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let args =
        "receipts issue --in events.jsonl --tenant a --region b --keys trust --out out.sdjwt";
    refused(&env, args, 3, &["notary-1.pem", "chmod 600", "COS-KEY-"]);
    assert!(!env.path("out.sdjwt").exists());
}

#[test]
fn events_that_are_none() {
    let env = Env::new();
    env.ok("trust init --org acme --out trust");
    let good = events::event(0).to_string();
    let cases = [
        (
            good.replace("\"rationale\"", "\"rationnale\""),
            "unknown field `rationnale`; did you mean `rationale`?",
            "COS-EVT-0002",
        ),
        (
            good.replace("\"actor\":", "\"flow\":\"x\",\"actor\":"),
            "duplicate key `flow`",
            "COS-EVT-0001",
        ),
        (good.replace("\"allow\"", "\"maybe\""), "field `decision`", "COS-EVT-0004"),
        (good.replace("\"allow\"", "\"deny\""), "field `denial_code` is missing", "COS-EVT-0004"),
        (good.replace("2026-01-02T03:04:00Z", "2026-01-02 03:04"), "field `time`", "COS-EVT-0004"),
        (good.replace("2026-01-02", "2199-01-02"), "more than 5 minutes after now", "COS-EVT-0005"),
        (good.replace("\"resource\"", "\"id\""), "COS-EVT-000", "COS-EVT-000"),
        ("[1]".into(), "not a JSON object", "COS-EVT-0001"),
        ("{\"a\":1e999}".into(), "number out of range", "COS-EVT-0001"),
        ("not json".into(), "not strict JSON", "COS-EVT-0001"),
        (format!("{{\"actor\":\"{}\"}}", "x".repeat(300_000)), "longest event", "COS-EVT-0001"),
    ];
    for (bad, words, code) in cases {
        env.write("events.jsonl", &format!("{good}\n\n{bad}\n{good}\n"));
        let args =
            "receipts issue --in events.jsonl --tenant a --region b --keys trust --out out.sdjwt";
        refused(&env, args, 3, &["`events.jsonl`, line 3", words, code]);
        assert!(!env.path("out.sdjwt").exists(), "half-written output");
    }
    let run =
        env.cos_with("receipts issue --in - --tenant a --region b --keys trust --out -", "{}\n");
    assert!(run.exit == 3 && run.stderr.contains("`stdin`, line 1") && run.stdout.is_empty());
}

#[test]
fn issuing_to_the_wrong_place() {
    let env = Env::with_ledger();
    let issue = "receipts issue --in events.jsonl --keys trust --out out.sdjwt";
    refused(&env, &format!("{issue} --tenant A/B --region eu-1"), 3, &["`A/B` is not a tenant"]);
    refused(&env, &format!("{issue} --tenant a --region .."), 3, &["`..` is not a region"]);
    refused(
        &env,
        "receipts issue --in none.jsonl --tenant a --region b --keys trust --out out",
        3,
        &["none.jsonl"],
    );
    refused(
        &env,
        "receipts issue --in events.jsonl --tenant a --region b --keys nowhere --out out",
        3,
        &["nowhere"],
    );
    let existing =
        "receipts issue --in events.jsonl --tenant a --region b --keys trust --out receipts.sdjwt";
    refused(&env, existing, 3, &["receipts.sdjwt", "--force"]);
    refused(
        &env,
        "receipts issue --in . --tenant a --region b --keys trust --out out",
        3,
        &["directory"],
    );
}

#[test]
fn appending_what_is_no_receipt() {
    let env = Env::with_ledger();
    let receipts = env.read("receipts.sdjwt");
    let line = receipts.lines().next().unwrap();
    let changed = format!("{}A{}", &line[..200], &line[201..]);
    for (bad, code) in [
        (changed.as_str(), "COS-RCP-"),
        ("garbage", "COS-RCP-0001"),
        ("{\"payload\":1}", "COS-RCP-0001"),
    ] {
        env.write("bad.sdjwt", &format!("{line}\n{bad}\n"));
        refused(
            &env,
            "receipts append bad.sdjwt --ledger ledger",
            3,
            &["`bad.sdjwt`, line 2", code, "run the command again"],
        );
    }
    refused(&env, "receipts append none.sdjwt --ledger ledger", 3, &["none.sdjwt"]);
    refused(&env, "receipts append receipts.sdjwt --ledger ledger --keys nowhere", 3, &["nowhere"]);
    let through_a_file = "receipts append receipts.sdjwt --ledger receipts.sdjwt --keys trust";
    refused(&env, through_a_file, 3, &["receipts.sdjwt", "COS-LED-0002"]);
    let nonce = "00".repeat(16);
    let sample = format!("receipts sample nowhere --count 3 --nonce {nonce} --out x.auditpack");
    refused(&env, &sample, 3, &["nowhere/ledger.json"]);
    std::fs::create_dir_all(env.path("elsewhere")).unwrap();
    refused(
        &env,
        "receipts append receipts.sdjwt --ledger elsewhere/ledger",
        3,
        &["--keys", "COS-CLI-0005"],
    );
    env.ok("trust init --org other --out other");
    refused(&env, "receipts append receipts.sdjwt --ledger ledger --keys other", 3, &["other"]);
    env.ok("receipts verify ledger --trust trust/trust.json");
}

#[test]
fn verifying_what_cannot_be_verified() {
    let env = Env::with_ledger();
    let verify = |source: &str| format!("receipts verify {source} --trust trust/trust.json");
    env.write("empty", "");
    std::fs::create_dir_all(env.path("dir")).unwrap();
    refused(&env, &verify("none"), 3, &["`none`"]);
    refused(&env, &verify("empty"), 3, &["an empty file", "COS-VER-0001"]);
    refused(&env, &verify("dir"), 3, &["without `ledger.json`", "COS-VER-0001"]);
    refused(&env, "receipts verify receipts.sdjwt --trust none.json", 3, &["none.json"]);
    refused(
        &env,
        &format!("{} --sample 5 --nonce 00", verify("ledger")),
        3,
        &["nonce", "COS-PCK-0002"],
    );
    let nonce = "00".repeat(16);
    refused(
        &env,
        &format!("{} --sample 5 --nonce {nonce}", verify("receipts.sdjwt")),
        2,
        &["COS-CLI-0006"],
    );
    refused(&env, &format!("{} --since none", verify("ledger")), 3, &["none"]);
    env.write("checkpoint", "not a note\n");
    refused(
        &env,
        &format!("{} --since checkpoint", verify("ledger")),
        3,
        &["`checkpoint`", "COS-VER-0003"],
    );
    env.write("x.auditpack", "{\"schema\":\"cos.auditpack/v1\",\"x\":1}\n");
    refused(&env, &verify("x.auditpack"), 3, &["audit pack, line 1", "COS-PCK-0001"]);
}

#[test]
fn invalid_receipts_exit_1_and_are_named() {
    let env = Env::with_ledger();
    let receipts = env.read("receipts.sdjwt");
    let mut lines: Vec<String> = receipts.lines().map(str::to_owned).collect();
    let other = if &lines[3][300..301] == "A" { "B" } else { "A" };
    lines[3].replace_range(300..301, other);
    lines[7] = "garbage".into();
    env.write("mixed.sdjwt", &lines.join("\r\n"));
    let run = env.cos("receipts verify mixed.sdjwt --trust trust/trust.json --format json");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.exit, &report["valid"], &report["invalid"]), (1, &8.into(), &2.into()));
    let named: Vec<_> = report["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["index"].as_u64().unwrap())
        .collect();
    assert_eq!(named, [4, 8]);
    env.ok("trust init --org acme --out other");
    let run = env.cos("receipts verify receipts.sdjwt --trust other/trust.json");
    assert!(run.exit == 1 && run.stdout.contains("COS-RCP-0010"), "{}", run.stdout);
}

#[test]
fn a_log_that_shrank_exits_6() {
    let env = Env::with_ledger();
    std::fs::rename(env.path("ledger"), env.path("short")).unwrap();
    env.ok("receipts append receipts.sdjwt --ledger ledger");
    env.write("more.jsonl", &events::lines(3));
    env.ok("receipts issue --in more.jsonl --tenant pilot-a --region eu-1 --keys trust --out more.sdjwt");
    env.ok("receipts append more.sdjwt --ledger ledger");
    env.ok("receipts verify ledger --trust trust/trust.json");
    refused_stdout(&env, "receipts verify short --trust trust/trust.json", 6, "the log shrank");
    env.ok("receipts verify short --trust trust/trust.json --no-pin");
}

#[track_caller]
fn refused_stdout(env: &Env, args: &str, exit: i32, words: &str) {
    let run = env.cos(args);
    assert!(
        run.exit == exit && run.stdout.contains(words),
        "cos {args}\n{}\n{}{}",
        run.exit,
        run.stdout,
        run.stderr
    );
}

#[test]
fn other_wrong_inputs() {
    let env = Env::with_ledger();
    refused(
        &env,
        "receipts disclose receipts.sdjwt --profile public --claims actors --out x",
        3,
        &["`actors`", "COS-CLI-0007"],
    );
    refused(
        &env,
        "receipts disclose events.jsonl --profile public --out x",
        3,
        &["`events.jsonl`, receipt 1", "COS-RCP-"],
    );
    assert!(!env.path("x").exists());
    refused(
        &env,
        "receipts show receipts.sdjwt --index 11",
        3,
        &["no such receipt", "COS-CLI-0008"],
    );
    refused(&env, "receipts show ledger --index 10", 3, &["no such receipt"]);
    refused(&env, "receipts show ledger --jti nonsense", 3, &["not a receipt id"]);
    refused(&env, "explain COS-XXX-0001", 3, &["COS-CLI-0004", "--list"]);
    std::fs::create_dir_all(env.path("mine")).unwrap();
    refused(&env, "demo --out mine --receipts 100", 3, &["`mine` exists", "COS-CLI-0009"]);
    refused(&env, "man nowhere", 3, &["nowhere"]);
}

#[test]
fn errors_follow_the_format() {
    let env = Env::new();
    let run = env.cos("receipts verify none --trust none --format json");
    let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!((run.exit, error["schema"].as_str()), (3, Some("cos.error/v1")));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let env = Env::new();
    let mut child = env
        .command()
        .args(["explain", "--list"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
