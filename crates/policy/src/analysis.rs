//! What a policy means, as far as it can be told without running it: rules, what they read, what calls what.

mod checks;
mod conditions;
mod cycles;
mod hiding;
pub(crate) mod leaves;
mod links;
mod mentions;
pub(crate) mod references;
pub(crate) mod scope;

pub(crate) use checks::refused;
pub(crate) use conditions::can_fail;
pub(crate) use cycles::Cycle;
pub(crate) use hiding::hidden;
pub(crate) use mentions::{index_variables, template, template_value};

use crate::outline::{Body, Composition, Definition, Outline, Rule};
use crate::syntax::Parsed;
use crate::syntax::ast::{self, ExprKind, Link, RuleKind};
use crate::syntax::tokens;
use cos_core::digest::Digest;
use references::{Collector, Names, Path, References};
use scope::{Known, Scope};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A policy that was read.
pub(crate) struct Analysis {
    pub(crate) outline: Arc<Outline>,
    /// Module and rule in it, for each definition.
    pub(crate) sources: Arc<[Source]>,
    /// For each module and rule in it: the numbers of its bodies.
    pub(crate) bodies: Arc<[Vec<Vec<u32>>]>,
    /// For each module: first names of the rules of its package and of its imports.
    pub(crate) globals: Arc<[BTreeSet<String>]>,
    /// For each body with a guard: the statements of it.
    pub(crate) guards: BTreeMap<u32, Vec<usize>>,
    /// For each module: its definitions without the rules they read.
    pub(crate) leaves: Vec<Option<Arc<leaves::Leaves>>>,
    /// For each module: what its names mean.
    pub(crate) names: Arc<[Names]>,
    /// What the one who writes a module knows of all.
    pub(crate) known: Arc<Known>,
    /// Rules that need their own value, when there are any: OPA refuses such a policy.
    pub(crate) cycle: Option<Cycle>,
}

/// Where a definition stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) module: usize,
    pub(crate) rule: usize,
}

/// Analyses the modules of a policy. `fixed` are the JSON pointers below `input` that do not vary; guards depend on them alone.
pub(crate) fn analyse(modules: &[Parsed], entrypoint: &str, fixed: &[String]) -> Analysis {
    let mut names = BTreeMap::<&[String], BTreeSet<String>>::new();
    for module in modules {
        let own = names.entry(&module.tree.package).or_default();
        own.extend(
            module.tree.rules.iter().filter_map(|rule| Some(rule.name.chain()?.0.to_owned())),
        );
    }
    let mut builder = Builder::default();
    let mut scopes = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        let own = names.get(module.tree.package.as_slice()).cloned().unwrap_or_default();
        let imported = module.tree.imports.iter().map(|import| import.alias.clone());
        builder.globals.push(own.iter().cloned().chain(imported).collect());
        scopes.push(Names::of(&module.tree, own));
        builder.module(index, module, &scopes[index]);
    }
    let Builder { mut outline, sources, bodies, globals, references, .. } = builder;
    links::resolve(&mut outline, modules, &sources, &references);
    outline.entrypoint = outline.rule(entrypoint);
    links::reach(&mut outline);
    let shown = whole_only(&mut outline, &references);
    let mut guards = conditions::find(&mut outline, modules, &sources, &scopes, fixed);
    guards.retain(|body, _| {
        let body = &mut outline.bodies[*body as usize];
        let rule = outline.definitions[body.definition as usize].rule;
        body.guarded = !shown.contains(&rule);
        body.guarded
    });
    let leaves = leaves::write(&mut outline, modules, &sources, &references);
    let cycle = cycles::find(modules, &sources, &references);
    Analysis {
        outline: Arc::new(outline),
        sources: sources.into(),
        bodies: bodies.into(),
        globals: globals.into(),
        guards,
        leaves,
        names: scopes.into(),
        known: Arc::new(Known::of(modules)),
        cycle,
    }
}

impl Analysis {
    /// What the one who writes the module of that index knows.
    pub(crate) fn scope(&self, module: usize) -> Scope<'_> {
        let (globals, names) = (&self.globals[module], &self.names[module]);
        Scope { globals, names, known: &self.known }
    }
}

/// First names of the rules of each package.
fn names(modules: &[Parsed]) -> BTreeMap<&[String], BTreeSet<String>> {
    let mut names = BTreeMap::<&[String], BTreeSet<String>>::new();
    for module in modules {
        let first = |rule: &ast::Rule| Some(rule.name.chain()?.0.to_owned());
        let own = names.entry(&module.tree.package).or_default();
        own.extend(module.tree.rules.iter().filter_map(first));
    }
    names
}

