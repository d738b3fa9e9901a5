//! What an audit leaves on a server until it is ended: tokens that count, and tenants that are served.
//!
//! An audit that is killed cannot end anything. So what it makes has names that nothing else has, and the next one ends what it finds
//! of earlier ones first; for that reason one audit at a time asks a server.

use crate::client::{Client, ClientError};

/// What there is still to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Ids of tokens that still count.
    pub tokens: Vec<String>,
    /// Tenants that are still served.
    pub tenants: Vec<String>,
}

impl Traces {
    /// What earlier audits left: by their names, and only what still counts.
    pub(super) fn of_earlier(operator: &Client) -> Result<Self, ClientError> {
        let tokens = operator.tokens()?.tokens.into_iter();
        let counts =
            tokens.filter(|token| token.revoked_at.is_none() && is_identity(&token.identity));
        let tenants = operator.tenants()?.tenants.into_iter();
        let served = tenants.filter(|it| it.status == "active" && is_tenant(&it.tenant));
        Ok(Self {
            tokens: counts.map(|token| token.id).collect(),
            tenants: served.map(|it| it.tenant).collect(),
        })
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.tenants.is_empty()
    }

    /// Revokes the tokens and suspends the tenants; names of tenants are never used again, so they stay. What does not work stands here
    /// still, and the first reason is given.
    pub(super) fn end(&mut self, operator: &Client) -> Result<(), ClientError> {
        let mut outcome = Ok(());
        self.tokens.retain(|id| stays(&mut outcome, || ended(operator.revoke_token(id).map(drop))));
        let suspend = |name: &str| ended(operator.set_tenant_status(name, "suspend").map(drop));
        self.tenants.retain(|name| stays(&mut outcome, || suspend(name)));
        outcome
    }
}

/// Does it, and tells whether it did not work. A server that does not answer is not asked a hundred times.
fn stays(
    outcome: &mut Result<(), ClientError>,
    act: impl FnOnce() -> Result<(), ClientError>,
) -> bool {
    if matches!(outcome, Err(ClientError::Unreachable { .. })) {
        return true;
    }
    let done = act();
    let failed = done.is_err();
    if outcome.is_ok() {
        *outcome = done;
    }
    failed
}

/// What is not there has ended.
fn ended(revoked: Result<(), ClientError>) -> Result<(), ClientError> {
    match revoked {
        Err(ClientError::Problem(problem)) if problem.status == 404 => Ok(()),
        other => other,
    }
}

/// `audit-` and eight digits of chance, which every audit begins its names with; what follows them.
fn after_run(name: &str) -> Option<&str> {
    let (run, rest) = name.strip_prefix("audit-")?.split_at_checked(8)?;
    let is_run = run.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    rest.strip_prefix('-').filter(|_| is_run)
}

fn is_tenant(name: &str) -> bool {
    after_run(name).is_some_and(|rest| ["a", "b", "r"].contains(&rest))
}

fn is_identity(name: &str) -> bool {
    let canary = name.strip_prefix("canary-").and_then(after_run);
    canary.is_some_and(|rest| ["0", "1"].contains(&rest)) || after_run(name) == Some("auditor")
}

#[cfg(test)]
mod tests;
