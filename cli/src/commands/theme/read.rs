//! Reads a theme from where it is: a directory, a zip archive, or a plain theme in one file.

use super::refused;
use crate::error::{CommandError, Exit};
use crate::files;
use cos_switchboard::theme::{self, Pack, PackLimits, Theme};
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// What a path holds.
pub(super) enum Found {
    /// The files of a theme.
    Pack(Pack),
    /// What is wrong with what would have been one.
    Faulty(Vec<theme::Fault>),
}

/// Reads a theme that has to be sound.
pub(super) fn sound(path: &Path) -> Result<(Pack, Theme), CommandError> {
    let name = files::name(path);
    let pack = match find(path)? {
        Found::Pack(pack) => pack,
        Found::Faulty(faults) => return Err(refused(&name, &faults)),
    };
    let checked = theme::load(&pack);
    if !checked.is_usable() {
        return Err(refused(&name, &checked.faults));
    }
    let theme = checked.theme.ok_or_else(|| refused(&name, &[]))?;
    Ok((pack, theme))
}

/// Reads the files of a theme.
pub(super) fn find(path: &Path) -> Result<Found, CommandError> {
    let limits = PackLimits::default();
    let found = if path.is_dir() {
        Pack::new(directory(path, &limits)?, &limits)
    } else {
        let bytes = content(path, limits.bytes)?;
        if is_archive(&bytes) { Pack::from_zip(&bytes, &limits) } else { plain(path, &bytes)? }
    };
    Ok(match found {
        Ok(pack) => Found::Pack(pack),
        Err(faults) => Found::Faulty(faults),
    })
}

/// The text of a plain theme in a file; `None` for an archive and for standard input, which nobody can write to.
pub(super) fn plain_text(path: &Path) -> Result<Option<Vec<u8>>, CommandError> {
    if path == Path::new("-") {
        return Ok(None);
    }
    let bytes = content(path, PackLimits::default().bytes)?;
    Ok((!is_archive(&bytes)).then_some(bytes))
}

fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// A plain theme, with the logos beside it.
fn plain(path: &Path, bytes: &[u8]) -> Result<Result<Pack, Vec<theme::Fault>>, CommandError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().map_or_else(|| files::name(path).into(), |it| it.to_string_lossy());
    let mut beside = Vec::new();
    for logo in Pack::plain_files(&name, bytes).unwrap_or_default() {
        // What is not there, or lies elsewhere, is a fault of the theme and not of the command line.
        let mut parts = Path::new(&logo).components();
        let is_beside = parts.all(|part| matches!(part, Component::Normal(_)));
        let file = folder.join(&logo);
        if is_beside && fs::symlink_metadata(&file).is_ok_and(|it| it.is_file()) {
            beside.push((logo, content(&file, PackLimits::default().bytes)?));
        }
    }
    Ok(Pack::from_plain(&name, bytes, beside))
}

fn content(path: &Path, most: usize) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let read = files::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| CommandError::io("read", path, &error))?;
    if bytes.len() > most {
        return Err(refusal(path, &format!("has more than {most} bytes")));
    }
    Ok(bytes)
}

fn directory(root: &Path, limits: &PackLimits) -> Result<Vec<(String, Vec<u8>)>, CommandError> {
    const MAX_DEPTH: usize = 8;
    let mut out = Vec::new();
    let mut room = limits.bytes;
    let mut open: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = open.pop() {
        let failed = |error| CommandError::io("read", &folder, &error);
        let mut entries = fs::read_dir(&folder)
            .map_err(failed)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                return Err(refusal(&path, "has a name that is not UTF-8"));
            };
            // What editors and version control keep there is no part of a theme.
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() && depth < MAX_DEPTH {
                open.push((path, format!("{name}/"), depth + 1));
            } else if kind.is_file() && out.len() <= limits.files {
                let bytes = content(&path, room)?;
                room -= bytes.len();
                out.push((name, bytes));
            } else {
                let why = if kind.is_file() { "is one file too many" } else { "is no plain file" };
                return Err(refusal(&path, why));
            }
        }
    }
    Ok(out)
}

fn refusal(path: &Path, why: &str) -> CommandError {
    let message = format!("`{}` {why}", path.display());
    CommandError::new(Exit::Input, theme::codes::ARCHIVE, message)
}
