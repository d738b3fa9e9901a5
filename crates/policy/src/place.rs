//! Places in files, as people and tools name them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in a file; lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file's name in the bundle.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Place {
    /// The place of a byte of a file.
    pub(crate) fn of(file: &str, text: &str, offset: u32) -> Self {
        let (line, column) = LineIndex::of(text).line_column(text, offset);
        Self { file: file.to_owned(), line, column }
    }
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex(Vec<u32>);

impl LineIndex {
    pub(crate) fn of(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self([0].into_iter().chain(after.map(|(at, _)| at as u32 + 1)).collect())
    }

    /// The line and column of a byte, counted from 1.
    pub(crate) fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.0.partition_point(|start| *start <= offset).max(1);
        let start = self.0[line - 1] as usize;
        let end = (offset as usize).min(text.len());
        let column = text.get(start..end).map_or(0, |before| before.chars().count());
        (line as u32, column as u32 + 1)
    }
}
