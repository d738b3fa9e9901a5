//! Gatekeeper's suites (`kind: Suite`, what `gator verify` runs): constraint templates with their own Rego, and objects as cases.
//!
//! The templates' Rego stays as it is, in a bundle of its own, beside one generated module whose decision is `allow` when there is no
//! violation and whose reasons are the messages. Whether a constraint's `match` fits an object is worked out here, as Gatekeeper
//! does, and stands in the input as `matched`. Regular expressions for messages are asked of the policy itself, so that every assertion keeps
//! its meaning. Two differences remain: templates share one bundle, so two of them cannot have one package with different texts; and of
//! a template that has both CEL and Rego, the Rego is taken.

mod assertions;
mod matching;
mod template;

use super::draft::{Case, Draft, Head};
use super::source::{Spot, documents, items, member, readable, referred, resolve, texts};
use super::{About, Files, ImportError, Imported, MISSING, Place, Problems, WRONG_SHAPE, finish};
use assertions::Assertions;
use cos_core::yaml::Node;
use matching::Match;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use template::{Policy, Template};

const API_GROUP: &str = "test.gatekeeper.sh/";
const SUITE: &[&str] = &["apiVersion", "kind", "metadata", "skip", "tests"];
const TEST: &[&str] = &["name", "template", "constraint", "expansion", "cases", "invalid", "skip"];
const CASE: &[&str] = &["name", "object", "inventory", "assertions", "skip"];

/// The files that the suite `suite` names, as far as it can be read: what [`import`] needs beside it.
pub fn names(suite: &str, bytes: &[u8]) -> BTreeSet<String> {
    let nodes = readable(suite, &assertions::quote_words(bytes));
    let tests = || nodes.iter().flat_map(|node| items(node, "tests"));
    let cases = || tests().flat_map(|test| items(test, "cases"));
    let of_tests = ["template", "constraint"];
    let of_tests = of_tests.iter().flat_map(|key| tests().flat_map(|test| texts(test, key)));
    let of_cases = ["object", "inventory"];
    let of_cases = of_cases.iter().flat_map(|key| cases().flat_map(|case| texts(case, key)));
    of_tests.chain(of_cases).filter_map(|name| resolve(suite, name)).collect()
}

/// Imports the suite `suite`, which names the other files relative to itself.
pub fn import(files: &Files, suite: &str, about: &About) -> Result<Imported, Vec<ImportError>> {
    let mut import = Import {
        files,
        problems: Problems::default(),
        draft: Draft::default(),
        policy: Policy::default(),
    };
    if let Some(node) = import.suite(suite) {
        import.tests(&Spot::root(suite, &node));
    }
    let Import { draft, policy, problems, .. } = import;
    let head = Head {
        about,
        description: format!("imported from the gator suite {suite}"),
        entrypoint: "data.cos.gator.decision",
        allow: "/allow".to_owned(),
        reasons: "/reasons".to_owned(),
    };
    finish(suite, draft.finish(&head), Some(policy.bundle()), problems)
}

struct Import<'a> {
    files: &'a Files,
    problems: Problems,
    draft: Draft,
    policy: Policy,
}

/// What the cases of a test share.
struct Test {
    flow: String,
    kind: String,
    parameters: Value,
    matches: Match,
}

