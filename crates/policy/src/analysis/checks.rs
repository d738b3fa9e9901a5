//! What OPA's compiler refuses and the engine decides: variables that are declared and not used, and variables behind `not` or in template
//! strings that nothing binds.
//!
//! What OPA's check of types refuses is in `types`.

use super::mentions::{
    declared, free_variables, introduces, is_operation, may_bind, mentioned, mentioned_in_indexes,
    outside_calls, query_mentions, reads, statement_mentions, template, template_value,
};
use crate::syntax::Parsed;
use crate::syntax::ast::{
    Body, Expr, ExprKind, Import, Op, Query, Rule, RuleKind, Statement, StatementKind,
};
use crate::syntax::normalise::KEYWORDS;
use std::collections::BTreeSet;

/// What OPA does not load.
pub(crate) struct Refused {
    pub(crate) module: usize,
    pub(crate) offset: u32,
    pub(crate) message: String,
}

/// Names that occur.
pub(super) type Names = BTreeSet<String>;

/// The first thing in the modules that OPA refuses; `globals` are the first names of the rules and imports of each.
pub(crate) fn refused(modules: &[Parsed], globals: &[Names]) -> Option<Refused> {
    modules.iter().zip(globals).enumerate().find_map(|(module, (parsed, globals))| {
        let found = check(parsed, globals);
        found.map(|(offset, message)| Refused { module, offset, message })
    })
}

/// A place and what is wrong there.
type Fault = (u32, String);

fn check(module: &Parsed, globals: &Names) -> Option<Fault> {
    let future = |import: &Import| import.path.first().is_some_and(|first| first == "future");
    let named = |import: &&Import| KEYWORDS.contains(&import.alias.as_str()) && !future(import);
    if let Some(import) = module.tree.imports.iter().find(named) {
        return Some((0, format!("the import `{}` has the name of a keyword", import.alias)));
    }
    module.tree.rules.iter().filter(|rule| rule.kind != RuleKind::Default).find_map(|rule| {
        let mut checker = Checker { module, globals, bound: Names::new(), fault: None };
        checker.rule(rule);
        checker.fault
    })
}

struct Checker<'a> {
    module: &'a Parsed,
    globals: &'a Names,
    /// Variables that something outside of a negation mentions: they may be bound.
    bound: Names,
    fault: Option<Fault>,
}

