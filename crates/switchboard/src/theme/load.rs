//! From the files of a pack to a theme: everything that is wrong, at once, and what there is to show if it can be shown.

use super::asset;
use super::contract;
use super::css;
use super::extends::{self, Flat};
use super::fault::{Fault, Faults, Severity, codes, of_file};
use super::fix::Span;
use super::group::{Group, RawValue};
use super::manifest::{self, Manifest};
use super::pack::{MANIFEST, Pack, PackLimits, has_ending};
use super::plain;
use super::resolve;
use super::resolver::{Input, Resolver};
use super::source::{Node, Place, Sources};
use super::tokens::Tokens;
use super::value::TokenValue;
use cos_core::digest::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// The modifier of a resolver whose contexts are the modes of the theme.
const MODE: &str = "mode";

/// A theme as pages use it.
#[derive(Clone, Debug)]
pub struct Theme {
    /// What it is called, and its files.
    pub manifest: Manifest,
    /// Light, dark or others; the default one first.
    pub modes: Vec<Mode>,
    /// The identity of the pack.
    pub digest: Digest,
}

/// The tokens in one mode.
#[derive(Clone, Debug)]
pub struct Mode {
    /// The name of the mode: `light`, `dark`.
    pub name: String,
    /// Whether it is used where nothing else is asked for.
    pub is_default: bool,
    /// All tokens, those of the contract among them.
    pub tokens: Tokens,
    /// The tokens of the contract that the theme lacks, and that are the default theme's.
    pub borrowed: BTreeSet<String>,
}

/// What loading came to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The theme; `None` where there was nothing to go on with.
    pub theme: Option<Theme>,
    /// Everything that is wrong, errors first.
    pub faults: Vec<Fault>,
}

impl Checked {
    /// Whether the theme can be used as it is.
    pub fn is_usable(&self) -> bool {
        self.theme.is_some() && self.faults.iter().all(|it| it.severity == Severity::Warning)
    }
}

impl Theme {
    /// The mode of that name.
    pub fn mode(&self, name: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.name == name)
    }
}

