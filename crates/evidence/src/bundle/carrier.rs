//! The forms in which a bundle travels: a directory, an archive, an OCI image layout, a prefix in an object store.
//!
//! A bundle is the same bundle in each of them: its identity is the digest of its statement, and a carrier adds nothing to it. Archives are
//! unpacked into a temporary directory to be read, and written beside their name until they are whole. Whoever goes on with an interrupted run
//! removes what that left behind.

mod oci;
mod stage;
mod tar;
mod zip;

use super::area::{Area, Sizes};
use super::error::BundleError;
use super::seal::{RECIPES, SIGNATURE, STATEMENT, SUMS};
use cos_objects::{Content, Directory, Key, ObjectError, Prefix, Retain, Retention, Store};
use stage::Stage;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Where a bundle is, or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A directory.
    Directory(PathBuf),
    /// A tar archive in zstd: `*.tar.zst`.
    TarZstd(PathBuf),
    /// A zip archive: `*.zip`.
    Zip(PathBuf),
    /// An OCI image layout: `oci:DIR`.
    Oci(PathBuf),
    /// A prefix in a bucket: `s3://bucket/prefix`.
    Bucket {
        /// The bucket.
        bucket: String,
        /// The prefix, without the last `/`.
        prefix: String,
    },
}

impl Location {
    /// Reads what stands on the command line.
    pub fn parse(text: &str) -> Self {
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_end_matches('/').to_owned();
            return Self::Bucket { bucket: bucket.to_owned(), prefix };
        }
        if let Some(path) = text.strip_prefix("oci:") {
            return Self::Oci(path.into());
        }
        match text {
            _ if text.ends_with(".tar.zst") => Self::TarZstd(text.into()),
            _ if Path::new(text).extension().is_some_and(|end| end == "zip") => {
                Self::Zip(text.into())
            }
            _ => Self::Directory(text.into()),
        }
    }
}

