//! The contract is what the guide says it is.

use super::{Need, PAIRS, TOKENS};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const GUIDE: &str = include_str!("../../../../../docs/guide/themes.md");

/// The guide shows these tables, and no others.
#[test]
fn the_guide_has_the_same_tables() {
    let mut tokens = String::from("| token | type | for |\n| --- | --- | --- |\n");
    for it in TOKENS {
        let _ = writeln!(tokens, "| `{}` | {} | {} |", it.path, it.kind, it.about);
    }
    assert!(GUIDE.contains(&tokens), "docs/guide/themes.md lacks:\n{tokens}");
    let mut pairs = String::from("| in front | behind | needed |\n| --- | --- | --- |\n");
    for it in PAIRS {
        let need = if it.need == Need::Text { "4.5, text" } else { "3.0, parts of controls" };
        let _ = writeln!(pairs, "| `{}` | `{}` | {need} |", it.foreground, it.background);
    }
    assert!(GUIDE.contains(&pairs), "docs/guide/themes.md lacks:\n{pairs}");
}

#[test]
fn each_token_once_and_pairs_of_colours_only() {
    let paths: BTreeSet<&str> = TOKENS.iter().map(|it| it.path).collect();
    assert_eq!(paths.len(), TOKENS.len());
    for pair in PAIRS {
        for path in [pair.foreground, pair.background] {
            let token = TOKENS.iter().find(|it| it.path == path).unwrap();
            assert_eq!(token.kind, crate::theme::Kind::Color);
        }
    }
}
