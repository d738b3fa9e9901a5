//! The reader reads a document in one way, says where it is wrong, and stops early; what the writer writes reads back the same.

use super::*;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn read(text: &str) -> Node {
    parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn refusal(text: &str) -> YamlError {
    match parse(text.as_bytes(), &Limits::default()) {
        Ok(node) => panic!("{text:?} was read as {}", node.to_json()),
        Err(error) => error,
    }
}

#[test]
fn reads_what_people_write() {
    let cases = [
        ("a:\nb: 1", json!({"a": null, "b": 1})),
        (
            "a: 1 # why\n# c\nb:\n  - x\n  - y: 2\n    z: -3\n",
            json!({"a": 1, "b": ["x", {"y": 2, "z": -3}]}),
        ),
        ("a: {x: 1, y: [1, '2']}", json!({"a": {"x": 1, "y": [1, "2"]}})),
        ("---\na: 1\n...\n", json!({"a": 1})),
        ("\u{feff}a: 1\r\nb: é\r\n", json!({"a": 1, "b": "é"})),
        ("a: |\n  x\n   y\nb: >-\n  x\n  y\n", json!({"a": "x\n y\n", "b": "x y"})),
        ("a: ~\nb: null\nc: Null\nd: NULL\n", json!({"a": null, "b": null, "c": null, "d": null})),
        ("[true, false, 'on', \"no\"]", json!([true, false, "on", "no"])),
        ("[0, -0, +5, 0o17, 0x1F, 9223372036854775807]", json!([0, 0, 5, 15, 31, i64::MAX])),
        ("-9223372036854775808", json!(i64::MIN)),
        ("[1.5, .5, 5., 1e3, -2.5E-1, 0.0]", json!([1.5, 0.5, 5.0, 1e3, -0.25, 0.0])),
        (
            "[1_000, 12:30, 2025-11-14, ., 1e, -0x1F, 0b1]",
            json!(["1_000", "12:30", "2025-11-14", ".", "1e", "-0x1F", "0b1"]),
        ),
        (
            "on: 1\nNo: 2\n012: 3\nnull: 4\n~: 5\n1e999: 6\n'<<': 7\n\"\": 8\n",
            json!({"on": 1, "No": 2, "012": 3, "null": 4, "~": 5, "1e999": 6, "<<": 7, "": 8}),
        ),
        ("a: &x [1, {b: c}]\nd: *x\n", json!({"a": [1, {"b": "c"}], "d": [1, {"b": "c"}]})),
        ("- &x 1\n- &x 2\n- *x\n", json!([1, 2, 2])),
        ("a:\n  - &x {k: &z v}\n  - [*z, *x]\n", json!({"a": [{"k": "v"}, ["v", {"k": "v"}]]})),
        ("'text'", json!("text")),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).to_json(), expected, "{text:?}");
    }
}

