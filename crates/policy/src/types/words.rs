//! What is said of types that do not fit.

use super::check::Fault;
use super::kind::{Key, Kind};
use super::term::{Callee, Form, Root, Term, Var};
use std::collections::BTreeMap;

/// Longest type that is shown whole, in characters.
const LONGEST: usize = 120;

/// Writes messages about the variables of one rule.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) names: BTreeMap<Var, String>,
}

impl Words {
    pub(super) fn count(at: u32, callee: &Callee, wanted: usize) -> Fault {
        let ending = if wanted == 1 { "" } else { "s" };
        let message = format!(
            "`{}` takes {wanted} argument{ending}; it is called with more or fewer",
            name(callee)
        );
        Fault { at, message }
    }

    pub(super) fn no_function(at: u32, callee: &Callee) -> Fault {
        let message = format!("`{}` is a rule and no function; refer to it", name(callee));
        Fault { at, message }
    }

    pub(super) fn argument(
        at: u32,
        callee: &Callee,
        (index, is_output): (usize, bool),
        have: &Kind,
        want: &Kind,
    ) -> Fault {
        let (function, have, want) = (name(callee), shown(have), shown(want));
        let message = if is_output {
            format!(
                "`{function}` gives {want}, and what it is to be is {have}; compare it with another value"
            )
        } else {
            let which = operand(callee, index);
            format!("{which} of `{function}` must be {want}, and is {have}; pass another value")
        };
        Fault { at, message }
    }

    pub(super) fn unequal(at: u32, one: &Kind, other: &Kind) -> Fault {
        let (one, other) = (shown(one), shown(other));
        let message = format!("{one} is never equal to {other}; compare or assign another value");
        Fault { at, message }
    }

    pub(super) fn function(&self, term: &Term) -> Fault {
        let message = format!("`{}` is a function and no value; call it", self.text(term));
        Fault { at: term.at, message }
    }

    /// A key of a type that does not occur.
    pub(super) fn key(
        &self,
        term: &Term,
        path: &[Term],
        at: usize,
        have: &Kind,
        want: &Kind,
    ) -> Fault {
        let (have, want) = (shown(have), shown(want));
        let whole = self.prefix(term, path, at);
        let message =
            format!("the keys of `{whole}` are {want}, and this one is {have}; use another key");
        Fault { at: term.at, message }
    }

    pub(super) fn no_fields(&self, term: &Term, path: &[Term], at: usize, kind: &Kind) -> Fault {
        let (whole, kind) = (self.prefix(term, path, at), shown(kind));
        let message =
            format!("`{whole}` is {kind}, which has no fields; refer to `{whole}` itself");
        Fault { at: term.at, message }
    }

    /// A constant key that does not occur.
    pub(super) fn missing(&self, term: &Term, path: &[Term], at: usize, kind: &Kind) -> Fault {
        let (whole, kind) = (self.prefix(term, path, at), shown(kind));
        let key = self.text(&path[at]);
        let message = format!("`{whole}` is {kind}, which has no `{key}`; use another key");
        Fault { at: term.at, message }
    }

    /// A reference up to one of its steps.
    fn prefix(&self, term: &Term, path: &[Term], at: usize) -> String {
        let Form::Ref(root, _) = &term.form else { return self.text(term) };
        self.written(root, &path[..at])
    }

    fn written(&self, root: &Root, path: &[Term]) -> String {
        let mut out = match root {
            Root::Data => "data".to_owned(),
            Root::Input => "input".to_owned(),
            Root::Var(var) => self.var(*var),
            Root::Term(_) => "…".to_owned(),
        };
        for part in path {
            match &part.form {
                Form::Constant(Key::Text(name)) if is_name(name) => out.extend([".", name]),
                _ => out.extend(["[", &self.text(part), "]"]),
            }
        }
        out
    }

    fn text(&self, term: &Term) -> String {
        match &term.form {
            Form::Constant(key) => key.to_string(),
            Form::Var(var) => self.var(*var),
            Form::Ref(root, path) => self.written(root, path),
            _ => "…".to_owned(),
        }
    }

    fn var(&self, var: Var) -> String {
        self.names.get(&var).cloned().unwrap_or_else(|| "…".to_owned())
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A function as the policy writes it.
pub(super) fn name(callee: &Callee) -> String {
    match callee {
        Callee::Builtin(name) => match &**name {
            "plus" => "+".to_owned(),
            "minus" => "-".to_owned(),
            "mul" => "*".to_owned(),
            "div" => "/".to_owned(),
            "rem" => "%".to_owned(),
            "and" => "&".to_owned(),
            "or" => "|".to_owned(),
            name => name.to_owned(),
        },
        Callee::Rule(path) => {
            let path = path.iter().map(|key| match key {
                Key::Text(text) => text.to_string(),
                key => key.to_string(),
            });
            format!("data.{}", path.collect::<Vec<_>>().join("."))
        }
        Callee::Nothing => "…".to_owned(),
    }
}

fn operand(callee: &Callee, index: usize) -> String {
    let is_operator = name(callee).len() == 1 && !matches!(callee, Callee::Rule(_));
    match (is_operator, index) {
        (true, 0) => "the left side".to_owned(),
        (true, _) => "the right side".to_owned(),
        (false, _) => format!("argument {}", index + 1),
    }
}

/// A type as a text of some length.
fn shown(kind: &Kind) -> String {
    let text = kind.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
