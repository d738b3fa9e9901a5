//! Where a bundle is written: an archive beside the bundle it is made of, never in it.

use crate::error::{CommandError, Exit};
use crate::files::Output;
use cos_core::code::Code;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), CommandError> {
    let mut out = Output::create(path, replace)?;
    out.write_all(bytes).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}

/// Refuses to write an archive into the directory that it packs; the next archive would hold this one.
pub(crate) fn outside(bundle: &Path, out: &Path) -> Result<(), CommandError> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.map_or_else(|| PathBuf::from("."), Path::to_owned);
    // Where a path does not resolve, reading or writing it says so.
    let (Ok(bundle_at), Ok(parent)) = (bundle.canonicalize(), parent.canonicalize()) else {
        return Ok(());
    };
    if !parent.starts_with(bundle_at) {
        return Ok(());
    }
    let message = format!("`{}` lies within the bundle `{}`", out.display(), bundle.display());
    Err(misplaced(message).hint("choose a file outside of it with `--out`"))
}

/// The archive that was to be made has no good place.
pub(super) fn misplaced(message: String) -> CommandError {
    CommandError::new(Exit::Usage, Code::new("COS-BND-0023"), message)
}
