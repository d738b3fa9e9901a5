//! SVG logos, reduced to shapes: what is written again is made of known elements and attributes only.
//!
//! What could run, fetch or restyle is a fault, so that nobody wonders why a logo looks different. What is merely unknown, such as an editor's notes, is
//! left out. Logos are served as images besides, where scripts do not run; this is the first of two walls.

use super::asset::MOST_IMAGE_BYTES;
use super::fault::{Fault, codes, of_file};
use cos_core::json::line_column;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::fmt::Write as _;

/// How deep elements may nest.
const MAX_DEPTH: usize = 64;

/// Attributes that an element may have.
const MOST_ATTRIBUTES: usize = 100;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Elements that draw, or that say what is drawn.
const ELEMENTS: [&str; 17] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "mask",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "title",
];

/// Elements that run, fetch, animate or multiply.
const REFUSED: [&str; 18] = [
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "audio",
    "discard",
    "embed",
    "feImage",
    "filter",
    "foreignObject",
    "handler",
    "iframe",
    "image",
    "object",
    "script",
    "set",
    "style",
    "use",
];

/// Attributes of geometry and presentation.
const ATTRIBUTES: [&str; 58] = [
    "aria-hidden",
    "aria-label",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "cx",
    "cy",
    "d",
    "fill",
    "fill-opacity",
    "fill-rule",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "href",
    "id",
    "mask",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "opacity",
    "paint-order",
    "pathLength",
    "points",
    "preserveAspectRatio",
    "r",
    "role",
    "rx",
    "ry",
    "shape-rendering",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "transform",
    "transform-origin",
    "vector-effect",
    "version",
    "viewBox",
    "visibility",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
];

/// Checks an SVG and writes it again; all that is wrong with it otherwise.
pub(super) fn clean(name: &str, bytes: &[u8]) -> Result<String, Vec<Fault>> {
    if bytes.len() > MOST_IMAGE_BYTES {
        let message = format!("has {} bytes, more than {MOST_IMAGE_BYTES}", bytes.len());
        return Err(vec![of_file(codes::SVG, name, message, "draw it with fewer points")]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![of_file(codes::SVG, name, "is not UTF-8", "save it as UTF-8")]);
    };
    let mut cleaner =
        Cleaner { name, text, out: String::new(), open: Vec::new(), faults: Vec::new() };
    cleaner.document();
    if cleaner.faults.is_empty() { Ok(cleaner.out) } else { Err(cleaner.faults) }
}

struct Cleaner<'a> {
    name: &'a str,
    text: &'a str,
    out: String,
    /// Open elements; `None` for those that are left out with all that is in them.
    open: Vec<Option<String>>,
    faults: Vec<Fault>,
}

