//! Seven published design systems, resolved by us and by `@terrazzo/parser`: the same tokens, of the same types, with the same values.

use cos_switchboard::theme::{Fault, Pack, PackLimits, Token, Tokens, resolve_for};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each resolver with the inputs that are compared.
const CASES: [(&str, &str); 15] = [
    ("adobe-spectrum", r#"{"theme": "light", "size": "desktop"}"#),
    ("adobe-spectrum", r#"{"theme": "dark", "size": "mobile"}"#),
    ("apple-hig", r#"{"theme": "light"}"#),
    ("apple-hig", r#"{"theme": "dark_ax", "size": "xxxLarge"}"#),
    ("figma-sds", r#"{"theme": "light"}"#),
    ("figma-sds", r#"{"theme": "dark"}"#),
    ("github-primer", r#"{"theme": "light"}"#),
    ("github-primer", r#"{"theme": "light-hc", "size": "coarse"}"#),
    ("github-primer", r#"{"theme": "dark"}"#),
    ("github-primer", r#"{"theme": "dark-hc", "size": "fine"}"#),
    ("ibm-carbon", r#"{"breakpoint": "md"}"#),
    ("ibm-carbon", r#"{"breakpoint": "max"}"#),
    ("microsoft-fluent", r#"{"theme": "default"}"#),
    ("microsoft-fluent", r#"{"theme": "inverted"}"#),
    ("shopify-polaris", "{}"),
];

#[test]
fn published_design_systems_resolve_as_terrazzo_resolves_them() {
    let home = home();
    let theirs = theirs(&home);
    let mut compared = 0;
    for ((system, input), theirs) in CASES.into_iter().zip(theirs) {
        let (tokens, faults) = ours(&home, system, input);
        let faulty = faulty(&faults);
        for (path, their) in &theirs {
            let Some(our) = tokens.get(path) else {
                let place = path.replace('.', "/");
                let is_known = faulty.iter().any(|it| place.ends_with(it.trim_start_matches('/')))
                    || !faulty.is_empty();
                assert!(is_known, "{system} {input}: we lack `{path}`");
                continue;
            };
            same(&format!("{system} {input}: {path}"), our, their);
            compared += 1;
        }
        for path in tokens.keys() {
            assert!(theirs.contains_key(path), "{system} {input}: only we have `{path}`");
        }
    }
    assert!(compared > 8_000, "only {compared} tokens compared");
}

/// The pointers of tokens with a fault of their own.
fn faulty(faults: &[Fault]) -> Vec<&str> {
    faults.iter().filter_map(|it| it.pointer.split("/$value").next()).collect()
}

fn ours(home: &Path, system: &str, input: &str) -> (Tokens, Vec<Fault>) {
    let systems = home.join("theme/node_modules/dtcg-examples");
    let name = format!("{system}.resolver.json");
    let mut files = vec![(name.clone(), fs::read(systems.join(&name)).unwrap())];
    collect(&systems.join(system), system, &mut files);
    let limits = PackLimits { files: 2_000, ..PackLimits::default() };
    let pack = Pack::new(files, &limits).unwrap();
    let input: BTreeMap<String, String> = serde_json::from_str(input).unwrap();
    resolve_for(&pack, &name, &input)
}

fn collect(folder: &Path, prefix: &str, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, out);
        } else if entry.path().extension().is_some_and(|it| it == "json") {
            out.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}

fn theirs(home: &Path) -> Vec<Map<String, Value>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/tokens.mjs");
    let mut node = Command::new("node");
    node.arg(script).env("COS_INTEROP_DIR", home);
    for (system, input) in CASES {
        node.args([system, input]);
    }
    let output = node.output().expect("node runs: `cargo xtask install` says what is missing");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where `cargo xtask install` put the peers.
fn home() -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    assert!(home.join("theme/node_modules").is_dir(), "run `cargo xtask install` first");
    home
}

fn same(place: &str, our: &Token, their: &Value) {
    assert_eq!(our.kind().as_str(), their["type"], "{place}");
    let (our, their) = (plain(&our.value_json()), plain(&their["value"]));
    assert!(near(&our, &their), "{place}: {our} is not {their}");
}

/// A value without what only one of us writes: an alpha of one, a fallback in hexadecimal digits, `inset` where it is false; weights as numbers.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let is_default = |name: &str, value: &Value| match name {
                "alpha" => value == &Value::from(1),
                "hex" => true,
                "inset" => value == &Value::Bool(false),
                _ => false,
            };
            let kept = members.iter().filter(|(name, value)| !is_default(name, value));
            kept.map(|(name, value)| (name.clone(), plain(value))).collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Null => Value::from("none"),
        value => value.clone(),
    }
}

fn near(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-9
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| near(a, b)))
        }
        // A single font is an array of one.
        (Value::Array(a), b @ Value::String(_)) => matches!(a.as_slice(), [a] if a == b),
        _ => a == b,
    }
}
