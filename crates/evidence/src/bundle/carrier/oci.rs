//! A bundle as an OCI image layout (image-spec 1.1): one artifact manifest, a layer for each file, its path as the layer's title.
//!
//! `skopeo` and `oras` copy such a layout to and from registries.

use crate::bundle::area::Area;
use crate::bundle::error::BundleError;
use crate::bundle::seal::STATEMENT;
use cos_core::digest::Digest;
use cos_objects::{
    Condition, Content, Directory, Key, Listed, Listing, Meta, Object, ObjectError, Prefix, Store,
    Version,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

const LAYOUT: &str = "oci-layout";
const LAYOUT_TEXT: &[u8] = br#"{"imageLayoutVersion":"1.0.0"}"#;
const INDEX: &str = "index.json";
const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
const ARTIFACT_TYPE: &str = "application/vnd.companyos.cos.evidence-bundle.v1";
const EMPTY_TYPE: &str = "application/vnd.oci.empty.v1+json";
const EMPTY: &[u8] = b"{}";
const FILE_TYPE: &str = "application/octet-stream";
const TITLE: &str = "org.opencontainers.image.title";
const REFERENCE: &str = "org.opencontainers.image.ref.name";
/// The longest manifest, in bytes.
const MAX_MANIFEST: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    media_type: String,
    digest: String,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    artifact_type: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    schema_version: u8,
    media_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    artifact_type: Option<String>,
    config: Descriptor,
    layers: Vec<Descriptor>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    schema_version: u8,
    media_type: String,
    manifests: Vec<Descriptor>,
}

/// Writes the bundle in `area` as a layout in the new directory `path`; `index.json` comes last.
pub(super) fn write(area: &Area, path: &Path) -> Result<(), BundleError> {
    let name = format!("oci:{}", path.display());
    let store = Directory::create(path)
        .map_err(|source| BundleError::Objects { place: name.clone(), source })?;
    let layout = Area::new(name, Arc::new(store), Prefix::default());
    let mut layers = Vec::new();
    for (path, size) in super::ordered(area)? {
        let object = super::reopen(area, &path)?;
        let digests = crate::bundle::hash::digests(object.body)
            .map_err(BundleError::io("read", path.as_str()))?;
        let body = super::reopen(area, &path)?.body;
        layout.put(&blob(digests.sha256), Content::new(body, size, digests.sha256))?;
        layers.push(Descriptor {
            annotations: BTreeMap::from([(TITLE.to_owned(), path.to_string())]),
            ..descriptor(FILE_TYPE, digests.sha256, size)
        });
    }
    let identity = layers.iter().find(|layer| layer.annotations[TITLE] == STATEMENT);
    let reference = identity.map_or_else(String::new, |layer| layer.digest.replace(':', "-"));
    let manifest = Manifest {
        schema_version: 2,
        media_type: MANIFEST_TYPE.into(),
        artifact_type: Some(ARTIFACT_TYPE.into()),
        config: put_bytes(&layout, EMPTY_TYPE, EMPTY)?,
        layers,
    };
    let manifest = put_bytes(&layout, MANIFEST_TYPE, &json(&manifest))?;
    let index = Index {
        schema_version: 2,
        media_type: INDEX_TYPE.into(),
        manifests: vec![Descriptor {
            artifact_type: Some(ARTIFACT_TYPE.into()),
            annotations: BTreeMap::from([(REFERENCE.to_owned(), reference)]),
            ..manifest
        }],
    };
    layout.put(&crate::bundle::seal::name(LAYOUT), Content::bytes(LAYOUT_TEXT))?;
    layout.put(&crate::bundle::seal::name(INDEX), Content::bytes(&json(&index)))
}

fn put_bytes(layout: &Area, media_type: &str, bytes: &[u8]) -> Result<Descriptor, BundleError> {
    let digest = Digest::of(bytes);
    layout.put(&blob(digest), Content::bytes(bytes))?;
    Ok(descriptor(media_type, digest, bytes.len() as u64))
}

