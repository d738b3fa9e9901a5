//! The parent's ends of the pipes, with a deadline on everything.
//!
//! They do not block: a child that stops reading must not stop the parent. Standard error is drained beside, for a child that
//! writes into a full pipe waits for ever; only its beginning is kept.

use super::ending::Fault;
use super::protocol::LENGTH;
use super::spin::spin;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use std::time::{Duration, Instant};

/// How much of standard error is kept.
const MAX_SAID: usize = 4 << 10;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

pub(super) struct Pipes {
    asks: ChildStdin,
    answers: ChildStdout,
    /// Nothing once the child closed it.
    errors: Option<ChildStderr>,
    /// Read and not yet taken.
    pending: Vec<u8>,
    said: Vec<u8>,
    chunk: Box<[u8]>,
    longest: usize,
}

impl Pipes {
    /// Takes the pipes of a child. Answers longer than `longest` are a fault.
    pub(super) fn of(child: &mut Child, longest: usize) -> io::Result<Self> {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        let asks = child.stdin.take().ok_or_else(closed)?;
        let answers = child.stdout.take().ok_or_else(closed)?;
        let errors = child.stderr.take().ok_or_else(closed)?;
        unblock(&asks)?;
        unblock(&answers)?;
        unblock(&errors)?;
        Ok(Self {
            asks,
            answers,
            errors: Some(errors),
            pending: Vec::new(),
            said: Vec::new(),
            chunk: vec![0; CHUNK].into_boxed_slice(),
            longest,
        })
    }

    /// Reads a frame, its length taken off.
    pub(super) fn receive(&mut self, deadline: Instant) -> Result<Vec<u8>, Fault> {
        loop {
            if let Some(frame) = self.take_frame()? {
                return Ok(frame);
            }
            match spin(|| self.answers.read(&mut self.chunk)) {
                Ok(0) => return Err(Fault::Ended),
                Ok(count) => self.pending.extend_from_slice(&self.chunk[..count]),
                Err(error) if is_passing(&error) => self.wait(PollFlags::empty(), deadline)?,
                Err(error) => return Err(Fault::Broken(error)),
            }
        }
    }

    /// Writes a frame.
    pub(super) fn send(&mut self, mut frame: &[u8], deadline: Instant) -> Result<(), Fault> {
        while !frame.is_empty() {
            match self.asks.write(frame) {
                Ok(count) => frame = &frame[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.wait(PollFlags::OUT, deadline)?;
                }
                Err(error) => return Err(Fault::Broken(error)),
            }
        }
        Ok(())
    }

    fn take_frame(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let Some(length) = self.pending.first_chunk::<LENGTH>() else { return Ok(None) };
        let end = LENGTH + u32::from_le_bytes(*length) as usize;
        if end - LENGTH > self.longest {
            return Err(Fault::Long);
        }
        if self.pending.len() < end {
            return Ok(None);
        }
        let frame = self.pending[LENGTH..end].to_vec();
        self.pending.drain(..end);
        Ok(Some(frame))
    }

    /// Waits until the child can be written to, when `asks` says so, or read from.
    fn wait(&mut self, asks: PollFlags, deadline: Instant) -> Result<(), Fault> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fault::Late(Duration::ZERO));
            }
            let main = if asks.is_empty() {
                PollFd::new(&self.answers, PollFlags::IN)
            } else {
                PollFd::new(&self.asks, asks)
            };
            let errors = self.errors.as_ref().map(|errors| PollFd::new(errors, PollFlags::IN));
            let mut polled: Vec<_> = [main].into_iter().chain(errors).collect();
            let timeout = Timespec::try_from(left).ok();
            match poll(&mut polled, timeout.as_ref()) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(Fault::Broken(error.into())),
            }
            let ready = !polled[0].revents().is_empty();
            if polled.get(1).is_some_and(|errors| !errors.revents().is_empty()) {
                self.listen();
            }
            if ready {
                return Ok(());
            }
        }
    }

    /// Reads once from standard error, and tells whether there may be more. A child that never stops must not hold the caller here.
    fn listen(&mut self) -> bool {
        let Some(errors) = &mut self.errors else { return false };
        match errors.read(&mut self.chunk) {
            Ok(count) if count > 0 => {
                let room = MAX_SAID.saturating_sub(self.said.len());
                self.said.extend_from_slice(&self.chunk[..count.min(room)]);
                return room > count;
            }
            Err(error) if is_passing(&error) => {}
            _ => self.errors = None,
        }
        false
    }

    /// What a dead child wrote to standard error.
    pub(super) fn last_words(&mut self) -> String {
        while self.listen() {}
        String::from_utf8_lossy(&self.said).into_owned()
    }
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock)
}

/// Makes a pipe answer “not now” where it would wait.
pub(super) fn unblock(pipe: impl AsFd) -> io::Result<()> {
    let flags = fcntl_getfl(&pipe)?;
    Ok(fcntl_setfl(&pipe, flags | OFlags::NONBLOCK)?)
}
