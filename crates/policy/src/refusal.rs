//! What OPA decides and cos does not: a code for each reason, found by the words that its message holds.
//!
//! Some messages are the engine's; a message with a code is the only way in which cos may differ from OPA. `docs/guide/policy-gaps.md` tells the
//! same to people.

use cos_core::code::Code;

/// Words of a message, and the code of what they mean.
type Words = (&'static str, Code);

const ALL: &[Words] = &[
    ("could not find function", Code::new("COS-POL-0008")),
    ("arithmetic with numbers as large, small or long", Code::new("COS-POL-0009")),
    ("serde_json cannot parse number", Code::new("COS-POL-0009")),
    ("are one number to cos and two to OPA", Code::new("COS-POL-0010")),
    ("OPA prints a number as it was written", Code::new("COS-POL-0011")),
    ("would list in another order than OPA", Code::new("COS-POL-0027")),
    ("is no integer to some of OPA's builtins", Code::new("COS-POL-0012")),
    ("`import future.keywords", Code::new("COS-POL-0013")),
    ("hides the rule or import", Code::new("COS-POL-0014")),
    ("used before definition below", Code::new("COS-POL-0014")),
    ("brackets nest deeper than", Code::new("COS-POL-0015")),
    ("recursion limit exceeded", Code::new("COS-POL-0015")),
    ("path exceeds maximum depth", Code::new("COS-POL-0016")),
    ("exceeds maximum column", Code::new("COS-POL-0016")),
    ("unexpected keyword", Code::new("COS-POL-0017")),
    ("import shadows following import", Code::new("COS-POL-0018")),
    ("expecting `}` while parsing query", Code::new("COS-POL-0019")),
    ("expecting `}` while parsing set", Code::new("COS-POL-0019")),
    ("use of undefined variable", Code::new("COS-POL-0020")),
    ("is unsafe (path", Code::new("COS-POL-0020")),
    ("undefined rule", Code::new("COS-POL-0020")),
    ("must not produce multiple outputs", Code::new("COS-POL-0021")),
    ("value for key `", Code::new("COS-POL-0021")),
    ("function produced multiple outputs", Code::new("COS-POL-0021")),
    ("rule conflicts with rule", Code::new("COS-POL-0028")),
    ("has no stub; add one", Code::new("COS-POL-0022")),
    ("ask for less", Code::new("COS-POL-0023")),
    ("` does not support ", Code::new("COS-POL-0024")),
    ("mismatch in number of array elements", Code::new("COS-POL-0024")),
    ("object literal keys mismatch", Code::new("COS-POL-0024")),
];

/// The code of a message, where it tells of a difference between cos and OPA.
pub fn code(message: &str) -> Option<Code> {
    ALL.iter().find(|(words, _)| message.contains(words)).map(|(_, code)| *code)
}

/// The message with its code behind it.
pub(crate) fn coded(message: String) -> String {
    match code(&message) {
        Some(code) => format!("{message} [{}]", code.as_str()),
        None => message,
    }
}
