//! The published JSON Schema of an event and our reader accept the same events.
//!
//! Three things no schema can say: duplicate keys, the length of the line, and whether a date exists.

use crate::interop::{lines, run};
use cos_core::receipt::event::EventReader;
use serde_json::{Value, json};

/// An event with every field.
fn event() -> Value {
    json!({
        "id": "01K94Q3X8G0000000000000001",
        "time": "2026-11-23T09:00:00.25+01:00",
        "flow": "approval",
        "action": "deploy.promote",
        "decision": "deny",
        "denial_code": "window_closed",
        "policy_bundle": { "digest": digest('a'), "version": "1.9.0" },
        "price_catalog": digest('b'),
        "actor": "ada@acme.example",
        "resource": "service/checkout",
        "denial_reason": "the change window is closed until 06:00",
        "rationale": "a \"canary\" \\ ramp — étape 2 🦀",
        "approvers": ["dana@acme.example", "lee@acme.example"],
        "input_digest": digest('c'),
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "ticket": "https://tickets.acme.example/OPS-17",
        "cost": { "amount": "0.0042", "currency": "USD" },
        "client_ip": "203.0.113.9",
    })
}

fn digest(digit: char) -> String {
    format!("sha256:{}", digit.to_string().repeat(64))
}

fn cost(amount: impl Into<Value>) -> Value {
    json!({ "amount": amount.into(), "currency": "EUR" })
}

