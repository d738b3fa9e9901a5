//! `cos simulator` and `cos report` at each of their ends, on a policy of ten lines and a matrix of two flows.

use crate::env::{Env, refused};
use insta::assert_snapshot;

pub(crate) const POLICY: &str = r#"package tiny

default allow := false

decision := {"allow": allow, "reasons": reasons}

allow if count(reasons) == 0

mfa if input.actor.mfa == true

own_tenant if input.actor.tenant == input.tenant

home if input.region == "eu"

reasons contains "mfa_required" if not mfa

reasons contains "cross_tenant" if not own_tenant

reasons contains "out_of_region" if not home

reasons contains "role_not_permitted" if {
	input.flow == "tenant.delete"
	not admin
}

admin if input.role == "admin"

known if input.flow in {"key.rotate", "tenant.delete"}

reasons contains "unknown_flow" if not known
"#;

pub(crate) const MATRIX: &str = r#"apiVersion: cos.dev/simulator/v1
kind: ScenarioMatrix
metadata: {name: tiny, owner: test, controls: [AC-3]}
bundle: {entrypoint: data.tiny.decision}
clock: "2026-01-02T03:04:05Z"
input: {actor: {tenant: acme, mfa: true}, tenant: acme, region: eu, role: admin}
isolation:
  cross_tenant: {tenant: other}
  out_of_region: {region: foreign}
dimensions:
  mfa:
    "on": {}
    "off": {/actor/mfa: false}
  tenant:
    same: {}
    other: {/tenant: globex}
  region:
    home: {}
    foreign: {/region: us}
  role:
    admin: {}
    viewer: {/role: viewer}
defaults:
  expand: {mode: cartesian}
  expect:
    - {when: {tenant: other}, allow: false, reasons: {contains: [cross_tenant]}}
    - {when: {region: foreign}, allow: false, reasons: {contains: [out_of_region]}}
    - {when: {mfa: "off"}, allow: false, reasons: {contains: [mfa_required]}}
    - {else: true, allow: true, reasons: {exactly: []}}
flows:
  - {id: key.rotate, privileged: true, input: {flow: key.rotate}, dimensions: [mfa, tenant, region]}
  - id: tenant.delete
    privileged: true
    input: {flow: tenant.delete}
    dimensions: [mfa, tenant, region, role]
    expect:
      - {when: {role: viewer}, allow: false, reasons: {contains: [role_not_permitted]}}
      - {when: {tenant: other}, allow: false, reasons: {contains: [cross_tenant]}}
      - {when: {region: foreign}, allow: false, reasons: {contains: [out_of_region]}}
      - {when: {mfa: "off"}, allow: false, reasons: {contains: [mfa_required]}}
      - {else: true, allow: true, reasons: {exactly: []}}
"#;

const RUN: &str = "simulator run --matrix m.yaml --bundle policy --unsigned";

/// Without what differs from run to run.
macro_rules! shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({filters => vec![
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[WHEN]"),
            (r#""elapsed_seconds": [\d.e-]+"#, r#""elapsed_seconds": "[TIME]""#),
        ]}, { assert_snapshot!($name, $text) })
    };
}

/// Policy and matrix; beside them a policy that forgets about the second factor.
fn tiny() -> Env {
    let env = Env::new();
    for (folder, text) in
        [("policy", POLICY.to_owned()), ("lax", POLICY.replace("mfa == true", "mfa != null"))]
    {
        std::fs::create_dir(env.path(folder)).unwrap();
        env.write(&format!("{folder}/tiny.rego"), &text);
    }
    env.write("m.yaml", MATRIX);
    env
}

