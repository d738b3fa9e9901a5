//! Dimensions and what their values change in the input.

use super::super::error;
use super::super::fields;
use super::super::model::{Dimension, DimensionValue, Patch};
use super::super::names::{DimensionName, ValueId};
use super::super::pointer::Pointer;
use cos_core::yaml::Value;
use cos_core::yaml::spot::Spot;
use std::collections::HashSet;

/// A value index is 16 bits wide; this leaves expansions that anybody could want.
const MOST_VALUES: usize = 10_000;

/// A member that some value sets, and where the file says so.
pub(super) struct PatchSpot<'a> {
    pub(super) dimension: usize,
    /// Counts the values of all dimensions; two patches of one value have the same number.
    pub(super) value: usize,
    pub(super) pointer: Pointer,
    pub(super) new: serde_json::Value,
    pub(super) spot: Spot<'a>,
}

pub(super) fn read<'a>(spot: &Spot<'a>) -> (Vec<Dimension>, Vec<PatchSpot<'a>>) {
    let mut dimensions = Vec::new();
    let mut reader = Reader { dimension: 0, value: 0, patches: Vec::new() };
    for (entry, child) in spot.entries().unwrap_or_default() {
        reader.dimension = dimensions.len();
        match entry.key.parse::<DimensionName>() {
            Ok(name) => {
                let values = reader.values(&name, &child);
                dimensions.push(Dimension { name, values });
            }
            Err(error) => child.malformed(error.to_string()),
        }
    }
    (dimensions, reader.patches)
}

struct Reader<'a> {
    dimension: usize,
    value: usize,
    patches: Vec<PatchSpot<'a>>,
}

impl<'a> Reader<'a> {
    fn values(&mut self, name: &DimensionName, spot: &Spot<'a>) -> Vec<DimensionValue> {
        let mut values = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |value: Option<DimensionValue>, spot: &Spot<'a>| {
            let Some(value) = value else { return };
            if seen.insert(value.id.clone()) {
                values.push(value);
            } else {
                let message = format!("value `{}` stands here twice", value.id);
                spot.refuse(error::CONTRADICTION, message);
            }
        };
        match &spot.node.value {
            Value::Mapping(_) => {
                for (entry, child) in spot.entries().unwrap_or_default() {
                    self.value += 1;
                    match entry.key.parse() {
                        Ok(id) => {
                            let patches = self.changes(&child);
                            add(Some(DimensionValue { id, patches }), &child);
                        }
                        Err(error) => child.malformed(format!("{error}")),
                    }
                }
            }
            Value::Sequence(_) => {
                for item in spot.items() {
                    self.value += 1;
                    let value = match &item.node.value {
                        Value::Mapping(_) => self.listed(&item),
                        _ => self.bare(name, &item),
                    };
                    add(value, &item);
                }
            }
            _ => spot.refuse(
                error::WRONG_SHAPE,
                format!("expected a list or a mapping of values, found {}", spot.node.kind()),
            ),
        }
        match values.len() {
            0 if spot.node.entries().is_empty() && spot.node.items().is_empty() => {
                spot.refuse(error::CONTRADICTION, "a dimension has at least one value");
            }
            len if len > MOST_VALUES => spot.malformed(format!("more than {MOST_VALUES} values")),
            _ => {}
        }
        values
    }

    /// `viewer` in the list of dimension `role` is the value `viewer`, which sets `/role`.
    fn bare(&mut self, name: &DimensionName, spot: &Spot<'a>) -> Option<DimensionValue> {
        let text = spot.scalar()?;
        let id: ValueId = match text.parse() {
            Ok(id) => id,
            Err(error) => {
                spot.malformed(format!("{error}, and write `{{id: …, patch: {{…}}}}`"));
                return None;
            }
        };
        let escaped = name.as_str().replace('~', "~0").replace('/', "~1");
        let pointer = format!("/{escaped}").parse().ok()?;
        let patch = self.set(pointer, spot);
        Some(DimensionValue { id, patches: vec![patch] })
    }

    /// `{id: admin, patch: {/user: u-admin}}`.
    fn listed(&mut self, spot: &Spot<'a>) -> Option<DimensionValue> {
        let fields = spot.fields(fields::VALUE)?;
        let id = fields.need("id").and_then(|spot| {
            let text = spot.scalar()?;
            text.parse().map_err(|error| spot.malformed(format!("{error}"))).ok()
        });
        let mut patches = Vec::new();
        if let Some(patch) = fields.find("patch") {
            self.sets(&patch, &mut patches);
        }
        removes(&fields.list("remove"), &mut patches);
        Some(DimensionValue { id: id?, patches })
    }

    /// `{patch: {…}, remove: […]}`, or `{/pointer: value}` for short, or `{}` for no change.
    fn changes(&mut self, spot: &Spot<'a>) -> Vec<Patch> {
        let mut patches = Vec::new();
        let entries = spot.node.entries();
        if !entries.is_empty() && entries.iter().all(|entry| entry.key.starts_with('/')) {
            self.sets(spot, &mut patches);
        } else if entries.iter().any(|entry| entry.key.starts_with('/')) {
            let message = "pointers beside other fields; write them all under `patch`";
            spot.refuse(error::WRONG_SHAPE, message);
        } else if let Some(fields) = spot.fields(&fields::VALUE[1..]) {
            if let Some(patch) = fields.find("patch") {
                self.sets(&patch, &mut patches);
            }
            removes(&fields.list("remove"), &mut patches);
        }
        patches
    }

    fn sets(&mut self, spot: &Spot<'a>, patches: &mut Vec<Patch>) {
        for (entry, child) in spot.entries().unwrap_or_default() {
            if let Some(pointer) = member(&entry.key, &child) {
                patches.push(self.set(pointer, &child));
            }
        }
    }

    fn set(&mut self, pointer: Pointer, spot: &Spot<'a>) -> Patch {
        let new = spot.node.to_json();
        let (dimension, value) = (self.dimension, self.value);
        let noted = PatchSpot {
            dimension,
            value,
            pointer: pointer.clone(),
            new: new.clone(),
            spot: spot.clone(),
        };
        self.patches.push(noted);
        Patch::Set(pointer, new)
    }
}

fn removes(items: &[Spot<'_>], patches: &mut Vec<Patch>) {
    let removed = items.iter().filter_map(|item| member(item.text()?, item));
    patches.extend(removed.map(Patch::Remove));
}

/// Reads a pointer to a member; the whole input is not one.
pub(super) fn member(text: &str, spot: &Spot<'_>) -> Option<Pointer> {
    match text.parse::<Pointer>() {
        Ok(pointer) if pointer.is_root() => {
            spot.malformed("the empty pointer is the whole input; name a field");
            None
        }
        Ok(pointer) => Some(pointer),
        Err(error) => {
            spot.malformed(error.to_string());
            None
        }
    }
}
