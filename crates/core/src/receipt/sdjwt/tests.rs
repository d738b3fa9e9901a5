//! An SD-JWT has one spelling: everything that is not exactly `header.payload.signature~disclosure~…~` in canonical base64url over
//! strict JSON is refused, and the header says what we sign with and nothing else.

mod hostile;
mod processing;

use super::*;
use crate::fixture::{self, KID, encode, header, item, member, notary, placeholder};
use crate::json::JsonErrorKind;
use proptest::prelude::*;
use serde_json::json;

/// Reads with a fresh reader and returns the processed payload.
fn read(compact: impl AsRef<[u8]>) -> Result<serde_json::Value, ReceiptError> {
    Reader::default().read(compact.as_ref()).map(|sdjwt| sdjwt.to_json())
}

/// An SD-JWT over a header of these members.
fn headed(members: &str) -> String {
    fixture::signed(&notary(), members, "{}", &[])
}

#[test]
fn the_parts_come_out_as_they_stand() {
    let compact = fixture::receipt(1);
    let mut reader = Reader::default();
    let sdjwt = reader.read(compact.as_bytes()).unwrap();
    let (jwt, tail) = compact.split_once('~').unwrap();
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    assert_eq!(sdjwt.compact(), compact.as_bytes());
    assert_eq!(sdjwt.signing_input(), input.as_bytes());
    assert_eq!(encode_bytes(&sdjwt.signature().0), signature);
    assert_eq!(sdjwt.digest(), Digest::of(jwt.as_bytes()));
    assert_eq!(sdjwt.kid(), KID);
    assert_eq!(sdjwt.payload().to_json(), fixture::payload(&compact));
    let texts: Vec<_> =
        sdjwt.disclosures().map(|(text, _)| str::from_utf8(text).unwrap()).collect();
    assert_eq!(texts, tail.split_terminator('~').collect::<Vec<_>>());
    let names: Vec<_> = sdjwt.disclosed_members().map(|(name, _)| name.plain_string()).collect();
    assert_eq!(names.len() + sdjwt.disclosed_items().count(), texts.len());
    assert_eq!(sdjwt.digest_count(), 10 + 4);
}

fn encode_bytes(bytes: &[u8]) -> String {
    base64url::encode(bytes)
}

