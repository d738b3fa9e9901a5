//! All that decides what a policy answers, apart from the input: modules, data, pins.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A policy and the world it sees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// Its modules.
    pub modules: Vec<ModuleText>,
    /// Its documents; an object.
    pub data: serde_json::Value,
    /// Numbers in the documents that are written in another way than `data` holds them, as `1.50`.
    pub numbers: Vec<String>,
    /// The rule that decides, `data.companyos.authz.decision`.
    pub entrypoint: String,
    /// How `not` is read.
    pub semantics: Semantics,
    /// JSON pointers below the input that no scenario of a flow varies; guards depend on these alone.
    pub fixed_inputs: Vec<String>,
    /// What the policy takes for now, in nanoseconds since 1970.
    pub now_ns: i64,
    /// What random numbers follow from.
    pub seed: u64,
    /// Answers of `http.send`.
    pub http: Vec<HttpStub>,
    /// Answers of `net.lookup_ip_addr`.
    pub addresses: BTreeMap<String, Vec<String>>,
}

/// A module as it stands in the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleText {
    /// Its name in the bundle.
    pub name: String,
    /// Its text.
    pub text: String,
    /// 0 or 1.
    pub rego_version: u8,
}

/// Whose reading of the language decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Semantics {
    /// OPA's: operands of a negated call are evaluated outside of the `not`.
    #[default]
    Opa,
    /// The engine's own: inside.
    Regorus,
}

/// The answer to requests with this method and URL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HttpStub {
    /// `GET`, `POST`, ….
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// What `http.send` returns.
    pub response: serde_json::Value,
}
