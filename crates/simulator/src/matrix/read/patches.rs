//! No patch may set a member of something that is no object: text, a list, null.
//!
//! Whether it would depends on the input of the flow and on what the dimensions before it set; both are known here, so
//! building an input cannot fail later.

use super::super::error;
use super::super::model::Flow;
use super::super::pointer::Pointer;
use super::dimensions::PatchSpot;
use cos_core::yaml::spot::Fields;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Comparisons that one file may ask for; ordinary files ask for some thousands.
const MOST_CHECKS: usize = 5_000_000;

pub(super) fn check(fields: &Fields<'_>, flows: &[Flow], patches: &[PatchSpot<'_>]) {
    let conflicts = between(patches);
    let deep: Vec<usize> =
        (0..patches.len()).filter(|&index| patches[index].pointer.tokens().len() > 1).collect();
    let checks = conflicts.as_ref().map(|found| flows.len() * (deep.len() + found.len()));
    let Some(conflicts) = conflicts.filter(|_| checks.is_some_and(|n| n <= MOST_CHECKS)) else {
        fields.spot.refuse(
            error::BELOW_A_SCALAR,
            "too many patches below each other; set whole objects, or split the file",
        );
        return;
    };
    let mut noted = HashSet::new();
    for flow in flows {
        let slot = |dimension| flow.dimensions.iter().position(|&own| own == dimension);
        for (index, earlier, above) in &conflicts {
            let (patch, other) = (&patches[*index], &patches[*earlier]);
            let comes_first = match (slot(other.dimension), slot(patch.dimension)) {
                (Some(before), Some(after)) => before < after || patch.value == other.value,
                _ => false,
            };
            if comes_first && noted.insert(*index) {
                refuse(patch, above, &format!("`{}` sets", other.spot.path()));
            }
        }
        let input = Value::Object(flow.input.clone());
        for &index in &deep {
            let patch = &patches[index];
            if slot(patch.dimension).is_some()
                && let Some(above) = blocker(&patch.pointer, &Pointer::root(), &input)
                && noted.insert(index)
            {
                refuse(patch, &above, &format!("the input of flow `{}` has", flow.id));
            }
        }
    }
}

fn refuse(patch: &PatchSpot<'_>, above: &Pointer, who: &str) {
    let message = format!("sets a field below `{above}`, which {who} as something without fields");
    patch.spot.refuse(error::BELOW_A_SCALAR, message);
}

/// Pairs of patches of which the first cannot be applied after the second, and what is in its way; `None` when there are too many to tell.
fn between(patches: &[PatchSpot<'_>]) -> Option<Vec<(usize, usize, Pointer)>> {
    let mut at: HashMap<&Pointer, Vec<usize>> = HashMap::new();
    for (index, patch) in patches.iter().enumerate() {
        at.entry(&patch.pointer).or_default().push(index);
    }
    let mut checks = 0;
    let mut conflicts = Vec::new();
    for (index, patch) in patches.iter().enumerate() {
        for above in patch.pointer.above() {
            checks += 1;
            for &other in at.get(&above).map_or(&[][..], Vec::as_slice) {
                checks += 1;
                let (earlier, later) = (&patches[other], patch);
                let same_dimension = earlier.dimension == later.dimension;
                let same_value = earlier.value == later.value && other < index;
                if (!same_dimension || same_value)
                    && let Some(way) = blocker(&later.pointer, &earlier.pointer, &earlier.new)
                {
                    conflicts.push((index, other, way));
                }
            }
            if checks > MOST_CHECKS {
                return None;
            }
        }
    }
    Some(conflicts)
}

/// What lies above `pointer` and has no fields, in `value`, which stands at `base`.
fn blocker(pointer: &Pointer, base: &Pointer, value: &Value) -> Option<Pointer> {
    let mut place = value;
    let (skip, len) = (base.tokens().len(), pointer.tokens().len());
    for (depth, token) in pointer.tokens().enumerate().skip(skip) {
        let Value::Object(members) = place else { return pointer.above().nth(depth) };
        if depth + 1 == len {
            return None;
        }
        place = members.get(token)?;
    }
    None
}