#[test]
fn run_ends() {
    let env = tiny();
    shown!("sim_run", env.shown(RUN));
    env.write(
        "wrong.yaml",
        &MATRIX.replace("{else: true, allow: true", "{else: true, allow: false"),
    );
    let wrong = RUN.replace("m.yaml", "wrong.yaml");
    shown!("sim_run_fails", env.shown(&format!("{wrong} --mutate off --filter flow(key.*)")));
    let run = env.cos(&format!("{RUN} --format json"));
    let printed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((printed["summary"]["scenarios"].as_u64(), run.exit), (Some(24), 0));
    let lines = env.cos(&format!("{RUN} --format jsonl")).stdout;
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    refused(&env, &format!("{RUN} --filter flow(nothing)"), 2, &["nothing", "COS-MTX-"]);
    refused(&env, &format!("{RUN} --changed"), 2, &["--baseline"]);
    refused(&env, &format!("{RUN} --mutate changed"), 2, &["COS-SIM-0009", "--against"]);
    refused(&env, &format!("{RUN} --shuffle 1"), 2, &["--repeat"]);
    refused(&env, &RUN.replace("m.yaml", "none.yaml"), 3, &["none.yaml"]);
    refused(&env, &RUN.replace(" --unsigned", ""), 4, &["COS-BND-0022"]);
    env.write("bad.yaml", &MATRIX.replace("tenant: other}", "tenant: elsewhere}"));
    refused(&env, &RUN.replace("m.yaml", "bad.yaml"), 3, &["bad.yaml:", "elsewhere", "COS-MTX-"]);
    env.write("lax/tiny.rego", "package tiny\n\nallow if {");
    refused(&env, &RUN.replace("--bundle policy", "--bundle lax"), 3, &["tiny.rego:3", "COS-POL-"]);
    env.write("fixture.yaml", &format!("{MATRIX}fixtures: {{base: base.json}}\n"));
    env.write("base.json", "{");
    refused(&env, &RUN.replace("m.yaml", "fixture.yaml"), 3, &["base.json", "COS-SIM-0004"]);
}

/// Each fault of a matrix comes once with its place and its code, whatever their number.
#[test]
fn faults_of_a_matrix() {
    let env = tiny();
    let run = RUN.replace("m.yaml", "bad.yaml");
    env.write("bad.yaml", &MATRIX.replace("03:04:05Z", "03:04"));
    shown!("sim_matrix_fault", env.shown(&run));
    env.write("bad.yaml", "- no matrix\n");
    shown!("sim_matrix_no_mapping", env.shown(&run));
    env.write("bad.yaml", &MATRIX.replace("owner: test", "ownr: test"));
    shown!("sim_matrix_faults", env.shown(&run));
    let json = env.cos(&format!("{run} --format json")).stderr;
    let error: serde_json::Value = serde_json::from_str(&json).unwrap();
    let codes = error["faults"].as_array().into_iter().flatten();
    assert!(codes.into_iter().all(|fault| fault["code"].as_str().is_some()), "{error}");
    assert!(!error["message"].as_str().unwrap().contains("COS-MTX"), "{error}");
}

#[test]
fn a_recording_reads_as_the_run() {
    let env = tiny();
    let run = env.cos(&format!("{RUN} --record run.jsonl"));
    let replayed = env.cos("simulator replay run.jsonl");
    assert_eq!((replayed.stdout, replayed.exit), (run.stdout, run.exit));
    env.write("cut.jsonl", env.read("run.jsonl").rsplit_once("\n{").unwrap().0);
    env.write("no.jsonl", "hello\n");
    refused(&env, "simulator replay cut.jsonl", 3, &["cut.jsonl", "COS-SIM-0005"]);
    refused(&env, "simulator replay no.jsonl", 3, &["line 1", "COS-SIM-0005"]);
    refused(&env, "simulator replay none.jsonl", 3, &["none.jsonl"]);
}

