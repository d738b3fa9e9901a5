//! `cos state backup` and `cos state restore`: made under load, put back, and whatever is wrong with a backup noticed.

use crate::env::{Env, refused};
use crate::events;
use crate::server::{OPERATOR, Served, init};
use cos_testkit::postgres::Postgres;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

const BATCH: u32 = 400;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn number(value: &Value, name: &str) -> u32 {
    u32::try_from(value[name].as_u64().unwrap_or_else(|| panic!("no `{name}`: {value}"))).unwrap()
}

/// Tells the others to end, whichever way this one does.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_backup_under_load_has_what_was_answered_before_it() {
    let env = init();
    let served = Served::start(&env);
    let create = |number: u32| {
        served.ok(
            &env,
            &format!("tenant create pilot-{number} --region eu-1 --residency eu {OPERATOR}"),
        );
    };
    create(0);
    let (answered, created, ended) = (AtomicU32::new(0), AtomicU32::new(1), AtomicBool::new(false));
    let mut backups = Vec::new();
    thread::scope(|scope| {
        let _end = End(&ended);
        scope.spawn(|| {
            for round in 1.. {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                env.write("acts.jsonl", &events::lines(round * BATCH));
                let ingest =
                    format!("receipts ingest acts.jsonl --tenant pilot-0 {OPERATOR} --format json");
                let done = json(&served.ok(&env, &ingest));
                assert_eq!(number(&done, "receipts") + number(&done, "replayed"), round * BATCH);
                answered.store(round * BATCH, Ordering::SeqCst);
            }
        });
        scope.spawn(|| {
            for number in 1..40 {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                create(number);
                created.store(number + 1, Ordering::SeqCst);
            }
        });
        while backups.len() < 6 {
            let before = (answered.load(Ordering::SeqCst), created.load(Ordering::SeqCst));
            if backups.last().is_some_and(|last: &(u32, u32)| before.0 == last.0) {
                thread::yield_now();
                continue;
            }
            env.ok(&format!("state backup --data data --out backup-{}", backups.len()));
            backups.push(before);
        }
    });
    let last = answered.load(Ordering::SeqCst);
    assert_eq!(served.stop(), Some(0));
    assert!(backups.last().unwrap().0 < last, "events were reported while the last was made");
    for (at, (answered, created)) in backups.into_iter().enumerate() {
        env.ok(&format!("state restore backup-{at} restored-{at}"));
        let ledger = format!("restored-{at}/ledger --trust restored-{at}/trust/trust.json");
        let served = Served::with(
            &env,
            &["serve", "--data", &format!("restored-{at}"), "--listen", "127.0.0.1:0"],
        );
        let served = served.unwrap();
        // What was answered is known, at the same place.
        env.write("acts.jsonl", &events::lines(answered.max(1)));
        let ingest =
            format!("receipts ingest acts.jsonl --tenant pilot-0 {OPERATOR} --format json");
        let done = json(&served.ok(&env, &ingest));
        if answered > 0 {
            assert_eq!((number(&done, "replayed"), number(&done, "receipts")), (answered, 0));
        }
        let list = json(&served.ok(&env, &format!("tenant list {OPERATOR} --format json")));
        assert_eq!(served.stop(), Some(0));
        let tenants: Vec<_> = list["tenants"].as_array().unwrap().iter().collect();
        assert!(tenants.len() >= created as usize, "{created}: {list}");
        // No tenant without the receipt of its creation.
        let status = json(&env.ok(&format!("ledger status restored-{at}/ledger --format json")));
        for tenant in tenants {
            let name = format!("acme/eu-1/{}", tenant["tenant"].as_str().unwrap());
            let logs = status["logs"].as_array().unwrap();
            let log = logs.iter().find(|log| log["origin"] == name.as_str());
            let log = log.unwrap_or_else(|| panic!("no log `{name}`: {status}"));
            assert!(number(log, "receipts") >= 1, "{log}");
        }
        env.ok(&format!("receipts verify {ledger} --no-pin"));
        env.ok(&format!("ledger fsck restored-{at}/ledger --repair"));
        env.ok(&format!("ledger fsck restored-{at}/ledger"));
        env.ok(&format!("state check --data restored-{at}"));
    }
}

