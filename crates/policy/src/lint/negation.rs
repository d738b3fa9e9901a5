//! Negations that fail open: `not startswith(input.a, "x")` is undefined, not true, where `input.a` is missing, and so is the body around
//! it. A denial that is written so does not happen.
//!
//! What OPA takes out of a `not` is told by `lowering`; here it is asked which of that can be undefined.

use super::walk::queries;
use super::{Context, Level, Lint, LintRule};
use crate::analysis::dotted;
use crate::analysis::references::{Names, declared, variables};
use crate::lowering::{Negation, Renderer};
use crate::setup::Semantics;
use crate::syntax::Parsed;
use crate::syntax::ast::{
    Expr, ExprKind, Link, Query, Rule, RuleKind, Statement, StatementKind, With,
};
use std::collections::BTreeSet;

/// How many functions and rules are followed to see whether they always have a value.
const MAX_DEPTH: u32 = 8;

pub(super) fn lint(context: &Context<'_>, found: &mut Vec<Lint>) {
    if context.setup.semantics != Semantics::Opa {
        return;
    }
    for source in context.analysis.sources.iter() {
        let module = &context.modules[source.module];
        let rule = &module.tree.rules[source.rule];
        let names = context.analysis.scope(source.module);
        let mut renderer = Renderer::new(module, Negation::Hoisted, names);
        renderer.enter(rule);
        let scope = Scope::of(context, source.module, rule);
        for query in queries(rule) {
            for statement in &query.statements {
                if !matches!(statement.kind, StatementKind::Not(_)) {
                    continue;
                }
                let (before, hoisted) = renderer.hoisted(statement);
                let mut missing = Vec::new();
                for expr in before {
                    scope.undefined(expr, &[], 0, &mut missing);
                }
                for expr in hoisted {
                    scope.undefined(expr, &statement.with, 0, &mut missing);
                }
                let demanded = demanded(module, query);
                missing.retain(|one| !demanded.iter().any(|text| is_within(text, &one.text)));
                if let Some(first) = missing.first() {
                    found.push(report(module, statement, first));
                }
            }
        }
    }
}

fn report(module: &Parsed, statement: &Statement, missing: &Missing) -> Lint {
    let negation = statement.span.of(&module.text).lines().next().unwrap_or_default();
    let remedy = match &missing.field {
        Some(keys) => format!(
            "write `object.get(input, {}, …)` with a value that denies, or negate a rule of its own",
            serde_json::Value::from(keys.clone())
        ),
        None => "move the condition into a rule of its own, and negate that".to_owned(),
    };
    Lint {
        rule: LintRule::FailOpenNegation,
        level: Level::Warning,
        message: format!(
            "where `{}` is undefined, so is `{negation}`, and the rule does not apply",
            missing.text
        ),
        place: module.place(statement.span.start),
        remedy,
    }
}

/// Something that a negation needs and that may not be there.
struct Missing {
    text: String,
    /// Where it lies in the input.
    field: Option<Vec<String>>,
}

/// Texts of the references that the query needs anyhow: without them its author knew that it does not hold.
fn demanded(module: &Parsed, query: &Query) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for statement in query.statements.iter().filter(|one| one.with.is_empty()) {
        let part = match &statement.kind {
            StatementKind::Every { domain: part, .. }
            | StatementKind::Expr(part)
            | StatementKind::SomeIn { collection: part, .. } => part,
            StatementKind::Not(_) | StatementKind::Some(_) => continue,
        };
        references(module, part, &mut texts);
    }
    texts
}

fn references(module: &Parsed, expr: &Expr, texts: &mut BTreeSet<String>) {
    match &expr.kind {
        ExprKind::Comprehension { .. } => {}
        ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Var(_) => {
            texts.insert(expr.span.of(&module.text).to_owned());
        }
        _ => expr.for_each_child(&mut |child| references(module, child, texts)),
    }
}

/// Whether a reference goes through another one.
fn is_within(text: &str, part: &str) -> bool {
    text.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What names mean inside one definition.
struct Scope<'a> {
    context: &'a Context<'a>,
    module: &'a Parsed,
    names: &'a Names,
    locals: BTreeSet<String>,
}

impl<'a> Scope<'a> {
    fn of(context: &'a Context<'a>, module: usize, rule: &Rule) -> Self {
        let mut locals = BTreeSet::new();
        rule.args.iter().for_each(|arg| variables(arg, &mut locals));
        for query in queries(rule) {
            locals.append(&mut declared(query));
            for statement in &query.statements {
                if let StatementKind::Every { names, .. } = &statement.kind {
                    locals.extend(names.iter().cloned());
                }
            }
        }
        let names = &context.analysis.names[module];
        Self { context, module: &context.modules[module], names, locals }
    }

    /// The full path of a first name; `None` for a variable.
    fn resolve(&self, name: &str) -> Option<Vec<String>> {
        if self.locals.contains(name) { None } else { self.names.resolve(name) }
    }

