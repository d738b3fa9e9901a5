//! Where sources and bundles are: folders, and buckets, which a folder can stand in for.

#[cfg(feature = "s3")]
use crate::commands::s3::ServerArgs;
use crate::error::CommandError;
use cos_core::code::Code;
use cos_evidence::bundle::BundleError;
use cos_evidence::bundle::carrier::Buckets;
use cos_evidence::bundle::pattern::Place;
use cos_evidence::bundle::resolve;
#[cfg(feature = "s3")]
use cos_objects::s3::{Options as S3Options, S3};
use cos_objects::{Directory, ObjectError, Retain, Store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of every command that may read or write buckets.
#[derive(clap::Args, Debug)]
pub(crate) struct PlaceArgs {
    /// Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated.
    #[arg(long, value_name = "s3://BUCKET=DIR", value_parser = parse_map)]
    map: Vec<(String, PathBuf)>,
    #[cfg(feature = "s3")]
    #[command(flatten)]
    server: ServerArgs,
}

fn parse_map(text: &str) -> Result<(String, PathBuf), String> {
    let wrong = || "write `s3://BUCKET=DIR`".to_owned();
    let (bucket, folder) =
        text.strip_prefix("s3://").ok_or_else(wrong)?.split_once('=').ok_or_else(wrong)?;
    let bucket = bucket.trim_end_matches('/');
    if bucket.is_empty() || folder.is_empty() || bucket.contains('/') {
        return Err(wrong());
    }
    Ok((bucket.to_owned(), folder.into()))
}

/// Opens places as the options say.
pub(crate) struct Places {
    /// Relative paths of a manifest begin here.
    base: PathBuf,
    folders: BTreeMap<String, PathBuf>,
    #[cfg(feature = "s3")]
    server: S3Options,
}

impl PlaceArgs {
    /// `base` is the folder of the manifest.
    pub(crate) fn places(&self, base: &Path) -> Result<Places, CommandError> {
        let mut folders = BTreeMap::new();
        for (bucket, folder) in &self.map {
            if folders.insert(bucket.clone(), folder.clone()).is_some() {
                let message = format!("two folders are given for `s3://{bucket}`");
                return Err(CommandError::new(
                    crate::error::Exit::Usage,
                    const { Code::new("COS-CLI-0006") },
                    message,
                ));
            }
        }
        let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
        Ok(Places {
            base: base.to_owned(),
            folders,
            #[cfg(feature = "s3")]
            server: self.server.options(),
        })
    }
}

impl Places {
    /// Folders of `base` that have the names of buckets.
    #[cfg(feature = "server")]
    pub(crate) fn folders(base: &Path, buckets: &[&str]) -> Self {
        let folders = buckets.iter().map(|name| ((*name).to_owned(), base.join(name))).collect();
        Self {
            base: base.to_owned(),
            folders,
            #[cfg(feature = "s3")]
            server: S3Options::default(),
        }
    }
}

fn folder(path: &Path) -> Result<Arc<dyn Store>, BundleError> {
    let opened = Directory::open(path)
        .map_err(|source| BundleError::Objects { place: path.display().to_string(), source })?;
    Ok(Arc::new(opened))
}

impl Buckets for Places {
    fn bucket(&self, name: &str) -> Result<Arc<dyn Store>, BundleError> {
        match self.folders.get(name) {
            Some(path) => folder(path),
            None => self
                .server(name)
                .map_err(|source| BundleError::Objects { place: format!("s3://{name}"), source }),
        }
    }

    fn retaining(&self, name: &str) -> Result<Arc<dyn Retain>, BundleError> {
        let failed = |source| BundleError::Objects { place: format!("s3://{name}"), source };
        self.keeper(name).map_err(failed)
    }
}

impl Places {
    fn unsupported() -> ObjectError {
        ObjectError::Unsupported("keep files from being deleted".into())
    }

    #[cfg(feature = "s3")]
    fn keeper(&self, bucket: &str) -> Result<Arc<dyn Retain>, ObjectError> {
        if self.folders.contains_key(bucket) {
            return Err(Self::unsupported());
        }
        Ok(Arc::new(S3::open(bucket, &self.server)?))
    }

    #[cfg(not(feature = "s3"))]
    #[expect(clippy::unused_self, reason = "as with servers")]
    fn keeper(&self, _: &str) -> Result<Arc<dyn Retain>, ObjectError> {
        Err(Self::unsupported())
    }

    #[cfg(feature = "s3")]
    fn server(&self, bucket: &str) -> Result<Arc<dyn Store>, ObjectError> {
        Ok(Arc::new(S3::open(bucket, &self.server)?))
    }

    #[cfg(not(feature = "s3"))]
    #[expect(clippy::unused_self, reason = "as with servers")]
    fn server(&self, _: &str) -> Result<Arc<dyn Store>, ObjectError> {
        let reason = "this `cos` was built without S3; give a folder with `--map`";
        Err(ObjectError::Setup(reason.into()))
    }
}

impl resolve::Places for Places {
    fn open(&self, place: &Place) -> Result<Arc<dyn Store>, BundleError> {
        match place {
            Place::Bucket(name) => self.bucket(name),
            Place::Folder { absolute: true } => folder(Path::new("/")),
            Place::Folder { absolute: false } => folder(&self.base),
        }
    }
}
