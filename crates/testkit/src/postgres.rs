//! A PostgreSQL server of this machine's own, on a socket in a temporary directory, for as long as a test runs.
//!
//! PostgreSQL does not run as root; where the tests do, it runs as `nobody`, who then owns its directory.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The user and group `nobody` on Debian.
const NOBODY: u32 = 65534;

/// A server that is stopped when it is dropped, and its data with it.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    root: TempDir,
    is_root: bool,
}

impl Postgres {
    /// The role that owns every database made here; no superuser.
    pub const OWNER: &str = "cos_owner";
    /// The role that a service connects with.
    pub const APP: &str = "cos_app";

    /// Starts a server. It syncs nothing: no test here cuts the power.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Self {
        let root = tempfile::tempdir().expect("a temporary directory can be made");
        let owner = fs::metadata(root.path()).expect("it was just made").uid();
        let server = Self { programs: programs(), root, is_root: owner == 0 };
        let data = server.root.path().join("data");
        fs::create_dir(&data).expect("a new directory can be written");
        for path in [server.root.path(), &data] {
            if server.is_root {
                chown(path, Some(NOBODY), Some(NOBODY)).expect("root may give a directory away");
            }
        }
        server.run("initdb", |command| {
            command.args(["--no-sync", "--auth=trust", "--username=postgres", "--pgdata"]);
            command.arg(&data);
        });
        let options = format!(
            "-c listen_addresses= -c fsync=off -c max_connections=200 -k {}",
            server.root.path().display()
        );
        server.run("pg_ctl", |command| {
            command.args(["start", "--wait", "--silent", "--options", &options, "--pgdata"]);
            command.arg(&data).arg("--log").arg(server.root.path().join("log"));
        });
        for role in [Self::OWNER, Self::APP] {
            server.client("createuser", &[role]);
        }
        server
    }

    /// Makes an empty database; returns its address for its owner.
    pub fn database(&self, name: &str) -> String {
        self.client("createdb", &["--owner", Self::OWNER, name]);
        self.address(name, Self::OWNER)
    }

    /// The address of a database for a role.
    pub fn address(&self, database: &str, role: &str) -> String {
        let socket = self.root.path().display().to_string().replace('/', "%2F");
        format!("postgres://{role}@localhost/{database}?host={socket}")
    }

    /// Writes a database down with `pg_dump`, as a superuser does, and restores it under another name with `pg_restore`.
    pub fn copy(&self, from: &str, to: &str) {
        let file = self.root.path().join("state.dump");
        self.run("pg_dump", |command| {
            command.args(["--format=custom", "--file"]).arg(&file);
            command.arg(self.address(from, "postgres"));
        });
        self.client("createdb", &["--owner", Self::OWNER, to]);
        self.run("pg_restore", |command| {
            command.args(["--exit-on-error", "--dbname", &self.address(to, "postgres")]).arg(&file);
        });
    }

    fn client(&self, program: &str, args: &[&str]) {
        self.run(program, |command| {
            command.args(["--username", "postgres", "--host"]).arg(self.root.path()).args(args);
        });
    }

    fn run(&self, program: &str, arguments: impl FnOnce(&mut Command)) {
        let mut command = Command::new(self.programs.join(program));
        arguments(&mut command);
        command.current_dir(self.root.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
        let status = child.wait().expect("a child can be waited for");
        if !status.success() {
            let mut said = String::new();
            let _ = child.stderr.take().map(|mut stderr| stderr.read_to_string(&mut said));
            panic!("{program}: {status}: {said}");
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.run("pg_ctl", |command| {
            command.args(["stop", "--silent", "--mode=immediate", "--pgdata"]);
            command.arg(self.root.path().join("data"));
        });
    }
}

/// Where the programs are: where Debian puts the newest server, or on the path.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let has_server = |folder: &PathBuf| folder.join("initdb").is_file();
    let newest = folders.filter(has_server).max_by_key(|folder| version(folder));
    let found = newest.or_else(|| std::env::split_paths(&on_path).find(has_server));
    found.expect("PostgreSQL is installed: `cargo xtask install`")
}

fn version(bin: &Path) -> u32 {
    let version = bin.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    version.and_then(|version| version.parse().ok()).unwrap_or(0)
}
