//! Ratios as WCAG has them, and suggestions that pass.

use super::{check, faults, ratio, suggest};
use crate::theme::color::Color;
use crate::theme::contract::Need;
use crate::theme::fixture::{pack, theme};
use proptest::prelude::*;

fn hex(text: &str) -> Color {
    Color::from_hex(text).unwrap()
}

#[test]
fn ratios_as_wcag_has_them() {
    for (a, b, expected) in [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
        ("#777777", "#ffffff", 4.478),
    ] {
        let found = ratio(&hex(a), &hex(b));
        assert!((found - expected).abs() < 0.001, "{a} on {b}: {found}");
        assert!((ratio(&hex(b), &hex(a)) - found).abs() < 1e-12);
    }
}

#[test]
fn a_pair_that_fails_says_what_would_pass() {
    let tokens = r#"{"color": {"$type": "color", "muted": {"$value": {"colorSpace": "srgb", "components": [0.7, 0.7, 0.7]}}}}"#;
    let theme = theme(&pack(tokens));
    let contrasts = check(&theme);
    let found = faults(&contrasts);
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[1].to_string(),
        "theme.json: mode `light`: `color.muted` on `color.surface` has a contrast of 2.10, and needs 4.5; \
         lightness 0.567 in OKLCH passes: #767676 has 4.54"
    );
}

#[test]
fn what_lets_through_is_judged_by_what_is_seen() {
    let tokens = r#"{"color": {"$type": "color", "foreground": {"$value": {"colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.2}},
        "surface": {"$value": {"colorSpace": "srgb", "components": [1, 1, 1], "alpha": 0.5}}}}"#;
    let theme = theme(&pack(tokens));
    let seen =
        check(&theme).into_iter().find(|it| it.pair.foreground == "color.foreground").unwrap();
    assert!(!seen.passes(), "{seen:?}");
    assert_eq!(seen.foreground.to_hex(), "#c6c6c8");
}

proptest! {
    /// Whatever two colours: the suggestion passes, and white or black would pass where there is none.
    #[test]
    fn suggestions_pass(front in "#[0-9a-f]{6}", behind in "#[0-9a-f]{6}", is_text in any::<bool>()) {
        let need = if is_text { Need::Text } else { Need::Ui };
        let (front, behind) = (hex(&front), hex(&behind));
        let found = suggest(&front, &[(&behind, need)]);
        // Of black and white, one has at least 4.58 on anything.
        let found = found.expect("a lightness passes");
        prop_assert!(ratio(&found.color, &behind) >= need.ratio());
        let hue = front.to_oklch();
        if hue.chroma > 0.02 && found.oklch.chroma > 0.02 {
            prop_assert!((found.oklch.hue - hue.hue).abs() < 1e-9);
        }
    }
}
