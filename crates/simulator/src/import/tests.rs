//! What each format comes to, what it refuses and where, and that every result is a matrix.

mod decision_log;
mod gator;
mod kyverno;
mod opa_test;

use super::*;
use crate::matrix::{Case, Matrix, Outcome};

fn about() -> About {
    About { name: "imported".to_owned(), owner: "guild".to_owned() }
}

fn files<const N: usize>(texts: [(&str, &str); N]) -> Files {
    texts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()
}

fn matrix(imported: &Imported) -> Matrix {
    matrix::parse(imported.matrix.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Cases as `flow id outcome`.
fn cases(matrix: &Matrix) -> Vec<String> {
    let line = |case: &Case| {
        let outcome = match case.expect.outcome {
            Outcome::Allow => "allow",
            Outcome::Deny => "deny",
            Outcome::Error => "error",
        };
        format!("{} {} {outcome}", matrix.flows[case.flow].id, case.id)
    };
    matrix.cases.iter().map(line).collect()
}

fn notes(imported: &Imported) -> Vec<String> {
    imported.notes.iter().map(|note| format!("{:?} {note}", note.kind)).collect()
}

fn faults(result: Result<Imported, Vec<ImportError>>) -> Vec<String> {
    result.unwrap_err().iter().map(|error| format!("{} {error}", error.code)).collect()
}

#[test]
fn ids_are_names_and_stay_apart() {
    let mut draft = draft::Draft::default();
    assert_eq!(draft.flow("a b{c}"), "a-b-c-");
    assert_eq!(draft.flow("a-b-c-"), "a-b-c--2");
    assert_eq!(draft.flow("a b{c}"), "a-b-c-", "the same name is the same flow");
    assert_eq!(draft.flow(""), "-");
}

#[test]
fn documents_keep_their_lines() {
    let files = files([("f.yaml", "# head\n---\na: 1\n---\n\n--- # more\nb: [\n")]);
    let mut problems = Problems::default();
    let nodes = source::documents(&files, "f.yaml", &mut problems);
    assert_eq!(nodes.iter().map(|node| node.at.line).collect::<Vec<_>>(), [3]);
    let [error] = &problems.errors[..] else { panic!("{problems:?}") };
    assert!(error.place.line >= 7, "{error}");
}