/// Whether somebody means an archive of a kind that bundles do not have.
fn is_other_archive(path: &Path) -> bool {
    let others = ["tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "jar"];
    let end = path.extension().and_then(|end| end.to_str());
    end.is_some_and(|end| others.iter().any(|other| end.eq_ignore_ascii_case(other)))
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path) | Self::TarZstd(path) | Self::Zip(path) => {
                write!(f, "{}", path.display())
            }
            Self::Oci(path) => write!(f, "oci:{}", path.display()),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// Opens buckets; the command line knows how.
pub trait Buckets {
    /// Opens a bucket.
    fn bucket(&self, name: &str) -> Result<Arc<dyn Store>, BundleError>;

    /// Opens a bucket that can be told to keep what is stored; a folder that stands in for one cannot.
    fn retaining(&self, name: &str) -> Result<Arc<dyn Retain>, BundleError>;
}

/// A bundle that is open for reading.
pub struct Opened {
    /// Its files.
    pub area: Area,
    /// Holds what an archive was unpacked into.
    _unpacked: Option<TempDir>,
}

impl Opened {
    /// Opens the bundle at `location`.
    pub fn open(location: &Location, buckets: &dyn Buckets) -> Result<Self, BundleError> {
        let name = location.to_string();
        let plain =
            |store, prefix| Self { area: Area::new(name.clone(), store, prefix), _unpacked: None };
        match location {
            Location::Directory(path) => Ok(plain(directory(path)?, Prefix::default())),
            Location::Bucket { bucket, prefix } => {
                Ok(plain(buckets.bucket(bucket)?, bucket_prefix(prefix)?))
            }
            Location::Oci(path) => {
                let store = oci::Layout::open(&name, directory(path)?)?;
                Ok(plain(Arc::new(store), Prefix::default()))
            }
            Location::TarZstd(path) => Self::unpack(&name, path, tar::unpack),
            Location::Zip(path) => Self::unpack(&name, path, zip::unpack),
        }
    }

    fn unpack(name: &str, path: &Path, form: Unpack) -> Result<Self, BundleError> {
        let file = File::open(path).map_err(BundleError::io("open", name))?;
        let folder =
            tempfile::tempdir().map_err(BundleError::io("create", "a temporary folder"))?;
        let area = Area::new(name, directory(folder.path())?, Prefix::default());
        unpack(file, form, &area)?;
        Ok(Self { area, _unpacked: Some(folder) })
    }
}

/// A bundle that is being written.
pub struct Target {
    /// Where its files go.
    pub area: Area,
    location: Location,
    /// Where an archive or a layout lies until it is whole.
    staged: Option<Staged>,
}

struct Staged {
    stage: Stage,
    /// The files of what has the name already.
    before: Option<Sizes>,
}

impl Target {
    /// Begins, or goes on with, the bundle at `location`.
    pub fn create(location: &Location, buckets: &dyn Buckets) -> Result<Self, BundleError> {
        let name = location.to_string();
        let (area, staged) = match location {
            Location::Directory(path) if is_other_archive(path) => {
                return Err(BundleError::NoForm { name });
            }
            Location::Directory(path) => {
                let store = Directory::create(path)
                    .map_err(|source| BundleError::Objects { place: name.clone(), source })?;
                (Area::new(name, Arc::new(store), Prefix::default()), None)
            }
            Location::Bucket { bucket, prefix } => {
                (Area::new(name, buckets.bucket(bucket)?, bucket_prefix(prefix)?), None)
            }
            Location::TarZstd(path) | Location::Zip(path) | Location::Oci(path) => {
                let stage = Stage::begin(path).map_err(BundleError::io("create", &*name))?;
                let store = Directory::create(&stage.path(stage::FILES))
                    .map_err(|source| BundleError::Objects { place: name.clone(), source })?;
                let area = Area::new(name, Arc::new(store), Prefix::default());
                let before = match path.symlink_metadata() {
                    Ok(_) => Some(standing(location, &area, buckets)?),
                    Err(_) => None,
                };
                (area, Some(Staged { stage, before }))
            }
        };
        Ok(Self { area, location: location.clone(), staged })
    }

    /// Has every file kept for a while; only buckets can be told to.
    pub fn retain(
        mut self,
        retention: Retention,
        buckets: &dyn Buckets,
    ) -> Result<Self, BundleError> {
        let Location::Bucket { bucket, .. } = &self.location else {
            let source = ObjectError::Unsupported("keep files from being deleted".into());
            return Err(BundleError::Objects { place: self.area.name, source });
        };
        self.area = self.area.retaining(buckets.retaining(bucket)?, retention);
        Ok(self)
    }

    /// Makes the bundle appear under its name, where it does not stand there already.
    pub fn finish(self) -> Result<(), BundleError> {
        let Some(Staged { stage, before }) = &self.staged else {
            // Nothing more is to be written here. Best effort: the bundle is whole, and not every account may list uploads.
            let _ = self.area.end_unfinished();
            return Ok(());
        };
        if let Some(before) = before {
            let is_same = self.area.list()?.0 == *before;
            return is_same.then_some(()).ok_or_else(|| occupied(&self.location, &self.area.name));
        }
        match &self.location {
            Location::TarZstd(path) => self.pack((stage, path), tar::pack),
            Location::Zip(path) => self.pack((stage, path), zip::pack),
            Location::Oci(path) => {
                let layout = stage.path(stage::LAYOUT);
                oci::write(&self.area, &layout)?;
                // Replaces an empty folder and nothing else.
                std::fs::rename(&layout, path)
                    .and_then(|()| stage.sync())
                    .map_err(BundleError::io("create", path.display().to_string()))
            }
            Location::Directory(_) | Location::Bucket { .. } => Ok(()),
        }
    }

    fn pack(&self, (stage, path): (&Stage, &Path), pack: Pack) -> Result<(), BundleError> {
        let place = path.display().to_string();
        let failed = |action| BundleError::io(action, place.clone());
        let mut file = stage.file().map_err(failed("create"))?;
        pack(&self.area, &ordered(&self.area)?, file.as_file_mut()).map_err(
            |fault| match fault {
                Fault::Refused(reason) => BundleError::Archive { place: place.clone(), reason },
                Fault::Bundle(error) => error,
            },
        )?;
        file.as_file().sync_all().map_err(failed("sync"))?;
        file.persist_noclobber(path).map_err(|error| failed("create")(error.error))?;
        stage.sync().map_err(failed("sync"))
    }
}

/// Takes the files of the bundle that stands at `location` into `area`; something else there is an error.
fn standing(location: &Location, area: &Area, buckets: &dyn Buckets) -> Result<Sizes, BundleError> {
    let open = |path: &Path| File::open(path).map_err(BundleError::io("open", &*area.name));
    let taken = match location {
        Location::TarZstd(path) => open(path).and_then(|file| unpack(file, tar::unpack, area)),
        Location::Zip(path) => open(path).and_then(|file| unpack(file, zip::unpack, area)),
        _ => Opened::open(location, buckets).and_then(|opened| copy(&opened.area, area)),
    };
    taken.map_err(|_| occupied(location, &area.name))?;
    Ok(area.list()?.0)
}

fn occupied(location: &Location, place: &str) -> BundleError {
    let path = location.to_string().trim_start_matches("oci:").to_owned();
    BundleError::Occupied { place: place.to_owned(), path }
}

/// Copies every file of a bundle; its signature comes last.
pub fn copy(from: &Area, to: &Area) -> Result<(), BundleError> {
    let (files, strange) = from.list()?;
    if let Some(name) = strange.into_iter().next() {
        return Err(BundleError::Name { uri: name, reason: "no bundle has such a file".into() });
    }
    if !files.iter().any(|(path, _)| path.as_str() == SIGNATURE) {
        let reason = format!("it has no `{SIGNATURE}`");
        return Err(BundleError::NotABundle { place: from.name.clone(), reason });
    }
    let is_signature = |path: &Key| path.as_str() == SIGNATURE;
    let (last, first): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(path, _)| is_signature(path));
    for (path, length) in first.into_iter().chain(last) {
        let digests = {
            let object = reopen(from, &path)?;
            super::hash::digests(object.body).map_err(BundleError::io("read", path.as_str()))?
        };
        if digests.size != length {
            return Err(BundleError::Changed { uri: path.to_string() });
        }
        if !to.has(&path, digests.size, digests.sha256)? {
            let body = reopen(from, &path)?.body;
            to.put(&path, Content::new(body, digests.size, digests.sha256))?;
        }
    }
    Ok(())
}