fn descriptor(media_type: &str, digest: Digest, size: u64) -> Descriptor {
    Descriptor {
        media_type: media_type.into(),
        digest: format!("sha256:{digest}"),
        size,
        artifact_type: None,
        annotations: BTreeMap::new(),
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("descriptors are plain data")
}

fn blob(digest: Digest) -> Key {
    crate::bundle::seal::name(&format!("blobs/sha256/{digest}"))
}

/// The files of a layout, by title. It can only be read.
pub(super) struct Layout {
    blobs: Arc<dyn Store>,
    files: BTreeMap<Key, (Digest, u64)>,
}

impl Layout {
    pub(super) fn open(name: &str, blobs: Arc<dyn Store>) -> Result<Self, BundleError> {
        let refused = |reason: String| BundleError::NotABundle { place: name.to_owned(), reason };
        let area = Area::new(name, Arc::clone(&blobs), Prefix::default());
        let index = area.read(&crate::bundle::seal::name(INDEX), MAX_MANIFEST)?;
        let index = index.ok_or_else(|| refused(format!("it has no `{INDEX}`")))?;
        let index: Index = serde_json::from_slice(&index)
            .map_err(|error| refused(format!("`{INDEX}`: {error}")))?;
        let [manifest] = &index.manifests[..] else {
            let found = index.manifests.len();
            return Err(refused(format!("it holds {found} manifests; a bundle has one")));
        };
        let digest = digest(manifest).map_err(&refused)?;
        let bytes = area.read(&blob(digest), MAX_MANIFEST)?;
        let bytes = bytes.ok_or_else(|| refused("its manifest is missing".into()))?;
        if Digest::of(&bytes) != digest {
            return Err(refused("its manifest has another digest than `index.json` says".into()));
        }
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| refused(format!("manifest: {error}")))?;
        let mut files = BTreeMap::new();
        for layer in &manifest.layers {
            let title = layer.annotations.get(TITLE);
            let title = title.ok_or_else(|| refused("a layer has no title".into()))?;
            let key = Key::new(title.as_str()).map_err(|error| refused(error.to_string()))?;
            let file = (self::digest(layer).map_err(&refused)?, layer.size);
            if files.insert(key, file).is_some() {
                return Err(refused(format!("`{}` stands in it twice", title.escape_debug())));
            }
        }
        Ok(Self { blobs, files })
    }

    fn find(&self, key: &Key) -> Result<Key, ObjectError> {
        let found = self.files.get(key);
        let (digest, _) = found.ok_or_else(|| ObjectError::Missing { key: key.clone() })?;
        Ok(blob(*digest))
    }
}

fn digest(descriptor: &Descriptor) -> Result<Digest, String> {
    let hex = descriptor.digest.strip_prefix("sha256:");
    hex.and_then(Digest::from_hex).ok_or_else(|| {
        let shown: String = descriptor.digest.chars().take(100).collect();
        format!("`{}` is no SHA-256 digest", shown.escape_debug())
    })
}

impl Store for Layout {
    fn head(&self, key: &Key) -> Result<Meta, ObjectError> {
        self.blobs.head(&self.find(key)?)
    }

    fn get(&self, key: &Key, version: Option<&Version>) -> Result<Object, ObjectError> {
        self.blobs.get(&self.find(key)?, version)
    }

    fn put(&self, _: &Key, _: Content<'_>, _: Condition<'_>) -> Result<Meta, ObjectError> {
        Err(ObjectError::Unsupported("change an OCI layout; copy the bundle instead".into()))
    }

    fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError> {
        let (mut listing, mut prefixes) = (Listing::default(), BTreeSet::new());
        for (key, (_, length)) in &self.files {
            let Some(rest) = key.as_str().strip_prefix(prefix.as_str()) else { continue };
            match rest.split_once('/') {
                None => listing.objects.push(Listed { key: key.clone(), length: *length }),
                Some((folder, _)) => {
                    prefixes.insert(prefix.folder(folder)?);
                }
            }
        }
        listing.prefixes = prefixes.into_iter().collect();
        Ok(listing)
    }

    fn delete(&self, _: &Key) -> Result<(), ObjectError> {
        Err(ObjectError::Unsupported("change an OCI layout".into()))
    }

    fn end_unfinished(&self, _: &Prefix) -> Result<(), ObjectError> {
        Ok(())
    }
}
