//! Making a bundle: copy what the plan names, sum it up in a statement, and publish the signature last.
//!
//! A target without `evidence.sigstore.json` is no bundle, whatever lies there, so an interrupted run leaves nothing that could be taken for one.
//! A second run finds the files that are there already and goes on; what differs is an error, never replaced.

use super::area::Area;
use super::contents::{
    Artifact, Contents, FileInfo, IndexLine, PREDICATE_TYPE, SourceInfo, Standing, contract,
};
use super::error::BundleError;
use super::hash::{self, Digests};
use super::index;
use super::manifest::Manifest;
use super::receipts::{self, Sum};
use super::resolve::{Plan, Planned};
use super::role::Role;
use crate::verify::Progress;
use cos_core::digest::Digest;
use cos_core::intoto::{MAX_SUBJECTS, Statement, Subject};
use cos_objects::{Content, Key, Object};
use cos_sign::Trust;
use std::collections::BTreeMap;
use std::io::{Seek as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The readable copy of what was signed.
pub const STATEMENT: &str = "evidence.intoto.json";
/// The signature, with what is needed to verify it. What has it is a bundle.
pub const SIGNATURE: &str = "evidence.sigstore.json";
/// For `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";
/// For people: how to verify the bundle with other tools.
pub const RECIPES: &str = "VERIFY.md";
/// The name of an index in the folder of its role.
pub const INDEX: &str = "index.jsonl";

/// Files of one role that the statement names itself; of more there is an index.
const MAX_INLINE: usize = 200;
/// Files up to this size, in bytes, are kept in memory between reading and writing.
const SMALL: u64 = 4 << 20;

const RECIPES_TEXT: &str = include_str!("VERIFY.md");

/// What a bundle is made of.
pub struct Request<'a> {
    /// What the release is.
    pub manifest: &'a Manifest,
    /// What its patterns came to.
    pub plan: &'a Plan,
    /// Whose receipts count.
    pub trust: &'a Trust,
    /// SHA-256 of the statement of the release before.
    pub previous: Option<Digest>,
    /// How many files are copied at once.
    pub threads: usize,
    /// Told how many files there are and are done.
    pub progress: &'a dyn Progress,
}

/// A bundle that lacks only its signature.
pub struct Draft {
    area: Area,
    statement: Vec<u8>,
    contents: Contents,
}

impl Draft {
    /// Copies every file into `area` and writes the statement.
    ///
    /// Fails with [`BundleError::Contract`] before anything is copied, when something is missing that nobody answers for.
    pub fn write(request: &Request<'_>, area: &Area) -> Result<Self, BundleError> {
        let contract = contract(request.manifest, |role| count(request.plan, role));
        let missing = contract.iter().filter(|(_, one)| one.standing() == Standing::Missing);
        let missing: Vec<_> = missing
            .map(|(id, one)| format!("`{id}` has {} of {} files", one.found, one.at_least))
            .collect();
        if !missing.is_empty() {
            return Err(BundleError::Contract(missing));
        }
        let copied = copy_all(request, area)?;
        let mut subjects = Subjects::default();
        let sources = sources(request, area, &copied, &mut subjects)?;
        let receipts = count_receipts(request, area)?;
        let recipes = RECIPES_TEXT.as_bytes();
        subjects.put(area, RECIPES, recipes)?;
        let contents = Contents {
            version: request.manifest.version.clone(),
            period: request.manifest.period.map(Into::into),
            sources,
            artifacts: artifacts(request.plan)?,
            contract,
            receipts,
            previous: request.previous.map(|digest| digest.to_string()),
            disclosed_from: None,
        };
        Self::finish(area, contents, subjects)
    }

