//! Reads a theme from where it is: a directory, a zip archive, or a plain theme in one file.

use super::refused;
use crate::error::{CommandError, Exit};
use crate::files;
use cos_core::code::Code;
use cos_switchboard::theme::{self, Pack, PackLimits, Theme};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

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
    let kind = fs::symlink_metadata(path).or_else(|error| {
        if path == Path::new("-") { fs::metadata(".") } else { Err(error) }
    });
    let kind = kind.map_err(|error| CommandError::io("open", path, &error))?;
    let found = if path != Path::new("-") && kind.is_dir() {
        Pack::new(directory(path, &limits)?, &limits)
    } else {
        let bytes = content(path, limits.bytes)?;
        match files::name(path) {
            _ if bytes.starts_with(b"PK") => Pack::from_zip(&bytes, &limits),
            name => plain(path, &name, &bytes, &limits)?,
        }
    };
    Ok(match found {
        Ok(pack) => Found::Pack(pack),
        Err(faults) => Found::Faulty(faults),
    })
}

/// A plain theme, with the logos beside it.
fn plain(
    path: &Path,
    name: &str,
    bytes: &[u8],
    limits: &PackLimits,
) -> Result<Result<Pack, Vec<theme::Fault>>, CommandError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = Vec::new();
    for logo in Pack::plain_files(name, bytes).unwrap_or_default() {
        // What is not there, or lies elsewhere, is a fault of the theme and not of the command line.
        let is_beside = Path::new(&logo).components().all(|part| {
            matches!(part, std::path::Component::Normal(_))
        });
        let file = folder.join(&logo);
        if is_beside && fs::symlink_metadata(&file).is_ok_and(|it| it.is_file()) {
            beside.push((logo, content(&file, limits.bytes)?));
        }
    }
    let name = Path::new(name).file_name().map_or(name.into(), |it| it.to_string_lossy());
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
        let mut entries = fs::read_dir(&folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
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
    CommandError::new(Exit::Input, const { Code::new("COS-THM-0012") }, message)
}