impl Import<'_> {
    fn suite(&mut self, suite: &str) -> Option<Node> {
        let Some(bytes) = self.files.get(suite) else {
            let place = Place { file: suite.to_owned(), ..Place::default() };
            self.problems.error(MISSING, place, "there is no such file");
            return None;
        };
        let mut quoted = Files::new();
        quoted.insert(suite.to_owned(), assertions::quote_words(bytes));
        let mut nodes = documents(&quoted, suite, &mut self.problems);
        if !self.problems.errors.is_empty() {
            return None;
        }
        let is_suite = |node: &Node| {
            let version = node.get("apiVersion").and_then(Node::as_str);
            node.get("kind").and_then(Node::as_str) == Some("Suite")
                && version.is_some_and(|version| version.starts_with(API_GROUP))
        };
        match nodes.iter().position(is_suite) {
            Some(index) if nodes.len() == 1 => Some(nodes.swap_remove(index)),
            _ => {
                let place = Place { file: suite.to_owned(), line: 1, ..Place::default() };
                let message = "not one gator suite; it has `kind: Suite` and `apiVersion: test.gatekeeper.sh/v1alpha1`";
                self.problems.error(WRONG_SHAPE, place, message);
                None
            }
        }
    }

    fn tests(&mut self, suite: &Spot<'_>) {
        suite.note_unknown(SUITE, &mut self.problems);
        if suite.is_set("skip", &mut self.problems) {
            self.problems.left_out(suite.place(), "the suite is skipped");
            return;
        }
        for (index, spot) in suite.list("tests", &mut self.problems).iter().enumerate() {
            spot.note_unknown(TEST, &mut self.problems);
            let name = spot.find("name").and_then(|name| name.node.as_str());
            let name = name.map_or_else(|| format!("test-{index}"), str::to_owned);
            for (key, why) in [
                ("skip", "the test is skipped"),
                ("invalid", "that a template or constraint is refused is nothing a policy decides"),
            ] {
                if spot.is_set(key, &mut self.problems) {
                    self.problems.left_out(spot.place(), format!("`{name}`: {why}"));
                }
            }
            if spot.is_set("skip", &mut self.problems) || spot.is_set("invalid", &mut self.problems)
            {
                continue;
            }
            if let Some(expansion) = spot.find("expansion") {
                let message = format!("`{name}` expands resources, which cos does not");
                self.problems.left_out(expansion.place(), message);
                continue;
            }
            let before = self.problems.errors.len();
            let test = self.test(spot, &name);
            if test.is_none() && self.problems.errors.len() == before {
                continue;
            }
            // Where the test is faulty, its cases are read for what is wrong with them.
            for (index, case) in spot.list("cases", &mut self.problems).iter().enumerate() {
                self.case(&name, test.as_ref(), case, index);
            }
        }
    }

    fn test(&mut self, spot: &Spot<'_>, name: &str) -> Option<Test> {
        let template = spot.need("template", &mut self.problems);
        let constraint = spot.need("constraint", &mut self.problems);
        let template = template.and_then(|spot| self.one(&spot));
        let constraint = constraint.and_then(|spot| self.one(&spot));
        let (template_file, template) = template?;
        let template = Template::read(&Spot::root(&template_file, &template), &mut self.problems);
        let (file, constraint) = constraint?;
        let at = Spot::root(&file, &constraint);
        let kind = at.need_text("kind", &mut self.problems)?;
        let template = template?;
        if kind != template.kind {
            let message = format!(
                "the constraint is a `{}`, and the template makes `{}`",
                kind.escape_debug(),
                template.kind
            );
            self.problems.error(WRONG_SHAPE, at.place(), message);
            return None;
        }
        let kind = template.kind.clone();
        if let Err(why) = self.policy.add(template) {
            self.problems.left_out(spot.place(), format!("`{name}`: {why}"));
            return None;
        }
        let matches = Match::read(at.below(&["spec", "match"]), &mut self.problems)?;
        let parameters = at.below(&["spec", "parameters"]).map(|spot| spot.node.to_json());
        let parameters = parameters.unwrap_or_else(|| json!({}));
        Some(Test { flow: self.draft.flow(name), kind, parameters, matches })
    }

    fn case(&mut self, of: &str, test: Option<&Test>, spot: &Spot<'_>, index: usize) {
        spot.note_unknown(CASE, &mut self.problems);
        let name = spot.find("name").and_then(|name| name.node.as_str());
        let name = name.map_or_else(|| format!("{of}/case-{index}"), |name| format!("{of}/{name}"));
        if spot.is_set("skip", &mut self.problems) {
            self.problems.left_out(spot.place(), format!("`{name}` is skipped"));
            return;
        }
        let object = spot.need("object", &mut self.problems).and_then(|spot| self.one(&spot));
        let mut inventory = Vec::new();
        for listed in spot.list("inventory", &mut self.problems) {
            let Some(file) = referred(self.files, &listed, &mut self.problems) else { continue };
            let nodes = documents(self.files, &file, &mut self.problems);
            inventory.extend(nodes.iter().map(Node::to_json));
        }
        let assertions = Assertions::read(spot, &mut self.problems);
        let (Some(test), Some((file, object)), Some(assertions)) = (test, object, assertions)
        else {
            return;
        };
        let review = match review(&object.to_json()) {
            Ok(review) => review,
            Err(why) => {
                let place = Spot::root(&file, &object).place();
                self.problems.error(WRONG_SHAPE, place, why);
                return;
            }
        };
        let matched = match test.matches.fits(&review, &inventory) {
            Ok(matched) => matched,
            Err(why) => {
                self.problems.left_out(spot.place(), format!("`{name}`: {why}"));
                return;
            }
        };
        if !matched {
            let message = format!(
                "`{name}`: the constraint does not match the object, so no policy is asked"
            );
            self.problems.note(super::NoteKind::Remark, spot.place(), message);
        }
        let Some(expect) = assertions.expect() else {
            let message = format!(
                "`{name}` says only which messages must not be there; a case says whether it is allowed"
            );
            self.problems.left_out(spot.place(), message);
            return;
        };
        let mut input = Map::new();
        input.insert("template".to_owned(), test.kind.as_str().into());
        input.insert("matched".to_owned(), matched.into());
        input.insert("parameters".to_owned(), test.parameters.clone());
        input.insert("inventory".to_owned(), tree(&inventory));
        input.insert("asked".to_owned(), assertions.asked().into());
        input.insert("review".to_owned(), review);
        let case = Case { name: &name, flow: &test.flow, input, expect, receipts: &[] };
        if let Err(why) = self.draft.case(case) {
            self.problems.left_out(spot.place(), format!("`{name}`: {why}"));
        }
    }

    /// The one document of a file that `spot` names.
    fn one(&mut self, spot: &Spot<'_>) -> Option<(String, Node)> {
        let file = referred(self.files, spot, &mut self.problems)?;
        let before = self.problems.errors.len();
        let mut nodes = documents(self.files, &file, &mut self.problems);
        if nodes.len() != 1 && self.problems.errors.len() == before {
            let message = format!("`{file}` holds {} documents; gator wants one", nodes.len());
            self.problems.error(WRONG_SHAPE, spot.place(), message);
        }
        if nodes.len() == 1 { nodes.pop().map(|node| (file, node)) } else { None }
    }
}

