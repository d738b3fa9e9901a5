//! The shared words, and what becomes of text that cannot be seen.

use super::{count, decision, grouped, line, percent, visible, visible_within};
use crate::model::Decision;

#[test]
fn decisions_are_said_in_words() {
    let said = |allow, reasons: &[&str], error: Option<&str>| {
        let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
        decision(&Decision { allow, reasons, error: error.map(str::to_owned) })
    };
    assert_eq!(said(Some(true), &[], None), "allow");
    assert_eq!(said(Some(false), &["a", "b"], None), "deny: a, b");
    assert_eq!(said(None, &[], None), "undefined");
    assert_eq!(said(None, &[], Some("conflict")), "error: conflict");
}

#[test]
fn numbers_are_said_for_people() {
    assert_eq!(grouped(0), "0");
    assert_eq!(grouped(999), "999");
    assert_eq!(grouped(1_234_567), "1,234,567");
    assert_eq!(count(1, "flow"), "1 flow");
    assert_eq!(count(1000, "flow"), "1,000 flows");
    // Never rounded up: 100 % means all.
    for (ratio, text) in
        [(0.0, "0 %"), (1.0, "100 %"), (0.9999, "99.9 %"), (0.958, "95.8 %"), (0.29, "29 %")]
    {
        assert_eq!(percent(ratio), text);
    }
}

#[test]
fn what_cannot_be_seen_is_written_out() {
    assert_eq!(visible("Grüße 🦀\n"), "Grüße 🦀\n");
    assert_eq!(visible("\u{202e}evil\0"), "\\u{202e}evil\\u{0}");
    assert_eq!(visible("\r\n"), "\\u{d}\n");
    assert_eq!(line("a\tb\nc"), "a b c");
    for c in ('\0'..'\u{3000}').chain(['\u{feff}', '\u{fffe}', '\u{ffff}', '\u{e0041}']) {
        let text = c.to_string();
        let shown = visible(&text);
        assert!(!shown.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{c:?}");
    }
}

#[test]
fn long_text_is_cut_between_characters() {
    assert_eq!(visible_within("ééé", 3), "ééé");
    assert_eq!(visible_within("éééé", 3), "ééé… (1 more characters)");
}