    /// Collects what of an expression can be undefined.
    fn undefined(&self, expr: &Expr, with: &[With], depth: u32, missing: &mut Vec<Missing>) {
        match &expr.kind {
            ExprKind::Comprehension { .. } => {}
            ExprKind::Var(_) | ExprKind::Field { .. } | ExprKind::Index { .. } => {
                self.reference(expr, with, depth, missing);
            }
            ExprKind::Call { name, args } => {
                for arg in args {
                    self.undefined(arg, with, depth, missing);
                }
                let function = name.path().and_then(|path| self.full(&path));
                if let Some(function) = function
                    && !self.always_defined(&function, depth)
                {
                    missing.push(self.missing(expr, None));
                }
            }
            _ => expr.for_each_child(&mut |child| self.undefined(child, with, depth, missing)),
        }
    }

    fn full(&self, path: &[String]) -> Option<String> {
        let (first, rest) = path.split_first()?;
        let full = self.resolve(first)?;
        let below: Vec<String> = full[1..].iter().chain(rest).cloned().collect();
        (full[0] == "data").then(|| dotted(&below))
    }

    fn missing(&self, expr: &Expr, field: Option<Vec<String>>) -> Missing {
        Missing { text: expr.span.of(&self.module.text).to_owned(), field }
    }

    fn reference(&self, expr: &Expr, with: &[With], depth: u32, missing: &mut Vec<Missing>) {
        let Some((root, links)) = expr.chain() else {
            return missing.push(self.missing(expr, None));
        };
        let Some(root) = self.resolve(root) else {
            // A variable has a value; what lies inside of it may not be there.
            if !links.is_empty() {
                missing.push(self.missing(expr, None));
            }
            return;
        };
        if is_replaced(expr, with) {
            return;
        }
        let names = links.iter().map_while(|link| match link {
            Link::Name(name) => Some((*name).to_owned()),
            Link::Expr(_) => None,
        });
        let path: Vec<String> = root[1..].iter().cloned().chain(names).collect();
        let is_constant = path.len() == root.len() - 1 + links.len();
        if root[0] == "input" {
            if !path.is_empty() || !is_constant {
                missing.push(self.missing(expr, is_constant.then_some(path)));
            }
        } else if !is_constant || !self.has_value(&path, depth) {
            missing.push(self.missing(expr, None));
        }
    }

    /// Whether there is always something at a constant path below `data`.
    fn has_value(&self, path: &[String], depth: u32) -> bool {
        let outline = &self.context.analysis.outline;
        for end in (1..=path.len()).rev() {
            if outline.rule(&dotted(&path[..end])).is_some() {
                return if end == path.len() {
                    self.always_defined(&dotted(path), depth)
                } else {
                    self.is_constant_member(&dotted(&path[..end]), &path[end..])
                };
            }
        }
        let package = dotted(path);
        let holds_rules = outline.rules.iter().any(|rule| is_within(&rule.path, &package));
        holds_rules || self.context.setup.data.pointer(&crate::analysis::pointer(path)).is_some()
    }

    /// Whether the only definition of a rule is an object that is written out, with this member.
    fn is_constant_member(&self, rule: &str, member: &[String]) -> bool {
        let outline = &self.context.analysis.outline;
        let Some(number) = outline.rule(rule) else { return false };
        let [definition] = outline.rules[number as usize].definitions[..] else { return false };
        let (_, rule) = self.definition(definition);
        rule.bodies.is_empty()
            && rule.kind == RuleKind::Complete
            && rule.value.as_ref().is_some_and(|value| holds(value, member))
    }

    fn definition(&self, definition: u32) -> (usize, &'a Rule) {
        let source = self.context.analysis.sources[definition as usize];
        (source.module, &self.context.modules[source.module].tree.rules[source.rule])
    }

    /// Whether a rule or function has a value whatever the input.
    fn always_defined(&self, rule: &str, depth: u32) -> bool {
        let outline = &self.context.analysis.outline;
        let Some(number) = outline.rule(rule) else { return false };
        let rule = &outline.rules[number as usize];
        let kinds = || rule.definitions.iter().map(|one| self.definition(*one).1.kind);
        if rule.default.is_some()
            || kinds().any(|kind| matches!(kind, RuleKind::Set | RuleKind::Object))
        {
            return true;
        }
        depth < MAX_DEPTH
            && rule.definitions.iter().any(|one| {
                let (module, rule) = self.definition(*one);
                let scope = Scope::of(self.context, module, rule);
                let mut missing = Vec::new();
                rule.value
                    .iter()
                    .for_each(|value| scope.undefined(value, &[], depth + 1, &mut missing));
                let plain = rule.args.iter().all(|arg| matches!(arg.kind, ExprKind::Var(_)));
                rule.bodies.is_empty() && plain && missing.is_empty()
            })
    }
}

/// Whether `with` gives a reference a value.
fn is_replaced(expr: &Expr, with: &[With]) -> bool {
    with.iter().any(|one| {
        let (Some(target), Some(path)) = (one.target.path(), expr.path()) else { return false };
        path.strip_prefix(target.as_slice()).is_some_and(|rest| holds(&one.value, rest))
    })
}

/// Whether a value that is written out has this member.
fn holds(value: &Expr, member: &[String]) -> bool {
    let Some((first, rest)) = member.split_first() else { return true };
    let ExprKind::Object(fields) = &value.kind else { return false };
    let is_first = |key: &Expr| matches!(&key.kind, ExprKind::Text(text) if text == first);
    fields.iter().any(|(key, value)| is_first(key) && holds(value, rest))
}
