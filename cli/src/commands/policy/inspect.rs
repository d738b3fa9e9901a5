//! `cos policy inspect`.

use super::package;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, bytes, counted};
use cos_policy::bundle::{
    self, Bundle, Carrier, Limits, Module, RegoVersion, SIGNATURES, SignatureError, Unverified,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos policy inspect bundle.tar.gz
  cos policy inspect policies/ --format json

Inspecting is not verifying: `cos policy verify` says who answers for the bundle.";

/// Show what is in a bundle, without verifying it.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory or an archive.
    bundle: PathBuf,
}

/// Lists what a bundle holds.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let (files, carrier) = bundle::read(&args.bundle, &Limits::default())?;
    let bundle = bundle::load(&files).map_err(|error| error.within(&args.bundle))?;
    let not_data: BTreeSet<&str> = bundle
        .modules
        .iter()
        .chain(&bundle.tests)
        .map(|module| module.name.as_str())
        .chain(bundle.ignored.iter().map(String::as_str))
        .chain([".manifest", SIGNATURES])
        .collect();
    let data = files
        .iter()
        .filter(|(name, _)| !not_data.contains(name))
        .map(|(name, bytes)| (name.to_owned(), bytes.len() as u64))
        .collect();
    Ok(Answer::done(Contents {
        path: args.bundle.display().to_string(),
        files: files.len(),
        has_manifest: files.bytes(".manifest").is_some(),
        signature: bundle.signature.as_ref().map(bundle::SignatureFile::unverified),
        data,
        carrier,
        bundle,
    }))
}

struct Contents {
    path: String,
    files: usize,
    has_manifest: bool,
    /// What the token says, or why it says nothing; `None` for an unsigned bundle.
    signature: Option<Result<Unverified, SignatureError>>,
    data: Vec<(String, u64)>,
    carrier: Carrier,
    bundle: Bundle,
}

impl Contents {
    fn archive_sha256(&self) -> Option<String> {
        match &self.carrier {
            Carrier::Archive { sha256 } => Some(sha256.to_string()),
            Carrier::Directory => None,
        }
    }

    fn manifest(&self, out: &mut Human<'_>) -> io::Result<()> {
        let manifest = &self.bundle.manifest;
        let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        let root = |root: &String| match root.as_str() {
            "" => "everything".to_owned(),
            root => root.escape_debug().to_string(),
        };
        let roots: Vec<String> = manifest.roots.iter().map(root).collect();
        field(out, "manifest", if self.has_manifest { "yes" } else { "none, so OPA's defaults" })?;
        field(out, "revision", &or_none(manifest.revision.escape_debug().to_string()))?;
        field(out, "roots", &or_none(roots.join(", ")))?;
        field(out, "rego", number(manifest.rego_version))?;
        for (pattern, version) in &manifest.file_rego_versions {
            let pattern = pattern.escape_debug();
            field(out, "", &format!("{} for {pattern}", number(*version)))?;
        }
        if let Some(metadata) = &manifest.metadata {
            field(out, "metadata", &metadata.to_string())?;
        }
        if !manifest.unknown_fields.is_empty() {
            let unknown = manifest.unknown_fields.join(", ").escape_debug().to_string();
            out.warning(&format!("OPA ignores these fields of the manifest: {unknown}"))?;
        }
        Ok(())
    }

    fn signature(&self, out: &mut Human<'_>) -> io::Result<()> {
        match &self.signature {
            None => field(out, "signature", "none"),
            Some(Err(error)) => field(out, "signature", &format!("unreadable: {error}")),
            Some(Ok(Unverified { algorithm, keyid, claims, files })) => {
                let keyid = keyid.as_deref().map_or_else(
                    || "an unnamed key".to_owned(),
                    |id| format!("`{}`", id.escape_debug()),
                );
                let scope =
                    claims.scope.as_deref().map(|it| format!(", for `{}`", it.escape_debug()));
                let said = format!(
                    "says {keyid}, {}{}, {}; NOT VERIFIED",
                    algorithm.escape_debug(),
                    scope.unwrap_or_default(),
                    counted(*files as u64, "file")
                );
                field(out, "signature", &said)
            }
        }
    }
}

impl Render for Contents {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Bundle { modules, tests, ignored, content_digest, .. } = &self.bundle;
        out.heading(&format!("{}: {}", self.path, counted(self.files as u64, "file")))?;
        self.manifest(out)?;
        self.signature(out)?;
        field(out, "content", &content_digest.to_string())?;
        if let Some(sha256) = self.archive_sha256() {
            field(out, "archive", &sha256)?;
        }
        for (title, modules) in [("module", modules), ("test", tests)] {
            if !modules.is_empty() {
                let row = |it: &Module| {
                    let size = bytes(it.text.len() as u64);
                    vec![
                        it.name.clone(),
                        package(&it.package),
                        number(it.rego_version).into(),
                        size,
                    ]
                };
                let rows: Vec<_> = modules.iter().map(row).collect();
                out.table(&[title, "package", "rego", "size"], &rows, false)?;
            }
        }
        if !self.data.is_empty() {
            let row = |(name, size): &(String, u64)| vec![name.clone(), bytes(*size)];
            let rows: Vec<_> = self.data.iter().map(row).collect();
            out.table(&["data", "size"], &rows, true)?;
        }
        if !ignored.is_empty() {
            out.line(format!("ignored: {}", ignored.join(", ")))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let Bundle { manifest, modules, tests, ignored, content_digest, .. } = &self.bundle;
        let patterns: serde_json::Map<_, _> = manifest
            .file_rego_versions
            .iter()
            .map(|(pattern, version)| (pattern.clone(), number(*version).into()))
            .collect();
        let signature = self.signature.as_ref().map(|signature| match signature {
            Ok(Unverified { algorithm, keyid, claims, files }) => json!({
                "verified": false,
                "alg": algorithm,
                "keyid": keyid,
                "scope": claims.scope,
                "issuer": claims.issuer,
                "issued_at": claims.issued_at,
                "files": files,
            }),
            Err(error) => json!({ "verified": false, "error": error.to_string() }),
        });
        let data = self.data.iter().map(|(name, size)| json!({ "name": name, "bytes": size }));
        json!({
            "schema": "cos.policy-inspect/v1",
            "bundle": self.path,
            "manifest": {
                "present": self.has_manifest,
                "revision": manifest.revision,
                "roots": manifest.roots,
                "rego_version": number(manifest.rego_version),
                "file_rego_versions": patterns,
                "metadata": manifest.metadata,
                "unknown_fields": manifest.unknown_fields,
            },
            "modules": modules.iter().map(wire).collect::<Vec<_>>(),
            "tests": tests.iter().map(wire).collect::<Vec<_>>(),
            "data": data.collect::<Vec<_>>(),
            "ignored": ignored,
            "signature": signature,
            "content_digest": content_digest.to_string(),
            "archive_sha256": self.archive_sha256(),
        })
    }
}

fn wire(module: &Module) -> Value {
    json!({
        "name": module.name,
        "package": package(&module.package),
        "rego_version": number(module.rego_version),
        "bytes": module.text.len(),
    })
}

fn field(out: &mut Human<'_>, name: &str, value: &str) -> io::Result<()> {
    out.line(format!("  {name:<9}  {value}"))
}

fn number(version: RegoVersion) -> &'static str {
    match version {
        RegoVersion::V0 => "v0",
        RegoVersion::V1 => "v1",
    }
}
