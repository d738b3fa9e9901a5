//! The page is complete, and has no more rights than it needs.

use super::{logo, page, render};
use crate::theme::Logo;
use crate::theme::fixture::{pack, theme, with};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;

#[test]
fn the_page_has_all_tokens_and_pairs_and_no_more_rights_than_it_needs() {
    let pack = pack("{}");
    let page = render(&pack, &theme(&pack)).unwrap();
    for semantic in crate::theme::contract::TOKENS {
        assert!(page.contains(&format!("<code>{}</code>", semantic.path)), "{}", semantic.path);
    }
    assert_eq!(page.matches("class=\"pair pair-").count(), crate::theme::contract::PAIRS.len());
    let (_, rest) = page.split_once("<style>").unwrap();
    let (style, _) = rest.split_once("</style>").unwrap();
    let digest = STANDARD.encode(Digest::of(style.as_bytes()));
    assert!(
        page.contains(&format!("default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"))
    );
    for word in ["<script", " style=", "http://", "https://", "url("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn texts_of_a_theme_are_escaped() {
    let manifest = r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "<script>alert(1)</script>",
        "support_url": "https://x.example/?a&b", "logos": {"light": "l.svg"}}"#;
    let logo = r#"<svg xmlns="http://www.w3.org/2000/svg"><title>&lt;/svg&gt;</title></svg>"#;
    let pack = with(&[("theme.json", manifest), ("a.tokens.json", "{}"), ("l.svg", logo)]);
    let page = render(&pack, &theme(&pack)).unwrap();
    assert!(page.contains("<h1>&lt;script&gt;alert(1)&lt;&#x2f;script&gt;</h1>"), "{page}");
    assert!(page.contains("src=\"data:image"), "{page}");
}

#[test]
fn who_serves_the_page_gets_its_policy_and_its_logos() {
    let manifest = r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "P",
        "logos": {"light": "l.svg"}}"#;
    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg"></svg>"#;
    let pack = with(&[("theme.json", manifest), ("a.tokens.json", "{}"), ("l.svg", picture)]);
    let theme = theme(&pack);
    let page = page(&pack, &theme).unwrap();
    assert_eq!(page.html, render(&pack, &theme).unwrap());
    assert!(page.html.contains(&format!("content=\"{}\"", page.policy)), "{}", page.policy);
    assert!(logo(&pack, &theme, Logo::Light).unwrap().starts_with("data:image/svg+xml;base64,"));
    assert_eq!(logo(&pack, &theme, Logo::Dark), None);
}
