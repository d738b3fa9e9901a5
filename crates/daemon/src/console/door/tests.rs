//! Who is led where, and which forms and cookies count.

use super::*;

#[test]
fn nobody_is_led_astray_after_signing_in() {
    for path in ["/console/", "/console/t/pilot-a/receipts?before=7", "/console/t/a_b/themes"] {
        assert_eq!(destination(path), path);
    }
    for path in [
        "",
        "/",
        "/console",
        "//evil.example/console/",
        "https://evil.example/console/",
        "/console/..//evil.example",
        "/console/\\evil",
        "/console/\r\nSet-Cookie: x",
        "/console/%0d",
        "javascript:alert(1)",
    ] {
        assert_eq!(destination(path), "/console/", "{path}");
    }
}

#[test]
fn a_form_belongs_to_its_session_and_its_server() {
    assert!(is_word("cosw_a", &word("cosw_a")));
    assert!(!is_word("cosw_b", &word("cosw_a")));
    assert!(!is_word("cosw_a", "") && !is_word("cosw_a", "?"));
    let check = |lines: &[(&'static str, &str)]| {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        check_origin(&headers).is_ok()
    };
    let (host, own) = (("host", "cos.example:8443"), ("origin", "https://cos.example:8443"));
    assert!(check(&[host, own]));
    assert!(check(&[host, own, ("sec-fetch-site", "same-origin")]));
    for wrong in [
        &[host][..],
        &[own],
        &[host, ("origin", "null")],
        &[host, ("origin", "https://cos.example")],
        &[host, ("origin", "https://cos.example:8443.evil.example")],
        &[host, own, own],
        &[host, own, ("sec-fetch-site", "same-site")],
        &[host, own, ("sec-fetch-site", "cross-site")],
    ] {
        assert!(!check(wrong), "{wrong:?}");
    }
}

#[test]
fn a_cookie_counts_when_it_is_one() {
    let found = |lines: &[&str]| {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, line.parse().unwrap());
        }
        secret(&headers).map(str::to_owned)
    };
    let of = |value: &str| format!("{COOKIE}={value}");
    assert_eq!(found(&[&format!("a=b; {}; c=d", of("x"))]).as_deref(), Some("x"));
    assert_eq!(found(&[&of("x"), &of("y")]), None);
    assert_eq!(found(&[&format!("{}; {}", of("x"), of("x"))]), None);
    assert_eq!(found(&["cos-session=x"]), None);
}
