//! Files with faults: every one is found, at its place, with the name that was meant.

use super::*;

fn faults(text: &str) -> Vec<String> {
    parse(text.as_bytes()).unwrap_err().iter().map(ToString::to_string).collect()
}

fn only_fault(more: &str) -> String {
    let text = small(more);
    let mut found = faults(&text);
    assert_eq!(found.len(), 1, "{found:#?}\n{text}");
    found.remove(0)
}

#[test]
fn one_file_shows_all_its_faults_at_once() {
    let text = include_str!("faults.yaml");
    let expected = include_str!("faults.txt");
    let errors = parse(text.as_bytes()).unwrap_err();
    let found: Vec<_> = errors.iter().map(|error| format!("{} {error}\n", error.code)).collect();
    assert_eq!(found.concat(), expected);
    assert!(found.len() >= 20, "{}", found.len());
    let codes: std::collections::BTreeSet<_> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes.len(), 7);
}

#[test]
fn yaml_faults_keep_their_code_and_place() {
    let errors = parse(b"a: 1\na: 2\n").unwrap_err();
    assert_eq!(errors[0].code.as_str(), "COS-YML-0003");
    assert_eq!((errors[0].at.line, errors[0].at.column), (2, 1));
    assert_eq!(parse(b"").unwrap_err()[0].code.as_str(), "COS-YML-0006");
    assert_eq!(faults("[]"), ["line 1 column 1: expected a mapping, found a list"]);
}

#[test]
fn expansions_make_sense() {
    let expand = |text: &str| {
        only_fault(&format!(
            "dimensions: {{a: [x, w], b: [x]}}\nflows: [{{id: f, expand: {text}}}]\n"
        ))
    };
    let row = "{mode: explicit, rows: [{a: x, b: x}, {a: x}]}";
    assert!(expand(row).ends_with("`flows[0].expand.rows[1]`: the row leaves out dimension `b`"));
    let twice = "{mode: explicit, rows: [{a: x, b: x}, {b: x, a: x}]}";
    assert!(expand(twice).ends_with("`flows[0].expand.rows[1]`: the row stands here twice"));
    assert!(expand("{mode: pairwise, strength: 3}").ends_with("goes with `mode: t-wise` only"));
    assert!(expand("{mode: t-wise}").ends_with("`strength` is missing"));
    assert!(expand("{t-wise: 9}").ends_with("`flows[0].expand.t-wise`: 9 is not within 1 to 6"));
    assert!(expand("{mode: pairwse}").ends_with("did you mean `pairwise`?"));
    assert!(expand("{max: 0}").ends_with("0 is not within 1 to 1000000000"));
    assert!(expand("{mode: explicit, rows: [{a: z, b: x}]}").contains("unknown value `z`"));
}

#[test]
fn patches_stay_above_what_has_no_fields() {
    let text = "input: {user: {name: u}, list: []}\ndimensions:\n  a: {p: {/user/name/first: x}}\nflows: [{id: f}]\n";
    assert_eq!(
        only_fault(text),
        "line 7 column 29: `dimensions.a.p[\"/user/name/first\"]`: sets a field below `/user/name`, which the input of flow `f` has as something without fields"
    );
    let list = "input: {list: []}\ndimensions: {a: {p: {/list/0: x}}}\nflows: [{id: f}]\n";
    assert!(only_fault(list).contains("below `/list`"));
    let after = "dimensions: {a: {p: {/u: x}, q: {}}, b: {p: {/u/v: 1}}}\nflows: [{id: f}]\n";
    assert!(only_fault(after).contains("below `/u`, which `dimensions.a.p[\"/u\"]` sets"));
    let own = "dimensions: {a: {p: {/u: {w: 1}, /u/w/v: 1}}}\nflows: [{id: f}]\n";
    assert!(only_fault(own).contains("below `/u/w`"), "{}", only_fault(own));
    for good in [
        "dimensions: {a: {p: {/u: x}}, b: {p: {/u/v: 1}}}\nflows: [{id: f, dimensions: [b, a]}]\n",
        "dimensions: {a: {p: {/u: x}}, b: {p: {/u/v: 1}}}\nflows: [{id: f, dimensions: [a]}, {id: g, dimensions: [b]}]\n",
        "dimensions: {a: {p: {/u: {}}, q: {remove: [/u]}}, b: {p: {/u/v/w: 1}}}\nflows: [{id: f}]\n",
    ] {
        assert!(parse(small(good).as_bytes()).is_ok(), "{good}");
    }
}

#[test]
fn expectations_can_all_match() {
    let expect = |text: &str| {
        only_fault(&format!(
            "dimensions: {{a: [x, z], b: [x, z]}}\nflows: [{{id: f, expect: [{text}]}}]\n"
        ))
    };
    for unreachable in [
        "{when: {a: x}, allow: true}, {when: {a: x}, allow: false}",
        "{when: {a: [z, x]}, allow: true}, {when: {b: z, a: x}, allow: false}",
    ] {
        let fault = expect(unreachable);
        assert!(
            fault.ends_with("can never match: `flows[0].expect[0]` matches all of it first"),
            "{fault}"
        );
    }
    let fault = expect("{else: true, allow: true}, {when: {a: x}, allow: false}");
    assert!(fault.ends_with("can never match: `flows[0].expect[0]` takes all others"), "{fault}");
    assert!(expect("{when: {}, allow: true}").contains("matches everything"));
    assert!(expect("{when: {a: []}, allow: true}").contains("matches nothing"));
    assert!(expect("{allow: true}").contains("`when` is missing"));
    assert!(expect("{else: true, error: true, allow: false}").contains("decides nothing"));
    assert!(expect("{else: true}").contains("`allow` is missing"));
    assert!(
        expect("{else: true, allow: false, reasons: {exactly: [], contains: [a]}}")
            .contains("says it all")
    );
    assert!(
        expect("{else: true, allow: false, reasons: {none_of: [a], contains: [a]}}")
            .contains("both must")
    );
}

#[test]
fn hostile_files_are_refused_quickly() {
    let base = "x".repeat(1 << 20);
    let many = "  - {id: f}\n".repeat(200);
    let text = small(&format!("input: {{a: {base}}}\nflows:\n{many}"));
    assert!(faults(&text)[0].contains("split the file"));
    let faulty = "  - {idd: f}\n".repeat(3_000);
    assert_eq!(faults(&small(&format!("flows:\n{faulty}"))).len(), MOST_FAULTS);
    let values: String = (0..60_000).map(|n| format!("    v{n}: {{}}\n")).collect();
    let text = small(&format!("dimensions:\n  a:\n{values}flows: [{{id: f}}]\n"));
    assert!(faults(&text)[0].contains("more than 10000 values"));
    let patches: String =
        (0..20_000).map(|n| format!("    v{n}: {{/u: x, /u/v: {n}}}\n")).collect();
    assert!(
        !faults(&small(&format!(
            "dimensions:\n  a:\n{patches}  b:\n{patches}flows: [{{id: f}}]\n"
        )))
        .is_empty()
    );
}
