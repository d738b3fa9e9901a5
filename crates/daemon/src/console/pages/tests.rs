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
