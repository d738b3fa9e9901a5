//! Single cases.

use super::super::error;
use super::super::fields;
use super::super::merge::{MOST_COPIED, merge, weight};
use super::super::model::Case;
use super::super::names::CaseId;
use super::expect;
use super::when::FlowNames;
use cos_core::yaml::spot::Spot;
use std::collections::HashSet;

pub(super) fn read(spots: &[Spot<'_>], flows: &FlowNames<'_>) -> Vec<Case> {
    let mut seen = HashSet::new();
    let mut cases = Vec::new();
    let mut copied = 0;
    for spot in spots {
        let Some(case) = case(spot, flows) else { continue };
        copied += weight(&case.input);
        if copied > MOST_COPIED {
            spot.malformed("too much input for so many cases; split the file");
            break;
        }
        if seen.insert(case.id.clone()) {
            cases.push(case);
        } else {
            let message = format!("case `{}` stands here twice", case.id);
            spot.refuse(error::CONTRADICTION, message);
        }
    }
    cases
}

fn case(spot: &Spot<'_>, flows: &FlowNames<'_>) -> Option<Case> {
    let fields = spot.fields(fields::CASE)?;
    let id: Option<CaseId> = fields.need("id").and_then(|spot| spot.parsed());
    let flow = fields.need("flow").and_then(|spot| flows.find(&spot));
    let own = fields.find("input").and_then(|spot| spot.object()).unwrap_or_default();
    let expect = fields
        .need("expect")
        .and_then(|spot| expect::assertion(&spot.fields(fields::CASE_EXPECT)?));
    let receipts = fields.find("receipts").map_or_else(Vec::new, |spot| spot.texts());
    let tags = fields.find("tags").map_or_else(Vec::new, |spot| spot.all_parsed());
    if let Some(data) = fields.find("data") {
        let message = "cases cannot change data yet; put the data into `fixtures.base`";
        data.refuse(error::UNKNOWN_FIELD, message);
    }
    let flow = flow?;
    let mut input = flows.flows[flow].input.clone();
    if input.is_empty() {
        // There is nothing for a null to take away, so it is one that the policy is to see.
        input = own;
    } else {
        merge(&mut input, &own);
    }
    Some(Case { id: id?, at: spot.at(), flow, input, expect: expect?, receipts, tags })
}
