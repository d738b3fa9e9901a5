//! Events for the command line, few and fixed.

use serde_json::json;

pub(crate) fn lines(count: u32) -> String {
    (0..count).map(|number| format!("{}\n", event(number))).collect()
}

/// One event of the series.
pub(crate) fn event(number: u32) -> serde_json::Value {
    let mut event = json!({
        "time": format!("2026-01-02T03:04:{:02}Z", number % 60),
        "flow": "approval",
        "action": "deploy.promote",
        "decision": "allow",
        "actor": format!("user-{number}@acme.example"),
        "resource": "service/checkout",
        "rationale": "scheduled ramp",
        "approvers": ["dana@acme.example", "lee@acme.example"],
        "ticket": "https://tickets.example/OPS-1",
    });
    if number % 5 == 4 {
        event["decision"] = "deny".into();
        event["denial_code"] = "window_closed".into();
        event["denial_reason"] = "the change window is closed until 06:00".into();
    }
    event
}
