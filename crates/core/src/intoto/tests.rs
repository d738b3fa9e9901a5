//! A statement has one canonical text, and what is not a statement is refused by field.

use super::*;
use proptest::prelude::*;

const PREDICATE: &str = "https://companyos.example/cos/conformance/v1";

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn sample() -> Statement {
    Statement {
        subjects: vec![
            Subject { name: "report.html".into(), sha256: digest("html"), sha512: None },
            Subject { name: "matrix.yaml".into(), sha256: digest("yaml"), sha512: None },
        ],
        predicate_type: PREDICATE.into(),
        predicate: json!({"result": "passed", "cases": 12}).as_object().unwrap().clone(),
    }
}

#[test]
fn has_one_canonical_text() {
    let mut statement = sample();
    let bytes = statement.to_canonical().unwrap();
    let expected = format!(
        "{{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{{\"cases\":12,\"result\":\"passed\"}},\
         \"predicateType\":\"{PREDICATE}\",\"subject\":[\
         {{\"digest\":{{\"sha256\":\"{}\"}},\"name\":\"matrix.yaml\"}},\
         {{\"digest\":{{\"sha256\":\"{}\"}},\"name\":\"report.html\"}}]}}",
        digest("yaml"),
        digest("html"),
    );
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    statement.subjects.reverse();
    assert_eq!(statement.to_canonical().unwrap(), bytes);
    assert_eq!(Statement::parse(&bytes).unwrap(), statement);
}

#[test]
fn refuses_by_field() {
    let whole = serde_json::from_slice::<serde_json::Value>(&sample().to_canonical().unwrap());
    let whole = whole.unwrap();
    let hex = digest("a").to_string();
    let cases = [
        (
            "_type",
            json!("https://in-toto.io/Statement/v0.1"),
            "_type` is not `https://in-toto.io/Statement/v1`",
        ),
        ("subject", json!({}), "subject` is not a list"),
        ("subject", json!([]), "subject` is empty"),
        ("subject", json!([{"name": "a"}]), "subject[0].digest` is missing"),
        ("subject", json!(["a"]), "subject[0].name` is missing"),
        ("subject", json!([{"name": "", "digest": {"sha256": hex}}]), "subject[0].name` is empty"),
        (
            "subject",
            json!([{"name": 1, "digest": {"sha256": hex}}]),
            "subject[0].name` is not text",
        ),
        (
            "subject",
            json!([{"name": "a", "digest": {"sha256": hex.to_uppercase()}}]),
            "subject[0].digest.sha256` is not 64 lower-case hexadecimal digits",
        ),
        (
            "subject",
            json!([{"name": "a", "digest": {"sha1": "00"}}]),
            "subject[0].digest.sha1` is unknown",
        ),
        (
            "subject",
            json!([{"name": "a", "uri": "x", "digest": {"sha256": hex}}]),
            "subject[0].uri` is unknown",
        ),
        (
            "subject",
            json!([{"name": "a", "digest": {"sha256": hex}}, {"name": "a", "digest": {"sha256": hex}}]),
            "subject[1].name` stands there twice",
        ),
        (
            "subject",
            json!(
                (0..1025)
                    .map(|n| json!({"name": n.to_string(), "digest": {"sha256": hex}}))
                    .collect::<Vec<_>>()
            ),
            "subject` has more than 1024 items",
        ),
        ("predicateType", json!("conformance"), "predicateType` is not a URI"),
        ("predicateType", json!(null), "predicateType` is not text"),
        ("predicate", json!([1]), "predicate` is not an object"),
        ("extra", json!(1), "extra` is unknown"),
    ];
    for (field, value, message) in cases {
        let mut changed = whole.clone();
        changed[field] = value;
        let error = Statement::parse(changed.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), format!("statement field `{message}"));
        assert_eq!(error.code().as_str(), "COS-DSS-0007");
    }
    for field in ["_type", "subject", "predicateType", "predicate"] {
        let mut changed = whole.clone();
        changed.as_object_mut().unwrap().remove(field);
        let error = Statement::parse(changed.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), format!("statement field `{field}` is missing"));
    }
    assert!(matches!(Statement::parse(b"{"), Err(IntotoError::Json(_))));
    assert!(matches!(Statement::parse(&vec![b' '; MAX_BYTES + 1]), Err(IntotoError::TooLong(_))));
}

#[test]
fn writes_nothing_that_it_would_refuse() {
    let mut statement = sample();
    statement.predicate.insert("n".into(), json!(u64::MAX));
    assert_eq!(statement.to_canonical().unwrap_err().code().as_str(), "COS-DSS-0006");
    let mut statement = sample();
    statement.predicate.insert("n".into(), "x".repeat(MAX_BYTES).into());
    assert!(matches!(statement.to_canonical(), Err(IntotoError::TooLong(_))));
    let statement = Statement { subjects: Vec::new(), ..sample() };
    assert_eq!(statement.to_canonical().unwrap_err().code().as_str(), "COS-DSS-0007");
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        names in prop::collection::btree_set("\\PC{1,20}", 1..6),
        predicate in prop::collection::btree_map(any::<String>(), any::<i32>(), 0..5),
    ) {
        let mut subjects: Vec<_> = names
            .into_iter()
            .map(|name| Subject { sha256: digest(&name), sha512: None, name })
            .collect();
        let predicate: Map<_, _> =
            predicate.into_iter().map(|(key, value)| (key, value.into())).collect();
        let statement =
            Statement { subjects: subjects.clone(), predicate_type: PREDICATE.into(), predicate };
        let bytes = statement.to_canonical().unwrap();
        let again = Statement::parse(&bytes).unwrap();
        subjects.sort();
        prop_assert_eq!(&again.subjects, &subjects);
        prop_assert_eq!(again.to_canonical().unwrap(), bytes);
    }
}

#[test]
fn a_subject_may_have_a_second_digest() {
    let long = "cf".repeat(64);
    let both =
        Subject { name: "a".into(), sha256: digest("a"), sha512: Digest512::from_hex(&long) };
    let one = Statement { subjects: vec![both], ..sample() };
    let text = one.to_canonical().unwrap();
    assert_eq!(Statement::parse(&text).unwrap(), one);
    let text = String::from_utf8(text).unwrap();
    for (from, to) in [(&*long, "cf"), (&long, &*"CF".repeat(64)), ("sha512", "sha384")] {
        let wrong = Statement::parse(text.replace(from, to).as_bytes()).unwrap_err();
        assert!(wrong.to_string().contains("subject[0].digest."), "{wrong}");
    }
}
