//! Identifiers: organisation, region, tenant, log origin, receipt id.
//!
//! Each is checked once, where text enters, and is a type of its own afterwards, so that a tenant cannot be passed where
//! a region is meant and no path is built from unchecked text.

use crate::code::Code;
use std::fmt;
use std::str::FromStr;

/// Text that is not an identifier of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not {kind}: {rule}", text.escape_debug())]
pub struct IdError {
    kind: &'static str,
    rule: &'static str,
    text: String,
}

impl IdError {
    /// The stable code of this error.
    pub const CODE: Code = Code::new("COS-IDS-0001");

    fn new(kind: &'static str, rule: &'static str, text: &str) -> Self {
        Self { kind, rule, text: text.chars().take(80).collect() }
    }
}

fn is_label(text: &str, max: usize, extra: &[u8]) -> bool {
    let b = text.as_bytes();
    let alnum = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=max).contains(&b.len())
        && alnum(b[0])
        && alnum(b[b.len() - 1])
        && b.iter().all(|&c| alnum(c) || c == b'-' || extra.contains(&c))
}

macro_rules! label {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $max:literal, $extra:expr, $rule:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_label(text, $max, $extra) && !text.contains("..") {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError::new($kind, $rule, text))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

label!(
    /// The organisation that runs a platform, `[a-z0-9]` with `-` and `.` inside, at most 64 characters.
    Org, "an organisation", 64, b".", "use 1 to 64 of a-z, 0-9, `-` and `.`, with a letter or digit at both ends"
);
label!(
    /// A region, `[a-z0-9]` with `-` inside, at most 40 characters.
    Region, "a region", 40, b"", "use 1 to 40 of a-z, 0-9 and `-`, with a letter or digit at both ends"
);
label!(
    /// A tenant, `[a-z0-9]` with `-` inside, at most 40 characters.
    Tenant, "a tenant", 40, b"", "use 1 to 40 of a-z, 0-9 and `-`, with a letter or digit at both ends"
);

/// The name of one log: `<org>/<region>/<tenant>`, the first line of its checkpoints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Who runs the platform.
    pub org: Org,
    /// Where the log and its receipts live.
    pub region: Region,
    /// Whose acts it records.
    pub tenant: Tenant,
}

impl FromStr for Origin {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let mut parts = text.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(org), Some(region), Some(tenant), None) => {
                Ok(Self { org: org.parse()?, region: region.parse()?, tenant: tenant.parse()? })
            }
            _ => Err(IdError::new("a log origin", "write `<org>/<region>/<tenant>`", text)),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.org, self.region, self.tenant)
    }
}

/// A receipt's id and idempotency key: a ULID in its canonical spelling (26 upper-case Crockford base32 characters).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jti(pub [u8; 16]);

impl Jti {
    /// Builds a ULID from milliseconds since the Unix epoch (48 bits) and 80 random bits.
    pub fn from_parts(unix_millis: u64, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&unix_millis.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        Self(bytes)
    }
}

impl FromStr for Jti {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong =
            || IdError::new("a receipt id", "write a ULID: 26 of 0-9 A-Z without I, L, O, U", text);
        let id = ulid::Ulid::from_string(text).map_err(|_| wrong())?;
        let jti = Self(id.to_bytes());
        let mut buffer = [0; ulid::ULID_LEN];
        if id.array_to_str(&mut buffer) == text { Ok(jti) } else { Err(wrong()) }
    }
}

impl fmt::Display for Jti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = [0; ulid::ULID_LEN];
        f.write_str(ulid::Ulid::from_bytes(self.0).array_to_str(&mut buffer))
    }
}

impl fmt::Debug for Jti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests;
