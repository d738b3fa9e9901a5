//! Files that survive a crash: made whole or not at all, and synced with the directory that names them.
//!
//! Only for the few small files of a key directory; the ledger has its own write path.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Creates `path` with `mode` and writes `bytes`; fails with `AlreadyExists` rather than touch a file that is there.
/// A file that could not be written whole is removed again. The directory is left for the caller to sync.
pub(crate) fn create_new(path: &Path, mode: u32, bytes: &[u8]) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    fill(file, mode, bytes).inspect_err(|_| {
        // The first error is the one to report.
        let _ = std::fs::remove_file(path);
    })
}

/// Replaces `directory/name` by `bytes` with `mode`: readers see the old file or the new one, also after a power cut.
///
/// The caller holds a lock that keeps a second writer away from the temporary file.
pub(crate) fn replace(directory: &Path, name: &str, mode: u32, bytes: &[u8]) -> io::Result<()> {
    let temporary = directory.join(format!("{name}.tmp"));
    // Opened before the rename, so that its sync covers the rename (Tessera issue 749).
    let parent = File::open(directory)?;
    match std::fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create_new(&temporary, mode, bytes)?;
    std::fs::rename(&temporary, directory.join(name))?;
    parent.sync_all()
}

/// Makes the entries of `directory` durable.
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Makes the name of `path` in the directory above it durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync_directory(parent.unwrap_or(Path::new(".")))
}

fn fill(mut file: File, mode: u32, bytes: &[u8]) -> io::Result<()> {
    // The umask may have taken bits away from the mode given at creation.
    file.set_permissions(Permissions::from_mode(mode))?;
    file.write_all(bytes)?;
    file.sync_all()
}
