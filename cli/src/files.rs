//! Reading inputs and writing outputs: `-` is stdin, outputs appear whole or not at all and never replace anything unasked.

use crate::error::CommandError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Opens an input for reading; `-` is stdin.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>, CommandError> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|error| CommandError::io("open", path, &error))?;
    if file.metadata().is_ok_and(|kind| kind.is_dir()) {
        return Err(CommandError::io("read", path, &io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(Box::new(file))
}

/// How an input is called in messages.
pub(crate) fn name(path: &Path) -> String {
    if path == Path::new("-") { "stdin".into() } else { path.display().to_string() }
}

/// A file that takes its name only when it is complete.
pub(crate) struct Output {
    out: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    replace: bool,
    done: bool,
}

impl Output {
    /// Begins a file; refuses to replace one unless `replace`.
    pub(crate) fn create(path: &Path, replace: bool) -> Result<Self, CommandError> {
        if !replace && path.symlink_metadata().is_ok() {
            let error = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(CommandError::io("create", path, &error)
                .hint("choose another name, or add `--force`"));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let temporary = path.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary);
        let file = file.map_err(|error| CommandError::io("create", path, &error))?;
        let out = BufWriter::with_capacity(1 << 18, file);
        Ok(Self { out, temporary, path: path.to_owned(), replace, done: false })
    }

    /// The name that it gets.
    #[cfg(feature = "server")]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the file durable and gives it its name.
    pub(crate) fn finish(mut self) -> Result<(), CommandError> {
        let publish = |output: &mut Self| -> io::Result<()> {
            output.out.flush()?;
            output.out.get_ref().sync_all()?;
            if output.replace {
                return fs::rename(&output.temporary, &output.path);
            }
            // A link fails where the name was taken meanwhile; a rename would replace it.
            fs::hard_link(&output.temporary, &output.path)?;
            fs::remove_file(&output.temporary)
        };
        publish(&mut self).map_err(|error| CommandError::io("write", &self.path, &error))?;
        self.done = true;
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.done {
            // Best effort: the error that brought us here is the one to report.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
