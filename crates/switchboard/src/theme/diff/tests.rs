//! What differs, and how far colours moved.

use super::{Change, diff};
use crate::theme::fixture::{pack, theme};

#[test]
fn added_removed_changed_and_how_far() {
    let accent = |red: f64| {
        format!(
            r#""color": {{"$type": "color", "accent": {{"$value": {{"colorSpace": "srgb", "components": [{red}, 0, 0]}}}}}}"#
        )
    };
    let before = theme(&pack(&format!(
        r#"{{{}, "a": {{"$type": "number", "$value": 1}}, "b": {{"$type": "number", "$value": 1, "$description": "x"}}}}"#,
        accent(0.5)
    )));
    let after = theme(&pack(&format!(
        r#"{{{}, "c": {{"$type": "number", "$value": 1}}, "b": {{"$type": "number", "$value": 1}}}}"#,
        accent(0.6)
    )));
    let found = diff(&before, &after);
    let shown: Vec<String> = found
        .iter()
        .map(|it| match &it.change {
            Change::Added(_) => format!("+{}", it.path),
            Change::Removed(_) => format!("-{}", it.path),
            Change::Changed { distance, .. } => format!("~{} {:.1}", it.path, distance.unwrap()),
        })
        .collect();
    assert_eq!(shown, ["-a", "+c", "~color.accent 5.8"]);
    assert_eq!(diff(&before, &before), []);
}
