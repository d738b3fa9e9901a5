//! What is imported: the file that was named, and the files that it names.
//!
//! Names in messages are paths that can be opened; names in the matrix are those relative to the folder, which are the same everywhere.

use crate::error::{CommandError, Fault};
use crate::files;
use cos_core::code::Code;
use cos_simulator::import::{Files, ImportError, Imported, Place};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The longest file that a suite may name, in bytes.
const MAX_FILE: u64 = 4 << 20;
/// The longest log or report.
const MAX_LOG: u64 = 256 << 20;

/// How messages name the files of an import.
pub(super) enum Shown {
    /// By their paths below this folder.
    Below(PathBuf),
    /// This one, which is called `name`, as the user did; others as they are.
    Typed { name: String, path: String },
}

impl Shown {
    /// The place with a file that can be opened.
    pub(super) fn place(&self, place: &Place) -> Place {
        let file = match self {
            Self::Below(root) => root.join(&place.file).display().to_string(),
            Self::Typed { name, path } if *name == place.file => path.clone(),
            Self::Typed { .. } => place.file.clone(),
        };
        Place { file, ..place.clone() }
    }

    /// What was imported, or every fault with its place.
    pub(super) fn accepted(
        &self,
        name: &str,
        imported: Result<Imported, Vec<ImportError>>,
    ) -> Result<Imported, CommandError> {
        imported.map_err(|errors| {
            let fault = |error: ImportError| Fault {
                code: error.code,
                message: format!("{}: {}", self.place(&error.place), error.message),
            };
            let faults = errors.into_iter().map(fault).collect();
            let whole = self.place(&Place { file: name.to_owned(), ..Place::default() });
            let subject = format!("`{}`", whole.file);
            CommandError::faults(&subject, const { Code::new("COS-IMP-0002") }, faults)
        })
    }
}

/// A single file.
pub(super) struct Log {
    /// As the matrix names it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) shown: Shown,
}

impl Log {
    /// Reads it.
    pub(super) fn read(path: &Path) -> Result<Self, CommandError> {
        let typed = files::name(path);
        let last = path.file_name().filter(|_| path != Path::new("-"));
        let name = last.map_or_else(|| typed.clone(), |name| name.to_string_lossy().into());
        let bytes = bounded(files::open(path)?, path, MAX_LOG)?;
        Ok(Self { bytes, shown: Shown::Typed { name: name.clone(), path: typed }, name })
    }
}

/// A file with those that it names.
pub(super) struct Suite {
    /// Its name in the folder.
    pub(super) name: String,
    pub(super) files: Files,
    pub(super) shown: Shown,
}

impl Suite {
    /// Reads a suite and, as `names` finds them, the other files; those that are not there are left to the import to tell.
    pub(super) fn read(
        path: &Path,
        root: Option<&Path>,
        names: fn(&str, &[u8]) -> BTreeSet<String>,
    ) -> Result<Self, CommandError> {
        let bytes = bounded(files::open(path)?, path, MAX_FILE)?;
        let (root, name) = if let Some(root) = root {
            (root.to_owned(), within(root, path)?)
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (path.parent().unwrap_or(Path::new("")).to_owned(), name)
        };
        let mut files = Files::new();
        for other in names(&name, &bytes) {
            let path = root.join(&other);
            if path.is_file() {
                let file =
                    File::open(&path).map_err(|error| CommandError::io("open", &path, &error))?;
                files.insert(other, bounded(file, &path, MAX_FILE)?);
            }
        }
        files.insert(name.clone(), bytes);
        Ok(Self { name, files, shown: Shown::Below(root) })
    }
}

/// The name of a file in a folder, with `/` between the parts.
fn within(root: &Path, path: &Path) -> Result<String, CommandError> {
    let real =
        |path: &Path| path.canonicalize().map_err(|error| CommandError::io("open", path, &error));
    let (folder, file) = (real(root)?, real(path)?);
    let Ok(relative) = file.strip_prefix(&folder) else {
        let message = format!("`{}` is not in the folder `{}`", path.display(), root.display());
        return Err(CommandError::input(const { Code::new("COS-IMP-0003") }, message)
            .hint("give a folder above it with `--root DIR`"));
    };
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    Ok(parts.join("/"))
}

/// Reads a file that may not be longer than `most`.
fn bounded(input: impl Read, path: &Path, most: u64) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let read = input.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error: io::Error| CommandError::io("read", path, &error))?;
    if bytes.len() as u64 > most {
        let message = format!("`{}` is longer than {} MiB", files::name(path), most >> 20);
        return Err(CommandError::input(const { Code::new("COS-IMP-0001") }, message));
    }
    Ok(bytes)
}
