//! Finds the package of a module without parsing it.
//!
//! Only the roots need it, before anything is parsed; the parser has the last word on the rest of the module.

/// Returns the parts of the package path; `None` when the module does not begin with a package.
pub(super) fn package(text: &str) -> Option<Vec<String>> {
    let rest = skip(text.strip_prefix('\u{feff}').unwrap_or(text)).strip_prefix("package")?;
    if !rest.starts_with([' ', '\t', '\r', '\n', '#']) {
        return None;
    }
    let (first, mut rest) = identifier(skip(rest))?;
    let mut path = vec![first.to_owned()];
    loop {
        if let Some(after) = rest.strip_prefix('.') {
            let (part, after) = identifier(after)?;
            path.push(part.to_owned());
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (part, after) = string(after.trim_start_matches([' ', '\t']))?;
            path.push(part);
            rest = after.trim_start_matches([' ', '\t']).strip_prefix(']')?;
        } else {
            // What follows on the line is the parser's business, unless it would continue the path.
            return (!rest.trim_start_matches([' ', '\t']).starts_with(['.', '['])).then_some(path);
        }
    }
}

/// Skips white space and comments.
fn skip(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        match rest.strip_prefix('#') {
            Some(comment) => rest = comment.split_once('\n').map_or("", |(_, after)| after),
            None => return rest,
        }
    }
}

fn identifier(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (!name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())).then_some((name, rest))
}

/// Reads a quoted or raw string.
fn string(text: &str) -> Option<(String, &str)> {
    if let Some(raw) = text.strip_prefix('`') {
        return raw.split_once('`').map(|(name, rest)| (name.to_owned(), rest));
    }
    let body = text.strip_prefix('"')?;
    let mut is_escaped = false;
    let end = body.find(|c| {
        let is_end = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })?;
    let (quoted, rest) = text.split_at(end + 2);
    Some((serde_json::from_str(quoted).ok()?, rest))
}

/// Writes one part of a package path as OPA compares it with roots, which is as Go's `url.PathEscape` does.
pub(super) fn escape(part: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests;
