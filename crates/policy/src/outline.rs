//! What a policy consists of, as plain data: rules, their definitions and bodies, what each reads, where conditions stand.
//!
//! Numbers are indexes into the vectors of [`Outline`]. It is computed where the policy runs and travels to the caller, who schedules
//! evaluation, coverage and mutation by it without ever parsing Rego.

use crate::place::Place;
use serde::{Deserialize, Serialize};

/// A policy, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// All rules, callees before callers where possible.
    pub rules: Vec<Rule>,
    /// All definitions, in the order of modules and lines.
    pub definitions: Vec<Definition>,
    /// All bodies of definitions and of their `else`.
    pub bodies: Vec<Body>,
    /// All conditions of bodies.
    pub conditions: Vec<Condition>,
    /// The rule that decides.
    pub entrypoint: Option<u32>,
    /// Calls that nothing answers.
    pub problems: Vec<CallProblem>,
    /// Builtins that are called and not deterministic.
    pub nondeterministic: Vec<BuiltinUse>,
}

/// All definitions of one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `data.companyos.authz.allow`.
    pub path: String,
    /// Its definitions, without the default.
    pub definitions: Vec<u32>,
    /// Whether it takes arguments.
    pub is_function: bool,
    /// How the contributions of its definitions become one value; `None` when it is evaluated as a whole.
    pub composition: Option<Composition>,
    /// The canonical text of the value of `default`, when it has one that is constant.
    pub default: Option<String>,
    /// The tokens of the value of `default`, constant or not.
    pub default_text: Option<String>,
    /// Whether it is reached from the entry point.
    pub reached: bool,
}

/// How contributions combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Composition {
    /// All that hold must give the same value.
    Complete,
    /// Objects are merged; a key has one value.
    Object,
    /// Sets are united.
    Set,
}

/// One definition of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its rule.
    pub rule: u32,
    /// Where it begins.
    pub place: Place,
    /// The line it ends on.
    pub end_line: u32,
    /// SHA-256 of its tokens, hexadecimal: the same however it is formatted.
    pub digest: String,
    /// What decides how its tokens are read: the imports whose name occurs among them, and the version of the language.
    pub imports: Vec<String>,
    /// Its bodies; a definition without one has a single number all the same.
    pub bodies: Vec<u32>,
    /// What it and the functions it calls read directly.
    pub reads: Reads,
    /// The functions it calls, and those they call.
    pub functions: Vec<u32>,
    /// The text that a set rule adds, when it is a constant: the name of a reason.
    pub constant_key: Option<String>,
    /// Whether it can be evaluated with the values of the rules it reads passed in.
    pub has_leaf: bool,
    /// The text of its first line.
    pub text: String,
}

/// What is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// JSON pointers below `input`, each with all that lies below; the empty pointer is everything.
    pub inputs: Vec<String>,
    /// Rules.
    pub rules: Vec<u32>,
    /// Rules and functions that are asked under `with`, and all that those ask: their values there show nowhere else.
    pub under_with: Vec<u32>,
    /// JSON pointers below `data` where documents lie.
    pub data: Vec<String>,
}

/// One body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one body")]
pub struct Body {
    /// Its definition.
    pub definition: u32,
    /// Where it begins.
    pub place: Place,
    /// The line it ends on.
    pub end_line: u32,
    /// Whether it stands behind `else`.
    pub is_else: bool,
    /// Its conditions.
    pub conditions: Vec<u32>,
    /// Whether some of its conditions depend on nothing that varies, so that a guard can be asked.
    pub guarded: bool,
    /// Whether anything in it can fail.
    pub can_fail: bool,
    /// Whether all that can fail depends on nothing that varies.
    pub is_fixed: bool,
}

/// A statement that can fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its body.
    pub body: u32,
    /// Where it begins.
    pub place: Place,
    /// As it stands.
    pub text: String,
    /// JSON pointers below `input` that it reads itself.
    pub inputs: Vec<String>,
    /// Rules that it reads.
    pub rules: Vec<u32>,
    /// Whether it depends on nothing that varies.
    pub is_fixed: bool,
}

/// A call that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallProblem {
    /// The name that is called.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The definition it stands in.
    pub definition: u32,
    /// Why not.
    pub kind: CallProblemKind,
}

/// Why a call cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallProblemKind {
    /// OPA has the builtin, cos does not.
    Unsupported,
    /// There is no such function.
    Unknown,
}

/// A call of a builtin whose answer can differ from one time to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuiltinUse {
    /// Its name.
    pub name: String,
    /// Where.
    pub place: Place,
    /// The definition it stands in.
    pub definition: u32,
}

impl Outline {
    /// Whether anything that the entry point reaches cannot be answered.
    pub fn reached_problems(&self) -> impl Iterator<Item = &CallProblem> {
        self.problems.iter().filter(|problem| {
            let rule = self.definitions[problem.definition as usize].rule;
            self.rules[rule as usize].reached
        })
    }

    /// The rule with this path.
    pub fn rule(&self, path: &str) -> Option<u32> {
        self.rules.iter().position(|rule| rule.path == path).map(|index| index as u32)
    }
}
