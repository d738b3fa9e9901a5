//! Quarantine and waivers: exceptions with a reason, a name and an end.

use super::super::error;
use super::super::fields;
use super::super::model::{Case, Obligation, QUARANTINE_DAYS, Quarantine, Selector, Waiver};
use super::super::names::{DimensionName, Tag, ValueId};
use super::dimensions::member;
use super::when::{FlowNames, Names, When};
use cos_core::glob::Glob;
use cos_core::yaml::spot::Spot;
use std::collections::BTreeSet;

/// What a quarantine can name.
pub(super) struct Known<'k> {
    pub(super) names: &'k Names<'k>,
    pub(super) flows: &'k FlowNames<'k>,
    pub(super) cases: &'k [Case],
}

/// Patterns times flows that they are tried on.
const MOST_TRIED: usize = 50_000;

pub(super) fn quarantines(spots: &[Spot<'_>], known: &Known<'_>) -> Vec<Quarantine> {
    if let Some(first) = spots.first()
        && spots.len() * known.flows.flows.len() > MOST_TRIED
    {
        first.malformed("too many quarantines for so many flows; repair some");
        return Vec::new();
    }
    let flows = known.flows.flows.iter().flat_map(|flow| &flow.tags);
    let tags: BTreeSet<_> = flows.chain(known.cases.iter().flat_map(|case| &case.tags)).collect();
    spots.iter().filter_map(|spot| quarantine(spot, known, &tags)).collect()
}

fn quarantine(spot: &Spot<'_>, known: &Known<'_>, tags: &BTreeSet<&Tag>) -> Option<Quarantine> {
    let fields = spot.fields(fields::QUARANTINE)?;
    let matches = fields.need("match").and_then(|spot| selector(&spot, known, tags));
    let text = |key| fields.need(key).and_then(|spot| spot.text()).map(str::to_owned);
    let (reason, ticket, owner) = (text("reason"), text("ticket"), text("owner"));
    let added = fields.need("added").and_then(|spot| spot.parsed());
    let end = fields.need("expires");
    let expires = end.as_ref().and_then(Spot::parsed);
    if let (Some(end), Some(added), Some(expires)) = (&end, added, expires) {
        let days = super::super::Date::days_since(expires, added);
        if days < 0 {
            end.refuse(error::OUTLIVES, format!("lies before `added`, {added}"));
        } else if days > QUARANTINE_DAYS {
            let latest = added.plus_days(QUARANTINE_DAYS);
            let message = format!(
                "{days} days after `added`; a quarantine lasts at most {QUARANTINE_DAYS} days, here until {latest}"
            );
            end.refuse(error::OUTLIVES, message);
        }
    }
    Some(Quarantine {
        matches: matches?,
        reason: reason?,
        ticket: ticket?,
        owner: owner?,
        added: added?,
        expires: expires?,
    })
}

fn selector(spot: &Spot<'_>, known: &Known<'_>, tags: &BTreeSet<&Tag>) -> Option<Selector> {
    let fields = spot.fields(fields::MATCH)?;
    if spot.node.entries().is_empty() {
        spot.refuse(error::CONTRADICTION, "empty condition, which matches everything");
    }
    let flow = fields.find("flow").map(|spot| flow_glob(&spot, known.flows));
    let id = fields.find("id").map(|spot| spot.parsed::<Glob>());
    let mut wanted = Vec::new();
    for item in fields.list("tags") {
        let Some(tag) = item.parsed::<Tag>() else { continue };
        if tags.contains(&tag) {
            wanted.push(tag);
        } else {
            let names = tags.iter().map(|tag| tag.as_str());
            item.unknown(None, format!("no flow or case has tag `{tag}`"), (tag.as_str(), names));
        }
    }
    let values = fields.find("where").map(|spot| known.names.when(&spot));
    let values = match values {
        Some(when) => named(&when?, known.names),
        None => Vec::new(),
    };
    // `Some(None)` is a pattern that could not be read, and is noted.
    let given = |pattern: Option<Option<Glob>>| pattern.map_or(Some(None), |glob| glob.map(Some));
    Some(Selector { flow: given(flow)?, tags: wanted, id: given(id)?, values })
}

fn flow_glob(spot: &Spot<'_>, flows: &FlowNames<'_>) -> Option<Glob> {
    let glob: Glob = spot.parsed()?;
    if !flows.flows.iter().any(|flow| glob.matches(flow.id.as_str())) {
        flows.unknown(spot, format!("`{glob}` matches no flow"), glob.as_str());
    }
    Some(glob)
}

fn named(when: &When<'_>, names: &Names<'_>) -> Vec<(DimensionName, Vec<ValueId>)> {
    let clauses = when.clauses.iter().map(|clause| {
        let dimension = &names.dimensions[clause.dimension];
        let id = |&value: &u16| dimension.values[usize::from(value)].id.clone();
        (dimension.name.clone(), clause.values.iter().map(id).collect())
    });
    clauses.collect()
}

pub(super) fn waivers(spots: &[Spot<'_>], flows: &FlowNames<'_>) -> Vec<Waiver> {
    spots.iter().filter_map(|spot| waiver(spot, flows)).collect()
}

fn waiver(spot: &Spot<'_>, flows: &FlowNames<'_>) -> Option<Waiver> {
    let fields = spot.fields(fields::WAIVER)?;
    let flow = fields.need("flow").and_then(|spot| flows.find(&spot));
    let obligation = fields.need("obligation").and_then(|spot| obligation(&spot));
    let text = |key| fields.need(key).and_then(|spot| spot.text()).map(str::to_owned);
    let (approver, reason) = (text("approver"), text("reason"));
    let expires = fields.need("expires").and_then(|spot| spot.parsed());
    Some(Waiver {
        flow: flows.flows[flow?].id.clone(),
        obligation: obligation?,
        approver: approver?,
        reason: reason?,
        expires: expires?,
    })
}

fn obligation(spot: &Spot<'_>) -> Option<Obligation> {
    const PLAIN: &[&str] = &[
        "allow-witness",
        "deny-witness",
        "reasons",
        "rule-outcomes",
        "decisive-conditions",
        "fail-closed",
        "isolation",
        "mutant:<id>",
    ];
    let text = spot.text()?;
    let (word, detail) = match text.split_once(':') {
        Some((word, detail)) => (word, Some(detail).filter(|detail| !detail.is_empty())),
        None => (text, None),
    };
    match (word, detail) {
        ("fail-closed", Some(pointer)) => {
            return Some(Obligation::FailClosed(Some(member(pointer, spot)?)));
        }
        ("mutant", Some(id)) => return Some(Obligation::Mutant(id.to_owned())),
        ("reasons", Some(name)) => return Some(Obligation::Reasons(Some(name.to_owned()))),
        _ => {}
    }
    match text {
        "allow-witness" => Some(Obligation::AllowWitness),
        "decisive-conditions" => Some(Obligation::DecisiveConditions),
        "deny-witness" => Some(Obligation::DenyWitness),
        "fail-closed" => Some(Obligation::FailClosed(None)),
        "isolation" => Some(Obligation::Isolation),
        "reasons" => Some(Obligation::Reasons(None)),
        "rule-outcomes" => Some(Obligation::RuleOutcomes),
        _ => {
            let message = format!("unknown obligation `{}`", text.escape_debug());
            spot.unknown(None, message, (text, PLAIN.iter().copied()));
            None
        }
    }
}
