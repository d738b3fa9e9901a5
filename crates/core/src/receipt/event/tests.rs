//! Events are read strictly; what is wrong is named, with the nearest right name.

use super::*;
use crate::fixture;
use crate::json::JsonErrorKind;
use serde_json::json;

fn refusal(line: &str) -> EventError {
    EventReader::default().read(line.as_bytes()).map(|event| event.time).unwrap_err()
}

fn with(field: &str, value: impl Into<serde_json::Value>) -> String {
    let mut event = fixture::event(1);
    event[field] = value.into();
    event.to_string()
}

/// `tests/it/schema.rs` holds this reader and the published schema against each other over many more events.
#[test]
fn good_events_are_read() {
    let line = with("id", "01K94Q3X8G0000000000000001");
    let mut reader = EventReader::default();
    let event = reader.read(line.as_bytes()).unwrap();
    assert_eq!(event.id.unwrap().to_string(), "01K94Q3X8G0000000000000001");
    assert_eq!(event.time, Timestamp(1_762_128_001));
    assert_eq!(event.decision, Decision::Allow);
    let least = r#"{"time":"1970-01-01T00:00:00Z","flow":"f","action":"a","decision":"override","actor":"x","resource":"y"}"#;
    let event = reader.read(least.as_bytes()).unwrap();
    assert_eq!((event.id, event.time.0, event.decision), (None, 0, Decision::Override));
    let escaped = r#" {"t\u0069me":"2026-01-31T10:00:00.5+01:00","flow":"\u0066","action":"a","decision":"\u0064eny",
        "denial_code":"c","actor":"x","resource":"y","cost":{"currency":"\u0045UR","amount":"\u0031"}} "#;
    let event = reader.read(escaped.as_bytes()).unwrap();
    assert_eq!(
        (event.time.to_string().as_str(), event.decision),
        ("2026-01-31T09:00:00Z", Decision::Deny)
    );
}

#[test]
fn lines_that_are_not_an_object_are_refused() {
    for line in ["[]", "null", "\"event\"", "1"] {
        assert_eq!(refusal(line), EventError::NotAnObject, "{line}");
    }
    let kind = |line: &str| match refusal(line) {
        EventError::Json(error) => error.kind,
        other => panic!("{line}: {other}"),
    };
    assert_eq!(kind(""), JsonErrorKind::Empty);
    assert_eq!(kind("\u{feff}{}"), JsonErrorKind::Unexpected);
    assert_eq!(kind("{} {}"), JsonErrorKind::Trailing);
    assert_eq!(kind(r#"{"actor":"a","actor":"b"}"#), JsonErrorKind::DuplicateKey("actor".into()));
    assert_eq!(
        kind(r#"{"actor":"a","\u0061ctor":"b"}"#),
        JsonErrorKind::DuplicateKey("actor".into())
    );
    let long = format!("{}{}", " ".repeat(MAX_BYTES), fixture::event(1));
    assert_eq!(refusal(&long), EventError::TooLong(long.len()));
    let event = fixture::event(1).to_string();
    let fits = event.clone() + &" ".repeat(MAX_BYTES - event.len());
    assert!(EventReader::default().read(fits.as_bytes()).is_ok());
}

#[test]
fn unknown_fields_are_named_with_the_nearest_known_one() {
    let hint = |field: &str| refusal(&with(field, "x")).to_string();
    assert_eq!(hint("rational"), "unknown field `rational`; did you mean `rationale`?");
    assert_eq!(hint("Actor"), "unknown field `Actor`; did you mean `actor`?");
    assert_eq!(hint("approver"), "unknown field `approver`; did you mean `approvers`?");
    assert_eq!(hint("denial-code"), "unknown field `denial-code`; did you mean `denial_code`?");
    assert_eq!(hint("correlation"), "unknown field `correlation`");
    assert_eq!(hint("salt_seed"), "unknown field `salt_seed`");
    assert_eq!(hint("\u{1b}[31m\n"), "unknown field `\\u{1b}[31m\\n`");
    assert!(hint(&"x".repeat(9_000)).len() < 200);
    for claim in
        ["iss", "iat", "jti", "vct", "tenant", "region", "log", "_sd", "...", "_sd_alg", "exp"]
    {
        assert!(matches!(refusal(&with(claim, "x")), EventError::UnknownField { .. }), "{claim}");
    }
}

#[test]
fn required_fields_are_required() {
    for field in ["time", "flow", "action", "decision", "actor", "resource"] {
        let mut event = fixture::event(1);
        event.as_object_mut().unwrap().remove(field);
        assert_eq!(refusal(&event.to_string()), EventError::Missing(field));
    }
    assert!(matches!(refusal("{}"), EventError::Missing(_)));
}

#[test]
fn denials_and_only_denials_have_a_code() {
    let field = |line: &str| match refusal(line) {
        EventError::Field { field, wanted } => (field, wanted),
        other => panic!("{line}: {other}"),
    };
    assert_eq!(
        field(&with("decision", "deny")),
        ("denial_code", "is missing, but `decision` is `deny`")
    );
    assert_eq!(
        field(&with("denial_code", "x")),
        ("denial_code", "is given, but `decision` is not `deny`")
    );
}

#[test]
fn a_wrong_field_is_named_with_what_is_wanted() {
    let approvers = |count: usize| json!(vec!["dana"; count]);
    let cases = [
        ("id", json!(""), "is not a ULID: 26 of 0-9 A-Z without I, L, O, U"),
        (
            "id",
            json!("01k94q3x8g0000000000000001"),
            "is not a ULID: 26 of 0-9 A-Z without I, L, O, U",
        ),
        ("id", json!(1), "is not a ULID: 26 of 0-9 A-Z without I, L, O, U"),
        ("time", json!("2026-01-31T10:00:00"), "is not an RFC 3339 time with offset, from 1970 on"),
        (
            "time",
            json!("1969-12-31T23:59:59Z"),
            "is not an RFC 3339 time with offset, from 1970 on",
        ),
        ("time", json!(1_762_128_000), "is not an RFC 3339 time with offset, from 1970 on"),
        ("decision", json!("ALLOW"), "is not one of `allow`, `deny`, `override`"),
        ("approvers", json!("dana"), "is not an array of at most 32 names"),
        ("approvers", json!(["dana", ""]), "is not an array of at most 32 names"),
        ("approvers", json!(["dana", null]), "is not an array of at most 32 names"),
        ("approvers", approvers(33), "is not an array of at most 32 names"),
        (
            "actor",
            json!(null),
            "is not a string of 1 to 4,096 characters without control characters",
        ),
        (
            "cost",
            json!({ "amount": 12.5, "currency": "EUR" }),
            "is not {\"amount\": \"<decimal string>\", \"currency\": \"<3 capitals>\"}",
        ),
    ];
    for (field, value, wanted) in cases {
        assert_eq!(
            refusal(&with(field, value.clone())),
            EventError::Field { field: field_name(field), wanted },
            "{value}"
        );
    }
    assert!(EventReader::default().read(with("approvers", approvers(32)).as_bytes()).is_ok());
}

fn field_name(field: &str) -> &'static str {
    names().find(|name| *name == field).unwrap()
}

#[test]
fn the_schema_knows_the_same_fields() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
    let mut ours: Vec<_> = names().collect();
    ours.sort_unstable();
    let mut theirs: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
    let mut required: Vec<_> =
        schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    required.retain(|name| *name != "time");
    let ours: Vec<_> =
        EVENT_CLAIMS.iter().filter(|claim| claim.required).map(|claim| claim.name).collect();
    assert_eq!(required, ours);
}
