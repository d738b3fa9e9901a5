//! Stable error codes of the form `COS-<AREA>-<NNNN>`.
//!
//! Each code has a page in `docs/errors/`; `cos explain CODE` prints it and `cargo xtask tidy` checks that codes and
//! pages match in both directions. A code is never reused for another meaning.

use std::fmt;

/// A stable error code such as `COS-RCP-0003`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// Wraps a code literal; a malformed literal does not compile when the call is in a `const`.
    ///
    /// # Panics
    /// When the literal is not `COS-` + three capitals + `-` + four digits.
    pub const fn new(code: &'static str) -> Self {
        let b = code.as_bytes();
        assert!(
            b.len() == 12 && b[0] == b'C' && b[1] == b'O' && b[2] == b'S',
            "code is not COS-AAA-NNNN"
        );
        assert!(b[3] == b'-' && b[7] == b'-', "code is not COS-AAA-NNNN");
        let mut i = 4;
        while i < 12 {
            let fits =
                if i < 7 { b[i].is_ascii_uppercase() } else { i == 7 || b[i].is_ascii_digit() };
            assert!(fits, "code is not COS-AAA-NNNN");
            i += 1;
        }
        Self(code)
    }

    /// Returns the code as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