/// The analysis of a policy of which one module was changed without adding, removing or renaming a rule.
pub(crate) fn with_changed(before: &Analysis, modules: &[Parsed], index: usize) -> Analysis {
    let module = &modules[index];
    let own = names(modules).remove(module.tree.package.as_slice()).unwrap_or_default();
    let scope = Names::of(&module.tree, own);
    let read = |source: &Source| Collector::rule(&scope, &module.tree.rules[source.rule]);
    let found: Vec<_> = before
        .sources
        .iter()
        .map(|source| if source.module == index { read(source) } else { References::default() })
        .collect();
    let sites = |definition: usize| found[definition].sites.as_slice();
    let mut leaves = before.leaves.clone();
    leaves[index] =
        leaves::of_module(&before.outline, index, module, &before.sources, &sites).map(Arc::new);
    Analysis {
        outline: before.outline.clone(),
        sources: before.sources.clone(),
        bodies: before.bodies.clone(),
        globals: before.globals.clone(),
        // Guards of a changed text are not asked.
        guards: BTreeMap::new(),
        leaves,
        names: before.names.clone(),
        known: before.known.clone(),
        cycle: None,
    }
}

/// Takes the composition from rules that cannot be evaluated definition by definition: rules within rules, and rules of a package that some
/// rule reads as a document, in which copies would show. Returns the latter.
fn whole_only(outline: &mut Outline, references: &[References]) -> BTreeSet<u32> {
    let read = references.iter().flat_map(|one| one.data.iter().chain(&one.data_under_with));
    let read: BTreeSet<String> = read.map(|path| dotted(path)).collect();
    let paths: BTreeSet<String> = outline.rules.iter().map(|rule| rule.path.clone()).collect();
    let above = |path: &str| {
        let mut ends: Vec<_> = path.match_indices(['.', '[']).map(|(at, _)| at).collect();
        ends.retain(|at| *at > 0);
        ends.into_iter().map(|at| path[..at].to_owned()).collect::<Vec<_>>()
    };
    let within: BTreeSet<String> = paths
        .iter()
        .flat_map(|path| above(path).into_iter().map(move |outer| (path, outer)))
        .filter(|(_, outer)| paths.contains(outer))
        .flat_map(|(path, outer)| [path.clone(), outer])
        .collect();
    let mut shown = BTreeSet::new();
    for (number, rule) in outline.rules.iter_mut().enumerate() {
        let in_document = above(&rule.path).iter().any(|outer| read.contains(outer));
        if in_document {
            shown.insert(number as u32);
        }
        if in_document || within.contains(&rule.path) {
            rule.composition = None;
        }
    }
    shown
}

#[derive(Default)]
struct Builder {
    outline: Outline,
    sources: Vec<Source>,
    bodies: Vec<Vec<Vec<u32>>>,
    globals: Vec<BTreeSet<String>>,
    references: Vec<References>,
    by_path: BTreeMap<Path, u32>,
}

impl Builder {
    fn module(&mut self, index: usize, module: &Parsed, names: &Names) {
        let mut numbers = Vec::with_capacity(module.tree.rules.len());
        for (position, rule) in module.tree.rules.iter().enumerate() {
            let own = self.rule(module, rule);
            if rule.kind == RuleKind::Default {
                let value = rule.value.as_ref().map(|value| value.span.of(&module.text));
                let default = value.and_then(crate::value::canonical_literal);
                let own = &mut self.outline.rules[own as usize];
                if default.is_none() {
                    own.composition = None;
                }
                own.default = default;
                own.default_text = value.map(tokens::canonical);
                numbers.push(Vec::new());
                continue;
            }
            self.sources.push(Source { module: index, rule: position });
            self.references.push(Collector::rule(names, rule));
            numbers.push(self.definition(module, rule, own));
        }
        self.bodies.push(numbers);
    }

