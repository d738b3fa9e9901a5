//! Seven published design systems, resolved by us and by `@terrazzo/parser`: the same tokens, of the same types, with the same values.

use cos_switchboard::theme::{Fault, Pack, PackLimits, Token, Tokens, codes, resolve_for};
use serde_json::Value;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A resolver, an input, and how many tokens are the same; of the rest we say what is wrong with them.
struct Case {
    system: &'static str,
    input: &'static str,
    same: usize,
    refused: usize,
}

const fn case(system: &'static str, input: &'static str, same: usize, refused: usize) -> Case {
    Case { system, input, same, refused }
}

/// What is refused breaks the format: units such as `em` and `dp`, a type `string`, fallbacks of three hexadecimal digits, tokens within tokens.
/// The parser lets it pass where its lints are off. Apple's has references to nothing, and neither of us resolves it.
const CASES: [Case; 15] = [
    case("adobe-spectrum", r#"{"theme": "light", "size": "desktop"}"#, 1402, 177),
    case("adobe-spectrum", r#"{"theme": "dark", "size": "mobile"}"#, 1372, 207),
    case("apple-hig", r#"{"theme": "light"}"#, 0, 0),
    case("apple-hig", r#"{"theme": "dark_ax", "size": "xxxLarge"}"#, 0, 0),
    case("figma-sds", r#"{"theme": "light"}"#, 279, 19),
    case("figma-sds", r#"{"theme": "dark"}"#, 279, 19),
    case("github-primer", r#"{"theme": "light"}"#, 1454, 19),
    case("github-primer", r#"{"theme": "light-hc", "size": "coarse"}"#, 1455, 19),
    case("github-primer", r#"{"theme": "dark"}"#, 1454, 19),
    case("github-primer", r#"{"theme": "dark-hc", "size": "fine"}"#, 1455, 19),
    case("ibm-carbon", r#"{"breakpoint": "md"}"#, 288, 68),
    case("ibm-carbon", r#"{"breakpoint": "max"}"#, 288, 68),
    case("microsoft-fluent", r#"{"theme": "default"}"#, 147, 32),
    case("microsoft-fluent", r#"{"theme": "inverted"}"#, 147, 32),
    case("shopify-polaris", "{}", 67, 0),
];

#[test]
fn published_design_systems_resolve_as_terrazzo_resolves_them() {
    let home = home();
    for (case, theirs) in CASES.iter().zip(theirs(&home)) {
        let Case { system, input, .. } = case;
        let (tokens, faults) = ours(&home, system, input);
        let Some(theirs) = theirs.as_object() else {
            let said = theirs.as_str().unwrap();
            assert!(said.contains("Could not resolve alias"), "{system} {input}: {said}");
            assert!(faults.iter().any(|it| it.code == codes::DANGLING), "{system} {input}");
            continue;
        };
        for (path, token) in &tokens {
            // The parser calls the token that a group itself is as the group is called.
            let their = path.strip_suffix(".$root").unwrap_or(path);
            let their =
                theirs.get(their).unwrap_or_else(|| panic!("{system}: only we have `{path}`"));
            same(&format!("{system} {input}: {path}"), token, their);
        }
        let found = (tokens.len(), theirs.len() - tokens.len());
        assert_eq!(found, (case.same, case.refused), "{system} {input}");
        assert_eq!(faults.is_empty(), case.refused == 0, "{system} {input}: {faults:?}");
    }
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

fn theirs(home: &Path) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/tokens.mjs");
    let mut node = Command::new("node");
    node.arg(script).env("COS_INTEROP_DIR", home);
    for Case { system, input, .. } in CASES {
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
    // The parser leaves a reference to zero as it is.
    let is_left = their.as_str().is_some_and(|it| it.starts_with('{')) && our == 0;
    assert!(is_left || near(&our, &their), "{place}: {our} is not {their}");
}

/// A value without what only one of us writes: an alpha of one, a fallback in hexadecimal digits, `inset` where it is false.
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
