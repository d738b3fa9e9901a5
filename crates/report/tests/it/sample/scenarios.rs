//! The scenarios: every combination in turn, or at random, and what the sample policy decides of each.

use super::{FLOWS, decision};
use cos_report::model::*;

const DIMENSIONS: [(&str, &[&str]); 8] = [
    ("role", &["viewer", "operator", "sre", "finance", "auditor", "admin", "break-glass"]),
    ("tenant", &["same", "other"]),
    ("mfa", &["on", "off", "missing"]),
    ("approvals", &["none", "self", "one_valid", "two_valid", "two_stale"]),
    ("region", &["home", "elsewhere"]),
    ("window", &["open", "closed"]),
    ("device", &["managed", "unmanaged", "unknown"]),
    ("risk", &["low", "medium", "high"]),
];

const REASONS: [&str; 6] = [
    "approvals_missing",
    "cross_tenant",
    "mfa_required",
    "out_of_region",
    "role_forbidden",
    "window_closed",
];

/// In which order the scenarios come.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Order {
    /// As an expansion makes them: the last dimension turns fastest.
    Expanded,
    /// None; hard to compress.
    Scattered,
}

/// `rows` scenarios in `order`, of which about one in two hundred fails.
pub(super) fn scenarios(order: Order, rows: u32, seed: u64) -> Scenarios {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let expectations: Vec<String> = std::iter::once("allow, no reasons".to_owned())
        .chain(REASONS.iter().map(|reason| format!("deny, reasons ⊇ {{{reason}}}")))
        .collect();
    let mut decisions: Vec<Decision> = Vec::new();
    let mut columns = Rows { values: vec![Vec::new(); DIMENSIONS.len()], ..Rows::default() };
    let per_flow = rows.div_ceil(FLOWS.len() as u32).max(1);
    for row in 0..rows {
        let flow = row / per_flow;
        let mut rest = match order {
            Order::Expanded => row % per_flow,
            Order::Scattered => dice.roll(7 * 2 * 3 * 5 * 2 * 2 * 3 * 3),
        };
        let values: Vec<u32> = (DIMENSIONS.iter().rev())
            .map(|(_, names)| {
                let value = rest % names.len() as u32;
                rest /= names.len() as u32;
                value
            })
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let right = decide(&values);
        let expected = (right.reasons.first())
            .and_then(|first| REASONS.iter().position(|reason| reason == first))
            .map_or(1, |index| index as u32 + 2);
        let (outcome, given) = match (dice.roll(200), flow) {
            (0, 2) => (3, decision(true, &[])),
            (0, _) if right.allow == Some(false) => (1, decision(true, &[])),
            (1, 9) => {
                let why = "conflicting values for rule data.companyos.authz.tier";
                (2, Decision { allow: None, reasons: vec![], error: Some(why.into()) })
            }
            (2, 11) => (4, right.clone()),
            (3, 6) => (5, right.clone()),
            _ => (0, right.clone()),
        };
        let at = decisions.iter().position(|known| *known == given).unwrap_or_else(|| {
            decisions.push(given);
            decisions.len() - 1
        });
        columns.flow.push(flow);
        columns.case.push(u32::from(row + 1 == rows));
        for (column, value) in columns.values.iter_mut().zip(&values) {
            column.push(if row + 1 == rows { 0 } else { value + 1 });
        }
        columns.decision.push(at as u32);
        columns.expectation.push(if outcome == 5 { 0 } else { expected });
        columns.outcome.push(outcome);
        columns.quarantine.push(u32::from(outcome == 3));
    }
    let encode = |values: &[u32]| Column::encode(values).expect("the numbers are small");
    Scenarios {
        rows: u64::from(rows),
        dimensions: (DIMENSIONS.iter())
            .map(|(name, values)| Dimension {
                name: (*name).into(),
                values: values.iter().map(|&value| value.into()).collect(),
            })
            .collect(),
        flow_names: FLOWS.iter().map(|&name| name.into()).collect(),
        case_names: vec!["INC-4411 regression".into()],
        decisions,
        expectations,
        flow: encode(&columns.flow),
        case: encode(&columns.case),
        values: columns.values.iter().map(|column| encode(column)).collect(),
        decision: encode(&columns.decision),
        expectation: encode(&columns.expectation),
        outcome: encode(&columns.outcome),
        quarantine: encode(&columns.quarantine),
    }
}

pub(super) fn touch(rows: u64) -> Touch {
    let encode = |values: &[u32]| Column::encode(values).expect("the numbers are small");
    let definition = |rule: &str, digest: &str, data: &[&str]| TouchDefinition {
        rule: rule.into(),
        digest: digest.into(),
        data: data.iter().map(|&pointer| pointer.into()).collect(),
    };
    let touched: Vec<u32> = (0..rows as u32).map(|row| 1 + row % 2).collect();
    Touch {
        definitions: vec![
            definition("data.companyos.authz.reasons", "aa01", &["/tenants"]),
            definition("data.companyos.authz.reasons", "aa02", &[]),
        ],
        sets: vec![encode(&[0]), encode(&[0, 1])],
        touched: encode(&touched),
    }
}

/// What the sample policy decides: values by dimension, in the order of [`DIMENSIONS`].
fn decide(values: &[u32]) -> Decision {
    let denied = [
        (values[3] < 3, "approvals_missing"),
        (values[1] == 1, "cross_tenant"),
        (values[2] != 0, "mfa_required"),
        (values[4] == 1, "out_of_region"),
        (values[0] < 2, "role_forbidden"),
        (values[5] == 1, "window_closed"),
    ];
    let reasons: Vec<&str> = denied.iter().filter(|(is, _)| *is).map(|(_, why)| *why).collect();
    decision(reasons.is_empty(), &reasons)
}

/// Columns as they grow.
#[derive(Default)]
struct Rows {
    flow: Vec<u32>,
    case: Vec<u32>,
    values: Vec<Vec<u32>>,
    decision: Vec<u32>,
    expectation: Vec<u32>,
    outcome: Vec<u32>,
    quarantine: Vec<u32>,
}

/// A small generator of pseudo-random numbers (xorshift64*), so that a sample is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % u64::from(sides)) as u32
    }
}
