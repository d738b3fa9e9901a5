//! The part of a bundle that concerns one tenant, as a bundle of its own: it names the whole one by its digest, and is signed anew.
//!
//! Receipts and checkpoints of others are left out: files that hold only the tenant's are kept byte for byte, files that hold several's
//! are cut line by line. Audit packs of several tenants cannot be cut, for a sample of less would be another sample; they stop the work, or are
//! left out. Of all other files those are left out whose path names another tenant (P26). What a kept file says inside is not
//! searched, unless it holds receipts.

mod whose;

use super::area::Area;
use super::contents::{Contents, DisclosedFrom, RequirementInfo, SourceInfo, Standing, WaiverInfo};
use super::error::BundleError;
use super::hash;
use super::index;
use super::role::Role;
use super::seal::{Draft, Entry, Subjects, count_receipts, describe};
use cos_core::digest::Digest;
use cos_core::suggest::nearest;
use cos_objects::{Content, Key};
use cos_sign::Trust;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Seek as _;
use whose::{Part, Reader};

/// What to make a part of.
pub struct Request<'a> {
    /// Where the whole bundle lies.
    pub from: &'a Area,
    /// What it says, verified.
    pub contents: &'a Contents,
    /// SHA-256 of its statement.
    pub statement: Digest,
    /// Whose part: `<region>/<tenant>`, or a tenant in every region.
    pub tenant: &'a str,
    /// Whose receipts count.
    pub trust: &'a Trust,
    /// Who answers for what is left out.
    pub by: &'a str,
    /// What becomes of audit packs of several tenants.
    pub mixed_packs: MixedPacks,
    /// Fields of which nothing is kept.
    pub without: &'a BTreeSet<Role>,
    /// How many threads verify.
    pub threads: usize,
}

/// What becomes of audit packs of several tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MixedPacks {
    /// They are left out.
    LeaveOut,
    /// They stop the work.
    Refuse,
}

/// A part of a bundle, which lacks only its signature.
pub struct Disclosed {
    /// The new bundle.
    pub draft: Draft,
    /// Files that were cut.
    pub cut: Vec<String>,
    /// How many files were left out.
    pub left_out: u64,
    /// Files beside the receipts that were kept as they are.
    pub kept: Vec<String>,
}

/// A file of the whole bundle.
struct File {
    role: Role,
    path: Key,
    uri: String,
    version: Option<String>,
    part: Part,
}

/// What is kept of every file; nothing is written yet.
pub struct Plan<'a> {
    request: &'a Request<'a>,
    reader: Reader<'a>,
    files: Vec<File>,
}

impl<'a> Plan<'a> {
    /// Looks at every file.
    pub fn of(request: &'a Request<'a>) -> Result<Self, BundleError> {
        let reader = Reader::new(request, tenants(request)?);
        let mut files = Vec::new();
        for source in &request.contents.sources {
            files.extend(listed(request.from, source, &reader)?);
        }
        Ok(Self { request, reader, files })
    }

    /// Writes the part into `to`.
    pub fn write(&self, to: &Area) -> Result<Disclosed, BundleError> {
        let mut entries: BTreeMap<Role, Vec<Entry>> = BTreeMap::new();
        for file in self.kept() {
            let entry = copy(self.request.from, file, &self.reader, to)?;
            entries.entry(file.role).or_default().push(entry);
        }
        let mut subjects = Subjects::default();
        let sources = self.sources(entries, to, &mut subjects)?;
        subjects.put_recipes(to)?;
        let receipts = self.kept().filter(|file| file.role == Role::Receipts);
        let who = (self.request.trust, self.request.threads);
        let contents = Contents {
            receipts: count_receipts(to, who, receipts.map(|file| &file.path))?,
            contract: self.contract(),
            sources,
            disclosed_from: Some(DisclosedFrom {
                statement: self.request.statement.to_string(),
                tenant: self.request.tenant.to_owned(),
            }),
            ..self.request.contents.clone()
        };
        let of = |part: Part| self.files.iter().filter(move |file| file.part == part);
        let kept = of(Part::All).filter(|file| file.role != Role::Receipts);
        let sorted = |files: BTreeSet<String>| files.into_iter().collect();
        Ok(Disclosed {
            cut: sorted(of(Part::Some).map(|file| file.path.to_string()).collect()),
            left_out: of(Part::Nothing).count() as u64,
            kept: sorted(kept.map(|file| file.path.to_string()).collect()),
            draft: Draft::finish(to, contents, subjects)?,
        })
    }

