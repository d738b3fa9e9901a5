//! HTTP/1.1 messages, held whole: just as much of it as S3 clients and servers use.

use std::io::{self, BufRead, Read as _, Write as _};
use std::net::TcpStream;

/// A request or an answer.
pub(super) struct Message {
    /// The first line.
    pub(super) start: String,
    /// Lines of the head, without those that say how long the body is and how long the connection lasts.
    headers: Vec<String>,
    /// The length that is told: not that of the body in the answer to a `HEAD`.
    length: Option<u64>,
    pub(super) body: Vec<u8>,
}

/// Reads one message; `None` where the connection ends between two. `method` is that of the request that an answer is for.
pub(super) fn read_message(
    reader: &mut impl BufRead,
    mut peer: &TcpStream,
    method: Option<&str>,
) -> io::Result<Option<Message>> {
    let Some(start) = line(reader)? else { return Ok(None) };
    let mut message = Message { start, headers: Vec::new(), length: None, body: Vec::new() };
    let (mut is_chunked, mut is_waiting) = (false, false);
    while let Some(text) = line(reader)?.filter(|text| !text.is_empty()) {
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => message.length = value.parse().ok(),
            "transfer-encoding" => is_chunked = value.eq_ignore_ascii_case("chunked"),
            "expect" => is_waiting = true,
            "connection" => {}
            _ => message.headers.push(text),
        }
    }
    if is_waiting {
        peer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let status = message.start.split(' ').nth(1).unwrap_or_default();
    let is_answer = message.start.starts_with("HTTP/");
    if is_answer && (method == Some("HEAD") || matches!(status, "204" | "304")) {
        return Ok(Some(message));
    }
    if is_chunked {
        message.body = chunks(reader)?;
        message.length = Some(message.body.len() as u64);
    } else if let Some(length) = message.length {
        message.body = vec![0; usize::try_from(length).unwrap_or_default()];
        reader.read_exact(&mut message.body)?;
    } else if is_answer {
        reader.read_to_end(&mut message.body)?;
        message.length = Some(message.body.len() as u64);
    }
    Ok(Some(message))
}

impl Message {
    /// Head and body, as they are sent: one message a connection towards the server, many towards the client.
    pub(super) fn parts(&self) -> (Vec<u8>, Vec<u8>) {
        let length = self.length.map(|length| format!("content-length: {length}"));
        let is_request = !self.start.starts_with("HTTP/");
        let close = is_request.then(|| "connection: close".to_owned());
        let lines = [&self.start].into_iter().chain(&self.headers).chain(&length).chain(&close);
        let head = lines.fold(String::new(), |head, line| head + line + "\r\n") + "\r\n";
        (head.into_bytes(), self.body.clone())
    }

    /// Flips a bit in the middle of the body.
    pub(super) fn flip(&mut self) {
        let middle = self.body.len() / 2;
        if let Some(byte) = self.body.get_mut(middle) {
            *byte ^= 1;
        }
    }

    pub(super) fn is_listing(&self) -> bool {
        self.body.windows(17).any(|bytes| bytes == b"<ListBucketResult")
    }

    /// Takes the first entry out of a listing.
    pub(super) fn shorten_listing(&mut self) {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        if let (Some(start), Some(end)) = (text.find("<Contents>"), text.find("</Contents>")) {
            self.replace_body(format!("{}{}", &text[..start], &text[end + 11..]).into_bytes());
        }
    }

    pub(super) fn replace_body(&mut self, body: Vec<u8>) {
        self.length = Some(body.len() as u64);
        self.body = body;
    }
}

/// A line without its end; `None` at the end of the connection.
fn line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if reader.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(reader)?.unwrap_or_default();
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(io::Error::other)?;
        reader.take(size).read_to_end(&mut body)?;
        // The end of the chunk, or of the trailers.
        while line(reader)?.is_some_and(|text| size == 0 && !text.is_empty()) {}
        if size == 0 {
            return Ok(body);
        }
    }
}
