//! From the engine's tree to ours. The only code that knows the engine's parser.

use super::SyntaxError;
use super::ast::{
    Body, Expr, ExprKind, Import, Module, Op, Query, Rule, RuleKind, Span, Statement,
    StatementKind, With,
};
use super::normalise::KEYWORDS;
use super::tokens::{Token, TokenKind, tokens};
use regorus::unstable as rego;
use regorus::unstable::{Expr as E, Literal, RuleHead};
use std::num::NonZeroU32;

/// Longest line that is parsed, in columns.
pub(crate) const MAX_COLUMNS: NonZeroU32 = NonZeroU32::new(16_384).expect("it is not zero");

/// Deepest nesting of brackets and braces. The engine's parser tries each literal as a comprehension first, so that each level doubles its
/// work: 60 levels would never end.
const MAX_DEPTH: usize = 18;

/// Parses a module whose syntax the engine knows.
pub(super) fn module(file: &str, text: &str, rego_v1: bool) -> Result<Module, SyntaxError> {
    let tokens = tokens(text);
    if let Some(deep) = too_deep(text, &tokens) {
        let message = format!("brackets nest deeper than {MAX_DEPTH} levels; name an inner part");
        return Err(SyntaxError::at(file, text, deep.start, message));
    }
    let failed = |message: String| SyntaxError::from_engine(file, &message);
    let source = regorus::Source::from_contents(file.to_owned(), text.to_owned())
        .map_err(|error| failed(error.to_string()))?;
    let mut parser = rego::Parser::new(&source).map_err(|error| failed(error.to_string()))?;
    parser.set_max_col(MAX_COLUMNS);
    if rego_v1 {
        parser.enable_rego_v1().map_err(|error| failed(error.to_string()))?;
    }
    let parsed = parser.parse().map_err(|error| failed(error.to_string()))?;
    let converter = Converter { text, tokens };
    Ok(converter.module(&parsed))
}

