//! One connection that is kept, and the little of HTTP that the server speaks on it. It does not follow, retry or decode anything.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub(crate) struct Connection {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Whether it says when to try again.
    pub(crate) retry_after: bool,
    /// The cookie that it sets, without its attributes.
    pub(crate) cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    /// Sends a request and reads its answer. A server may close a connection after an answer; the next request opens one.
    pub(crate) fn send(&mut self, request: &[u8]) -> io::Result<Reply> {
        self.stream.get_mut().write_all(request)?;
        let (mut status, mut length, mut closes, mut retry_after) = (0, 0, false, false);
        let mut cookie = None;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            let field =
                line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value));
            match field.as_ref().map(|(name, value)| (name.as_str(), *value)) {
                Some(("content-length", value)) => length = value.parse().unwrap_or(0),
                Some(("connection", value)) => closes = value.eq_ignore_ascii_case("close"),
                Some(("retry-after", _)) => retry_after = true,
                Some(("set-cookie", value)) => cookie = value.split(';').next().map(str::to_owned),
                Some(_) => {}
                None => {
                    let text = line.split(' ').nth(1).unwrap_or_default();
                    status = text.parse().map_err(|_| io::ErrorKind::InvalidData)?;
                }
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        if closes {
            *self = Self::open(self.address)?;
        }
        Ok(Reply { status, retry_after, cookie, body })
    }
}

/// A request as bytes.
pub(crate) fn request(line: &str, token: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A request for a page as bytes.
pub(crate) fn page(path: &str, session: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {session}\r\n\r\n").into_bytes()
}

/// A form that signs in to the console as bytes.
pub(crate) fn sign_in(token: &str) -> Vec<u8> {
    let form = format!("token={token}&next=/console/");
    let length = form.len();
    format!(
        "POST /console/session HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .into_bytes()
}
