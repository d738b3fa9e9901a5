//! One log, open for appending: submit receipts, wait for their indexes, publish, close.
//!
//! Submitting is safe from many threads. What the answer means: the receipt is on disk and its index is final (promise P1); a
//! checkpoint over it follows within about [`LedgerOptions::publish_every`](crate::LedgerOptions).

use crate::commit::{Committer, Recent};
use crate::entry::Entry;
use crate::error::LedgerError;
use crate::index::Index;
use crate::integrate::Integrator;
use crate::layout::Layout;
use crate::ledger::LogSigner;
use crate::lock::Holder;
use crate::options::LedgerOptions;
use crate::recover::{Recovered, recover};
use crate::seal::Sealer;
use crate::shared::{Appended, Pending, Shared, Stop};
use crate::turns::Turns;
use crate::witnessed;
use cos_core::ids::{Jti, Origin};
use std::collections::VecDeque;
use std::fmt;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::thread::{self, JoinHandle};

/// A receipt that found the queue full; trying again later may work.
#[derive(Debug)]
pub struct Pushback {
    /// The receipt, given back.
    pub entry: Entry,
    /// How many receipts wait.
    pub queued_receipts: usize,
    /// How many bytes of receipts wait.
    pub queued_bytes: usize,
}

/// The promise of an answer for one submitted receipt.
pub struct Ticket {
    shared: Arc<Shared>,
    answer: Arc<OnceLock<Result<Appended, LedgerError>>>,
}

impl Ticket {
    /// Waits until the receipt is durable, or refused.
    pub fn wait(&self) -> Result<Appended, LedgerError> {
        self.shared.wait_for(&self.answer)
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("answer", &self.answer.get()).finish_non_exhaustive()
    }
}

/// The writer of one log. [`crate::Ledger::writer`] opens it.
pub struct LogWriter {
    layout: Layout,
    shared: Arc<Shared>,
    recent: Arc<Mutex<Recent>>,
    /// Gone once the log is closed: whoever checks the ledger then may read it.
    index: Weak<Index>,
    /// Sealer, integrator, committer.
    threads: Mutex<Vec<JoinHandle<Result<(), LedgerError>>>>,
}

impl LogWriter {
    pub(crate) fn open(
        layout: Layout,
        origin: &Origin,
        options: &LedgerOptions,
        signer: &Arc<LogSigner>,
        turns: &Arc<Turns>,
        holder: Holder,
    ) -> Result<Self, LedgerError> {
        let recovered = recover(&layout, origin, signer, holder)?;
        let place = layout.clone();
        let Recovered { sealed, tail, published, indexed, edge, frontier, .. } = recovered;
        let shared = Shared::new(origin.clone(), options.clone());
        shared.begin(sealed, sealed + tail.len() as u64, published.size, indexed);
        let shared = Arc::new(shared);
        let lock = Arc::new(recovered.lock);
        let index = Arc::new(recovered.index);
        let (committer_wal, sealer_wal) = recovered.wal_directories;
        let recent = Arc::new(Mutex::new(recovered.recent));
        let lookup = Arc::downgrade(&index);
        let (jobs, sealer_jobs) = mpsc::channel();
        let committer = Committer {
            shared: Arc::clone(&shared),
            layout: layout.clone(),
            lock: Arc::clone(&lock),
            wal: recovered.wal,
            wal_directory: committer_wal,
            stage: recovered.commit_stage,
            recent: Arc::clone(&recent),
            index: Arc::clone(&index),
            frame: Vec::new(),
        };
        let mut integrator = Integrator {
            shared: Arc::clone(&shared),
            layout,
            lock: Arc::clone(&lock),
            signer: Arc::clone(signer),
            index: Arc::clone(&index),
            stage: recovered.integrate_stage,
            log_directory: recovered.log_directory,
            edge,
            frontier,
            files: recovered.files,
            previous: published.size,
            published,
            anchors: vec![sealed],
            indexed,
            unindexed: Vec::new(),
            rotated: None,
            sealer: jobs,
        };
        // Not left to its thread: whoever submits a receipt again is answered from the tiles.
        integrator.integrate(sealed, &tail)?;
        let sealer = Sealer {
            shared: Arc::clone(&shared),
            lock,
            stage: recovered.seal_stage,
            bodies_directory: recovered.bodies_directory,
            wal_directory: sealer_wal,
            sealed,
            turns: Arc::clone(turns),
        };
        let mut writer =
            Self { layout: place, shared, recent, index: lookup, threads: Mutex::default() };
        let threads = writer.threads.get_mut().unwrap_or_else(PoisonError::into_inner);
        threads.push(start("seal", origin, move || {
            sealer.run(&sealer_jobs);
            Ok(())
        })?);
        threads.push(start("integrate", origin, move || integrator.run())?);
        threads.push(start("commit", origin, move || {
            committer.run();
            Ok(())
        })?);
        Ok(writer)
    }

    /// Returns the name of the log.
    pub fn origin(&self) -> &Origin {
        &self.shared.origin
    }

