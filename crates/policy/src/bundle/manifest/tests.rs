//! Manifests good and bad.

use super::*;
use serde_json::json;

fn read(text: &str) -> Result<Manifest, BundleError> {
    Manifest::read(text.as_bytes())
}

#[test]
fn reads_what_opa_writes() {
    let manifest = read(
        r#"{"revision":"r1","roots":["/a/b/","c"],"wasm":[{"entrypoint":"c/x"}],"rego_version":0,
            "file_rego_versions":{"/new/*":1},"metadata":{"k":[1]},"zzz":1,"later":null}"#,
    )
    .unwrap();
    assert_eq!(manifest.revision, "r1");
    assert_eq!(manifest.roots, ["a/b", "c"]);
    assert_eq!(manifest.metadata, Some(json!({"k": [1]})));
    assert_eq!(manifest.unknown_fields, ["later", "zzz"]);
    assert_eq!(manifest.version_of("new/x/y.rego").unwrap(), RegoVersion::V1);
    assert_eq!(manifest.version_of("old.rego").unwrap(), RegoVersion::V0);
    assert_eq!(read("{}").unwrap(), Manifest::default());
    assert_eq!(read(r#"{"roots":null,"rego_version":null}"#).unwrap(), Manifest::default());
}

#[test]
fn refuses_what_it_cannot_read_in_one_way() {
    for (text, wanted) in [
        ("", "empty document"),
        ("[]", "the document is not an object"),
        (r#"{"revision":1}"#, "`revision` is not a string"),
        (r#"{"roots":"a"}"#, "`roots` is not an array"),
        (r#"{"roots":[1]}"#, "an item of `roots` is not a string"),
        (r#"{"rego_version":2}"#, "`rego_version` is not 0 or 1"),
        (r#"{"rego_version":1.0}"#, "`rego_version` is not 0 or 1"),
        (r#"{"file_rego_versions":{"a":3}}"#, "the version of `a` is not 0 or 1"),
        (r#"{"metadata":[]}"#, "`metadata` is not an object"),
        (r#"{"roots":["a"],"roots":[""]}"#, "duplicate key `roots` at line 1, column 17"),
        (r#"{"Roots":["a"]}"#, "the field `Roots` is not spelled in lower case"),
        (r#"{"rootſ":["a"]}"#, "the field `rootſ` is not spelled in lower case"),
        ("{} {}", "trailing data"),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0005");
        assert!(error.to_string().contains(wanted), "{text}: {error}");
    }
    let two = read(r#"{"file_rego_versions":{"/a*":0,"/*.rego":1}}"#).unwrap();
    assert!(two.version_of("a.rego").unwrap_err().to_string().contains("two versions"));
    assert_eq!(two.version_of("b.rego").unwrap(), RegoVersion::V1);
    let bad = read(r#"{"file_rego_versions":{"[":0}}"#).unwrap();
    assert!(bad.version_of("b.rego").unwrap_err().to_string().contains("no pattern"));
}

#[test]
fn roots_may_not_overlap() {
    for roots in
        [r#"["",""]"#, r#"["a","a/"]"#, r#"["a/b","a"]"#, r#"["","a"]"#, r#"["a","a-b","a/c"]"#]
    {
        let error = read(&format!(r#"{{"roots":{roots}}}"#)).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0006", "{roots}");
    }
    assert!(read(r#"{"roots":["a/b","a/c","ab","a-b"]}"#).is_ok());
}

#[test]
fn roots_own_whole_parts() {
    let manifest = read(r#"{"roots":["a/b"]}"#).unwrap();
    assert!(manifest.owns(&["a", "b"]) && manifest.owns(&["a", "b", "c"]));
    assert!(!manifest.owns(&["a"]) && !manifest.owns(&["a", "bc"]) && !manifest.owns(&["a/b"]));
    assert!(manifest.leads_to_root(&[]) && manifest.leads_to_root(&["a"]));
    assert!(!manifest.leads_to_root(&["b"]) && !manifest.leads_to_root(&["a", "x"]));
}

#[test]
fn a_revision_is_written_beside_what_was_there() {
    let mut files = Files::from_texts([
        (MANIFEST, r#"{"roots":["a"],"metadata":{"n":1.50}}"#),
        ("a.rego", "package a"),
        (super::super::SIGNATURES, r#"{"signatures":["x.y.z"]}"#),
    ])
    .unwrap();
    let before = files.clone();
    set_revision(&mut files, "").unwrap();
    assert_eq!(files, before, "nothing to write");
    set_revision(&mut files, "r2").unwrap();
    let manifest = Manifest::read(files.bytes(MANIFEST).unwrap()).unwrap();
    assert_eq!((manifest.revision.as_str(), manifest.roots.as_slice()), ("r2", &["a".into()][..]));
    assert_eq!(manifest.metadata, Some(json!({"n": 1.5})));
    assert_eq!(files.bytes(super::super::SIGNATURES), None, "the signature was for another text");
    let mut bare = Files::from_texts([("a.rego", "package a")]).unwrap();
    set_revision(&mut bare, "r1").unwrap();
    assert_eq!(bare.bytes(MANIFEST), Some(&br#"{"revision":"r1"}"#[..]));
    let mut wrong = Files::from_texts([(MANIFEST, r#"{"roots":"a"}"#)]).unwrap();
    assert_eq!(set_revision(&mut wrong, "r1").unwrap_err().code().as_str(), "COS-BND-0005");
}
