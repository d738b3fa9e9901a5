//! Roles: which parts of the interface a process serves. A server that only takes events offers nobody a page or a token.
//!
//! What a server does by itself (deliver receipts, publish, ask witnesses) it does in every role, and health, metrics, status and the
//! stream of a tenant's events belong to all of them.

use crate::problem::Failure;
use crate::routes::Route;
use std::collections::BTreeSet;
use std::str::FromStr;

/// A part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Pages for people, and their sign-in.
    Console,
    /// Tenants, tokens, issuers and bindings.
    Control,
    /// Reporting events; receipts and their logs.
    Receipts,
    /// Themes.
    Switchboard,
}

impl Role {
    /// All there are, by name.
    pub const ALL: [Self; 4] = [Self::Console, Self::Control, Self::Receipts, Self::Switchboard];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Control => "control",
            Self::Receipts => "receipts",
            Self::Switchboard => "switchboard",
        }
    }

    /// To whom a path belongs; `None` where it belongs to all.
    fn of(path: &str) -> Option<Self> {
        let within = |part: &str| {
            path.strip_prefix("/v1/tenants/{tenant}").is_some_and(|rest| rest.starts_with(part))
        };
        if path.starts_with("/console") {
            Some(Self::Console)
        } else if within("/receipts") || within("/log/") {
            Some(Self::Receipts)
        } else if within("/theme") {
            Some(Self::Switchboard)
        } else if path.starts_with("/v1/t") && !within("/events") {
            Some(Self::Control)
        } else {
            None
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| format!("the roles are {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// What a process serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(BTreeSet<Role>);

impl Default for Roles {
    fn default() -> Self {
        Self(Role::ALL.into())
    }
}

impl Roles {
    /// These, or all where none is named.
    pub fn new(named: &[Role]) -> Self {
        if named.is_empty() { Self::default() } else { Self(named.iter().copied().collect()) }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|role| role.as_str().to_owned()).collect()
    }

    pub(crate) fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub(crate) fn serve(&self, route: &Route) -> bool {
        self.missing(route).is_none()
    }

    /// Refuses what belongs to another role.
    pub(crate) fn check(&self, route: &Route) -> Result<(), Failure> {
        match self.missing(route) {
            None => Ok(()),
            Some(role) => Err(Failure::not_found(format!(
                "this server does not serve `{}`, for it was started with `--role {}`",
                role.as_str(),
                self.names().join(" --role "),
            ))),
        }
    }

    /// The role that a route belongs to, where it is none of these.
    fn missing(&self, route: &Route) -> Option<Role> {
        Role::of(route.path).filter(|role| !self.has(*role))
    }
}

#[cfg(test)]
mod tests {
    use super::Role;
    use crate::routes::all;
    use std::collections::BTreeMap;

    /// A new route has to be looked at: whoever adds one says here whose it is.
    #[test]
    fn every_route_has_its_role() {
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for route in all() {
            let role = Role::of(route.path).map_or("all", Role::as_str);
            let names = found.entry(role).or_default();
            names.push(route.name);
        }
        let receipts =
            ["ingestReceipts", "getReceipt", "discloseReceipt", "getCheckpoint", "getTile"];
        assert_eq!(found["receipts"], receipts);
        assert!(
            found["switchboard"].iter().all(|name| name.contains("Theme") || name.contains("Css"))
        );
        let all = ["healthz", "readyz", "metrics", "openapi", "whoami", "status", "watchEvents"];
        assert_eq!(found["all"], all);
        let control = |name: &&str| {
            ["Tenant", "Token", "Code", "Issuer", "Binding"].iter().any(|noun| name.contains(noun))
        };
        assert!(found["control"].iter().all(control), "{:?}", found["control"]);
    }
}