#[test]
fn refuses_with_place_and_code() {
    let cases = [
        ("", "COS-YML-0006", "empty document"),
        ("\u{feff}# only a comment\n", "COS-YML-0006", "empty document"),
        ("---\n", "COS-YML-0006", "empty document at line 1 column 4"),
        (
            "a: 1\nb: 2\na: 3\n",
            "COS-YML-0003",
            "duplicate key `a` (first at 1:1) at line 3 column 1",
        ),
        (
            "x:\n  {on: 1, 'on': 2}",
            "COS-YML-0003",
            "duplicate key `on` (first at 2:4) at line 2 column 11",
        ),
        (
            "a: on",
            "COS-YML-0004",
            "`on`, a boolean to some readers and text to others at line 1 column 4; write true or false, or quote it",
        ),
        (
            "é: [1, Yes]",
            "COS-YML-0004",
            "`Yes`, a boolean to some readers and text to others at line 1 column 8; write true or false, or quote it",
        ),
        (
            "- y",
            "COS-YML-0004",
            "`y`, a boolean to some readers and text to others at line 1 column 3; write true or false, or quote it",
        ),
        (
            "- TRUE",
            "COS-YML-0004",
            "`TRUE`, a boolean to some readers and text to others at line 1 column 3; write true or false, or quote it",
        ),
        (
            "a: -.inf",
            "COS-YML-0004",
            "number `-.inf` that is not finite at line 1 column 4; quote it when it is text",
        ),
        (
            "a: .NaN",
            "COS-YML-0004",
            "number `.NaN` that is not finite at line 1 column 4; quote it when it is text",
        ),
        (
            "a: -1e999",
            "COS-YML-0004",
            "number `-1e999` that is not finite at line 1 column 4; quote it when it is text",
        ),
        (
            "a: 9223372036854775808",
            "COS-YML-0004",
            "whole number `9223372036854775808` beyond 64 bits at line 1 column 4; quote it when it is not a quantity",
        ),
        (
            "a: 0xFFFFFFFFFFFFFFFF",
            "COS-YML-0004",
            "whole number `0xFFFFFFFFFFFFFFFF` beyond 64 bits at line 1 column 4; quote it when it is not a quantity",
        ),
        (
            "mode: 0777",
            "COS-YML-0004",
            "leading zero in `0777`, octal to some readers at line 1 column 7; quote it, or drop the zero",
        ),
        (
            "a: -01.5",
            "COS-YML-0004",
            "leading zero in `-01.5`, octal to some readers at line 1 column 4; quote it, or drop the zero",
        ),
        ("a: !!binary aGk=", "COS-YML-0005", "tag at line 1 column 4; leave it out"),
        ("! {a: 1}", "COS-YML-0005", "tag at line 1 column 1; leave it out"),
        ("a: !x [1]", "COS-YML-0005", "tag at line 1 column 4; leave it out"),
        ("!!str a: 1", "COS-YML-0005", "tag at line 1 column 1; leave it out"),
        (
            "a: &x {b: 1}\nc:\n  <<: *x\n",
            "COS-YML-0005",
            "merge key `<<` at line 3 column 3; write the keys out",
        ),
        ("%YAML 1.1\n---\na: 1\n", "COS-YML-0005", "directive at line 1 column 1; leave it out"),
        (
            "a: 1\n---\nb: 1\n",
            "COS-YML-0005",
            "second document at line 2 column 1; write one document to a file",
        ),
        (
            "[a]: 1",
            "COS-YML-0005",
            "key that is not text at line 1 column 1; write the key as a word, or quote it",
        ),
        (
            "? {a: 1}\n: 1",
            "COS-YML-0005",
            "key that is not text at line 1 column 3; write the key as a word, or quote it",
        ),
        (
            ": 1",
            "COS-YML-0005",
            "key that is not text at line 1 column 1; write the key as a word, or quote it",
        ),
        (
            "&x a: 1",
            "COS-YML-0005",
            "anchor or alias on a key at line 1 column 4; write the key out",
        ),
        (
            "a: &x b\n*x : 1",
            "COS-YML-0005",
            "anchor or alias on a key at line 2 column 1; write the key out",
        ),
        (
            "a: *x",
            "COS-YML-0005",
            "alias to an anchor that does not stand above it at line 1 column 4",
        ),
        (
            "a: &x [1, *x]",
            "COS-YML-0005",
            "alias to a value that it is itself a part of at line 1 column 11",
        ),
        (
            "&x {a: {b: [*x]}}",
            "COS-YML-0005",
            "alias to a value that it is itself a part of at line 1 column 13",
        ),
        (
            "\u{feff}\u{feff}a: 1",
            "COS-YML-0001",
            "not YAML (a second byte-order mark) at line 1 column 1",
        ),
        ("a: 1\nb: [1,\n", "COS-YML-0001", "not YAML (unclosed bracket '[') at line 2 column 4"),
        (
            "a: b: c",
            "COS-YML-0001",
            "not YAML (mapping values are not allowed in this context) at line 1 column 5",
        ),
        ("a: \0", "COS-YML-0001", "not YAML (unexpected character: `\\u{0}') at line 1 column 4"),
    ];
    for (text, code, message) in cases {
        let error = refusal(text);
        assert_eq!(
            (error.code().as_str(), error.to_string().as_str()),
            (code, message),
            "{text:?}"
        );
    }
}

#[test]
fn names_the_byte_that_is_not_utf8() {
    let cases: &[(&[u8], &str)] = &[
        (b"a: \xff", "invalid UTF-8 (byte 3) at line 1 column 4"),
        (b"\xef\xbb\xbfa: 1\n\xc3\xa9: \xe2\x82", "invalid UTF-8 (byte 12) at line 2 column 4"),
    ];
    for (text, message) in cases {
        let error = parse(text, &Limits::default()).unwrap_err();
        assert_eq!((error.code().as_str(), error.to_string().as_str()), ("COS-YML-0001", *message));
    }
}

