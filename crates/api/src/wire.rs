//! The bodies of requests and answers.

use serde::{Deserialize, Serialize};

/// A tenant to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTenant {
    /// Its name, `[a-z0-9]` with `-` inside, at most 40 characters.
    pub tenant: String,
    /// The region of its log.
    pub region: String,
    /// Its name for people.
    pub display_name: String,
    /// The residency tag: where its data may be.
    pub residency: String,
}

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Its name.
    pub tenant: String,
    /// The region of its log.
    pub region: String,
    /// Its name for people.
    pub display_name: String,
    /// The residency tag.
    pub residency: String,
    /// `active` or `suspended`.
    pub status: String,
    /// When it was created.
    pub created_at: String,
}

/// The tenants that a credential reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenants {
    /// By name.
    pub tenants: Vec<Tenant>,
}

/// A credential to issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// Whose it is.
    pub identity: String,
    /// The tenants that it reaches; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenants: Option<Vec<String>>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// How long it lasts, in seconds; at most 90 days.
    pub ttl_seconds: i64,
}

/// A credential, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// Which tenants it reaches: `*`, or names with commas between.
    pub tenants: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: String,
    /// When it was revoked.
    pub revoked_at: Option<String>,
}

/// A credential that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenCreated {
    /// Its id.
    pub id: String,
    /// The credential itself. It is shown once.
    pub token: String,
    /// When it ends.
    pub expires_at: String,
}

/// Credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// Oldest first.
    pub tokens: Vec<Token>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whoami {
    /// Whose credential it is.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// The id of the token.
    pub token: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: String,
}

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngestLine {
    /// The line of the request, from 1 on.
    pub line: u64,
    /// The id of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// Its index in the tenant's log: durable, and final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// Whether the log had it before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub replayed: bool,
    /// Why there is no receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<crate::problem::Problem>,
}

/// A receipt, and the proof that it is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub jti: String,
    /// Its index in the log.
    pub index: u64,
    /// The log.
    pub log: String,
    /// The compact SD-JWT; with every disclosure, unless less was asked for.
    pub receipt: String,
    /// The proof of inclusion (C2SP tlog-proof) under the log's checkpoint.
    pub proof: String,
}

/// Whether the server works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `ok`, or what does not work.
    pub status: String,
    /// The version of the server.
    pub version: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
