//! Queries and their statements.

use super::lists::{Through, may_be_unordered};
use super::patterns::Exact;
use super::{Braces, Ends, Negation, Renderer, order, patterns};
use crate::analysis::references;
use crate::syntax::ast::{Expr, Query, Span, Statement, StatementKind};
use crate::syntax::tokens::tokens;
use std::collections::BTreeSet;

impl Renderer<'_> {
    /// Writes a query, with statements in front and behind.
    pub(super) fn query(&mut self, query: &Query, ends: Ends<'_>, braces: Braces) -> String {
        let mut front: Vec<String> = ends.first.map(str::to_owned).into_iter().collect();
        let mut parts = Vec::with_capacity(query.statements.len());
        let mut grown = ends.first.or(ends.last).is_some();
        let outer = self.bound.clone();
        for (index, statement) in query.statements.iter().enumerate() {
            let mut text = self.next(statement);
            grown |= !matches!(statement.kind, StatementKind::Some(_))
                && text != statement.span.of(&self.module.text);
            if index > 0 && self.moves(statement, &query.statements[..index]) {
                grown = true;
                front.push(std::mem::replace(&mut text, "true".to_owned()));
            }
            parts.push((statement.span, text));
        }
        self.bound = outer;
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
    pub(super) fn moves(&self, statement: &Statement, before: &[Statement]) -> bool {
        let StatementKind::Some(names) = &statement.kind else { return false };
        let used = |one: &Statement| {
            let text = one.span.of(&self.module.text);
            let words = tokens(text);
            names.iter().any(|name| words.iter().any(|word| word.text(text) == name))
        };
        self.negation == Negation::Hoisted && !before.iter().any(used)
    }

    pub(super) fn statement(&mut self, statement: &Statement) -> String {
        if let (StatementKind::Not(expr), Negation::Hoisted) = (&statement.kind, self.negation) {
            return self.negated(statement, expr);
        }
        let modifiers = self.modifiers(statement);
        let mut parts = Vec::new();
        let mut exact = Exact::default();
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
                exact = self.holding(expr, &mut parts);
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => {
                parts.push((expr.span, self.expr(expr)));
            }
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { key, value, collection } => {
                exact.after = self.rebinds(key.iter().chain([value]), &mut parts);
                let text = self.expr(collection);
                let iterated = match self.negation {
                    Negation::Hoisted if may_be_unordered(collection, &self.module.text) => {
                        let through = if key.is_some() { Through::Keys } else { Through::Values };
                        through.write(&text)
                    }
                    _ => text,
                };
                parts.push((collection.span, iterated));
            }
        }
        parts.extend(modifiers.values.iter().cloned());
        let over = |all: Vec<String>| all.into_iter().map(|one| modifiers.over(&one));
        let mut all = modifiers.before.clone();
        all.extend(over(exact.before));
        all.push(self.rebuild(statement.span, &parts));
        all.extend(over(exact.after));
        all.join("; ")
    }

    /// Writes an expression that is to hold.
    pub(super) fn holding(&mut self, expr: &Expr, parts: &mut Vec<(Span, String)>) -> Exact {
        let mut exact = self.exact(expr);
        match (exact.replaced.take(), self.given(expr)) {
            (Some((whole, text)), _) if whole == expr.span => parts.push((whole, text)),
            (None, None) => parts.push((expr.span, self.expr(expr))),
            (replaced, given) => self.assignment(expr, replaced.as_ref(), given, parts),
        }
        exact
    }

    /// Writes the sides of an assignment.
    fn assignment(
        &mut self,
        expr: &Expr,
        replaced: Option<&(Span, String)>,
        given: Option<&Expr>,
        parts: &mut Vec<(Span, String)>,
    ) {
        let mut sides = Vec::new();
        expr.for_each_child(&mut |side| sides.push(side));
        for side in sides {
            let text = match replaced {
                Some((span, text)) if *span == side.span => text.clone(),
                _ if given.is_some_and(|given| given.span == side.span) => self.reading(side),
                _ => self.expr(side),
            };
            parts.push((side.span, text));
        }
    }

    /// The beginning of an `every` and of its body: the engine takes a variable of `every` in `not data.x[v]` for unbound, but none that was
    /// assigned.
    pub(super) fn every(&mut self, names: &[String]) -> (Option<String>, Option<String>) {
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

    /// Takes names that hide rules or outer variables out of `some … in`, which the engine does not let them do, and gives them their values
    /// behind it.
    pub(super) fn rebinds<'b>(
        &mut self,
        patterns: impl Iterator<Item = &'b Expr>,
        parts: &mut Vec<(Span, String)>,
    ) -> Vec<String> {
        let mut out = Vec::new();
        for pattern in patterns {
            let mut names = BTreeSet::new();
            references::variables(pattern, &mut names);
            if self.negation == Negation::Hoisted && patterns::has_object(pattern) {
                let name = self.bound(pattern, &mut out);
                parts.push((pattern.span, name));
            } else if self.negation == Negation::Hoisted
                && !(names.is_disjoint(self.scope.globals) && names.is_disjoint(&self.bound))
            {
                let name = self.temporary_name();
                let text = pattern.span.of(&self.module.text);
                out.push(format!("{text} := {}", order::read(&name)));
                parts.push((pattern.span, name));
            }
        }
        out
    }
}
