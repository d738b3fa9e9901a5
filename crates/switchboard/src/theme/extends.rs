//! `$extends`: a group has all that another one has, except what it says itself (format module, "Extending groups").
//!
//! After this there are no groups any more, only tokens by path, each with the type that it inherits.

use super::fault::{Faults, codes};
use super::group::{Deprecated, Group, Item, RawToken, Said};
use super::reference::Reference;
use super::source::Place;
use cos_core::suggest::nearest;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Tokens that one mode of a theme may have.
pub(super) const MOST_TOKENS: usize = 50_000;

/// References that may follow one another, and groups that may extend one another in a row.
pub(super) const MOST_LINKS: usize = 64;

/// A token, with what its groups say of it.
#[derive(Clone, Debug)]
pub(crate) struct Declared<'a> {
    pub(crate) token: RawToken<'a>,
    /// The type of the nearest group that has one.
    pub(crate) inherited: Option<Said>,
    pub(crate) deprecated: Option<Deprecated<'a>>,
}

/// Tokens by path, `a.b.c`.
pub(crate) type Flat<'a> = BTreeMap<String, Declared<'a>>;

/// Carries out every `$extends` and forgets the groups.
pub(crate) fn flatten<'a>(root: &Group<'a>, faults: &mut Faults<'_>) -> Flat<'a> {
    let (trail, circles) = (Vec::new(), BTreeSet::new());
    let mut work = Work { root, faults, trail, circles, room: MOST_TOKENS };
    // Most files extend nothing, and need no copy.
    let expanded = if extends_anything(root) {
        Cow::Owned(work.expanded(root, &mut Vec::new()))
    } else {
        work.room = work.room.saturating_sub(count(root));
        Cow::Borrowed(root)
    };
    let mut flat = Flat::new();
    if work.room == 0 {
        let message = format!("more than {MOST_TOKENS} tokens");
        let remedy = "leave out what no page needs; look at `$extends`, which multiplies";
        faults.note(codes::LIMIT, root.at, message, remedy);
        return flat;
    }
    collect(&expanded, "", (None, None), &mut flat);
    flat
}

fn extends_anything(group: &Group<'_>) -> bool {
    let within = |item: &Item<'_>| match item {
        Item::Group(inner) => extends_anything(inner),
        Item::Token(_) => false,
    };
    group.extends.is_some() || group.members.values().any(within)
}

/// Tokens in a group.
fn count(group: &Group<'_>) -> usize {
    let within = |item: &Item<'_>| match item {
        Item::Group(inner) => count(inner),
        Item::Token(_) => 1,
    };
    group.members.values().map(within).sum()
}

fn collect<'a>(
    group: &Group<'a>,
    path: &str,
    (kind, deprecated): (Option<Said>, Option<Deprecated<'a>>),
    out: &mut Flat<'a>,
) {
    let kind = group.kind.or(kind);
    let deprecated = group.deprecated.or(deprecated);
    for (name, item) in &group.members {
        let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
        match item {
            Item::Group(inner) => collect(inner, &path, (kind, deprecated), out),
            Item::Token(token) => {
                let deprecated = token.deprecated.or(deprecated);
                out.insert(path, Declared { token: token.clone(), inherited: kind, deprecated });
            }
        }
    }
}

struct Work<'b, 'a, 'f> {
    root: &'b Group<'a>,
    faults: &'b mut Faults<'f>,
    /// The groups being extended, by path.
    trail: Vec<String>,
    /// Groups that are known to extend themselves.
    circles: BTreeSet<String>,
    /// Tokens that may still be made, and ways that may still be looked for.
    room: usize,
}

