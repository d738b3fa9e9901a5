use super::{default_theme, load};
use crate::theme::contract::TOKENS;
use crate::theme::{Fault, Pack, PackLimits, Severity, contrast};

/// A pack of a manifest and one token file.
fn pack(tokens: &str) -> Pack {
    with(&[("base.tokens.json", tokens)])
}

fn with(files: &[(&str, &str)]) -> Pack {
    let manifest = r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T"}"#;
    let manifest = [("theme.json", manifest)];
    let files = manifest.iter().chain(files);
    let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    // A later file of the same name is the one that counts.
    let files: std::collections::BTreeMap<_, _> = files.collect();
    Pack::new(files, &PackLimits::default()).unwrap()
}

fn errors(pack: &Pack) -> Vec<Fault> {
    load(pack).faults.into_iter().filter(|it| it.severity == Severity::Error).collect()
}

#[test]
fn the_default_theme_has_all_of_the_contract_and_enough_contrast() {
    let theme = default_theme();
    assert_eq!(theme.modes.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["light", "dark"]);
    for mode in &theme.modes {
        for semantic in TOKENS {
            let token = mode.tokens.get(semantic.path);
            assert_eq!(token.map(crate::theme::Token::kind), Some(semantic.kind), "{}", semantic.path);
        }
    }
    let failing: Vec<String> =
        contrast::faults(&contrast::check(&theme)).iter().map(ToString::to_string).collect();
    assert_eq!(failing, Vec::<String>::new());
}

#[test]
fn the_partners_theme_is_usable() {
    let text = include_str!("../../../../../white-label/themes/partner-a.json");
    let logo = include_str!("../../../../../white-label/themes/partner-a.svg");
    let beside = [("partner-a.svg".to_owned(), logo.as_bytes().to_vec())];
    let pack = Pack::from_plain("partner-a.json", text.as_bytes(), beside).unwrap();
    let checked = load(&pack);
    assert!(checked.is_usable(), "{:#?}", checked.faults);
    let theme = checked.theme.unwrap();
    assert_eq!(contrast::faults(&contrast::check(&theme)), []);
    assert!(theme.modes[0].borrowed.contains("color.danger"));
    assert_eq!(theme.manifest.product_name, "Partner A Console");
}

#[test]
fn every_fault_has_its_place() {
    let tokens = "{\n  \"a\": {\"$type\": \"color\", \"$value\": 3},\n  \"b\": {\"$value\": \"{nope}\"},\n  \"c\": {\"$type\": \"dimension\", \"$value\": {\"value\": \"1\", \"unit\": \"em\"}}\n}";
    let shown: Vec<String> =
        errors(&pack(tokens)).iter().map(|it| format!("{} {it}", it.code)).collect();
    assert_eq!(
        shown,
        [
            "COS-THM-0002 base.tokens.json:2:37: /a/$value: 3 does not fit; write an object with colorSpace, components",
            "COS-THM-0005 base.tokens.json:3:20: /b/$value: there is no token `nope`; name a token by its path, as `{group.token}`",
            "COS-THM-0002 base.tokens.json:4:52: /c/$value/value: `1` does not fit; write a number, without quotes",
            "COS-THM-0002 base.tokens.json:4:65: /c/$value/unit: `em` does not fit; write one of px, rem",
        ]
    );
}
