//! Where cos and OPA may differ: cos refuses what OPA answers, with a code, or decides a policy that OPA does not load.
//!
//! `docs/guide/policy-gaps.md` tells the same to people.

/// How many recorded cases are refused with each code of `cos_policy::refusal`; more fail the test, and so does a refusal without a code.
pub(crate) const REFUSED: &[(&str, usize)] = &[
    ("COS-POL-0008", 12),
    ("COS-POL-0009", 0),
    ("COS-POL-0010", 2),
    ("COS-POL-0011", 10),
    ("COS-POL-0012", 1),
    ("COS-POL-0013", 7),
    ("COS-POL-0014", 2),
    ("COS-POL-0015", 1),
    ("COS-POL-0016", 1),
    ("COS-POL-0017", 1),
    ("COS-POL-0018", 1),
    ("COS-POL-0019", 1),
    ("COS-POL-0020", 1),
    ("COS-POL-0021", 0),
    ("COS-POL-0022", 0),
    ("COS-POL-0023", 0),
    ("COS-POL-0024", 1),
    ("COS-POL-0027", 1),
    ("COS-POL-0028", 0),
];

/// How many recorded cases cos decides though OPA refuses the policy, by the kind of OPA's error; more fail the test.
pub(crate) const LENIENT: &[(&str, usize)] = &[
    ("rego_compile_error", 0),
    ("rego_parse_error", 0),
    ("rego_type_error", 0),
    ("rego_unsafe_var_error", 0),
];
