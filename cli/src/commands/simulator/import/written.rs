//! What an import leaves: the matrix, a bundle where it makes one, and notes about what did not come over.
//!
//! Everything is written beside its place first. The matrix takes its name last, so that a matrix never names a bundle that is not there.

use super::Target;
use super::sources::Shown;
use crate::commands::policy::output::outside;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_core::code::Code;
use cos_simulator::import::{Imported, NewFile, Note, NoteKind};
use cos_simulator::matrix;
use serde_json::{Value, json};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many notes are shown.
const SHOWN: usize = 50;

/// Where everything goes.
pub(super) struct Places {
    out: PathBuf,
    bundle: Option<PathBuf>,
    force: bool,
}

/// Looks whether everything has a place, before anything is read.
pub(super) fn places(target: &Target, bundle: Option<&Path>) -> Result<Places, CommandError> {
    let Target { out, force, .. } = target;
    let taken = |path: &Path| {
        let error = io::Error::from(io::ErrorKind::AlreadyExists);
        CommandError::io("create", path, &error)
    };
    if out.symlink_metadata().is_ok() && !force {
        return Err(taken(out).hint("choose another name, or add `--force`"));
    }
    if let Some(bundle) = bundle.filter(|bundle| bundle.symlink_metadata().is_ok()) {
        if !force {
            return Err(taken(bundle).hint("choose another folder, or add `--force`"));
        }
        if !is_ours(bundle) {
            return Err(taken(bundle).hint("no import wrote this folder, so none replaces it"));
        }
        outside(bundle, out)?;
    }
    Ok(Places { out: out.clone(), bundle: bundle.map(Path::to_owned), force: *force })
}

/// Whether an import wrote this folder.
fn is_ours(folder: &Path) -> bool {
    let mark = |name: &str| fs::read(folder.join(name)).unwrap_or_default();
    let mark = |name: &str| mark(name).starts_with(b"# Written by `cos simulator import`");
    fs::symlink_metadata(folder).is_ok_and(|kind| kind.is_dir())
        && (mark("cos/gator.rego") || mark("cos/tests.rego"))
}

/// Writes what was imported, says what was not, and answers with what there is now.
pub(super) fn write(
    ctx: &Ctx<'_>,
    places: &Places,
    shown: &Shown,
    imported: Imported,
) -> Result<Answer, CommandError> {
    let Imported { matrix, extra, bundle, notes } = imported;
    let counts = counts(&matrix)?;
    let mut outputs = Vec::new();
    for (name, bytes) in extra {
        outputs.push(begun(&places.out.with_file_name(name), &bytes, places.force)?);
    }
    outputs.push(begun(&places.out, matrix.as_bytes(), places.force)?);
    if let (Some(folder), Some(files)) = (&places.bundle, bundle) {
        publish(folder, &files)?;
    }
    for output in outputs {
        output.finish()?;
    }
    let mut notes: Vec<Note> =
        notes.into_iter().map(|note| Note { place: shown.place(&note.place), ..note }).collect();
    notes.sort_by(|one, other| one.place.cmp(&other.place));
    for note in notes.iter().take(SHOWN) {
        ctx.ui.note(said(note.kind), &note.to_string());
    }
    if notes.len() > SHOWN {
        let more = grouped((notes.len() - SHOWN) as u64);
        ctx.ui.note("and", &format!("{more} more; `--format json` lists all"));
    }
    let (out, bundle) = (places.out.display().to_string(), places.bundle.as_ref());
    let bundle = bundle.map(|bundle| bundle.display().to_string());
    let with = bundle.as_deref().unwrap_or("BUNDLE");
    ctx.ui.hint(&format!(
        "run it with `cos simulator run --matrix {out} --bundle {with} --unsigned --mutate off --min-coverage 0`"
    ));
    Ok(Answer::done(Written { out, bundle, counts, notes }))
}

/// The matrix was read by the library already; this only counts.
fn counts(matrix: &str) -> Result<(usize, usize), CommandError> {
    let parsed = matrix::parse(matrix.as_bytes()).map_err(|_| {
        let code = const { Code::new("COS-IMP-0005") };
        CommandError::input(code, "the matrix would be refused")
    })?;
    Ok((parsed.flows.len(), parsed.cases.len()))
}

fn begun(path: &Path, bytes: &[u8], force: bool) -> Result<Output, CommandError> {
    let mut out = Output::create(path, force)?;
    out.write_all(bytes).map_err(|error| CommandError::io("write", path, &error))?;
    Ok(out)
}

/// Gives a folder of files its name when it is complete; what was there goes away last.
fn publish(folder: &Path, files: &[NewFile]) -> Result<(), CommandError> {
    let failed = |error: io::Error| CommandError::io("write", folder, &error);
    let beside = |ending: &str| {
        let mut name = folder.components().as_path().as_os_str().to_owned();
        name.push(format!(".{}.{ending}", std::process::id()));
        PathBuf::from(name)
    };
    let (temporary, old) = (beside("tmp"), beside("old"));
    let made = fill(&temporary, files).and_then(|()| {
        if folder.symlink_metadata().is_err() {
            return fs::rename(&temporary, folder);
        }
        fs::rename(folder, &old)?;
        fs::rename(&temporary, folder)?;
        fs::remove_dir_all(&old)
    });
    made.map_err(|error| {
        // Best effort: the error that brought us here is the one to report.
        let _ = fs::remove_dir_all(&temporary);
        failed(error)
    })
}

fn fill(folder: &Path, files: &[NewFile]) -> io::Result<()> {
    fs::create_dir(folder)?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create_new(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(())
}

fn said(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Finding => "finding",
        NoteKind::LeftOut => "left out",
        NoteKind::Remark => "remark",
    }
}

struct Written {
    out: String,
    bundle: Option<String>,
    counts: (usize, usize),
    notes: Vec<Note>,
}

impl Render for Written {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let (flows, cases) = self.counts;
        let left_out = self.notes.iter().filter(|note| note.kind == NoteKind::LeftOut).count();
        let cases = counted(cases as u64, "case");
        let flows = counted(flows as u64, "flow");
        out.good(&format!("{cases} of {flows} in {}", self.out))?;
        if let Some(bundle) = &self.bundle {
            out.good(&format!("the policy for them in {bundle}"))?;
        }
        if left_out > 0 {
            let things = counted(left_out as u64, "thing");
            out.warning(&format!("{things} left out; see the notes"))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let note = |note: &Note| {
            json!({
                "kind": said(note.kind).replace(' ', "_"),
                "file": note.place.file,
                "line": note.place.line,
                "field": note.place.field,
                "message": note.message,
            })
        };
        json!({
            "schema": "cos.simulator-import/v1",
            "matrix": self.out,
            "bundle": self.bundle,
            "flows": self.counts.0,
            "cases": self.counts.1,
            "notes": self.notes.iter().map(note).collect::<Vec<_>>(),
        })
    }
}
