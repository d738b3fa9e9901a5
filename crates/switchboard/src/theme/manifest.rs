//! `theme.json`: what a pack is called, whose product it dresses, and which of its files are what.

use super::fault::{Faults, codes};
use super::pack::Pack;
use super::source::{Node, Place};
use cos_core::digest::Digest;
use cos_core::suggest::nearest;
use std::collections::BTreeMap;

/// The JSON Schema of manifests.
pub const MANIFEST_SCHEMA: &str = include_str!("../../schemas/theme.v1.json");

/// The format of manifests.
pub(crate) const SCHEMA: &str = "cos.theme/v1";

/// The manifest of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// What the theme is called.
    pub name: String,
    /// Its version, `1.2.0`.
    pub version: String,
    /// What the product is called in pages, e-mails and reports.
    pub product_name: String,
    /// Where people find help: `https://` or `mailto:`.
    pub support_url: Option<String>,
    /// Files with logos.
    pub logos: BTreeMap<Logo, String>,
    /// Font families that come with the pack, and their files.
    pub fonts: BTreeMap<String, String>,
    /// The resolver document; without one all token files count, in the order of their names.
    pub resolver: Option<String>,
    /// SHA-256 of files, which must be so.
    pub digests: BTreeMap<String, Digest>,
}

/// Where a logo is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Logo {
    /// On dark backgrounds.
    Dark,
    /// In the browser's tab.
    Favicon,
    /// On light backgrounds.
    Light,
    /// Where there is no room for words.
    Mark,
}

impl Logo {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Favicon, Self::Light, Self::Mark];

    /// As the manifest names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Favicon => "favicon",
            Self::Light => "light",
            Self::Mark => "mark",
        }
    }
}

const FIELDS: [&str; 10] = [
    "$schema",
    "digests",
    "fonts",
    "logos",
    "name",
    "product_name",
    "resolver",
    "schema",
    "support_url",
    "version",
];

/// A manifest and where its files are named.
pub(crate) struct Read {
    pub(crate) manifest: Manifest,
    /// Where each logo or font is named, to say what is wrong with it.
    pub(crate) places: BTreeMap<String, Place>,
    /// Where the resolver is named.
    pub(crate) resolver_at: Place,
}

/// Reads a manifest; everything that is wrong is noted.
pub(crate) fn read(root: &Node, pack: &Pack, faults: &mut Faults<'_>) -> Option<Read> {
    if !root.is_object() {
        wrong(
            root,
            format!("a manifest is an object, not {}", root.kind()),
            "see the guide",
            faults,
        );
        return None;
    }
    known(root, &FIELDS, faults);
    match root.get("schema") {
        Some(node) if node.string() == Some(SCHEMA) => {}
        Some(node) => wrong(node, "an unknown format".into(), "write \"cos.theme/v1\"", faults),
        None => {
            wrong(root, "`schema` is missing".into(), "add `\"schema\": \"cos.theme/v1\"`", faults);
        }
    }
    let name = field(root, "name", is_slug, "a-z, 0-9 and `-`, at most 40", faults);
    let version = field(root, "version", is_version, "three numbers, as \"1.0.0\"", faults);
    let product =
        field(root, "product_name", is_label, "one line of at most 80 characters", faults);
    let support_url = root.get("support_url").and_then(|node| {
        checked(node, is_support_url, "an address with `https://` or `mailto:`", faults)
    });
    let mut read = Read {
        manifest: Manifest {
            name: name.unwrap_or_default(),
            version: version.unwrap_or_default(),
            product_name: product.unwrap_or_default(),
            support_url,
            ..Manifest::default()
        },
        places: BTreeMap::new(),
        resolver_at: root.at,
    };
    files(root, &mut read, pack, faults);
    digests(root, &mut read.manifest, pack, faults);
    Some(read)
}

fn files(root: &Node, read: &mut Read, pack: &Pack, faults: &mut Faults<'_>) {
    if let Some(logos) = object(root, "logos", faults) {
        known(logos, &Logo::ALL.map(Logo::as_str), faults);
        for logo in Logo::ALL {
            let Some(node) = logos.get(logo.as_str()) else { continue };
            if let Some(file) = file(node, pack, faults) {
                read.places.insert(file.clone(), node.at);
                read.manifest.logos.insert(logo, file);
            }
        }
    }
    if let Some(fonts) = object(root, "fonts", faults) {
        for member in fonts.members() {
            if !is_family(&member.name) {
                let message =
                    format!("`{}` is no name for a font family", member.name.escape_debug());
                wrong(&member.node, message, "use letters, digits, spaces and `-`", faults);
                continue;
            }
            if let Some(file) = file(&member.node, pack, faults) {
                read.places.insert(file.clone(), member.node.at);
                read.manifest.fonts.insert(member.name.clone(), file);
            }
        }
    }
    if let Some(node) = root.get("resolver") {
        read.resolver_at = node.at;
        read.manifest.resolver = file(node, pack, faults);
    }
}

