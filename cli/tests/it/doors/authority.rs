//! An authority with certificates of every kind, made by OpenSSL.

use crate::env::Env;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

/// The name that certificates are for, unless it says otherwise.
pub(super) const NAME: &str = "localhost";

/// An authority: `NAME.ca.pem` and its key.
pub(super) struct Authority<'a> {
    env: &'a Env,
    name: &'static str,
}

impl<'a> Authority<'a> {
    pub(super) fn new(env: &'a Env, name: &'static str) -> Self {
        let authority = Self { env, name };
        let subject = format!("/CN=authority {name}");
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args(["-days", "30", "-subj", &subject])
        .args(["-addext", "keyUsage=critical,keyCertSign"])
        .arg("-keyout")
        .arg(authority.path("ca.key"))
        .arg("-out")
        .arg(authority.path("ca.pem"))
        .ran();
        authority
    }

    pub(super) fn path(&self, kind: &str) -> PathBuf {
        self.env.path(&format!("{}.{kind}", self.name))
    }

    /// Issues `FILE.crt` and `FILE.key` for a name and 127.0.0.1, valid between two dates as OpenSSL writes them.
    pub(super) fn issue(&self, file: &str, name: &str, [from, until]: [&str; 2]) {
        let path = |kind: &str| self.env.path(&format!("{file}.{kind}"));
        openssl(&["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
            .args(["-subj", &format!("/CN={file}"), "-keyout"])
            .arg(path("key"))
            .arg("-out")
            .arg(path("csr"))
            .ran();
        std::fs::set_permissions(path("key"), std::fs::Permissions::from_mode(0o600)).unwrap();
        self.env.write("extensions", &format!("subjectAltName=DNS:{name},IP:127.0.0.1\n"));
        // Of all its commands this one alone takes both dates in every version, and it asks for a place to keep books in.
        let books = self.env.path("books");
        std::fs::create_dir_all(&books).unwrap();
        std::fs::write(books.join("index"), "").unwrap();
        let folder = books.display();
        let configuration = format!(
            "[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index\nnew_certs_dir={folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n"
        );
        self.env.write("books/configuration", &configuration);
        openssl(&["ca", "-batch", "-notext", "-startdate", from, "-enddate", until, "-config"])
            .arg(books.join("configuration"))
            .arg("-in")
            .arg(path("csr"))
            .arg("-cert")
            .arg(self.path("ca.pem"))
            .arg("-keyfile")
            .arg(self.path("ca.key"))
            .arg("-extfile")
            .arg(self.env.path("extensions"))
            .arg("-out")
            .arg(path("crt"))
            .ran();
    }

    /// The same, valid for as long as this program is tested.
    pub(super) fn issue_valid(&self, file: &str) {
        self.issue(file, NAME, ["20200101000000Z", "20991231235959Z"]);
    }
}

struct OpenSsl(Command);

fn openssl(args: &[&str]) -> OpenSsl {
    let mut command = Command::new("openssl");
    command.args(args);
    OpenSsl(command)
}

impl OpenSsl {
    fn arg(mut self, arg: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.arg(arg);
        self
    }

    fn args<const N: usize>(mut self, args: [&str; N]) -> Self {
        self.0.args(args);
        self
    }

    fn ran(mut self) {
        let output = self.0.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
