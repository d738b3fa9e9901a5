//! SPDX 2.2 and 2.3 in JSON: the fields that the specification requires, and that ids lead somewhere.

use super::{Element, Faults, Package, Sbom};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = "SPDXRef-DOCUMENT";

/// Checksum algorithms (SPDX 2.3, 7.10.1) and the length of their values in hexadecimal digits; `None` for any length.
const ALGORITHMS: &[(&str, Option<usize>)] = &[
    ("ADLER32", Some(8)),
    ("BLAKE2b-256", Some(64)),
    ("BLAKE2b-384", Some(96)),
    ("BLAKE2b-512", Some(128)),
    ("BLAKE3", None),
    ("MD2", Some(32)),
    ("MD4", Some(32)),
    ("MD5", Some(32)),
    ("MD6", None),
    ("SHA1", Some(40)),
    ("SHA224", Some(56)),
    ("SHA256", Some(64)),
    ("SHA384", Some(96)),
    ("SHA3-256", Some(64)),
    ("SHA3-384", Some(96)),
    ("SHA3-512", Some(128)),
    ("SHA512", Some(128)),
];

/// Types of relationships (SPDX 2.3, 11.1.1).
const RELATIONSHIPS: &[&str] = &[
    "AMENDS",
    "ANCESTOR_OF",
    "BUILD_DEPENDENCY_OF",
    "BUILD_TOOL_OF",
    "CONTAINED_BY",
    "CONTAINS",
    "COPY_OF",
    "DATA_FILE_OF",
    "DEPENDENCY_MANIFEST_OF",
    "DEPENDENCY_OF",
    "DEPENDS_ON",
    "DESCENDANT_OF",
    "DESCRIBED_BY",
    "DESCRIBES",
    "DEV_DEPENDENCY_OF",
    "DEV_TOOL_OF",
    "DISTRIBUTION_ARTIFACT",
    "DOCUMENTATION_OF",
    "DYNAMIC_LINK",
    "EXAMPLE_OF",
    "EXPANDED_FROM_ARCHIVE",
    "FILE_ADDED",
    "FILE_DELETED",
    "FILE_MODIFIED",
    "GENERATED_FROM",
    "GENERATES",
    "HAS_PREREQUISITE",
    "METAFILE_OF",
    "OPTIONAL_COMPONENT_OF",
    "OPTIONAL_DEPENDENCY_OF",
    "OTHER",
    "PACKAGE_OF",
    "PATCH_APPLIED",
    "PATCH_FOR",
    "PREREQUISITE_FOR",
    "PROVIDED_DEPENDENCY_OF",
    "REQUIREMENT_DESCRIPTION_FOR",
    "RUNTIME_DEPENDENCY_OF",
    "SPECIFICATION_FOR",
    "STATIC_LINK",
    "TEST_CASE_OF",
    "TEST_DEPENDENCY_OF",
    "TEST_OF",
    "TEST_TOOL_OF",
    "VARIANT_OF",
];

pub(super) fn read(document: &Value) -> Result<Sbom, Vec<String>> {
    let mut faults = Faults::default();
    let format = head(document, &mut faults);
    let elements = elements(document, &mut faults);
    let roots = roots(document, &elements, &mut faults);
    let roots = roots.into_iter().filter_map(|id| elements.get(id)).map(Found::element);
    let sbom = Sbom {
        format,
        name: text(document, "name").unwrap_or_default().to_owned(),
        roots: roots.collect(),
        packages: items(document, "packages").iter().map(package).collect(),
    };
    faults.finish(sbom)
}

fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field)?.as_str().filter(|text| !text.trim().is_empty())
}

fn items<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn head(document: &Value, faults: &mut Faults) -> String {
    let mut fixed = |field: &str, wanted: &[&str]| {
        let found = text(document, field);
        if !found.is_some_and(|found| wanted.contains(&found)) {
            faults.add(format!("`{field}` has to be `{}`", wanted.join("` or `")));
        }
        found.unwrap_or_default().to_owned()
    };
    let format = fixed("spdxVersion", &["SPDX-2.3", "SPDX-2.2"]);
    fixed("SPDXID", &[DOCUMENT]);
    fixed("dataLicense", &["CC0-1.0"]);
    if text(document, "name").is_none() {
        faults.add("`name` is missing");
    }
    match text(document, "documentNamespace") {
        Some(uri) if is_uri(uri) && !uri.contains('#') => {}
        _ => faults.add("`documentNamespace` has to be a URI without `#`"),
    }
    let info = &document["creationInfo"];
    let created = text(info, "created");
    // SPDX has one spelling of a time: whole seconds, in UTC.
    let is_time =
        |text: &str| text.len() == 20 && text.ends_with('Z') && Timestamp::parse(text).is_some();
    if !created.is_some_and(is_time) {
        faults.add("`creationInfo.created` has to be a time such as `2025-11-14T09:00:00Z`");
    }
    let creators = items(info, "creators");
    let known = ["Person: ", "Organization: ", "Tool: "];
    let is_creator = |value: &Value| {
        value.as_str().is_some_and(|text| known.iter().any(|prefix| text.starts_with(prefix)))
    };
    if creators.is_empty() || !creators.iter().all(is_creator) {
        faults.add("`creationInfo.creators` has to list `Person: `, `Organization: ` or `Tool: `");
    }
    format
}