    /// Writes the statement about files that lie in `area` already.
    pub(super) fn finish(
        area: &Area,
        contents: Contents,
        subjects: Subjects,
    ) -> Result<Self, BundleError> {
        if subjects.named.len() > MAX_SUBJECTS {
            let message = format!(
                "the statement would name {} files; the most is {MAX_SUBJECTS}",
                subjects.named.len()
            );
            return Err(BundleError::TooMuch(message));
        }
        let predicate = serde_json::to_value(&contents).expect("a predicate is plain data");
        let serde_json::Value::Object(predicate) = predicate else {
            unreachable!("a struct with fields is an object");
        };
        let statement = Statement {
            subjects: subjects.named,
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate,
        };
        let statement = statement.to_canonical()?;
        area.put(&name(STATEMENT), Content::bytes(&statement))?;
        let mut sums = subjects.sums;
        sums.insert(STATEMENT.to_owned(), Digest::of(&statement));
        area.put(&name(SUMS), Content::bytes(sums_text(&sums).as_bytes()))?;
        Ok(Self { area: area.clone(), statement, contents })
    }

    /// The bytes to sign.
    pub fn statement(&self) -> &[u8] {
        &self.statement
    }

    /// What the statement says.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// A signature of an earlier run, which need not be made again.
    pub fn signature(&self) -> Result<Option<Vec<u8>>, BundleError> {
        self.area.read(&name(SIGNATURE), MAX_SIGNATURE)
    }

    /// Publishes the signature; from now on there is a bundle.
    pub fn publish(&self, signature: &[u8]) -> Result<(), BundleError> {
        self.area.put(&name(SIGNATURE), Content::bytes(signature))
    }

    /// The identity of the bundle.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.statement)
    }
}

/// The longest signature file, in bytes.
pub(super) const MAX_SIGNATURE: u64 = 16 << 20;

/// The files that the statement vouches for.
#[derive(Default)]
pub(super) struct Subjects {
    named: Vec<Subject>,
    /// All files, those that only an index names included.
    sums: BTreeMap<String, Digest>,
}

impl Subjects {
    pub(super) fn add(&mut self, path: &str, digests: &Digests) {
        self.named.push(Subject {
            name: path.to_owned(),
            sha256: digests.sha256,
            sha512: Some(digests.sha512),
        });
        self.sums.insert(path.to_owned(), digests.sha256);
    }

    pub(super) fn add_indexed(&mut self, path: &str, digests: &Digests) {
        self.sums.insert(path.to_owned(), digests.sha256);
    }

    /// Writes a file and adds it.
    pub(super) fn put(&mut self, area: &Area, path: &str, text: &[u8]) -> Result<(), BundleError> {
        area.put(&name(path), Content::bytes(text))?;
        let digests = hash::digests(text).map_err(BundleError::io("hash", path))?;
        self.add(path, &digests);
        Ok(())
    }
}

/// The text of [`SUMS`], as `sha256sum` writes it.
pub(super) fn sums_text(sums: &BTreeMap<String, Digest>) -> String {
    sums.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}

pub(super) fn name(path: &str) -> Key {
    Key::new(path).expect("a name of this crate is a key")
}

fn count(plan: &Plan, role: Role) -> u64 {
    plan.files.values().filter(|planned| planned.role == role).count() as u64
}

/// Copies the files of a plan, several at once; the first error in the order of the paths is the answer.
fn copy_all<'p>(
    request: &Request<'p>,
    area: &Area,
) -> Result<BTreeMap<&'p Key, Digests>, BundleError> {
    let files: Vec<_> = request.plan.files.iter().collect();
    request.progress.expect(files.len() as u64);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some((path, planned)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let copied = copy(request.plan, planned, area, path);
            let failed = copied.is_err();
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(*path, copied);
            if failed {
                // The others stop at their next file.
                next.store(files.len(), Ordering::Relaxed);
            }
            request.progress.advance(1);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..request.threads.clamp(1, 64) {
            scope.spawn(work);
        }
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.into_iter().map(|(path, copied)| Ok((path, copied?))).collect()
}

fn copy(plan: &Plan, planned: &Planned, area: &Area, path: &Key) -> Result<Digests, BundleError> {
    let Object { meta, body, .. } = plan.open(&planned.found)?;
    let failed = || BundleError::io("read", planned.found.uri.clone());
    if meta.length <= SMALL {
        let mut bytes = Vec::new();
        let digests = hash::copy(body, &mut bytes).map_err(failed())?;
        area.put(path, Content::bytes(&bytes))?;
        return Ok(digests);
    }
    let mut spool = tempfile::tempfile().map_err(BundleError::io("create", "a temporary file"))?;
    let digests = hash::copy(body, &mut spool).map_err(failed())?;
    let rewound = spool.flush().and_then(|()| spool.rewind());
    rewound.map_err(BundleError::io("read", "a temporary file"))?;
    if !area.has(path, digests.size, digests.sha256)? {
        area.put(path, Content::new(spool, digests.size, digests.sha256))?;
    }
    Ok(digests)
}

