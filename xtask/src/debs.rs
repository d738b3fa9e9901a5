//! Debian packages that the tests need and that are not installed but only unpacked, under the target directory: servers, which would
//! otherwise start at once, and versions that the machine's own release does not have.
//!
//! Where packages come from is what the machine is set up with; other releases are looked for in the same place.

use crate::stamp;
use crate::tools::{output, program, root, step, succeeds};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder, a release and a package on each line.
const LIST: &str = "cli/tests/interop/debian.txt";
/// The release of the machine, in the list.
const OWN: &str = "-";
/// Where apt keeps what it knows of releases, meanwhile.
const LISTS: &str = "lists";

/// Makes `dir` hold the packages of the list; does nothing when it already does.
pub(crate) fn install(dir: &Path) -> Result<()> {
    let dir = dir.join("debian");
    stamp::once(&dir, &[LIST], || {
        let apt = succeeds(program("apt-get").arg("--version"));
        ensure!(apt, "the tests unpack Debian packages, and `apt-get` is not here; see `{LIST}`");
        let list = fs::read_to_string(root().join(LIST))?;
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        lines.filter(|line| !line.is_empty()).try_for_each(|line| unpack(line, &dir))?;
        Ok(fs::remove_dir_all(dir.join(LISTS))?)
    })
}

fn unpack(line: &str, dir: &Path) -> Result<()> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [folder, release, package] = words[..] else {
        anyhow::bail!("`{LIST}`: `{line}` is not a folder, a release and a package");
    };
    let options = lists(release, &dir.join(LISTS).join(release))?;
    let into = dir.join(folder);
    fs::create_dir_all(&into)?;
    let mut download = program("apt-get");
    download.current_dir(&into).args(&options).args(["download", "-qq", package]);
    step(&format!("Debian package {package}"), &mut download)?;
    for deb in debs(&into)? {
        step("its files", program("dpkg-deb").arg("--extract").arg(&deb).arg(&into))?;
        fs::remove_file(&deb).with_context(|| format!("cannot remove `{}`", deb.display()))?;
    }
    Ok(())
}

/// Options with which apt knows a release, from lists of its own: those of the machine may be missing, old, or not ours to write.
fn lists(release: &str, state: &Path) -> Result<Vec<String>> {
    let [lists, cache] = ["lists", "cache"].map(|name| state.join(name));
    let mut options = vec![
        format!("-oDir::State::Lists={}", lists.display()),
        format!("-oDir::Cache={}", cache.display()),
        // Whoever may not become another user downloads as themselves.
        "-oAPT::Sandbox::User=root".to_owned(),
    ];
    let sources = state.join("sources.list");
    if release != OWN {
        options.push(format!("-oDir::Etc::SourceList={}", sources.display()));
        options.push("-oDir::Etc::SourceParts=/dev/null".to_owned());
    }
    if !state.is_dir() {
        fs::create_dir_all(lists.join("partial"))?;
        fs::create_dir_all(cache.join("archives/partial"))?;
        fs::write(&sources, format!("deb {} {release} main\n", mirror()?))?;
        let mut update = program("apt-get");
        update.args(&options).args(["update", "-qq"]);
        step(&format!("package lists of {release}"), &mut update)?;
    }
    Ok(options)
}

/// Where the machine's own Debian comes from.
fn mirror() -> Result<String> {
    let mut targets = program("apt-get");
    targets.args(["indextargets", "--format", "$(RELEASE) $(REPO_URI)", "Origin: Debian"]);
    let found = output(&mut targets)?;
    let main = found.lines().filter_map(|line| line.split_once(' '));
    // Security and updates are places of their own.
    let mut main = main.filter(|(release, _)| !release.contains('-'));
    let (_, uri) = main.next().context("apt knows no Debian release; add one to its sources")?;
    Ok(uri.to_owned())
}

fn debs(dir: &Path) -> Result<Vec<PathBuf>> {
    let paths = fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == "deb")).collect())
}
