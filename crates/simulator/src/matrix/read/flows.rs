//! Flows, with the file's defaults and input worked in.

use super::super::error;
use super::super::fields;
use super::super::merge::{MOST_COPIED, merge, weight};
use super::super::model::{Expand, Flow, Mode};
use super::super::names::FlowId;
use super::expand::{Expansion, expansion};
use super::expect::{self, Law, Stated};
use super::when::{Names, Slots, When};
use cos_core::yaml::spot::{Fields, Spot};
use serde_json::{Map, Value};
use std::collections::HashSet;

const MOST_FLOWS: usize = 5_000;
/// Expectations, exclusions or invariants of one list.
const MOST_RULES: usize = 500;
/// The same where every flow gets a copy.
const MOST_DEFAULTS: usize = 100;
const MOST_DIMENSIONS: usize = 64;

struct Defaults<'a> {
    expand: Option<Expansion<'a>>,
    expect: Vec<Stated<'a>>,
    laws: Vec<Law<'a>>,
    exclude: Vec<When<'a>>,
    dimensions: Vec<usize>,
    isolation: [Option<When<'a>>; 2],
    input: &'a Map<String, Value>,
}

pub(super) fn read<'a>(
    file: &Fields<'a>,
    names: &Names<'_>,
    input: &'a Map<String, Value>,
) -> Vec<Flow> {
    let defaults = defaults(file, names, input);
    let spots = file.need("flows").map_or_else(Vec::new, |spot| {
        let items = spot.items();
        if spot.node.items().is_empty() && items.is_empty() {
            spot.refuse(error::WRONG_SHAPE, "a matrix has at least one flow");
        }
        items
    });
    if spots.len() > MOST_FLOWS || weight(input).saturating_mul(spots.len()) > MOST_COPIED {
        let message = "too many flows, or too much input for so many flows; split the file";
        file.spot.malformed(message);
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut flows = Vec::new();
    for spot in spots {
        let Some(flow) = flow(&spot, names, &defaults) else { continue };
        if seen.insert(flow.id.clone()) {
            flows.push(flow);
        } else {
            let message = format!("flow `{}` stands here twice", flow.id);
            spot.refuse(error::CONTRADICTION, message);
        }
    }
    flows
}

fn defaults<'a>(
    file: &Fields<'a>,
    names: &Names<'_>,
    input: &'a Map<String, Value>,
) -> Defaults<'a> {
    let fields = file.find("defaults").and_then(|spot| spot.fields(fields::DEFAULTS));
    let list =
        |key: &str| fields.as_ref().map_or_else(Vec::new, |f| limited(f, key, MOST_DEFAULTS));
    let find = |key: &str| fields.as_ref().and_then(|fields| fields.find(key));
    let isolation = file.find("isolation").and_then(|spot| spot.fields(fields::ISOLATION));
    let isolation = |key: &str| names.when(&isolation.as_ref()?.find(key)?);
    let expand = find("expand").and_then(|spot| expansion(&spot, names));
    if let Some(rows) = expand.as_ref().and_then(Expansion::rows) {
        rows.refuse(error::CONTRADICTION, "rows belong to a flow, not to the defaults");
    }
    let expect: Vec<_> =
        list("expect").iter().filter_map(|spot| expect::stated(spot, names)).collect();
    expect::check_order(&expect);
    let dimensions = find("dimensions")
        .map_or_else(|| (0..names.dimensions.len()).collect(), |spot| dimensions(&spot, names));
    if find("dimensions").is_none() && dimensions.len() > MOST_DIMENSIONS {
        file.spot.malformed(format!(
            "more than {MOST_DIMENSIONS} dimensions; name those of a flow under `dimensions`"
        ));
    }
    Defaults {
        expand,
        expect,
        laws: list("invariants").iter().filter_map(|spot| expect::law(spot, names)).collect(),
        exclude: list("exclude").iter().filter_map(|spot| names.when(spot)).collect(),
        dimensions,
        isolation: [isolation("cross_tenant"), isolation("out_of_region")],
        input,
    }
}

fn limited<'a>(fields: &Fields<'a>, key: &str, most: usize) -> Vec<Spot<'a>> {
    let items = fields.list(key);
    if items.len() > most {
        fields.spot.malformed(format!("more than {most} entries under `{key}`"));
        return Vec::new();
    }
    items
}

fn flow(spot: &Spot<'_>, names: &Names<'_>, defaults: &Defaults<'_>) -> Option<Flow> {
    let fields = spot.fields(fields::FLOW)?;
    let id: Option<FlowId> = fields.need("id").and_then(|spot| spot.parsed());
    let privileged = fields.find("privileged").map_or(Some(false), |spot| spot.flag());
    let list = fields
        .find("dimensions")
        .map_or_else(|| defaults.dimensions.clone(), |spot| dimensions(&spot, names));
    let slots = Slots::new(list, names.dimensions.len());
    let context = (&slots, names);
    let mut exclude: Vec<_> = limited(&fields, "exclude", MOST_RULES)
        .iter()
        .filter_map(|spot| names.when(spot)?.bind_own(&slots, names))
        .collect();
    exclude.extend(defaults.exclude.iter().filter_map(|when| when.bind(&slots)));
    let own: Vec<_> = limited(&fields, "expect", MOST_RULES)
        .iter()
        .filter_map(|spot| expect::stated(spot, names))
        .collect();
    let laws: Vec<_> = limited(&fields, "invariants", MOST_RULES)
        .iter()
        .filter_map(|spot| expect::law(spot, names))
        .collect();
    let own_expand = fields.find("expand").map(|spot| expansion(&spot, names));
    let expand = match &own_expand {
        // What is unreadable is noted already; the flow stays so that its name is known.
        Some(own) => own.as_ref(),
        None => defaults.expand.as_ref(),
    };
    let expand = expand.map(|expand| expand.bind(context, &exclude));
    let mut input = defaults.input.clone();
    if let Some(own) = fields.find("input").and_then(|spot| spot.object()) {
        merge(&mut input, &own);
    }
    let [cross_tenant, out_of_region] =
        defaults.isolation.each_ref().map(|when| when.as_ref().and_then(|when| when.bind(&slots)));
    let expect = expect::bind(&own, &defaults.expect, context);
    let invariants = expect::bind_laws(&laws, &defaults.laws, context);
    let tags = fields.find("tags").map_or_else(Vec::new, |spot| spot.all_parsed());
    let controls = fields.find("controls").map_or_else(Vec::new, |spot| spot.texts());
    Some(Flow {
        id: id?,
        at: spot.at(),
        privileged: privileged.unwrap_or(false),
        expand: expand.unwrap_or(Expand { mode: Mode::Cartesian, max: None }),
        input,
        dimensions: slots.list,
        exclude,
        expect,
        invariants,
        cross_tenant,
        out_of_region,
        tags,
        controls,
    })
}

fn dimensions(spot: &Spot<'_>, names: &Names<'_>) -> Vec<usize> {
    let mut list = Vec::new();
    for item in spot.items() {
        let Some(dimension) = names.dimension(&item) else { continue };
        if list.contains(&dimension) {
            let name = &names.dimensions[dimension].name;
            item.refuse(error::CONTRADICTION, format!("dimension `{name}` stands here twice"));
        } else if list.len() == MOST_DIMENSIONS {
            item.malformed(format!("more than {MOST_DIMENSIONS} dimensions"));
            break;
        } else {
            list.push(dimension);
        }
    }
    list
}
