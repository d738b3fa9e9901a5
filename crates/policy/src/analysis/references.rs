//! What a piece of Rego reads: paths of the input, paths of data and rules, functions.
//!
//! Everything is an over-approximation: a path stands for itself and all that lies below it, and where an index is not known the path
//! ends before it. What is not listed is not read; the incremental evaluation rests on that.

use crate::syntax::ast::{
    Body, Expr, ExprKind, Link, Module, Op, Query, Rule, Span, Statement, StatementKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// A path as a list of names.
pub(crate) type Path = Vec<String>;

/// A path below `data` with gaps where an index is not known.
pub(crate) type Pattern = Vec<Option<String>>;

/// What is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Paths below `input`; the empty path is all of it.
    pub(crate) inputs: BTreeSet<Path>,
    /// Paths below `data`, of rules and of documents.
    pub(crate) data: BTreeSet<Path>,
    /// The same, read under a `with` modifier.
    pub(crate) data_under_with: BTreeSet<Path>,
    /// Calls: the resolved name, and where it is called first. Functions of the policy begin with `data`.
    pub(crate) calls: BTreeMap<Path, Span>,
    /// Calls under a `with` modifier.
    pub(crate) calls_under_with: BTreeSet<Path>,
    /// Where data is read.
    pub(crate) sites: Vec<Site>,
    /// All of `data`, `data_under_with` and the functions among `calls`, with what follows an unknown index, and where first.
    pub(crate) patterns: BTreeMap<Pattern, Span>,
}

/// A place where data is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// The path below `data`, as far as it is constant.
    pub(crate) path: Path,
    /// For each beginning of the path that is an expression of its own: how long it is, and its span. Empty where steps follow that are
    /// not constant, and under `with`.
    pub(crate) prefixes: Vec<(usize, Span)>,
}

/// What names mean in a module.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    package: Path,
    /// First names of the rules in the package, of all modules.
    rules: BTreeSet<String>,
    imports: BTreeMap<String, Path>,
}

impl Names {
    /// `rules` are the first names of all rules of the module's package.
    pub(crate) fn of(module: &Module, rules: BTreeSet<String>) -> Self {
        let imports = module.imports.iter().filter(|import| {
            matches!(import.path.first().map(String::as_str), Some("data" | "input"))
        });
        let imports = imports.map(|import| (import.alias.clone(), import.path.clone())).collect();
        Self { package: module.package.clone(), rules, imports }
    }

    /// The full path of a name that is no local variable, with `data` or `input` in front; `None` for a variable or a builtin.
    pub(crate) fn resolve(&self, name: &str) -> Option<Path> {
        if matches!(name, "data" | "input") {
            return Some(vec![name.to_owned()]);
        }
        if self.rules.contains(name) {
            let own = ["data"].into_iter().map(str::to_owned).chain(self.package.iter().cloned());
            return Some(own.chain([name.to_owned()]).collect());
        }
        self.imports.get(name).cloned()
    }
}

