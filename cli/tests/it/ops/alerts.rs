//! The rules: they load, every alert fires and does not, and says where its remedy stands.

use super::{MAJORS, failed, file, ran, text, yaml};
use cos_testkit::servers::unpacked;
use std::process::Command;

fn promtool(major: u8) -> Command {
    let mut command = unpacked(&format!("prometheus-{major}/usr/bin/promtool"));
    command.current_dir(file("ops/prometheus"));
    command
}

#[test]
fn they_fire_and_do_not_in_both_versions() {
    for major in MAJORS {
        ran(promtool(major).args(["check", "rules", "cos.rules.yaml"]));
        ran(promtool(major).args(["check", "config", "--syntax-only", "prometheus.example.yaml"]));
        ran(promtool(major).args(["test", "rules", "cos.rules.test.yaml"]));
    }
}

/// With `for:` the wait begins again at every gap; the tests have to notice.
#[test]
fn the_tests_notice_a_rule_that_a_gap_silences() {
    let rules = text("ops/prometheus/cos.rules.yaml");
    let begin =
        rules.find("    expr: |\n      min_over_time((max by (tenant) (receipts_backfill").unwrap();
    let end = begin + rules[begin..].find("    labels").unwrap();
    let naive = "    expr: max by (tenant) (receipts_backfill_lag_seconds) > 14400\n    for: 15m\n";
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("cos.rules.yaml", &(rules[..begin].to_owned() + naive + &rules[end..]));
    write("cos.rules.test.yaml", &text("ops/prometheus/cos.rules.test.yaml"));
    for major in MAJORS {
        let said = failed(promtool(major).current_dir(&dir).args([
            "test",
            "rules",
            "cos.rules.test.yaml",
        ]));
        assert!(said.contains("a scrape is missed every 20 minutes"), "{said}");
    }
}

#[test]
fn each_says_what_to_do_and_is_tested() {
    let rules = yaml(&text("ops/prometheus/cos.rules.yaml"));
    let tests = text("ops/prometheus/cos.rules.test.yaml");
    let guide = text("docs/guide/alerts.md");
    let groups = rules["groups"].as_array().unwrap().iter();
    let alerts = groups.flat_map(|group| group["rules"].as_array().unwrap());
    let alerts: Vec<_> = alerts.filter(|rule| rule["alert"].is_string()).collect();
    for alert in &alerts {
        let name = alert["alert"].as_str().unwrap();
        let runbook = format!("docs/guide/alerts.md#{}", name.to_lowercase());
        assert_eq!(alert["annotations"]["runbook"], runbook, "{alert}");
        assert!(guide.contains(&format!("\n## {name}\n")), "the guide lacks {name}");
        let fires = format!("alertname: {name}\n    exp_alerts:\n    - ");
        assert!(tests.contains(&fires), "{name} fires in no test");
        assert!(alert["labels"]["severity"].is_string(), "{alert}");
        assert!(alert.get("for").is_none(), "{name} waits with `for`");
    }
    assert_eq!(guide.matches("\n## ").count(), alerts.len());
    // As the sprint asks for them.
    for (name, severity, summary, limit) in [
        ("ReceiptsBackfillLag", "critical", "Receipts backfill RPO > 4h", "> 14400"),
        ("PolicyCoverageDrop", "warning", "Policy coverage below 95%", "< 0.95"),
    ] {
        let alert = alerts.iter().find(|rule| rule["alert"] == name).unwrap();
        assert_eq!(alert["labels"]["severity"], severity);
        assert_eq!(alert["annotations"]["summary"], summary);
        assert!(alert["expr"].as_str().unwrap().contains(limit), "{alert}");
    }
}
