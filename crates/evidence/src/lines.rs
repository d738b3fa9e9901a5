//! Files with one receipt a line, read in pieces of bounded size.

use crate::store::Chunk;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::sync::Arc;

/// Receipts in one piece.
const CHUNK: usize = 512;
/// Bytes in one piece, about.
const CHUNK_BYTES: usize = 1 << 20;
/// The longest line that is kept: a flattened receipt with its proof fits with room to spare.
const MAX_LINE: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads lines into chunks; line ends may be LF or CRLF, a byte order mark at the beginning and blank lines are skipped.
pub struct LineChunks<R> {
    input: BufReader<R>,
    /// How many lines were read.
    lines: u64,
}

enum Line {
    Blank,
    End,
    Text(Range<usize>),
    TooLong,
}

impl<R: Read> LineChunks<R> {
    /// Starts at the beginning of `input`.
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(256 * 1024, input), lines: 0 }
    }

    /// Hands the chunks to `take` with the number of their first line (from 1), until it returns `false`.
    pub fn each(&mut self, mut take: impl FnMut(u64, Chunk) -> bool) -> io::Result<()> {
        loop {
            let first = self.lines + 1;
            let (mut bytes, mut spans) = (Vec::new(), Vec::new());
            let ended_by = loop {
                match self.read(&mut bytes)? {
                    Line::Text(span) => spans.push(span),
                    other => break Some(other),
                }
                if spans.len() == CHUNK || bytes.len() >= CHUNK_BYTES {
                    break None;
                }
            };
            if !spans.is_empty()
                && !take(first, Chunk::Plain { bytes: Arc::new(bytes), spans, indexes: None })
            {
                return Ok(());
            }
            let go_on = match ended_by {
                Some(Line::End) => false,
                Some(Line::TooLong) => {
                    let reason = format!("the line is longer than {MAX_LINE} bytes").into();
                    take(self.lines, Chunk::Damaged { count: 1, missing: false, reason })
                }
                _ => true,
            };
            if !go_on {
                return Ok(());
            }
        }
    }

    /// Appends the next line to `bytes` and says where it lies.
    fn read(&mut self, bytes: &mut Vec<u8>) -> io::Result<Line> {
        let start = bytes.len();
        let read = (&mut self.input).take(MAX_LINE as u64 + 1).read_until(b'\n', bytes)?;
        if read == 0 {
            return Ok(Line::End);
        }
        self.lines += 1;
        if read > MAX_LINE && bytes.last() != Some(&b'\n') {
            bytes.truncate(start);
            self.skip_line()?;
            return Ok(Line::TooLong);
        }
        let mut span = start..bytes.len();
        if self.lines == 1 && bytes[span.clone()].starts_with(BYTE_ORDER_MARK) {
            span.start += BYTE_ORDER_MARK.len();
        }
        while bytes[span.clone()].last().is_some_and(u8::is_ascii_whitespace) {
            span.end -= 1;
        }
        Ok(if span.is_empty() { Line::Blank } else { Line::Text(span) })
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            let (taken, ended) = match buffer.iter().position(|&byte| byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.input.consume(taken);
            if ended {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests;
