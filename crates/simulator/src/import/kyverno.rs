//! Kyverno's test files (`kyverno-test.yaml`): the table of results as expectations.
//!
//! Kyverno's policies are not Rego, and nothing here translates them. What comes over is what they are expected to say about each
//! resource: the input is `{"policy", "rule", "resource"}`, and the Rego that is to say the same is the user's.

use super::WRONG_SHAPE;
use super::draft::{Case, Draft, Expect, Head};
use super::source::{Spot, documents, member, readable, referred, resolve, texts};
use super::{About, Files, ImportError, Imported, MISSING, NoteKind, Place, Problems, finish};
use cos_core::yaml::Node;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const TEST: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "policies",
    "resources",
    "results",
    "variables",
    "userinfo",
    "values",
    "exceptions",
    "targetResources",
    "checks",
];
const RESULT: &[&str] =
    &["policy", "rule", "resource", "resources", "kind", "namespace", "result", "status"];
/// Columns of results that say something about what a policy changes or makes.
const EFFECTS: &[&str] =
    &["patchedResource", "patchedResources", "generatedResource", "cloneSourceResource"];

/// The files that the test file `test` names, as far as it can be read: what [`import`] needs beside it.
pub fn names(test: &str, bytes: &[u8]) -> BTreeSet<String> {
    let nodes = readable(test, bytes);
    let texts = nodes.iter().flat_map(|node| texts(node, "resources"));
    texts.filter_map(|name| resolve(test, name)).collect()
}

/// Imports the test file `test`; `entrypoint` is the rule that is to decide, such as `data.kubernetes.decision`.
pub fn import(
    files: &Files,
    test: &str,
    entrypoint: &str,
    about: &About,
) -> Result<Imported, Vec<ImportError>> {
    let mut import = Import {
        files,
        problems: Problems::default(),
        draft: Draft::default(),
        resources: Vec::new(),
    };
    if let Some(node) = import.test(test) {
        import.results(&Spot::root(test, &node));
    }
    let Import { draft, problems, .. } = import;
    let head = Head {
        about,
        description: format!("imported from the Kyverno test {test}"),
        entrypoint,
        allow: "/allow".to_owned(),
        reasons: "/reasons".to_owned(),
    };
    finish(test, draft.finish(&head), None, problems)
}

struct Import<'a> {
    files: &'a Files,
    problems: Problems,
    draft: Draft,
    resources: Vec<Value>,
}

/// A row of the table.
struct Row<'n> {
    spot: Spot<'n>,
    policy: &'n str,
    rule: Option<&'n str>,
    kind: Option<&'n str>,
    namespace: Option<&'n str>,
    allow: bool,
}

