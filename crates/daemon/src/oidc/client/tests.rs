//! A secret is for its issuer and its server, and for nobody who changes a row.

use super::*;
use cos_state::IssuerKind;

fn issuer() -> NewIssuer {
    NewIssuer {
        name: "okta".to_owned(),
        kind: IssuerKind::People,
        url: "https://acme.okta.example".to_owned(),
        audience: "0oa7".to_owned(),
        jwks: None,
        hosts: Vec::new(),
        redirect_uri: Some("https://cos.acme.example/console/oidc/okta/callback".to_owned()),
        sealed_secret: None,
    }
}

#[test]
fn a_row_that_was_changed_has_a_secret_sent_nowhere() {
    let own = SignIns::new(&[7; 32]);
    let sealed = own.close(&issuer(), &ClientSecret::new("a secret")).unwrap();
    let kept = NewIssuer { sealed_secret: Some(sealed), ..issuer() };
    let back = |sign_ins: &SignIns, issuer: &NewIssuer| {
        sign_ins.give_back(issuer, Takes::Post, "c", "v").map(|(form, _)| form)
    };
    assert!(back(&own, &kept).unwrap().ends_with("client_id=0oa7&client_secret=a+secret"));
    let cut = kept.sealed_secret.as_ref().map(|sealed| sealed[1..].to_vec());
    for (sign_ins, other) in [
        (&own, NewIssuer { url: "https://evil.example".to_owned(), ..kept.clone() }),
        (&own, NewIssuer { audience: "0oa8".to_owned(), ..kept.clone() }),
        (&own, NewIssuer { name: "oktb".to_owned(), ..kept.clone() }),
        (&own, NewIssuer { sealed_secret: cut, ..kept.clone() }),
        (&SignIns::new(&[8; 32]), kept.clone()),
    ] {
        let refused = back(sign_ins, &other).unwrap_err();
        assert_eq!(refused.code().as_str(), "COS-SRV-0080", "{other:?}");
    }
    let shown = format!("{kept:?} {:?}", ClientSecret::new("a secret"));
    assert!(!shown.contains("a secret"), "{shown}");
}

#[test]
fn what_is_remembered_of_a_secret_says_whether_it_is_the_same() {
    let (own, other) = (SignIns::new(&[7; 32]), SignIns::new(&[8; 32]));
    let secret = ClientSecret::new("a secret");
    assert_eq!(own.mark(&secret), own.mark(&secret));
    assert_ne!(own.mark(&secret), own.mark(&ClientSecret::new("another")));
    assert_ne!(own.mark(&secret), other.mark(&secret));
}
