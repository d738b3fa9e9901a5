//! Packs for tests: a manifest, and whatever files a test is about.

use super::{Fault, Mode, Pack, PackLimits, Severity, Theme, load};
use std::collections::BTreeMap;

pub(crate) const MANIFEST: &str =
    r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T"}"#;

/// A pack of these files and a manifest, unless one is among them.
pub(crate) fn with(files: &[(&str, &str)]) -> Pack {
    let manifest = [("theme.json", MANIFEST)];
    let all = manifest.iter().chain(files);
    let all: BTreeMap<String, Vec<u8>> =
        all.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Pack::new(all, &PackLimits::default()).unwrap()
}

/// A pack of one token file.
pub(crate) fn pack(tokens: &str) -> Pack {
    with(&[("base.tokens.json", tokens)])
}

/// The errors of a pack.
pub(crate) fn errors(pack: &Pack) -> Vec<Fault> {
    load(pack).faults.into_iter().filter(|it| it.severity == Severity::Error).collect()
}

/// The errors of a pack of one token file, as `CODE pointer`.
pub(crate) fn codes(tokens: &str) -> Vec<String> {
    let shown = |it: &Fault| format!("{} {}", &it.code.as_str()[8..], it.pointer);
    errors(&pack(tokens)).iter().map(shown).collect()
}

/// A theme that must be sound.
#[track_caller]
pub(crate) fn theme(pack: &Pack) -> Theme {
    let checked = load(pack);
    assert!(checked.is_usable(), "{:#?}", checked.faults);
    checked.theme.unwrap()
}

/// The only mode of a pack of one token file, which must be sound.
#[track_caller]
pub(crate) fn mode(tokens: &str) -> Mode {
    theme(&pack(tokens)).modes.remove(0)
}
