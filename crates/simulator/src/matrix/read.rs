//! From the file's tree to the matrix: the order in which names become known, and the fields of the file itself.

mod cases;
mod dimensions;
mod expand;
mod expect;
mod flows;
mod patches;
mod quarantine;
mod when;

use super::error;
use super::fields;
use super::model::{
    Bundle, Decision, Fixtures, Inventory, MAX_SCENARIOS, Matrix, Metadata, Semantics,
};
use super::pointer::Pointer;
use super::{API_VERSION, KIND};
use cos_core::yaml::Value;
use cos_core::yaml::spot::Spot;

/// Reads the whole file; `None` when some part of it could not be read, which is noted.
pub(super) fn matrix(root: &Spot<'_>) -> Option<Matrix> {
    let fields = root.fields(fields::MATRIX)?;
    for (key, wanted) in [("apiVersion", API_VERSION), ("kind", KIND)] {
        if let Some(spot) = fields.need(key) {
            spot.word(&[(wanted, ())]);
        }
    }
    let metadata = fields.need("metadata").and_then(|spot| metadata(&spot));
    let bundle = fields.need("bundle").and_then(|spot| bundle(&spot));
    let decision = decision(fields.find("decision").as_ref());
    let inventory = fields.list("inventory").iter().filter_map(inventory).collect();
    let clock = fields.find("clock").and_then(|spot| spot.parsed());
    let seed = fields.find("seed").map_or(Some(0), |spot| spot.number(0, i64::MAX as u64));
    let fixtures = fields.find("fixtures").map_or_else(Fixtures::default, |spot| fixtures(&spot));
    let input = fields.find("input").and_then(|spot| spot.object()).unwrap_or_default();
    let (dimensions, patches) =
        fields.find("dimensions").map_or_else(Default::default, |spot| dimensions::read(&spot));
    let names = when::Names::new(&dimensions);
    let flows = flows::read(&fields, &names, &input);
    patches::check(&fields, &flows, &patches);
    let index = when::FlowNames::new(&flows);
    let cases = cases::read(&fields.list("cases"), &index);
    let known = quarantine::Known { names: &names, flows: &index, cases: &cases };
    let quarantine = quarantine::quarantines(&fields.list("quarantine"), &known);
    let waivers = quarantine::waivers(&fields.list("waivers"), &index);
    let limits = fields.find("limits").and_then(|spot| spot.fields(fields::LIMITS));
    let max_scenarios = limits
        .and_then(|limits| limits.find("max_scenarios"))
        .map_or(Some(MAX_SCENARIOS), |spot| spot.number(1, 1_000_000_000));
    Some(Matrix {
        metadata: metadata?,
        bundle: bundle?,
        decision,
        inventory,
        clock,
        seed: seed?,
        fixtures,
        cases,
        quarantine,
        waivers,
        max_scenarios: max_scenarios?,
        flows,
        dimensions,
    })
}

fn metadata(spot: &Spot<'_>) -> Option<Metadata> {
    let fields = spot.fields(fields::METADATA)?;
    let text = |key| fields.need(key).and_then(|spot| spot.text()).map(str::to_owned);
    let (name, owner) = (text("name"), text("owner"));
    let controls = fields.find("controls").map_or_else(Vec::new, |spot| spot.texts());
    let description = fields.find("description").and_then(|spot| spot.text()).map(str::to_owned);
    Some(Metadata { name: name?, owner: owner?, controls, description })
}

fn bundle(spot: &Spot<'_>) -> Option<Bundle> {
    let fields = spot.fields(fields::BUNDLE)?;
    let entrypoint = fields.need("entrypoint").and_then(|spot| entrypoint(&spot));
    let words = [("opa", Semantics::Opa), ("regorus", Semantics::Regorus)];
    let semantics = fields.find("semantics").map_or(Some(Semantics::Opa), |spot| spot.word(&words));
    Some(Bundle { entrypoint: entrypoint?, semantics: semantics? })
}

fn entrypoint(spot: &Spot<'_>) -> Option<String> {
    let text = spot.text()?;
    if text.strip_prefix("data.").is_some_and(is_dotted) {
        return Some(text.to_owned());
    }
    let shown = text.escape_debug();
    spot.malformed(format!("`{shown}` is not a rule; write it as `data.companyos.authz.decision`"));
    None
}

fn is_dotted(text: &str) -> bool {
    let word = |word: &str| {
        let first = word.bytes().next();
        first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    text.split('.').all(word)
}

fn decision(spot: Option<&Spot<'_>>) -> Decision {
    let fields = spot.and_then(|spot| spot.fields(fields::DECISION));
    let pointer = |key: &str, default: &str| {
        let given = fields.as_ref().and_then(|fields| {
            let spot = fields.find(key)?;
            // Many policies answer with true or false alone: the empty pointer is the whole result.
            if spot.node.as_str() == Some("") { Some(Pointer::root()) } else { spot.parsed() }
        });
        // The defaults are pointers; a test reads a file without `decision`.
        given.or_else(|| default.parse().ok()).unwrap_or_else(Pointer::root)
    };
    Decision { allow: pointer("allow", "/allow"), reasons: pointer("reasons", "/reasons") }
}

fn inventory(spot: &Spot<'_>) -> Option<Inventory> {
    let fields = spot.fields(fields::INVENTORY)?;
    match (fields.find("data"), fields.find("annotations")) {
        (Some(data), None) => {
            let text = data.text()?;
            let Some(object) = text.strip_suffix("/*") else {
                let shown = text.escape_debug();
                data.malformed(format!("`{shown}` names no keys; write it as `/flows/*`"));
                return None;
            };
            object
                .parse()
                .map_err(|error| data.malformed(format!("{error}")))
                .ok()
                .map(Inventory::Data)
        }
        (None, Some(annotations)) => {
            let text = annotations.text()?;
            if is_dotted(text) {
                return Some(Inventory::Annotations(text.split('.').map(str::to_owned).collect()));
            }
            let shown = text.escape_debug();
            annotations
                .malformed(format!("`{shown}` is not a path; write it as `custom.privileged`"));
            None
        }
        _ => {
            spot.refuse(error::WRONG_SHAPE, "write either `data` or `annotations`");
            None
        }
    }
}

fn fixtures(spot: &Spot<'_>) -> Fixtures {
    let Some(fields) = spot.fields(fields::FIXTURES) else { return Fixtures::default() };
    let base = fields.find("base").and_then(|spot| spot.text()).map(str::to_owned);
    let http = fields.find("http").map_or_else(Vec::new, |spot| match &spot.node.value {
        Value::Sequence(_) => spot.texts(),
        _ => spot.text().map(str::to_owned).into_iter().collect(),
    });
    Fixtures { base, http }
}
