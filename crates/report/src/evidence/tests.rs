//! The parts, and texts that try to be more than text, in every format.

use super::*;

fn check(id: &str, subject: &str, outcome: Outcome) -> Check {
    Check {
        id: id.into(),
        title: "A title".into(),
        spec: "A specification".into(),
        subject: subject.into(),
        outcome,
        detail: "<script>alert(1)</script> ]]> {{ view }} [a](b)\u{202e}".into(),
    }
}

fn found(checks: Vec<Check>) -> Verification {
    Verification {
        schema: SCHEMA_ID,
        bundle: "<img src=x>".into(),
        verdict: Verdict::Failed,
        level: "full",
        verified_at: "2026-01-02T03:04:05Z".into(),
        tool: "cos".into(),
        tool_version: "0".into(),
        trust: Trust { org: "acme".into(), sha256: "0".repeat(64) },
        statement: None,
        signed: None,
        checks,
        not_proven: vec!["that “x” is so".into()],
        sample: None,
        contents: None,
        release: None,
    }
}

#[test]
fn a_part_is_as_good_as_its_worst_check() {
    use Outcome::{Fail, Pass, Skip, Warn};
    for (outcomes, whole) in [
        (vec![Pass, Skip], Pass),
        (vec![Skip], Skip),
        (vec![Pass, Warn, Skip], Warn),
        (vec![Warn, Fail, Pass], Fail),
    ] {
        let checks = outcomes.into_iter().map(|outcome| check("sbom.valid", "a", outcome));
        let found = found(checks.collect());
        assert_eq!(found.parts().len(), 1);
        assert_eq!(found.parts()[0].outcome, whole);
    }
}

#[test]
fn no_check_is_left_out_of_the_parts() {
    let found = found(vec![
        check("link.period", "", Outcome::Pass),
        check("signature.valid", "", Outcome::Pass),
        check("new.kind", "", Outcome::Fail),
    ]);
    let parts: Vec<_> = found.parts().iter().map(|part| part.id).collect();
    assert_eq!(parts, ["signature", "link", "other"]);
}

#[test]
fn hostile_texts_stay_texts() {
    let found = found(vec![
        check("files.digest", "a/<b>\u{202e}.json", Outcome::Fail),
        check("contract.met", "x", Outcome::Warn),
    ]);
    let page = html::render(&found).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'));
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
    let junit = junit::render(&found).unwrap();
    assert!(!junit.contains("<script") && !junit.contains('\u{202e}'));
    let sarif = sarif::render(&found).unwrap();
    assert!(!sarif.contains('\u{202e}') && !sarif.contains("[a](b)"));
    let log: Value = serde_json::from_str(&sarif).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["level"], "error");
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a/%3Cb%3E%E2%80%AE.json");
}

#[test]
fn a_difference_stays_in_its_cell() {
    let side = diff::Side {
        bundle: "a|b".into(),
        version: "1`2".into(),
        statement: "0".repeat(64),
        verdict: None,
    };
    let change = diff::Change {
        gravity: diff::Gravity::Regression,
        what: "x | y\n<b>".into(),
        before: Some("@somebody".into()),
        after: None,
    };
    let text = diff::markdown(&diff::Diff {
        schema: diff::SCHEMA_ID,
        before: side.clone(),
        after: side,
        continues: false,
        sections: vec![diff::Section { id: "files", title: "Files", changes: vec![change] }],
    })
    .unwrap();
    assert!(!text.contains("a|b") && !text.contains("<b>") && !text.contains('@'), "{text}");
    assert!(text.lines().filter(|line| line.starts_with('|')).count() == 7, "{text}");
}
