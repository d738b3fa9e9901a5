//! Decision logs: decisions become cases with their ids, and what cannot be decided again is told.

use super::super::decision_log::{self, Options};
use super::*;
use std::collections::BTreeSet;

const LOG: &str = r#"
{"decision_id":"d1","path":"authz/decision","input":{"flow":"key.rotate","user":null},"result":{"allow":false,"reasons":["mfa","role"]},"timestamp":"2026-01-01T00:00:00Z","labels":{"id":"x"}}
{"decision_id":"d2","path":"authz/decision","input":{"user":null,"flow":"key.rotate"},"result":{"allow":false,"reasons":["role","mfa"]},"timestamp":"2026-01-02T00:00:00Z"}
{"decision_id":"d3","path":"authz/decision","input":{"flow":"ghost"},"result":{"allow":true},"timestamp":"2026-01-02T00:00:00Z"}
{"decision_id":"d4","path":"authz/decision","input":{"flow":"ghost"},"result":{"allow":false,"reasons":["late"]},"timestamp":"2026-01-03T00:00:00Z"}
{"decision_id":"d5","path":"authz/decision","input":{"flow":"ghost"},"erased":["/input/password"],"result":{"allow":true}}
{"decision_id":"d6","path":"authz/other","input":{},"result":true}
{"decision_id":"d7","path":"authz/decision","input":{"user":"a"},"result":{"allow":true}}
{"decision_id":"d8","path":"authz/decision","input":{"flow":"key.rotate","user":"a"},"result":{}}
{"decision_id":"d9","path":"authz/decision","input":{"flow":"key.rotate","user":"b"}}
{"decision_id":"d10","path":"authz/decision","input":{"flow":"key.rotate","user":"c"},"result":{"allow":true}}
{"level":"info","msg":"Initializing server."}
"#;

fn import(log: &str, most: usize) -> Result<Imported, Vec<ImportError>> {
    let inventory = BTreeSet::from(["key.rotate".to_owned()]);
    let options = Options {
        entrypoint: "data.authz.decision",
        flow: "/flow".parse().unwrap(),
        allow: "/allow".parse().unwrap(),
        reasons: "/reasons".parse().unwrap(),
        most,
        inventory: Some(&inventory),
    };
    decision_log::import(("log", log.as_bytes()), &options, &about())
}

#[test]
fn decisions_become_cases() {
    let imported = import(LOG, 3).unwrap();
    let matrix = matrix(&imported);
    assert_eq!(cases(&matrix), ["key.rotate d1 deny", "ghost d4 deny", "key.rotate d9 deny"]);
    let case = &matrix.cases[0];
    assert_eq!(case.receipts, ["d1", "d2"]);
    assert!(case.input["user"].is_null(), "null is not missing");
    assert_eq!(case.expect.reasons.exactly.as_deref(), Some(&["mfa".into(), "role".into()][..]));
    let expected = [
        "Finding log:5: `result`: the same input was decided otherwise in `d3`; the later decision counts",
        "LeftOut log:6: `erased`: `d5`: `/input/password` is masked, so it cannot be decided again",
        "LeftOut log:8: `input`: `d7`: no text at `/flow`, where the flow is to stand",
        "LeftOut log:9: `result`: `d8`: neither true nor false at `/allow`",
        "LeftOut log:12: no `decision_id`: not a decision",
        "LeftOut log: `path`: decisions of `authz/other`, which is not `data.authz.decision`: 1",
        "LeftOut log: decisions beyond the first 3 inputs: 1",
        "Finding log:4: `input`: the flow `ghost` is in the log and not in the inventory",
    ];
    assert_eq!(notes(&imported), expected);
}

#[test]
fn a_list_of_events_is_a_log_too() {
    let events: Vec<&str> = LOG.lines().filter(|line| !line.is_empty()).collect();
    let list = import(&format!("[{}]", events.join(",")), 10).unwrap();
    assert_eq!(list.matrix, import(LOG, 10).unwrap().matrix);
}

#[test]
fn what_is_no_log_is_refused() {
    let table = [
        ("{\"decision_id\":", "COS-IMP-0001 log:1: not JSON"),
        ("[{]", "COS-IMP-0001 log:1: not JSON"),
        ("{\"decision_id\": 7}", "COS-IMP-0002 log:1: not an event"),
        ("", "COS-IMP-0004 log: nothing in it can be imported"),
        ("{\"decision_id\":\"a\",\"path\":\"x\"}", "COS-IMP-0004"),
    ];
    for (log, message) in table {
        let found = faults(import(log, 10)).join("\n");
        assert!(found.contains(message), "{log}: {found}");
    }
    assert_eq!(faults(import("{\n\n[]x\n", 10)).len(), 2, "all at once");
    let huge = format!(
        r#"{{"decision_id":"d","path":"authz/decision","input":{{"flow":"f","n":{}}},"result":{{"allow":true}}}}"#,
        u64::MAX
    );
    assert!(faults(import(&huge, 10))[0].contains("beyond 64 bits"), "{:?}", import(&huge, 10));
}