#[test]
fn knows_where_everything_stands() {
    let text = "name: x\r\nsteps:\r\n  - é: {ü: 'v', n: 1}\r\n  - \"k\": |\r\n      text\r\nempty:\r\nlast: &a\r\n  - z\r\nagain: *a\r\n";
    let node = read(text);
    let mut found = Vec::new();
    walk(&node, "", &mut found);
    let expected = [
        ". 1:1",
        ".name@1:1 1:7",
        ".steps@2:1 3:3",
        ".steps[0] 3:5",
        ".steps[0].é@3:5 3:8",
        ".steps[0].é.ü@3:9 3:12",
        ".steps[0].é.n@3:17 3:20",
        ".steps[1] 4:5",
        ".steps[1].k@4:5 5:7",
        ".empty@6:1 6:6",
        ".last@7:1 8:3",
        ".last[0] 8:5",
        ".again@9:1 9:8",
        ".again[0] 8:5",
    ];
    assert_eq!(found, expected);
}

fn walk(node: &Node, path: &str, found: &mut Vec<String>) {
    found.push(format!("{} {}", if path.is_empty() { "." } else { path }, node.at));
    for (index, item) in node.items().iter().enumerate() {
        walk(item, &format!("{path}[{index}]"), found);
    }
    for entry in node.entries() {
        let path = format!("{}.{}", path.split('@').next().unwrap(), entry.key);
        let before = found.len();
        walk(&entry.value, &path, found);
        found[before] = format!("{path}@{} {}", entry.key_at, entry.value.at);
    }
}

#[test]
fn gives_values_by_kind() {
    let node = read("{s: text, b: true, i: 7, f: 1.5, n: ~, l: [1, 2], m: {k: v}}");
    let kinds = node.entries().iter().map(|entry| entry.value.kind());
    let expected = ["text", "a boolean", "an integer", "a number", "null", "a list", "a mapping"];
    assert!(kinds.eq(expected));
    let value = |key| node.get(key).unwrap();
    assert_eq!(value("s").as_str(), Some("text"));
    assert_eq!(value("b").as_bool(), Some(true));
    assert_eq!(value("i").as_i64(), Some(7));
    assert_eq!((value("i").as_f64(), value("f").as_f64()), (Some(7.0), Some(1.5)));
    assert!(value("n").is_null() && !value("s").is_null());
    assert_eq!(value("l").items().len(), 2);
    assert_eq!(
        (value("f").as_i64(), value("s").as_bool(), value("b").as_str()),
        (None, None, None)
    );
    assert!(node.get("x").is_none() && value("l").get("k").is_none());
}

/// P16: what is too much is refused before it is made.
#[test]
fn stays_within_its_limits() {
    let limits = Limits::default();
    let flow = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let block = |n: usize| format!("{}x", "- ".repeat(n));
    for nested in [&flow as &dyn Fn(usize) -> String, &block] {
        assert!(parse(nested(32).as_bytes(), &limits).is_ok());
        for depth in [33, 34, 1000] {
            assert_eq!(refusal(&nested(depth)).kind(), &YamlErrorKind::TooDeep(32));
        }
    }
    assert_eq!(refusal(&" ".repeat((1 << 20) + 1)).kind(), &YamlErrorKind::TooLong(1 << 20));
    let items = |n: usize| "- 1\n".repeat(n);
    assert!(parse(items(19_999).as_bytes(), &limits).is_ok());
    assert_eq!(refusal(&items(20_000)).kind(), &YamlErrorKind::TooManyNodes(20_000));
    let aliases = |n: usize| format!("- &a 1\n{}", "- *a\n".repeat(n));
    assert!(parse(aliases(64).as_bytes(), &limits).is_ok());
    assert_eq!(refusal(&aliases(65)).kind(), &YamlErrorKind::TooManyAliases(64));
    let long = |n: usize| format!("- &a {}\n{}", "x".repeat(1 << 19), "- *a\n".repeat(n));
    assert!(parse(long(2).as_bytes(), &limits).is_ok());
    assert_eq!(refusal(&long(3)).kind(), &YamlErrorKind::TooMuchRepeated(1 << 20));
    let deep = format!("- &a {}\n- {}*a{}\n", flow(20), "[".repeat(20), "]".repeat(20));
    assert_eq!(refusal(&deep).kind(), &YamlErrorKind::TooDeep(32));
}