/// The request that Gatekeeper makes of an object, or the one that the object is.
fn review(object: &Value) -> Result<Value, &'static str> {
    let kind = member(object, &["kind"]).ok_or("an object has a `kind`")?;
    let version = member(object, &["apiVersion"]).ok_or("an object has an `apiVersion`")?;
    if kind == "AdmissionReview" && version.starts_with("admission.k8s.io/") {
        let mut request = object.get("request").cloned().ok_or("the review has no `request`")?;
        if request.get("operation") == Some(&"DELETE".into()) {
            let old = request.get("oldObject").filter(|old| old.is_object()).cloned();
            request["object"] = old.ok_or("a review of a deletion has an `oldObject`")?;
        }
        return Ok(request);
    }
    let (group, plain) = version.split_once('/').unwrap_or(("", version));
    let mut review = json!({
        "uid": "",
        "kind": {"group": group, "version": plain, "kind": kind},
        "resource": {"group": "", "version": "", "resource": ""},
        "operation": "",
        "userInfo": {},
        "object": object,
        "oldObject": null,
        "options": null,
    });
    for field in ["name", "namespace"] {
        if let Some(text) = member(object, &["metadata", field]) {
            review[field] = text.into();
        }
    }
    Ok(review)
}

/// Objects as Gatekeeper keeps them in `data.inventory`.
fn tree(objects: &[Value]) -> Value {
    let mut tree: BTreeMap<Vec<&str>, &Value> = BTreeMap::new();
    for object in objects {
        let text = |path: &[&str]| member(object, path).unwrap_or_default();
        let place = [text(&["apiVersion"]), text(&["kind"]), text(&["metadata", "name"])];
        let path = match member(object, &["metadata", "namespace"]) {
            Some(namespace) => [&["namespace", namespace][..], &place[..]].concat(),
            None => [&["cluster"][..], &place[..]].concat(),
        };
        tree.insert(path, object);
    }
    let mut out = json!({});
    for (path, object) in tree {
        let mut place = &mut out;
        for part in path {
            place = &mut place[part];
        }
        *place = object.clone();
    }
    out
}
