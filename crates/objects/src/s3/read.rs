//! Reads: a stream that goes on where it broke off, and small objects that are asked for again when they come damaged.

use super::calls::{Calls, Stored};
use super::failure::{Failure, Kind, chain};
use crate::content::Outgoing;
use crate::error::ObjectError;
use crate::key::Key;
use crate::store::{Meta, Object, Version};
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Objects up to this size, in bytes, are read before they are handed on.
const SMALL: u64 = 1 << 20;

/// The slowest body that is waited for, in bytes a second.
const SLOWEST: u64 = 1 << 10;

pub(super) fn get(
    calls: &Arc<Calls>,
    key: &Key,
    version: Option<&Version>,
) -> Result<Object, ObjectError> {
    let mut attempt = 1;
    loop {
        let (meta, body) = open(calls, key, version)?;
        let mut body = Outgoing::new(body, key, meta.length, meta.sha256);
        let key = key.clone();
        if meta.length > SMALL {
            return Ok(Object { meta, body: Box::new(body), key });
        }
        let mut bytes = Vec::new();
        match body.read_to_end(&mut bytes) {
            Ok(_) => return Ok(Object { meta, body: Box::new(Cursor::new(bytes)), key }),
            Err(error) => match ObjectError::from_read(key.as_str(), error) {
                ObjectError::Damaged { .. } | ObjectError::Changed { .. }
                    if attempt < calls.tuning.attempts =>
                {
                    calls.block_on(calls.pause(attempt, None));
                }
                error => return Err(error),
            },
        }
        attempt += 1;
    }
}

fn open(
    calls: &Arc<Calls>,
    key: &Key,
    version: Option<&Version>,
) -> Result<(Meta, Resuming), ObjectError> {
    let answer = calls.block_on(request(calls, key, version, None));
    let mut answer = answer.map_err(|failure| failure.about("read", key))?;
    let stored = Stored {
        length: answer.content_length,
        etag: answer.e_tag.take(),
        version: answer.version_id.take(),
        metadata: answer.metadata.take().unwrap_or_default(),
    };
    let meta = stored.meta(key)?;
    let body = Resuming {
        calls: calls.clone(),
        key: key.clone(),
        version: version.cloned(),
        etag: meta.etag.0.clone(),
        length: meta.length,
        offset: 0,
        body: Some(answer.body),
        chunk: Vec::new(),
        at: 0,
        attempt: 1,
        waited: Duration::ZERO,
        brought: 0,
    };
    Ok((meta, body))
}

/// Asks for an object, from an offset on where it must still be the one with this tag.
async fn request(
    calls: &Calls,
    key: &Key,
    version: Option<&Version>,
    from: Option<(u64, &str)>,
) -> Result<GetObjectOutput, Failure> {
    let request = || {
        let request = calls.client.get_object().bucket(&calls.bucket).key(key.as_str());
        let version = version.map(|version| version.as_str().to_owned());
        request
            .set_version_id(version)
            .set_range(from.map(|(offset, _)| format!("bytes={offset}-")))
            .set_if_match(from.map(|(_, etag)| etag.to_owned()))
            .send()
    };
    calls.repeat(request).await
}

/// A body that is asked for again, from where it broke off.
struct Resuming {
    calls: Arc<Calls>,
    key: Key,
    version: Option<Version>,
    etag: String,
    length: u64,
    /// How much came.
    offset: u64,
    body: Option<ByteStream>,
    /// What came last, and how much of it was handed on.
    chunk: Vec<u8>,
    at: usize,
    attempt: u32,
    /// How long was waited for the last bytes, and how many they are.
    waited: Duration,
    brought: u64,
}

impl Resuming {
    /// Gets more; at the end there is none.
    fn refill(&mut self) -> Result<(), ObjectError> {
        loop {
            let broken = match self.next() {
                Ok(()) => return Ok(()),
                Err(reason) => reason,
            };
            if self.offset >= self.length {
                // All of it came, and the SDK found that its checksum is another.
                let name = self.key.as_str().into();
                return Err(ObjectError::Damaged { name, reason: broken });
            }
            if self.attempt >= self.calls.tuning.attempts {
                return Err(Failure::lost(broken).about("read", &self.key));
            }
            let calls = self.calls.clone();
            calls.block_on(calls.pause(self.attempt, None));
            self.attempt += 1;
            self.resume()?;
        }
    }

    fn next(&mut self) -> Result<(), String> {
        let (calls, stall) = (self.calls.clone(), self.calls.tuning.stall);
        let body = self.body.as_mut().ok_or("there is no body")?;
        let start = Instant::now();
        let next = calls.block_on(async { tokio::time::timeout(stall, body.next()).await });
        self.waited += start.elapsed();
        match next {
            Err(_) => return Err(format!("nothing came for {} s", stall.as_secs())),
            Ok(Some(Err(error))) => return Err(chain(&error)),
            Ok(None) if self.offset < self.length => {
                return Err(format!("{} of {} bytes came", self.offset, self.length));
            }
            Ok(None) => (self.chunk, self.at) = (Vec::new(), 0),
            Ok(Some(Ok(bytes))) => {
                self.offset += bytes.len() as u64;
                self.brought += bytes.len() as u64;
                (self.chunk, self.at) = (bytes.to_vec(), 0);
            }
        }
        if self.waited >= stall {
            let slow = self.brought < SLOWEST * stall.as_secs().max(1);
            (self.waited, self.brought) = (Duration::ZERO, 0);
            if slow && self.offset < self.length {
                // What came counts; the rest is asked for again.
                self.body = None;
            }
        }
        Ok(())
    }

    fn resume(&mut self) -> Result<(), ObjectError> {
        let from = Some((self.offset, self.etag.as_str()));
        let (calls, version) = (&self.calls, self.version.as_ref());
        let answer = calls.block_on(request(calls, &self.key, version, from));
        let answer = answer.map_err(|failure| match failure.kind {
            Kind::Precondition => ObjectError::Changed { key: self.key.clone() },
            _ => failure.about("read", &self.key),
        })?;
        let range = answer.content_range.as_deref().unwrap_or_default();
        if !range.starts_with(&format!("bytes {}-", self.offset)) {
            let failure = Failure::lost("the server cannot go on where it broke off");
            return Err(failure.about("read", &self.key));
        }
        (self.waited, self.brought) = (Duration::ZERO, 0);
        self.body = Some(answer.body);
        Ok(())
    }
}

impl Read for Resuming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            self.refill().map_err(io::Error::other)?;
            if self.chunk.is_empty() && self.offset >= self.length {
                return Ok(0);
            }
        }
        let size = buffer.len().min(self.chunk.len() - self.at);
        buffer[..size].copy_from_slice(&self.chunk[self.at..self.at + size]);
        self.at += size;
        Ok(size)
    }
}