#[test]
fn other_shapes_are_refused() {
    use ReceiptError::{Disclosure, Json, Shape, TooLong};
    let receipt = fixture::receipt(1);
    let open = &receipt[..receipt.len() - 1];
    let number_of_disclosures = receipt.matches('~').count() - 1;
    let (jwt, tail) = receipt.split_once('~').unwrap();
    let (no_tilde, after_tilde, parts) = (
        Shape("no `~` after the signature"),
        Shape("text after the last `~`; receipts carry no key binding"),
        Shape("the part before `~` is not `header.payload.signature`"),
    );
    let empty = |number| Disclosure { number, reason: "empty" };
    let key_binding = headed(r#"{"alg":"EdDSA","typ":"kb+jwt"}"#);
    let cases: &[(&str, String, ReceiptError)] = &[
        ("nothing", String::new(), no_tilde.clone()),
        ("a bare JWT", jwt.into(), no_tilde),
        ("no last tilde", open.into(), after_tilde.clone()),
        ("a line end", format!("{receipt}\n"), after_tilde.clone()),
        ("a carriage return", format!("{receipt}\r"), after_tilde.clone()),
        ("trailing data", format!("{receipt}x"), after_tilde.clone()),
        ("a second receipt", format!("{receipt}\n{open}"), after_tilde.clone()),
        (
            "a key binding JWT",
            format!("{receipt}{}", &key_binding[..key_binding.len() - 1]),
            after_tilde,
        ),
        ("only tildes", "~~~".into(), parts.clone()),
        ("one part", "eyJ9~".into(), parts.clone()),
        ("two parts", "eyJ9.eyJ9~".into(), parts.clone()),
        ("four parts", format!("{jwt}.eyJ9~{tail}"), parts.clone()),
        ("five parts, as in encryption", "a.b.c.d.e~".into(), parts),
        ("an empty disclosure first", format!("{jwt}~~{tail}"), empty(1)),
        ("an empty disclosure last", format!("{receipt}~"), empty(number_of_disclosures + 1)),
        ("an empty disclosure alone", format!("{jwt}~~"), empty(1)),
        (
            "empty parts",
            "..~".into(),
            Json {
                part: "the header",
                source: crate::json::JsonError { kind: JsonErrorKind::Empty, offset: 0 },
            },
        ),
        ("too long", format!("{}~", "a".repeat(MAX_BYTES)), TooLong(MAX_BYTES + 1)),
    ];
    for (what, compact, expected) in cases {
        assert_eq!(read(compact).unwrap_err(), *expected, "{what}");
    }
}

/// Spellings that lenient decoders take for the same bytes.
fn other_spellings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let insert =
        |at: usize, what: &[u8]| [&text.as_bytes()[..at], what, &text.as_bytes()[at..]].concat();
    let (end, middle) = (text.len(), text.len() / 2);
    let mut last = text.as_bytes().to_vec();
    let code = ALPHABET.iter().position(|c| c == last.last().unwrap()).unwrap();
    assert!(end % 4 > 1, "`{text}` fills its last group and so has no unused bits");
    *last.last_mut().unwrap() = ALPHABET[code | 1];
    assert_ne!(last, text.as_bytes());
    vec![
        ("padding", insert(end, &b"=="[..4 - end % 4])),
        ("half the padding", insert(end, b"=")),
        ("padding in the middle", insert(middle, b"=")),
        ("unused bits set", last),
        ("a space after", insert(end, b" ")),
        ("a space before", insert(0, b" ")),
        ("a line end inside", insert(middle, b"\n")),
        ("a NUL inside", insert(middle, b"\0")),
        ("a byte beyond ASCII", insert(middle, b"\xc3\xa9")),
        ("not UTF-8", insert(middle, b"\xff")),
        ("percent-encoding", insert(end, b"%3D")),
        ("a last group of one", insert(end, &b"AAA"[..5 - end % 4])),
        ("the standard alphabet: +", insert(middle, b"+++A")),
        ("the standard alphabet: /", insert(middle, b"///A")),
    ]
}

#[test]
fn base64url_has_one_spelling_in_every_part() {
    // White space before the end makes each text fill its last group only in part.
    let padded = |text: String| text.clone() + &"  "[..usize::from(text.len().is_multiple_of(3))];
    let disclosure = encode(&padded(json!([fixture::SALT, "a", 1]).to_string()));
    let payload = padded(json!({ "_sd": [fixture::digest(&disclosure)] }).to_string());
    let compact =
        fixture::signed(&notary(), &padded(header().to_string()), &payload, &[disclosure]);
    assert_eq!(read(&compact).unwrap(), json!({ "a": 1 }));
    let parts: Vec<&str> = compact.trim_end_matches('~').split(['.', '~']).collect();
    for (at, part) in parts.iter().enumerate() {
        for (what, spelling) in other_spellings(part) {
            let mut parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
            parts[at] = &spelling;
            let text = [parts[0], b".", parts[1], b".", parts[2], b"~", parts[3], b"~"].concat();
            let error = read(&text).unwrap_err();
            let named = match &error {
                ReceiptError::Base64(part) => *part,
                ReceiptError::Disclosure { number: 1, reason } if reason.contains("canonical") => {
                    "1"
                }
                _ => panic!("part {at}, {what}: {error}"),
            };
            assert_eq!(named, ["the header", "the payload", "the signature", "1"][at], "{what}");
        }
    }
}

#[test]
fn signatures_have_64_bytes() {
    let (head, _) =
        fixture::receipt(1).rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    for bytes in [0, 1, 63, 65, 128] {
        let compact = format!("{head}.{}~", encode_bytes(&vec![7; bytes]));
        assert_eq!(read(&compact).unwrap_err(), ReceiptError::Base64("the signature"), "{bytes}");
    }
}

