//! What others make of our reports: Chromium with axe-core, compliance-trestle for OSCAL, lxml for JUnit and Cobertura. Each of them
//! is also shown something broken, so that one which accepts everything is noticed.

use crate::interop::judge;
use crate::{formats, hostile, sample};
use cos_report::model::Conformance;
use std::fs;
use std::path::PathBuf;

/// A long report, one without scenarios, and one that tries to be more than text.
fn reports() -> [(&'static str, Conformance); 3] {
    [
        ("read-long", sample::report(10_000, 7)),
        ("read-empty", sample::report(0, 7)),
        ("read-hostile", hostile::report()),
    ]
}

/// The files called `names`, of all reports in all formats.
fn written(part: &str, names: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (name, report) in reports() {
        let folder = formats::written(&format!("{part}-{name}"), &report);
        files.extend(names.iter().map(|name| folder.join(name)));
    }
    files
}

/// A file that is as `name` is, but for what `change` makes of it.
fn broken(part: &str, name: &str, change: impl Fn(String) -> String) -> Vec<PathBuf> {
    let folder = formats::written(&format!("broken-{part}"), &sample::report(0, 7));
    let file = folder.join(name);
    let text = fs::read_to_string(&file).expect("it was written");
    let changed = change(text.clone());
    assert_ne!(changed, text, "{name} stays as it was");
    fs::write(&file, changed).expect("the target directory can be written");
    vec![file]
}

#[test]
fn chromium_shows_the_page_to_everybody_and_asks_nobody() {
    let said = judge("browser.mjs", &written("html", &["conformance.html"])).unwrap();
    assert!(said.ends_with("no faults in 3 files\n"), "{said}");
}

#[test]
fn chromium_notices_a_page_that_asks_others_or_keeps_some_out() {
    let files = broken("html", "conformance.html", |page| {
        let open = "default-src 'none'; img-src *;";
        page.replace("default-src 'none';", open)
            .replace("<html lang=\"en\"", "<html")
            .replace("</main>", "<img src=\"http://192.0.2.1/pixel\"></main>")
    });
    let said = judge("browser.mjs", &files).unwrap_err();
    for fault in ["request: http://192.0.2.1/pixel", "html-has-lang", "image-alt", "img-src *"] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
}

#[test]
fn trestle_reads_the_oscal_results() {
    let said = judge("oscal.py", &written("oscal", &["oscal.json"])).unwrap();
    assert_eq!(said.matches(": OSCAL 1.1.2, ").count(), 3, "{said}");
    let files = broken("oscal", "oscal.json", |text| text.replacen("\"uuid\"", "\"uid\"", 1));
    let said = judge("oscal.py", &files).unwrap_err();
    assert!(said.contains("uuid"), "{said}");
}

#[test]
fn lxml_reads_junit_and_cobertura() {
    judge("xml_reports.py", &written("xml", &["junit.xml", "cobertura.xml"])).unwrap();
    type Change = fn(String) -> String;
    let changes: [(&str, &str, Change); 3] = [
        ("junit.xml", "failures: ", |text| text.replacen("failures=\"", "failures=\"9", 1)),
        ("junit.xml", "Opening and ending tag mismatch", |text| {
            text.replacen("</testsuite>", "</testcase>", 1)
        }),
        ("cobertura.xml", "hits", |text| text.replacen(" hits=", " hit=", 1)),
    ];
    for (name, fault, change) in changes {
        let said = judge("xml_reports.py", &broken("xml", name, change)).unwrap_err();
        assert!(said.contains(fault), "{fault}: {said}");
    }
}