/// A directory with something in it, and its backup.
fn backed_up() -> Env {
    let env = init();
    let served = Served::start(&env);
    env.write("acts.jsonl", &events::lines(5));
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    served.ok(&env, &format!("receipts ingest acts.jsonl --tenant pilot-a {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    env.ok("state backup --data data --out backup");
    env
}

fn closed_to_others(path: &Path) {
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        if path.is_dir() {
            closed_to_others(&path);
        }
    }
}

#[test]
fn what_people_and_programs_see() {
    let env = backed_up();
    let shown = |name: &str, command: &str| {
        let text = env.shown(command);
        insta::with_settings!({filters => vec![
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[TIME]"),
            (r#""bytes": \d+"#, r#""bytes": [BYTES]"#),
            (r"\d+\.\d+ [kM]B", "[SIZE]"),
        ]}, { insta::assert_snapshot!(name, text) });
    };
    shown("backup", "state backup --data data --out second");
    shown("backup_json", "state backup --data data --out third --format json");
    shown("backup_again", "state backup --data data --out second");
    shown("backup_nowhere", "state backup --data data --out missing/backup");
    shown("restore", "state restore backup new");
    shown("restore_json", "state restore backup other --format json");
    shown("restore_again", "state restore backup new");
    closed_to_others(&env.path("backup"));
    closed_to_others(&env.path("new"));
    let names = |folder: &str| -> Vec<String> {
        let names = fs::read_dir(env.path(folder)).unwrap();
        let mut names: Vec<_> =
            names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(
        names("backup"),
        ["config.json", "ledger", "manifest.json", "pepper", "state", "trust"]
    );
    assert!(names("").iter().all(|name| !name.contains(".part")), "{:?}", names(""));
    // The first token is no part of it, and still counts.
    let served =
        Served::with(&env, &["serve", "--data", "new", "--listen", "127.0.0.1:0"]).unwrap();
    served.ok(&env, &format!("tenant list {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    let manifest = env.path("backup").join("manifest.json");
    let digest = cos_core::digest::Digest::of(&fs::read(manifest).unwrap());
    env.ok(&format!("state restore backup expected --manifest-sha256 {digest}"));
    let other = cos_core::digest::Digest::of(b"another");
    shown("restore_unexpected", &format!("state restore backup new2 --manifest-sha256 {other}"));
    assert!(!env.path("new2").exists());
}

#[test]
fn damaged_backups_are_refused_and_leave_nothing() {
    let env = backed_up();
    let manifest = env.read("backup/manifest.json");
    let listed = json(&manifest);
    let files: Vec<String> = listed["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect();
    assert!(files.len() > 10, "{files:?}");
    let refuse = |words: &[&str]| {
        refused(&env, "state restore backup new", 6, &[&["COS-BAK-0001"], words].concat());
        assert!(!env.path("new").exists());
        let left = fs::read_dir(env.path("")).unwrap();
        let left = left
            .filter(|name| name.as_ref().unwrap().path().display().to_string().contains(".part"));
        assert_eq!(left.count(), 0);
    };
    for name in &files {
        let path = env.path("backup").join(name);
        let bytes = fs::read(&path).unwrap();
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        match flipped.get_mut(middle) {
            Some(byte) => *byte ^= 1,
            None => flipped.push(0),
        }
        fs::write(&path, flipped).unwrap();
        refuse(&[name]);
        fs::remove_file(&path).unwrap();
        refuse(&[name, "missing"]);
        symlink("/etc/hostname", &path).unwrap();
        refuse(&[name, "no file"]);
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    env.write("backup/state/stray.db", "x");
    refuse(&["state/stray.db", "not in its"]);
    fs::remove_file(env.path("backup/state/stray.db")).unwrap();
    let first = format!("\"path\": \"{}\"", files[0]);
    for (from, to, words) in [
        (first.as_str(), "\"path\": \"../escape\"", "../escape"),
        (first.as_str(), "\"path\": \"/tmp/escape\"", "/tmp/escape"),
        ("cos.backup/v1", "cos.backup/v9", "cos.backup/v9"),
        ("{", "[", "manifest.json"),
    ] {
        env.write("backup/manifest.json", &manifest.replacen(from, to, 1));
        refuse(&[words]);
    }
    fs::remove_file(env.path("backup/manifest.json")).unwrap();
    refuse(&["manifest.json"]);
    env.write("backup/manifest.json", &manifest);
    env.ok("state restore backup new");
    refused(&env, "state backup --data nothing --out x", 3, &["COS-SRV-0001"]);
    refused(&env, "state restore backup y --manifest-sha256 abc", 2, &["64"]);
    // A file of the state that is damaged is no backup.
    let file = env.path("data/state/control.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..16].fill(0);
    fs::write(&file, bytes).unwrap();
    let run = env.cos("state backup --data data --out z");
    assert_ne!(run.exit, 0, "{}", run.stdout);
    assert!(run.stderr.contains("COS-STA-000"), "{}", run.stderr);
    assert!(!env.path("z").exists());
}

#[test]
fn state_in_postgresql_is_backed_up_by_its_own_means() {
    let server = Postgres::start();
    let (owner, url) = (server.database("served"), server.address("served", Postgres::APP));
    let env = Env::new();
    env.ok(&format!("state prepare {owner} --role {}", Postgres::APP));
    env.ok(&format!("init data --org acme --region eu-1 --state {url}"));
    refused(&env, "state backup --data data --out backup", 4, &["COS-SRV-0013", "pg_dump"]);
    assert!(!env.path("backup").exists());
    env.ok("state backup --data data --out backup --without-database");
    assert!(!env.path("backup/state").exists());
    let run = env.cos("state restore backup new");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("postgres://cos_app@localhost/served"), "{}", run.stderr);
    let served =
        Served::with(&env, &["serve", "--data", "new", "--listen", "127.0.0.1:0"]).unwrap();
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
}

/// What the guide says of `pg_dump`, while the server runs.
#[test]
fn a_dump_and_a_backup_after_it_are_a_server_again() {
    let server = Postgres::start();
    let (owner, url) = (server.database("served"), server.address("served", Postgres::APP));
    let env = Env::new();
    env.ok(&format!("state prepare {owner} --role {}", Postgres::APP));
    env.ok(&format!("init data --org acme --region eu-1 --state {url}"));
    let serve = |dir: &str| {
        Served::with(&env, &["serve", "--data", dir, "--listen", "127.0.0.1:0"]).unwrap()
    };
    let mut served = serve("data");
    for tenant in ["pilot-a", "pilot-b"] {
        served.ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
    }
    let token = "token create --identity a --tenant pilot-a --scope receipts:write --scope tenants:read --out a.token";
    served.ok(&env, &format!("{token} {OPERATOR}"));
    env.write("acts.jsonl", &events::lines(5));
    let ingest = "receipts ingest acts.jsonl --tenant pilot-a --token-file a.token --format json";
    served.ok(&env, ingest);
    server.copy("served", "restored");
    // Between the two: in the ledger of the backup, and not in its database.
    env.write("acts.jsonl", &events::lines(7));
    served.ok(&env, ingest);
    env.ok("state backup --data data --out backup --without-database");
    served.kill();

    env.ok("state restore backup new");
    let config = env.read("new/config.json");
    assert!(config.contains("/served?"), "{config}");
    env.write("new/config.json", &config.replace("/served?", "/restored?"));
    let served = serve("new");
    let again = json(&served.ok(&env, ingest));
    assert_eq!((number(&again, "receipts"), number(&again, "replayed")), (0, 7), "{again}");
    let ok =
        env.cos(&format!("tenant list --token-file a.token --format json --server {}", served.url));
    // Row-level security came along: the one sees nothing of the other.
    assert!(ok.stdout.contains("pilot-a") && !ok.stdout.contains("pilot-b"), "{}", ok.stdout);
    served.ok(&env, &format!("tenant create pilot-c --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    env.ok("state check --data new");
    let verify = "receipts verify new/ledger --trust data/trust/trust.json --no-pin --format json";
    let report = json(&env.ok(verify));
    assert_eq!(report["by_tenant"]["eu-1/pilot-a"]["valid"], 9, "{report}");
}

#[test]
fn an_old_backup_is_a_fork_and_whoever_saw_more_says_so() {
    let env = backed_up();
    let report = |dir: &str, acts: &str| {
        let served =
            Served::with(&env, &["serve", "--data", dir, "--listen", "127.0.0.1:0"]).unwrap();
        env.write("more.jsonl", acts);
        let ingest =
            format!("receipts ingest more.jsonl --tenant pilot-a {OPERATOR} --format json");
        let done = json(&served.ok(&env, &ingest));
        assert_eq!(served.stop(), Some(0));
        number(&done, "receipts")
    };
    let verify =
        |dir: &str| env.cos(&format!("receipts verify {dir}/ledger --trust data/trust/trust.json"));
    assert_eq!(report("data", &events::lines(12)), 7);
    let run = verify("data");
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    env.ok("state restore backup new");
    // Shorter than what was seen; and once it has grown again, another log.
    let run = verify("new");
    assert!(run.exit != 0 && run.stdout.contains("COS-VER-0011"), "{}{}", run.stdout, run.stderr);
    let others: String = events::lines(20).lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(report("new", &others), 20);
    let run = verify("new");
    assert!(run.exit != 0 && run.stdout.contains("COS-VER-0012"), "{}{}", run.stdout, run.stderr);
    // What clients report again is known by its id, where the log has it.
    assert_eq!(report("new", &events::lines(12)), 7);
}