#[test]
fn verify_derives_again() {
    let env = tiny();
    env.ok(&format!("{RUN} --report r.json"));
    shown!("sim_verify", env.shown("simulator verify r.json"));
    shown!("sim_verify_sample", env.shown("simulator verify r.json --sample 5 --nonce 00"));
    let good = env.read("r.json");
    env.write("changed.json", &good.replace("\"passed\": 24", "\"passed\": 23"));
    shown!("sim_verify_changed", env.shown("simulator verify changed.json"));
    env.ok(&format!("{RUN} --repeat 2 --report repeated.json"));
    env.ok("simulator verify repeated.json");
    refused(&env, "simulator verify none.json", 3, &["none.json"]);
    env.write("cut.json", &good[..good.len() / 2]);
    refused(&env, "simulator verify cut.json", 3, &["cut.json", "COS-RPT-0001"]);
    let digest = good.find("\"matrix_digest\": \"").unwrap() + 18;
    env.write("other.json", &format!("{}00000000{}", &good[..digest], &good[digest + 8..]));
    let other = env.cos("simulator verify other.json --sample 5");
    assert_eq!(other.exit, 1);
    assert!(
        other.stdout.contains("matrix digest: not what the material gives"),
        "{}",
        other.stdout
    );
    let touch = good.find("\"touched\"").unwrap();
    let digits = touch + good[touch..].find("\"digits\": \"").unwrap() + 11;
    env.write("touch.json", &format!("{}__{}", &good[..digits], &good[digits + 2..]));
    refused(&env, "simulator verify touch.json", 3, &["touch.touched", "COS-RPT-0003"]);
    let at = good.find("\"bundle\": \"H4sI").unwrap() + 15;
    env.write("material.json", &format!("{}!!{}", &good[..at], &good[at + 2..]));
    refused(&env, "simulator verify material.json", 3, &["material", "COS-SIM-0006"]);
}

#[test]
fn reports_are_signed_and_rendered() {
    let env = tiny();
    env.ok("trust init --org acme --out trust");
    env.ok(&format!("{RUN} --report r.json --sign trust"));
    // Coverage is 1 exactly, which JSON can write in two ways.
    let verify = "report verify r.json --trust trust/trust.json";
    assert_eq!(env.cos(verify).exit, 0);
    shown!("report_verify", env.shown(verify));
    shown!(
        "report_render",
        env.shown(
            "report render r.json --html r.html --junit r.xml --sarif r.sarif --github-summary r.md"
        )
    );
    assert!(!env.read("r.html").contains("touched"), "the page has no use for the touch map");
    refused(&env, "report render r.json", 2, &["--html"]);
    refused(&env, "report render none.json --html x.html", 3, &["none.json"]);
    env.write("no.json", "{}");
    refused(&env, "report render no.json --html x.html", 3, &["no.json", "COS-RPT-0001"]);
    env.ok("trust init --org other --out other");
    let others = "report verify r.json --trust other/trust.json";
    refused(&env, others, 4, &["r.json.dsse.json", "COS-STM-0001"]);
    let changed = env.read("r.json").replace("\"passed\": 24", "\"passed\": 23");
    env.write("r.json", &changed);
    refused(&env, "report verify r.json --trust trust/trust.json", 4, &["COS-RPT-0005"]);
    refused(&env, "report verify no.json --trust trust/trust.json", 3, &["no.json"]);
    env.write("no.json.dsse.json", "{}");
    env.ok(&format!("{RUN} --report r.json"));
    let other = "report verify r.json --signature no.json.dsse.json --trust trust/trust.json";
    refused(&env, other, 3, &["COS-DSS-"]);
    refused(&env, "report verify r.json --trust none.json", 3, &["none.json"]);
}

/// A statement is made when it is signed, which can be long after the report, with a key that was not there then.
#[test]
fn a_newer_key_signs_an_older_report() {
    let env = tiny();
    let sign = |report: &str| format!("report render r.json --report {report} --sign trust");
    env.ok(&format!("{RUN} --mutate off --min-coverage 0 --report r.json"));
    refused(&env, &sign("s.json"), 3, &["trust"]);
    env.ok("trust init --org acme --out trust");
    let report = env.read("r.json");
    let at = report.find("\"created\": \"").unwrap() + 12;
    let of = |time: &str| format!("{}{time}{}", &report[..at], &report[at + 20..]);
    env.write("r.json", &of("2026-01-02T03:04:05Z"));
    env.ok(&sign("s.json"));
    env.ok("report verify s.json --trust trust/trust.json");
    // The other way round a key could sign for times at which it was no longer trusted.
    env.write("r.json", &of("2999-01-02T03:04:05Z"));
    env.ok(&sign("s.json"));
    let verify = "report verify s.json --trust trust/trust.json";
    refused(&env, verify, 4, &["before the report, which is of 2999", "COS-RPT-0005"]);
}

