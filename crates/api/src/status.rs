//! How a server fares, on one screen.

use serde::{Deserialize, Serialize};

/// How a server fares, as far as the credential reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// `ready`, `degraded` where somebody should look, or `not-ready`.
    pub status: String,
    /// Why it is not simply ready.
    pub reasons: Vec<String>,
    /// The version of the program.
    pub version: String,
    /// The region that it is in.
    pub region: String,
    /// What its clock says.
    pub time: String,
    /// When it began.
    pub started_at: String,
    /// How many tenants there are.
    pub tenants: u64,
    /// Their logs, and that of operators' acts, by name.
    pub logs: Vec<LogState>,
    /// What concerns all tenants; absent for a credential that does not reach them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerState>,
}

/// How a log fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogState {
    /// Its origin.
    pub log: String,
    /// Durable receipts.
    pub receipts: u64,
    /// Those under the last checkpoint.
    pub published: u64,
    /// How old that is, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint_age_seconds: Option<i64>,
    /// Receipts of changes that are not in it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u64>,
    /// No receipt is missing for longer than this, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lag_seconds: Option<i64>,
    /// Receipts under the newest checkpoint that enough witnesses have cosigned, where the server has witnesses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<u64>,
    /// No checkpoint waits longer for their cosignatures, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness_lag_seconds: Option<i64>,
    /// Why it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness_failure: Option<String>,
    /// Why its writer stopped, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
}

/// What concerns all tenants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerState {
    /// What it serves.
    pub roles: Vec<String>,
    /// Where it listens.
    pub doors: Vec<DoorState>,
    /// The file system of the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<Disk>,
    /// The policy that decides who may do what.
    pub policy: PolicyState,
    /// The keys that sign, or did.
    pub keys: Vec<KeyState>,
}

/// A place where it listens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorState {
    /// What clients reach it by.
    pub url: String,
    /// When its certificate ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_ends_at: Option<String>,
}

/// Room on a file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// What is left.
    pub free_bytes: u64,
    /// Its size.
    pub size_bytes: u64,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyState {
    /// SHA-256 of the bundle.
    pub digest: String,
    /// Its version.
    pub version: String,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyState {
    /// Its id.
    pub id: String,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// When it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<String>,
}
