//! Where cos refuses what OPA answers: the only way in which the two may differ.
//!
//! `docs/guide/policy-gaps.md` tells the same to people.

/// A class of refusals: the words that its message holds.
pub(crate) struct Refusal {
    pub(crate) name: &'static str,
    /// How many recorded cases are refused so; more fail the test.
    pub(crate) recorded: usize,
    pub(crate) message: &'static str,
}

/// All classes. A refusal that is in none of them fails the test.
pub(crate) const KNOWN: &[Refusal] = &[
    Refusal { name: "future keywords", recorded: 17, message: "`import future.keywords" },
    Refusal { name: "builtin that cos lacks", recorded: 12, message: "could not find function" },
    Refusal { name: "big numbers", recorded: 2, message: "arithmetic beyond 64 bits" },
    Refusal {
        name: "variable that hides a rule",
        recorded: 0,
        message: "hides the rule or import",
    },
    Refusal {
        name: "variable that hides a rule later",
        recorded: 0,
        message: "used before definition below",
    },
    Refusal { name: "variable that only a builtin binds", recorded: 0, message: "is unsafe (path" },
    Refusal { name: "deep nesting", recorded: 1, message: "brackets nest deeper than" },
    Refusal { name: "long package", recorded: 1, message: "path exceeds maximum depth" },
    Refusal { name: "import twice", recorded: 1, message: "import shadows following import" },
    Refusal {
        name: "rule that begins with a keyword",
        recorded: 1,
        message: "unexpected keyword `if`",
    },
    Refusal {
        name: "operator and `=` behind `not`",
        recorded: 0,
        message: "expecting `}` while parsing query",
    },
    Refusal {
        name: "conflict that OPA does not reach",
        recorded: 0,
        message: "must not produce multiple outputs",
    },
    Refusal {
        name: "function replaced by a builtin",
        recorded: 1,
        message: "use of undefined variable `count`",
    },
    Refusal {
        name: "digits of a division",
        recorded: 0,
        message: "prints a number of more than 15 digits",
    },
];

/// How many recorded cases cos decides though OPA refuses the policy, by the kind of OPA's error; more fail the test.
pub(crate) const LENIENT: &[(&str, usize)] =
    &[("rego_compile_error", 5), ("rego_parse_error", 4), ("rego_unsafe_var_error", 2)];