/// A key that cannot sign is told before anything is run, and nothing is written.
#[test]
fn the_key_is_opened_first() {
    let env = tiny();
    let run = format!("{RUN} --report r.json --sign trust");
    refused(&env, &run, 3, &["trust"]);
    std::fs::create_dir(env.path("trust")).unwrap();
    refused(&env, &run, 3, &["trust"]);
    refused(&env, &run.replace("m.yaml", "none.yaml"), 3, &["trust"]);
    assert!(!env.path("r.json").exists());
}

#[test]
fn quarantine_lives() {
    let env = tiny();
    let (of, who) = ("--matrix m.yaml", "--ticket OPS-1 --owner sre --days 7");
    shown!("quarantine_none", env.shown(&format!("simulator quarantine list {of}")));
    env.ok(&format!("simulator quarantine add {of} --flow key.* --reason clock {who}"));
    let list = env.ok(&format!("simulator quarantine list {of} --format json"));
    assert!(list.contains("flow(key.*)") && list.contains("OPS-1"), "{list}");
    let _ = env.cos(&format!("{RUN} --report r.json"));
    let hinted = env.cos(&format!("{RUN} --baseline r.json --repeat 2"));
    let hint = "OPS-1: 8 scenarios passed now, in the baseline and in 2 more runs";
    assert!(hinted.stderr.contains(hint), "{}", hinted.stderr);
    env.ok(&format!("simulator quarantine release {of} --ticket OPS-1"));
    shown!("quarantine_expire", env.shown(&format!("simulator quarantine expire {of}")));
    let release = format!("simulator quarantine release {of} --ticket OPS-9");
    refused(&env, &release, 3, &["OPS-9", "COS-SIM-0007"]);
    refused(&env, &format!("simulator quarantine add {of} --reason x {who}"), 2, &["--flow"]);
    let stray = format!("simulator quarantine add {of} --flow nosuch --reason x {who}");
    refused(&env, &stray, 3, &["`nosuch` matches no flow", "COS-MTX-0004"]);
    refused(&env, "simulator quarantine list --matrix none.yaml", 3, &["none.yaml"]);
    let left = env.read("m.yaml");
    assert_eq!(left.trim_end().trim_end_matches("quarantine: []").trim_end(), MATRIX.trim_end());
}

#[test]
fn lint_ends() {
    let env = tiny();
    let lint = "simulator lint --bundle policy --unsigned --entrypoint data.tiny.decision";
    shown!("sim_lint", env.shown(lint));
    let negated = POLICY.replace("if not mfa", "if not startswith(input.actor.mfa, \"t\")");
    env.write("lax/tiny.rego", &negated);
    shown!("sim_lint_finds", env.shown(&lint.replace("--bundle policy", "--bundle lax")));
    let unanswered = POLICY.replace("if not mfa", "if graphql.is_valid(\"\", \"\")");
    let unanswered = unanswered.replace("if not home", "if graphql.parse(\"\", \"\")");
    env.write("lax/tiny.rego", &unanswered);
    shown!("sim_lint_unsupported", env.shown(&lint.replace("--bundle policy", "--bundle lax")));
    refused(&env, &RUN.replace("--bundle policy", "--bundle lax"), 3, &["graphql", "tiny.rego:"]);
    refused(&env, &lint.replace("tiny.decision", "tiny.decisions"), 3, &["did you mean"]);
    refused(&env, &lint.replace("--bundle policy", "--bundle none"), 3, &["none"]);
    refused(&env, &lint.replace(" --unsigned", ""), 4, &["COS-BND-0022"]);
}

