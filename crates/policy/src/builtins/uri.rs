//! `uri.parse` and `uri.is_valid`: references as Go's `net/url` reads them.
//!
//! Go is lenient where RFC 3986 is not (blanks in paths) and strict elsewhere (a colon in the first segment), so no URL crate fits.

use regorus::Value;

use super::operands::{operand, string};
use super::x509::object;
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] =
    &[builtin("uri.is_valid", 1, is_valid), builtin("uri.parse", 1, parse)];

/// Go's `url.URL`, without the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Uri {
    scheme: String,
    opaque: String,
    has_user: bool,
    host: String,
    path: String,
    /// Only where the default encoding of the path is another.
    raw_path: String,
    raw_query: String,
    force_query: bool,
    fragment: String,
    raw_fragment: String,
}

/// Which part is decoded: it decides which escapes are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Fragment,
    Host,
    Path,
    User,
    Zone,
}

impl Uri {
    /// The fields as Go's `encoding/json` writes them.
    pub(super) fn go_json(&self) -> Value {
        object([
            ("Scheme", self.scheme.as_str().into()),
            ("Opaque", self.opaque.as_str().into()),
            ("User", if self.has_user { Value::new_object() } else { Value::Null }),
            ("Host", self.host.as_str().into()),
            ("Path", self.path.as_str().into()),
            ("RawPath", self.raw_path.as_str().into()),
            ("OmitHost", false.into()),
            ("ForceQuery", self.force_query.into()),
            ("RawQuery", self.raw_query.as_str().into()),
            ("Fragment", self.fragment.as_str().into()),
            ("RawFragment", self.raw_fragment.as_str().into()),
        ])
    }

    fn hostname(&self) -> &str {
        let (host, _) = self.host_and_port();
        host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(host)
    }

    fn host_and_port(&self) -> (&str, &str) {
        match self.host.rsplit_once(':') {
            Some((host, port)) if is_port(port) && !port.contains(']') => (host, port),
            _ => (&self.host, ""),
        }
    }
}

/// The text of a parsed reference that [`Uri::go_json`] made, for the hierarchical ones that certificates name.
pub(super) fn text_of(shown: &Value) -> Value {
    let field = |name: &str| shown[name].as_string().map(ToString::to_string).unwrap_or_default();
    let (scheme, opaque, host) = (field("Scheme"), field("Opaque"), field("Host"));
    let mut text = if scheme.is_empty() { String::new() } else { format!("{scheme}:") };
    if opaque.is_empty() {
        if !host.is_empty() || !scheme.is_empty() {
            text.push_str("//");
        }
        text.push_str(&host);
        let raw = field("RawPath");
        text.push_str(&if raw.is_empty() { encoded(&field("Path"), Part::Path) } else { raw });
    } else {
        text.push_str(&opaque);
    }
    let query = field("RawQuery");
    if !query.is_empty() || shown["ForceQuery"] == Value::Bool(true) {
        text.push('?');
        text.push_str(&query);
    }
    let fragment = field("Fragment");
    if !fragment.is_empty() {
        text.push('#');
        text.push_str(&encoded(&fragment, Part::Fragment));
    }
    text.into()
}

/// Reads a reference as Go's `url.Parse`.
pub(super) fn parsed(text: &str) -> Result<Uri, BuiltinError> {
    read(text).ok_or_else(|| BuiltinError::invalid("not a URI"))
}

fn is_valid(_: &Context, args: &[Value]) -> Outcome {
    let valid = match operand(args, 1)? {
        Value::String(text) => !text.is_empty() && read(text).is_some(),
        _ => false,
    };
    Ok(Value::Bool(valid))
}

fn parse(_: &Context, args: &[Value]) -> Outcome {
    let uri = parsed(string(args, 1)?)?;
    let (_, port) = uri.host_and_port();
    let raw_path = if uri.raw_path.is_empty() { &uri.path } else { &uri.raw_path };
    let fields = [
        ("fragment", uri.fragment.as_str()),
        ("hostname", uri.hostname()),
        ("path", &uri.path),
        ("port", port),
        ("raw_path", raw_path),
        ("raw_query", &uri.raw_query),
        ("scheme", &uri.scheme),
    ];
    let present = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs = present.map(|(name, value)| (Value::from(name), Value::from(value)));
    Ok(Value::from(pairs.collect::<std::collections::BTreeMap<_, _>>()))
}

