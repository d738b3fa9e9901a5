//! What parent and child say to each other.
//!
//! A frame is its length in four bytes, little end first; a head in JSON on one line; and behind the line break bytes that are not JSON in
//! JSON: the input of an evaluation, the data of a policy. Parent and child are the same build, so nothing here is kept compatible;
//! a version tells a stray program apart.

use crate::engine::{EngineError, Evaluation, Target, Variant};
use crate::lint::Lint;
use crate::mutate::Mutant;
use crate::outline::Outline;
use crate::setup::Setup;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read};

/// Changes with every frame that changes.
pub(super) const VERSION: u32 = 2;

/// Longest frame that the child reads: a bundle is at most 256 MiB.
pub(super) const MAX_ASK: usize = 320 << 20;

/// Bytes of the length in front of a frame.
pub(super) const LENGTH: usize = 4;

/// From parent to child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    /// The first frame.
    Hello(Hello),
    /// The second; the data follows.
    Load(Box<Setup>),
    /// The inputs follow, one behind the other. Each question is answered by a frame of its own, until one is refused.
    Evaluate(Vec<Question>),
    Mutants,
    SelectMutant(u32),
    Lints,
}

/// What is to be evaluated.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Question {
    pub(super) variant: Variant,
    pub(super) target: Target,
    /// Bytes of its input.
    pub(super) length: usize,
}

/// What the child sets on itself.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    pub(super) version: u32,
    pub(super) memory: u64,
    pub(super) stack: u64,
    /// Of processor time, as are the next: longer than the parent waits, for the case that there is no parent any more.
    pub(super) load_seconds: u64,
    pub(super) request_seconds: u64,
}

/// From child to parent.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Ready { version: u32 },
    Loaded(Outline),
    Evaluation(Evaluation),
    Mutants(Vec<Mutant>),
    Selected(bool),
    Lints(Vec<Lint>),
    Refused(EngineError),
}

/// A whole frame.
pub(super) fn encode(head: &impl Serialize, payload: &[u8]) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; LENGTH];
    serde_json::to_writer(&mut frame, head)?;
    frame.push(b'\n');
    frame.extend_from_slice(payload);
    let length = u32::try_from(frame.len() - LENGTH)
        .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "a frame is too long"))?;
    frame[..LENGTH].copy_from_slice(&length.to_le_bytes());
    Ok(frame)
}

/// The head of a frame that has no payload, its length taken off.
pub(super) fn decode<T: DeserializeOwned>(frame: &[u8]) -> Option<T> {
    serde_json::from_slice(frame).ok()
}

/// Reads one frame of at most `limit` bytes: head and payload; nothing at the end.
pub(super) fn read<T: DeserializeOwned>(
    input: &mut impl Read,
    limit: usize,
) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut length = [0; LENGTH];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    let invalid = |what| io::Error::new(io::ErrorKind::InvalidData, what);
    if length > limit {
        return Err(invalid("a frame is too long"));
    }
    let mut frame = Vec::new();
    input.take(length as u64).read_to_end(&mut frame)?;
    let head = frame.iter().position(|byte| *byte == b'\n');
    let head = head.filter(|_| frame.len() == length).ok_or_else(|| invalid("half a frame"))?;
    let ask = serde_json::from_slice(&frame[..head])?;
    frame.drain(..=head);
    Ok(Some((ask, frame)))
}

#[cfg(test)]
mod tests;
