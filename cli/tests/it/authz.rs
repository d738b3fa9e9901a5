//! A policy of one's own for `cos serve`: the one that the guide shows, from its text to the refusal.

use crate::env::Env;
use crate::server::{OPERATOR, Served, init};

/// The guide's policy, as it stands there.
fn guide() -> String {
    let guide = include_str!("../../../docs/guide/operate.md");
    let (_, from) = guide.split_once("```rego\n").expect("the guide shows a policy");
    from.split_once("```").expect("the policy ends").0.to_owned()
}

fn bundle(env: &Env, name: &str, rego: &str) {
    std::fs::create_dir(env.path(name)).unwrap();
    env.write(&format!("{name}/authz.rego"), rego);
    env.ok(&format!("policy build {name}/ --out {name}.tar.gz --revision 2026-11-26"));
}

#[test]
fn the_guides_policy_refuses_with_its_reason() {
    let env = init();
    bundle(&env, "authz", &guide());
    env.ok("policy sign authz.tar.gz --keys data/trust --out signed.tar.gz");
    let served = Served::with(
        &env,
        &["serve", "--data", "data", "--listen", "127.0.0.1:0", "--authz", "signed.tar.gz"],
    )
    .unwrap();
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    for identity in ["ci/brand", "kim"] {
        let out = identity.replace('/', "-");
        served.ok(
            &env,
            &format!("token create --identity {identity} --tenant pilot-a --scope themes:write --out {out}.token {OPERATOR}"),
        );
    }
    env.write("theme.json", r##"{"name": "brand", "colors": {"accent": "#0b5394"}}"##);
    let import = "theme import theme.json --tenant pilot-a --token-file";
    let run = served.cos(&env, &format!("{import} ci-brand.token"));
    assert_eq!(run.exit, 4, "{}{}", run.stdout, run.stderr);
    for text in ["COS-SRV-0020", "`ci/brand` is a robot", "ask partner success to activate it"] {
        assert!(run.stderr.contains(text), "lacks `{text}`:\n{}", run.stderr);
    }
    served.ok(&env, &format!("{import} kim.token"));
    served.stop();
    // What was refused is in the log, signed, beside what was done: two of the tenant's own (its making, the import), one refusal.
    let verify = "receipts verify data/ledger --trust data/trust/trust.json --no-pin --format json";
    let report: serde_json::Value = serde_json::from_str(&env.ok(verify)).unwrap();
    assert_eq!(report["by_tenant"]["eu-1/pilot-a"]["valid"], 5, "{report}");
}

#[test]
fn the_default_policy_is_the_one_that_receipts_name() {
    let env = init();
    let made: serde_json::Value =
        serde_json::from_str(&env.ok("policy default --out default.tar.gz --format json")).unwrap();
    env.ok("policy sign default.tar.gz --keys data/trust --out signed.tar.gz");
    // Compiled in, and as a bundle of one's own: it is the same policy.
    for (tenant, authz) in [("pilot-a", None), ("pilot-b", Some("signed.tar.gz"))] {
        let mut serve = vec!["serve", "--data", "data", "--listen", "127.0.0.1:0"];
        serve.extend(authz.map(|bundle| ["--authz", bundle]).into_iter().flatten());
        let served = Served::with(&env, &serve).unwrap();
        served.ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
        assert_eq!(served.stop(), Some(0));
    }
    let verify = "receipts verify data/ledger --trust data/trust/trust.json --no-pin --format json";
    let report: serde_json::Value = serde_json::from_str(&env.ok(verify)).unwrap();
    let digest = format!("sha256:{}", made["content_digest"].as_str().unwrap());
    assert_eq!(
        report["policy_bundles"],
        serde_json::json!({ digest: report["total"] }),
        "{report}"
    );
    let again = env.cos("policy default --out default.tar.gz");
    assert_eq!(again.exit, 3, "{}", again.stderr);
}

#[test]
fn a_policy_that_may_not_decide_is_refused_before_anything_listens() {
    let env = init();
    bundle(&env, "authz", &guide());
    env.ok("trust init --org umbrella --out umbrella");
    env.ok("policy sign authz.tar.gz --keys umbrella --out foreign.tar.gz");
    bundle(&env, "undecided", "package cos.authz\n\nallow := true\n");
    env.ok("policy sign undecided.tar.gz --keys data/trust --out undecided-signed.tar.gz");
    for (name, exit, code) in [
        ("nowhere.tar.gz", 3, "COS-IOE-0001"),
        ("authz.tar.gz", 4, "COS-BND"),
        ("foreign.tar.gz", 4, "COS-BND"),
        ("undecided-signed.tar.gz", 3, "COS-POL-0003"),
    ] {
        let run = env.cos(&format!("serve --data data --listen 127.0.0.1:0 --authz {name}"));
        assert_eq!(run.exit, exit, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(code), "{name}: {}", run.stderr);
    }
}
