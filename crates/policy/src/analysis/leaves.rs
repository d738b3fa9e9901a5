//! Definitions that can be evaluated without the rules they read: those values are passed in.
//!
//! In a *leaf* every reference to a rule is replaced by `input["cos__rules"]["<number>"]`. Its evaluation costs what its own text costs,
//! however deep the policy below it is. A definition is one where every such reference is constant and none stands under `with`.

use super::Source;
use super::references::{References, Site};
use crate::lowering::{PREFIX, dynamic_tail};
use crate::outline::Outline;
use crate::syntax::Parsed;
use crate::syntax::ast::{Rule, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// The member of the input that holds the values of rules, by number.
pub(crate) const RULES: &str = "cos__rules";

/// The leaves of one module: a module of its own, and the definitions in it in order.
#[derive(Debug)]
pub(crate) struct Leaves {
    pub(crate) module: Parsed,
    pub(crate) definitions: Vec<u32>,
}

/// What a leaf is called.
pub(crate) fn leaf_name(definition: u32) -> String {
    format!("{PREFIX}l{definition}")
}

/// Writes the leaves of every module; marks their definitions in the outline.
pub(super) fn write(
    outline: &mut Outline,
    modules: &[Parsed],
    sources: &[Source],
    references: &[References],
) -> Vec<Option<Arc<Leaves>>> {
    let mut all = Vec::with_capacity(modules.len());
    for (index, module) in modules.iter().enumerate() {
        let sites = |definition: usize| references[definition].sites.as_slice();
        let leaves = of_module(outline, index, module, sources, &sites);
        for definition in leaves.iter().flat_map(|leaves| &leaves.definitions) {
            outline.definitions[*definition as usize].has_leaf = true;
        }
        all.push(leaves.map(Arc::new));
    }
    all
}

/// Writes the leaves of one module; `sites` tells where a definition reads data.
pub(crate) fn of_module<'s>(
    outline: &Outline,
    index: usize,
    module: &Parsed,
    sources: &[Source],
    sites: &dyn Fn(usize) -> &'s [Site],
) -> Option<Leaves> {
    let rules = numbers(outline);
    let mut text = header(module);
    let mut definitions = Vec::new();
    for (definition, source) in sources.iter().enumerate() {
        if source.module != index {
            continue;
        }
        let rule = &module.tree.rules[source.rule];
        let name = leaf_name(definition as u32);
        let leaf =
            of_rule(outline, &rules, definition as u32, module, rule, sites(definition), name);
        let Some(leaf) = leaf else { continue };
        text += &leaf;
        text.push('\n');
        definitions.push(definition as u32);
    }
    let file = format!("{PREFIX}leaves/{}", module.file);
    let parsed = Parsed::of_normalised(&file, text, module.rego_v1).ok();
    parsed.map(|module| Leaves { module, definitions }).filter(Leaves::is_whole)
}

/// The rules of a policy by path.
pub(crate) fn numbers(outline: &Outline) -> BTreeMap<String, u32> {
    outline.rules.iter().enumerate().map(|(n, rule)| (rule.path.clone(), n as u32)).collect()
}

/// Writes a definition as a leaf called `name`; `None` where it can be none.
pub(crate) fn of_rule(
    outline: &Outline,
    numbers: &BTreeMap<String, u32>,
    definition: u32,
    module: &Parsed,
    rule: &Rule,
    sites: &[Site],
    name: String,
) -> Option<String> {
    let own = outline.definitions[definition as usize].rule;
    outline.rules[own as usize].composition?;
    let edits = edits(outline, numbers, sites)?;
    let is_constant = dynamic_tail(&rule.name, &module.text).is_empty();
    is_constant.then(|| apply(module, rule.span, edits, (rule.name.span, name)))
}

impl Leaves {
    fn is_whole(&self) -> bool {
        self.module.tree.rules.len() == self.definitions.len()
    }
}

/// Package and imports, as they stand.
pub(crate) fn header(module: &Parsed) -> String {
    let mut out = String::new();
    let package: Vec<_> = module.tree.package.iter().enumerate().collect();
    out += "package ";
    for (index, name) in package {
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let _ = match (index, plain) {
            (0, _) => write!(out, "{name}"),
            (_, true) => write!(out, ".{name}"),
            (_, false) => write!(out, "[{}]", serde_json::Value::from(name.as_str())),
        };
    }
    out.push('\n');
    for import in &module.tree.imports {
        let _ = write!(out, "import {}", import.path.join("."));
        if import.path.last() != Some(&import.alias) {
            let _ = write!(out, " as {}", import.alias);
        }
        out.push('\n');
    }
    out
}

/// What replaces the references to rules; `None` where one cannot be replaced.
fn edits(
    outline: &Outline,
    rules: &BTreeMap<String, u32>,
    sites: &[Site],
) -> Option<Vec<(Span, String)>> {
    let mut edits = Vec::new();
    for site in sites {
        let through = (1..=site.path.len())
            .rev()
            .find_map(|end| Some((end, *rules.get(&super::dotted(&site.path[..end]))?)));
        if let Some((length, rule)) = through {
            if outline.rules[rule as usize].is_function {
                continue;
            }
            let (_, span) = site.prefixes.iter().find(|(own, _)| *own == length)?;
            edits.push((*span, format!("input[\"{RULES}\"][\"{rule}\"]")));
        } else {
            let prefix = super::dotted(&site.path);
            let holds_rules = rules.keys().any(|path| {
                path.strip_prefix(&prefix).is_some_and(|rest| rest.starts_with(['.', '[']))
            });
            if holds_rules {
                return None;
            }
        }
    }
    edits.sort_by_key(|(span, _)| *span);
    edits.dedup();
    Some(edits)
}

fn apply(
    module: &Parsed,
    rule: Span,
    mut edits: Vec<(Span, String)>,
    name: (Span, String),
) -> String {
    edits.push(name);
    edits.sort_by_key(|(span, _)| *span);
    let mut out = String::new();
    let mut at = rule.start;
    for (span, text) in edits {
        if span.start < at {
            continue;
        }
        out += Span { start: at, end: span.start }.of(&module.text);
        out += &text;
        at = span.end;
    }
    out + Span { start: at, end: rule.end }.of(&module.text)
}
