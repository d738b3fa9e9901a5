//! From what OPA means to what the engine does: the text of a module, rewritten so that both agree.
//!
//! OPA takes the operands of a negated call or index out of the `not` (its compiler's rewriting of dynamic terms): `not f(input.a)` is undefined
//! where `input.a` is. The engine evaluates them inside and finds the negation true. [`Renderer`] writes the operands in front, as OPA
//! does. It also writes the probes that tell which bodies were tried and fired, and copies of single definitions under names of
//! their own, so that they can be evaluated alone. Every line of the original stays on its line.

mod negation;
mod operators;
mod patterns;

use crate::syntax::ast::{
    Body, Expr, ExprKind, Import, Query, Rule, RuleKind, Span, Statement, StatementKind,
};
use crate::syntax::tokens::tokens;
use crate::{analysis::references, syntax::Parsed};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Called first in a body, with the body's number.
pub(crate) const TRIED: &str = "cos_tried";
/// Wraps what a body contributes: returns its second argument.
pub(crate) const FIRED: &str = "cos_fired";
/// First letters of the names of what is added.
pub(crate) const PREFIX: &str = "cos__";

/// What `some … in` iterates over: a scalar is nothing to iterate in OPA and stops the engine.
const ITEMS: &str = "cos_items";

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
    /// First names of the rules and imports of the module: a variable of such a name is a reference.
    globals: &'a BTreeSet<String>,
    /// Variables of the rule being written; they hide globals.
    locals: BTreeSet<String>,
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
    pub(crate) fn new(
        module: &'a Parsed,
        negation: Negation,
        globals: &'a BTreeSet<String>,
    ) -> Self {
        Self { module, negation, globals, locals: BTreeSet::new(), temporaries: 0 }
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
        let mut end = rule.head.end;
        for (index, body) in rule.bodies.iter().enumerate() {
            let gap = Span { start: end.min(body.span.start), end: body.span.start };
            out += gap.of(&self.module.text);
            let last = if index == 0 { moved.statements.clone() } else { Vec::new() };
            out += &self.body(body, form.probe(index), &first, last);
            end = body.span.end;
        }
        out
    }

    /// Writes a rule that holds when some statements of a body do.
    pub(crate) fn guard(&mut self, rule: &Rule, name: &str, statements: &[&Statement]) -> String {
        self.enter(rule);
        let texts: Vec<_> = statements.iter().map(|one| self.statement(one)).collect();
        format!("{name} := true {}{{ {} }}", self.keyword(), texts.join("; "))
    }

    /// Takes the variables of a rule for those that hide rules and imports.
    pub(crate) fn enter(&mut self, rule: &Rule) {
        self.locals.clear();
        for arg in &rule.args {
            references::variables(arg, &mut self.locals);
        }
        for body in &rule.bodies {
            self.locals.append(&mut references::declared(&body.query));
        }
    }

    /// What must stand in front of a body: `if`, unless the module is older.
    fn keyword(&self) -> &'static str {
        let modern = |import: &Import| import.path == ["rego", "v1"];
        let modern = self.module.rego_v1 || self.module.tree.imports.iter().any(modern);
        if modern { "if " } else { "" }
    }

    /// The key of a rule; in v0 it can be a bare name, `q` of `p.q { … }`.
    fn key(&mut self, rule: &Rule) -> String {
        let Some(key) = &rule.key else { return String::new() };
        match &key.kind {
            ExprKind::Text(text) if !key.span.of(&self.module.text).ends_with(['"', '`', ')']) => {
                serde_json::Value::from(text.as_str()).to_string()
            }
            _ => self.expr(key),
        }
    }

    fn plain_head(&mut self, rule: &Rule, args: &[String], moved: &Moved) -> String {
        let mut parts = moved.name.clone();
        parts.extend(rule.args.iter().zip(args).map(|(arg, text)| (arg.span, text.clone())));
        if let Some(key) = &rule.key {
            parts.push((key.span, moved.key.clone().unwrap_or_else(|| self.expr(key))));
        }
        if let Some(value) = &rule.value {
            parts.push((value.span, moved.value.clone().unwrap_or_else(|| self.expr(value))));
        }
        let head = self.rebuild(rule.head, &parts);
        self.as_long(rule, head)
    }

    fn head(&mut self, rule: &Rule, form: &Form<'_>, args: &[String], moved: &Moved) -> String {
        let name = match form {
            Form::Copy { name, .. } => {
                format!("{name}{}", dynamic_tail(&rule.name, &self.module.text))
            }
            _ => self.rebuild(rule.name.span, &moved.name),
        };
        let value = match (&rule.value, &moved.value) {
            (_, Some(moved)) => moved.clone(),
            (Some(value), None) => self.expr(value),
            (None, None) => "true".to_owned(),
        };
        let key = moved.key.clone().unwrap_or_else(|| self.key(rule));
        let fired = |text: String| match form.probe(0) {
            Some(number) => format!("{FIRED}({number}, {text})"),
            None => text,
        };
        let head = match rule.kind {
            RuleKind::Set if self.module.rego_v1 || self.uses_contains(rule) => {
                format!("{name} contains {}", fired(key))
            }
            RuleKind::Set => format!("{name}[{}]", fired(key)),
            RuleKind::Object => format!("{name}[{key}] := {}", fired(value)),
            RuleKind::Function => format!("{name}({}) := {}", args.join(", "), fired(value)),
            RuleKind::Complete | RuleKind::Default => format!("{name} := {}", fired(value)),
        };
        self.as_long(rule, head)
    }

    /// A head with as many lines as it had: what follows must stay on its line.
    fn as_long(&self, rule: &Rule, mut head: String) -> String {
        let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
        let missing = lines(rule.head.of(&self.module.text)).saturating_sub(lines(&head));
        head.extend(std::iter::repeat_n('\n', missing));
        head
    }

    /// Takes what can be undefined out of the head, as OPA does: in the engine one undefined element makes the whole rule undefined.
    fn moved(&mut self, rule: &Rule) -> Moved {
        let mut moved = Moved::default();
        let iterates = !rule.bodies.is_empty()
            || rule.kind != RuleKind::Complete
            || rule.value.as_ref().is_some_and(patterns::has_wildcard);
        if self.negation == Negation::AsWritten || rule.kind == RuleKind::Function || !iterates {
            return moved;
        }
        let mut at = &rule.name;
        while let ExprKind::Field { base, .. } | ExprKind::Index { base, .. } = &at.kind {
            if let ExprKind::Index { index, .. } = &at.kind
                && let Some(name) = self.outside(index, &mut moved.statements)
            {
                moved.name.insert(0, (index.span, name));
            }
            at = base;
        }
        let mut part = |this: &mut Self, part: &Option<Expr>| {
            part.as_ref().and_then(|part| this.outside(part, &mut moved.statements))
        };
        let (key, value) = (part(self, &rule.key), part(self, &rule.value));
        Moved { key, value, ..moved }
    }

    /// A variable for an expression that can be undefined, and the statement that gives it its value.
    fn outside(&mut self, expr: &Expr, statements: &mut Vec<String>) -> Option<String> {
        self.can_be_undefined(expr).then(|| {
            let name = self.temporary_name();
            let text = self.expr(expr);
            statements.push(format!("{name} := {text}"));
            name
        })
    }

    fn can_be_undefined(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut found = false;
                expr.for_each_child(&mut |child| found |= self.can_be_undefined(child));
                found
            }
            ExprKind::Var(name) => self.globals.contains(name) && !self.locals.contains(name),
            ExprKind::Bool(_)
            | ExprKind::Comprehension { .. }
            | ExprKind::Null
            | ExprKind::Number
            | ExprKind::Text(_) => false,
            _ => true,
        }
    }

    /// Whether a rule of a v0 module is written in the newer way.
    fn uses_contains(&self, rule: &Rule) -> bool {
        let after = Span { start: rule.name.span.end, end: rule.head.end };
        after.of(&self.module.text).trim_start().starts_with("contains")
    }

    fn body(
        &mut self,
        body: &Body,
        probe: Option<u32>,
        first: &str,
        mut last: Vec<String>,
    ) -> String {
        let intro = Span { start: body.span.start, end: body.query.span.start };
        let moved = match (&body.value, self.negation) {
            (Some(value), Negation::Hoisted) => self.outside(value, &mut last),
            _ => None,
        };
        let value = body
            .value
            .as_ref()
            .map(|value| (value.span, moved.unwrap_or_else(|| self.expr(value))));
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

    /// Writes a query, with statements in front and behind.
    fn query(&mut self, query: &Query, ends: Ends<'_>, braces: Braces) -> String {
        let mut front: Vec<String> = ends.first.map(str::to_owned).into_iter().collect();
        let mut parts = Vec::with_capacity(query.statements.len());
        let mut grown = ends.first.or(ends.last).is_some();
        for (index, statement) in query.statements.iter().enumerate() {
            let mut text = self.statement(statement);
            grown |= !matches!(statement.kind, StatementKind::Some(_))
                && text != statement.span.of(&self.module.text);
            if index > 0 && self.moves(statement, &query.statements[..index]) {
                grown = true;
                front.push(std::mem::replace(&mut text, "true".to_owned()));
            }
            parts.push((statement.span, text));
        }
        let text = self.rebuild(query.span, &parts);
        let front: String = front.iter().map(|one| format!("{one}; ")).collect();
        let bare = query.statements.first().is_some_and(|one| one.span.start == query.span.start);
        let last = ends.last.map(|last| format!("; {last} ")).unwrap_or_default();
        let inner =
            if bare { None } else { text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) };
        match inner {
            Some(inner) => format!("{{{front}{inner}{last}}}"),
            None if braces == Braces::Never => match text.strip_prefix('|') {
                Some(inner) => format!("| {front}{inner}"),
                None => format!("{front}{text}"),
            },
            None if !grown => text,
            None if text.is_empty() => {
                let ends: Vec<_> = ends.first.into_iter().chain(ends.last).collect();
                format!("{{ {} }}", ends.join("; "))
            }
            None => format!("{{ {front}{text}{last} }}"),
        }
    }

    /// Whether a declaration goes to the front: the engine refuses to run one twice, as a loop before it would.
    fn moves(&self, statement: &Statement, before: &[Statement]) -> bool {
        let StatementKind::Some(names) = &statement.kind else { return false };
        let used = |one: &Statement| {
            let text = one.span.of(&self.module.text);
            let words = tokens(text);
            names.iter().any(|name| words.iter().any(|word| word.text(text) == name))
        };
        self.negation == Negation::Hoisted && !before.iter().any(used)
    }

    fn statement(&mut self, statement: &Statement) -> String {
        if let (StatementKind::Not(expr), Negation::Hoisted) = (&statement.kind, self.negation) {
            return self.negated(statement, expr);
        }
        let mut parts = Vec::new();
        let mut rebinds = String::new();
        let mut exact = patterns::Exact::default();
        match &statement.kind {
            StatementKind::Every { names, domain, query } => {
                let (header, first) = self.every(names);
                if let Some(header) = header {
                    let before = Span { start: statement.span.start, end: domain.span.start };
                    parts.push((before, header));
                }
                parts.push((domain.span, self.expr(domain)));
                let ends = Ends { first: first.as_deref(), last: None };
                parts.push((query.span, self.query(query, ends, Braces::WhereNeeded)));
            }
            StatementKind::Expr(expr) if self.negation == Negation::Hoisted => {
                exact = self.exact(statement);
                match exact.replaced.take() {
                    Some((replaced, text)) => {
                        let mut children = Vec::new();
                        expr.for_each_child(&mut |child| children.push(child));
                        for child in children {
                            let same = child.span == replaced;
                            let written = if same { text.clone() } else { self.expr(child) };
                            parts.push((child.span, written));
                        }
                    }
                    None => parts.push((expr.span, self.expr(expr))),
                }
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => {
                parts.push((expr.span, self.expr(expr)));
            }
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { key, value, collection } => {
                rebinds = self.rebinds(key.iter().chain([value]), &mut parts);
                let text = self.expr(collection);
                let iterated = match self.negation {
                    Negation::Hoisted if may_be_scalar(collection) => format!("{ITEMS}({text})"),
                    _ => text,
                };
                parts.push((collection.span, iterated));
            }
        }
        for with in &statement.with {
            parts.push((with.value.span, self.expr(&with.value)));
        }
        exact.before + &self.rebuild(statement.span, &parts) + &rebinds + &exact.after
    }

    /// The beginning of an `every` and of its body: the engine takes a variable of `every` in `not data.x[v]` for unbound, but none that was
    /// assigned.
    fn every(&mut self, names: &[String]) -> (Option<String>, Option<String>) {
        if self.negation == Negation::AsWritten {
            return (None, None);
        }
        let (mut fresh, mut first) = (Vec::new(), Vec::new());
        for name in names {
            let variable = self.temporary_name();
            if name != "_" {
                first.push(format!("{name} := {variable}"));
            }
            fresh.push(variable);
        }
        let first = (!first.is_empty()).then(|| first.join("; "));
        (Some(format!("every {} in ", fresh.join(", "))), first)
    }

    /// Takes names that hide rules out of `some … in`, which the engine does not let them do, and gives them their values behind it.
    fn rebinds<'b>(
        &mut self,
        patterns: impl Iterator<Item = &'b Expr>,
        parts: &mut Vec<(Span, String)>,
    ) -> String {
        let mut out = String::new();
        for pattern in patterns {
            let mut names = BTreeSet::new();
            references::variables(pattern, &mut names);
            if self.negation == Negation::Hoisted && patterns::has_object(pattern) {
                let name = self.bound(pattern, &mut out);
                parts.push((pattern.span, name));
            } else if self.negation == Negation::Hoisted && !names.is_disjoint(self.globals) {
                let name = self.temporary_name();
                let _ = write!(out, "; {} := {name}", pattern.span.of(&self.module.text));
                parts.push((pattern.span, name));
            }
        }
        out
    }

    /// Writes an expression; what changes are operators, and what is inside comprehensions.
    fn expr(&mut self, expr: &Expr) -> String {
        if !self.changes(expr) {
            return expr.span.of(&self.module.text).to_owned();
        }
        let mut parts = Vec::new();
        if let ExprKind::Comprehension { terms, query } = &expr.kind {
            parts.extend(terms.iter().map(|term| (term.span, self.expr(term))));
            let inner = self.query(query, Ends::default(), Braces::Never);
            parts.push((query.span, inner));
        } else {
            let mut children = Vec::new();
            expr.for_each_child(&mut |child| children.push(child));
            parts.extend(children.into_iter().map(|child| (child.span, self.expr(child))));
        }
        self.combined(expr, parts)
    }

    /// An expression whose parts are written already.
    fn combined(&self, expr: &Expr, parts: Vec<(Span, String)>) -> String {
        if self.negation == Negation::Hoisted && operators::function(expr).is_some() {
            let texts: Vec<_> = parts.into_iter().map(|(_, text)| text).collect();
            return self.operator(expr, &texts).unwrap_or_default();
        }
        self.rebuild(expr.span, &parts)
    }

    /// Whether an expression is written differently.
    fn changes(&self, expr: &Expr) -> bool {
        let mut found = matches!(expr.kind, ExprKind::Comprehension { .. })
            || (self.negation == Negation::Hoisted && operators::function(expr).is_some());
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

/// What leaves the head of a rule for its body.
#[derive(Default)]
struct Moved {
    name: Vec<(Span, String)>,
    key: Option<String>,
    value: Option<String>,
    statements: Vec<String>,
}

fn may_be_scalar(expr: &Expr) -> bool {
    !matches!(
        expr.kind,
        ExprKind::Array(_)
            | ExprKind::Comprehension { .. }
            | ExprKind::Object(_)
            | ExprKind::Set(_)
    )
}

/// The part of a rule's name behind its constant beginning: `[x].r` of `p.q[x].r`.
pub(crate) fn dynamic_tail<'a>(name: &Expr, text: &'a str) -> &'a str {
    let mut at = name;
    let mut start = name.span.end;
    loop {
        match &at.kind {
            ExprKind::Field { base, .. } => at = base,
            ExprKind::Index { base, index } => {
                if !matches!(index.kind, ExprKind::Text(_)) {
                    start = base.span.end;
                }
                at = base;
            }
            _ => return Span { start, end: name.span.end }.of(text),
        }
    }
}
