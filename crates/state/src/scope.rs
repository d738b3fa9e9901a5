//! What a credential may do.

use std::fmt;
use std::str::FromStr;

/// A permission, `<resource>:<verb>`. Each route asks for exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Watch what changes for a tenant, as it happens.
    EventsRead,
    /// Read the receipts, proofs and log of a tenant.
    ReceiptsRead,
    /// Report what happened, and get receipts for it.
    ReceiptsWrite,
    /// See which tenants there are.
    TenantsRead,
    /// Create and suspend tenants.
    TenantsWrite,
    /// See and copy a tenant's themes.
    ThemesRead,
    /// Import themes, and say which one is in force.
    ThemesWrite,
    /// See credentials, but not their secrets.
    TokensRead,
    /// Issue and revoke credentials.
    TokensWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 9] = [
        Self::EventsRead,
        Self::ReceiptsRead,
        Self::ReceiptsWrite,
        Self::TenantsRead,
        Self::TenantsWrite,
        Self::ThemesRead,
        Self::ThemesWrite,
        Self::TokensRead,
        Self::TokensWrite,
    ];

    /// Whether it ends while the tenant is suspended: what writes, and what waits for what is written.
    pub const fn ends_when_suspended(self) -> bool {
        matches!(self, Self::EventsRead | Self::ReceiptsWrite | Self::ThemesWrite)
    }

    /// The scope as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EventsRead => "events:read",
            Self::ReceiptsRead => "receipts:read",
            Self::ReceiptsWrite => "receipts:write",
            Self::TenantsRead => "tenants:read",
            Self::TenantsWrite => "tenants:write",
            Self::ThemesRead => "themes:read",
            Self::ThemesWrite => "themes:write",
            Self::TokensRead => "tokens:read",
            Self::TokensWrite => "tokens:write",
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| {
            let all: Vec<_> = Self::ALL.iter().map(|scope| scope.as_str()).collect();
            format!("`{}` is no scope; there are {}", text.escape_debug(), all.join(", "))
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
