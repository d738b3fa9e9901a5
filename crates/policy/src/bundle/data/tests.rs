//! Merging, conflicts and roots.

use super::*;
use serde_json::json;

fn merged(texts: &[(&str, &str)]) -> Result<(Value, Origins), BundleError> {
    merge(&Files::from_texts(texts.iter().copied()).unwrap())
}

#[test]
fn merges_by_directory() {
    let (data, origins) = merged(&[
        ("data.json", r#"{"a":{"x":1},"k~/":2}"#),
        ("a/data.yaml", "z: [1, 2]\n"),
        ("a/b/data.yml", "text\n"),
        ("c/d/data.json", "[true]"),
        (".git/data.json", "{\"h\":1}"),
        ("a/notdata.json", "{"),
        ("a/data.json.bak", "{"),
        ("a/Data.json", "{"),
    ])
    .unwrap();
    let wanted = json!({
        "a": {"x": 1, "z": [1, 2], "b": "text"}, "k~/": 2, "c": {"d": [true]}, "git": {"h": 1}
    });
    assert_eq!(data, wanted);
    for (pointer, file) in [
        ("/a/x", "data.json"),
        ("/a/z/1", "a/data.yaml"),
        ("/a/b", "a/b/data.yml"),
        ("/c/d/0", "c/d/data.json"),
        ("/k~0~1", "data.json"),
    ] {
        assert_eq!(origins.file(pointer), Some(file), "{pointer}");
    }
    assert_eq!(origins.file("/zzz"), None);
    assert_eq!(merged(&[]).unwrap().0, json!({}));
}

#[test]
fn refuses_two_answers() {
    for (one, other, pointer) in [
        (("data.json", r#"{"a":1}"#), ("data.yaml", "a: 1\n"), "/a"),
        (("a/data.json", r#"{"b":1}"#), ("data.json", r#"{"a":{"b":{}}}"#), "/a/b"),
        (("a/b/data.json", "{}"), ("data.json", r#"{"a":[]}"#), "/a"),
        ((".a/data.json", "1"), ("a/data.json", "1"), "/a"),
    ] {
        let error = merged(&[one, other]).unwrap_err();
        let wanted = format!(
            "data files `{}` and `{}` both define `{pointer}`; keep it in one of them",
            one.0.min(other.0),
            one.0.max(other.0)
        );
        assert_eq!(error.to_string(), wanted);
        assert_eq!(error.code().as_str(), "COS-BND-0009");
    }
}

#[test]
fn refuses_what_is_no_document() {
    for (name, text, wanted) in [
        ("data.json", "[]", "not an object"),
        ("data.yaml", "", "empty"),
        ("data.json", r#"{"a":1,"a":2}"#, "duplicate key `a` at line 1, column 9"),
        ("a/data.json", "{\n\"n\": 12345678901234567890}", "line 2, column 6"),
        ("a/data.yaml", "a: 1\na: 2\n", "duplicate key"),
        ("a/data.json", "a: 1", "unexpected character"),
    ] {
        let error = merged(&[(name, text)]).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0008");
        let message = error.to_string();
        assert!(message.contains(wanted) && message.contains(name), "{message}");
    }
}

#[test]
fn refuses_data_outside_the_roots() {
    let manifest = Manifest::read(br#"{"roots":["a/b","c"]}"#).unwrap();
    for (data, outside) in [
        (r#"{"a":{"b":1},"c":[2]}"#, None),
        (r#"{"a":{}}"#, None),
        ("{}", None),
        (r#"{"a":{"b":1,"x":2}}"#, Some("/a/x")),
        (r#"{"a":{"x":{}}}"#, Some("/a/x")),
        (r#"{"a":1}"#, Some("/a")),
        (r#"{"d":{}}"#, Some("/d")),
        (r#"{"a/b":1}"#, Some("/a~1b")),
    ] {
        let (value, origins) = merged(&[("data.json", data)]).unwrap();
        match (check_roots(&manifest, &value, &origins), outside) {
            (Ok(()), None) => {}
            (Err(BundleError::OutsideRoots { file, path, roots }), Some(outside)) => {
                assert_eq!((file.as_str(), path.as_str()), ("data.json", outside));
                assert_eq!(roots, ["a/b", "c"]);
            }
            (found, _) => panic!("{data}: {found:?}"),
        }
    }
}

#[test]
fn fractions_are_the_nearest_double() {
    let (data, _) = merged(&[("data.json", r#"{"a":123456789.123456789}"#)]).unwrap();
    assert_eq!(data["a"].as_f64(), Some(123456789.12345679));
}
