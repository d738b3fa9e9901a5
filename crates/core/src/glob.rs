//! Patterns over names: `*` for any run of characters, `?` for one.

use std::fmt;
use std::str::FromStr;

/// The longest pattern, in characters.
const LONGEST: usize = 400;

/// A pattern over names; without `*` and `?` it is the name itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Glob(Box<str>);

/// Text that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pattern has 1 to {LONGEST} characters, printable ASCII without spaces")]
pub struct GlobError;

impl Glob {
    /// Returns the pattern as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the one name that this matches, when it has no wildcards.
    pub fn literal(&self) -> Option<&str> {
        (!self.0.contains(['*', '?'])).then_some(&self.0)
    }

    /// Tells whether the whole of `text` fits. Takes at most pattern × text steps.
    pub fn matches(&self, text: &str) -> bool {
        let (pattern, text) = (self.0.as_bytes(), text.as_bytes());
        let (mut p, mut t) = (0, 0);
        // Where to resume after the last `*`: just behind it, with one more byte given to it.
        let mut resume = None;
        while t < text.len() {
            match pattern.get(p) {
                Some(b'*') => {
                    p += 1;
                    resume = Some((p, t));
                }
                Some(&b) if b == b'?' || b == text[t] => {
                    p += 1;
                    t += 1;
                }
                _ => {
                    let Some((after_star, taken)) = resume else { return false };
                    p = after_star;
                    t = taken + 1;
                    resume = Some((p, t));
                }
            }
        }
        pattern[p..].iter().all(|&b| b == b'*')
    }
}

impl FromStr for Glob {
    type Err = GlobError;

    fn from_str(text: &str) -> Result<Self, GlobError> {
        let fits =
            (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Self(text.into())) } else { Err(GlobError) }
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