    /// Returns the number of durable receipts.
    pub fn size(&self) -> u64 {
        self.shared.durable()
    }

    /// Returns the size of the last checkpoint.
    pub fn published(&self) -> u64 {
        self.shared.published()
    }

    /// Returns the error at which the writer stopped, if it did. It takes nothing more; opening the log again recovers it.
    pub fn stopped(&self) -> Option<LedgerError> {
        self.shared.stopped()
    }

    /// Finds a receipt by its id. One that is still on its way to the disk may be found already.
    pub fn find(&self, jti: Jti) -> Result<Option<u64>, LedgerError> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner).get(jti);
        match recent {
            Some((index, _)) => Ok(Some(index)),
            // What is no longer recent is in every view that is opened from now on.
            None => self.index.upgrade().ok_or_else(|| self.shared.closed())?.view()?.get(jti),
        }
    }

    /// Submits a receipt; waits while the queue is full.
    pub fn submit(&self, entry: Entry) -> Result<Ticket, LedgerError> {
        entry.check_log(self.origin())?;
        let (ticket, pending) = self.ticket(entry);
        self.shared.enqueue(&mut VecDeque::from([pending]), true)?;
        Ok(ticket)
    }

    /// Submits receipts in order; waits while the queue is full. Cheaper than one by one.
    ///
    /// An error may leave a first part of the receipts submitted; submitting them again replays them.
    pub fn submit_all(&self, entries: Vec<Entry>) -> Result<Vec<Ticket>, LedgerError> {
        entries.iter().try_for_each(|entry| entry.check_log(self.origin()))?;
        let (tickets, mut pending): (Vec<_>, VecDeque<_>) =
            entries.into_iter().map(|entry| self.ticket(entry)).unzip();
        while !pending.is_empty() {
            self.shared.enqueue(&mut pending, true)?;
        }
        Ok(tickets)
    }

    /// Submits a receipt unless the queue is full; then gives it back.
    pub fn try_submit(&self, entry: Entry) -> Result<Result<Ticket, Pushback>, LedgerError> {
        entry.check_log(self.origin())?;
        let (ticket, pending) = self.ticket(entry);
        let mut pending = VecDeque::from([pending]);
        self.shared.enqueue(&mut pending, false)?;
        Ok(match pending.pop_front() {
            None => Ok(ticket),
            Some(Pending { entry, .. }) => {
                let (queued_receipts, queued_bytes) = self.shared.queued();
                Err(Pushback { entry, queued_receipts, queued_bytes })
            }
        })
    }

    /// Waits until a checkpoint covers every receipt that was durable when this was called, and returns its size.
    pub fn publish(&self) -> Result<u64, LedgerError> {
        self.shared.want(self.size())
    }

    /// Keeps `text`, a checkpoint of this log with its cosignatures, as the newest that is witnessed. Whether the cosignatures are those
    /// that are asked for is the caller's to check; that the log has this tree is checked here.
    pub fn keep_witnessed(&self, text: &str) -> Result<(), LedgerError> {
        witnessed::keep(&self.layout, self.origin(), text)
    }

    /// Commits, publishes and seals everything, and lets go of the log. Later calls return at once.
    ///
    /// After an error nothing acknowledged is lost; opening the log again recovers it.
    pub fn close(&self) -> Result<(), LedgerError> {
        self.end(Stop::Finish)
    }

    fn ticket(&self, entry: Entry) -> (Ticket, Pending) {
        let answer = Arc::new(OnceLock::new());
        let ticket = Ticket { shared: Arc::clone(&self.shared), answer: Arc::clone(&answer) };
        (ticket, Pending { entry, answer })
    }

    fn end(&self, stop: Stop) -> Result<(), LedgerError> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        self.shared.stop(stop);
        // Each ends the one before it in this list, the committer all of them.
        let ended: Vec<_> = threads.drain(..).rev().map(JoinHandle::join).collect();
        let result =
            ended.into_iter().map(|ended| ended.unwrap_or_else(|_| Err(self.shared.closed())));
        result.collect::<Result<(), _>>()?;
        self.shared.stopped().map_or(Ok(()), Err)
    }
}

fn start(
    role: &str,
    origin: &Origin,
    run: impl FnOnce() -> Result<(), LedgerError> + Send + 'static,
) -> Result<JoinHandle<Result<(), LedgerError>>, LedgerError> {
    let name = format!("{role} {}", origin.tenant);
    let started = thread::Builder::new().name(name).spawn(run);
    started.map_err(|error| {
        LedgerError::io("start a thread for", origin.tenant.as_str().as_ref(), error)
    })
}

impl Drop for LogWriter {
    /// Lets go of the log as a crash would: what was acknowledged stays, what waits is refused.
    fn drop(&mut self) {
        let _ = self.end(Stop::Abandon);
    }
}

impl fmt::Debug for LogWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, published) = (self.size(), self.published());
        f.debug_struct("LogWriter")
            .field("origin", &self.origin().to_string())
            .field("size", &size)
            .field("published", &published)
            .finish_non_exhaustive()
    }
}
