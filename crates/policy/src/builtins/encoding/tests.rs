//! Answers of OPA 1.20.2 to calls of the `encoding` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("urlquery.decode", r#"["a"]"#, r#""a""#),
        ("urlquery.decode", r#"["a.b/c"]"#, r#""a.b/c""#),
        ("urlquery.decode", r#"["<&>"]"#, r#""<&>""#),
        ("urlquery.decode", r#"[" \t x\u00a0"]"#, r#"" \t x\u00a0""#),
        ("urlquery.decode", r#"["€uro\n"]"#, r#""€uro\n""#),
        ("urlquery.decode", r#"["a%20b"]"#, r#""a b""#),
        ("urlquery.decode", r#"["+/8="]"#, r#"" /8=""#),
        ("urlquery.decode", r#"["abc"]"#, r#""abc""#),
        ("urlquery.decode", r#"["_-8="]"#, r#""_-8=""#),
        ("urlquery.decode", r#"[null]"#, r#"undefined"#),
        ("urlquery.decode", r#"["%zz"]"#, r#"undefined"#),
        ("urlquery.decode", r#"[1]"#, r#"undefined"#),
        ("urlquery.decode", r#"["%"]"#, r#"undefined"#),
        ("urlquery.decode_object", r#"[""]"#, r#"{}"#),
        ("urlquery.decode_object", r#"[" \t x\u00a0"]"#, r#"{" \t x\u00a0": [""]}"#),
        ("urlquery.decode_object", r#"["€uro\n"]"#, r#"{"€uro\n": [""]}"#),
        ("urlquery.decode_object", r#"["ΑΣ Σας"]"#, r#"{"ΑΣ Σας": [""]}"#),
        ("urlquery.decode_object", r#"["a.b/c"]"#, r#"{"a.b/c": [""]}"#),
        ("urlquery.decode_object", r#"["aaaa"]"#, r#"{"aaaa": [""]}"#),
        ("urlquery.decode_object", r#"["a+b"]"#, r#"{"a b": [""]}"#),
        ("urlquery.decode_object", r#"["YQ="]"#, r#"{"YQ": [""]}"#),
        ("urlquery.decode_object", r#"["6A"]"#, r#"{"6A": [""]}"#),
        ("urlquery.decode_object", r#"["%q"]"#, r#"undefined"#),
        ("urlquery.decode_object", r#"[null]"#, r#"undefined"#),
        ("urlquery.decode_object", r#"[{"a": 1}]"#, r#"undefined"#),
        ("urlquery.decode_object", r#"["%"]"#, r#"undefined"#),
        ("glob.quote_meta", r#"["a/**/b"]"#, r#""a/\\*\\*/b""#),
        ("glob.quote_meta", r#"["\\*"]"#, r#""\\\\\\*""#),
        ("glob.quote_meta", r#"["a.*"]"#, r#""a.\\*""#),
        ("glob.quote_meta", r#"["{a,b}"]"#, r#""\\{a,b\\}""#),
        ("glob.quote_meta", r#"["a*"]"#, r#""a\\*""#),
        ("glob.quote_meta", r#"["[a-c]"]"#, r#""\\[a-c\\]""#),
        ("glob.quote_meta", r#"["[^a]"]"#, r#""\\[^a\\]""#),
        ("glob.quote_meta", r#"["?"]"#, r#""\\?""#),
        ("glob.quote_meta", r#"["[a"]"#, r#""\\[a""#),
    ]);
}
