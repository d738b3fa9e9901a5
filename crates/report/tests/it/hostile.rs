//! Whatever stands in a report, every format stays well-formed and none says what it was not meant to say.

use crate::{formats, sample};
use cos_report::json;
use cos_report::model::Conformance;
use serde_json::Value;

const TEXTS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</style><svg onload=alert(1)>",
    "\"><iframe srcdoc='<b>'>",
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "]]> <!-- --> <![CDATA[",
    "&lt;b&gt; &amp; &#x27; &bogus;",
    "\u{202e}txt.exe\u{2066}",
    "\0\u{1}\u{1b}[31mred\u{7f}\u{85}",
    "\u{feff}\u{fffe}\u{ffff}\u{fdd0}",
    "a|b`c`*d*_e_[f](https://evil.example)@someone #1 www.evil.example",
    "::error::x\r\n::set-output name=x::y%0A::warning::z",
    "{{ 7*7 }}{% raw %}{# #}",
    "../../etc/passwd",
    "C:\\Windows\\\"",
    "\n\nSF:/etc/passwd\nDA:1,1\nend_of_record\n",
    "{0} {tool} [link](0)",
    "",
    "   ",
    "é🦀\u{200d}漢字",
    "__proto__",
    "constructor",
];

/// The sample with every text replaced, but for those that a report must have.
pub(crate) fn report() -> Conformance {
    let mut value = serde_json::to_value(sample::report(400, 3)).expect("a report is JSON");
    let mut count = 0;
    replace(&mut value, &mut count);
    serde_json::from_value(value).expect("a report is JSON")
}

fn replace(value: &mut Value, count: &mut usize) {
    match value {
        Value::String(text) => {
            *count += 1;
            *text = match *count % 50 {
                0 => "🦀".repeat(3000),
                _ => format!("{}{count}", TEXTS[*count % TEXTS.len()]),
            };
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, count)),
        Value::Object(fields) => {
            let kept = ["schema", "clock", "created", "digits", "status", "class"];
            for (name, value) in
                fields.iter_mut().filter(|(name, _)| !kept.contains(&name.as_str()))
            {
                if name == "fixtures" {
                    *value =
                        TEXTS.iter().map(|&text| (text.to_owned(), Value::from(text))).collect();
                } else {
                    replace(value, count);
                }
            }
        }
        _ => {}
    }
}

fn unseen(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[test]
fn no_format_lets_a_text_through_as_it_is() {
    let report = report();
    formats::written("hostile", &report);
    for (file, text) in formats::rendered(&report) {
        match file {
            // The one format that must give back what it was given; JSON has escapes for all of it.
            "conformance.json" => assert!(json::read(text.as_bytes()).unwrap() == report),
            "conformance.sarif" | "oscal.json" | "statement.json" => {
                serde_json::from_str::<Value>(&text).unwrap();
            }
            "junit.xml" => {
                quick_junit::Report::deserialize_from_str(&text).unwrap();
            }
            "conformance.html" => page(&text),
            "cobertura.xml" => cobertura(&text),
            "lcov.info" => lcov(&text),
            "summary.md" => summary(&text),
            "annotations.txt" => annotations(&text),
            other => panic!("`{other}` is not checked"),
        }
        if !["conformance.json", "junit.xml", "statement.json"].contains(&file) {
            let found = text.char_indices().find(|(_, c)| unseen(*c));
            assert_eq!(found, None, "{file}");
        }
    }
}

fn page(text: &str) {
    assert_eq!(text.matches("<script").count(), 2);
    assert_eq!(text.matches("</script").count(), 2);
    for tag in ["<img", "<svg onload", "<iframe", "onerror=alert(1)>", "onfocus='", "<!--"] {
        assert!(!text.contains(tag), "{tag}");
    }
    // Texts are not templates.
    assert!(text.contains("{{ 7*7 }}"));
    let (_, data) = text.split_once("id=\"data\">").expect("it is well-formed");
    let (data, _) = data.split_once("</script>").expect("it is well-formed");
    assert!(data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')));
    assert!(text.len() < 1_500_000, "{}", text.len());
}

fn cobertura(text: &str) {
    let known = ["?xml", "!DOCTYPE", "coverage", "sources", "source", "packages", "package"];
    let inner = ["classes", "class", "methods", "method", "lines", "line"];
    for tag in text.split('<').skip(1) {
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/'))
            .collect();
        assert!(known.contains(&name.as_str()) || inner.contains(&name.as_str()), "<{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}");
    }
}

fn lcov(text: &str) {
    for line in text.lines() {
        let known = [
            "TN:", "SF:", "FN:", "FNDA:", "FNF:", "FNH:", "BRDA:", "BRF:", "BRH:", "DA:", "LF:",
            "LH:",
        ];
        assert!(
            known.iter().any(|known| line.starts_with(known)) || line == "end_of_record",
            "{line}"
        );
        assert_ne!(line, "SF:/etc/passwd");
    }
}

fn summary(text: &str) {
    assert!(text.len() < 1 << 20, "{}", text.len());
    let mut columns = None;
    for line in text.lines() {
        if line.starts_with('|') {
            let bars = line.matches('|').count();
            assert_eq!(*columns.get_or_insert(bars), bars, "{line}");
        } else {
            columns = None;
        }
        for wrong in ["<script", "<img", "<svg", "](", "@someone", "`", "www."] {
            assert!(!line.contains(wrong), "{wrong}: {line}");
        }
    }
}

fn annotations(text: &str) {
    assert!(text.lines().filter(|line| line.starts_with("::error ")).count() <= 10);
    for line in text.lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
        assert!(!line.contains('\r'));
        // Two colons begin, two end the properties; those in the message mean nothing any more.
        let (properties, _) = line[2..].split_once("::").expect("it is well-formed");
        for property in properties.split_once(' ').expect("it is well-formed").1.split(',') {
            let (name, value) = property.split_once('=').expect("it is well-formed");
            assert!(["file", "line", "col", "title"].contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
    }
}
