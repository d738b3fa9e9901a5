//! Making a bundle: copy what the plan names, sum it up in a statement, and publish the signature last.
//!
//! A target without `evidence.sigstore.json` is no bundle, whatever lies there, so an interrupted run leaves nothing that could be taken for one.
//! A second run finds the files that are there already and goes on; what differs is an error, never replaced.

use super::area::Area;
use super::contents::{
    Artifact, Contents, FileInfo, IndexLine, PREDICATE_TYPE, ReceiptsInfo, SourceInfo, Standing,
    contract,
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
        let contract = contract(request.manifest, |role| request.plan.count(role));
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
        let mine = request.plan.files.iter().filter(|(_, one)| one.role == Role::Receipts);
        let mine = mine.map(|(path, _)| path);
        let receipts = count_receipts(area, (request.trust, request.threads), mine)?;
        subjects.put_recipes(area)?;
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

    /// Writes what tells people how to verify the bundle with other tools.
    pub(super) fn put_recipes(&mut self, area: &Area) -> Result<(), BundleError> {
        self.put(area, RECIPES, RECIPES_TEXT.as_bytes())
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
        let entry = |(path, planned): (&Key, &Planned)| Entry {
            path: path.to_string(),
            uri: planned.found.uri.clone(),
            version: planned.found.version.as_ref().map(|version| version.as_str().to_owned()),
            digests: copied[path],
        };
        let patterns = source.patterns.iter().map(ToString::to_string).collect();
        sources.push(describe(area, (role, patterns), mine.map(entry).collect(), subjects)?);
    }
    Ok(sources)
}

/// A file that lies in the bundle, and where it came from.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) uri: String,
    pub(super) version: Option<String>,
    pub(super) digests: Digests,
}

/// Describes the files of one role, in an index where there are many; `mine` is sorted by path.
pub(super) fn describe(
    area: &Area,
    (role, patterns): (Role, Vec<String>),
    mine: Vec<Entry>,
    subjects: &mut Subjects,
) -> Result<SourceInfo, BundleError> {
    let field = role.field().to_owned();
    if role != Role::Receipts && mine.len() <= MAX_INLINE {
        let file = |one: Entry| {
            subjects.add(&one.path, &one.digests);
            let Entry { path, uri, version, digests } = one;
            FileInfo { path, uri, size: digests.size, version }
        };
        let files = mine.into_iter().map(file).collect();
        return Ok(SourceInfo { field, patterns, files, index: None });
    }
    let path = format!("{}/{INDEX}", role.folder());
    if let Some(one) = mine.iter().find(|one| one.path == path) {
        let (first, second) = (one.uri.clone(), "the index that cos writes".into());
        return Err(BundleError::Collision { path, first, second });
    }
    let line = |one: Entry| {
        subjects.add_indexed(&one.path, &one.digests);
        IndexLine {
            path: one.path,
            sha256: one.digests.sha256.to_string(),
            size: one.digests.size,
            uri: one.uri,
            version: one.version,
        }
    };
    let lines: Vec<_> = mine.into_iter().map(line).collect();
    let (text, index) = index::write(path, &lines);
    subjects.put(area, &index.path, &text)?;
    Ok(SourceInfo { field, patterns, files: Vec::new(), index: Some(index) })
}

/// Verifies the receipts at `paths` where they now lie; nothing is sealed with receipts that do not hold.
pub(super) fn count_receipts<'k>(
    area: &Area,
    (trust, threads): (&Trust, usize),
    paths: impl IntoIterator<Item = &'k Key>,
) -> Result<Option<ReceiptsInfo>, BundleError> {
    let mut sum = Sum::new(trust, receipts::options(threads, None, &()));
    let mut files = 0;
    for path in paths {
        files += 1;
        if let Some(object) = area.open(path)? {
            sum.add(path, object.body)?;
        }
    }
    let receipts = sum.finish();
    match receipts.failures.into_iter().next() {
        Some((path, reason)) => Err(BundleError::Receipts { path: path.to_string(), reason }),
        None => Ok((files > 0).then_some(receipts.info)),
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