fn sources(
    request: &Request<'_>,
    area: &Area,
    copied: &BTreeMap<&Key, Digests>,
    subjects: &mut Subjects,
) -> Result<Vec<SourceInfo>, BundleError> {
    let mut sources = Vec::new();
    for (&role, source) in &request.manifest.sources {
        let mine = request.plan.files.iter().filter(|(_, planned)| planned.role == role);
        let mine: Vec<_> = mine.map(|(path, planned)| (path, planned, copied[path])).collect();
        let mut info = SourceInfo {
            field: role.field().to_owned(),
            patterns: source.patterns.iter().map(ToString::to_string).collect(),
            files: Vec::new(),
            index: None,
        };
        let version = |planned: &Planned| {
            planned.found.version.as_ref().map(|version| version.as_str().to_owned())
        };
        if role == Role::Receipts || mine.len() > MAX_INLINE {
            let line = |(path, planned, digests): &(&Key, &Planned, Digests)| IndexLine {
                path: path.to_string(),
                sha256: digests.sha256.to_string(),
                size: digests.size,
                uri: planned.found.uri.clone(),
                version: version(planned),
            };
            let lines: Vec<_> = mine.iter().map(line).collect();
            for (path, _, digests) in &mine {
                subjects.add_indexed(path.as_str(), digests);
            }
            let path = format!("{}/{INDEX}", role.folder());
            if let Some((_, planned, _)) = mine.iter().find(|(own, ..)| own.as_str() == path) {
                return Err(BundleError::Collision {
                    path,
                    first: planned.found.uri.clone(),
                    second: "the index that cos writes".into(),
                });
            }
            let (text, index) = index::write(path, &lines);
            subjects.put(area, &index.path, &text)?;
            info.index = Some(index);
        } else {
            for (path, planned, digests) in &mine {
                subjects.add(path.as_str(), digests);
                info.files.push(FileInfo {
                    path: path.to_string(),
                    uri: planned.found.uri.clone(),
                    size: digests.size,
                    version: version(planned),
                });
            }
        }
        sources.push(info);
    }
    Ok(sources)
}

/// Verifies the receipts where they now lie; nothing is sealed with receipts that do not hold.
fn count_receipts(
    request: &Request<'_>,
    area: &Area,
) -> Result<Option<super::contents::ReceiptsInfo>, BundleError> {
    if count(request.plan, Role::Receipts) == 0 {
        return Ok(None);
    }
    let mut sum = Sum::new(request.trust, receipts::options(request.threads, None, &()));
    for (path, planned) in &request.plan.files {
        if planned.role == Role::Receipts
            && let Some(object) = area.open(path)?
        {
            sum.add(path, object.body)?;
        }
    }
    let receipts = sum.finish();
    match receipts.failures.into_iter().next() {
        Some((path, reason)) => Err(BundleError::Receipts { path: path.to_string(), reason }),
        None => Ok(Some(receipts.info)),
    }
}

fn artifacts(plan: &Plan) -> Result<Vec<Artifact>, BundleError> {
    let mut all = Vec::new();
    for found in &plan.artifacts {
        let object = plan.open(found)?;
        let digests = hash::digests(object.body).map_err(BundleError::io("read", &*found.uri))?;
        let name = found.key.segments().next_back().unwrap_or_default().to_owned();
        all.push(Artifact { name, sha256: digests.sha256.to_string(), size: digests.size });
    }
    all.sort();
    if let Some(pair) = all.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(BundleError::Collision {
            path: pair[0].name.clone(),
            first: pair[0].sha256.clone(),
            second: pair[1].sha256.clone(),
        });
    }
    Ok(all)
}
