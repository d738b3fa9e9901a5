//! Plain themes become packs; what is wrong with them is said at once.

use crate::theme::fixture::theme;
use crate::theme::{Pack, css};

fn faults(text: &str) -> Vec<String> {
    let faults = Pack::from_plain("t.json", text.as_bytes(), []).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_plain_theme_becomes_a_pack() {
    let text = r##"{"name": "p", "colors": {"accent": "#036"}, "dark": {"colors": {"accent": "#9cf8"}},
        "typography": {"body": ["Inter", "serif"], "size": "1.125rem", "weight": 350, "radius": "0px"}}"##;
    let pack = Pack::from_plain("t.json", text.as_bytes(), []).unwrap();
    assert_eq!(
        pack.files().map(|(name, _)| name).collect::<Vec<_>>(),
        [
            "theme.json",
            "theme.resolver.json",
            "tokens/base.tokens.json",
            "tokens/dark.tokens.json",
            "tokens/light.tokens.json"
        ]
    );
    let theme = theme(&pack);
    let shown = |mode: usize, path: &str| css::text(&theme.modes[mode].tokens[path].value);
    assert_eq!(shown(0, "color.accent"), "#003366");
    assert_eq!(shown(1, "color.accent"), "color(srgb 0.6 0.8 1 / 0.533333)");
    assert_eq!(shown(1, "font.body"), "\"Inter\", serif");
    assert_eq!(
        (shown(0, "font.size"), shown(0, "shape.radius")),
        ("1.125rem".into(), "0px".into())
    );
    assert_eq!(
        (theme.manifest.product_name.as_str(), theme.manifest.version.as_str()),
        ("p", "1.0.0")
    );
    let again = Pack::from_plain("t.json", text.as_bytes(), []).unwrap();
    assert_eq!(again.to_zip(), pack.to_zip(), "the same bytes each time");
}

#[test]
fn everything_that_is_wrong_at_once() {
    let text = "{\"name\": \"P P\", \"colour\": 1,\n \"colors\": {\"accent\": \"red\", \"acent\": \"#fff\"},\n \"support_url\": \"http://x\",\n \
                \"logos\": {\"light\": 3},\n \"typography\": {\"size\": \"1em\", \"weight\": \"bold\", \"body\": \"a;b\", \"line-height\": 9}}";
    assert_eq!(
        faults(text),
        [
            "t.json:1:11: /name: `name` does not fit; write a-z, 0-9 and `-`, at most 40",
            "t.json:1:18: /colour: unknown field `colour`; did you mean `colors`?",
            "t.json:2:24: /colors/accent: `accent` is no colour; write `#rrggbb` or `#rrggbbaa`",
            "t.json:2:31: /colors/acent: unknown field `acent`; did you mean `accent`?",
            "t.json:3:18: /support_url: `support_url` does not fit; write an address with `https://` or `mailto:`",
            "t.json:4:21: /logos/light: a logo is the name of a file, not a number; name one beside the theme",
            "t.json:5:26: /typography/size: `size` does not fit; write a length, as \"16px\" or \"1rem\"",
            "t.json:5:43: /typography/weight: `weight` does not fit; write a number without quotes, such as 1.5 for lines or 400 for weights",
            "t.json:5:59: /typography/body: `body` does not fit; write `\"Inter, sans-serif\"` or an array of names",
            "t.json:5:80: /typography/line-height: `line-height` does not fit; write a number without quotes, such as 1.5 for lines or 400 for weights",
        ]
    );
    assert_eq!(
        faults("{"),
        ["t.json:1:2: unexpected end; write strict JSON: no comments, no duplicate keys, UTF-8"]
    );
    assert!(faults("{}").join("\n").contains("`colors` is missing"));
}
