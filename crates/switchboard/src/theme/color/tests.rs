//! Published values: the samples of CSS Color Module Level 4 and of Björn Ottosson's article on Oklab.

use super::{Color, Space};

fn color(space: Space, components: [f64; 3]) -> Color {
    Color { space, components: components.map(Some), alpha: 1.0, hex: None }
}

#[track_caller]
fn close(found: [f64; 3], expected: [f64; 3], slack: f64) {
    for (found_part, expected_part) in found.iter().zip(expected) {
        assert!((found_part - expected_part).abs() < slack, "{found:?} is not {expected:?}");
    }
}

/// Each is the same green, `#008000`, or lies as near as its decimals allow (web-platform-tests, css/css-color).
#[test]
fn one_green_in_every_space() {
    for (space, components) in [
        (Space::Srgb, [0.0, 0.50196, 0.0]),
        (Space::SrgbLinear, [0.0, 0.21586, 0.0]),
        (Space::Hsl, [120.0, 100.0, 25.098]),
        (Space::Hwb, [120.0, 0.0, 49.8039]),
        (Space::Lab, [46.2775, -47.5621, 48.5837]),
        (Space::Lch, [46.2775, 67.9892, 134.3912]),
        (Space::Oklab, [0.51975, -0.1403, 0.10768]),
        (Space::Oklch, [0.51975, 0.17686, 142.495]),
        (Space::DisplayP3, [0.21604, 0.49418, 0.13151]),
        (Space::A98Rgb, [0.281363, 0.498012, 0.116746]),
        (Space::ProphotoRgb, [0.230479, 0.395789, 0.129968]),
        (Space::Rec2020, [0.235202, 0.431704, 0.085432]),
        (Space::XyzD50, [0.08312, 0.154746, 0.020961]),
        (Space::XyzD65, [0.07719, 0.15438, 0.02573]),
    ] {
        let green = color(space, components);
        close(green.to_srgb(), [0.0, 128.0 / 255.0, 0.0], 0.012);
        assert_eq!(green.to_hex(), "#008000", "{}", space.as_str());
    }
}

/// The table of the article: XYZ and what Oklab makes of it, to its three decimals.
#[test]
fn oklab_as_published() {
    for (xyz, oklab) in [
        ([0.950, 1.000, 1.089], [1.000, 0.000, 0.000]),
        ([1.000, 0.000, 0.000], [0.450, 1.236, -0.019]),
        ([0.000, 1.000, 0.000], [0.922, -0.671, 0.263]),
        ([0.000, 0.000, 1.000], [0.153, -1.415, -0.449]),
    ] {
        close(color(Space::XyzD65, xyz).to_oklab(), oklab, 0.002);
    }
}

#[test]
fn white_and_black_are_the_same_everywhere() {
    for (space, white) in [
        (Space::A98Rgb, [1.0; 3]),
        (Space::DisplayP3, [1.0; 3]),
        (Space::Hsl, [0.0, 0.0, 100.0]),
        (Space::Hwb, [0.0, 100.0, 0.0]),
        (Space::Lab, [100.0, 0.0, 0.0]),
        (Space::Lch, [100.0, 0.0, 0.0]),
        (Space::Oklab, [1.0, 0.0, 0.0]),
        (Space::Oklch, [1.0, 0.0, 0.0]),
        (Space::ProphotoRgb, [1.0; 3]),
        (Space::Rec2020, [1.0; 3]),
        (Space::Srgb, [1.0; 3]),
        (Space::SrgbLinear, [1.0; 3]),
        (Space::XyzD50, [0.3457 / 0.3585, 1.0, (1.0 - 0.3457 - 0.3585) / 0.3585]),
        (Space::XyzD65, [0.3127 / 0.3290, 1.0, (1.0 - 0.3127 - 0.3290) / 0.3290]),
    ] {
        close(color(space, white).to_srgb(), [1.0; 3], 1e-4);
        let black = if space == Space::Hwb { [0.0, 0.0, 100.0] } else { [0.0; 3] };
        close(color(space, black).to_srgb(), [0.0; 3], 1e-4);
    }
}

#[test]
fn the_way_to_oklch_and_back() {
    for hex in ["#123456", "#fedcba", "#ff0000", "#00ff00", "#0000ff", "#808080", "#000000"] {
        let there = Color::from_hex(hex).unwrap().to_oklch();
        let back = Color::srgb(there.to_srgb().unwrap());
        assert_eq!(back.to_hex(), hex);
    }
}

/// Ratios of WCAG's own examples: black on white is 21, `#777777` on white fails, `#767676` passes.
#[test]
fn luminance_as_wcag_defines_it() {
    let luminance = |hex| Color::from_hex(hex).unwrap().luminance();
    assert!((luminance("#ffffff") - 1.0).abs() < 1e-9);
    assert!(luminance("#000000").abs() < 1e-9);
    let on_white = |hex| 1.05 / (luminance(hex) + 0.05);
    assert!(on_white("#777777") < 4.5 && on_white("#767676") >= 4.5);
}

#[test]
fn hex_in_its_forms() {
    assert_eq!(Color::from_hex("#abc").unwrap().to_hex(), "#aabbcc");
    assert!((Color::from_hex("#00000080").unwrap().alpha - 128.0 / 255.0).abs() < 1e-6);
    assert!((Color::from_hex("#0008").unwrap().alpha - 136.0 / 255.0).abs() < 1e-6);
    for wrong in ["", "#", "abc", "#ab", "#abcde", "#ggg", "#12345", "#é12", "#1234567"] {
        assert_eq!(Color::from_hex(wrong), None, "{wrong}");
    }
}
