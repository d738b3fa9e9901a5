//! The builtins of OPA that regorus lacks or decides otherwise, decided as OPA 1.20.2 decides.
//!
//! Every function here is pure: what OPA takes from the world (the clock, randomness, HTTP, the environment) comes from a [`Context`] that the
//! caller pins, so that a decision can be repeated. What has no stub is refused and never becomes a silent `undefined`.
//!
//! The expected values of the tests in this module come from the real OPA 1.20.2 (`crates/policy/tests/oracle/builtins.py`).

mod aggregates;
mod arrays;
mod crypto;
mod delegate;
mod der;
mod encoding;
mod graph;
mod http;
mod json;
mod jwt;
mod legacy;
mod names;
mod net;
mod numbers;
mod objects;
mod operands;
mod pem;
mod pinned;
mod private_keys;
mod public_key;
mod rounding;
mod strings;
mod time;
mod units;
mod uri;
mod whole;
mod x509;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::numbers::{NumberError, Numbers};
use regorus::Value;

pub(crate) use delegate::{other, others};
pub(crate) use http::HttpStub;
pub(crate) use json::compact;
#[cfg(test)]
pub(crate) use names::OPA_BUILTINS;
pub(crate) use names::opa_builtin;

/// What a builtin answers. An `Err` becomes `undefined`, as in OPA without `--strict-builtin-errors`.
pub(crate) type Outcome = Result<Value, BuiltinError>;

/// One builtin that cos supplies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Builtin {
    pub(crate) name: &'static str,
    pub(crate) arity: u8,
    pub(crate) call: fn(&Context, &[Value]) -> Outcome,
}

/// What the world answers during one evaluation.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// What is known of numbers.
    pub(crate) numbers: Numbers,
    /// The clock, in nanoseconds since 1970.
    pub(crate) now_ns: i64,
    /// Where `rand.intn` and `uuid.rfc4122` start.
    pub(crate) seed: u64,
    /// The answers of `http.send`.
    pub(crate) http: Vec<HttpStub>,
    /// The addresses that `net.lookup_ip_addr` finds.
    pub(crate) addresses: BTreeMap<String, Vec<String>>,
    /// What `opa.runtime` answers.
    pub(crate) runtime: Value,
}

/// Why a builtin has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BuiltinError {
    /// The operands have the right types and mean nothing.
    #[error("{0}")]
    Invalid(String),
    /// An answer of the world that the matrix does not give.
    #[error("`{builtin}` of `{subject}` has no stub; add one to the scenario")]
    NoStub { builtin: &'static str, subject: String },
    /// OPA tells numbers apart that cos does not.
    #[error(transparent)]
    Number(#[from] NumberError),
    #[error("operand {position} must be {expected}")]
    Operand { position: usize, expected: &'static str },
    /// The answer would not fit.
    #[error("`{builtin}` would make more than {limit} {unit}; ask for less")]
    TooLarge { builtin: &'static str, limit: usize, unit: &'static str },
    /// OPA answers and cos cannot.
    #[error("`{builtin}` does not support {subject}")]
    Unsupported { builtin: &'static str, subject: String },
}

impl BuiltinError {
    fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid(reason.into())
    }

    /// Whether OPA would have had an answer, so that `undefined` would be a wrong decision and not OPA's.
    pub(crate) fn differs_from_opa(&self) -> bool {
        !matches!(self, Self::Invalid(_) | Self::Operand { .. })
    }
}

/// Every builtin that cos supplies.
pub(crate) fn all() -> &'static [Builtin] {
    static ALL: LazyLock<Vec<Builtin>> = LazyLock::new(|| FAMILIES.concat());
    &ALL
}

/// How many arguments a builtin takes that can be evaluated here; nothing for one that cannot.
pub(crate) fn arity(name: &str) -> Option<u8> {
    let ours = all().iter().find(|builtin| builtin.name == name).map(|builtin| builtin.arity);
    ours.or_else(|| regorus::unstable::BUILTINS.get(name).map(|(_, arity)| *arity))
}

/// Whether OPA declares that two evaluations of this builtin may differ.
pub(crate) fn nondeterministic(name: &str) -> bool {
    opa_builtin(name).is_some_and(|builtin| builtin.nondeterministic)
}

static FAMILIES: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
    crypto::BUILTINS,
    encoding::BUILTINS,
    graph::BUILTINS,
    http::BUILTINS,
    json::BUILTINS,
    jwt::BUILTINS,
    legacy::BUILTINS,
    net::BUILTINS,
    numbers::BUILTINS,
    objects::BUILTINS,
    pinned::BUILTINS,
    private_keys::BUILTINS,
    rounding::BUILTINS,
    strings::BUILTINS,
    time::BUILTINS,
    units::BUILTINS,
    uri::BUILTINS,
    whole::BUILTINS,
    x509::BUILTINS,
];

/// One row of a family table.
const fn builtin(
    name: &'static str,
    arity: u8,
    call: fn(&Context, &[Value]) -> Outcome,
) -> Builtin {
    Builtin { name, arity, call }
}

#[cfg(test)]
mod tests;
