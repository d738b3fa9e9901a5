//! Whether the `match` of a constraint fits an object, as Gatekeeper works it out before it asks the policy.

use super::super::source::{Spot, member};
use super::super::{Problems, WRONG_SHAPE};
use serde_json::Value;

const KNOWN: &[&str] = &[
    "kinds",
    "scope",
    "namespaces",
    "excludedNamespaces",
    "labelSelector",
    "namespaceSelector",
    "name",
    "source",
];

/// The `match` of a constraint.
pub(super) struct Match(Value);

impl Match {
    pub(super) fn read(spot: Option<Spot<'_>>, problems: &mut Problems) -> Option<Self> {
        let Some(spot) = spot else { return Some(Self(Value::Null)) };
        let is_known = |key: &str| KNOWN.contains(&key);
        // A condition that is not understood changes what every case of the test means.
        if let Some(entry) = spot.node.entries().iter().find(|entry| !is_known(&entry.key)) {
            let key = entry.key.escape_debug();
            problems.error(WRONG_SHAPE, spot.place(), format!("`match` has no field `{key}`"));
            return None;
        }
        Some(Self(spot.node.to_json()))
    }

    /// Tells whether it fits what is reviewed; fails where gator would.
    pub(super) fn fits(&self, review: &Value, inventory: &[Value]) -> Result<bool, String> {
        let object = review.get("object").unwrap_or(&Value::Null);
        let subject = Subject {
            object,
            kind: member(review, &["kind", "kind"]).unwrap_or_default(),
            group: member(review, &["kind", "group"]).unwrap_or_default(),
            name: member(object, &["metadata", "name"]).unwrap_or_default(),
            namespace: member(object, &["metadata", "namespace"])
                .or_else(|| member(review, &["namespace"]))
                .filter(|name| !name.is_empty()),
        };
        if member(&self.0, &["source"]) == Some("Generated") {
            return Ok(false);
        }
        Ok(self.kinds(&subject)
            && self.scope(&subject)
            && self.namespaces(&subject)
            && self.0.get("labelSelector").is_none_or(|s| selects(s, labels(object)))
            && self.namespace_selector(&subject, inventory)?
            && member(&self.0, &["name"])
                .is_none_or(|pattern| pattern.is_empty() || wildcard(pattern, subject.name)))
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.0.get(key).and_then(Value::as_array).into_iter().flatten()
    }

    fn kinds(&self, subject: &Subject<'_>) -> bool {
        let holds = |entry: &Value, key: &str, wanted: &str| {
            let list = entry.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
            list.is_none_or(|list| list.iter().any(|one| one == "*" || one == wanted))
        };
        let mut entries = self.list("kinds").peekable();
        entries.peek().is_none()
            || entries.any(|entry| {
                holds(entry, "kinds", subject.kind) && holds(entry, "apiGroups", subject.group)
            })
    }

    fn scope(&self, subject: &Subject<'_>) -> bool {
        let is_namespaced = !subject.is_namespace() && subject.namespace.is_some();
        match member(&self.0, &["scope"]) {
            Some("Cluster") => !is_namespaced,
            Some("Namespaced") => is_namespaced,
            _ => true,
        }
    }

    fn namespaces(&self, subject: &Subject<'_>) -> bool {
        let own = if subject.is_namespace() { Some(subject.name) } else { subject.namespace };
        // Objects of the cluster are in no namespace, and no list keeps them out.
        let Some(own) = own else { return true };
        let names =
            |key| self.list(key).filter_map(Value::as_str).any(|pattern| wildcard(pattern, own));
        (self.list("namespaces").next().is_none() || names("namespaces"))
            && !names("excludedNamespaces")
    }

    fn namespace_selector(
        &self,
        subject: &Subject<'_>,
        inventory: &[Value],
    ) -> Result<bool, String> {
        let Some(selector) = self.0.get("namespaceSelector") else { return Ok(true) };
        if subject.is_namespace() {
            return Ok(selects(selector, labels(subject.object)));
        }
        let Some(name) = subject.namespace else { return Ok(true) };
        let is_it = |object: &&Value| {
            member(object, &["kind"]) == Some("Namespace")
                && member(object, &["metadata", "name"]) == Some(name)
        };
        match inventory.iter().find(is_it) {
            Some(namespace) => Ok(selects(selector, labels(namespace))),
            None => Err(format!(
                "the constraint selects by labels of the namespace `{}`, which the inventory does not have",
                name.escape_debug()
            )),
        }
    }
}

struct Subject<'v> {
    object: &'v Value,
    kind: &'v str,
    group: &'v str,
    name: &'v str,
    namespace: Option<&'v str>,
}

impl Subject<'_> {
    fn is_namespace(&self) -> bool {
        self.kind == "Namespace" && self.group.is_empty()
    }
}

fn labels(object: &Value) -> &Value {
    object.pointer("/metadata/labels").unwrap_or(&Value::Null)
}

/// Whether a label selector selects labels.
fn selects(selector: &Value, labels: &Value) -> bool {
    let wanted = selector.get("matchLabels").and_then(Value::as_object).into_iter().flatten();
    let mut expressions =
        selector.get("matchExpressions").and_then(Value::as_array).into_iter().flatten();
    wanted.into_iter().all(|(key, value)| labels.get(key) == Some(value))
        && expressions.all(|expression| {
            let label = member(expression, &["key"]).and_then(|key| labels.get(key));
            let values = expression.get("values").and_then(Value::as_array);
            let listed = label.is_some_and(|label| values.is_some_and(|all| all.contains(label)));
            match member(expression, &["operator"]) {
                Some("In") => listed,
                Some("NotIn") => !listed,
                Some("Exists") => label.is_some(),
                Some("DoesNotExist") => label.is_none(),
                _ => false,
            }
        })
}

/// Whether `text` fits `pattern`, which may begin and end with `*`.
fn wildcard(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => text.contains(rest.strip_suffix('*').unwrap_or(rest)),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    }
}