impl Pack {
    /// Makes a pack of a plain theme in one file, and of the files beside it that it names.
    pub fn from_plain(
        name: &str,
        bytes: &[u8],
        beside: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, Vec<Fault>> {
        let sources = plain::sources(name, bytes)?;
        let pack = plain::upgrade(&sources, name, beside)?;
        let files = pack.files().map(|(name, bytes)| (name.to_owned(), bytes.to_owned()));
        Self::new(files, &PackLimits::default())
    }

    /// The files that a plain theme names beside itself; `None` where `bytes` is no plain theme.
    pub fn plain_files(name: &str, bytes: &[u8]) -> Option<Vec<String>> {
        let sources = plain::sources(name, bytes).ok()?;
        let root = sources.root(name).filter(|root| plain::is_plain(root))?;
        Some(plain::companions(root).into_iter().map(str::to_owned).collect())
    }
}

/// Loads a theme. Tokens of the contract that it lacks are taken from the default theme, with a warning.
pub fn load(pack: &Pack) -> Checked {
    let mut checked = load_alone(pack);
    let modes = checked.theme.iter_mut().flat_map(|theme| &mut theme.modes);
    let mut missing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for mode in modes {
        for path in borrow(mode) {
            missing.entry(path).or_default().push(format!("`{}`", mode.name));
        }
    }
    for (path, modes) in missing {
        let modes = modes.join(", ");
        let message = format!("there is no `{path}` in {modes}; the default theme's is used");
        let remedy = "add the token, if it should differ";
        let fault = of_file(codes::CONTRACT_MISSING, MANIFEST, message, remedy);
        checked.faults.push(Fault { severity: Severity::Warning, ..fault });
    }
    checked.faults.sort_by_key(|fault| fault.severity);
    checked
}

/// The tokens that a resolver document of the pack selects for an input (resolver module, "Inputs"), and what is wrong with them.
pub fn resolve_for(
    pack: &Pack,
    resolver: &str,
    input: &BTreeMap<String, String>,
) -> (Tokens, Vec<Fault>) {
    let (sources, mut found) = Sources::of(pack);
    let mut faults = Faults::new(&sources);
    let nodes = Resolver::read(&sources, resolver, &mut faults)
        .map(|resolver| resolver.compose(input, &mut faults))
        .unwrap_or_default();
    let composed = Composed { name: String::new(), is_default: true, nodes };
    let mode = composed.mode(&mut faults);
    found.extend(faults.into_sorted());
    (mode.tokens, found)
}

/// Loads a theme without comparing it with the contract's list.
fn load_alone(pack: &Pack) -> Checked {
    let (sources, mut found) = Sources::of(pack);
    let Some(root) = sources.root(MANIFEST) else {
        if found.is_empty() {
            let remedy = "add it; `docs/guide/themes.md` shows one";
            found.push(of_file(codes::MANIFEST, MANIFEST, "is missing", remedy));
        }
        return Checked { theme: None, faults: found };
    };
    let mut faults = Faults::new(&sources);
    let read = manifest::read(root, pack, &mut faults);
    let theme = read.map(|read| {
        assets(&read, pack, &mut faults);
        let composed = composed(&sources, &read, &mut faults);
        let modes: Vec<Mode> = composed.into_iter().map(|it| it.mode(&mut faults)).collect();
        let fonts = &read.manifest.fonts;
        for mode in &modes {
            faults_of(mode, fonts, root.at, &mut faults);
        }
        Theme { manifest: read.manifest, modes, digest: pack.digest() }
    });
    found.extend(faults.into_sorted());
    Checked { theme, faults: found }
}

fn assets(read: &manifest::Read, pack: &Pack, faults: &mut Faults<'_>) {
    let logos = read.manifest.logos.values().collect::<BTreeSet<_>>();
    let images = logos.into_iter().map(|file| (file, asset::image as fn(&str, &[u8]) -> _));
    let fonts =
        read.manifest.fonts.values().map(|file| (file, asset::font as fn(&str, &[u8]) -> _));
    for (file, check) in images.chain(fonts) {
        for fault in check(file, pack.get(file).unwrap_or_default()) {
            faults.add(fault);
        }
    }
}

/// The token sources of a mode, in order.
struct Composed<'a> {
    name: String,
    is_default: bool,
    nodes: Vec<&'a Node>,
}

/// What the resolver selects for each mode, the default one first.
fn composed<'a>(
    sources: &'a Sources,
    read: &manifest::Read,
    faults: &mut Faults<'_>,
) -> Vec<Composed<'a>> {
    let single = |nodes| vec![Composed { name: "light".to_owned(), is_default: true, nodes }];
    let Some(name) = &read.manifest.resolver else {
        let names = sources.names().filter(|name| has_ending(name, ".tokens.json"));
        let nodes: Vec<&Node> = names.filter_map(|name| sources.root(name)).collect();
        if nodes.is_empty() {
            let remedy = "add a file whose name ends in `.tokens.json`, or name a resolver";
            faults.note(codes::MANIFEST, read.resolver_at, "the pack has no tokens", remedy);
        }
        return single(nodes);
    };
    let Some(resolver) = Resolver::read(sources, name, faults) else { return Vec::new() };
    let Some(modifier) = resolver.modifier(MODE) else {
        return single(resolver.compose(&Input::new(), faults));
    };
    let first = modifier.default().or_else(|| modifier.contexts().next());
    let mut modes = Vec::new();
    for context in modifier.contexts() {
        if !manifest::is_slug(context) {
            let message = format!("`{}` is no name for a mode", context.escape_debug());
            let remedy = "use a-z, 0-9 and `-`, at most 40";
            faults.note(codes::RESOLVER, read.resolver_at, message, remedy);
            continue;
        }
        let input = Input::from([(MODE.to_owned(), context.to_owned())]);
        let (name, is_default) = (context.to_owned(), Some(context) == first);
        modes.push(Composed { name, is_default, nodes: resolver.compose(&input, faults) });
    }
    modes.sort_by_key(|mode| !mode.is_default);
    modes
}

