//! Edits change the list of quarantine and nothing else.

use super::super::edit::{EditError, add_quarantine, release_quarantines, remove_quarantine};
use super::*;

fn entry() -> Quarantine {
    Quarantine {
        matches: Selector {
            flow: Some("tenant.*".parse().unwrap()),
            tags: vec!["destructive".parse().unwrap()],
            id: None,
            values: vec![("mfa".parse().unwrap(), vec!["off".parse().unwrap()])],
        },
        reason: "says \"no\"\nlater".to_owned(),
        ticket: "OPS-78".to_owned(),
        owner: "sre".to_owned(),
        added: "2026-11-20".parse().unwrap(),
        expires: "2026-11-30".parse().unwrap(),
    }
}

/// The lines of `long` that are not in `short`, which must have no others and the same order.
fn added<'t>(short: &str, long: &'t str) -> Vec<&'t str> {
    let mut rest = short.split_inclusive('\n').peekable();
    let new = long.split_inclusive('\n').filter(|line| rest.next_if_eq(line).is_none()).collect();
    assert_eq!(rest.next(), None, "a line is gone or moved");
    new
}

#[test]
fn an_entry_is_appended_and_taken_out_again() {
    let longer = add_quarantine(SAMPLE, &entry()).unwrap();
    assert_eq!(
        added(SAMPLE, &longer),
        [
            "  - match: {flow: \"tenant.*\", tags: [\"destructive\"], where: {\"mfa\": \"off\"}}\n",
            "    reason: \"says \\\"no\\\"\\u000alater\"\n",
            "    ticket: \"OPS-78\"\n",
            "    owner: \"sre\"\n",
            "    added: \"2026-11-20\"\n",
            "    expires: \"2026-11-30\"\n",
        ]
    );
    let matrix = parse(longer.as_bytes()).unwrap();
    assert_eq!(matrix.quarantine[1], entry());
    assert_eq!(remove_quarantine(&longer, 1).unwrap(), SAMPLE);
    let first_gone = remove_quarantine(&longer, 0).unwrap();
    assert_eq!(parse(first_gone.as_bytes()).unwrap().quarantine, [entry()]);
    assert!(first_gone.contains("# The clock of the decision point runs ahead.\n"));
}

#[test]
fn the_list_can_become_empty_and_full_again() {
    let empty = remove_quarantine(SAMPLE, 0).unwrap();
    assert!(empty.contains("\nquarantine: []\n  # The clock"));
    assert!(parse(empty.as_bytes()).unwrap().quarantine.is_empty());
    let full = add_quarantine(&empty, &entry()).unwrap();
    assert_eq!(parse(full.as_bytes()).unwrap().quarantine, [entry()]);
    let both = add_quarantine(&full, &entry()).unwrap();
    let none = release_quarantines(&both, &[1, 0, 1]).unwrap();
    assert!(parse(none.as_bytes()).unwrap().quarantine.is_empty());
    assert_eq!(release_quarantines(&both, &[]).unwrap(), both);
}

#[test]
fn other_layouts_are_edited_or_refused() {
    let end = "flows: [{id: tenant.x, tags: [destructive]}]\ndimensions: {mfa: [\"off\"]}";
    let file = small(end);
    for text in [
        file.clone(),
        format!("{file}\n"),
        format!("{file}\nquarantine: [] # none\n# end\n"),
        format!("{file}\nquarantine: [ ]"),
        format!("{file}\n# before\n\n\"quarantine\":   []   \nlimits: {{}}\n"),
        format!("{file}\n").replace('\n', "\r\n"),
        format!(
            "{file}\nquarantine:\n- match: {{flow: 'tenant.*'}} # why\n  reason: |\n    one\n    # two\n\n  ticket: T\n  owner: o\n  added: 2026-11-10\n  expires: 2026-11-12\n\n# about limits\nlimits: {{}}\n"
        ),
    ] {
        let before = parse(text.as_bytes()).unwrap();
        let longer = add_quarantine(&text, &entry()).unwrap();
        let after = parse(longer.as_bytes()).unwrap();
        assert_eq!(after.quarantine.len(), before.quarantine.len() + 1, "{longer}");
        assert_eq!(after.quarantine.last(), Some(&entry()));
        assert_eq!(longer.contains("\r\n"), text.contains("\r\n"));
        let again = remove_quarantine(&longer, before.quarantine.len()).unwrap();
        assert_eq!(parse(again.as_bytes()).unwrap(), before, "{again}");
    }
    let flow_style = SAMPLE
        .replace("quarantine:\n", "quarantine: [\n")
        .replace("  - {match", "  {match")
        .replace("\nwaivers", "]\nwaivers");
    assert!(parse(flow_style.as_bytes()).is_ok());
    assert_eq!(add_quarantine(&flow_style, &entry()), Err(EditError::Layout));
    assert_eq!(remove_quarantine(&flow_style, 0), Err(EditError::Layout));
    assert_eq!(remove_quarantine(SAMPLE, 3), Err(EditError::NoEntry { index: 3, len: 1 }));
    assert!(matches!(remove_quarantine("a: [", 0), Err(EditError::Yaml(_))));
}
