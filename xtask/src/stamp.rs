//! Directories that are filled once from lock files, and filled again when a lock file changes.

use crate::tools::root;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

const STAMP: &str = "stamp";

/// Makes `dir` hold what `fill` puts there for the lock files `locks` (paths within the repository); does nothing when it already
/// does. `fill` finds `dir` empty.
pub(crate) fn once(
    dir: &Path,
    locks: &[impl AsRef<Path>],
    fill: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mut wanted = String::new();
    for lock in locks {
        let path = root().join(lock);
        let text = fs::read_to_string(&path);
        wanted += &text.with_context(|| format!("cannot read `{}`", path.display()))?;
    }
    let stamp = dir.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    // The stamp goes first and comes back last, so that an interrupted install is never taken for a finished one.
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot clear `{}`", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot create `{}`", dir.display()))?;
    fill()?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write `{}`", stamp.display()))
}