fn digests(root: &Node, manifest: &mut Manifest, pack: &Pack, faults: &mut Faults<'_>) {
    let Some(digests) = object(root, "digests", faults) else { return };
    for member in digests.members() {
        let said = member.node.string().and_then(Digest::from_hex);
        let Some(said) = said else {
            let remedy = "write the SHA-256 as 64 lower-case hexadecimal digits";
            wrong(&member.node, "no digest".into(), remedy, faults);
            continue;
        };
        let name = &member.name;
        match pack.get(name).map(Digest::of) {
            None => {
                let message = format!("there is no file `{}`", name.escape_debug());
                faults.note(codes::ASSET, member.at, message, "add the file, or drop its digest");
            }
            Some(found) if found != said => {
                let message = format!("`{name}` has the digest {found}");
                let remedy = "put the right file back, or the right digest";
                faults.note(codes::ASSET, member.node.at, message, remedy);
            }
            Some(_) => drop(manifest.digests.insert(name.clone(), said)),
        }
    }
}

fn object<'a>(root: &'a Node, name: &str, faults: &mut Faults<'_>) -> Option<&'a Node> {
    let node = root.get(name)?;
    if !node.is_object() {
        wrong(node, format!("`{name}` is an object, not {}", node.kind()), "use `{…}`", faults);
        return None;
    }
    Some(node)
}

fn file(node: &Node, pack: &Pack, faults: &mut Faults<'_>) -> Option<String> {
    let name = node.string();
    if let Some(name) = name.filter(|name| pack.get(name).is_some()) {
        return Some(name.to_owned());
    }
    let Some(name) = name else {
        wrong(
            node,
            format!("expected a file of the pack, not {}", node.kind()),
            "name one",
            faults,
        );
        return None;
    };
    let remedy = nearest(name, pack.files().map(|(name, _)| name))
        .map_or_else(|| "add it to the pack".to_owned(), |it| format!("did you mean `{it}`?"));
    faults.note(
        codes::ASSET,
        node.at,
        format!("there is no file `{}`", name.escape_debug()),
        remedy,
    );
    None
}

fn field(
    root: &Node,
    name: &str,
    fits: fn(&str) -> bool,
    expected: &str,
    faults: &mut Faults<'_>,
) -> Option<String> {
    let Some(node) = root.get(name) else {
        wrong(root, format!("`{name}` is missing"), &format!("add it: {expected}"), faults);
        return None;
    };
    checked(node, fits, expected, faults)
}

fn checked(
    node: &Node,
    fits: fn(&str) -> bool,
    expected: &str,
    faults: &mut Faults<'_>,
) -> Option<String> {
    let text = node.string().filter(|text| fits(text));
    if text.is_none() {
        let shown = match node.string() {
            Some(text) => format!("`{}`", text.chars().take(60).collect::<String>().escape_debug()),
            None => node.kind().to_owned(),
        };
        wrong(node, format!("{shown} does not fit"), &format!("write {expected}"), faults);
    }
    text.map(str::to_owned)
}

pub(crate) fn known(node: &Node, known: &[&str], faults: &mut Faults<'_>) {
    for member in node.members() {
        if !known.contains(&member.name.as_str()) {
            let remedy = nearest(&member.name, known.iter().copied()).map_or_else(
                || format!("known are {}", known.join(", ")),
                |it| format!("did you mean `{it}`?"),
            );
            let message = format!("unknown field `{}`", member.name.escape_debug());
            faults.note(codes::MANIFEST, member.at, message, remedy);
        }
    }
}

pub(crate) fn wrong(node: &Node, message: String, remedy: &str, faults: &mut Faults<'_>) {
    faults.note(codes::MANIFEST, node.at, message, remedy);
}

/// Whether it can name a theme or a mode.
pub(crate) fn is_slug(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(plain)
}

pub(crate) fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let number = |part: &&str| {
        let is_plain = *part == "0" || !part.starts_with('0');
        (1..=6).contains(&part.len()) && is_plain && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(number)
}

/// One line without characters that draw the rest of a line elsewhere.
pub(crate) fn is_label(text: &str) -> bool {
    const LONGEST: usize = 80;
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(hidden)
}

pub(crate) fn is_support_url(text: &str) -> bool {
    const LONGEST: usize = 300;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("mailto:"));
    let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    text.len() <= LONGEST && rest.is_some_and(named) && text.chars().all(plain)
}

pub(crate) fn is_family(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    (1..=60).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(plain)
}