impl Checker<'_> {
    fn rule(&mut self, rule: &Rule) {
        for arg in &rule.args {
            mentioned(arg, &mut self.bound);
        }
        let bound = self.bound.clone();
        let head = [Some(&rule.name), rule.key.as_ref(), rule.value.as_ref()];
        let head: Vec<&Expr> = head.into_iter().flatten().collect();
        for body in &rule.bodies {
            self.bound.clone_from(&bound);
            self.body(body, &head);
        }
        if rule.bodies.is_empty() {
            for part in head {
                self.expr(part);
            }
        }
    }

    fn body(&mut self, body: &Body, head: &[&Expr]) {
        let mut parts = if body.is_else { Vec::new() } else { head.to_vec() };
        parts.extend(&body.value);
        let mut used = Names::new();
        for part in &parts {
            mentioned(part, &mut used);
        }
        self.query(&body.query, &used);
        for statement in &body.query.statements {
            may_bind(statement, &mut self.bound);
            declared(statement, &mut self.bound);
        }
        self.outside(&parts);
        for part in parts {
            self.expr(part);
        }
    }

    /// What stands outside of a body binds nothing but indexes.
    fn outside(&mut self, parts: &[&Expr]) {
        let (mut names, mut indexes) = (Vec::new(), Names::new());
        for part in parts {
            free_variables(part, &mut names);
            mentioned_in_indexes(part, &mut indexes);
        }
        let known = |name: &String| {
            name == "_"
                || indexes.contains(name)
                || self.bound.contains(name)
                || self.is_known(name)
        };
        if let Some((offset, name)) = names.iter().find(|(_, name)| !known(name)) {
            self.report(*offset, &format!("nothing binds `{name}`"));
        }
    }

    /// Checks a query; `used` are names that what it belongs to mentions.
    fn query(&mut self, query: &Query, used: &Names) {
        query.statements.iter().for_each(|statement| self.modifiers(statement));
        let outer = self.bound.clone();
        let mut all = used.clone();
        for statement in &query.statements {
            statement_mentions(statement, &mut all);
            if !matches!(statement.kind, StatementKind::Not(_)) {
                may_bind(statement, &mut self.bound);
                declared(statement, &mut self.bound);
            }
        }
        self.assignments(query, &outer);
        for statement in &query.statements {
            match &statement.kind {
                StatementKind::Some(names) => self.unused(statement, names, &all),
                StatementKind::Every { names, domain, query } => {
                    let mut within = Names::new();
                    query_mentions(query, &mut within);
                    self.unused(statement, names, &within);
                    self.expr(domain);
                    let before = self.bound.clone();
                    self.bound.extend(names.iter().cloned());
                    self.query(query, &Names::new());
                    self.bound = before;
                }
                StatementKind::Not(expr) => {
                    self.negated(statement, expr);
                    self.expr(expr);
                }
                StatementKind::Expr(expr) => self.expr(expr),
                StatementKind::SomeIn { collection, .. } => self.expr(collection),
            }
        }
        self.bound = outer;
    }

    /// `walk` finds many things, and OPA replaces no such function.
    fn modifiers(&mut self, statement: &Statement) {
        let is_walk = |name: &str| name == "walk" && !self.globals.contains(name);
        let replaced = statement
            .with
            .iter()
            .find(|with| matches!(&with.target.kind, ExprKind::Var(name) if is_walk(name)));
        if let Some(with) = replaced {
            self.report(with.span.start, "`with` cannot replace `walk`");
        }
    }

    fn unused(&mut self, statement: &Statement, names: &[String], used: &Names) {
        let missing = names.iter().find(|name| *name != "_" && !used.contains(*name));
        if let Some(name) = missing {
            self.report(
                statement.span.start,
                &format!("the declared variable `{name}` is not used"),
            );
        }
    }

    /// A variable that has the name of a rule and is assigned must not be read before, or in its own value: the engine reads the rule.
    fn assignments(&mut self, query: &Query, outer: &Names) {
        let mut above = Names::new();
        let mut seen = Names::new();
        for statement in &query.statements {
            let mut introduced = Names::new();
            introduces(statement, &mut introduced);
            let own: Vec<_> = reads(statement).filter(|name| !outer.contains(name)).collect();
            if matches!(&statement.kind, StatementKind::Expr(_)) {
                // `x := x + 1`
                seen.extend(own.iter().cloned());
            }
            if let Some(name) = introduced.intersection(&seen).next() {
                self.report(statement.span.start, &format!("`{name}` is read or declared above"));
            }
            seen.append(&mut introduced);
            seen.extend(own);
            let (mut own, mut pattern) = (Names::new(), Vec::new());
            if let StatementKind::Expr(expr) = &statement.kind
                && let ExprKind::Binary { op: Op::Assign, left, right } = &expr.kind
            {
                mentioned(left, &mut own);
                let mut read = Vec::new();
                free_variables(right, &mut read);
                above.extend(read.into_iter().map(|(_, name)| name));
                free_variables(left, &mut pattern);
            }
            let twice = |name: &str| pattern.iter().filter(|(_, other)| other == name).count() > 1;
            let hidden = |name: &&String| {
                self.globals.contains(*name) && (above.contains(*name) || twice(name))
            };
            if let Some(name) = own.iter().find(hidden) {
                self.report(statement.span.start, &format!("`{name}` is read or assigned above"));
            }
            statement_mentions(statement, &mut above);
        }
    }

    /// Looks for comprehensions, template strings, and what is no expression in OPA.
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Index { base, .. } | ExprKind::Field { base, .. } => {
                let scalar =
                    matches!(base.kind, ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number);
                if scalar || template(base).is_some() {
                    self.report(expr.span.start, "a scalar has no fields");
                }
            }
            ExprKind::Call { name, .. } => {
                let rest = self.module.text.get(name.span.end as usize..).unwrap_or_default();
                if rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('(') {
                    let message = "white space stands between a function and its arguments";
                    self.report(name.span.end, message);
                }
            }
            _ => {}
        }
        if let Some(parts) = template(expr) {
            for part in parts {
                match template_value(part) {
                    Some(value) => {
                        self.template_part(value);
                        self.expr(value);
                    }
                    None => {
                        self.report(expr.span.start, "a template holds one expression");
                    }
                }
            }
        } else if let ExprKind::Comprehension { terms, query } = &expr.kind {
            let mut all = Names::new();
            for term in terms {
                mentioned(term, &mut all);
            }
            self.query(query, &all);
        } else {
            expr.for_each_child(&mut |child| self.expr(child));
        }
    }

    /// Nothing inside a template string binds a variable.
    fn template_part(&mut self, part: &Expr) {
        let free = |this: &Self, name: &str| {
            name == "_" || !this.bound.contains(name) && !this.is_known(name)
        };
        let mut names = Vec::new();
        free_variables(part, &mut names);
        if let Some((offset, name)) = names.iter().find(|(_, name)| free(self, name)) {
            self.report(*offset, &format!("nothing declares `{name}` in a template string"));
        }
    }

    /// Nothing behind `not` binds a variable, unless a call inside a call is taken out.
    fn negated(&mut self, statement: &Statement, expr: &Expr) {
        if let ExprKind::Binary { op: Op::Assign, .. } = expr.kind {
            self.report(statement.span.start, "`not` cannot assign");
            return;
        }
        let mut names = Vec::new();
        if self.module.negates_inside {
            free_variables(expr, &mut names);
        } else if template(expr).is_none() {
            match &expr.kind {
                ExprKind::Call { args, .. } => {
                    for arg in args {
                        outside_calls(arg, &mut names);
                    }
                }
                _ if is_operation(expr) => {
                    expr.for_each_child(&mut |child| outside_calls(child, &mut names));
                }
                _ => outside_calls(expr, &mut names),
            }
        }
        let bound = |name: &str| name != "_" && (self.bound.contains(name) || self.is_known(name));
        if let Some((offset, name)) = names.into_iter().find(|(_, name)| !bound(name)) {
            self.report(offset, &format!("nothing binds `{name}` behind `not`"));
        }
    }

    fn is_known(&self, name: &str) -> bool {
        matches!(name, "data" | "input") || self.globals.contains(name)
    }

    fn report(&mut self, offset: u32, message: &str) {
        self.fault.get_or_insert((offset, format!("OPA does not load it: {message}")));
    }
}
