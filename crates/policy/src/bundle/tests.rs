//! Whole bundles.

use super::*;
use serde_json::json;

fn bundle(texts: &[(&str, &str)]) -> Result<Bundle, BundleError> {
    load(&Files::from_texts(texts.iter().copied()).unwrap())
}

#[test]
fn sorts_files_by_what_they_mean() {
    let bundle = bundle(&[
        (".manifest", r#"{"rego_version":0,"file_rego_versions":{"/b/*":1}}"#),
        ("a.rego", "package a"),
        ("b/b.rego", "package b.c"),
        ("b/b_test.rego", "package b.c"),
        ("b/data.yaml", "x: 1"),
        ("policy.wasm", "\0asm"),
        ("plan.json", "{}"),
        ("b/patch.json", "{\"data\":[]}"),
        ("README.md", ""),
        ("nested.tar.gz", ""),
    ])
    .unwrap();
    let modules: Vec<_> = bundle
        .modules
        .iter()
        .map(|it| (it.name.as_str(), it.package.join("."), it.rego_version))
        .collect();
    assert_eq!(
        modules,
        [
            ("a.rego", "a".to_owned(), RegoVersion::V0),
            ("b/b.rego", "b.c".to_owned(), RegoVersion::V1)
        ]
    );
    assert_eq!(bundle.tests[0].name, "b/b_test.rego");
    assert_eq!(bundle.data, json!({"b": {"x": 1}}));
    assert_eq!(
        bundle.ignored,
        ["README.md", "b/patch.json", "nested.tar.gz", "plan.json", "policy.wasm"]
    );
    assert_eq!(bundle.signature, None);
}

#[test]
fn refuses_what_opa_reads_by_surprise() {
    for (name, text, code) in [
        ("sub/.manifest", "{}", "COS-BND-0012"),
        ("x.manifest", "{}", "COS-BND-0012"),
        ("signatures.json", "{}", "COS-BND-0012"),
        ("sub/.signatures.json", "{}", "COS-BND-0012"),
        ("sub/patch.json", r#"{"data":[{"op":"remove"}]}"#, "COS-BND-0011"),
        ("patch.json", r#"{"Data":[{}]}"#, "COS-BND-0011"),
        ("patch.json", "{", "COS-BND-0011"),
        (".signatures.json", "{}", "COS-BND-0014"),
        (".manifest", "{", "COS-BND-0005"),
        ("a.rego", "allow = true", "COS-BND-0010"),
        ("data.json", "{", "COS-BND-0008"),
    ] {
        let error = bundle(&[(name, text)]).unwrap_err();
        assert_eq!(error.code().as_str(), code, "{name}: {error}");
    }
}

#[test]
fn packages_stay_within_the_roots() {
    let manifest = (".manifest", r#"{"roots":["a/b","c d"]}"#);
    assert!(bundle(&[manifest, ("x.rego", "package a.b.c")]).is_ok());
    for (name, package) in [
        ("x.rego", "package a"),
        ("x.rego", "package a.bc"),
        ("x.rego", r#"package a["b/c"]"#),
        ("x.rego", r#"package ["a/b"]"#),
        ("x_test.rego", "package z"),
        ("x.rego", r#"package c["d"]"#),
    ] {
        let Err(error) = bundle(&[manifest, (name, package)]) else { panic!("{package}") };
        if error.code().as_str() == "COS-BND-0007" {
            assert_eq!(error.class(), Class::Trust);
            assert!(error.to_string().contains(name), "{error}");
        } else {
            assert_eq!(error.code().as_str(), "COS-BND-0010");
        }
    }
}
