//! Statements that can fail, and those among them that depend on nothing that varies.
//!
//! A body is outside a flow when one of its conditions on the flow alone is false. Those conditions form the body's *guard*: the
//! statements that read fixed inputs only, and whose variables come from such statements. A guard that cannot be closed is none.

use super::Source;
use super::references::{Collector, Names, References, declared, variables};
use crate::outline::{Condition, Outline};
use crate::syntax::Parsed;
use crate::syntax::ast::{
    Body, Expr, ExprKind, Op, Query, Rule, RuleKind, Statement, StatementKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// Fills in the conditions of every body, and returns the statements of each guard.
pub(super) fn find(
    outline: &mut Outline,
    modules: &[Parsed],
    sources: &[Source],
    scopes: &[Names],
    fixed: &[String],
) -> BTreeMap<u32, Vec<usize>> {
    let transitive = transitive_inputs(outline);
    let mut guards = BTreeMap::new();
    for (definition, source) in sources.iter().enumerate() {
        let module = &modules[source.module];
        let rule = &module.tree.rules[source.rule];
        let names = &scopes[source.module];
        let numbers = outline.definitions[definition].bodies.clone();
        for (body, number) in rule.bodies.iter().zip(numbers) {
            let context = Context { outline, transitive: &transitive, fixed };
            let (conditions, guard) = context.body(module, names, rule, body, number);
            let can_fail = body.query.statements.iter().any(|one| !declares_only(one));
            let known = &mut outline.bodies[number as usize];
            known.can_fail = can_fail;
            known.is_fixed = guard.len() == body.query.statements.len();
            for condition in conditions {
                let next = outline.conditions.len() as u32;
                outline.bodies[number as usize].conditions.push(next);
                outline.conditions.push(condition);
            }
            if !guard.is_empty() && rule.kind != RuleKind::Function && !body.is_else {
                outline.bodies[number as usize].guarded = true;
                guards.insert(number, guard);
            }
        }
    }
    guards
}

/// The statements of a body that can fail: not declarations, not assignments.
pub(crate) fn can_fail(statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Expr(Expr { kind: ExprKind::Binary { op, .. }, .. }) => *op != Op::Assign,
        StatementKind::Every { .. } | StatementKind::Expr(_) | StatementKind::Not(_) => true,
        StatementKind::Some(_) | StatementKind::SomeIn { .. } => false,
    }
}

/// Whether a statement names variables and no more.
fn declares_only(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Some(_))
}

struct Context<'a> {
    outline: &'a Outline,
    /// For each rule: all inputs that its value depends on.
    transitive: &'a [BTreeSet<String>],
    fixed: &'a [String],
}

impl Context<'_> {
    fn body(
        &self,
        module: &Parsed,
        names: &Names,
        rule: &Rule,
        body: &Body,
        number: u32,
    ) -> (Vec<Condition>, Vec<usize>) {
        let mut conditions = Vec::new();
        let mut guard = Vec::new();
        let mut known = BTreeSet::new();
        for (index, statement) in body.query.statements.iter().enumerate() {
            let found = Collector::statement(names, rule, &body.query, statement);
            let (inputs, rules) = self.reads(&found);
            if can_fail(statement) {
                conditions.push(Condition {
                    body: number,
                    place: module.place(statement.span.start),
                    text: statement.span.of(&module.text).to_owned(),
                    inputs: found.inputs.iter().map(|path| super::pointer(path)).collect(),
                    rules: rules.iter().copied().collect(),
                    is_fixed: false,
                });
            }
            let constant = inputs.iter().all(|input| self.is_fixed(input))
                && found.data_under_with.is_empty()
                && !rule.args.iter().any(|arg| uses_argument(statement, arg));
            if constant && is_closed(names, &body.query, statement, &known) {
                known.append(&mut defined(statement));
                guard.push(index);
                if can_fail(statement)
                    && let Some(condition) = conditions.last_mut()
                {
                    condition.is_fixed = true;
                }
            }
        }
        // Declarations alone decide nothing.
        let decides = guard
            .iter()
            .any(|index| !matches!(body.query.statements[*index].kind, StatementKind::Some(_)));
        (conditions, if decides { guard } else { Vec::new() })
    }

    /// All inputs that a statement depends on, through rules and functions, and the rules it reads itself.
    fn reads(&self, found: &References) -> (BTreeSet<String>, BTreeSet<u32>) {
        let mut inputs: BTreeSet<_> =
            found.inputs.iter().map(|path| super::pointer(path)).collect();
        let mut rules = BTreeSet::new();
        let called = found.calls.keys().filter(|call| call[0] == "data").map(|call| &call[1..]);
        let read = found.data.iter().map(Vec::as_slice);
        for path in read.chain(called) {
            let dotted = super::dotted(path);
            for (number, rule) in self.outline.rules.iter().enumerate() {
                let related = |a: &str, b: &str| {
                    a.strip_prefix(b).is_some_and(|r| r.is_empty() || r.starts_with(['.', '[']))
                };
                if related(&dotted, &rule.path) || related(&rule.path, &dotted) {
                    inputs.extend(self.transitive[number].iter().cloned());
                    rules.insert(number as u32);
                }
            }
        }
        (inputs, rules)
    }

    fn is_fixed(&self, input: &str) -> bool {
        let below = |fixed: &String| {
            input.strip_prefix(fixed.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        };
        self.fixed.iter().any(below)
    }
}