/// A package, a file or a snippet.
struct Found<'v> {
    id: &'v str,
    value: &'v Value,
    name: &'v str,
}

impl Found<'_> {
    fn element(&self) -> Element {
        let sha256 = items(self.value, "checksums").iter().filter_map(|sum| {
            let is_sha256 = text(sum, "algorithm") == Some("SHA256");
            text(sum, "checksumValue").filter(|_| is_sha256).and_then(Digest::from_hex)
        });
        Element {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            version: text(self.value, "versionInfo").map(str::to_owned),
            sha256: sha256.collect(),
        }
    }
}

fn elements<'v>(document: &'v Value, faults: &mut Faults) -> BTreeMap<&'v str, Found<'v>> {
    let mut all = BTreeMap::new();
    for (list, name_field) in [("packages", "name"), ("files", "fileName"), ("snippets", "name")] {
        for (number, value) in items(document, list).iter().enumerate() {
            let place = format!("{list}[{number}]");
            let Some(id) = text(value, "SPDXID").filter(|id| is_id(id)) else {
                faults.add(format!(
                    "`{place}.SPDXID` has to be `SPDXRef-` and letters, digits, `.`, `-`"
                ));
                continue;
            };
            let name = text(value, name_field);
            if name.is_none() && list != "snippets" {
                faults.add(format!("`{place}.{name_field}` is missing"));
            }
            if list == "packages" {
                let location = text(value, "downloadLocation");
                if !location.is_some_and(is_location) {
                    faults.add(format!(
                        "`{place}.downloadLocation` has to be a URI, `NONE` or `NOASSERTION`"
                    ));
                }
            }
            checksums(value, &place, list == "files", faults);
            let found = Found { id, value, name: name.unwrap_or_default() };
            if all.insert(id, found).is_some() || id == DOCUMENT {
                faults.add(format!("`{place}.SPDXID`: `{id}` stands there twice"));
            }
        }
    }
    all
}

fn checksums(value: &Value, place: &str, needs_sha1: bool, faults: &mut Faults) {
    let mut has_sha1 = false;
    for (number, sum) in items(value, "checksums").iter().enumerate() {
        let algorithm = text(sum, "algorithm").unwrap_or_default();
        let digits = text(sum, "checksumValue").unwrap_or_default();
        has_sha1 |= algorithm == "SHA1";
        let known = ALGORITHMS.iter().find(|(name, _)| *name == algorithm);
        let is_hex = digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let fits = known.is_some_and(|(_, length)| {
            is_hex && length.map_or(!digits.is_empty(), |length| digits.len() == length)
        });
        if !fits {
            let reason = "is no digest of its algorithm in lower-case hexadecimal";
            faults.add(format!("`{place}.checksums[{number}]` {reason}"));
        }
    }
    if needs_sha1 && !has_sha1 {
        faults.add(format!("`{place}.checksums` has no SHA1, which SPDX 2 requires of files"));
    }
}

/// The ids that the document describes, by relationship, its inverse, or the field that was deprecated for them.
fn roots<'v>(
    document: &'v Value,
    elements: &BTreeMap<&'v str, Found<'v>>,
    faults: &mut Faults,
) -> BTreeSet<&'v str> {
    let exists =
        |id: &str| id == DOCUMENT || elements.contains_key(id) || id.starts_with("DocumentRef-");
    let mut roots = BTreeSet::new();
    for (number, value) in items(document, "relationships").iter().enumerate() {
        let place = format!("relationships[{number}]");
        let from = text(value, "spdxElementId").unwrap_or_default();
        let to = text(value, "relatedSpdxElement").unwrap_or_default();
        let kind = text(value, "relationshipType").unwrap_or_default();
        if !RELATIONSHIPS.contains(&kind) {
            faults.add(format!("`{place}.relationshipType`: `{}` is unknown", kind.escape_debug()));
        }
        for (field, id) in [("spdxElementId", from), ("relatedSpdxElement", to)] {
            let nobody = field == "relatedSpdxElement" && ["NONE", "NOASSERTION"].contains(&id);
            if !exists(id) && !nobody {
                faults.add(format!("`{place}.{field}`: there is no `{}`", id.escape_debug()));
            }
        }
        match kind {
            "DESCRIBES" if from == DOCUMENT => roots.insert(to),
            "DESCRIBED_BY" if to == DOCUMENT => roots.insert(from),
            _ => false,
        };
    }
    for (number, id) in items(document, "documentDescribes").iter().enumerate() {
        let id = id.as_str().unwrap_or_default();
        if !exists(id) {
            faults
                .add(format!("`documentDescribes[{number}]`: there is no `{}`", id.escape_debug()));
        }
        roots.insert(id);
    }
    roots
}

fn package(value: &Value) -> Package {
    let licence = text(value, "licenseDeclared").or_else(|| text(value, "licenseConcluded"));
    Package {
        name: text(value, "name").unwrap_or_default().to_owned(),
        version: text(value, "versionInfo").map(str::to_owned),
        licence: licence.filter(|text| *text != "NOASSERTION").map(str::to_owned),
    }
}

fn is_id(id: &str) -> bool {
    let rest = id.strip_prefix("SPDXRef-").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b))
}

fn is_location(text: &str) -> bool {
    ["NONE", "NOASSERTION"].contains(&text) || is_uri(text)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && scheme.bytes().all(named)
        && !rest.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
