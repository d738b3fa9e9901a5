//! Two policies against one matrix: which decisions differ, how, and the rule that they begin to differ in.
//!
//! Only decisions are compared: no assertions, no coverage, no sweeps.

mod cause;

use crate::decide::{BLOCK, FlowDecider, FlowInputs, FlowTables, OneInput, Shared, ValueId};
use crate::decision::{Decision, Decisions};
use crate::event::Outcome;
use crate::expand::{IdWriter, InputBuilder, rows};
use crate::matrix::Matrix;
use crate::run::RunError;
use crate::select::{Known, KnownScenarios};
use cause::Causes;
use cos_policy::engine::Engine;
use cos_policy::place::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How a decision changed, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It was no permission, and is one.
    NewlyAllowed,
    /// It was a permission, and is none.
    NewlyDenied,
    /// It is refused as it was, for other reasons.
    ReasonChanged,
    /// There was none.
    New,
    /// There is none any more.
    Gone,
}

impl Class {
    /// How one decision became the other; `None` when it did not change.
    pub fn of(before: &Decision, after: &Decision) -> Option<Self> {
        match (before.allows(), after.allows()) {
            (false, true) => Some(Self::NewlyAllowed),
            (true, false) => Some(Self::NewlyDenied),
            _ if before.says_the_same(after) => None,
            _ => Some(Self::ReasonChanged),
        }
    }

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewlyAllowed => "newly_allowed",
            Self::NewlyDenied => "newly_denied",
            Self::ReasonChanged => "reason_changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Which of the two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The new one.
    After,
    /// The old one: what is named is no longer there.
    Before,
}

/// The first rule, from the leaves up, whose value differs while everything below it agrees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// Its path.
    pub rule: String,
    /// The definition that makes the difference.
    pub place: Place,
    /// Where that definition stands.
    pub side: Side,
}

/// A decision that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The id of the scenario or case.
    pub scenario: String,
    /// How.
    pub class: Class,
    /// What it was.
    pub before: Option<Decision>,
    /// What it is.
    pub after: Option<Decision>,
    /// Why, where that can be told.
    pub cause: Option<Cause>,
}

/// All decisions that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// By class, and within each in the order of the matrix.
    pub flips: Vec<Flip>,
    /// Decisions that are what they were.
    pub unchanged: u64,
}

/// Decisions that changed in the same way and for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// How they changed.
    pub class: Class,
    /// Why, where that can be told.
    pub cause: Option<&'a Cause>,
    /// In the order of the matrix.
    pub flips: Vec<&'a Flip>,
}

impl Diff {
    /// How many flips are of a class.
    pub fn count(&self, class: Class) -> u64 {
        self.flips.iter().filter(|flip| flip.class == class).count() as u64
    }

    /// The flips by class and cause: the gravest class first, and within it the cause of most flips.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups = BTreeMap::<(Class, Option<&Cause>), Vec<&Flip>>::new();
        for flip in &self.flips {
            groups.entry((flip.class, flip.cause.as_ref())).or_default().push(flip);
        }
        let group = |((class, cause), flips)| Group { class, cause, flips };
        let mut groups: Vec<_> = groups.into_iter().map(group).collect();
        groups.sort_by_key(|group| (group.class, std::cmp::Reverse(group.flips.len())));
        groups
    }

    fn note(&mut self, flip: Option<Flip>) {
        match flip {
            Some(flip) => self.flips.push(flip),
            None => self.unchanged += 1,
        }
    }
}

/// Decides every scenario of a matrix, or those among `only`, by two policies.
pub fn diff(
    matrix: &Matrix,
    before: &mut dyn Engine,
    after: &mut dyn Engine,
    only: Option<&BTreeSet<String>>,
) -> Result<Diff, RunError> {
    crate::expand::total(matrix)?;
    let (mut before, mut after) = (Shared::new(before), Shared::new(after));
    let mut pairs = Pairs {
        matrix,
        causes: Causes::between(&before.outline, &after.outline),
        decisions: [Decisions::default(), Decisions::default()],
        classes: HashMap::new(),
    };
    let mut diff = Diff::default();
    for flow in 0..matrix.flows.len() {
        let inputs = inputs(matrix, flow);
        let mut tables = (FlowTables::new(&before, &inputs), FlowTables::new(&after, &inputs));
        let mut sides = Sides {
            before: FlowDecider::new(&mut before, &mut tables.0, &inputs),
            after: FlowDecider::new(&mut after, &mut tables.1, &inputs),
        };
        let ids = IdWriter::new(matrix, flow);
        let mut all = rows(matrix, flow)?;
        let width = all.width();
        let mut row = vec![0; width + 1];
        let mut block = Vec::with_capacity(BLOCK);
        loop {
            let more = all.next_into(&mut row[..width]);
            let wanted = || only.is_none_or(|only| only.contains(&ids.id(&row[..width])));
            if more && wanted() {
                block.push(row.clone());
            }
            if !more || block.len() == BLOCK {
                pairs.rows(&mut sides, &block, &|row| ids.id(&row[..width]), &mut diff)?;
                block.clear();
            }
            if !more {
                break;
            }
        }
    }
    for case in &matrix.cases {
        if only.is_none_or(|only| only.contains(case.id.as_str())) {
            let inputs = OneInput(Value::Object(case.input.clone()));
            let mut tables = (FlowTables::new(&before, &inputs), FlowTables::new(&after, &inputs));
            let mut sides = Sides {
                before: FlowDecider::new(&mut before, &mut tables.0, &inputs),
                after: FlowDecider::new(&mut after, &mut tables.1, &inputs),
            };
            pairs.rows(&mut sides, &[vec![0]], &|_| case.id.to_string(), &mut diff)?;
        }
    }
    diff.flips.sort_by_key(|flip| flip.class);
    Ok(diff)
}

