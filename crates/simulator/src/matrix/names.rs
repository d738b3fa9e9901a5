//! The names of a matrix: flows, cases, dimensions, their values and tags, each a type of its own.
//!
//! They are printable ASCII without the characters that scenario ids and filter expressions are made of, so that both can be
//! read back and no name looks like another.

use std::fmt;
use std::str::FromStr;

/// Characters with a meaning in scenario ids, filter expressions or globs.
const RESERVED: &[u8] = b"{}(),=#&|!*?\"'`";
const LONGEST: usize = 120;

/// Text that cannot be a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` cannot be {kind}: {rule}", text.escape_debug())]
pub struct NameError {
    kind: &'static str,
    rule: &'static str,
    text: String,
}

fn check(kind: &'static str, text: &str) -> Result<Box<str>, NameError> {
    let plain = |b: &u8| b.is_ascii_graphic() && !RESERVED.contains(b);
    let rule = if text.is_empty() || text.len() > LONGEST {
        "use 1 to 120 characters"
    } else if !text.bytes().all(|b| plain(&b)) {
        "use printable ASCII without spaces, quotes and {}(),=#&|!*?"
    } else {
        return Ok(text.into());
    };
    Err(NameError { kind, rule, text: text.chars().take(80).collect() })
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                check($kind, text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// A flow, such as `tenant.delete`.
    FlowId, "the id of a flow"
);
name!(
    /// A single case, such as `INC-4411-regression`.
    CaseId, "the id of a case"
);
name!(
    /// A dimension, such as `mfa`.
    DimensionName, "the name of a dimension"
);
name!(
    /// One value of a dimension, such as `missing`.
    ValueId, "the id of a value"
);
name!(
    /// A word that groups flows and cases, such as `destructive`.
    Tag, "a tag"
);
