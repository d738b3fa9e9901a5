//! Whether the files of a bundle are exactly those that its statement lists.

use crate::bundle::area::Area;
use crate::bundle::check::Checks;
use crate::bundle::contents::Contents;
use crate::bundle::error::BundleError;
use crate::bundle::hash::{self, Digests};
use crate::bundle::index;
use crate::bundle::resolve::lookalikes;
use crate::bundle::seal::{SIGNATURE, STATEMENT, SUMS, name, sums_text};
use cos_core::digest::{Digest, Digest512};
use cos_core::intoto::Statement;
use cos_objects::Key;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a file has to be.
pub(super) struct Listed {
    sha256: Digest,
    sha512: Option<Digest512>,
    size: Option<u64>,
}

/// Reads which files the statement lists, those of its indexes included; faults of an index are noted.
pub(super) fn listed(
    area: &Area,
    statement: &Statement,
    contents: &Contents,
    checks: &mut Checks,
) -> Result<BTreeMap<String, Listed>, BundleError> {
    let subjects = statement.subjects.iter().map(|subject| {
        let listed = Listed { sha256: subject.sha256, sha512: subject.sha512, size: None };
        (subject.name.clone(), listed)
    });
    let mut all: BTreeMap<_, _> = subjects.collect();
    let mut faults = Vec::new();
    for source in &contents.sources {
        for file in &source.files {
            match all.get_mut(&file.path) {
                Some(listed) => listed.size = Some(file.size),
                None => faults.push((file.path.clone(), "is no subject of the statement".into())),
            }
        }
        let Some(info) = &source.index else { continue };
        let text = match Key::new(&*info.path) {
            Ok(path) if all.contains_key(&info.path) => area.read(&path, index::MAX_BYTES)?,
            _ => None,
        };
        // A file that is missing or damaged is told by the checks of files.
        let Some(text) = text else {
            faults.push((info.path.clone(), "the index is not there".into()));
            continue;
        };
        match index::read(&text, info) {
            Ok(lines) => {
                for (line, sha256) in lines {
                    let listed = Listed { sha256, sha512: None, size: Some(line.size) };
                    if all.insert(line.path.clone(), listed).is_some() {
                        faults.push((line.path, "is listed twice".into()));
                    }
                }
            }
            Err(reason) => faults.push((info.path.clone(), reason)),
        }
    }
    let indexes = contents.sources.iter().filter(|source| source.index.is_some()).count();
    checks.faults("files.index", faults, || format!("{indexes} indexes"));
    Ok(all)
}

/// Compares the files of a bundle with the list.
pub(super) fn check(
    area: &Area,
    signed: &[u8],
    listed: &BTreeMap<String, Listed>,
    threads: usize,
    checks: &mut Checks,
) -> Result<(), BundleError> {
    let (files, strange) = area.list()?;
    names(&files, strange, checks);
    let found: BTreeMap<&str, &Key> = files.iter().map(|(path, _)| (path.as_str(), path)).collect();
    let own = [STATEMENT, SIGNATURE, SUMS];
    let missing = listed.keys().map(String::as_str).chain([STATEMENT, SUMS]);
    let missing = missing.filter(|path| !found.contains_key(path));
    let missing = missing.map(|path| (path.to_owned(), "is missing".to_owned())).collect();
    checks.faults("files.present", missing, || format!("{} files", listed.len()));
    let extra = files.iter().map(|(path, _)| path.as_str());
    let extra = extra.filter(|path| !listed.contains_key(*path) && !own.contains(path));
    let extra = extra.map(|path| (path.to_owned(), "is not listed".to_owned())).collect();
    checks.faults("files.extra", extra, || "none".into());
    let present: Vec<_> = listed
        .iter()
        .filter_map(|(path, listed)| Some((*found.get(path.as_str())?, listed)))
        .collect();
    let (faults, bytes) = digests(area, &present, threads)?;
    checks.faults("files.digest", faults, || format!("{} files, {bytes} bytes", present.len()));
    let copy = area.read(&name(STATEMENT), cos_core::intoto::MAX_BYTES as u64)?;
    if let Some(copy) = copy {
        checks.result(
            "statement.copy",
            STATEMENT,
            (copy == signed).then(String::new).ok_or_else(|| "is not what was signed".into()),
        );
    }
    sums(area, signed, listed, checks)
}

fn names(files: &[(Key, u64)], strange: Vec<String>, checks: &mut Checks) {
    let mut faults: Vec<_> = strange
        .into_iter()
        .map(|name| {
            (name, "is a link or a special file, or has a name that is not portable".into())
        })
        .collect();
    if let Some((first, second)) = lookalikes(files.iter().map(|(path, _)| path)) {
        let detail = format!("cannot stand beside `{first}` on every system");
        faults.push((second.to_owned(), detail));
    }
    checks.faults("carrier.names", faults, || format!("{} names", files.len()));
}

fn sums(
    area: &Area,
    signed: &[u8],
    listed: &BTreeMap<String, Listed>,
    checks: &mut Checks,
) -> Result<(), BundleError> {
    let mut sums: BTreeMap<_, _> =
        listed.iter().map(|(path, listed)| (path.clone(), listed.sha256)).collect();
    sums.insert(STATEMENT.to_owned(), Digest::of(signed));
    let expected = sums_text(&sums);
    // Its absence is a missing file.
    if let Some(found) = area.read(&name(SUMS), index::MAX_BYTES)? {
        let same = found == expected.as_bytes();
        let result = same.then(String::new).ok_or_else(|| "says something else".into());
        checks.result("files.sums", SUMS, result);
    }
    Ok(())
}

type Faults = Vec<(String, String)>;

/// Hashes files on all threads; answers with what differs, by path, and with the bytes that were read.
fn digests(
    area: &Area,
    files: &[(&Key, &Listed)],
    threads: usize,
) -> Result<(Faults, u64), BundleError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((BTreeMap::new(), 0));
    let work = || -> Result<(), BundleError> {
        while let Some((path, listed)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let digests = match area.open(path)? {
                Some(object) => {
                    let digests = hash::digests(object.body);
                    Some(digests.map_err(BundleError::io("read", path.as_str()))?)
                }
                None => None,
            };
            let fault = match &digests {
                Some(digests) => listed.fault(digests),
                None => Some("cannot be read".to_owned()),
            };
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.1 += digests.map_or(0, |digests| digests.size);
            if let Some(fault) = fault {
                done.0.insert(path.to_string(), fault);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.clamp(1, 64)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("hashing does not panic"))
    })?;
    let (faults, bytes) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((faults.into_iter().collect(), bytes))
}

impl Listed {
    fn fault(&self, found: &Digests) -> Option<String> {
        if let Some(size) = self.size.filter(|size| *size != found.size) {
            return Some(format!("has {} bytes instead of {size}", found.size));
        }
        if self.sha256 != found.sha256 {
            return Some(format!("has the SHA-256 {}", found.sha256));
        }
        match self.sha512 {
            Some(sha512) if sha512 != found.sha512 => Some("has another SHA-512".into()),
            _ => None,
        }
    }
}