impl<'a> Work<'_, 'a, '_> {
    /// The group with all that it extends, within it too.
    fn expanded(&mut self, group: &Group<'a>, path: &mut Vec<String>) -> Group<'a> {
        let base = group.extends.as_ref().and_then(|(to, at)| self.base(to, *at, path));
        let mut out = base.unwrap_or_else(|| Group::empty(group.at));
        out.at = group.at;
        let mut own = Group { extends: None, members: BTreeMap::new(), ..group.clone_head() };
        for (name, item) in &group.members {
            if self.room == 0 {
                break;
            }
            let item = match item {
                Item::Token(token) => {
                    self.room -= 1;
                    Item::Token(token.clone())
                }
                Item::Group(inner) => {
                    path.push((*name).to_owned());
                    let inner = self.expanded(inner, path);
                    path.pop();
                    Item::Group(inner)
                }
            };
            own.members.insert(name, item);
        }
        out.merge(own);
        out
    }

    /// What the group at `path` has from the one that it extends.
    fn base(&mut self, to: &Reference, at: Place, path: &[String]) -> Option<Group<'a>> {
        let target = to.segments();
        let (here, there) = (path.join("."), target.join("."));
        // A group within itself never ends, whichever of the two is the outer one.
        let is_within = path.starts_with(&target);
        let began = self.trail.iter().position(|it| *it == there || *it == here);
        if is_within || began.is_some() {
            let mut chain = self.trail[began.unwrap_or(self.trail.len())..].to_vec();
            chain.extend([here, there]);
            self.circle(at, &chain);
            return None;
        }
        if self.trail.len() == MOST_LINKS {
            let message = format!("more than {MOST_LINKS} groups extend one another in a row");
            self.faults.note(codes::LIMIT, at, message, "extend the first of them directly");
            return None;
        }
        self.trail.push(here);
        let base = self.group(&target);
        self.trail.pop();
        if base.is_none() && !self.circles.contains(&there) {
            self.dangling(at, &there);
        }
        base
    }

    /// The group at a path with all that it has, also what it only inherits from the groups that it lies in.
    fn group(&mut self, path: &[String]) -> Option<Group<'a>> {
        self.room = self.room.saturating_sub(1);
        let mut found: Option<Group<'a>> = None;
        let mut add = |more: Group<'a>| match &mut found {
            Some(found) => found.merge(more),
            None => found = Some(more),
        };
        let mut group = self.root;
        for (position, name) in path.iter().enumerate() {
            if let Some((to, _)) = &group.extends
                && self.trail.len() < MOST_LINKS
                && self.room > 0
            {
                let onward = [to.segments(), path[position..].to_vec()].concat();
                // A way that comes by here again finds nothing new.
                let here = path[..position].join(".");
                if !self.trail.contains(&here) {
                    self.trail.push(here);
                    self.group(&onward).map(&mut add);
                    self.trail.pop();
                }
            }
            let Some(Item::Group(inner)) = group.members.get(name.as_str()) else { return found };
            group = inner;
        }
        let own = self.expanded(group, &mut path.to_vec());
        add(own);
        found
    }

    /// Notes a circle once, wherever it was entered.
    fn circle(&mut self, at: Place, chain: &[String]) {
        let is_new = chain.iter().all(|path| !self.circles.contains(path));
        self.circles.extend(chain.iter().cloned());
        if is_new {
            let shown: Vec<String> = chain.iter().map(|it| format!("`{it}`")).collect();
            let message = format!("groups extend each other in a circle: {}", shown.join(" → "));
            self.faults.note(codes::CYCLE, at, message, "let one of them stand on its own");
        }
    }

    fn dangling(&mut self, at: Place, there: &str) {
        let mut names = Vec::new();
        if self.faults.are_few() {
            group_names(self.root, "", &mut names);
        }
        let remedy = nearest(there, names.iter().map(String::as_str)).map_or_else(
            || "name a group, as `{group.inner}`".to_owned(),
            |known| format!("did you mean `{{{known}}}`?"),
        );
        let message = format!("`{}` is no group", there.escape_debug());
        self.faults.note(codes::DANGLING, at, message, remedy);
    }
}

impl Group<'_> {
    /// The group without what is in it.
    fn clone_head(&self) -> Self {
        Group {
            at: self.at,
            kind: self.kind,
            extends: None,
            deprecated: self.deprecated,
            members: BTreeMap::new(),
        }
    }
}

fn group_names(group: &Group<'_>, path: &str, out: &mut Vec<String>) {
    const MOST: usize = 500;
    for (name, item) in &group.members {
        if let Item::Group(inner) = item
            && out.len() < MOST
        {
            let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
            group_names(inner, &path, out);
            out.push(path);
        }
    }
}
