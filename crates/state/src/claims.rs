//! What issuers say of whom they vouch for, and what of it names somebody for ever.
//!
//! A repository, a project, a service account and a mail address can be given up, and taken by somebody else under the same name. Only an id
//! is never given twice. So a binding has to match an id; names may be asked for besides, and never instead.

use crate::error::StateError;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Whose tokens an issuer signs: that decides what its claims mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerKind {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
    /// Service accounts of a Kubernetes cluster.
    Kubernetes,
    /// People, who sign in at an OpenID provider.
    People,
}

/// What a claim is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// Names somebody for ever.
    Id,
    /// Narrows what somebody does down: a branch, an environment.
    Place,
    /// A name, which another one may have tomorrow.
    Name,
}

/// A claim by the name that bindings use, with the way to it in the token.
type Claim = (&'static str, &'static [&'static str], Use);

const GITHUB: &[Claim] = &[
    ("repository_id", &["repository_id"], Use::Id),
    ("repository_owner_id", &["repository_owner_id"], Use::Id),
    ("environment", &["environment"], Use::Place),
    ("event_name", &["event_name"], Use::Name),
    ("job_workflow_ref", &["job_workflow_ref"], Use::Place),
    ("job_workflow_sha", &["job_workflow_sha"], Use::Place),
    ("ref", &["ref"], Use::Place),
    ("ref_type", &["ref_type"], Use::Name),
    ("repository", &["repository"], Use::Name),
    ("repository_owner", &["repository_owner"], Use::Name),
    ("repository_visibility", &["repository_visibility"], Use::Name),
    ("runner_environment", &["runner_environment"], Use::Name),
    ("sub", &["sub"], Use::Name),
    ("workflow_ref", &["workflow_ref"], Use::Place),
];
const GITLAB: &[Claim] = &[
    ("namespace_id", &["namespace_id"], Use::Id),
    ("project_id", &["project_id"], Use::Id),
    ("ci_config_ref_uri", &["ci_config_ref_uri"], Use::Place),
    ("environment", &["environment"], Use::Place),
    ("environment_protected", &["environment_protected"], Use::Name),
    ("namespace_path", &["namespace_path"], Use::Name),
    ("pipeline_source", &["pipeline_source"], Use::Name),
    ("project_path", &["project_path"], Use::Name),
    ("ref", &["ref"], Use::Place),
    ("ref_protected", &["ref_protected"], Use::Name),
    ("ref_type", &["ref_type"], Use::Name),
    ("sub", &["sub"], Use::Name),
];
const KUBERNETES: &[Claim] = &[
    ("serviceaccount_uid", &["kubernetes.io", "serviceaccount", "uid"], Use::Id),
    ("namespace", &["kubernetes.io", "namespace"], Use::Name),
    ("serviceaccount", &["kubernetes.io", "serviceaccount", "name"], Use::Name),
    ("sub", &["sub"], Use::Name),
];
const PEOPLE: &[Claim] = &[
    ("sub", &["sub"], Use::Id),
    ("email", &["email"], Use::Name),
    ("preferred_username", &["preferred_username"], Use::Name),
];

/// The longest value that a binding asks for, and the most claims.
const LONGEST: usize = 500;
const MOST: usize = 16;

impl IssuerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::GitHub, Self::GitLab, Self::Kubernetes, Self::People];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Kubernetes => "kubernetes",
            Self::People => "people",
        }
    }

    /// The claims that bindings can ask for: their names, and the way to each within a token.
    pub fn matched(self) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
        self.claims().iter().map(|(name, path, _)| (*name, *path))
    }

    const fn claims(self) -> &'static [Claim] {
        match self {
            Self::GitHub => GITHUB,
            Self::GitLab => GITLAB,
            Self::Kubernetes => KUBERNETES,
            Self::People => PEOPLE,
        }
    }

    /// The longest life of a credential that is given for a token of this kind, in seconds: a job's, and a working day's.
    pub const fn longest_ttl(self) -> i64 {
        match self {
            Self::People => 12 * 3600,
            Self::GitHub | Self::GitLab | Self::Kubernetes => 15 * 60,
        }
    }

    /// Refuses claims that could be another one's tomorrow, or that say too little.
    pub(crate) fn check(self, asked: &BTreeMap<String, String>) -> Result<(), StateError> {
        let refuse = |text: String| Err(StateError::Binding(text));
        if asked.len() > MOST {
            return refuse(format!("a binding asks for at most {MOST} claims"));
        }
        for (name, value) in asked {
            if self.matched().all(|(known, _)| known != name) {
                let all = self.names(|_| true);
                let name = name.escape_debug();
                return refuse(format!(
                    "tokens of `{self}` are not matched by `{name}`; there are {all}"
                ));
            }
            if value.is_empty() || value.len() > LONGEST || value.chars().any(char::is_control) {
                return refuse(format!(
                    "`{name}` has to be printable text of 1 to {LONGEST} bytes"
                ));
            }
        }
        let has = |wanted: Use| {
            self.claims().iter().any(|(name, _, is)| *is == wanted && asked.contains_key(*name))
        };
        if !has(Use::Id) {
            let ids = self.names(|is| is == Use::Id);
            return refuse(format!(
                "a binding of `{self}` has to ask for one of {ids}: names are given to others once they are free, ids never are"
            ));
        }
        let places = self.names(|is| is == Use::Place);
        if !places.is_empty() && !has(Use::Place) {
            return refuse(format!(
                "a binding of `{self}` has to ask for one of {places} too: else every branch that somebody pushes counts"
            ));
        }
        Ok(())
    }

    fn names(self, which: impl Fn(Use) -> bool) -> String {
        let names = self.claims().iter().filter(|(_, _, is)| which(*is)).map(|(name, ..)| *name);
        names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

impl FromStr for IssuerKind {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            StateError::Binding(format!(
                "`{}` is no kind of issuer; there are {all}",
                text.escape_debug()
            ))
        })
    }
}

impl fmt::Display for IssuerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
