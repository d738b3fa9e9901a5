//! From what OPA means to what the engine does: the text of a module, rewritten so that both agree.
//!
//! OPA takes the operands of a negated call or index out of the `not` (its compiler's rewriting of dynamic terms): `not f(input.a)` is undefined
//! where `input.a` is. The engine evaluates them inside and finds the negation true. [`Renderer`] writes the operands in front, as OPA
//! does. It also writes the probes that tell which bodies were tried and fired, and copies of single definitions under names of
//! their own, so that they can be evaluated alone. Every line of the original stays on its line.

mod calls;
mod dropped;
mod heads;
mod imports;
mod lists;
mod modifiers;
mod negation;
mod operators;
mod order;
mod patterns;
mod statements;

pub(crate) use heads::dynamic_tail;

use crate::analysis::scope::Scope;
use crate::analysis::{references, template_value};
use crate::syntax::Parsed;
use crate::syntax::ast::{Body, Expr, ExprKind, Import, Rule, RuleKind, Span, Statement};
use crate::template::DEFINED;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Called first in a body, with the body's number.
pub(crate) const TRIED: &str = "cos_tried";
/// Wraps what a body contributes: returns its second argument.
pub(crate) const FIRED: &str = "cos_fired";
/// First letters of the names of what is added.
pub(crate) const PREFIX: &str = "cos__";

/// Statements around those of a query.
#[derive(Clone, Copy, Default)]
struct Ends<'a> {
    first: Option<&'a str>,
    last: Option<&'a str>,
}

/// Whether a query that becomes several statements needs braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Braces {
    /// The query of a comprehension.
    Never,
    /// A body, which may be a lone expression.
    WhereNeeded,
}

/// Which rules of OPA the text is made to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negation {
    /// As the engine has it.
    AsWritten,
    /// Operands outside, as OPA has it.
    Hoisted,
}

/// Writes rules as the engine shall see them.
pub(crate) struct Renderer<'a> {
    module: &'a Parsed,
    negation: Negation,
    scope: Scope<'a>,
    /// Variables of the rule being written; they hide globals.
    locals: BTreeSet<String>,
    /// The same with those of comprehensions.
    hiding: BTreeSet<String>,
    /// Variables that have a value where the next statement stands.
    bound: BTreeSet<String>,
    /// The only statement of a body, where OPA drops it.
    dropped: Option<Span>,
    /// Whether what is written makes an array of all that it finds.
    makes_list: bool,
    temporaries: u32,
}

/// What a rule is written as.
pub(crate) enum Form<'a> {
    /// Itself, without probes.
    Plain,
    /// Itself with probes; `bodies` are the numbers of its bodies.
    Probed { bodies: &'a [u32] },
    /// A copy under another name, with probes.
    Copy { name: &'a str, bodies: &'a [u32] },
}