/// Collects what parts of a module read.
pub(crate) struct Collector<'a> {
    names: &'a Names,
    /// Variables declared by the rule, its queries and what surrounds the place.
    scopes: Vec<BTreeSet<String>>,
    with_depth: u32,
    found: References,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(names: &'a Names) -> Self {
        Self { names, scopes: Vec::new(), with_depth: 0, found: References::default() }
    }

    /// What a definition reads.
    pub(crate) fn rule(names: &'a Names, rule: &Rule) -> References {
        let mut this = Self::new(names);
        this.enter_rule(rule);
        if rule.bodies.is_empty() {
            this.head(rule);
        }
        for (index, body) in rule.bodies.iter().enumerate() {
            this.scopes.push(declared(&body.query));
            // The first body decides what the variables of the head are.
            if index == 0 || !body.is_else {
                this.head(rule);
            }
            this.body(body);
            this.scopes.pop();
        }
        this.found
    }

    /// What the statement `index` of a body reads by itself.
    pub(crate) fn statement(
        names: &'a Names,
        rule: &Rule,
        query: &Query,
        statement: &Statement,
    ) -> References {
        let mut this = Self::new(names);
        this.enter_rule(rule);
        this.scopes.push(declared(query));
        this.visit_statement(statement);
        this.found
    }

    /// Resolves the name of a call in the scope of a rule's outermost query.
    fn enter_rule(&mut self, rule: &Rule) {
        let mut args = BTreeSet::new();
        rule.args.iter().for_each(|arg| variables(arg, &mut args));
        self.scopes.push(args);
    }

    fn head(&mut self, rule: &Rule) {
        if let Some((_, links)) = rule.name.chain() {
            self.links(&links);
        }
        for part in rule.key.iter().chain(&rule.value) {
            self.expr(part);
        }
    }

    fn body(&mut self, body: &Body) {
        body.value.iter().for_each(|value| self.expr(value));
        body.query.statements.iter().for_each(|one| self.visit_statement(one));
    }

    fn query(&mut self, query: &Query, and_terms: &[Expr]) {
        self.scopes.push(declared(query));
        for term in and_terms {
            self.expr(term);
        }
        for statement in &query.statements {
            self.visit_statement(statement);
        }
        self.scopes.pop();
    }

    fn visit_statement(&mut self, statement: &Statement) {
        for with in &statement.with {
            self.expr(&with.value);
        }
        self.with_depth += u32::from(!statement.with.is_empty());
        match &statement.kind {
            StatementKind::Every { names, domain, query } => {
                self.expr(domain);
                self.scopes.push(names.iter().cloned().collect());
                self.query(query, &[]);
                self.scopes.pop();
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => self.expr(expr),
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { key, value, collection } => {
                if let Some(key) = key {
                    self.expr(key);
                }
                self.expr(value);
                self.expr(collection);
            }
        }
        self.with_depth -= u32::from(!statement.with.is_empty());
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Comprehension { terms, query } => self.query(query, terms),
            ExprKind::Call { name, args } => self.call(expr, name, args),
            ExprKind::Var(_) | ExprKind::Field { .. } | ExprKind::Index { .. } => {
                self.reference(expr);
            }
            _ => expr.for_each_child(&mut |child| self.expr(child)),
        }
    }

    fn call(&mut self, call: &Expr, name: &Expr, args: &[Expr]) {
        let Some(path) = name.path() else {
            self.expr(name);
            return args.iter().for_each(|arg| self.expr(arg));
        };
        let resolved = self.resolve_path(&path).unwrap_or(path);
        let mut rest = args;
        if let Some(read) = looked_up(&resolved, args) {
            // `object.get(input, "a", …)` reads `input.a` and no more.
            self.path_reference(&args[0], &read);
            rest = &args[1..];
        }
        for arg in rest {
            self.expr(arg);
        }
        if self.with_depth > 0 {
            self.found.calls_under_with.insert(resolved.clone());
        }
        if let Some((root, function)) = resolved.split_first()
            && root == "data"
        {
            let pattern = function.iter().cloned().map(Some).collect();
            self.found.patterns.entry(pattern).or_insert(call.span);
        }
        self.found.calls.entry(resolved).or_insert(call.span);
    }

    fn reference(&mut self, expr: &Expr) {
        let Some((_, links)) = expr.chain() else {
            return expr.for_each_child(&mut |child| self.expr(child));
        };
        self.links(&links);
        self.path_reference(expr, &[]);
    }

    /// Notes the chain `expr` with `more` behind it.
    fn path_reference(&mut self, expr: &Expr, more: &[String]) {
        let Some((root, links)) = expr.chain() else { return self.expr(expr) };
        let known = links.iter().map_while(|link| match link {
            Link::Name(name) => Some((*name).to_owned()),
            Link::Expr(_) => None,
        });
        let known: Path = known.collect();
        let complete = known.len() == links.len();
        let Some(mut path) = self.resolve_path(&[root.to_owned()]) else { return };
        let (is_data, is_plain) = (path[0] == "data", complete && self.with_depth == 0);
        if path[0] == "data" {
            let rest = links.iter().map(|link| match link {
                Link::Name(name) => Some((*name).to_owned()),
                Link::Expr(_) => None,
            });
            let pattern = path[1..].iter().cloned().map(Some).chain(rest).collect();
            self.found.patterns.entry(pattern).or_insert(expr.span);
        }
        path.extend(known);
        if is_data {
            let length = path.len() - 1;
            let prefixes = if is_plain { prefixes(expr, length) } else { Vec::new() };
            self.found.sites.push(Site { path: path[1..].to_vec(), prefixes });
        }
        if complete {
            path.extend(more.iter().cloned());
        }
        let rest = path[1..].to_vec();
        if path[0] == "input" {
            self.found.inputs.insert(rest);
        } else if self.with_depth > 0 {
            self.found.data_under_with.insert(rest);
        } else {
            self.found.data.insert(rest);
        }
    }

    fn links(&mut self, links: &[Link<'_>]) {
        for link in links {
            if let Link::Expr(index) = link {
                self.expr(index);
            }
        }
    }

    /// The full path, unless the first name is a local variable or nothing known.
    fn resolve_path(&self, path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        if self.scopes.iter().any(|scope| scope.contains(first)) {
            return None;
        }
        let mut full = self.names.resolve(first)?;
        full.extend(rest.iter().cloned());
        Some(full)
    }
}

/// The beginnings of a constant chain that are expressions of their own, longest first, by the length of their path below `data`;
/// `length` is that of the whole.
fn prefixes(chain: &Expr, mut length: usize) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    let mut at = chain;
    loop {
        found.push((length, at.span));
        match &at.kind {
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => at = base,
            _ => return found,
        }
        length = length.saturating_sub(1);
    }
}

/// For `object.get(ref, key, …)` with a constant key: the path that is read below `ref`.
fn looked_up(name: &[String], args: &[Expr]) -> Option<Path> {
    let [object, get] = name else { return None };
    if object != "object" || get != "get" || args.len() != 3 {
        return None;
    }
    args[0].chain()?;
    match &args[1].kind {
        ExprKind::Text(key) => Some(vec![key.clone()]),
        ExprKind::Array(keys) => {
            let text = |key: &Expr| match &key.kind {
                ExprKind::Text(text) => Some(text.clone()),
                _ => None,
            };
            keys.iter().map(text).collect()
        }
        _ => None,
    }
}

/// The variables that the statements of a query declare.
pub(crate) fn declared(query: &Query) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in &query.statements {
        match &statement.kind {
            StatementKind::Some(vars) => names.extend(vars.iter().cloned()),
            StatementKind::SomeIn { key, value, .. } => {
                if let Some(key) = key {
                    variables(key, &mut names);
                }
                variables(value, &mut names);
            }
            StatementKind::Expr(Expr { kind: ExprKind::Binary { op, left, .. }, .. })
                if *op == Op::Assign =>
            {
                variables(left, &mut names);
            }
            _ => {}
        }
    }
    names
}

/// The variables of a pattern.
pub(crate) fn variables(pattern: &Expr, names: &mut BTreeSet<String>) {
    match &pattern.kind {
        ExprKind::Var(name) if !matches!(name.as_str(), "data" | "input" | "_") => {
            names.insert(name.clone());
        }
        ExprKind::Array(items) => items.iter().for_each(|item| variables(item, names)),
        ExprKind::Object(fields) => fields.iter().for_each(|(_, value)| variables(value, names)),
        _ => {}
    }
}