/// Values of a field that are right, and values that are wrong.
fn values() -> Vec<(&'static str, Vec<Value>, Vec<Value>)> {
    let text = |count: usize| json!("é".repeat(count));
    let any_text = || vec![json!("x"), text(4096), json!("\u{202e}"), json!(" "), json!("\u{a0}")];
    let no_text = || {
        let bad =
            [json!(""), text(4097), json!("x\n"), json!("\tx"), json!("x\u{7f}"), json!("\u{9f}")];
        bad.into_iter().chain([json!(1), json!(null), json!(["x"])]).collect::<Vec<_>>()
    };
    let token = || vec![json!("x"), json!("A-z_0.9:/"), json!("x".repeat(64))];
    let no_token =
        || vec![json!(""), json!("x y"), json!("x\n"), json!("é"), json!("x".repeat(65)), json!(7)];
    let no_digest = || {
        let bare = "a".repeat(64);
        vec![
            json!(bare),
            json!(format!("sha256:{}", bare.to_uppercase())),
            json!(digest('g')),
            json!(digest('a') + "a"),
            json!(digest('a') + "\n"),
            json!(""),
        ]
    };
    vec![
        (
            "id",
            vec![json!("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), json!("00000000000000000000000000")],
            vec![
                json!(""),
                json!("8ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
                json!("01k94q3x8g0000000000000001"),
                json!("01K94Q3X8G000000000000000U"),
                json!("01K94Q3X8G0000000000000001\n"),
                json!(1),
            ],
        ),
        (
            "time",
            vec![
                json!("1970-01-01T00:00:00Z"),
                json!("2026-11-23t09:00:00z"),
                json!("2025-12-31T23:59:59.123456789-12:00"),
            ],
            vec![
                json!("2026-11-23"),
                json!("2026-11-23T09:00:00"),
                json!("2026-11-23 09:00:00Z"),
                json!("2026-11-23T09:00:00Z\n"),
                json!("1969-12-31T00:00:00Z"),
                json!("26-11-23T09:00:00Z"),
                json!("2026-11-23T09:00Z"),
                json!("2026-11-23T09:00:00+0100"),
                json!("2026-11-23T09:00:00.Z"),
                json!("now"),
                json!(1_763_888_400),
            ],
        ),
        ("flow", token(), no_token()),
        ("action", token(), no_token()),
        ("denial_code", token(), no_token()),
        (
            "decision",
            vec![json!("deny")],
            vec![json!("allow"), json!("override"), json!("Deny"), json!(""), json!(null)],
        ),
        (
            "policy_bundle",
            vec![json!({ "version": "v2", "digest": digest('d') })],
            vec![
                json!({}),
                json!(digest('a')),
                json!({ "digest": digest('a') }),
                json!({ "digest": "x", "version": "1" }),
                json!({ "digest": digest('a'), "version": "" }),
                json!({ "digest": digest('a'), "version": "1", "x": 1 }),
            ],
        ),
        ("price_catalog", vec![json!(digest('0'))], no_digest()),
        ("input_digest", vec![json!(digest('9'))], no_digest()),
        ("actor", any_text(), no_text()),
        ("resource", any_text(), no_text()),
        ("denial_reason", any_text(), no_text()),
        ("rationale", any_text(), no_text()),
        (
            "approvers",
            vec![json!([]), json!(["x", "x"]), json!(vec!["x"; 32])],
            vec![
                json!("x"),
                json!({}),
                json!([""]),
                json!(["x", null]),
                json!([["x"]]),
                json!(vec!["x"; 33]),
                json!(null),
            ],
        ),
        (
            "trace_id",
            vec![json!("0".repeat(32))],
            vec![
                json!("0".repeat(31)),
                json!("0".repeat(33)),
                json!("A".repeat(32)),
                json!("0".repeat(32) + "\n"),
                json!(0),
            ],
        ),
        (
            "ticket",
            vec![
                json!("http://x"),
                json!("https://x/?q=%20#~"),
                json!(format!("https://{}", "x".repeat(2040))),
            ],
            vec![
                json!(""),
                json!("https://"),
                json!("ftp://x"),
                json!("HTTPS://x"),
                json!("javascript:alert(1)"),
                json!("https://x y"),
                json!("https://x\n"),
                json!("https://é"),
                json!(format!("https://{}", "x".repeat(2041))),
            ],
        ),
        (
            "cost",
            vec![cost("0"), cost("-12.50"), cost("999999999999999999.999999999999")],
            vec![
                cost(1),
                cost(0.5),
                cost(""),
                cost("-"),
                cost("01"),
                cost("1."),
                cost(".5"),
                cost("+1"),
                cost("1e3"),
                cost("1\n"),
                cost("1000000000000000000"),
                cost("1.0000000000001"),
                json!("1 EUR"),
                json!({ "amount": "1" }),
                json!({ "amount": "1", "currency": "eur" }),
                json!({ "amount": "1", "currency": "EUR\n" }),
                json!({ "amount": "1", "currency": "EUR", "x": 1 }),
            ],
        ),
        (
            "client_ip",
            vec![json!("0.0.0.0"), json!("::"), json!("2001:DB8::1"), json!("::ffff:192.0.2.7")],
            vec![
                json!(""),
                json!("1.2.3"),
                json!("1.2.3.256"),
                json!("1.2.3.04"),
                json!("1.2.3.4\n"),
                json!(":::"),
                json!("fe80::1%eth0"),
                json!("[::1]"),
                json!("localhost"),
                json!(1),
            ],
        ),
    ]
}

/// Events, and whether they are right.
fn events() -> Vec<(Value, bool)> {
    let without = |field: &str| {
        let mut event = event();
        event.as_object_mut().expect("it is an object").remove(field);
        event
    };
    let mut events = vec![
        (event(), true),
        (json!({}), false),
        (json!([]), false),
        (json!("event"), false),
        (json!(null), false),
    ];
    for (field, right, wrong) in values() {
        let required = ["time", "flow", "action", "decision", "denial_code", "actor", "resource"];
        events.push((without(field), !required.contains(&field)));
        for (value, is_right) in
            right.into_iter().map(|v| (v, true)).chain(wrong.into_iter().map(|v| (v, false)))
        {
            let mut event = event();
            event[field] = value;
            events.push((event, is_right));
        }
    }
    for decision in ["allow", "override"] {
        let mut event = without("denial_code");
        event["decision"] = decision.into();
        events.push((event, true));
    }
    for unknown in ["x", "", "jti", "iss", "exp", "salt_seed", "_sd", "...", "Actor"] {
        let mut event = event();
        event[unknown] = "x".into();
        events.push((event, false));
    }
    events
}

#[test]
fn the_schema_and_our_reader_accept_the_same_events() {
    let events = events();
    let answers = run("schema.py", &lines(events.iter().map(|(event, _)| event)));
    assert_eq!(answers.len(), events.len());
    for ((event, is_right), answer) in events.iter().zip(answers) {
        let line = event.to_string();
        let mut reader = EventReader::default();
        let read = reader.read(line.as_bytes());
        assert_eq!(read.is_ok(), *is_right, "we say {:?}: {line}", read.err());
        assert_eq!(answer["ok"], *is_right, "the schema says {answer}: {line}");
    }
}
