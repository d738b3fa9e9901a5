//! What a run of the simulator is given: matrix, fixtures, bundle, day.

use crate::commands::policy::load::{BundleArgs, Loaded};
use crate::ctx::Ctx;
use crate::error::CommandError;
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::yaml::{self, Limits};
use cos_policy::annotations::annotations;
use cos_policy::bundle::{self, Bundle, Carrier, Files, Limits as BundleLimits, RegoVersion};
use cos_policy::setup::{HttpStub, Setup};
use cos_report::model::{BundleInfo, Conformance};
use cos_simulator::matrix::{self, Date, Inventory, Matrix};
use cos_simulator::run;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The longest fixture file, in bytes.
const MAX_FIXTURE: u64 = 16 << 20;

/// Everything that a run depends on.
pub(super) struct Inputs {
    pub(super) matrix: Matrix,
    pub(super) matrix_text: String,
    /// By the name that the matrix gives them.
    pub(super) fixtures: BTreeMap<String, String>,
    pub(super) files: Files,
    pub(super) bundle: Bundle,
    pub(super) signature: Signature,
    pub(super) bundle_name: String,
    pub(super) archive_digest: Option<String>,
    pub(super) today: Date,
}

/// Who answers for the bundle.
pub(super) struct Signature {
    pub(super) state: &'static str,
    pub(super) signer: Option<String>,
    pub(super) algorithm: Option<String>,
}

impl Inputs {
    /// Reads matrix, fixtures and bundle.
    pub(super) fn read(
        ctx: &Ctx<'_>,
        matrix: &Path,
        bundle: &BundleArgs,
    ) -> Result<Self, CommandError> {
        let (matrix_text, parsed) = read_matrix(matrix)?;
        let fixtures = read_fixtures(matrix, &parsed)?;
        let Loaded { files, bundle: loaded, carrier, signed } = bundle.load()?;
        let signature = Signature {
            state: if signed.is_some() { "verified" } else { "unsigned" },
            signer: signed.as_ref().map(|signed| signed.keyid.clone()),
            algorithm: signed.as_ref().map(|signed| signed.algorithm.as_str().to_owned()),
        };
        Ok(Self {
            matrix: parsed,
            matrix_text,
            fixtures,
            files,
            bundle: loaded,
            signature,
            bundle_name: name_of(&bundle.bundle),
            archive_digest: match carrier {
                Carrier::Archive { sha256 } => Some(sha256.to_string()),
                Carrier::Directory => None,
            },
            today: Date::of(ctx.now()),
        })
    }

    /// The inputs that a report carries.
    pub(super) fn of_report(path: &Path, report: &Conformance) -> Result<Self, CommandError> {
        let code = const { Code::new("COS-SIM-0006") };
        let failed = |what: &str| {
            CommandError::input(code, format!("`{}`: the material is {what}", path.display()))
        };
        let archive = base64url::decode(report.material.bundle.as_bytes())
            .ok_or_else(|| failed("no base64url"))?;
        let files = bundle::read_archive(&archive, &BundleLimits::default())?;
        let loaded = bundle::load(&files)?;
        let info = &report.provenance.bundle;
        let matrix_text = report.material.matrix.clone();
        let created = Timestamp::parse(&report.provenance.created);
        Ok(Self {
            matrix: parse_matrix(&format!("{}: matrix", path.display()), matrix_text.as_bytes())?,
            matrix_text,
            fixtures: report.material.fixtures.clone(),
            files,
            bundle: loaded,
            // Not derived again: the key is not part of the report.
            signature: Signature {
                state: if info.signature == "verified" { "verified" } else { "unsigned" },
                signer: info.signer.clone(),
                algorithm: info.algorithm.clone(),
            },
            bundle_name: info.name.clone(),
            archive_digest: None,
            today: Date::of(created.ok_or_else(|| failed("of no time"))?),
        })
    }

    /// What the engine is given.
    pub(super) fn setup(&self) -> Result<Setup, CommandError> {
        let (data, http) = self.world()?;
        let numbers = self.bundle.numbers.clone();
        Ok(Setup { numbers, ..run::setup(&self.matrix, self.bundle.module_texts(), data, http) })
    }

    /// The data of the bundle with the fixtures laid over it, and the answers of `http.send`.
    fn world(&self) -> Result<(Value, Vec<HttpStub>), CommandError> {
        let mut data = self.bundle.data.clone();
        let mut http = Vec::new();
        for (name, text) in &self.fixtures {
            let value = document(Path::new(name), text.as_bytes())?;
            if self.matrix.fixtures.base.as_deref() == Some(name) {
                overlay(&mut data, &value);
            } else {
                http.extend(stubs(name, &value)?);
            }
        }
        Ok((data, http))
    }

    /// The privileged flows.
    pub(super) fn inventory(&self) -> Result<BTreeSet<String>, CommandError> {
        let annotated = |source: &Inventory| matches!(source, Inventory::Annotations(_));
        let blocks = if self.matrix.inventory.iter().any(annotated) {
            annotations(&self.bundle.module_texts())?
        } else {
            Vec::new()
        };
        Ok(run::inventory(&self.matrix, &self.bundle.data, &blocks)?)
    }

