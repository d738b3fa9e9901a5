//! Why a policy cannot be loaded or asked.

use crate::bundle::Class;
use crate::numbers::NumberError;
use crate::outline::{CallProblem, CallProblemKind, Outline};
use crate::place::Place;
use crate::refusal;
use cos_core::code::Code;
use serde::{Deserialize, Serialize};

/// A policy cannot be loaded or asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum EngineError {
    /// A module is not Rego.
    #[error("{place}: {message}")]
    Syntax {
        /// Where.
        place: Place,
        /// Why.
        message: String,
    },
    /// The modules do not fit together.
    #[error("the policy does not compile: {0}")]
    Compile(String),
    /// The entry point is no rule.
    #[error("the policy has no rule `{entrypoint}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoEntrypoint {
        /// What was asked for.
        entrypoint: String,
        /// The rule with the nearest name.
        nearest: Option<String>,
    },
    /// Data where an object is needed, or an input that is no JSON.
    #[error("{0}")]
    Input(String),
    /// A rule needs its own value.
    #[error("{place}: the policy is recursive: {}; break the cycle", path.join(" -> "))]
    Recursion {
        /// Where the first rule of the cycle reads the second.
        place: Place,
        /// The rules of the cycle; the first is the last again.
        path: Vec<String>,
    },
    /// A name that cos uses for what it adds to a policy.
    #[error("{place}: the name `{name}` is reserved; choose another one")]
    ReservedName {
        /// Where.
        place: Place,
        /// The name.
        name: String,
    },
    /// The entry point reaches a call that nothing answers.
    #[error("{}: {}", .0.place, problem(.0))]
    Unsupported(CallProblem),
    /// A block of metadata that OPA refuses, too.
    #[error("{place}: the metadata block cannot be read: {message}")]
    Metadata {
        /// Where it begins.
        place: Place,
        /// Why.
        message: String,
    },
    /// OPA's compiler refuses a module.
    #[error("{place}: {message}")]
    Refused {
        /// Where.
        place: Place,
        /// Why.
        message: String,
    },
    /// OPA's check of types refuses a module.
    #[error("{place}: {message}")]
    Types {
        /// Where.
        place: Place,
        /// Why.
        message: String,
    },
    /// A number of the policy or its data that OPA would take for another one.
    #[error("{}{error}", place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default())]
    Number {
        /// Where; `None` for the data.
        place: Option<Place>,
        /// Why.
        error: NumberError,
    },
    /// The process that evaluates broke a limit or died.
    #[error("the policy was stopped: {0}")]
    Stopped(String),
}

impl EngineError {
    /// Returns the stable code.
    pub fn code(&self) -> Code {
        let reason = match self {
            Self::Syntax { message, .. } | Self::Compile(message) | Self::Input(message) => {
                refusal::code(message)
            }
            Self::Number { error, .. } => refusal::code(&error.to_string()),
            _ => None,
        };
        reason.unwrap_or_else(|| self.general_code())
    }

    /// The code where the message does not tell of something that OPA decides.
    fn general_code(&self) -> Code {
        match self {
            Self::Syntax { .. } => const { Code::new("COS-POL-0001") },
            Self::Compile(_) => const { Code::new("COS-POL-0002") },
            Self::NoEntrypoint { .. } => const { Code::new("COS-POL-0003") },
            Self::Input(_) => const { Code::new("COS-POL-0004") },
            Self::Metadata { .. } => const { Code::new("COS-POL-0025") },
            Self::Refused { .. } => const { Code::new("COS-POL-0026") },
            Self::Types { .. } => const { Code::new("COS-POL-0029") },
            Self::Number { .. } => const { Code::new("COS-POL-0009") },
            Self::Stopped(_) => const { Code::new("COS-POL-0005") },
            Self::Recursion { .. } => const { Code::new("COS-POL-0006") },
            Self::ReservedName { .. } => const { Code::new("COS-POL-0007") },
            Self::Unsupported(_) => const { Code::new("COS-POL-0008") },
        }
    }

    /// Returns what kind of answer this is.
    pub fn class(&self) -> Class {
        match self {
            Self::Stopped(_) => Class::Unavailable,
            _ => Class::Input,
        }
    }
}

/// Refuses a policy of which the entry point reaches a call that nothing answers; its decisions would not be OPA's.
pub fn supported(outline: &Outline) -> Result<(), EngineError> {
    match outline.reached_problems().next() {
        Some(problem) => Err(EngineError::Unsupported(problem.clone())),
        None => Ok(()),
    }
}

/// What is wrong with a call that nothing answers.
pub(crate) fn problem(problem: &CallProblem) -> String {
    match problem.kind {
        CallProblemKind::Unknown => format!("there is no function `{}`", problem.name),
        CallProblemKind::Unsupported => format!("cos does not have OPA's `{}`", problem.name),
    }
}