impl<'a> Cleaner<'a> {
    fn document(&mut self) {
        let mut reader = Reader::from_str(self.text);
        let mut has_root = false;
        loop {
            let at = reader.buffer_position() as usize;
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = reader.error_position() as usize;
                    return self.fault(
                        at,
                        format!("is not well-formed: {error}"),
                        "export it again",
                    );
                }
            };
            match event {
                Event::Start(_) | Event::Empty(_) if self.open.is_empty() && has_root => {
                    self.fault(at, "has a second root".into(), "keep the first one only");
                    return;
                }
                Event::Start(tag) => {
                    has_root = true;
                    self.start(at, &tag, false);
                    if self.open.len() > MAX_DEPTH {
                        let message = format!("nests more than {MAX_DEPTH} deep");
                        return self.fault(at, message, "flatten its groups");
                    }
                }
                Event::Empty(tag) => {
                    has_root = true;
                    self.start(at, &tag, true);
                    self.open.pop();
                }
                Event::End(_) => {
                    if let Some(Some(name)) = self.open.pop() {
                        let _ = write!(self.out, "</{name}>");
                    }
                }
                Event::Text(text) => {
                    if let Ok(text) = text.decode() {
                        self.said(&text);
                    }
                }
                Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                    Ok(Some(c)) => self.said(c.encode_utf8(&mut [0; 4])),
                    _ => match &*entity {
                        b"amp" => self.said("&"),
                        b"lt" => self.said("<"),
                        b"gt" => self.said(">"),
                        b"quot" => self.said("\""),
                        b"apos" => self.said("'"),
                        _ => self.fault(
                            at,
                            "uses an entity of its own".into(),
                            "write the text itself",
                        ),
                    },
                },
                Event::DocType(_) => {
                    let remedy = "delete the line that begins with `<!DOCTYPE`";
                    self.fault(at, "has a document type".into(), remedy);
                }
                Event::PI(_) => {
                    let remedy = "delete what stands between `<?` and `?>`";
                    self.fault(at, "has a processing instruction".into(), remedy);
                }
                Event::CData(_) => {
                    self.fault(at, "has a CDATA section".into(), "a logo needs none; delete it");
                }
                Event::Comment(_) | Event::Decl(_) => {}
                Event::Eof => break,
            }
        }
        if !has_root || !self.open.is_empty() {
            self.fault(self.text.len(), "ends too early".into(), "export it again");
        }
    }

    /// Text counts within `title` and `desc` alone.
    fn said(&mut self, text: &str) {
        if let Some(Some(name)) = self.open.last()
            && matches!(name.as_str(), "title" | "desc")
        {
            escape(&mut self.out, text);
        }
    }

    fn start(&mut self, at: usize, tag: &BytesStart<'a>, is_empty: bool) {
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        let local = name.rsplit(':').next().unwrap_or_default();
        let is_refused = REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(local));
        if is_refused {
            let message = format!("has a `{}` element", name.escape_debug());
            self.fault(at, message, "convert it to paths, and delete the rest");
        }
        let is_root = self.open.is_empty();
        if is_root && name != "svg" {
            self.fault(at, "is no SVG".into(), "the root is an `svg` element without prefix");
        }
        let is_inside = is_root || matches!(self.open.last(), Some(Some(_)));
        let is_kept = is_inside && ELEMENTS.contains(&name.as_str());
        let attributes = self.attributes(at, tag, is_root);
        if is_kept {
            let _ = write!(self.out, "<{name}{attributes}{}>", if is_empty { "/" } else { "" });
        }
        self.open.push(is_kept.then_some(name));
    }

    fn attributes(&mut self, at: usize, tag: &BytesStart<'a>, is_root: bool) -> String {
        let mut out = String::new();
        let mut has_namespace = false;
        for (position, attribute) in tag.attributes().enumerate() {
            // Each is compared with all before it.
            if position == MOST_ATTRIBUTES {
                let message = format!("has an element with more than {MOST_ATTRIBUTES} attributes");
                self.fault(at, message, "delete what draws nothing");
                break;
            }
            let Ok(attribute) = attribute else {
                self.fault(at, "has a malformed or repeated attribute".into(), "export it again");
                continue;
            };
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
                self.fault(
                    at,
                    format!("has an entity of its own in `{}`", key.escape_debug()),
                    "write the text itself",
                );
                continue;
            };
            has_namespace |= key == "xmlns" && value == NAMESPACE;
            if let Some((message, remedy)) = danger(&key, &value) {
                self.fault(at, message, remedy);
            } else if key == "xlink:href" || ATTRIBUTES.contains(&key.as_str()) {
                // Gradients inherit from each other by it; the older spelling needs a namespace.
                let key = key.trim_start_matches("xlink:");
                let _ = write!(out, " {key}=\"");
                escape(&mut out, &value);
                out.push('"');
            }
        }
        if is_root && !has_namespace {
            let remedy = "add `xmlns=\"http://www.w3.org/2000/svg\"`";
            self.fault(at, "does not say that it is SVG".into(), remedy);
        }
        out
    }

    fn fault(&mut self, at: usize, message: String, remedy: &str) {
        const MOST: usize = 100;
        if self.faults.len() < MOST {
            let (line, column) = line_column(self.text.as_bytes(), at);
            let fault = of_file(codes::SVG, self.name, message, remedy);
            self.faults.push(Fault { line, column, ..fault });
        }
    }
}

/// What is dangerous about an attribute, and what to do.
fn danger(key: &str, value: &str) -> Option<(String, &'static str)> {
    let local = key.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    let shown = key.escape_debug();
    let packed: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let packed = packed.to_ascii_lowercase();
    if local.starts_with("on") {
        return Some((format!("has the event handler `{shown}`"), "delete the attribute"));
    }
    if local == "style" {
        return Some(("has a `style` attribute".into(), "use attributes such as `fill` instead"));
    }
    if matches!(local.as_str(), "href" | "src" | "base" | "data") && !is_local(&packed) {
        return Some((format!("refers to something outside in `{shown}`"), "draw it in this file"));
    }
    if packed.contains("javascript:") || packed.contains("data:") || packed.contains("expression(")
    {
        return Some((format!("has code or data in `{shown}`"), "delete the attribute"));
    }
    let is_paint = matches!(key, "fill" | "stroke" | "clip-path" | "mask");
    if packed.contains('\\') || packed.contains("/*") {
        return Some((format!("hides text in `{shown}`"), "write the value plainly"));
    }
    if packed.contains("url(") && !(is_paint && is_local_paint(&packed)) {
        return Some((
            format!("fetches something in `{shown}`"),
            "refer to an id, as `url(#gradient)`",
        ));
    }
    None
}

fn is_local(value: &str) -> bool {
    let id = value.strip_prefix('#').unwrap_or_default();
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn is_local_paint(value: &str) -> bool {
    value.strip_prefix("url(").and_then(|it| it.strip_suffix(')')).is_some_and(is_local)
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
