//! Heads of rules: names, keys and values, and what leaves them for a body because it can be undefined.

use super::{FIRED, Form, Negation, Renderer};
use crate::syntax::ast::{Expr, ExprKind, Rule, RuleKind, Span};

/// What leaves the head of a rule for its body.
#[derive(Default)]
pub(super) struct Moved {
    pub(super) name: Vec<(Span, String)>,
    pub(super) key: Option<String>,
    pub(super) value: Option<String>,
    pub(super) statements: Vec<String>,
}

impl Renderer<'_> {
    /// The key of a rule; in v0 it can be a bare name, `q` of `p.q { … }`.
    pub(super) fn key(&mut self, rule: &Rule) -> String {
        let Some(key) = &rule.key else { return String::new() };
        match &key.kind {
            ExprKind::Text(text) if !key.span.of(&self.module.text).ends_with(['"', '`', ')']) => {
                serde_json::Value::from(text.as_str()).to_string()
            }
            _ => self.expr(key),
        }
    }

    pub(super) fn plain_head(&mut self, rule: &Rule, args: &[String], moved: &Moved) -> String {
        let mut parts = moved.name.clone();
        parts.extend(rule.args.iter().zip(args).map(|(arg, text)| (arg.span, text.clone())));
        if let Some(key) = &rule.key {
            parts.push((key.span, moved.key.clone().unwrap_or_else(|| self.expr(key))));
        }
        if let Some(value) = &rule.value {
            parts.push((value.span, moved.value.clone().unwrap_or_else(|| self.expr(value))));
        }
        let head = self.rebuild(rule.head, &parts);
        self.padded(rule.head, head)
    }

    pub(super) fn head(
        &mut self,
        rule: &Rule,
        form: &Form<'_>,
        args: &[String],
        moved: &Moved,
    ) -> String {
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
        self.padded(rule.head, head)
    }

    /// Takes what can be undefined out of the head, as OPA does: in the engine one undefined element makes the whole rule undefined, whatever its
    /// `else` says.
    pub(super) fn moved(&mut self, rule: &Rule) -> Moved {
        let mut moved = Moved::default();
        let moves = match rule.kind {
            _ if !rule.bodies.is_empty() => true,
            RuleKind::Complete => rule.value.as_ref().is_some_and(|value| self.iterates(value)),
            kind => kind != RuleKind::Function,
        };
        if self.negation == Negation::AsWritten || !moves {
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
    pub(super) fn outside(&mut self, expr: &Expr, statements: &mut Vec<String>) -> Option<String> {
        self.can_be_undefined(expr).then(|| {
            let name = self.temporary_name();
            let text = self.reading(expr);
            statements.push(format!("{name} := {text}"));
            name
        })
    }

    pub(super) fn can_be_undefined(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut found = false;
                expr.for_each_child(&mut |child| found |= self.can_be_undefined(child));
                found
            }
            ExprKind::Var(name) => self.is_reference(name),
            ExprKind::Bool(_)
            | ExprKind::Comprehension { .. }
            | ExprKind::Null
            | ExprKind::Number
            | ExprKind::Text(_) => false,
            _ => true,
        }
    }

    /// Whether a rule of a v0 module is written in the newer way.
    pub(super) fn uses_contains(&self, rule: &Rule) -> bool {
        let after = Span { start: rule.name.span.end, end: rule.head.end };
        after.of(&self.module.text).trim_start().starts_with("contains")
    }
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