    /// The bundle as a gzipped tar archive, base64.
    pub(super) fn bundle_archive(&self) -> String {
        base64url::encode(&self.files.to_archive())
    }

    pub(super) fn bundle_info(&self) -> BundleInfo {
        let content = self.bundle.content_digest.to_string();
        BundleInfo {
            name: self.bundle_name.clone(),
            digest: self.archive_digest.clone().unwrap_or_else(|| content.clone()),
            content_digest: content,
            revision: self.bundle.manifest.revision.clone(),
            roots: self.bundle.manifest.roots.clone(),
            rego_version: u8::from(self.bundle.manifest.rego_version == RegoVersion::V1),
            signature: self.signature.state.to_owned(),
            signer: self.signature.signer.clone(),
            algorithm: self.signature.algorithm.clone(),
        }
    }

    /// The digest of the matrix as it is written.
    pub(super) fn matrix_digest(&self) -> String {
        Digest::of(self.matrix_text.as_bytes()).to_string()
    }

    /// The digests of the fixtures, by name.
    pub(super) fn fixture_digests(&self) -> BTreeMap<String, String> {
        let digest = |text: &String| Digest::of(text.as_bytes()).to_string();
        self.fixtures.iter().map(|(name, text)| (name.clone(), digest(text))).collect()
    }

    /// What the policy takes for now, RFC 3339.
    pub(super) fn clock_text(&self) -> String {
        Timestamp(self.matrix.clock.map_or(0, |clock| clock.0.div_euclid(1_000_000_000)))
            .to_string()
    }
}

/// Reads a matrix; says everything that is wrong with it at once.
pub(super) fn read_matrix(path: &Path) -> Result<(String, Matrix), CommandError> {
    let bytes = fs::read(path).map_err(|error| CommandError::io("read", path, &error))?;
    let matrix = parse_matrix(&path.display().to_string(), &bytes)?;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), matrix))
}

/// The same for a text that is at hand.
pub(super) fn parse_matrix(name: &str, text: &[u8]) -> Result<Matrix, CommandError> {
    matrix::parse(text).map_err(|faults| CommandError::document("the matrix", name, faults))
}

fn read_fixtures(matrix: &Path, parsed: &Matrix) -> Result<BTreeMap<String, String>, CommandError> {
    let beside = matrix.parent().unwrap_or(Path::new(""));
    let mut names: BTreeSet<String> = parsed.fixtures.base.iter().cloned().collect();
    for pattern in &parsed.fixtures.http {
        names.extend(expand(beside, pattern)?);
    }
    let mut fixtures = BTreeMap::new();
    for name in names {
        let path = beside.join(&name);
        let failed = |error| CommandError::io("read", &path, &error);
        if fs::metadata(&path).map_err(failed)?.len() > MAX_FIXTURE {
            let code = const { Code::new("COS-SIM-0004") };
            let message = format!("fixture `{}` is longer than 16 MiB", path.display());
            return Err(CommandError::input(code, message));
        }
        fixtures.insert(name, fs::read_to_string(&path).map_err(failed)?);
    }
    Ok(fixtures)
}

/// The files that a pattern names; `*` stands for a part of the last segment.
fn expand(beside: &Path, pattern: &str) -> Result<Vec<String>, CommandError> {
    let Some((before, after)) = pattern.split_once('*') else {
        return Ok(vec![pattern.to_owned()]);
    };
    let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
    let path = beside.join(folder);
    let entries = fs::read_dir(&path).map_err(|error| CommandError::io("read", &path, &error))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| CommandError::io("read", &path, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.len() >= start.len() + after.len()
            && name.starts_with(start)
            && name.ends_with(after)
        {
            let slash = if folder.is_empty() { "" } else { "/" };
            names.push(format!("{folder}{slash}{name}"));
        }
    }
    names.sort();
    Ok(names)
}

/// A JSON or YAML document, by the ending of its name.
fn document(path: &Path, text: &[u8]) -> Result<Value, CommandError> {
    let code = const { Code::new("COS-SIM-0004") };
    let failed = |message: String| {
        CommandError::input(code, format!("fixture `{}`: {message}", path.display()))
    };
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_slice(text).map_err(|error| failed(error.to_string()));
    }
    let limits = Limits { max_bytes: 16 << 20, max_nodes: 500_000, ..Limits::default() };
    let node = yaml::parse(text, &limits).map_err(|error| failed(error.to_string()))?;
    Ok(node.to_json())
}

/// `{method, url, response}`, or a list of such.
fn stubs(name: &str, value: &Value) -> Result<Vec<HttpStub>, CommandError> {
    let items = match value {
        Value::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let stub = |item: Value| {
        serde_json::from_value(item).map_err(|error| {
            let message = format!("fixture `{name}` is no answer of `http.send`: {error}");
            CommandError::input(const { Code::new("COS-SIM-0004") }, message)
                .hint("write `method`, `url` and `response`")
        })
    };
    items.into_iter().map(stub).collect()
}

fn overlay(data: &mut Value, over: &Value) {
    match (data, over) {
        (Value::Object(data), Value::Object(over)) => {
            for (key, value) in over {
                overlay(data.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (data, over) => data.clone_from(over),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into())
}
