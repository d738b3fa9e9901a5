//! A server within another program's process.

use crate::error::DaemonError;
use crate::installation::Installation;
use crate::serve::{Daemon, Service, block_on};
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use tokio::sync::oneshot;

/// A server on threads of its own, until it is told to stop or dropped. Signals are left to the program.
#[derive(Debug)]
pub struct Embedded {
    urls: Vec<String>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<Result<(), DaemonError>>>,
}

impl Embedded {
    /// Starts to serve a data directory; returns when clients are answered.
    pub fn start(installation: Installation, service: Service) -> Result<Self, DaemonError> {
        let (stop, told) = oneshot::channel::<()>();
        let (ready, started) = mpsc::channel();
        let serve = async move {
            let daemon = Daemon::start(&installation, service).await?;
            let urls = daemon.urls();
            let _notice = installation.announce(&urls)?;
            // Who started it waits for this, or is gone and has dropped `stop`, too.
            let _ = ready.send(urls);
            daemon.run(async { drop(told.await) }).await
        };
        let named = thread::Builder::new().name("cos-serve".to_owned());
        let server = named.spawn(|| block_on(serve)).map_err(no_thread)?;
        match started.recv() {
            Ok(urls) => Ok(Self { urls, stop: Some(stop), server: Some(server) }),
            // It ended before it was ready, and says why.
            Err(_) => match ended(server) {
                Err(error) => Err(error),
                Ok(()) => Err(no_thread(io::ErrorKind::UnexpectedEof.into())),
            },
        }
    }

    /// What clients reach it by, for each door.
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// Lets nobody in any more, finishes what began, and closes the ledger.
    pub fn stop(mut self) -> Result<(), DaemonError> {
        drop(self.stop.take());
        self.server.take().map_or(Ok(()), ended)
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        drop(self.stop.take());
        // Whoever wants to know how it ended calls `stop`.
        let _ = self.server.take().map(JoinHandle::join);
    }
}

fn ended(server: JoinHandle<Result<(), DaemonError>>) -> Result<(), DaemonError> {
    server.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn no_thread(source: io::Error) -> DaemonError {
    DaemonError::Io { action: "start a thread of", path: "/proc/self".into(), source }
}
