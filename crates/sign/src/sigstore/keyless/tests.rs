//! What is refused before anybody is asked. The rest is in `tests/it/keyless.rs`, against a private instance.

use super::*;
use crate::sigstore::fixtures::{LATER, statement};

#[test]
fn a_token_travels_encrypted_or_not_at_all() {
    for url in [
        "http://fulcio.example",
        "http://127.0.0.1.example/",
        "http://localhost.example",
        "https://user@fulcio.example",
        "ftp://fulcio.example",
        "",
    ] {
        let error = Services::new(url, "https://rekor.example", None).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-SEA-0019", "{url}");
        assert!(Services::new("https://fulcio.example", "https://r.example", Some(url)).is_err());
    }
    for url in
        ["https://fulcio.example", "http://127.0.0.1:1234", "http://[::1]/", "http://localhost"]
    {
        Services::new(url, url, Some(url)).unwrap();
    }
    Services::public_good().unwrap();
    assert_eq!(Services::from_signing_config("{}").unwrap_err().code().as_str(), "COS-SEA-0019");
}

#[test]
fn without_a_good_token_nobody_is_asked() {
    let services = Services::new("https://f.invalid", "https://r.invalid", None).unwrap();
    // {"iss":"https://i.example","sub":"s","exp":1}
    let expired = "e30.eyJpc3MiOiJodHRwczovL2kuZXhhbXBsZSIsInN1YiI6InMiLCJleHAiOjF9.AA";
    for (token, word) in [("", "not a JWT"), ("a.b.c", "not a JWT"), (expired, "expired")] {
        let token = Token::Jwt(Zeroizing::new(token.to_owned()));
        let sealer = KeylessSealer::new(services.clone(), token);
        let error = sealer.seal(&statement(&[("a", b"a")]), LATER).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-SEA-0017");
        assert!(error.to_string().contains(word), "{error}");
        assert!(!format!("{sealer:?}").contains("eyJ"));
    }
}

#[test]
fn what_does_not_answer_is_unavailable() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let services = Services::new(&url, &url, None).unwrap();
    // {"iss":"https://i.example","sub":"s","exp":9999999999}
    let token = "e30.eyJpc3MiOiJodHRwczovL2kuZXhhbXBsZSIsInN1YiI6InMiLCJleHAiOjk5OTk5OTk5OTl9.AA";
    let sealer = KeylessSealer::new(services, Token::Jwt(Zeroizing::new(token.into())));
    let error = sealer.seal(&statement(&[("a", b"a")]), LATER).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-SEA-0018");
    assert!(!error.to_string().contains("eyJ"), "{error}");
}