fn read(text: &str) -> Option<Uri> {
    let (before, fragment) = match text.split_once('#') {
        None => (text, None),
        Some((before, fragment)) => (before, Some(fragment)),
    };
    let mut uri = without_fragment(before)?;
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        uri.fragment = decoded(fragment, Part::Fragment)?;
        if encoded(&uri.fragment, Part::Fragment) != fragment {
            fragment.clone_into(&mut uri.raw_fragment);
        }
    }
    Some(uri)
}

fn without_fragment(text: &str) -> Option<Uri> {
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return None;
    }
    let mut uri = Uri::default();
    if text == "*" {
        text.clone_into(&mut uri.path);
        return Some(uri);
    }
    let (scheme, mut rest) = scheme(text)?;
    uri.scheme = scheme.to_lowercase();
    if let Some(before) = rest.strip_suffix('?').filter(|before| !before.contains('?')) {
        uri.force_query = true;
        rest = before;
    } else if let Some((before, query)) = rest.split_once('?') {
        query.clone_into(&mut uri.raw_query);
        rest = before;
    }
    if !rest.starts_with('/') {
        if !uri.scheme.is_empty() {
            rest.clone_into(&mut uri.opaque);
            return Some(uri);
        }
        if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
            return None;
        }
    }
    let has_authority = !uri.scheme.is_empty() || !rest.starts_with("///");
    if let Some(after) = rest.strip_prefix("//").filter(|_| has_authority) {
        let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
        read_authority(&mut uri, authority)?;
        rest = path;
    }
    uri.path = decoded(rest, Part::Path)?;
    if encoded(&uri.path, Part::Path) != rest {
        rest.clone_into(&mut uri.raw_path);
    }
    Some(uri)
}

/// Splits the scheme off; nothing for text that starts with a colon.
fn scheme(text: &str) -> Option<(&str, &str)> {
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => {}
            b':' if index == 0 => return None,
            b':' => return Some((&text[..index], &text[index + 1..])),
            _ => return Some(("", text)),
        }
    }
    Some(("", text))
}

fn read_authority(uri: &mut Uri, authority: &str) -> Option<()> {
    let host = match authority.rsplit_once('@') {
        None => authority,
        Some((user, host)) => {
            let allowed =
                |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
            if !user.bytes().all(allowed) {
                return None;
            }
            decoded(user, Part::User)?;
            uri.has_user = true;
            host
        }
    };
    uri.host = read_host(host)?;
    Some(())
}

fn read_host(host: &str) -> Option<String> {
    if host.starts_with('[') {
        let end = host.rfind(']')?;
        if !is_port_suffix(&host[end + 1..]) {
            return None;
        }
        let (inside, after) = host.split_at(end);
        let text = match inside.find("%25") {
            None => decoded(host, Part::Host)?,
            Some(zone) => {
                let address = decoded(&inside[..zone], Part::Host)?;
                format!(
                    "{address}{}{}",
                    decoded(&inside[zone..], Part::Zone)?,
                    decoded(after, Part::Host)?
                )
            }
        };
        let address = text.get(1..text.rfind(']')?)?;
        let address = address.split('%').next().unwrap_or_default();
        return address.parse::<std::net::Ipv6Addr>().ok().map(|_| text);
    }
    if let Some(colon) = host.find(':') {
        // Since Go 1.26 a second colon is refused too.
        if !is_port_suffix(&host[colon..]) {
            return None;
        }
    }
    decoded(host, Part::Host)
}

fn is_port_suffix(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(is_port)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn decoded(text: &str, part: Part) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first != b'%' {
            let host_like = matches!(part, Part::Host | Part::Zone);
            if host_like && first < 0x80 && must_escape(first, part) {
                return None;
            }
            bytes.push(first);
            rest = after;
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let byte = u8::from_str_radix(digits, 16).ok()?;
        // A host may escape bytes beyond ASCII only; its zone also the percent sign and what a host may hold.
        if part == Part::Host && byte < 0x80 && digits != "25" {
            return None;
        }
        if part == Part::Zone && digits != "25" && byte != b' ' && must_escape(byte, Part::Host) {
            return None;
        }
        bytes.push(byte);
        rest = &after[2..];
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn encoded(text: &str, part: Part) -> String {
    let escaped = text.bytes().map(|byte| {
        if must_escape(byte, part) { format!("%{byte:02X}") } else { char::from(byte).to_string() }
    });
    escaped.collect()
}

fn must_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    let free: &[u8] = match part {
        Part::Fragment => b"$&+,/:;=?@!()*",
        Part::Host | Part::Zone => b"!$&'()*+,;=:[]<>\"",
        Part::Path => b"$&+,/:;=@",
        Part::User => b"$&+,;=",
    };
    !free.contains(&byte)
}

#[cfg(test)]
mod tests;