    /// The rule that a definition belongs to.
    fn rule(&mut self, module: &Parsed, rule: &ast::Rule) -> u32 {
        let mut path = module.tree.package.clone();
        let (constant, dynamic) = name_of(&rule.name);
        path.extend(constant);
        let composition = match rule.kind {
            RuleKind::Set if dynamic == 0 => Some(Composition::Set),
            RuleKind::Object if dynamic == 0 => Some(Composition::Object),
            RuleKind::Complete | RuleKind::Default if dynamic == 0 => Some(Composition::Complete),
            _ => None,
        };
        let next = self.outline.rules.len() as u32;
        let number = *self.by_path.entry(path.clone()).or_insert(next);
        if number == next {
            self.outline.rules.push(Rule {
                path: dotted(&path),
                definitions: Vec::new(),
                is_function: rule.kind == RuleKind::Function || !rule.args.is_empty(),
                composition,
                default: None,
                default_text: None,
                reached: false,
            });
        } else if self.outline.rules[number as usize].composition != composition {
            self.outline.rules[number as usize].composition = None;
        }
        number
    }

    fn definition(&mut self, module: &Parsed, rule: &ast::Rule, own: u32) -> Vec<u32> {
        let definition = self.outline.definitions.len() as u32;
        let first = self.outline.bodies.len() as u32;
        let end_line = |end: u32| module.place(end.saturating_sub(1)).line;
        for body in &rule.bodies {
            self.outline.bodies.push(Body {
                definition,
                place: module.place(body.span.start),
                end_line: end_line(body.span.end),
                is_else: body.is_else,
                conditions: Vec::new(),
                guarded: false,
                can_fail: false,
                is_fixed: true,
            });
        }
        if rule.bodies.is_empty() {
            self.outline.bodies.push(Body {
                definition,
                place: module.place(rule.span.start),
                end_line: end_line(rule.span.end),
                is_else: false,
                conditions: Vec::new(),
                guarded: false,
                can_fail: false,
                is_fixed: true,
            });
        }
        let bodies: Vec<u32> = (first..self.outline.bodies.len() as u32).collect();
        let text = rule.span.of(&module.text);
        let constant_key = match (&rule.kind, rule.key.as_ref().map(|key| &key.kind)) {
            (RuleKind::Set, Some(ExprKind::Text(text))) => Some(text.clone()),
            _ => None,
        };
        self.outline.rules[own as usize].definitions.push(definition);
        self.outline.definitions.push(Definition {
            rule: own,
            place: module.place(rule.span.start),
            end_line: end_line(rule.span.end),
            digest: Digest::of(tokens::canonical(text).as_bytes()).to_string(),
            imports: imports(module, text),
            bodies: bodies.clone(),
            reads: crate::outline::Reads::default(),
            functions: Vec::new(),
            constant_key,
            has_leaf: false,
            text: text.lines().next().unwrap_or_default().to_owned(),
        });
        bodies
    }
}

/// The imports whose name occurs in a text, and the version of the language.
fn imports(module: &Parsed, text: &str) -> Vec<String> {
    let words = tokens::tokens(text);
    let occurs = |alias: &str| words.iter().any(|word| word.text(text).contains(alias));
    let used = module.tree.imports.iter().filter(|import| occurs(&import.alias));
    let mut all: Vec<String> =
        used.map(|import| format!("{} = {}", import.alias, import.path.join("/"))).collect();
    all.sort();
    if module.negates_inside && words.iter().any(|word| word.text(text) == "not") {
        all.push("not = future/keywords".to_owned());
    }
    all.push(format!("rego v{}", u8::from(module.rego_v1)));
    all
}

/// The constant beginning of a rule's name, and how many steps follow it.
pub(crate) fn name_of(name: &ast::Expr) -> (Path, usize) {
    let Some((root, links)) = name.chain() else { return (Path::new(), 0) };
    let constant = links.iter().map_while(|link| match link {
        Link::Name(name) => Some((*name).to_owned()),
        Link::Expr(_) => None,
    });
    let path: Path = [root.to_owned()].into_iter().chain(constant).collect();
    let dynamic = links.len() + 1 - path.len();
    (path, dynamic)
}

/// `data.a.b`, with brackets where a name is no identifier.
pub(crate) fn dotted(path: &[String]) -> String {
    let mut out = "data".to_owned();
    for name in path {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.starts_with(|first: char| first.is_ascii_digit());
        if plain && !name.is_empty() {
            out.extend([".", name]);
        } else {
            out.extend(["[", &serde_json::Value::from(name.as_str()).to_string(), "]"]);
        }
    }
    out
}

/// A path as a JSON pointer (RFC 6901).
pub(crate) fn pointer(path: &[String]) -> String {
    let escaped = |name: &String| format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    path.iter().map(escaped).collect()
}
