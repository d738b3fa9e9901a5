//! What is wrong with a theme: every fault at once, each with its place, its code and what to do about it.
//!
//! It decides nothing: whether a fault refuses the theme is its [`Severity`].

use super::source::{Place, Sources, Spot};
use cos_core::code::Code;
use std::fmt;

/// Faults beyond this many are not collected: a file of nothing but faults must not cost more than its own size.
pub const MOST_FAULTS: usize = 1_000;

/// The stable codes of theme packs.
pub mod codes {
    use cos_core::code::Code;

    /// A file that is not acceptable JSON.
    pub const JSON: Code = Code::new("COS-THM-0001");
    /// A value that does not fit its type.
    pub const VALUE: Code = Code::new("COS-THM-0002");
    /// A property that is not known there, or a name that is not allowed.
    pub const PROPERTY: Code = Code::new("COS-THM-0003");
    /// A token whose type is unknown or cannot be determined.
    pub const TYPE: Code = Code::new("COS-THM-0004");
    /// A reference to nothing.
    pub const DANGLING: Code = Code::new("COS-THM-0005");
    /// References that lead back to where they began.
    pub const CYCLE: Code = Code::new("COS-THM-0006");
    /// A reference to a token of another type.
    pub const OTHER_TYPE: Code = Code::new("COS-THM-0007");
    /// A resolver document that is not one.
    pub const RESOLVER: Code = Code::new("COS-THM-0008");
    /// Inputs that do not fit the modifiers of the resolver.
    pub const INPUT: Code = Code::new("COS-THM-0009");
    /// A pair of colours with too little contrast.
    pub const CONTRAST: Code = Code::new("COS-THM-0010");
    /// Two tokens that would share a name in CSS.
    pub const NAME: Code = Code::new("COS-THM-0011");
    /// An archive or a file name that is refused.
    pub const ARCHIVE: Code = Code::new("COS-THM-0012");
    /// A manifest, or a plain theme, that is not one.
    pub const MANIFEST: Code = Code::new("COS-THM-0013");
    /// An asset that is missing or has another digest than the manifest says.
    pub const ASSET: Code = Code::new("COS-THM-0014");
    /// More files, bytes, tokens or links than a theme may have.
    pub const LIMIT: Code = Code::new("COS-THM-0015");
    /// An SVG with something that a logo may not have.
    pub const SVG: Code = Code::new("COS-THM-0020");
    /// An image or a font that is not of its kind, not allowed, or too large.
    pub const MEDIA: Code = Code::new("COS-THM-0021");
    /// A token of the contract is missing, and the default theme's is used.
    pub const CONTRACT_MISSING: Code = Code::new("COS-THM-0030");
    /// A token of the contract has another type than the contract says.
    pub const CONTRACT_TYPE: Code = Code::new("COS-THM-0031");
}

/// Whether a fault refuses the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The theme cannot be used.
    Error,
    /// The theme can be used; somebody should look.
    Warning,
}

/// One fault of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: Code,
    /// Whether it refuses the theme.
    pub severity: Severity,
    /// The file of the pack; empty for the pack as a whole.
    pub file: String,
    /// The JSON pointer (RFC 6901) of the value; empty for the file as a whole.
    pub pointer: String,
    /// The 1-based line and column (in bytes); zero where the fault is of no place in particular.
    pub line: usize,
    /// See `line`.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}", self.file.escape_debug())?;
            if self.line > 0 {
                write!(f, ":{}:{}", self.line, self.column)?;
            }
            write!(f, ": ")?;
        }
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer.escape_debug())?;
        }
        write!(f, "{}; {}", self.message, self.remedy)
    }
}

impl std::error::Error for Fault {}

/// The faults found so far, and the files that their places are in.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    sources: &'a Sources,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self { sources, found: Vec::new() }
    }

    /// Notes an error at a place in a file.
    pub(crate) fn note(
        &mut self,
        code: Code,
        at: Place,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.found.len() >= MOST_FAULTS {
            return;
        }
        let Spot { file, pointer, line, column } = self.sources.locate(at);
        let (message, remedy) = (message.into(), remedy.into());
        let severity = Severity::Error;
        self.add(Fault { code, severity, file, pointer, line, column, message, remedy });
    }

    /// Whether it is worth while to look for what was meant; a file of nothing but slips must not cost more than its size.
    pub(crate) fn are_few(&self) -> bool {
        const FEW: usize = 100;
        self.found.len() < FEW
    }

    /// Notes a fault that was made elsewhere.
    pub(crate) fn add(&mut self, fault: Fault) {
        if self.found.len() < MOST_FAULTS && !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }

    /// What was found, in the order of files and lines, without repetition.
    pub(crate) fn into_sorted(self) -> Vec<Fault> {
        let mut found = self.found;
        found.sort_by(|a, b| {
            let key = |it: &Fault| (it.severity, it.file.clone(), it.line, it.column);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        found
    }
}

/// A fault of a file as a whole, or of the pack where `file` is empty.
pub(crate) fn of_file(
    code: Code,
    file: &str,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Fault {
    Fault {
        code,
        severity: Severity::Error,
        file: file.to_owned(),
        pointer: String::new(),
        line: 0,
        column: 0,
        message: message.into(),
        remedy: remedy.into(),
    }
}