impl Import<'_> {
    fn test(&mut self, test: &str) -> Option<Node> {
        let place = |line| Place { file: test.to_owned(), line, ..Place::default() };
        if !self.files.contains_key(test) {
            self.problems.error(MISSING, place(0), "there is no such file");
            return None;
        }
        let mut nodes = documents(self.files, test, &mut self.problems);
        if !self.problems.errors.is_empty() {
            return None;
        }
        // Test files did not always say what they are.
        let kind = |node: &Node| node.get("kind").is_none_or(|kind| kind.as_str() == Some("Test"));
        if nodes.len() != 1 || !kind(&nodes[0]) || nodes[0].get("results").is_none() {
            let message = "not one Kyverno test; it has `kind: Test` and a table of `results`";
            self.problems.error(WRONG_SHAPE, place(1), message);
            return None;
        }
        nodes.pop()
    }

    fn results(&mut self, test: &Spot<'_>) {
        test.note_unknown(TEST, &mut self.problems);
        for spot in test.list("resources", &mut self.problems) {
            let Some(file) = referred(self.files, &spot, &mut self.problems) else { continue };
            let nodes = documents(self.files, &file, &mut self.problems);
            self.resources.extend(nodes.iter().map(Node::to_json));
        }
        if let Some(policies) = test.find("policies") {
            let message = "Kyverno's policies are not Rego and do not come over; write rules that decide the same";
            self.problems.note(NoteKind::LeftOut, policies.place(), message);
        }
        for key in ["variables", "userinfo", "values", "exceptions", "targetResources", "checks"] {
            if let Some(spot) = test.find(key) {
                let message =
                    format!("`{key}` changes what Kyverno decides and does not come over");
                self.problems.left_out(spot.place(), message);
            }
        }
        for spot in test.list("results", &mut self.problems) {
            self.result(&spot);
        }
    }

    fn result(&mut self, spot: &Spot<'_>) {
        let known: Vec<&str> = RESULT.iter().chain(EFFECTS).copied().collect();
        spot.note_unknown(&known, &mut self.problems);
        let policy = spot.need_text("policy", &mut self.problems);
        let outcome = spot.find("result").or_else(|| spot.find("status"));
        let Some(outcome) = outcome.or_else(|| spot.need("result", &mut self.problems)) else {
            return;
        };
        let (Some(policy), Some(word)) = (policy, outcome.text(&mut self.problems)) else { return };
        let allow = match word {
            "pass" => true,
            "fail" => false,
            "skip" | "warn" | "error" => {
                let message = format!("a result `{word}` neither allows nor denies");
                self.problems.left_out(outcome.place(), message);
                return;
            }
            _ => {
                let shown = word.escape_debug();
                let message =
                    format!("`{shown}` is no result; Kyverno has pass, fail, skip, warn and error");
                self.problems.error(WRONG_SHAPE, outcome.place(), message);
                return;
            }
        };
        if let Some(effect) = EFFECTS.iter().find_map(|key| spot.find(key)) {
            let message = "what a policy changes or makes is no decision";
            self.problems.left_out(effect.place(), message);
            return;
        }
        let text = |key: &str| spot.find(key).and_then(|spot| spot.node.as_str());
        let row = Row {
            spot: spot.clone(),
            policy,
            rule: text("rule"),
            kind: text("kind"),
            namespace: text("namespace"),
            allow,
        };
        let mut names = spot.list("resources", &mut self.problems);
        names.extend(spot.find("resource"));
        if names.is_empty() {
            let message = "a result without `resources` is about whatever the policy matches, which only Kyverno knows";
            self.problems.left_out(spot.place(), message);
        }
        for name in names {
            if let Some(text) = name.text(&mut self.problems) {
                self.case(&row, &name, text);
            }
        }
    }

    fn case(&mut self, row: &Row<'_>, at: &Spot<'_>, name: &str) {
        let (namespace, plain) = match name.rsplit_once('/') {
            Some((namespace, plain)) => (Some(namespace), plain),
            None => (row.namespace, name),
        };
        let is_it = |resource: &&Value| {
            let namespace_of = member(resource, &["metadata", "namespace"]);
            member(resource, &["metadata", "name"]) == Some(plain)
                && row.kind.is_none_or(|kind| member(resource, &["kind"]) == Some(kind))
                && namespace.is_none_or(|wanted| namespace_of.unwrap_or("default") == wanted)
        };
        let found: Vec<&Value> = self.resources.iter().filter(is_it).collect();
        let shown = name.escape_debug();
        let resource = match found[..] {
            [resource] => resource.clone(),
            [] => {
                let message =
                    format!("there is no resource `{shown}` in the files under `resources`");
                self.problems.error(MISSING, at.place(), message);
                return;
            }
            [..] => {
                let message = format!("{} resources are called `{shown}`", found.len());
                self.problems.left_out(at.place(), message);
                return;
            }
        };
        let flow = match row.rule {
            Some(rule) => format!("{}/{rule}", row.policy),
            None => row.policy.to_owned(),
        };
        let mut input = Map::new();
        input.insert("policy".to_owned(), row.policy.into());
        input.extend(row.rule.map(|rule| ("rule".to_owned(), rule.into())));
        input.insert("resource".to_owned(), resource);
        let id = self.draft.flow(&flow);
        let case = Case {
            name: &format!("{flow}/{name}"),
            flow: &id,
            input,
            expect: Expect { allow: row.allow, ..Expect::default() },
            receipts: &[],
        };
        if let Err(why) = self.draft.case(case) {
            self.problems.left_out(row.spot.place(), format!("`{shown}`: {why}"));
        }
    }
}