/// For each rule: the inputs that its value depends on, however indirectly.
fn transitive_inputs(outline: &Outline) -> Vec<BTreeSet<String>> {
    let mut all: Vec<BTreeSet<String>> = vec![BTreeSet::new(); outline.rules.len()];
    // Each round carries inputs one step further; a policy without recursion is done after as many rounds as it is deep.
    loop {
        let mut changed = false;
        for number in 0..outline.rules.len() {
            let mut inputs = BTreeSet::new();
            for definition in &outline.rules[number].definitions {
                let reads = &outline.definitions[*definition as usize].reads;
                inputs.extend(reads.inputs.iter().cloned());
                for rule in &reads.rules {
                    inputs.extend(all[*rule as usize].iter().cloned());
                }
            }
            changed |= inputs.len() != all[number].len();
            all[number] = inputs;
        }
        if !changed {
            return all;
        }
    }
}

/// The variables that a statement gives values to.
fn defined(statement: &Statement) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    match &statement.kind {
        StatementKind::SomeIn { key, value, .. } => {
            if let Some(key) = key {
                variables(key, &mut names);
            }
            variables(value, &mut names);
        }
        StatementKind::Expr(Expr {
            kind: ExprKind::Binary { op: Op::Assign, left, .. }, ..
        }) => {
            variables(left, &mut names);
        }
        _ => {}
    }
    names
}

/// Whether all variables that a statement uses have values by then. One that only the place binds, as `x` in `data.list[x]`, is open: what else
/// the body says about it is not in the guard.
fn is_closed(
    names: &Names,
    query: &Query,
    statement: &Statement,
    known: &BTreeSet<String>,
) -> bool {
    let own = defined(statement);
    let declared = declared(query);
    let mut used = BTreeSet::new();
    names_in_statement(statement, &mut used);
    used.iter().all(|name| {
        known.contains(name)
            || own.contains(name)
            || name == "_"
            || (!declared.contains(name) && names.resolve(name).is_some())
    })
}

fn uses_argument(statement: &Statement, arg: &Expr) -> bool {
    let (mut args, mut used) = (BTreeSet::new(), BTreeSet::new());
    variables(arg, &mut args);
    names_in_statement(statement, &mut used);
    !args.is_disjoint(&used)
}

/// Names that a statement takes from outside of its own queries.
fn names_in_statement(statement: &Statement, names: &mut BTreeSet<String>) {
    match &statement.kind {
        StatementKind::Every { names: own, domain, query } => {
            names_in(domain, names);
            let mut inner = names_in_query(query, &[]);
            inner.retain(|name| !own.contains(name));
            names.append(&mut inner);
        }
        StatementKind::Expr(expr) | StatementKind::Not(expr) => names_in(expr, names),
        StatementKind::Some(_) => {}
        StatementKind::SomeIn { collection, .. } => names_in(collection, names),
    }
    statement.with.iter().for_each(|with| names_in(&with.value, names));
}

fn names_in_query(query: &Query, terms: &[Expr]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in &query.statements {
        names_in_statement(statement, &mut names);
    }
    for term in terms {
        names_in(term, &mut names);
    }
    let declared = declared(query);
    names.retain(|name| !declared.contains(name));
    names
}

fn names_in(expr: &Expr, names: &mut BTreeSet<String>) {
    match &expr.kind {
        ExprKind::Var(name) => {
            names.insert(name.clone());
        }
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| names_in(arg, names)),
        ExprKind::Comprehension { terms, query } => {
            names.append(&mut names_in_query(query, terms));
        }
        _ => expr.for_each_child(&mut |child| names_in(child, names)),
    }
}
