//! `sign::jwt`: a token has one spelling, and what is believed of its claims is what another reader of JSON finds there, of the right type.
#![no_main]

use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_sign::jwt::{self, Expected, Jws};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: i64 = 1_767_225_600;
const SKEW: i64 = 30;
/// A claim at the top, and one within others.
const MATCHED: [(&str, &[&str]); 2] =
    [("sub", &["sub"]), ("uid", &["kubernetes.io", "serviceaccount", "uid"])];

fuzz_target!(|text: &str| {
    let Ok(jws) = Jws::read(text) else { return };
    let (header, _) = jws.signed.split_once('.').expect("two parts are signed");
    let (payload, signature) = (base64url::encode(&jws.payload), base64url::encode(&jws.signature));
    assert_eq!(format!("{header}.{payload}.{signature}"), text);

    let Ok(issuer) = jwt::issuer(&jws) else { return };
    for nonce in [None, Some("n")] {
        let now = Timestamp(NOW);
        let expected = Expected { issuer: &issuer, audience: "cos", nonce, now };
        let Ok(said) = jwt::check(&jws, MATCHED.into_iter(), &expected) else { continue };
        let claims: Value = serde_json::from_slice(&jws.payload).expect("what is read is JSON");
        let time = |name: &str| claims[name].as_i64().expect("times are whole numbers");
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(issuer), &json!(said.subject)));
        assert!(claims["aud"] == "cos" || claims["aud"] == json!(["cos"]), "{claims}");
        assert_eq!(said.until, Timestamp(time("exp") + SKEW));
        assert!((NOW..=NOW + 24 * 3600 + SKEW).contains(&said.until.0), "{claims}");
        assert!(time("iat") <= NOW + SKEW, "{claims}");
        assert!(claims.get("nbf").is_none() || time("nbf") <= NOW + SKEW, "{claims}");
        assert!(nonce.is_none_or(|nonce| claims["nonce"] == nonce), "{claims}");

        let fits = |name: &str, value: &str| {
            said.fits(&BTreeMap::from([(name.to_owned(), value.to_owned())])).is_ok()
        };
        assert!(fits("sub", &said.subject) && !fits("sub", &format!("{}x", said.subject)));
        assert!(!fits("nothing", ""));
        let uid = claims.pointer("/kubernetes.io/serviceaccount/uid");
        match uid.and_then(Value::as_str) {
            Some(uid) => assert!(!fits("uid", &format!("{uid}x"))),
            None => assert!(!fits("uid", "") && !fits("uid", "null")),
        }
    }
});
