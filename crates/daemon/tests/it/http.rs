//! A client that sends what it is told, also what no client should.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer: status, head and body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Sends a request with these header lines, and reads until the server closes; of a stream of events its beginning.
pub(crate) fn send(
    to: SocketAddr,
    line: &str,
    headers: &[String],
    body: impl AsRef<[u8]>,
) -> Reply {
    let body = body.as_ref();
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nHost: cos\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    // A server that has seen enough of a body answers and closes.
    let _ = stream.write_all(&[request.as_bytes(), body].concat());
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut part) {
        bytes.extend_from_slice(&part[..count]);
        if is_begun_stream(&bytes) {
            break;
        }
    }
    let at = bytes.windows(4).position(|it| it == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let content = bytes.split_off(at);
    let text = String::from_utf8_lossy(&bytes);
    let head = text.trim_end();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("{line}: {text:?}"));
    let body = String::from_utf8_lossy(&content).into_owned();
    Reply { status, head: head.to_owned(), body, bytes: content }
}

/// A stream of events that is open.
pub(crate) struct Stream {
    lines: Lines<BufReader<TcpStream>>,
    pub(crate) status: u16,
}

impl Stream {
    /// Opens one, in the older version of HTTP, in which a body is all that comes until the end.
    pub(crate) fn open(to: SocketAddr, path: &str, headers: &[String]) -> Self {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.0\r\nHost: cos\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next().unwrap().unwrap();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        for line in lines.by_ref() {
            if line.unwrap().is_empty() {
                break;
            }
        }
        Self { lines, status }
    }

    /// The fields of the next event, `id`, `event` and `data`; `None` when the server ended the stream.
    pub(crate) fn next(&mut self) -> Option<[String; 3]> {
        let mut fields = [const { String::new() }; 3];
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            match line.split_once(": ") {
                Some(("id", value)) => value.clone_into(&mut fields[0]),
                Some(("event", value)) => value.clone_into(&mut fields[1]),
                Some(("data", value)) => value.clone_into(&mut fields[2]),
                _ if line.is_empty() && !fields[1].is_empty() => return Some(fields),
                _ => assert!(line.is_empty() || line.starts_with(':'), "{line}"),
            }
        }
        None
    }
}

/// Whether it is an endless answer that has begun.
fn is_begun_stream(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.split_once("\r\n\r\n")
        .is_some_and(|(head, body)| head.contains("text/event-stream") && body.contains("\n\n"))
}
