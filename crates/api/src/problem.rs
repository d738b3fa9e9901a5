//! Problem details for HTTP APIs (RFC 9457), with the stable code that the command line prints for the same failure.

use serde::{Deserialize, Serialize};

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem it is, as a URI: the page of its code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind, for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// The stable code, `COS-<AREA>-<NNNN>`; `cos explain` prints its page.
    pub code: String,
    /// Why, one by one; a denial has at least one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The id of the receipt that a refused change left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The trace that the request belonged to, in hexadecimal; it stands in the server's log, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The error of OAuth 2 (RFC 6749 §5.2), where a client of that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One reason of a denial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule that decided.
    pub rule: String,
    /// What it found.
    pub message: String,
    /// What helps.
    pub remedy: String,
    /// Where in what was sent, as `theme.json#/name`: a file and a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}