/// The first bracket that stands inside too many others.
fn too_deep<'a>(text: &str, tokens: &'a [Token]) -> Option<&'a Token> {
    let mut depth = 0_usize;
    tokens.iter().find(|token| {
        match token.kind {
            TokenKind::Open if token.text(text) != "(" => depth += 1,
            TokenKind::Close if token.text(text) != ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}

struct Converter<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl Converter<'_> {
    fn module(&self, module: &rego::Module) -> Module {
        let package = self.expr(&module.package.refr).path().unwrap_or_default();
        let imports = module.imports.iter().filter_map(|import| {
            let path = self.expr(&import.refr).path()?;
            let last = path.last()?.clone();
            let alias = import.r#as.as_ref().map_or(last, |name| name.text().to_owned());
            Some(Import { path, alias })
        });
        Module {
            package,
            imports: imports.collect(),
            rules: module.policy.iter().map(|rule| self.rule(rule)).collect(),
        }
    }

    fn rule(&self, rule: &rego::Rule) -> Rule {
        match rule {
            rego::Rule::Default { span, refr, args, value, .. } => {
                let value = self.expr(value);
                let span = span_of(span).hull(value.span);
                Rule {
                    span,
                    kind: RuleKind::Default,
                    name: self.expr(refr),
                    head: span,
                    key: None,
                    value: Some(value),
                    args: args.iter().map(|arg| self.expr(arg)).collect(),
                    bodies: Vec::new(),
                }
            }
            rego::Rule::Spec { span, head, bodies } => self.spec(span_of(span), head, bodies),
        }
    }

    fn spec(&self, span: Span, head: &RuleHead, bodies: &[rego::RuleBody]) -> Rule {
        let (kind, head_span, name, key, args, assign) = match head {
            RuleHead::Compr { span, refr, assign } => {
                let name = self.expr(refr);
                (RuleKind::Complete, span, name, None, Vec::new(), assign.as_ref())
            }
            RuleHead::Set { span, refr, key } => {
                let key = key.as_ref().map(|key| self.expr(key));
                (RuleKind::Set, span, self.expr(refr), key, Vec::new(), None)
            }
            RuleHead::Func { span, refr, args, assign } => {
                let args = args.iter().map(|arg| self.expr(arg)).collect();
                (RuleKind::Function, span, self.expr(refr), None, args, assign.as_ref())
            }
        };
        let value = assign.map(|assign| self.expr(&assign.value));
        let mut rule = Rule {
            span,
            kind,
            head: span_of(head_span),
            name,
            key,
            value,
            args,
            bodies: bodies.iter().map(|body| self.body(body)).collect(),
        };
        let parts = [Some(&rule.name), rule.key.as_ref(), rule.value.as_ref()];
        rule.head = parts.into_iter().flatten().fold(rule.head, |head, part| head.hull(part.span));
        rule.span = rule.bodies.iter().fold(rule.span.hull(rule.head), |all, b| all.hull(b.span));
        split_key(rule)
    }

    fn body(&self, body: &rego::RuleBody) -> Body {
        let value = body.assign.as_ref().map(|assign| self.expr(&assign.value));
        let mut query = self.query(&body.query);
        let mut span = span_of(&body.span).hull(query.span);
        if let Some(value) = &value {
            span = span.hull(value.span);
        }
        if body.is_else {
            query.span = self.after_else(span, value.as_ref(), &query);
        }
        Body { span, is_else: body.is_else, value, query }
    }

    /// The query of an `else`; its span begins at the `else` when it is in braces without `if`.
    fn after_else(&self, body: Span, value: Option<&Expr>, query: &Query) -> Span {
        let from = value.map_or(body.start, |value| value.span.end);
        let Some(first) = query.statements.first() else {
            return Span { start: body.end, end: body.end };
        };
        let at = self.tokens.partition_point(|token| token.start < from as usize);
        let mut before = self.tokens[at..].iter();
        let before = before.find(|token| !matches!(token.text(self.text), "else" | "if"));
        let start = before.map_or(first.span.start, |token| token.start as u32);
        Span { start: start.min(first.span.start), end: query.span.end }
    }

    fn query(&self, query: &rego::Query) -> Query {
        let statements: Vec<_> = query.stmts.iter().map(|stmt| self.statement(stmt)).collect();
        let span = statements.iter().fold(span_of(&query.span), |all, one| all.hull(one.span));
        Query { span, statements }
    }

    fn statement(&self, statement: &rego::LiteralStmt) -> Statement {
        let names = |spans: &[rego::Span]| spans.iter().map(|s| s.text().to_owned()).collect();
        let kind = match &statement.literal {
            Literal::SomeVars { vars, .. } => StatementKind::Some(names(vars)),
            Literal::SomeIn { key, value, collection, .. } => StatementKind::SomeIn {
                key: key.as_ref().map(|key| self.expr(key)),
                value: self.expr(value),
                collection: self.expr(collection),
            },
            Literal::Expr { expr, .. } => StatementKind::Expr(self.expr(expr)),
            Literal::NotExpr { expr, .. } => StatementKind::Not(self.expr(expr)),
            Literal::Every { key, value, domain, query, .. } => {
                let names = key.iter().chain([value]).map(|name| name.text().to_owned());
                let (domain, query) = (self.expr(domain), self.query(query));
                StatementKind::Every { names: names.collect(), domain, query }
            }
        };
        let with: Vec<_> = statement.with_mods.iter().map(|with| self.with(with)).collect();
        let inner = match &kind {
            StatementKind::Every { domain, query, .. } => Some(domain.span.hull(query.span)),
            StatementKind::Expr(expr) | StatementKind::Not(expr) => Some(expr.span),
            StatementKind::Some(_) => None,
            StatementKind::SomeIn { collection, .. } => Some(collection.span),
        };
        let span = inner.into_iter().chain(with.iter().map(|with| with.span));
        let span = span.fold(span_of(&statement.span), Span::hull);
        Statement { span, kind, with }
    }

    fn with(&self, with: &rego::WithModifier) -> With {
        let (target, value) = (self.expr(&with.refr), self.expr(&with.r#as));
        With { span: span_of(&with.span).hull(value.span), target, value }
    }

    fn expr(&self, expr: &E) -> Expr {
        let span = span_of(expr.span());
        let kind = self.kind(expr);
        // The engine's spans of strings, and of what begins or ends with one, lack the quotes.
        let mut span = match expr {
            E::String { .. } | E::RawString { .. } => {
                Span { start: span.start.saturating_sub(1), end: span.end + 1 }
            }
            _ => span,
        };
        let whole = Expr { span, kind };
        let mut first = None;
        whole.for_each_child(&mut |child| {
            span = span.hull(child.span);
            first = first.min(Some(child.span.start)).or(Some(child.span.start));
        });
        let mut whole = Expr { span, ..whole };
        match whole.kind {
            ExprKind::Index { .. } => whole.span.end = self.closing_bracket(whole.span.end),
            ExprKind::Set(ref items) if items.is_empty() => {
                whole.span.end = self.closing_parenthesis(whole.span);
            }
            ExprKind::Object(_) | ExprKind::Array(_) | ExprKind::Set(_) => {
                whole.span.start = self.opening_bracket(whole.span.start, first);
            }
            _ => {}
        }
        whole.span = self.parenthesised(whole.span);
        whole
    }

    /// The span of `set()` ends with the token behind it.
    fn closing_parenthesis(&self, span: Span) -> u32 {
        let length = span.of(self.text).find(')').map_or(0, |at| at as u32 + 1);
        if length == 0 { span.end } else { span.start + length }
    }

    /// The span with all parentheses around it that belong to no call.
    fn parenthesised(&self, span: Span) -> Span {
        let mut whole = span;
        loop {
            let first = self.tokens.partition_point(|token| token.start < whole.start as usize);
            let after = self.tokens.partition_point(|token| token.start < whole.end as usize);
            let Some(open) = first.checked_sub(1).map(|at| &self.tokens[at]) else { return whole };
            let Some(close) = self.tokens.get(after) else { return whole };
            let enclosed = open.text(self.text) == "(" && close.text(self.text) == ")";
            let before = first.checked_sub(2).map(|at| &self.tokens[at]);
            if !enclosed || before.is_some_and(|name| is_call(self.text, name, open)) {
                return whole;
            }
            whole = Span { start: open.start as u32, end: close.end as u32 };
        }
    }

    /// The span of an object with several fields begins at one of them, which may have brackets of its own.
    fn opening_bracket(&self, start: u32, first: Option<u32>) -> u32 {
        let at = self.tokens.partition_point(|token| token.start < start as usize);
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        match before {
            Some(token) if first == Some(start) && token.kind == TokenKind::Open => {
                token.start as u32
            }
            _ => start,
        }
    }

    /// The span of an index in a rule's head ends before the bracket.
    fn closing_bracket(&self, end: u32) -> u32 {
        let rest = self.text.as_bytes().get(end as usize..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let before = end.checked_sub(1).and_then(|at| self.text.as_bytes().get(at as usize));
        if before != Some(&b']') && rest.get(blanks) == Some(&b']') {
            end + blanks as u32 + 1
        } else {
            end
        }
    }

    fn kind(&self, expr: &E) -> ExprKind {
        let boxed = |expr: &E| Box::new(self.expr(expr));
        let list = |items: &[rego::Ref<E>]| items.iter().map(|item| self.expr(item)).collect();
        let binary = |op, left: &E, right: &E| ExprKind::Binary {
            op,
            left: Box::new(self.expr(left)),
            right: Box::new(self.expr(right)),
        };
        match expr {
            E::String { value, .. } | E::RawString { value, .. } => {
                ExprKind::Text(value.as_string().map(ToString::to_string).unwrap_or_default())
            }
            E::Number { .. } => ExprKind::Number,
            E::Bool { value, .. } => ExprKind::Bool(value.as_bool().is_ok_and(|value| *value)),
            E::Null { .. } => ExprKind::Null,
            E::Var { span, .. } => ExprKind::Var(span.text().to_owned()),
            E::Array { items, .. } => ExprKind::Array(list(items)),
            E::Set { items, .. } => ExprKind::Set(list(items)),
            E::Object { fields, .. } => {
                let pair = |(_, key, value): &(_, rego::Ref<E>, rego::Ref<E>)| {
                    (self.expr(key), self.expr(value))
                };
                ExprKind::Object(fields.iter().map(pair).collect())
            }
            E::ArrayCompr { term, query, .. } | E::SetCompr { term, query, .. } => {
                let terms = vec![self.expr(term)];
                ExprKind::Comprehension { terms, query: Box::new(self.query(query)) }
            }
            E::ObjectCompr { key, value, query, .. } => {
                let terms = vec![self.expr(key), self.expr(value)];
                ExprKind::Comprehension { terms, query: Box::new(self.query(query)) }
            }
            E::Call { fcn, params, .. } => ExprKind::Call { name: boxed(fcn), args: list(params) },
            E::UnaryExpr { expr, .. } => ExprKind::Minus(boxed(expr)),
            E::RefDot { refr, field, .. } => {
                ExprKind::Field { base: boxed(refr), name: field.0.text().to_owned() }
            }
            E::RefBrack { refr, index, .. } => {
                ExprKind::Index { base: boxed(refr), index: boxed(index) }
            }
            E::BinExpr { op, lhs, rhs, .. } => binary(set_op(op), lhs, rhs),
            E::BoolExpr { op, lhs, rhs, .. } => binary(bool_op(op), lhs, rhs),
            E::ArithExpr { op, lhs, rhs, .. } => binary(arith_op(op), lhs, rhs),
            E::AssignExpr { op, lhs, rhs, .. } => binary(assign_op(op), lhs, rhs),
            E::Membership { key, value, collection, .. } => ExprKind::Member {
                key: key.as_ref().map(|key| boxed(key)),
                value: boxed(value),
                collection: boxed(collection),
            },
        }
    }
}

/// Whether a parenthesis holds the arguments of what precedes it.
fn is_call(text: &str, before: &Token, open: &Token) -> bool {
    let word = before.text(text);
    let keyword = word != "contains" && KEYWORDS.contains(&word);
    !open.spaced && (before.kind == TokenKind::Close || before.kind == TokenKind::Name && !keyword)
}

/// `p[key] := value` reaches us as a name with an index and a value: the index is the key. In v0 `p[key]` alone is a set.
fn split_key(mut rule: Rule) -> Rule {
    match rule.kind {
        RuleKind::Complete if matches!(rule.name.kind, ExprKind::Index { .. }) => {
            let ExprKind::Index { base, index } = rule.name.kind else { return rule };
            rule.kind = RuleKind::Object;
            rule.name = *base;
            rule.key = Some(*index);
        }
        RuleKind::Set if rule.key.is_none() => {
            if let ExprKind::Index { base, index } = rule.name.kind {
                rule.name = *base;
                rule.key = Some(*index);
            } else if let ExprKind::Field { base, name } = rule.name.kind {
                let span = Span { start: rule.name.span.end - name.len() as u32, ..rule.name.span };
                rule.name = *base;
                rule.key = Some(Expr { span, kind: ExprKind::Text(name) });
            }
        }
        _ => {}
    }
    rule
}

fn span_of(span: &rego::Span) -> Span {
    Span { start: span.start, end: span.end }
}

fn set_op(op: &rego::BinOp) -> Op {
    match op {
        rego::BinOp::Intersection => Op::Intersection,
        rego::BinOp::Union => Op::Union,
    }
}

fn bool_op(op: &rego::BoolOp) -> Op {
    match op {
        rego::BoolOp::Eq => Op::Eq,
        rego::BoolOp::Ge => Op::Ge,
        rego::BoolOp::Gt => Op::Gt,
        rego::BoolOp::Le => Op::Le,
        rego::BoolOp::Lt => Op::Lt,
        rego::BoolOp::Ne => Op::Ne,
    }
}

fn arith_op(op: &rego::ArithOp) -> Op {
    match op {
        rego::ArithOp::Add => Op::Add,
        rego::ArithOp::Div => Op::Div,
        rego::ArithOp::Mod => Op::Mod,
        rego::ArithOp::Mul => Op::Mul,
        rego::ArithOp::Sub => Op::Sub,
    }
}

fn assign_op(op: &rego::AssignOp) -> Op {
    match op {
        rego::AssignOp::ColEq => Op::Assign,
        rego::AssignOp::Eq => Op::Unify,
    }
}