#[test]
fn memory_has_an_end() {
    let env = tiny();
    let greedy = "package tiny\n\nimport rego.v1\n\n\
        once := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 10000)])\n\
        often := concat(\"\", [once | some _ in numbers.range(1, 30000)])\n\
        decision := {\"allow\": count(often) > 0, \"reasons\": []}\n";
    env.write("lax/tiny.rego", greedy);
    let run = RUN.replace("--bundle policy", "--bundle lax");
    refused(&env, &run, 5, &["more than 1 GiB", "COS-POL-0005"]);
}

#[test]
fn diff_ends() {
    let env = tiny();
    let diff = "simulator diff policy lax --matrix m.yaml --unsigned";
    shown!("sim_diff", env.shown(&format!("{diff} --exit-code --markdown diff.md")));
    shown!("sim_diff_markdown", env.read("diff.md"));
    shown!("sim_diff_json", env.shown(&format!("{diff} --format json")));
    shown!("sim_diff_same", env.shown(&diff.replace("lax", "policy --exit-code")));
    let _ = env.cos(&format!("{RUN} --report old.json --mutate off"));
    let new = RUN.replace("--bundle policy", "--bundle lax");
    let _ = env.cos(&format!("{new} --report new.json --mutate off"));
    shown!("sim_diff_reports", env.shown("simulator diff old.json new.json --exit-code"));
    env.write("other.yaml", &MATRIX.replace("name: tiny", "name: other"));
    let _ = env.cos(&format!("{} --report other.json", RUN.replace("m.yaml", "other.yaml")));
    refused(&env, "simulator diff old.json other.json", 3, &["`other`", "COS-SIM-0009"]);
    refused(&env, "simulator diff old.json lax", 2, &["COS-SIM-0009"]);
    refused(&env, "simulator diff policy lax --unsigned", 2, &["--matrix", "COS-SIM-0009"]);
    refused(&env, "simulator diff policy lax --matrix m.yaml", 4, &["COS-BND-0022"]);
    refused(&env, &diff.replace("lax", "none"), 3, &["none"]);
    env.write("lax/tiny.rego", "package tiny\n\ndecision if {\n");
    refused(&env, diff, 3, &["tiny.rego:", "in the bundle `lax`"]);
}

#[test]
fn changed_runs() {
    let env = tiny();
    env.ok(&format!("{RUN} --report old.json"));
    shown!("sim_unchanged", env.shown(&format!("{RUN} --baseline old.json --changed")));
    let lax = RUN.replace("--bundle policy", "--bundle lax");
    shown!(
        "sim_changed",
        env.shown(&format!("{lax} --baseline old.json --changed --report new.json"))
    );
    let report: serde_json::Value = serde_json::from_str(&env.read("new.json")).unwrap();
    assert_eq!(report["provenance"]["selection"], "changed");
    assert_eq!(report["mutation"]["mode"], "changed");
    assert_eq!(report["diff"]["newly_allowed"], 2);
    shown!("sim_against", env.shown(&format!("{lax} --against policy --changed --mutate off")));
    // Where it is not known what can be left out, everything is run.
    let twice = env.cos(&format!("{RUN} --baseline new.json --changed"));
    assert!(twice.stderr.contains("running everything: the baseline itself"), "{}", twice.stderr);
    env.write("clock.yaml", &MATRIX.replace("03:04:05", "03:04:06"));
    let clock =
        env.cos(&format!("{} --baseline old.json --changed", RUN.replace("m.y", "clock.y")));
    assert!(clock.stderr.contains("running everything: the clock"), "{}", clock.stderr);
    refused(&env, &format!("{RUN} --baseline none.json --changed"), 3, &["none.json"]);
    refused(&env, &format!("{RUN} --against none --changed"), 3, &["none"]);
    refused(&env, &format!("{RUN} --against lax --baseline old.json"), 2, &["cannot be used with"]);
}

