//! Waits on a port of loopback for a person who signs in in a browser on the same computer (RFC 8252, RFC 7636).
//!
//! A request to that port may be anybody's: of another user of the computer, or of a page of the web that guesses ports. One counts that names
//! this port as its host and brings the challenge of this sign-in; every other one is answered and forgotten. What comes is a code that is
//! worth nothing without the verifier, which never leaves this process but to the server. Another user of the computer who sees the address of the
//! browser's command could end the sign-in, or end it as themselves; whose token it is stands in the last line that is printed.

use crate::error::{CommandError, Exit};
use cos_api::{Redeem, sign_in};
use cos_core::base64url;
use cos_core::code::Code;
use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// The sign-in did not come to an end.
const LATE: Code = Code::new("COS-CLI-0012");
/// It came to one, and nobody was signed in.
pub(super) const REFUSED: Code = Code::new("COS-CLI-0013");

/// The longest head of a request, how long its parts may take, and how many are read at a time.
const LONGEST: usize = 16 << 10;
const PART: Duration = Duration::from_secs(5);
const MOST: usize = 32;

/// A sign-in that waits for its browser.
pub(super) struct SignIn {
    listener: TcpListener,
    port: u16,
    verifier: String,
}

/// What the browser brought: a code, or why there is none.
type Brought = Result<String, String>;

impl SignIn {
    /// Opens a port that the system chooses.
    pub(super) fn begin() -> Result<Self, CommandError> {
        let failed = |error: io::Error| {
            let text = format!("no browser can come back to this computer: {error}");
            CommandError::new(Exit::Unavailable, LATE, text)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| failed(error.into()))?;
        Ok(Self { listener, port, verifier: base64url::encode(&random) })
    }

    fn challenge(&self) -> String {
        sign_in::challenge(&self.verifier)
    }

    /// Where on the server it begins.
    pub(super) fn path(&self, provider: &str) -> String {
        let challenge = self.challenge();
        format!("/console/oidc/{provider}/start?cli={}&challenge={challenge}", self.port)
    }

    /// What the server's page shows of it.
    pub(super) fn word(&self) -> String {
        sign_in::word(&self.challenge())
    }

    /// Waits until the browser comes back; returns what the server gives a token for.
    pub(super) fn wait(self, limit: Duration) -> Result<Redeem, CommandError> {
        let (port, challenge) = (self.port, self.challenge());
        let (tell, told) = mpsc::channel();
        let listener = self.listener;
        // Both end with the process, which has nothing else to do than what it waits for here.
        thread::spawn(move || listen(&listener, port, &challenge, &tell));
        match told.recv_timeout(limit) {
            Ok(Ok(code)) => Ok(Redeem { code, verifier: self.verifier }),
            Ok(Err(reason)) => {
                let text = format!("nobody was signed in: {reason}");
                Err(CommandError::new(Exit::Refused, REFUSED, text))
            }
            Err(_) => {
                let text =
                    format!("nobody came back from the browser within {} seconds", limit.as_secs());
                Err(CommandError::new(Exit::Unavailable, LATE, text)
                    .hint("the browser has to be on this computer; `--wait SECONDS` waits longer"))
            }
        }
    }
}

/// Starts the person's browser, and does not wait for it.
pub(super) fn open(address: &str) -> io::Result<()> {
    let usual = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let browser = std::env::var_os("BROWSER").filter(|it| !it.is_empty());
    let mut command = Command::new(browser.unwrap_or_else(|| usual.into()));
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    thread::spawn(move || child.wait());
    Ok(())
}

/// Answers whoever comes, each in a thread, and tells what counts.
fn listen(listener: &TcpListener, port: u16, challenge: &str, tell: &Sender<Brought>) {
    let room = Arc::new(());
    for stream in listener.incoming().filter_map(Result::ok) {
        if Arc::strong_count(&room) > MOST {
            continue;
        }
        let (room, tell, challenge) = (Arc::clone(&room), tell.clone(), challenge.to_owned());
        thread::spawn(move || {
            let brought = head(&stream).and_then(|head| judge(&head, port, &challenge));
            let _ = reply(&stream, brought.as_ref());
            if let Some(brought) = brought {
                // Nobody listens any more where somebody came before.
                let _ = tell.send(brought);
            }
            drop(room);
        });
    }
}

/// The head of a request; nothing where it is too long, or does not come.
fn head(mut stream: &TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(PART)).ok()?;
    let (mut bytes, mut part) = (Vec::new(), [0; 2048]);
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut part).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        if bytes.len() > LONGEST {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a request brings, where it is the one that is waited for.
fn judge(head: &str, port: u16, challenge: &str) -> Option<Brought> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let mut hosts = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, value)| value.trim());
    let (host, second) = (hosts.next()?, hosts.next());
    if method != "GET" || !version.starts_with("HTTP/1.") || second.is_some() {
        return None;
    }
    // A page of the web that has its name lead here names itself.
    if host != format!("{}:{port}", Ipv4Addr::LOCALHOST) {
        return None;
    }
    let mut query = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(target.strip_prefix("/?")?.as_bytes()) {
        if query.insert(name.into_owned(), value.into_owned()).is_some() {
            return None;
        }
    }
    if query.get("state").is_none_or(|state| state != challenge) {
        return None;
    }
    match (query.remove("code"), query.remove("error")) {
        (Some(code), None) => Some(Ok(code)),
        (None, Some(error)) => {
            let reason = query.remove("error_description").unwrap_or_default();
            let shown = |text: &str| text.chars().take(400).collect::<String>();
            let (reason, error) = (shown(&reason), shown(&error));
            Some(Err(format!("{} ({})", reason.escape_debug(), error.escape_debug())))
        }
        _ => None,
    }
}

fn reply(mut stream: &TcpStream, brought: Option<&Brought>) -> io::Result<()> {
    let (status, text) = match brought {
        Some(Ok(_)) => ("200 OK", "cos has what it needs. Go back to the terminal."),
        Some(Err(_)) => ("200 OK", "cos knows that you were not signed in. Close this page."),
        None => ("404 Not Found", "Nothing is here."),
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>cos login</title><p>{text}</p></html>\n"
    );
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n\r\n",
        page.len()
    );
    stream.write_all(format!("{head}{page}").as_bytes())?;
    stream.flush()
}

#[cfg(test)]
mod tests;
