//! Images and fonts: by what they begin with and how large they are, never by what they are called alone.
//!
//! SVG, which can do anything, is `svg`'s.

use super::fault::{Fault, codes, of_file};
use super::svg;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes that an image may have.
pub(super) const MOST_IMAGE_BYTES: usize = 256 << 10;

/// Bytes that a font may have.
pub(super) const MOST_FONT_BYTES: usize = 512 << 10;

/// Pixels that a side of an image may have.
const MOST_PIXELS: u32 = 2048;

/// Families that may be named without bringing a file: those that systems have, and those that fall back well.
pub(super) const FAMILIES: [&str; 45] = [
    "Arial",
    "Cantarell",
    "Cascadia Code",
    "Consolas",
    "Courier New",
    "DejaVu Sans",
    "DejaVu Sans Mono",
    "Fira Code",
    "Fira Sans",
    "Georgia",
    "Helvetica",
    "Helvetica Neue",
    "IBM Plex Mono",
    "IBM Plex Sans",
    "Inter",
    "JetBrains Mono",
    "Lato",
    "Liberation Mono",
    "Liberation Sans",
    "Menlo",
    "Monaco",
    "Noto Sans",
    "Noto Sans Mono",
    "Noto Serif",
    "Open Sans",
    "Roboto",
    "Roboto Mono",
    "SFMono-Regular",
    "Segoe UI",
    "Source Code Pro",
    "Source Sans 3",
    "Tahoma",
    "Times New Roman",
    "Trebuchet MS",
    "Ubuntu",
    "Ubuntu Mono",
    "Verdana",
    "monospace",
    "sans-serif",
    "serif",
    "system-ui",
    "ui-monospace",
    "ui-sans-serif",
    "ui-serif",
    "math",
];

/// Checks a logo; everything that is wrong with it.
pub(super) fn image(name: &str, bytes: &[u8]) -> Vec<Fault> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "svg" => svg::clean(name, bytes).err().unwrap_or_default(),
        "png" => checked(name, bytes, MOST_IMAGE_BYTES, png),
        "ico" => checked(name, bytes, MOST_IMAGE_BYTES, ico),
        _ => vec![of_file(codes::MEDIA, name, "is no SVG, PNG or ICO", "convert it to one")],
    }
}

/// An image as the address of itself, an SVG as it was written again; `None` where it is not sound.
pub(super) fn data_url(name: &str, bytes: &[u8]) -> Option<String> {
    if !image(name, bytes).is_empty() {
        return None;
    }
    let (_, extension) = name.rsplit_once('.')?;
    let (kind, content) = match extension {
        "svg" => ("svg+xml", svg::clean(name, bytes).ok()?.into_bytes()),
        "png" => ("png", bytes.to_owned()),
        _ => ("x-icon", bytes.to_owned()),
    };
    Some(format!("data:image/{kind};base64,{}", STANDARD.encode(content)))
}

/// Checks a font.
pub(super) fn font(name: &str, bytes: &[u8]) -> Vec<Fault> {
    checked(name, bytes, MOST_FONT_BYTES, woff2)
}

fn checked(
    name: &str,
    bytes: &[u8],
    most: usize,
    check: fn(&[u8]) -> Result<(), String>,
) -> Vec<Fault> {
    if bytes.len() > most {
        let message = format!("has {} bytes, more than {most}", bytes.len());
        return vec![of_file(codes::MEDIA, name, message, "make it smaller")];
    }
    let remedy = "replace the file by one of the kind that its name says";
    check(bytes)
        .err()
        .map(|reason| of_file(codes::MEDIA, name, reason, remedy))
        .into_iter()
        .collect()
}

/// PNG (third edition): signature, then IHDR with width and height.
fn png(bytes: &[u8]) -> Result<(), String> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR").ok_or("is no PNG")?;
    let side = |at: usize| {
        let bytes = header.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let (width, height) = side(0).zip(side(4)).ok_or("ends within its header")?;
    let fits = |side| (1..=MOST_PIXELS).contains(&side);
    if fits(width) && fits(height) {
        return Ok(());
    }
    Err(format!("is {width} by {height} pixels; a side has 1 to {MOST_PIXELS}"))
}

/// ICO: reserved, type 1, count, then an entry of 16 bytes for each image, which lies within the file.
fn ico(bytes: &[u8]) -> Result<(), String> {
    let rest = bytes.strip_prefix(b"\0\0\x01\0").ok_or("is no ICO")?;
    let count = rest.get(..2).map_or(0, |it| usize::from(u16::from_le_bytes([it[0], it[1]])));
    let entries = rest.get(2..2 + 16 * count).filter(|it| !it.is_empty());
    let number = |it: &[u8]| u32::from_le_bytes([it[0], it[1], it[2], it[3]]) as usize;
    let within = |entry: &[u8]| {
        let (size, start) = (number(&entry[8..12]), number(&entry[12..16]));
        size > 0 && start.checked_add(size).is_some_and(|end| end <= bytes.len())
    };
    let fits = entries.is_some_and(|entries| entries.chunks_exact(16).all(within));
    if fits { Ok(()) } else { Err("lists images that are not in it".into()) }
}

/// WOFF 2.0: signature, and a length that is the file's.
fn woff2(bytes: &[u8]) -> Result<(), String> {
    const HEADER: usize = 48;
    if !bytes.starts_with(b"wOF2") || bytes.len() < HEADER {
        return Err("is no WOFF2 font".into());
    }
    let length = u32::from_be_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
    if length as usize == bytes.len() {
        return Ok(());
    }
    Err(format!("says it has {length} bytes, and has {}", bytes.len()))
}

#[cfg(test)]
mod tests;
