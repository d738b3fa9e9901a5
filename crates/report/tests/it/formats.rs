//! All formats of a report, as text and as files for the programs in `tests/interop`.

use cos_core::digest::Digest;
use cos_report::model::Conformance;
use cos_report::{cobertura, html, json, junit, lcov, markdown, oscal, sarif, statement};
use std::fs;
use std::path::{Path, PathBuf};

/// Renders `report` in all formats; each with the name of its file.
pub(crate) fn rendered(report: &Conformance) -> Vec<(&'static str, String)> {
    let rendered = [
        ("conformance.json", json::render(report)),
        ("conformance.html", html::render(report)),
        ("junit.xml", junit::render(report)),
        ("conformance.sarif", sarif::render(report)),
        ("oscal.json", oscal::render(report, "conformance.json")),
        ("lcov.info", lcov::render(report)),
        ("cobertura.xml", cobertura::render(report)),
        ("summary.md", markdown::summary(report)),
        ("annotations.txt", Ok(markdown::annotations(report).join("\n") + "\n")),
        ("statement.json", Ok(in_toto(report))),
    ];
    rendered.into_iter().map(|(file, text)| (file, text.expect("the report renders"))).collect()
}

/// Writes all formats of `report` to a folder below the target directory.
pub(crate) fn written(name: &str, report: &Conformance) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cos-report").join(name);
    fs::create_dir_all(&folder).expect("the target directory can be written");
    for (file, text) in rendered(report) {
        fs::write(folder.join(file), text).expect("the target directory can be written");
    }
    folder
}

fn in_toto(report: &Conformance) -> String {
    let digest = Digest::of(json::render(report).expect("the report renders").as_bytes());
    let subjects = statement::subjects(report, "conformance.json", &digest.to_string());
    let statement =
        statement::statement(&subjects, &statement::predicate(report, &report.provenance.created));
    format!("{statement:#}\n")
}
