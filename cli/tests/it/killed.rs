//! `cos evidence bundle` killed at many moments: the same command makes the same bundle of what is left, and leaves nothing else.

use crate::env::Env;
use crate::evidence::{MAP, VERIFY, identity, sources};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Every name below a folder, hidden ones too; what is called by its digest may differ with the signature.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
            let digest = name.rsplit('/').next().filter(|last| last.len() == 64);
            names.push(digest.map_or(name.to_owned(), |digest| name.replace(digest, "DIGEST")));
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    names.sort();
    names
}

/// Runs `cos`, and kills it after `delay` unless it has ended; its temporary files go where they can be seen.
fn run(env: &Env, args: &str, kill_after: Option<Duration>) -> bool {
    let mut command = env.command();
    command.args(args.split_whitespace()).env("TMPDIR", env.path("tmp"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    if let Some(delay) = kill_after {
        sleep(delay);
        let _ = child.kill();
    }
    child.wait().unwrap().success()
}

/// Kills the bundling into `name` in the folder `targets`, in the form that `form` says, at moments all over its run; how many different states that left.
fn killed(env: &Env, (form, name): (&str, &str), moments: u32) -> usize {
    let targets = env.path("targets");
    fs::create_dir_all(&targets).unwrap();
    fs::create_dir_all(env.path("tmp")).unwrap();
    let (target, name) = (targets.join(name), format!("{form}targets/{name}"));
    let bundle = format!("evidence bundle -f manifest.yaml --keys trust {MAP} --out {name}");
    let begun = Instant::now();
    assert!(run(env, &bundle, None));
    let whole = begun.elapsed();
    let (expected, first) = (names(&targets), identity(env, &name));
    let mut states = BTreeSet::new();
    for moment in 0..moments {
        if target.is_dir() {
            fs::remove_dir_all(&target).unwrap();
        } else {
            fs::remove_file(&target).unwrap();
        }
        run(env, &bundle, Some(whole * moment / (moments - 1)));
        let left =
            names(&targets).into_iter().map(|name| match name.split_once(".cos-evidence-") {
                Some((_, rest)) => {
                    rest.split_once('/').map_or("stage", |(_, rest)| rest).to_owned()
                }
                None => name,
            });
        // A number of the process is no state.
        states.insert(left.filter(|name| !name.contains(".cos/")).collect::<Vec<_>>());
        assert!(run(env, &bundle, None), "{name}, killed at moment {moment}");
        assert_eq!(names(&targets), expected, "{name}, killed at moment {moment}");
        assert_eq!(names(&env.path("tmp")), [""; 0], "{name}, killed at moment {moment}");
        assert_eq!(identity(env, &name), first);
        if moment % 7 == 0 {
            let verify = format!("evidence verify {name} {VERIFY} --format json");
            let found: serde_json::Value = serde_json::from_str(&env.cos(&verify).stdout).unwrap();
            let checks = found["checks"].as_array().unwrap().iter();
            let failed: Vec<_> = checks.filter(|check| check["outcome"] == "fail").collect();
            assert!(failed.iter().all(|check| check["id"] == "link.artifacts"), "{failed:?}");
            assert_eq!(found["statement"], first.as_str());
        }
    }
    states.len()
}

#[test]
fn a_bundle_in_a_directory_survives_its_death() {
    let states = killed(&sources(), ("", "release"), 20);
    assert!(states >= 4, "killed in only {states} different states");
}

#[test]
fn a_bundle_in_an_archive_survives_its_death() {
    let states = killed(&sources(), ("", "release.tar.zst"), 14);
    assert!(states >= 4, "killed in only {states} different states");
}

#[test]
fn a_bundle_in_a_layout_survives_its_death() {
    let states = killed(&sources(), ("oci:", "release"), 8);
    assert!(states >= 4, "killed in only {states} different states");
}
