//! `cos theme` at each of its ends, on the themes of the repository and on small ones.

use crate::env::{Env, refused};
use insta::assert_snapshot;
use std::path::{Path, PathBuf};

macro_rules! shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({filters => vec![
            (r"\d+\.\d+ [kM]B", "[SIZE]"),
            (r#""bytes": \d+"#, r#""bytes": [BYTES]"#),
        ]}, { assert_snapshot!($name, $text) })
    };
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

/// With the themes of the repository, and `grey.json`, whose text is hard to read.
fn env() -> Env {
    let env = Env::new();
    copy(&repository("white-label/themes"), &env.path("themes"));
    copy(&repository("examples/themes/harbour"), &env.path("harbour"));
    env.write("grey.json", "{\n  \"name\": \"grey\",\n  \"colors\": { \"muted\": \"#aaaaaa\", \"focus\": \"#eeeeee\" }\n}\n");
    env
}

const MANIFEST: &str =
    r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T"}"#;

/// A pack in a directory, of a manifest and one token file.
fn pack(env: &Env, dir: &str, tokens: &str) {
    std::fs::create_dir_all(env.path(dir)).unwrap();
    env.write(&format!("{dir}/theme.json"), MANIFEST);
    env.write(&format!("{dir}/a.tokens.json"), tokens);
}

