//! A sound theme, spoiled in thousands of ways: nothing panics, every fault lies in the text, and what is still accepted reads back the same.

use cos_switchboard::theme::{self, Pack, PackLimits, contrast, css, fix};
use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::Path;

/// What replaces some bytes.
const PIECES: [&str; 24] = [
    "",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "-1",
    "1e308",
    "null",
    "true",
    "\"$value\"",
    "\"$ref\"",
    "\"$type\"",
    "\"$extends\"",
    "\"{color.accent}\"",
    "\"#/color/accent/$value\"",
    "\"{palette}\"",
    "\"none\"",
    "\"oklch\"",
    "\u{202e}",
    "\\u0000",
];

#[derive(Clone, Debug)]
struct Change {
    file: Index,
    start: Index,
    length: usize,
    piece: usize,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (any::<Index>(), any::<Index>(), 0_usize..12, 0..PIECES.len());
    let change =
        change.prop_map(|(file, start, length, piece)| Change { file, start, length, piece });
    prop::collection::vec(change, 1..4)
}

fn harbour() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/themes/harbour");
    let mut out = Vec::new();
    for folder in ["", "tokens/", "assets/"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
                out.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    out.sort();
    out
}

fn spoiled(changes: &[Change]) -> Pack {
    let mut files = harbour();
    for change in changes {
        let at = change.file.index(files.len());
        let bytes = &mut files[at].1;
        let start = change.start.index(bytes.len().max(1)).min(bytes.len());
        let end = (start + change.length).min(bytes.len());
        bytes.splice(start..end, PIECES[change.piece].bytes());
    }
    Pack::new(files, &PackLimits::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_spoiled_theme_is_refused_with_places_or_reads_back(changes in changes()) {
        let pack = spoiled(&changes);
        let checked = theme::load(&pack);
        prop_assert!(checked.is_usable() || !checked.faults.is_empty());
        for fault in &checked.faults {
            let lines = pack.get(&fault.file).map_or(0, |bytes| bytes.split(|byte| *byte == b'\n').count());
            prop_assert!(fault.line <= lines.max(1), "{fault}");
            prop_assert!(!fault.message.is_empty() && !fault.remedy.is_empty());
        }
        let Some(theme) = checked.theme.as_ref().filter(|_| checked.is_usable()) else { return Ok(()) };
        css::stylesheet(&theme.modes);
        contrast::check(theme);
        fix::pack(&pack);
        let again = Pack::from_zip(&pack.to_zip(), &PackLimits::default()).unwrap();
        prop_assert_eq!(&again, &pack);
        for mode in &theme.modes {
            let written = theme::to_json(&mode.tokens).to_string();
            let manifest = r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T"}"#;
            let files = [("theme.json", manifest), ("a.tokens.json", &written)];
            let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
            let read = theme::load(&Pack::new(files, &PackLimits::default()).unwrap()).theme.unwrap();
            prop_assert_eq!(&read.modes[0].tokens, &mode.tokens);
        }
    }
}
