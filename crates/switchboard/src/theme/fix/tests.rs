//! Only values change, and then all pairs pass.

use super::{pack, plain};
use crate::theme::fixture::{pack as packed, theme};
use crate::theme::{Pack, PackLimits, contrast};

const TOKENS: &str = r#"{
  "palette": {"$type": "color", "grey": {"$value": {"colorSpace": "srgb", "components": [0.7, 0.7, 0.7]}}},
  "color": {"$type": "color",
    "muted":   {"$value": "{palette.grey}", "$extensions": {"a.b": [1,  2]}},
    "accent":  {"$value": {"colorSpace": "oklch", "components": [0.8, 0.1, 250]}},
    "on-accent": {"$value": {"colorSpace": "srgb", "components": [0, 0, 0]}}
  }
}"#;

#[test]
fn only_the_values_change_and_all_pairs_pass() {
    let before = packed(TOKENS);
    let failing = contrast::faults(&contrast::check(&theme(&before))).len();
    assert!(failing >= 4, "{failing}");
    let (edits, files) = pack(&before);
    assert_eq!(
        edits.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["color.muted", "color.accent", "color.on-accent"]
    );
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(
        text.contains(
            r#""grey": {"$value": {"colorSpace": "srgb", "components": [0.7, 0.7, 0.7]}}"#
        ),
        "{text}"
    );
    assert!(text.contains(r#""$extensions": {"a.b": [1,  2]}"#), "{text}");
    let all = before.files().map(|(name, bytes)| (name.to_owned(), bytes.to_owned()));
    let mut all: std::collections::BTreeMap<_, _> = all.collect();
    all.extend(files);
    let after = Pack::new(all, &PackLimits::default()).unwrap();
    assert_eq!(contrast::faults(&contrast::check(&theme(&after))), []);
    assert_eq!(pack(&after).0, []);
}

#[test]
fn a_plain_theme_in_place() {
    let text =
        "\u{feff}{\"name\": \"p\", \"colors\": {\"muted\": \"#bbb\",  \"foreground\": \"#ccc\"}}";
    let made = theme(&Pack::from_plain("p.json", text.as_bytes(), []).unwrap());
    let (edits, bytes) = plain("p.json", text.as_bytes(), &made).unwrap();
    assert_eq!(edits.len(), 2);
    let now = String::from_utf8(bytes).unwrap();
    assert_eq!(
        now,
        "\u{feff}{\"name\": \"p\", \"colors\": {\"muted\": \"#727272\",  \"foreground\": \"#727272\"}}"
    );
    let made = theme(&Pack::from_plain("p.json", now.as_bytes(), []).unwrap());
    assert_eq!(contrast::faults(&contrast::check(&made)), []);
}
