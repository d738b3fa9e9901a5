//! SPDX 3.0 as JSON-LD in its compact form: the roots of the document and the packages. Nothing of it is interpreted as JSON-LD.

use super::{Element, Faults, Package, Sbom};
use cos_core::digest::Digest;
use serde_json::Value;
use std::collections::BTreeMap;

const CONTEXT: &str = "https://spdx.org/rdf/3.0.";

pub(super) fn read(document: &Value) -> Result<Sbom, Vec<String>> {
    let mut faults = Faults::default();
    let context = document["@context"].as_str().unwrap_or_default();
    if !context.starts_with(CONTEXT) {
        faults.add(format!(
            "`@context` has to be that of SPDX 3.0, `{CONTEXT}…/spdx-context.jsonld`"
        ));
    }
    let graph = document["@graph"].as_array().map_or(&[][..], Vec::as_slice);
    let mut by_id = BTreeMap::new();
    for (number, value) in graph.iter().enumerate() {
        let Some(kind) = value["type"].as_str() else {
            faults.add(format!("`@graph[{number}].type` is missing"));
            continue;
        };
        let Some(id) = value["spdxId"].as_str().or_else(|| value["@id"].as_str()) else {
            faults.add(format!("`@graph[{number}].spdxId` is missing"));
            continue;
        };
        if by_id.insert(id, (kind, value)).is_some() {
            faults.add(format!(
                "`@graph[{number}].spdxId`: `{}` stands there twice",
                id.escape_debug()
            ));
        }
    }
    let of_kind = |wanted: &'static str| {
        by_id.values().filter(move |(kind, _)| *kind == wanted).map(|(_, value)| *value)
    };
    let documents: Vec<_> = of_kind("SpdxDocument").collect();
    let [root] = documents[..] else {
        faults.add(format!(
            "{} elements of type `SpdxDocument`; there has to be one",
            documents.len()
        ));
        return Err(faults.0);
    };
    let ids = |value: &Value| -> Vec<String> {
        let ids = value["rootElement"].as_array().map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut roots = Vec::new();
    for id in ids(root) {
        match by_id.get(&*id) {
            // A document's root is often an SBOM, whose roots are what it is about.
            Some((kind, value)) if *kind == "software_Sbom" => roots.extend(ids(value)),
            _ => roots.push(id),
        }
    }
    let mut elements = Vec::new();
    for id in roots {
        match by_id.get(&*id) {
            Some((_, value)) => elements.push(element(&id, value)),
            None => faults.add(format!("`rootElement`: there is no `{}`", id.escape_debug())),
        }
    }
    let version =
        context.strip_prefix("https://spdx.org/rdf/").and_then(|rest| rest.split('/').next());
    let sbom = Sbom {
        format: format!("SPDX-{}", version.unwrap_or("3.0")),
        name: root["name"].as_str().unwrap_or_default().to_owned(),
        roots: elements,
        packages: of_kind("software_Package").map(package).collect(),
    };
    faults.finish(sbom)
}

fn element(id: &str, value: &Value) -> Element {
    let hashes = value["verifiedUsing"].as_array().map_or(&[][..], Vec::as_slice);
    let sha256 = hashes.iter().filter(|hash| hash["algorithm"] == "sha256");
    Element {
        id: id.to_owned(),
        name: value["name"].as_str().unwrap_or_default().to_owned(),
        version: value["software_packageVersion"].as_str().map(str::to_owned),
        sha256: sha256.filter_map(|hash| Digest::from_hex(hash["hashValue"].as_str()?)).collect(),
    }
}

fn package(value: &Value) -> Package {
    Package {
        name: value["name"].as_str().unwrap_or_default().to_owned(),
        version: value["software_packageVersion"].as_str().map(str::to_owned),
        licence: None,
    }
}
