//! Where cos refuses what OPA answers: the only way in which the two may differ.
//!
//! `docs/guide/policy-gaps.md` tells the same to people.

/// A class of refusals: the words that its message holds.
pub(crate) struct Refusal {
    pub(crate) name: &'static str,
    pub(crate) message: &'static str,
}

/// All classes. A refusal that is in none of them fails the test.
pub(crate) const KNOWN: &[Refusal] = &[
    Refusal { name: "future keywords", message: "`import future.keywords" },
    Refusal { name: "builtin that cos lacks", message: "could not find function" },
    Refusal { name: "big numbers", message: "arithmetic beyond 64 bits" },
    Refusal { name: "variable that hides a rule", message: "hides the rule or import" },
    Refusal { name: "deep nesting", message: "brackets nest deeper than" },
    Refusal { name: "long package", message: "path exceeds maximum depth" },
    Refusal { name: "import twice", message: "import shadows following import" },
    Refusal { name: "rule that begins with a keyword", message: "unexpected keyword `if`" },
    Refusal { name: "operator and `=` behind `not`", message: "expecting `}` while parsing query" },
    Refusal {
        name: "conflict that OPA does not reach",
        message: "must not produce multiple outputs",
    },
    Refusal {
        name: "function replaced by a builtin",
        message: "use of undefined variable `count`",
    },
    Refusal { name: "query in a rule's key", message: "statements not scheduled in query" },
];
