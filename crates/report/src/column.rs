//! Columns of small numbers as text: fixed-width digits of the base64url alphabet, most significant first.
//!
//! Text compresses as well as packed bits do, needs no padding rules, and row `i` is found without decoding the rows before
//! it. Nothing here knows what the numbers mean.

use crate::model::Column;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BITS: u32 = 6;

/// The widest column: four digits count to 16,777,215.
pub const MAX_WIDTH: u8 = 4;

impl Column {
    /// Encodes `values` with as few digits for each as the largest needs; `None` when it needs more than [`MAX_WIDTH`].
    pub fn encode(values: &[u32]) -> Option<Self> {
        let largest = values.iter().copied().max().unwrap_or(0);
        let width = (1..=MAX_WIDTH).find(|width| largest >> (BITS * u32::from(*width)) == 0)?;
        let mut digits = String::with_capacity(values.len() * usize::from(width));
        for value in values {
            for position in (0..u32::from(width)).rev() {
                digits.push(char::from(ALPHABET[(value >> (BITS * position)) as usize & 63]));
            }
        }
        Some(Self { width, digits })
    }

    /// Decodes all values; `None` when the width or a digit is none.
    pub fn decode(&self) -> Option<Vec<u32>> {
        let width = self.checked_width()?;
        let digits = self.digits.as_bytes();
        if !digits.len().is_multiple_of(width) {
            return None;
        }
        digits.chunks_exact(width).map(number).collect()
    }

    /// Returns the value of row `index`; `None` beyond the end and for what is no digit.
    pub fn at(&self, index: usize) -> Option<u32> {
        let width = self.checked_width()?;
        let start = index.checked_mul(width)?;
        number(self.digits.as_bytes().get(start..start.checked_add(width)?)?)
    }

    fn checked_width(&self) -> Option<usize> {
        (1..=MAX_WIDTH).contains(&self.width).then_some(usize::from(self.width))
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| Some(number << BITS | value(*digit)?))
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests;