    fn kept(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.part != Part::Nothing)
    }

    /// The contract of the whole bundle, counted again: what is short because others' files are left out, whoever signs the part answers for.
    fn contract(&self) -> BTreeMap<String, RequirementInfo> {
        let request = self.request;
        let count = |field: &str| {
            let counts = |file: &&File| file.role.field() == field && file.role.counts(&file.path);
            self.kept().filter(counts).count() as u64
        };
        let info = |(id, whole): (&String, &RequirementInfo)| {
            let mut info = RequirementInfo { found: count(&whole.field), ..whole.clone() };
            if whole.standing() == Standing::Satisfied && info.standing() == Standing::Missing {
                let why = format!(
                    "only the part of {}; the whole bundle has {} files",
                    request.tenant, whole.found
                );
                info.waived = Some(WaiverInfo { by: request.by.to_owned(), why, receipt: None });
            }
            (id.clone(), info)
        };
        request.contents.contract.iter().map(info).collect()
    }

    fn sources(
        &self,
        mut entries: BTreeMap<Role, Vec<Entry>>,
        to: &Area,
        subjects: &mut Subjects,
    ) -> Result<Vec<SourceInfo>, BundleError> {
        let mut sources = Vec::new();
        for source in &self.request.contents.sources {
            let Ok(role) = source.field.parse::<Role>() else { continue };
            let patterns = source.patterns.iter().filter(|text| !self.reader.names_another(text));
            let patterns = patterns.cloned().collect();
            let mine = entries.remove(&role).unwrap_or_default();
            sources.push(describe(to, (role, patterns), mine, subjects)?);
        }
        Ok(sources)
    }
}

/// The tenants that are meant, as `<region>/<tenant>`.
fn tenants(request: &Request<'_>) -> Result<BTreeSet<String>, BundleError> {
    let known = request.contents.receipts.iter().flat_map(|receipts| receipts.tenants());
    let known: Vec<_> = known.collect();
    let is_meant = |name: &str| {
        name == request.tenant || name.split_once('/').is_some_and(|(_, own)| own == request.tenant)
    };
    let meant: BTreeSet<_> =
        known.iter().filter(|name| is_meant(name)).map(|name| (*name).clone()).collect();
    if !meant.is_empty() {
        return Ok(meant);
    }
    let own = known.iter().filter_map(|name| name.split_once('/')).map(|(_, own)| own);
    let all = known.iter().map(|name| name.as_str()).chain(own);
    let near = nearest(request.tenant, all).map(str::to_owned);
    let tenant = request.tenant.chars().take(120).collect();
    Err(BundleError::UnknownTenant { tenant, nearest: near })
}

/// The files of one field, each with the part of it that is kept.
fn listed(from: &Area, source: &SourceInfo, reader: &Reader<'_>) -> Result<Vec<File>, BundleError> {
    let Ok(role) = source.field.parse::<Role>() else { return Ok(Vec::new()) };
    let mut all: Vec<(String, String, Option<String>)> = Vec::new();
    for file in &source.files {
        all.push((file.path.clone(), file.uri.clone(), file.version.clone()));
    }
    if let Some(info) = &source.index {
        let changed = || BundleError::Changed { uri: info.path.clone() };
        let path = Key::new(&*info.path).map_err(|_| changed())?;
        let text = from.read(&path, index::MAX_BYTES)?.ok_or_else(changed)?;
        let lines = index::read(&text, info).map_err(|_| changed())?;
        all.extend(lines.into_iter().map(|(line, _)| (line.path, line.uri, line.version)));
    }
    let file = |(path, uri, version): (String, String, Option<String>)| {
        let path = Key::new(&*path).map_err(|error| BundleError::name(&path, &error))?;
        let part = reader.part(role, &path, &uri)?;
        Ok(File { role, path, uri, version, part })
    };
    all.into_iter().map(file).collect()
}

/// Copies what is kept of a file.
fn copy(from: &Area, file: &File, reader: &Reader<'_>, to: &Area) -> Result<Entry, BundleError> {
    let changed = || BundleError::Changed { uri: file.path.to_string() };
    let object = from.open(&file.path)?.ok_or_else(changed)?;
    let failed = || BundleError::io("write", "a temporary file");
    let mut spool = tempfile::spooled_tempfile(4 << 20);
    let digests = match file.part {
        Part::Some => {
            reader.cut(&file.path, object.body, &mut spool)?;
            spool.rewind().map_err(failed())?;
            hash::digests(&mut spool).map_err(failed())?
        }
        Part::All | Part::Nothing => hash::copy(object.body, &mut spool).map_err(failed())?,
    };
    spool.rewind().map_err(failed())?;
    if !to.has(&file.path, digests.size, digests.sha256)? {
        to.put(&file.path, Content::new(spool, digests.size, digests.sha256))?;
    }
    Ok(Entry {
        path: file.path.to_string(),
        uri: file.uri.clone(),
        // What was cut is no version that a store keeps.
        version: file.version.clone().filter(|_| file.part == Part::All),
        digests,
    })
}
