//! Reports and packs as other programs see them: against the committed JSON Schemas, and a sample drawn again in Python.

use crate::support::*;
use cos_evidence::{Level, Options, pack, report};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a script of `tests/interop` with the Python that `cargo xtask test` installs.
fn run(script: &str, stdin: &[u8]) -> Vec<Value> {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = std::env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    let mut child = Command::new(home.join("venv/bin/python"))
        .arg(scripts.join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("cannot start `{script}`, run `cargo xtask test` once: {error}")
        });
    // The scripts read everything before they print much.
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "`{script}` ended with {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn errors(schema: &str, values: &[Value]) -> Vec<Value> {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let lines: Vec<_> = values
        .iter()
        .map(|value| json!({ "schema": schema, "value": value }).to_string())
        .collect();
    run("validate.py", lines.join("\n").as_bytes())
}

#[test]
fn reports_of_every_kind_fit_their_schema() {
    let world = World::new();
    let spoiled = world.copy_to("spoiled");
    for file in
        files(&spoiled).iter().filter(|file| file.extension().is_some_and(|ext| ext == "bodies"))
    {
        let length = std::fs::metadata(file).unwrap().len() as usize;
        flip(file, length - 1, 1);
    }
    std::fs::remove_file(nth_file(&spoiled.join("eu-1").join(A).join("wal"), 0)).unwrap();
    let trust = &world.keys.trust;
    let witness = Options { level: Some(Level::Witness), pins: Some(world.pins()), ..options() };
    let lines = world.receipts(A, 3).join("\n") + "\nnonsense\n";
    let inclusion = Options { level: Some(Level::Inclusion), ..options() };
    let pack = world.pack(20);
    let cut = &pack[..pack.len() - 9];
    let reports = [
        world.verify(),
        verify(&spoiled, trust, &options()).unwrap(),
        world.verify_with(&witness),
        world.verify_with(&witness),
        cos_evidence::verify::lines("-", lines.as_bytes(), trust, &inclusion).unwrap(),
        verify_pack(&pack, trust, &options()).unwrap(),
        verify(&spoiled, &cos_testkit::TestKeys::new(9).trust, &options()).unwrap(),
    ];
    assert!(verify_pack(cut, trust, &options()).is_err());
    let mut values: Vec<Value> =
        reports.iter().map(|report| serde_json::to_value(report).unwrap()).collect();
    assert!(
        errors(report::SCHEMA, &values).iter().all(|errors| *errors == json!([])),
        "{:?}",
        errors(report::SCHEMA, &values)
    );
    // And the schema is no rubber stamp.
    values.truncate(1);
    values[0]["verdict"] = "fine".into();
    assert_ne!(errors(report::SCHEMA, &values)[0], json!([]));
}

#[test]
fn every_line_of_a_pack_fits_its_schema() {
    let world = World::new();
    let pack = String::from_utf8(world.pack(30)).unwrap();
    let mut values: Vec<Value> =
        pack.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(values.len(), 32);
    assert!(errors(pack::SCHEMA, &values).iter().all(|errors| *errors == json!([])));
    values[0]["nonce"] = "00".into();
    values[1]["leaf"] = "short".into();
    values[31]["end"]["more"] = 1.into();
    let found = errors(pack::SCHEMA, &values);
    assert!([0, 1, 31].iter().all(|&at: &usize| found[at] != json!([])));
}

#[test]
fn python_draws_the_same_sample_and_proves_it() {
    let world = World::new();
    for count in [0, 1, 7, 60, 369, 370, 5000] {
        let pack = world.pack(count);
        let report = verify_pack(&pack, &world.keys.trust, &options()).unwrap();
        assert!(report.is_clean(), "{count}: {:?}", report.failures);
        let logs = run("redraw.py", &pack);
        assert_eq!(logs.len(), 2);
        let drawn: usize = logs.iter().map(|log| log["drawn"].as_array().unwrap().len()).sum();
        assert_eq!(drawn as u64, count.min(370));
        for log in logs {
            assert_eq!(log["drawn"], log["held"], "{count}");
            assert_eq!(log["proven"], true, "{count}");
        }
    }
}
