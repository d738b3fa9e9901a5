//! The doors: where the server listens, and what has to be true of a place before it does.
//!
//! A loopback address in clear, a Unix socket for this user, an address of any kind over TLS, or what systemd hands over, which is one of
//! these. Whatever the door, behind it are the same loop (`accept`), the same table of routes and the same limits. A token is asked for at
//! each: a door says from where somebody comes, and not who it is.

pub(crate) mod accept;
mod socket;
mod tls;

use crate::error::DaemonError;
use cos_core::clock::Timestamp;
use socket::SocketFile;
use std::fmt;
use std::io;
use std::net::{self, IpAddr, SocketAddr};
use std::os::unix;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
pub(crate) use tls::Tls;
pub use tls::{TlsError, TlsFiles};
use tokio::net::{TcpListener, UnixListener};

/// Where the server is told to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An address and a port; port 0 takes a free one.
    Address(SocketAddr),
    /// A Unix socket.
    Socket(PathBuf),
    /// The sockets that systemd opened.
    Systemd,
}

/// A place where the server may listen, and how.
#[derive(Clone, Debug)]
pub struct Listen {
    place: Place,
    tls: Option<TlsFiles>,
    given: Arc<Vec<Given>>,
}

/// From how far away one can reach a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// From this machine, in clear; browsers too, sent by whatever page they show.
    Machine,
    /// From other machines.
    Network,
    /// From processes of this user.
    User,
}

/// Who is at the other end of a connection; no address at that of a Unix socket. It says from where somebody comes, and not who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

/// A door: nobody is let in yet, but who knocks waits.
pub(crate) struct Door {
    listener: Listener,
    /// Goes when the door does.
    _file: Option<SocketFile>,
    tls: Option<Arc<Tls>>,
    pub(crate) reach: Reach,
}

/// A socket that was handed over.
#[derive(Debug)]
enum Given {
    Tcp(net::TcpListener),
    Unix(unix::net::UnixListener),
}

enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "systemd" {
            return Ok(Self::Systemd);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            let path = Path::new(path);
            return if path.is_absolute() {
                Ok(Self::Socket(path.to_owned()))
            } else {
                Err("write the whole path of the socket, as in `unix:/run/cos/cos.sock`".to_owned())
            };
        }
        let address = text.parse().map(Self::Address);
        address.map_err(|_| {
            "it is no `IP:PORT` such as `127.0.0.1:7070`, no `unix:/PATH` and not `systemd`"
                .to_owned()
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Socket(path) => write!(f, "unix:{}", path.display()),
            Self::Systemd => f.write_str("systemd"),
        }
    }
}

impl Listen {
    /// Takes a place, and TLS where there is to be any: without it an address that is not loopback would be reachable in clear. A Unix socket
    /// has no need of it. What systemd hands over is taken here, which the process does once, and before it has threads.
    pub fn new(place: Place, tls: Option<TlsFiles>) -> Result<Self, DaemonError> {
        let mut given = Vec::new();
        match &place {
            Place::Address(address) => exposed(*address, tls.as_ref())?,
            Place::Socket(_) => {}
            Place::Systemd => given = handed_over(tls.as_ref())?,
        }
        let tls = tls.filter(|_| !matches!(place, Place::Socket(_)));
        Ok(Self { place, tls, given: Arc::new(given) })
    }

    /// Opens the doors: one, or as many as systemd hands over.
    pub(crate) fn open(&self, now: Timestamp) -> Result<Vec<Door>, DaemonError> {
        let tls = self.tls.as_ref().map(|files| Tls::read(files, now).map(Arc::new)).transpose()?;
        let failed = |source| DaemonError::Listen { address: self.place.to_string(), source };
        match &self.place {
            Place::Address(address) => {
                let listener = bind(*address).map_err(failed)?;
                Ok(vec![Door::tcp(listener, tls).map_err(failed)?])
            }
            Place::Socket(path) => {
                let (listener, file) = socket::bind(path)?;
                Ok(vec![Door::unix(listener, Some(file))])
            }
            Place::Systemd => {
                let doors = self.given.iter().map(|given| given.door(tls.as_ref()));
                doors.collect::<io::Result<_>>().map_err(failed)
            }
        }
    }
}

impl Given {
    fn door(&self, tls: Option<&Arc<Tls>>) -> io::Result<Door> {
        match self {
            Self::Tcp(listener) => Door::tcp(listener.try_clone()?, tls.cloned()),
            Self::Unix(listener) => {
                let listener = listener.try_clone()?;
                listener.set_nonblocking(true)?;
                Ok(Door::unix(UnixListener::from_std(listener)?, None))
            }
        }
    }
}

impl Door {
    fn tcp(listener: net::TcpListener, tls: Option<Arc<Tls>>) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let is_near = listener.local_addr()?.ip().is_loopback();
        let reach = if is_near && tls.is_none() { Reach::Machine } else { Reach::Network };
        Ok(Self {
            listener: Listener::Tcp(TcpListener::from_std(listener)?),
            _file: None,
            tls,
            reach,
        })
    }

    fn unix(listener: UnixListener, file: Option<SocketFile>) -> Self {
        Self { listener: Listener::Unix(listener), _file: file, tls: None, reach: Reach::User }
    }

    /// How clients name it.
    pub(crate) fn url(&self) -> String {
        match &self.listener {
            Listener::Tcp(listener) => {
                let scheme = if self.tls.is_some() { "https" } else { "http" };
                let address = listener.local_addr();
                address
                    .map_or_else(|_| scheme.to_owned(), |address| format!("{scheme}://{address}"))
            }
            Listener::Unix(listener) => {
                let address = listener.local_addr().ok();
                let path = address.as_ref().and_then(|address| address.as_pathname());
                format!("unix:{}", path.unwrap_or(Path::new("")).display())
            }
        }
    }

    pub(crate) fn tls(&self) -> Option<&Arc<Tls>> {
        self.tls.as_ref()
    }
}

/// The sockets that systemd opened for this process.
fn handed_over(tls: Option<&TlsFiles>) -> Result<Vec<Given>, DaemonError> {
    let failed = |source| DaemonError::Listen { address: Place::Systemd.to_string(), source };
    let mut given = listenfd::ListenFd::from_env();
    let mut taken = Vec::new();
    for index in 0..given.len() {
        // Which kind it is, the socket itself says.
        if let Ok(Some(listener)) = given.take_tcp_listener(index) {
            exposed(listener.local_addr().map_err(failed)?, tls)?;
            taken.push(Given::Tcp(listener));
        } else if let Some(listener) = given.take_unix_listener(index).map_err(failed)? {
            taken.push(Given::Unix(listener));
        }
    }
    if taken.is_empty() { Err(DaemonError::NotActivated) } else { Ok(taken) }
}

/// Refuses what anyone on the network could talk to in clear.
fn exposed(address: SocketAddr, tls: Option<&TlsFiles>) -> Result<(), DaemonError> {
    if tls.is_some() || address.ip().is_loopback() {
        Ok(())
    } else {
        Err(DaemonError::Exposed(address.to_string()))
    }
}

fn bind(address: SocketAddr) -> io::Result<net::TcpListener> {
    // That of the standard library sets `SO_REUSEADDR`, so that a restart need not wait for connections of before.
    net::TcpListener::bind(address)
}

#[cfg(test)]
mod tests;
