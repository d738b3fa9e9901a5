//! `serving.json` in a data directory: where the server of it listens, for whoever looks after this machine. It goes when the server ends,
//! and stays when it is killed: what it says is a place to ask, and no answer.

use crate::error::DaemonError;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = "serving.json";
const SCHEMA: &str = "cos.serving/v1";

#[derive(Debug, Serialize, Deserialize)]
struct Serving {
    schema: String,
    urls: Vec<String>,
}

/// The file, for as long as the server serves.
pub(crate) struct Notice(PathBuf);

impl Drop for Notice {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes where the server of a data directory listens.
pub(crate) fn announce(root: &Path, urls: &[String]) -> Result<Notice, DaemonError> {
    let path = root.join(FILE);
    let serving = Serving { schema: SCHEMA.to_owned(), urls: urls.to_vec() };
    let text = serde_json::to_string(&serving).expect("texts are JSON") + "\n";
    let temporary = root.join(format!("{FILE}.tmp"));
    fs::write(&temporary, text).map_err(DaemonError::io("write", &temporary))?;
    fs::rename(&temporary, &path).map_err(DaemonError::io("write", &path))?;
    Ok(Notice(path))
}

/// Where the server of a data directory says that it listens; nowhere, where none runs.
pub(crate) fn announced(root: &Path) -> Result<Vec<String>, DaemonError> {
    let path = root.join(FILE);
    let text = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.map_err(DaemonError::io("read", &path))?,
    };
    let serving = serde_json::from_slice::<Serving>(&text).ok().filter(|it| it.schema == SCHEMA);
    serving.map(|serving| serving.urls).ok_or_else(|| DaemonError::NoInstallation {
        path: root.to_owned(),
        reason: format!("`{FILE}` does not say where its server listens; start that again"),
    })
}