#[test]
fn the_themes_of_the_repository_are_sound() {
    let env = env();
    shown!(
        "validate",
        env.shown("theme validate themes/default.json themes/partner-a.json harbour")
    );
    shown!("validate_json", env.shown("theme validate themes/partner-a.json --format json"));
    let lines = env.ok("theme validate themes/default.json harbour --format jsonl");
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn every_fault_at_once() {
    let env = env();
    let tokens = "{\n  \"color\": {\n    \"accent\": {\"$type\": \"color\", \"$value\": \"#123456\"},\n    \"focus\": {\"$value\": \"{color.acent}\"},\n    \
                  \"a\": {\"$value\": \"{color.b}\"},\n    \"b\": {\"$value\": \"{color.a}\"},\n    \"c\": {\"$type\": \"number\", \"$vlaue\": 1, \"$value\": 1}\n  }\n}\n";
    pack(&env, "faulty", tokens);
    shown!("validate_faults", env.shown("theme validate faulty"));
    shown!("validate_faults_json", env.shown("theme validate faulty --format json"));
    shown!("validate_contrast", env.shown("theme validate grey.json"));
    env.write(
        "plain.json",
        "{\"name\": \"x\", \"colours\": {}, \"colors\": {\"accent\": \"blue\"}}",
    );
    shown!("validate_plain", env.shown("theme validate plain.json"));
    std::fs::write(
        env.path("faulty/logo.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"><script/></svg>",
    )
    .unwrap();
    env.write("faulty/theme.json", &MANIFEST.replace('}', r#", "logos": {"light": "logo.svg"}}"#));
    env.write("faulty/a.tokens.json", "{}");
    shown!("validate_svg", env.shown("theme validate faulty"));
}

#[test]
fn contrast_is_shown_and_corrected() {
    let env = env();
    shown!("contrast", env.shown("theme contrast grey.json"));
    let json = env.cos("theme contrast grey.json --format json");
    assert!(json.exit == 1 && json.stdout.contains("\"suggestion\": {"), "{}", json.stdout);
    shown!("contrast_fix", env.shown("theme contrast grey.json --fix"));
    shown!("contrast_fixed", env.read("grey.json"));
    let own = "{\"color\": {\"$type\": \"color\", \"accent\": {\"$value\": {\"colorSpace\": \"oklch\", \"components\": [0.8, 0.1, 250]}, \"$extensions\": {\"x\":  1}}}}";
    pack(&env, "own", own);
    assert_eq!(env.cos("theme contrast own").exit, 1);
    env.ok("theme contrast own --fix");
    assert!(env.read("own/a.tokens.json").ends_with(", \"$extensions\": {\"x\":  1}}}}"));
    env.ok("theme contrast own");
}

#[test]
fn what_differs() {
    let env = env();
    shown!("diff", env.shown("theme diff themes/default.json grey.json"));
    shown!(
        "diff_json",
        env.shown("theme diff themes/default.json grey.json --exit-code --format json")
    );
    shown!("diff_same", env.shown("theme diff harbour harbour --exit-code"));
    let lines = env.ok("theme diff themes/default.json themes/partner-a.json --format jsonl");
    assert!(lines.lines().all(|line| line.contains("\"change\"")), "{lines}");
}

#[test]
fn an_export_of_an_export_is_the_same_bytes() {
    let env = env();
    shown!("export", env.shown("theme export harbour --out a.zip"));
    env.ok("theme export a.zip --out b.zip");
    let bytes = |name: &str| std::fs::read(env.path(name)).unwrap();
    assert_eq!(bytes("a.zip"), bytes("b.zip"));
    env.ok("theme export themes/partner-a.json -o partner.zip");
    env.ok("theme export partner.zip -o again.zip");
    assert_eq!(bytes("partner.zip"), bytes("again.zip"));
    shown!("export_validated", env.shown("theme validate partner.zip"));
    shown!("export_same", env.shown("theme diff partner.zip themes/partner-a.json --exit-code"));
    shown!("export_json", env.shown("theme export a.zip --out b.zip --force --format json"));
}

#[test]
fn a_page_that_stands_alone() {
    let env = env();
    shown!("preview", env.shown("theme preview harbour --out page.html --format json"));
    let page = env.read("page.html");
    assert!(page.contains("Mode dark-high-contrast") && page.contains("Content-Security-Policy"));
    assert!(!page.contains("<script") && !page.contains(" style="));
}

#[test]
fn wrong_themes() {
    let env = env();
    env.write("empty.json", "");
    env.write("garbage.zip", "PK garbage");
    std::fs::create_dir(env.path("nothing")).unwrap();
    for (theme, words) in [
        ("nowhere", "cannot open"),
        ("empty.json", "empty document"),
        ("garbage.zip", "no zip archive"),
        ("nothing", "theme.json: is missing"),
    ] {
        for verb in
            ["contrast", "contrast --fix", "diff harbour", "export -o out", "preview -o out"]
        {
            refused(&env, &format!("theme {verb} {theme}"), 3, &[words]);
        }
    }
    assert!(!env.path("out").exists());
    shown!("validate_nowhere", env.shown("theme validate nowhere"));
    shown!("validate_garbage", env.shown("theme validate empty.json garbage.zip nothing"));
    std::os::unix::fs::symlink("/etc/passwd", env.path("nothing/theme.json")).unwrap();
    refused(&env, "theme validate nothing", 3, &["is no plain file", "COS-THM-0012"]);
}

#[test]
fn wrong_places_to_write() {
    let env = env();
    env.ok("theme export harbour -o a.zip");
    refused(&env, "theme export harbour -o a.zip", 3, &["COS-IOE-0001", "--force"]);
    refused(&env, "theme export harbour -o harbour/a.zip", 2, &["lies within the theme"]);
    refused(&env, "theme export harbour -o no/such/a.zip", 3, &["cannot create"]);
    refused(&env, "theme preview harbour -o a.zip", 3, &["--force"]);
    refused(&env, "theme preview harbour -o harbour/p.html", 2, &["lies within the theme"]);
    refused(&env, "theme preview harbour -o no/such/p.html", 3, &["cannot create"]);
    refused(&env, "theme contrast a.zip --fix", 2, &["cannot be corrected in place"]);
    for usage in [
        "theme validate",
        "theme diff harbour",
        "theme export harbour",
        "theme preview harbour",
        "theme import harbour",
    ] {
        assert_eq!(env.cos(usage).exit, 2, "{usage}");
    }
}
