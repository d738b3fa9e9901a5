//! A Unix socket of this user: made where nobody else can put another in its place, and answered for this user and root alone.

use crate::error::DaemonError;
use std::fs;
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, PermissionsExt as _,
};
use std::os::unix::net::UnixStream as Probe;
use std::path::{Path, PathBuf};
use tokio::net::{UnixListener, UnixStream};

/// The file of a socket, which goes when the server does; not when another has put its own there.
pub(super) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|found| found == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes the socket, mode 0600. One that is there is replaced when nobody answers at it, as after a crash.
pub(super) fn bind(path: &Path) -> Result<(UnixListener, SocketFile), DaemonError> {
    let failed = |source| {
        let address = format!("unix:{}", path.display());
        DaemonError::Listen { address, source }
    };
    let folder = path.parent().unwrap_or(Path::new("/"));
    make_folder(folder)?;
    check_folder(folder, path)?;
    clear(path)?;
    let listener = UnixListener::bind(path).map_err(failed)?;
    // Until then others may connect, but whoever does is asked who it is before anything is read.
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed)?;
    let identity = identity(path).map_err(failed)?;
    Ok((listener, SocketFile { path: path.to_owned(), identity }))
}

/// Whether the process at the other end is this user's or root's, by what the kernel says; otherwise who it is.
pub(super) fn check_peer(stream: &UnixStream) -> Result<(), String> {
    let peer = stream.peer_cred().map_err(|error| error.to_string())?;
    let own = rustix::process::geteuid().as_raw();
    if [own, 0].contains(&peer.uid()) { Ok(()) } else { Err(format!("user {}", peer.uid())) }
}

/// Makes the folder, this user's alone, where only that is missing.
fn make_folder(folder: &Path) -> Result<(), DaemonError> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map_err(DaemonError::io("create", folder)),
    }
}

/// Whoever can write in the folder could put a socket of their own there, and be told tokens.
fn check_folder(folder: &Path, path: &Path) -> Result<(), DaemonError> {
    let metadata = fs::metadata(folder).map_err(DaemonError::io("read", folder))?;
    let own = rustix::process::geteuid().as_raw();
    let reason = if ![own, 0].contains(&metadata.uid()) {
        format!("its folder belongs to user {}", metadata.uid())
    } else if metadata.mode() & 0o022 != 0 {
        format!("others can write in its folder, which has mode {:04o}", metadata.mode() & 0o7777)
    } else {
        return Ok(());
    };
    Err(DaemonError::Socket { path: path.to_owned(), reason })
}

fn clear(path: &Path) -> Result<(), DaemonError> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.map_err(DaemonError::io("read", path))?,
    };
    let refused = |reason: &str| {
        Err(DaemonError::Socket { path: path.to_owned(), reason: reason.to_owned() })
    };
    if !metadata.file_type().is_socket() {
        return refused("something is there that is no socket");
    }
    match Probe::connect(path) {
        Ok(_) => refused("another process answers at it"),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(DaemonError::io("remove", path))
        }
        Err(source) => {
            Err(DaemonError::Listen { address: format!("unix:{}", path.display()), source })
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}
