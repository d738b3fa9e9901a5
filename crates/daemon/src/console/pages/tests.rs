//! Texts of others in our markup.

use super::*;

#[test]
fn texts_of_others_stay_texts() {
    let mut chrome = Chrome::plain("<script>alert(1)</script>");
    chrome.brand.product = "a\u{202e}b\" onload=\"x".to_owned();
    let page = render("tenants.html", &chrome, context! { tenants => Vec::<Value>::new() });
    let page = page.unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "{page}");
    assert!(page.contains("a\\u{202e}b&quot; onload=&quot;x"), "{page}");
}

#[test]
fn what_stands_in_backticks_is_code_and_nothing_else_is_markup() {
    for (text, html) in [
        ("no `a` and `<b>`", "no <code>a</code> and <code>&lt;b&gt;</code>"),
        ("<i>it</i>", "&lt;i&gt;it&lt;&#x2f;i&gt;"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ] {
        assert_eq!(coded(text).to_string(), html);
    }
}
