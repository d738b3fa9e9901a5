//! The types of all that stands below `data`, by path.

use super::kind::{Key, Kind, Object};
use super::term::Term;
use std::collections::BTreeMap;

/// What is known at a path.
#[derive(Debug)]
pub(super) struct Node {
    /// [`Kind::Unknown`] where no rule is.
    value: Kind,
    below: BTreeMap<Key, Self>,
}

impl Default for Node {
    fn default() -> Self {
        Self { value: Kind::Unknown, below: BTreeMap::new() }
    }
}

impl Node {
    /// What stands under a constant key.
    pub(super) fn below(&self, part: &Term) -> Option<&Self> {
        self.below.get(&part.constant()?)
    }

    pub(super) fn leads(&self, part: &Term) -> bool {
        self.below(part).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.value == Kind::Unknown && self.below.is_empty()
    }

    /// The type of all of it, where it is known as one.
    pub(super) fn whole(&self) -> Option<&Kind> {
        (self.value != Kind::Unknown).then_some(&self.value)
    }

    /// The keys that it can have.
    pub(super) fn keys(&self) -> Kind {
        let own = self.below.keys().map(Key::kind);
        super::kind::join(own.chain([Kind::Text]))
    }

    /// All of it as an object: documents may have further fields.
    fn extent(&self) -> Kind {
        if self.value != Kind::Unknown {
            return self.value.clone();
        }
        let fields = self.below.iter().map(|(key, node)| (key.clone(), node.extent()));
        Kind::object(fields.collect(), Some((Kind::Text, Kind::any())))
    }

    /// What stands under keys that are not known. Rules may not be told from documents, functions are.
    fn values(&self) -> Kind {
        if self.value != Kind::Unknown {
            return self.value.values();
        }
        let known = self.below.values().map(|node| match &node.value {
            function @ Kind::Function(_) => function.clone(),
            _ => Kind::Null,
        });
        super::kind::join(known.chain([Kind::any()]))
    }

    /// The type of what a path leads to; `None` for a document, of which nothing is known here.
    pub(super) fn find(&self, path: &[Term]) -> Option<Kind> {
        let mut node = self;
        for (at, part) in path.iter().enumerate() {
            let key = part.constant();
            let child = key.as_ref().and_then(|key| node.below.get(key));
            match (child, key) {
                (Some(child), _) => node = child,
                _ if node.value != Kind::Unknown => {
                    return Some(select(node.value.clone(), &path[at..]));
                }
                (None, None) => return Some(select(node.values(), &path[at + 1..])),
                (None, Some(_)) => return None,
            }
        }
        Some(node.extent())
    }

    /// Takes what is at a path for anything.
    pub(super) fn replace(&mut self, path: &[Key]) {
        let node = path.iter().fold(self, |node, key| node.below.entry(key.clone()).or_default());
        node.value = Kind::any();
    }

    /// Adds what a definition gives the path.
    pub(super) fn insert(&mut self, path: &[Key], kind: &Kind) {
        let mut node = self;
        for (at, key) in path.iter().enumerate() {
            node = node.below.entry(key.clone()).or_default();
            let rest = &path[at + 1..];
            if let Kind::Object(object) = &node.value
                && !rest.is_empty()
            {
                node.value = with_field(object, rest, kind);
            }
        }
        let is_object = matches!(kind, Kind::Object(_));
        node.value = merged(&node.value, kind);
        if is_object && !node.below.is_empty() {
            let mut leaves = Vec::new();
            node.below.iter().for_each(|(key, child)| child.leaves(vec![key.clone()], &mut leaves));
            for (path, kind) in leaves {
                if let Kind::Object(object) = &node.value {
                    node.value = with_field(object, &path, &kind);
                }
            }
        }
    }

    fn leaves(&self, path: Vec<Key>, out: &mut Vec<(Vec<Key>, Kind)>) {
        if self.value != Kind::Unknown {
            return out.push((path, self.value.clone()));
        }
        for (key, child) in &self.below {
            let path = path.iter().cloned().chain([key.clone()]).collect();
            child.leaves(path, out);
        }
    }
}

/// What a path leads to from a value of that type.
pub(super) fn select(mut kind: Kind, path: &[Term]) -> Kind {
    for part in path {
        kind = match (&part.form, part.constant()) {
            (super::term::Form::Constant(key), _) => kind.select(key),
            _ => kind.values(),
        };
    }
    kind
}

/// An object that has something else at a path, too.
fn with_field(object: &Object, path: &[Key], kind: &Kind) -> Kind {
    let Some((key, rest)) = path.split_first() else { return Kind::Unknown };
    let value = if rest.is_empty() {
        kind.clone()
    } else {
        with_field(&Object { fields: Vec::new(), rest: None }, rest, kind)
    };
    let (keys, values) = match &object.rest {
        Some((keys, values)) => (keys.or(&key.kind()), values.or(&value)),
        None => (key.kind(), value),
    };
    Kind::object(object.fields.clone(), Some((keys, values)))
}

/// What two definitions of a rule give together.
fn merged(one: &Kind, other: &Kind) -> Kind {
    match (one, other) {
        (Kind::Unknown, _) => other.clone(),
        (_, Kind::Unknown) => one.clone(),
        (Kind::Object(a), Kind::Object(b)) if a.fields.is_empty() && b.fields.is_empty() => {
            match (&a.rest, &b.rest) {
                (Some((key, value)), Some((other_key, other_value))) => {
                    let rest = (key.or(other_key), merged(value, other_value));
                    Kind::object(Vec::new(), Some(rest))
                }
                _ => one.or(other),
            }
        }
        (Kind::Object(object), Kind::Any(of)) | (Kind::Any(of), Kind::Object(object))
            if object.fields.is_empty() =>
        {
            into_union(object, of).unwrap_or_else(|| one.or(other))
        }
        (Kind::Set(one), Kind::Set(other)) => Kind::set(one.or(other)),
        _ => one.or(other),
    }
}

/// A union in which the first object without constant keys takes in another one.
fn into_union(object: &Object, of: &[Kind]) -> Option<Kind> {
    let open = |kind: &Kind| matches!(kind, Kind::Object(own) if own.fields.is_empty());
    let at = of.iter().position(open)?;
    let Kind::Object(own) = &of[at] else { return None };
    let ((key, value), (other_key, other_value)) = (own.rest.as_ref()?, object.rest.as_ref()?);
    let rest = (key.or(other_key), value.or(other_value));
    let mut all = of.to_vec();
    all[at] = Kind::object(Vec::new(), Some(rest));
    Some(Kind::one_of(all))
}