/// Compares two runs by the ids of their scenarios; what was not run is no flip. Causes are not looked for.
pub fn compare(before: &KnownScenarios, after: &KnownScenarios) -> Diff {
    let is_run = |known: &&Known| known.outcome != Outcome::NotSelected;
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut diff = Diff::default();
    for id in ids {
        let (old, new) = (before.get(id), after.get(id));
        let class = match (old, new) {
            (None, Some(_)) => Some(Class::New),
            (Some(_), None) => Some(Class::Gone),
            (Some(old), Some(new)) if is_run(&old) && is_run(&new) => {
                Class::of(&old.decision, &new.decision)
            }
            _ => None,
        };
        let decision = |known: Option<&Known>| known.filter(is_run).map(|one| one.decision.clone());
        diff.note(class.map(|class| Flip {
            scenario: id.clone(),
            class,
            before: decision(old),
            after: decision(new),
            cause: None,
        }));
    }
    diff.flips.sort_by_key(|flip| flip.class);
    diff
}

/// The inputs of a flow's rows, nothing swept.
pub(crate) fn inputs(matrix: &Matrix, flow: usize) -> FlowInputs<'_> {
    let dimensions = &matrix.flows[flow].dimensions;
    FlowInputs {
        builder: InputBuilder::new(matrix, flow),
        sizes: dimensions.iter().map(|one| matrix.dimensions[*one].values.len()).collect(),
        fields: Vec::new(),
    }
}

/// Both policies on one flow.
struct Sides<'a, 'b, 'e, 'f> {
    before: FlowDecider<'a, 'e>,
    after: FlowDecider<'b, 'f>,
}

/// A class, and the numbers of both decisions.
type Changed = (Class, u32, u32);

/// Decisions in pairs.
struct Pairs<'m> {
    matrix: &'m Matrix,
    causes: Causes,
    decisions: [Decisions; 2],
    /// By the numbers of the values: what became of the decision.
    classes: HashMap<(u32, u32), Option<Changed>>,
}

impl Pairs<'_> {
    fn rows(
        &mut self,
        sides: &mut Sides<'_, '_, '_, '_>,
        rows: &[Vec<u16>],
        name: &dyn Fn(&[u16]) -> String,
        diff: &mut Diff,
    ) -> Result<(), RunError> {
        let values = (sides.before.decide_all(rows)?, sides.after.decide_all(rows)?);
        for (row, values) in rows.iter().zip(values.0.into_iter().zip(values.1)) {
            let flip = match self.class(sides, values) {
                Some((class, old, new)) => Some(Flip {
                    scenario: name(row),
                    class,
                    before: Some(self.decisions[0].get(old).clone()),
                    after: Some(self.decisions[1].get(new).clone()),
                    cause: self.causes.find(&mut sides.before, &mut sides.after, row)?,
                }),
                None => None,
            };
            diff.note(flip);
        }
        Ok(())
    }

    /// What became of a decision.
    fn class(
        &mut self,
        sides: &Sides<'_, '_, '_, '_>,
        values: (ValueId, ValueId),
    ) -> Option<Changed> {
        let (pointers, [before, after]) = (&self.matrix.decision, &mut self.decisions);
        *self.classes.entry(values).or_insert_with(|| {
            let old = before.number(values.0, sides.before.shared.value(values.0), pointers);
            let new = after.number(values.1, sides.after.shared.value(values.1), pointers);
            Class::of(before.get(old), after.get(new)).map(|class| (class, old, new))
        })
    }
}