#[test]
fn stops_alias_bombs_early() {
    let mut bomb = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()];
    for level in 1..9 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push(format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let error = refusal(&bomb.concat());
    assert_eq!(error.code().as_str(), "COS-YML-0002");
    assert!(error.at().unwrap() < Position { line: 6, column: 1 }, "{error}");
}

#[test]
fn writes_for_readers_of_every_age() {
    let value = json!({
        "booleans": ["on", "No", "y", "TRUE", "true", "~", "null", ""],
        "empty": {"list": [], "mapping": {}},
        "flag": true,
        "nested": [[1, [2]], {"a": {"b": null}}],
        "no": "Norway",
        "numbers": [1, -1.5, 1e300, 5e-324, 1e21, 7.0],
        "prompt": "You are a critic.\n\n  Be brief.\n",
        "strings": ["10", "0777", "1e3", "12:30", "2025-11-14", "a: b", "a #b", "a:", " a", "a ", "- a", "*a", "&a", "!a", "%a", "@a", "<<", "=", "?", "a,b", "a\tb", "\u{2028}\u{7f}\u{1fffe}", "acme/notary-1", "https://example.org/x", "über 3 Äpfel"],
        "without newline": "a\nb",
    });
    let written = to_string(&value).unwrap();
    let expected = r#"booleans:
  - "on"
  - "No"
  - "y"
  - "TRUE"
  - "true"
  - "~"
  - "null"
  - ""
empty:
  list: []
  mapping: {}
flag: true
nested:
  - - 1
    - - 2
  - a:
      b: null
"no": Norway
numbers:
  - 1
  - -1.5
  - 1.0e+300
  - 5.0e-324
  - 1.0e+21
  - 7.0
prompt: |
  You are a critic.

    Be brief.
strings:
  - "10"
  - "0777"
  - "1e3"
  - "12:30"
  - "2025-11-14"
  - "a: b"
  - "a #b"
  - "a:"
  - " a"
  - "a "
  - "- a"
  - "*a"
  - "&a"
  - "!a"
  - "%a"
  - "@a"
  - "<<"
  - "="
  - "?"
  - "a,b"
  - "a\tb"
  - "\u2028\u007f\U0001fffe"
  - acme/notary-1
  - https://example.org/x
  - über 3 Äpfel
without newline: |-
  a
  b
"#;
    assert_eq!(written, expected);
    assert_eq!(read(&written).to_json(), value);
}

#[test]
fn writes_nothing_that_it_would_refuse() {
    let error = to_string(&json!([u64::MAX])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "whole number `18446744073709551615` beyond 64 bits; quote it when it is not a quantity"
    );
    let nested = |n: usize| (1..n).fold(json!([]), |inner, _| json!([inner]));
    assert!(to_string(&nested(32)).is_ok());
    assert_eq!(to_string(&nested(33)).unwrap_err().kind(), &YamlErrorKind::TooDeep(32));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,8}",
        "[a-z:# \n\t-]{0,12}",
        "[0-9.eE+x_-]{1,6}",
        any::<String>(),
        "[ab\"]{990,1100}",
    ]
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any_text().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::btree_map(any_text(), inner, 0..5)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(value in any_json()) {
        let written = to_string(&value).unwrap();
        let node = parse(written.as_bytes(), &Limits::default());
        let node = node.map_err(|error| TestCaseError::fail(format!("{error} in\n{written}")))?;
        prop_assert_eq!(node.to_json(), value, "{}", written);
    }

    #[test]
    fn whatever_is_read_can_be_written(text in "[a-c:&*{}\\[\\], \n'\"|>?#0-9.-]{0,60}") {
        let Ok(node) = parse(text.as_bytes(), &Limits::default()) else { return Ok(()) };
        let written = to_string(&node.to_json()).unwrap();
        prop_assert_eq!(read(&written).to_json(), node.to_json(), "{:?}", written);
    }
}