#[test]
fn json_is_strict_in_every_part() {
    let texts: &[(&str, JsonErrorKind)] = &[
        ("", JsonErrorKind::Empty),
        (r#"{"a":1} {}"#, JsonErrorKind::Trailing),
        (r#"{"a":1}x"#, JsonErrorKind::Trailing),
        ("{\"a\":1}\0", JsonErrorKind::Trailing),
        (r#"{"a":1,"a":1}"#, JsonErrorKind::DuplicateKey("a".into())),
        (r#"{"a":1,"\u0061":2}"#, JsonErrorKind::DuplicateKey("a".into())),
        (r#"{"_sd":[],"\u005fsd":[]}"#, JsonErrorKind::DuplicateKey("_sd".into())),
        (r#"{"a":{"b":1,"b":2}}"#, JsonErrorKind::DuplicateKey("b".into())),
        (r#"{"alg":"EdDSA","alg":"none"}"#, JsonErrorKind::DuplicateKey("alg".into())),
        (r#"{"iat":1,"iat":2}"#, JsonErrorKind::DuplicateKey("iat".into())),
        ("{'a':1}", JsonErrorKind::Unexpected),
        ("\u{feff}{}", JsonErrorKind::Unexpected),
        (r#"{"a":1e999}"#, JsonErrorKind::Number),
        (r#"{"a":99999999999999999999}"#, JsonErrorKind::Number),
        (r#"{"a":"\ud800"}"#, JsonErrorKind::Escape),
        (r#"{"a":1"#, JsonErrorKind::UnexpectedEnd),
    ];
    let json = |part: &'static str, kind: &JsonErrorKind, error: ReceiptError| match error {
        ReceiptError::Json { part: found, source } => {
            assert_eq!((found, &source.kind), (part, kind));
        }
        other => panic!("{part}, {kind}: {other}"),
    };
    for (text, kind) in texts {
        json("the header", kind, read(headed(text)).unwrap_err());
        json("the payload", kind, read(fixture::sdjwt(&header(), text, &[])).unwrap_err());
        let disclosure = encode(&format!("[\"{}\",\"x\",{text}]", fixture::SALT));
        let payload = json!({ "_sd": [fixture::digest(&disclosure)] }).to_string();
        let error = read(fixture::sdjwt(&header(), &payload, &[disclosure])).unwrap_err();
        assert!(
            matches!(error, ReceiptError::Disclosure { number: 1, reason } if reason.contains("strict JSON")),
            "{text}: {error}"
        );
    }
    let not_utf8 = |part: &str| [b"\"", part.as_bytes(), b"\xff\""].concat();
    let text = [&b"eyJ9."[..], base64url::encode(&not_utf8("x")).as_bytes(), b".AA~"].concat();
    assert!(read(text).is_err());
}

#[test]
fn headers_name_our_algorithm_type_and_key_and_nothing_critical() {
    let with = |member: &str, value: serde_json::Value| {
        let mut header = header();
        header[member] = value;
        header.to_string()
    };
    let without = |member: &str| {
        let mut header = header();
        header.as_object_mut().unwrap().remove(member);
        header.to_string()
    };
    let wrong_algs = [
        "none",
        "None",
        "NONE",
        "",
        "HS256",
        "HS512",
        "RS256",
        "PS256",
        "ES256",
        "ES256K",
        "eddsa",
        "EDDSA",
        "ed25519",
        "Ed448",
        "EdDSA ",
        "Ed25519ph",
    ];
    let wrong_types = [
        "",
        "JWT",
        "sd+jwt",
        "dc+sd-jwt",
        "vc+sd-jwt",
        "kb+jwt",
        "cos-receipt+SD-JWT",
        "application/cos-receipt+sd-jwt",
        "cos-receipt+sd-jwt ",
    ];
    let not_strings =
        [json!(null), json!(1), json!(true), json!(["EdDSA"]), json!({ "alg": "EdDSA" })];
    let mut cases: Vec<(&str, String)> = vec![
        ("alg", without("alg")),
        ("typ", without("typ")),
        ("kid", without("kid")),
        ("crit", with("crit", json!([]))),
        ("crit", with("crit", json!(["b64"]))),
        ("crit", with("crit", json!(null))),
        ("crit", header().to_string().replacen('{', r#"{"\u0063rit":["exp"],"#, 1)),
        ("alg", header().to_string().replace("EdDSA", r"\u006eone")),
        ("alg", "[]".into()),
        ("alg", "null".into()),
        ("alg", r#""EdDSA""#.into()),
        ("alg", "{}".into()),
    ];
    cases.extend(wrong_algs.map(|alg| ("alg", with("alg", alg.into()))));
    cases.extend(wrong_types.map(|typ| ("typ", with("typ", typ.into()))));
    for value in not_strings {
        cases.extend(["alg", "typ", "kid"].map(|member| (member, with(member, value.clone()))));
    }
    for (wrong, text) in &cases {
        match read(headed(text)).unwrap_err() {
            ReceiptError::Header { member, .. } => assert_eq!(member, *wrong, "{text}"),
            other => panic!("{text}: {other}"),
        }
    }
    let found = read(headed(&with("alg", "HS256\n".repeat(99).into()))).unwrap_err().to_string();
    assert!(found.len() < 150 && !found.contains('\n'), "{found}");
}

#[test]
fn headers_may_be_spelled_otherwise_and_say_more() {
    let spellings = [
        r#"{"alg":"Ed25519","kid":"k","typ":"cos-receipt+sd-jwt"}"#,
        r#" { "typ" : "cos-receipt+sd-jwt" , "kid" : "k" , "alg" : "EdDSA" } "#,
        r#"{"\u0061lg":"Ed\u0044SA","kid":"\u006b","typ":"cos-receipt+sd-jwt"}"#,
        // Keys come from the trust file: what the header offers is not so much as looked at.
        r#"{"alg":"EdDSA","kid":"k","typ":"cos-receipt+sd-jwt","jku":"https://evil.example","jwk":{},"x5c":[1],"b64":false}"#,
    ];
    for text in spellings {
        let compact = headed(text);
        assert_eq!(Reader::default().read(compact.as_bytes()).unwrap().kid(), "k", "{text}");
    }
}

#[test]
fn what_a_reader_read_before_does_not_matter() {
    let mut reader = Reader::default();
    let good = fixture::receipt(1);
    let foreign = headed(r#"{"alg":"EdDSA","kid":"other","typ":"cos-receipt+sd-jwt"}"#);
    let bad = headed(r#"{"alg":"none","kid":"other","typ":"cos-receipt+sd-jwt"}"#);
    let undisclosed = format!("{}~{}~", good.split_once('~').unwrap().0, member("x", 1));
    for _ in 0..2 {
        for (compact, kid) in [
            (&good, Some(KID)),
            (&foreign, Some("other")),
            (&bad, None),
            (&good, Some(KID)),
            (&undisclosed, None),
            (&bad, None),
        ] {
            let read = reader.read(compact.as_bytes());
            assert_eq!(read.ok().map(|sdjwt| sdjwt.kid().to_owned()).as_deref(), kid);
        }
    }
}

proptest! {
    #[test]
    fn damaged_receipts_never_panic_and_a_used_reader_judges_like_a_fresh_one(
        number in 0_u64..20,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
    ) {
        let mut text = fixture::receipt(number).into_bytes();
        for (at, byte, edit) in edits {
            let at = at.index(text.len());
            match edit {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => drop(text.remove(at)),
            }
        }
        let mut used = Reader::default();
        prop_assert!(used.read(fixture::receipt(number + 1).as_bytes()).is_ok());
        let again = used.read(&text).map(|sdjwt| sdjwt.to_json());
        prop_assert_eq!(again, read(&text));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(bytes);
    }

    #[test]
    fn arbitrary_json_never_panics(payload in sd_json(), disclosures in prop::collection::vec(sd_json(), 0..4)) {
        let disclosures: Vec<_> = disclosures.iter().map(|json| encode(&json.to_string())).collect();
        let digests: Vec<_> = disclosures.iter().map(|text| fixture::digest(text)).collect();
        let payload = json!({ "_sd": digests, "x": payload }).to_string();
        let _ = read(fixture::sdjwt(&header(), &payload, &disclosures));
    }
}

/// JSON that uses the words of SD-JWT, mostly wrongly.
fn sd_json() -> impl Strategy<Value = serde_json::Value> {
    let words =
        prop::sample::select(vec!["_sd", "...", "_sd_alg", "sha-256", fixture::SALT, "a", ""]);
    let leaf = prop_oneof![
        words.clone().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(Into::into),
        Just(placeholder(&item("x"))),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map(words.clone(), inner, 0..4).prop_map(|map| {
                map.into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}
