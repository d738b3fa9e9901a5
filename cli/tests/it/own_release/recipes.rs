//! The recipes of a bundle's own `VERIFY.md`, run as they stand there. What a reader has to fill in are variables of the shell.

use super::{Release, interop};
use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;

/// Whose recipe it is, by the heading that it stands under.
pub(super) const COS: &str = "With cos";
pub(super) const OPENSSL: &str = "With openssl and sha256sum, when a key signed";
pub(super) const SECURESYSTEMSLIB: &str = "With securesystemslib, when a key signed";
pub(super) const SIGSTORE_PYTHON: &str =
    "With sigstore-python, when a certificate authority signed";
pub(super) const SIGSTORE_JS: &str = "With @sigstore/verify";
/// Is not among what the tests install.
const COSIGN: &str = "With cosign, when a certificate authority signed";

pub(super) struct Recipes(BTreeMap<String, String>);

/// What a reader fills in.
pub(super) struct Reader<'a> {
    /// The folder of what the signer handed out.
    pub(super) given: &'a str,
    /// The file to ask for.
    pub(super) file: &'a str,
    /// The last moment of the key.
    pub(super) until: &'a str,
}

pub(super) const READER: Reader<'_> = Reader { given: "given", file: "VERIFY.md", until: "" };

impl Recipes {
    /// The commands of each section, in order.
    pub(super) fn read(page: &str) -> Self {
        let mut recipes = BTreeMap::<String, String>::new();
        let (mut heading, mut is_command) = (String::new(), false);
        for line in page.lines() {
            match line {
                "```sh" => is_command = true,
                "```" => is_command = false,
                _ if is_command => {
                    let recipe = recipes.entry(heading.clone()).or_default();
                    recipe.push_str(line);
                    recipe.push('\n');
                }
                _ => heading = line.strip_prefix("## ").map_or(heading, str::to_owned),
            }
        }
        Self(recipes)
    }

    /// Every recipe accepts what is right, under whichever kind of signature it is for, and leaves nothing in the bundle.
    pub(super) fn are_followed(&self, release: &Release) {
        let known = [COS, OPENSSL, SECURESYSTEMSLIB, SIGSTORE_PYTHON, SIGSTORE_JS, COSIGN];
        let mut known = known.map(str::to_owned);
        known.sort();
        assert_eq!(self.0.keys().cloned().collect::<Vec<_>>(), known);
        let before = super::tree(&release.env.path("signed"));
        for (name, bundle, last) in [
            (COS, "signed", "verified"),
            (COS, "certified", "verified"),
            (OPENSSL, "signed", "Time stamp:"),
            (SECURESYSTEMSLIB, "signed", "OK"),
            (SIGSTORE_PYTHON, "certified", "OK: VERIFY.md"),
            (SIGSTORE_JS, "signed", "OK"),
            (SIGSTORE_JS, "certified", "OK"),
        ] {
            let (accepted, said) = self.follow(name, release, bundle, &READER);
            assert!(accepted && said.contains(last), "{name}, {bundle}: {said}");
        }
        assert!(before == super::tree(&release.env.path("signed")), "a recipe wrote a file");
    }

    /// Follows a recipe in a bundle; says whether all went well, and what was said.
    pub(super) fn follow(
        &self,
        name: &str,
        release: &Release,
        bundle: &str,
        reader: &Reader<'_>,
    ) -> (bool, String) {
        let identity = super::identity();
        let ours = Path::new(env!("CARGO_BIN_EXE_cos")).parent().unwrap().to_owned();
        let mut path = vec![ours, interop("sign/venv/bin")];
        path.extend(env::split_paths(&env::var_os("PATH").unwrap()));
        let output = Command::new("sh")
            .args(["-euc", &self.0[name]])
            .current_dir(release.env.path(bundle))
            .env_clear()
            .env("PATH", env::join_paths(path).unwrap())
            .env("HOME", release.env.path("home"))
            .env("NODE_PATH", interop("sign/node_modules"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("TRUST", release.env.path(reader.given))
            .env("FILE", reader.file)
            .env("IDENTITY", identity.san)
            .env("ISSUER", identity.issuer)
            .env("UNTIL", reader.until)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Asserts that a recipe refuses, and that it says why.
    #[track_caller]
    pub(super) fn refuses(
        &self,
        (name, why): (&str, &str),
        release: &Release,
        bundle: &str,
        reader: &Reader<'_>,
    ) {
        let (accepted, said) = self.follow(name, release, bundle, reader);
        assert!(!accepted && said.contains(why), "{name}, {bundle}, lacks `{why}`: {said}");
    }
}