impl<'a> Composed<'a> {
    /// The tokens as declared.
    fn flat(&self, faults: &mut Faults<'_>) -> Flat<'a> {
        let mut groups = self.nodes.iter().map(|node| Group::read(node, faults));
        let Some(mut all) = groups.next() else { return Flat::new() };
        groups.for_each(|later| all.merge(later));
        extends::flatten(&all, faults)
    }

    /// The tokens with their values.
    fn mode(self, faults: &mut Faults<'_>) -> Mode {
        let tokens = resolve::resolve(&self.flat(faults), faults);
        let Self { name, is_default, .. } = self;
        Mode { name, is_default, tokens, borrowed: BTreeSet::new() }
    }
}

/// Where each token of each mode has its value, by mode and path.
pub(super) fn spans(pack: &Pack) -> BTreeMap<(String, String), Span> {
    let (sources, _) = Sources::of(pack);
    let mut faults = Faults::new(&sources);
    let root = sources.root(MANIFEST);
    let Some(read) = root.and_then(|root| manifest::read(root, pack, &mut faults)) else {
        return BTreeMap::new();
    };
    let mut out = BTreeMap::new();
    for mode in composed(&sources, &read, &mut faults) {
        for (path, declared) in mode.flat(&mut faults) {
            // The text of `$ref` is no value that could be written over.
            if let RawValue::Direct(node) = declared.token.value
                && let Some(span) = sources.span(node)
            {
                out.insert((mode.name.clone(), path), span);
            }
        }
    }
    out
}

/// What is wrong with the tokens of a mode as CSS, and as those of the contract.
fn faults_of(mode: &Mode, fonts: &BTreeMap<String, String>, at: Place, faults: &mut Faults<'_>) {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (path, token) in &mode.tokens {
        for name in css::names(path, &token.value) {
            if let Some(other) = names.insert(name.clone(), path) {
                let message = format!("`{other}` and `{path}` are both `{name}` in CSS");
                faults.note(codes::NAME, at, message, "rename one of the tokens");
            }
        }
    }
    for semantic in contract::TOKENS {
        let Some(token) = mode.tokens.get(semantic.path) else { continue };
        if token.kind() != semantic.kind {
            let (path, kind) = (semantic.path, semantic.kind);
            let message = format!("`{path}` is of type {}, not {kind}", token.kind());
            faults.note(
                codes::CONTRACT_TYPE,
                at,
                message,
                format!("give it a value of type {kind}"),
            );
        }
        if let TokenValue::FontFamily(families) = &token.value {
            for family in families {
                let is_known =
                    asset::FAMILIES.contains(&family.as_str()) || fonts.contains_key(family);
                if !is_known {
                    let message = format!("nobody may have the font `{}`", family.escape_debug());
                    let remedy =
                        "name a family that systems have, or bring it as WOFF2 under `fonts`";
                    faults.note(codes::MEDIA, at, message, remedy);
                }
            }
        }
    }
}

/// Takes from the default theme what the contract has and the mode has not; returns what was not there at all.
fn borrow(mode: &mut Mode) -> Vec<&'static str> {
    let fits = |it: &contract::Semantic| {
        mode.tokens.get(it.path).is_some_and(|token| token.kind() == it.kind)
    };
    let lacking: Vec<&str> =
        contract::TOKENS.iter().filter(|it| !fits(it)).map(|it| it.path).collect();
    if lacking.is_empty() {
        return lacking;
    }
    let default = default_theme();
    let Some(theirs) = default.mode(&mode.name).or_else(|| default.modes.first()) else {
        return lacking;
    };
    let mut missing = Vec::new();
    for path in lacking {
        let Some(token) = theirs.tokens.get(path) else { continue };
        if mode.tokens.insert(path.to_owned(), token.clone()).is_none() {
            missing.push(path);
        }
        mode.borrowed.insert(path.to_owned());
    }
    missing
}

/// The theme that is used where a tenant has none.
pub fn default_theme() -> Theme {
    const NAME: &str = "default.json";
    const TEXT: &str = include_str!("../../../../white-label/themes/default.json");
    let pack = Pack::from_plain(NAME, TEXT.as_bytes(), []).expect("a test upgrades it");
    load_alone(&pack).theme.expect("a test loads it")
}

#[cfg(test)]
mod tests;