impl Form<'_> {
    fn probe(&self, index: usize) -> Option<u32> {
        match self {
            Self::Plain => None,
            Self::Probed { bodies } | Self::Copy { bodies, .. } => bodies.get(index).copied(),
        }
    }
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(module: &'a Parsed, negation: Negation, scope: Scope<'a>) -> Self {
        Self {
            module,
            negation,
            scope,
            locals: BTreeSet::new(),
            hiding: BTreeSet::new(),
            bound: BTreeSet::new(),
            dropped: None,
            makes_list: false,
            temporaries: 0,
        }
    }

    /// Writes the whole module; `bodies` gives the numbers of the bodies of each rule.
    pub(crate) fn module(&mut self, bodies: Option<&[Vec<u32>]>) -> String {
        let rules = &self.module.tree.rules;
        let mut parts = Vec::with_capacity(rules.len());
        for (index, rule) in rules.iter().enumerate() {
            let form = match bodies {
                Some(bodies) => Form::Probed { bodies: &bodies[index] },
                None => Form::Plain,
            };
            parts.push((rule.span, self.rule(rule, &form)));
        }
        let all = Span { start: 0, end: self.module.text.len() as u32 };
        self.rebuild(all, &parts) + &self.seeds()
    }

    /// Rules that never hold, for `p[x].q := …`: where none of those holds, `p` is an empty object in OPA and undefined in the engine.
    fn seeds(&self) -> String {
        let mut names = BTreeSet::new();
        for rule in &self.module.tree.rules {
            let tail = dynamic_tail(&rule.name, &self.module.text);
            if self.negation == Negation::Hoisted && !tail.is_empty() {
                let name = rule.name.span.of(&self.module.text);
                names.insert(&name[..name.len() - tail.len()]);
            }
        }
        let variable = format!("{PREFIX}k");
        let body = format!("{}{{ {variable} := 1; false }}", self.keyword());
        names.iter().map(|name| format!("\n{name}[{variable}] := {variable} {body}\n")).collect()
    }

    /// Writes one definition.
    pub(crate) fn rule(&mut self, rule: &Rule, form: &Form<'_>) -> String {
        self.enter(rule);
        if rule.kind == RuleKind::Default {
            return rule.span.of(&self.module.text).to_owned();
        }
        let (args, first) = self.arguments(rule);
        let parameters = self.bound.clone();
        rule.bodies.first().into_iter().for_each(|body| self.behind(&body.query));
        let moved = self.moved(rule);
        let mut out = match form {
            Form::Plain => self.plain_head(rule, &args, &moved),
            _ => self.head(rule, form, &args, &moved),
        };
        if rule.bodies.is_empty() {
            let tried = form.probe(0).map(|number| format!("{TRIED}({number})"));
            let all = [first.clone()].into_iter().chain(tried).chain(moved.statements.clone());
            let all: Vec<_> = all.filter(|one| !one.is_empty()).collect();
            if !all.is_empty() {
                let _ = write!(out, " {}{{ {} }}", self.keyword(), all.join("; "));
            }
        }
        self.bound = parameters;
        let mut end = rule.head.end;
        for (index, body) in rule.bodies.iter().enumerate() {
            let gap = Span { start: end.min(body.span.start), end: body.span.start };
            out += gap.of(&self.module.text);
            let last = if index == 0 { moved.statements.clone() } else { Vec::new() };
            self.dropped = self.drops(rule, body);
            out += &self.body(body, form.probe(index), &first, last);
            end = body.span.end;
        }
        out
    }

    /// Writes a rule that holds when some statements of a body do.
    pub(crate) fn guard(&mut self, rule: &Rule, name: &str, statements: &[&Statement]) -> String {
        self.enter(rule);
        let texts: Vec<_> = statements.iter().map(|one| self.next(one)).collect();
        format!("{name} := true {}{{ {} }}", self.keyword(), texts.join("; "))
    }

    /// Takes the variables of a rule for those that hide rules and imports.
    pub(crate) fn enter(&mut self, rule: &Rule) {
        self.locals.clear();
        for arg in &rule.args {
            references::variables(arg, &mut self.locals);
        }
        self.bound.clone_from(&self.locals);
        for body in &rule.bodies {
            self.locals.append(&mut references::declared(&body.query));
        }
        self.hide_imports(rule);
    }

    /// What must stand in front of a body: `if`, unless the module is older.
    fn keyword(&self) -> &'static str {
        let modern = |import: &Import| import.path == ["rego", "v1"];
        let modern = self.module.rego_v1 || self.module.tree.imports.iter().any(modern);
        if modern { "if " } else { "" }
    }

    fn body(
        &mut self,
        body: &Body,
        probe: Option<u32>,
        first: &str,
        mut last: Vec<String>,
    ) -> String {
        let intro = Span { start: body.span.start, end: body.query.span.start };
        let outer = self.bound.clone();
        self.behind(&body.query);
        let moved = match (&body.value, self.negation) {
            (Some(value), Negation::Hoisted) => self.outside(value, &mut last),
            _ => None,
        };
        let value = body
            .value
            .as_ref()
            .map(|value| (value.span, moved.unwrap_or_else(|| self.expr(value))));
        self.bound = outer;
        let mut out = match (body.is_else, probe) {
            (true, Some(number)) => {
                let value = value.map_or_else(|| "true".to_owned(), |(_, text)| text);
                format!("else := {FIRED}({number}, {value}) {}", self.keyword())
            }
            _ => self.rebuild(intro, &value.into_iter().collect::<Vec<_>>()),
        };
        let tried = probe.map(|number| format!("{TRIED}({number})"));
        let begin = [first.to_owned()].into_iter().chain(tried).filter(|one| !one.is_empty());
        let begin = begin.collect::<Vec<_>>().join("; ");
        let (begin, last) = (Some(begin), Some(last.join("; ")));
        let begin = begin.filter(|begin| !begin.is_empty());
        let last = last.filter(|last| !last.is_empty());
        let grows = begin.is_some() || last.is_some();
        if grows && probe.is_none() && body.query.statements.is_empty() {
            let _ = write!(out, " {}", self.keyword());
        }
        let ends = Ends { first: begin.as_deref(), last: last.as_deref() };
        out + &self.query(&body.query, ends, Braces::WhereNeeded)
    }

    /// Writes an expression; what changes are operators, names of imports, and what is inside comprehensions.
    fn expr(&mut self, expr: &Expr) -> String {
        if !self.changes(expr) {
            return expr.span.of(&self.module.text).to_owned();
        }
        let mut parts = Vec::new();
        if let ExprKind::Comprehension { terms, query } = &expr.kind {
            let is_list = expr.span.of(&self.module.text).starts_with('[');
            let outer = std::mem::replace(&mut self.makes_list, is_list);
            let bound = self.bound.clone();
            self.behind(query);
            parts.extend(terms.iter().map(|term| (term.span, self.expr(term))));
            self.bound = bound;
            let inner = self.query(query, Ends::default(), Braces::Never);
            parts.push((query.span, inner));
            self.makes_list = outer;
        } else {
            let mut children = Vec::new();
            expr.for_each_child(&mut |child| children.push(child));
            parts.extend(children.into_iter().map(|child| (child.span, self.expr(child))));
            if let Some((_, base)) = parts.first_mut() {
                self.written_out(expr).into_iter().for_each(|text| *base = text);
                self.lists(expr).into_iter().for_each(|through| *base = through.write(base));
            }
        }
        let text = self.combined(expr, &parts);
        match template_value(expr).and_then(Expr::path) {
            Some(path) if self.negation == Negation::Hoisted && self.scope.seems_defined(&path) => {
                format!("{{\"{DEFINED}\": {text}}}")
            }
            _ => text,
        }
    }

    /// An expression whose parts are written already.
    fn combined(&self, expr: &Expr, parts: &[(Span, String)]) -> String {
        let texts = || parts.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
        match &expr.kind {
            ExprKind::Call { name, .. } if self.is_named_walk(expr) => {
                self.padded(expr.span, self.call(expr, name, &texts()[1..]))
            }
            _ if self.negation == Negation::Hoisted && operators::function(expr).is_some() => {
                self.operator(expr, &texts()).unwrap_or_default()
            }
            _ => self.rebuild(expr.span, parts),
        }
    }

    /// Whether an expression is written differently.
    fn changes(&self, expr: &Expr) -> bool {
        let mut found = matches!(expr.kind, ExprKind::Comprehension { .. })
            || (self.negation == Negation::Hoisted && operators::function(expr).is_some())
            || self.is_named_walk(expr)
            || self.lists(expr).is_some()
            || self.written_out(expr).is_some();
        expr.for_each_child(&mut |child| found |= self.changes(child));
        found
    }

    /// The text of `span` with some spans inside it replaced.
    fn rebuild(&self, span: Span, parts: &[(Span, String)]) -> String {
        let mut out = String::new();
        let mut at = span.start;
        for (part, text) in parts {
            out += Span { start: at, end: part.start }.of(&self.module.text);
            out += text;
            at = part.end;
        }
        out + Span { start: at, end: span.end }.of(&self.module.text)
    }
}
