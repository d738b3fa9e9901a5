//! What stays of an SVG, and what is refused.

use super::clean;
use proptest::prelude::*;

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1""#;

fn cleaned(inner: &str) -> Result<String, Vec<String>> {
    let text = format!("{HEAD}>{inner}</svg>");
    clean("l.svg", text.as_bytes())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn shapes_stay_and_notes_of_editors_go() {
    let inner = "<!-- made by hand --><metadata><x>y</x></metadata><sodipodi:namedview id=\"v\"/><title>A &amp; B</title>\
                 <defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs>\
                 <g inkscape:label=\"x\" fill=\"url(#g)\"><path d=\"M0 0\" data-name=\"p\"/></g>";
    assert_eq!(
        cleaned(inner).unwrap(),
        format!(
            "{HEAD}><title>A &amp; B</title><defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs>\
             <g fill=\"url(#g)\"><path d=\"M0 0\"/></g></svg>"
        )
    );
}

#[test]
fn what_could_do_anything_is_refused() {
    for (inner, words) in [
        ("<script>alert(1)</script>", "`script` element"),
        ("<SCRIPT/>", "`SCRIPT` element"),
        ("<svg:script/>", "`svg:script` element"),
        ("<foreignObject><p/></foreignObject>", "`foreignObject` element"),
        ("<style>*{fill:url(//x)}</style>", "`style` element"),
        ("<image href=\"#a\"/>", "`image` element"),
        ("<use href=\"#a\"/>", "`use` element"),
        ("<a href=\"#a\"/>", "`a` element"),
        ("<animate attributeName=\"href\"/>", "`animate` element"),
        ("<set/>", "`set` element"),
        ("<g onload=\"x\"/>", "event handler `onload`"),
        ("<g ONCLICK=\"x\"/>", "event handler `ONCLICK`"),
        ("<g ev:onfocus=\"x\"/>", "event handler `ev:onfocus`"),
        (
            "<linearGradient xlink:href=\"https://evil.example/#g\"/>",
            "something outside in `xlink:href`",
        ),
        ("<linearGradient href=\"//evil.example\"/>", "something outside in `href`"),
        ("<linearGradient href=\"&#106;avascript:alert(1)\"/>", "something outside in `href`"),
        ("<path fill=\"url(https://evil.example/x)\"/>", "fetches something in `fill`"),
        ("<path fill=\"u&#x72;l( 'x' )\"/>", "fetches something in `fill`"),
        ("<path fill=\"URL(#a) url(//b)\"/>", "fetches something in `fill`"),
        ("<path d=\"url(#a)\"/>", "fetches something in `d`"),
        ("<path fill=\"u\\72l(x)\"/>", "hides text in `fill`"),
        ("<path fill=\"ur/**/l(x)\"/>", "hides text in `fill`"),
        ("<path style=\"fill:red\"/>", "a `style` attribute"),
        ("<path id=\"data:text/html,x\"/>", "code or data in `id`"),
        ("<path fill=\"&evil;\"/>", "an entity of its own"),
        ("<title>&evil;</title>", "an entity of its own"),
        ("<?xml-stylesheet href=\"x.css\"?>", "processing instruction"),
        ("<![CDATA[<script/>]]>", "CDATA"),
        ("<path d=\"a\" d=\"b\"/>", "malformed or repeated attribute"),
        ("<path>", "not well-formed"),
        ("<path></g>", "not well-formed"),
    ] {
        let faults = cleaned(inner).expect_err(inner);
        assert!(faults.iter().any(|it| it.contains(words)), "{inner}: {faults:?}");
    }
}

#[test]
fn what_is_no_svg() {
    for (text, words) in [
        ("", "ends too early"),
        ("<svg/>", "does not say that it is SVG"),
        ("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "is no SVG"),
        (
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "document type",
        ),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"/><svg/>", "second root"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\">", "ends too early"),
    ] {
        let faults = clean("l.svg", text.as_bytes()).expect_err(text);
        assert!(faults.iter().any(|it| it.to_string().contains(words)), "{text}: {faults:?}");
    }
    let deep = format!("{HEAD}>{}{}</svg>", "<g>".repeat(100), "</g>".repeat(100));
    assert!(clean("l.svg", deep.as_bytes()).unwrap_err()[0].to_string().contains("deep"));
    assert!(clean("l.svg", &vec![b' '; 300_000]).unwrap_err()[0].to_string().contains("bytes"));
    assert!(clean("l.svg", b"\xff\xfe<svg/>").unwrap_err()[0].to_string().contains("UTF-8"));
}

#[test]
fn a_fault_has_its_line() {
    let faults = clean("l.svg", format!("{HEAD}>\n  <script/>\n</svg>").as_bytes()).unwrap_err();
    assert_eq!((faults[0].line, faults[0].column), (2, 3));
}

proptest! {
    /// What was written again is accepted and written the same, and holds nothing that runs.
    #[test]
    fn cleaning_twice_changes_nothing(inner in "(<(g|path|title|rect|x:y|metadata|circle)( (fill|id|d|data-x)=\"[a-z#&;(]{0,6}\")?(/>|>)|</(g|title)>|[a-z&;<\"]{0,4}){0,8}") {
        if let Ok(once) = clean("l.svg", format!("{HEAD}>{inner}</svg>").as_bytes()) {
            prop_assert_eq!(clean("l.svg", once.as_bytes()).map_err(|it| format!("{it:?}")), Ok(once));
        }
    }
}
