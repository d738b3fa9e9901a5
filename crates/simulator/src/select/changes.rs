//! What differs between two policies, in definitions of the old one: the change set of a run that is aware of changes.
//!
//! A definition counts as changed when its tokens, what its names mean, what it reads, a function it calls, a document it reads or what
//! combines it with its siblings is another one. Too many are no harm; one too few would be.

use crate::matrix::{Pointer, pointer};
use cos_policy::outline::{Definition, Outline};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Definitions of the old policy, by number, on which a decision can rest that is another one now.
    pub definitions: BTreeSet<u32>,
    /// Rules whose definitions differ, as paths.
    pub rules: BTreeSet<String>,
    /// JSON pointers below `data` at which documents differ.
    pub data: BTreeSet<String>,
    /// Digests of definitions of the new policy that are as they were.
    pub unchanged: BTreeSet<String>,
}

impl Changes {
    /// Compares two policies and their documents.
    pub fn between(before: (&Outline, &Value), after: (&Outline, &Value)) -> Self {
        let mut data = BTreeSet::new();
        documents(before.1, after.1, &mut String::new(), &mut data);
        let (old, new) = (View::of(before.0), View::of(after.0));
        let rules = changed_rules(&old, &new);
        let pointers: Vec<Pointer> = data.iter().map(|text| parsed(text)).collect();
        let mut changes = Self { data, ..Self::default() };
        let mut clean = BTreeSet::new();
        for (number, definition) in before.0.definitions.iter().enumerate() {
            if old.is_touched(definition, &rules, &pointers) {
                changes.definitions.insert(number as u32);
            } else {
                clean.insert(definition.digest.clone());
            }
        }
        let digest = |number: &u32| before.0.definitions[*number as usize].digest.clone();
        let dirty: BTreeSet<String> = changes.definitions.iter().map(digest).collect();
        changes.unchanged = clean.difference(&dirty).cloned().collect();
        changes.rules = rules.into_iter().map(str::to_owned).collect();
        changes
    }

    /// Whether nothing differs that a decision could rest on.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty() && self.rules.is_empty() && self.data.is_empty()
    }
}

/// An outline, with numbers turned into paths.
struct View<'a> {
    outline: &'a Outline,
    /// By path: what the rule consists of, each definition with all that gives it meaning.
    rules: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> View<'a> {
    fn of(outline: &'a Outline) -> Self {
        let mut rules = BTreeMap::new();
        for rule in &outline.rules {
            let of = |number: &u32| meaning(outline, &outline.definitions[*number as usize]);
            let mut parts: Vec<String> = rule.definitions.iter().map(of).collect();
            parts.sort();
            parts.push(format!("{:?} {:?}", rule.default, rule.default_text));
            parts.push(format!("{:?} {}", rule.composition, rule.is_function));
            rules.insert(rule.path.as_str(), parts);
        }
        Self { outline, rules }
    }

    fn path(&self, rule: u32) -> &'a str {
        &self.outline.rules[rule as usize].path
    }

    /// Whether a definition can give something else now.
    fn is_touched(
        &self,
        definition: &Definition,
        changed: &BTreeSet<&str>,
        data: &[Pointer],
    ) -> bool {
        let is_changed = |rule: &u32| changed.contains(self.path(*rule));
        // A rule that has no definition is in no touch map: whoever reads it stands for it.
        let is_unseen = |rule: &u32| self.outline.rules[*rule as usize].definitions.is_empty();
        let reads = &definition.reads;
        is_changed(&definition.rule)
            || definition.functions.iter().chain(&reads.under_with).any(is_changed)
            || reads.rules.iter().any(|rule| is_unseen(rule) && is_changed(rule))
            || reads.data.iter().any(|read| {
                let read = parsed(read);
                data.iter().any(|changed| pointer::overlaps(&read, changed))
            })
    }
}

/// Everything but the values of what it reads that decides what a definition gives.
fn meaning(outline: &Outline, definition: &Definition) -> String {
    let path = |rule: &u32| outline.rules[*rule as usize].path.as_str();
    let sorted = |rules: &[u32]| rules.iter().map(path).collect::<BTreeSet<_>>();
    let reads = &definition.reads;
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?}",
        definition.digest,
        definition.imports,
        reads.inputs,
        reads.data,
        sorted(&reads.rules),
        sorted(&reads.under_with),
        sorted(&definition.functions),
    )
}

/// The paths of rules that are not in both policies the same, and of those that lie within such a rule or around it.
fn changed_rules<'a>(old: &View<'a>, new: &View<'a>) -> BTreeSet<&'a str> {
    let all = old.rules.keys().chain(new.rules.keys()).copied();
    let own: BTreeSet<&str> =
        all.filter(|path| old.rules.get(path) != new.rules.get(path)).collect();
    let within = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['.', '[']))
    };
    let beside =
        old.rules.keys().copied().filter(|path| {
            own.iter().any(|changed| within(changed, path) || within(path, changed))
        });
    let beside: BTreeSet<&str> = beside.collect();
    own.into_iter().chain(beside).collect()
}

/// Notes the shallowest pointers at which two documents differ; objects are compared field by field.
fn documents(before: &Value, after: &Value, at: &mut String, out: &mut BTreeSet<String>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let length = at.len();
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => documents(old, new, at, out),
                    _ => {
                        out.insert(at.clone());
                    }
                }
                at.truncate(length);
            }
        }
        (old, new) if old == new => {}
        _ => {
            out.insert(at.clone());
        }
    }
}

/// A pointer that is not well-formed stands for everything.
fn parsed(text: &str) -> Pointer {
    text.parse().unwrap_or_else(|_| Pointer::root())
}
