//! Coverage of the policy's rules as Cobertura XML (`coverage-04.dtd`), for CI systems that draw it beside a diff.
//!
//! A file is a class, a folder a package, a rule a method. Written by hand: a dozen elements, all of them flat.

use crate::coverage::{File, files, ways_hit};
use crate::error::ReportError;
use crate::model::Conformance;
use crate::text;
use cos_core::clock::Timestamp;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
"#;

/// Writes the coverage document.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    let mut out = String::from(HEAD);
    write(report, &mut out).map_err(|error| ReportError::render("Cobertura", &error))?;
    Ok(out)
}

/// Covered over all, of lines or branches.
#[derive(Clone, Copy, Default)]
struct Share {
    covered: usize,
    valid: usize,
}

impl Share {
    fn add(self, covered: usize, valid: usize) -> Self {
        Self { covered: self.covered + covered, valid: self.valid + valid }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = if self.valid == 0 { 1.0 } else { self.covered as f64 / self.valid as f64 };
        write!(f, "{rate:.4}")
    }
}

fn shares<'a>(files: impl IntoIterator<Item = &'a File<'a>>) -> (Share, Share) {
    files.into_iter().fold(Default::default(), |(lines, branches): (Share, Share), file| {
        (
            lines.add(file.lines_hit(), file.lines.len()),
            branches.add(file.branches_hit(), file.rules.len() * 2),
        )
    })
}

fn write(report: &Conformance, out: &mut String) -> fmt::Result {
    let files = files(report);
    let mut packages: BTreeMap<&str, Vec<(&str, &File<'_>)>> = BTreeMap::new();
    for (path, file) in &files {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        packages.entry(folder).or_default().push((path, file));
    }
    let (lines, branches) = shares(files.values());
    let created = Timestamp::parse(&report.provenance.created).map_or(0, Timestamp::unix);
    writeln!(
        out,
        "<coverage line-rate=\"{lines}\" branch-rate=\"{branches}\" lines-covered=\"{}\" \
         lines-valid=\"{}\" branches-covered=\"{}\" branches-valid=\"{}\" complexity=\"0\" \
         version=\"{}\" timestamp=\"{created}\">",
        lines.covered,
        lines.valid,
        branches.covered,
        branches.valid,
        escaped(&format!("{} {}", report.provenance.tool, report.provenance.tool_version)),
    )?;
    writeln!(out, "  <sources>\n    <source>.</source>\n  </sources>\n  <packages>")?;
    for (folder, files) in packages {
        let (lines, branches) = shares(files.iter().map(|(_, file)| *file));
        let folder = escaped(folder);
        writeln!(out, "    <package name=\"{folder}\" {}>", rates(lines, branches))?;
        writeln!(out, "      <classes>")?;
        for (path, file) in files {
            write_file(path, file, out)?;
        }
        writeln!(out, "      </classes>\n    </package>")?;
    }
    writeln!(out, "  </packages>\n</coverage>")
}

fn rates(lines: Share, branches: Share) -> String {
    format!("line-rate=\"{lines}\" branch-rate=\"{branches}\" complexity=\"0\"")
}

fn write_file(path: &str, file: &File<'_>, out: &mut String) -> fmt::Result {
    let (lines, branches) = shares([file]);
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    writeln!(
        out,
        "        <class name=\"{}\" filename=\"{}\" {}>",
        escaped(name),
        escaped(path),
        rates(lines, branches)
    )?;
    writeln!(out, "          <methods>")?;
    let mut ways: BTreeMap<u32, Share> = BTreeMap::new();
    for (rule, name) in file.rules.iter().zip(file.names()) {
        let line = rule.place.line.max(1);
        let hit = Share { covered: usize::from(rule.fired > 0), valid: 1 };
        let both = Share { covered: ways_hit(rule), valid: 2 };
        let share = ways.entry(line).or_default();
        *share = share.add(both.covered, both.valid);
        writeln!(
            out,
            "            <method name=\"{}\" signature=\"\" {}>\n              <lines><line \
             number=\"{line}\" hits=\"{}\"/></lines>\n            </method>",
            escaped(&name),
            rates(hit, both),
            rule.fired
        )?;
    }
    writeln!(out, "          </methods>\n          <lines>")?;
    for (line, hits) in &file.lines {
        write!(out, "            <line number=\"{line}\" hits=\"{hits}\"")?;
        match ways.get(line) {
            Some(ways) => writeln!(
                out,
                " branch=\"true\" condition-coverage=\"{}% ({}/{})\"/>",
                ways.covered * 100 / ways.valid,
                ways.covered,
                ways.valid
            )?,
            None => writeln!(out, " branch=\"false\"/>")?,
        }
    }
    writeln!(out, "          </lines>\n        </class>")
}

/// Text for an attribute. What XML cannot hold at all, [`text::line`] has already written out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
