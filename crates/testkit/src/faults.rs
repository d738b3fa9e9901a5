//! A proxy that stands between a client and a real HTTP server and does one wrong thing at a time.
//!
//! It speaks plain HTTP/1.1, one thread a connection, and holds each request and each answer whole: it is for tests, whose objects are
//! small. Faults are planned ahead: which request they meet, and what becomes of it. Requests that no fault meets pass unchanged.

mod http;

use http::{Message, read_message};
use std::collections::VecDeque;
use std::io::{self, BufReader, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The server does it; one bit of the answer's body is flipped. An answer without a body passes.
    AnswerFlipped,
    /// The server does it; the answer's body ends early.
    AnswerTruncated,
    /// The server does it; the answer comes a byte at a time, half a second apart.
    AnswerSlow,
    /// The server never sees it: the answer is 409, somebody else is at it.
    Conflict,
    /// The server does it; the connection ends before the answer.
    DropAfter,
    /// The server never sees it; the connection ends.
    DropBefore,
    /// The server never sees it: the answer is 500.
    InternalError,
    /// The server does it; the answer is 500 all the same.
    InternalErrorAfter,
    /// The server does it; a listing is answered with its first page again.
    ListAgain,
    /// The server does it; a listing lacks one entry.
    ListShort,
    /// The server never sees it: the answer is 412, the condition does not hold.
    PreconditionFailed,
    /// The server gets it with one bit of its body flipped. A request without a body passes.
    RequestFlipped,
    /// The server never sees it: the answer is 503, with a time to wait.
    SlowDown,
}

impl Fault {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::AnswerFlipped,
        Self::AnswerTruncated,
        Self::AnswerSlow,
        Self::Conflict,
        Self::DropAfter,
        Self::DropBefore,
        Self::InternalError,
        Self::InternalErrorAfter,
        Self::ListAgain,
        Self::ListShort,
        Self::PreconditionFailed,
        Self::RequestFlipped,
        Self::SlowDown,
    ];
}

/// A proxy in front of one server. It ends with the process; its port closes when it is dropped.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    backend: SocketAddr,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The faults of the requests to come; `None` lets one pass.
    plan: VecDeque<Option<Fault>>,
    seen: Vec<String>,
    is_closed: bool,
    first_page: Option<Vec<u8>>,
}

impl FaultProxy {
    /// Starts a proxy in front of `backend`.
    ///
    /// # Panics
    /// When this machine has no free port.
    pub fn start(backend: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let shared = Arc::new(Shared { backend, state: Mutex::default() });
        let accepting = shared.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if accepting.state().is_closed {
                    return;
                }
                let shared = accepting.clone();
                // A connection that ends is none of anybody's business: the client under test sees it, too.
                thread::spawn(move || drop(serve(&shared, &client)));
            }
        });
        Self { address, shared }
    }

    /// Its address as a URL.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Begins a new run: the first requests meet `plan` in turn, all later ones pass.
    pub fn plan(&self, plan: impl IntoIterator<Item = Option<Fault>>) {
        let mut state = self.shared.state();
        state.plan = plan.into_iter().collect();
        state.seen.clear();
        state.first_page = None;
    }

    /// The requests of this run so far, each as its method, and its path with the query.
    pub fn seen(&self) -> Vec<String> {
        self.shared.state().seen.clone()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.state().is_closed = true;
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request and says what becomes of it.
    fn next(&self, request: &Message) -> Option<Fault> {
        let mut state = self.state();
        let words: Vec<_> = request.start.split(' ').take(2).map(str::to_owned).collect();
        state.seen.push(words.join(" "));
        state.plan.pop_front().flatten()
    }
}

/// Serves one connection, request by request.
fn serve(shared: &Shared, client: &TcpStream) -> io::Result<()> {
    let mut from_client = BufReader::new(client.try_clone()?);
    while let Some(mut request) = read_message(&mut from_client, client, None)? {
        let fault = shared.next(&request);
        match fault {
            Some(Fault::DropBefore) => return client.shutdown(Shutdown::Both),
            Some(Fault::InternalError) => answer(client, 500, "InternalError", None)?,
            Some(Fault::SlowDown) => answer(client, 503, "SlowDown", Some("0"))?,
            Some(Fault::Conflict) => answer(client, 409, "ConditionalRequestConflict", None)?,
            Some(Fault::PreconditionFailed) => answer(client, 412, "PreconditionFailed", None)?,
            _ => {
                if fault == Some(Fault::RequestFlipped) {
                    request.flip();
                }
                let reply = forward(shared, &request)?;
                pass_on(shared, client, reply, fault)?;
            }
        }
    }
    Ok(())
}

/// Gives the server's answer to the client, or what a fault makes of it.
fn pass_on(
    shared: &Shared,
    mut client: &TcpStream,
    mut reply: Message,
    fault: Option<Fault>,
) -> io::Result<()> {
    match fault {
        Some(Fault::DropAfter) => return client.shutdown(Shutdown::Both),
        Some(Fault::InternalErrorAfter) => return answer(client, 500, "InternalError", None),
        Some(Fault::AnswerFlipped) => reply.flip(),
        Some(Fault::ListShort) => reply.shorten_listing(),
        Some(Fault::ListAgain) => {
            if let Some(first) = &shared.state().first_page {
                reply.replace_body(first.clone());
            }
        }
        Some(Fault::AnswerTruncated) if reply.body.len() > 1 => {
            let (head, body) = reply.parts();
            client.write_all(&head)?;
            client.write_all(&body[..body.len() / 2])?;
            return client.shutdown(Shutdown::Both);
        }
        Some(Fault::AnswerSlow) if reply.body.len() > 1 => {
            let (head, body) = reply.parts();
            client.write_all(&head)?;
            for byte in body.chunks(1) {
                client.write_all(byte)?;
                thread::sleep(Duration::from_millis(500));
            }
            return Ok(());
        }
        _ => {}
    }
    if reply.is_listing() {
        shared.state().first_page.get_or_insert_with(|| reply.body.clone());
    }
    let (head, body) = reply.parts();
    client.write_all(&head)?;
    client.write_all(&body)
}

/// Sends a request to the server, on a connection of its own.
fn forward(shared: &Shared, request: &Message) -> io::Result<Message> {
    let backend = TcpStream::connect(shared.backend)?;
    let (head, body) = request.parts();
    (&backend).write_all(&head)?;
    (&backend).write_all(&body)?;
    let method = request.start.split(' ').next();
    let reply = read_message(&mut BufReader::new(backend.try_clone()?), &backend, method)?;
    reply.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Answers in the server's place, and ends the connection as servers do after an error.
fn answer(mut client: &TcpStream, status: u16, code: &str, wait: Option<&str>) -> io::Result<()> {
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>so it was planned</Message></Error>"
    );
    let wait = wait.map_or_else(String::new, |wait| format!("retry-after: {wait}\r\n"));
    let head = format!(
        "HTTP/1.1 {status} Planned\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n{wait}\r\n",
        body.len()
    );
    client.write_all(head.as_bytes())?;
    client.write_all(body.as_bytes())
}