fn reopen(area: &Area, path: &Key) -> Result<cos_objects::Object, BundleError> {
    area.open(path)?.ok_or_else(|| BundleError::Changed { uri: path.to_string() })
}

/// More than this many times its size, an archive does not unpack to.
const MAX_RATIO: u64 = 200;
/// What an archive may always unpack to, in bytes.
const FREE_BYTES: u64 = 256 << 20;

/// Unpacks the archive `file` into `area`.
fn unpack(file: File, form: Unpack, area: &Area) -> Result<(), BundleError> {
    let packed = file.metadata().map_err(BundleError::io("open", &*area.name))?.len();
    let bytes = FREE_BYTES.max(packed.saturating_mul(MAX_RATIO));
    form(file, &mut Unpacker { area, bytes, files: 0 }).map_err(|fault| match fault {
        Fault::Refused(reason) => BundleError::Archive { place: area.name.clone(), reason },
        Fault::Bundle(error) => error,
    })
}

/// Takes the files of an archive.
type Unpack = fn(File, &mut Unpacker<'_>) -> Result<(), Fault>;

/// Writes the files of an area into an archive, in the order given.
type Pack = fn(&Area, &[(Key, u64)], &mut File) -> Result<(), Fault>;

/// Why an archive is not packed or unpacked.
enum Fault {
    Refused(String),
    Bundle(BundleError),
}

impl From<BundleError> for Fault {
    fn from(error: BundleError) -> Self {
        Self::Bundle(error)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Takes the files of an archive, within bounds.
struct Unpacker<'a> {
    area: &'a Area,
    /// How many more bytes are accepted.
    bytes: u64,
    files: usize,
}

impl Unpacker<'_> {
    /// Takes one file; what is left of the budget bounds it, whatever its header says.
    fn file(&mut self, path: &[u8], body: impl Read) -> Result<(), Fault> {
        let shown = String::from_utf8_lossy(path).escape_debug().to_string();
        let name = std::str::from_utf8(path)
            .map_err(|_| Fault::Refused(format!("`{shown}` is not UTF-8")))?;
        let key = Key::new(name).map_err(|error| Fault::Refused(error.to_string()))?;
        self.files += 1;
        if self.files > super::area::MAX_FILES {
            return Err(Fault::Refused("it holds more than a million files".into()));
        }
        let mut spool = tempfile::spooled_tempfile(4 << 20);
        let digests = super::hash::copy(body.take(self.bytes + 1), &mut spool)?;
        if digests.size > self.bytes {
            let reason = "it unpacks to more than 200 times its size and more than 256 MiB";
            return Err(Fault::Refused(reason.into()));
        }
        self.bytes -= digests.size;
        io::Seek::rewind(&mut spool)?;
        // Two files of one name are refused, also when they are equal.
        if self.area.open(&key)?.is_some() {
            return Err(Fault::Refused(format!("`{shown}` stands in it twice")));
        }
        Ok(self.area.put(&key, Content::new(spool, digests.size, digests.sha256))?)
    }
}

/// The files of a bundle, those first that say what the others are.
fn ordered(area: &Area) -> Result<Sizes, BundleError> {
    let (mut files, _) = area.list()?;
    let rank = |path: &Key| match path.as_str() {
        STATEMENT => 0,
        SIGNATURE => 1,
        SUMS => 2,
        RECIPES => 3,
        _ => 4,
    };
    files.sort_by(|a, b| (rank(&a.0), &a.0).cmp(&(rank(&b.0), &b.0)));
    Ok(files)
}

fn directory(path: &Path) -> Result<Arc<dyn Store>, BundleError> {
    let opened = Directory::open(path);
    let store = opened
        .map_err(|source| BundleError::Objects { place: path.display().to_string(), source })?;
    Ok(Arc::new(store))
}

fn bucket_prefix(prefix: &str) -> Result<Prefix, BundleError> {
    let text = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    Prefix::new(text).map_err(|error| BundleError::name(prefix, &error))
}

#[cfg(test)]
mod tests;