/// A change that only some scenarios look at: no one else is run.
#[test]
fn a_change_selects_who_looks_at_it() {
    let env = tiny();
    env.ok(&format!("{RUN} --report old.json"));
    let unread = format!("{POLICY}\nunread if input.flow == \"nothing\"\n");
    env.write("lax/tiny.rego", &unread);
    let lax = RUN.replace("--bundle policy", "--bundle lax");
    let run = env.cos(&format!("{lax} --baseline old.json --changed"));
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("0 of 24 scenarios run"), "{}", run.stdout);
    env.write("edited.yaml", &MATRIX.replace("viewer: {/role: viewer}", "viewer: {/role: guest}"));
    let edited =
        env.cos(&format!("{} --baseline old.json --changed", RUN.replace("m.y", "edited.y")));
    assert!(edited.stderr.contains("running 8 of 24 scenarios: 8 edited"), "{}", edited.stderr);
}

#[test]
fn a_touch_map_that_lies_is_found_out() {
    let env = tiny();
    // So many scenarios that the audit draws some of them.
    let numbers: String = (0..12).map(|n| format!("    c{n}: {{/copy: {n}}}\n")).collect();
    let more = MATRIX
        .replace("  role:\n", &format!("  copy:\n{numbers}  role:\n"))
        .replace("[mfa, tenant, region, role]", "[mfa, tenant, region, role, copy]");
    env.write("m.yaml", &more);
    env.ok(&format!("{RUN} --report old.json --mutate off --min-coverage 0"));
    let mut report: serde_json::Value = serde_json::from_str(&env.read("old.json")).unwrap();
    for set in report["touch"]["sets"].as_array_mut().unwrap() {
        *set = serde_json::json!({ "width": 1, "digits": "" });
    }
    env.write("old.json", &report.to_string());
    let lax = RUN.replace("--bundle policy", "--bundle lax");
    let args = format!("{lax} --baseline old.json --changed --report new.json --mutate off");
    refused(
        &env,
        &args,
        3,
        &["COS-SIM-0008", "was not selected and changed", "everything was run"],
    );
    let report: serde_json::Value = serde_json::from_str(&env.read("new.json")).unwrap();
    assert_eq!(report["provenance"]["selection"], "full");
    let gates = report["gates"].as_array().unwrap();
    let gate = gates.iter().find(|gate| gate["id"] == "selection").unwrap();
    assert_eq!(gate["passed"], false);
    assert_eq!(report["summary"]["scenarios"], 200);
}

#[test]
fn repeated_runs() {
    let env = tiny();
    shown!(
        "sim_repeat",
        env.shown(&format!("{RUN} --repeat 3 --shuffle 7 --mutate off --min-coverage 0"))
    );
    refused(&env, &format!("{RUN} --repeat 0"), 2, &["--repeat"]);
}

#[test]
fn mutate_ends() {
    let env = tiny();
    let mutate = "simulator mutate --matrix m.yaml --bundle policy --unsigned";
    shown!("sim_mutate", env.shown(mutate));
    shown!("sim_mutate_survivors", env.shown(&format!("{mutate} --filter flow(key.*)")));
    let json = env.ok(&format!("{mutate} --format json"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "cos.simulator-mutate/v1");
    refused(&env, &format!("{mutate} --min-mutation 2"), 2, &["0 to 1"]);
    refused(&env, &mutate.replace("m.yaml", "none.yaml"), 3, &["none.yaml"]);
    refused(&env, &mutate.replace(" --unsigned", ""), 4, &["COS-BND-0022"]);
}

#[test]
fn explain_ends() {
    let env = tiny();
    let explain =
        |id: &str| format!("simulator explain {id} --matrix m.yaml --bundle policy --unsigned");
    let id = "tenant.delete{mfa=off,region=home,role=admin,tenant=same}";
    shown!("sim_explain", env.shown(&explain(id)));
    let json = env.ok(&format!("{} --format json", explain(id)));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["decision"]["reasons"][0], "mfa_required");
    for (id, words) in [
        ("tenant.delete{mfa=off}", "`tenant`"),
        ("tenant.delte{mfa=off}", "did you mean `tenant.delete`?"),
        ("key.rotate{mfa=off,region=hme,tenant=same}", "did you mean `home`?"),
        ("key.rotate{mfa=off,region=home,tenant=same}#00000000", "checksum"),
        ("key.rotate", "no case"),
    ] {
        refused(&env, &explain(id), 3, &[words, "COS-SIM-0010"]);
    }
}
