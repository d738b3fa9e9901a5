//! Policies that want to hurt whoever evaluates them (SECURITY: bad-input §3). Each ends in an answer within the limits; this process stays
//! small, and the next worker works.

use crate::child::{command, setup, spawn};
use cos_policy::engine::{Engine, EngineError, Outcome, Request, Target, Variant};
use cos_policy::setup::{ModuleText, Setup};
use cos_policy::worker::{Limits, Worker, WorkerCommand};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Short, so that the table is quick. The process of a debug build is slow to load.
fn limits() -> Limits {
    Limits {
        memory: 256 << 20,
        load: Duration::from_secs(3),
        request: Duration::from_secs(1),
        ..Limits::default()
    }
}

/// Loads a policy, asks it, and says how that ended.
fn run(setup: &Setup, input: &str) -> String {
    let mut worker = match spawn(setup, &limits()) {
        Ok(worker) => worker,
        Err(error) => return format!("load: {error}"),
    };
    let target = Target::Rule(worker.outline().entrypoint.unwrap());
    let request = Request { variant: Variant::Reference, target, input };
    match worker.evaluate(&request) {
        Ok(evaluation) => match evaluation.outcome {
            Outcome::Error(message) => format!("error: {message}"),
            Outcome::Undefined => "undefined".into(),
            Outcome::Value(text) => format!("value of {} bytes", text.len()),
        },
        Err(error) => {
            if matches!(error, EngineError::Stopped(_)) {
                assert_stays_stopped(&mut worker, &error);
            }
            format!("evaluate: {error}")
        }
    }
}

fn assert_stays_stopped(worker: &mut Worker, error: &EngineError) {
    let request = Request { variant: Variant::Reference, target: Target::Rule(0), input: "{}" };
    assert_eq!(worker.evaluate(&request).as_ref(), Err(error));
    assert_eq!(worker.mutants().as_ref(), Err(error));
    assert_eq!(worker.select_mutant(0).as_ref(), Err(error));
    assert_eq!(worker.lints().as_ref(), Err(error));
}

/// A rule that holds when a term has any value.
fn allow(term: &str) -> Setup {
    setup(format!("package p\n\nallow if {{\n\tx := {term}\n\tx != \"never\"\n}}\n"))
}

fn repeated(text: &str, count: usize) -> String {
    text.repeat(count)
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::from("package p\n\nallow if input.a\n");
    for number in 0..count {
        let _ = writeln!(text, "{}", line(number));
    }
    text
}

/// Bytes that this process has in memory.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() << 10
}

/// Runs one row and checks how it ended: one of the given beginnings.
fn row(name: &str, policy: &Setup, input: &str, endings: &[&str]) {
    let before = resident();
    let start = Instant::now();
    let ending = run(policy, input);
    let (took, grown) = (start.elapsed(), resident().saturating_sub(before) >> 20);
    println!("{name}: {ending} ({took:?}, {grown} MiB more here)");
    assert!(endings.iter().any(|one| ending.starts_with(one)), "{name}: {ending}");
    let longest = limits().load * 2 + limits().request + Duration::from_secs(4);
    assert!(took < longest, "{name}: {took:?}");
    assert!(grown < 200, "{name}: {grown} MiB");
    assert!(spawn(&setup("package p\nallow := true\n"), &Limits::default()).is_ok());
}

/// What the engine or its limits refuse counts as an answer, too.
const ANY: &[&str] =
    &["load: ", "evaluate: the policy was stopped: ", "error: ", "undefined", "value"];

/// What is said of a policy that ran out of something.
const STOPPED: &str = "evaluate: the policy was stopped: it ";

#[test]
fn one_call_that_never_ends_or_needs_everything() {
    let table: &[(&str, &str, &[&str])] = &[
        ("range", "numbers.range(1, 1000000000)", &["error: `numbers.range` would make"]),
        ("range of input", "numbers.range(1, input.n)", &["error: `numbers.range` would make"]),
        ("format", r#"sprintf("%1000000000d", [1])"#, ANY),
        ("addresses", r#"net.cidr_expand("10.0.0.0/8")"#, &["error: `net.cidr_expand` would make"]),
        (
            "product",
            "product([x | some i in numbers.range(1, 200000); x := (i * 1000000000000) + 1])",
            &["error: arithmetic with numbers", STOPPED],
        ),
        (
            "loops",
            "count([1 | some i in numbers.range(1, 50000); some j in numbers.range(1, 50000); i == j])",
            &[STOPPED],
        ),
        (
            "deep json",
            r#"json.unmarshal(concat("", [concat("", ["[" | some i in numbers.range(1, 100000)]), ""]))"#,
            &["undefined"],
        ),
        ("regex", "regex.match(`^((((a{1,100}){1,100}){1,100}){1,100})$`, \"a\")", &["error: "]),
        (
            "backtracking",
            r#"regex.match(`^(a+)+$`, concat("", [concat("", ["a" | some i in numbers.range(1, 50000)]), "b"]))"#,
            ANY,
        ),
        (
            "walk",
            "count([1 | some i in numbers.range(1, 50000); walk(numbers.range(1, 900000), [p, v]); v == i])",
            &[STOPPED],
        ),
        ("shift", "bits.lsh(1, 100000000000)", ANY),
    ];
    for (name, term, endings) in table {
        row(name, &allow(term), r#"{"n": 1000000000}"#, endings);
    }
}

#[test]
fn memory() {
    let table = "{k: v | some i in numbers.range(1, 3000); some j in numbers.range(1, 3000); k := [i, j]; v := [i, [j]]}";
    let limits = Limits { memory: 48 << 20, request: Duration::from_mins(1), ..limits() };
    let mut worker = spawn(&allow(&format!("count({table})")), &limits).unwrap();
    let target = Target::Rule(worker.outline().entrypoint.unwrap());
    let error =
        worker.evaluate(&Request { variant: Variant::Reference, target, input: "{}" }).unwrap_err();
    assert_eq!(error.to_string(), "the policy was stopped: it used more than 48 MiB");
    assert_stays_stopped(&mut worker, &error);
}

/// Rules that need one another, deeply and legally.
#[test]
fn stack() {
    let mut text = String::from("package p\n\nallow if r0\n");
    for number in 0..1_500 {
        let _ = writeln!(text, "r{number} if r{}", number + 1);
    }
    text += "r1500 if input.a\n";
    let ask = |limits: &Limits| {
        let mut worker = spawn(&setup(text.clone()), limits)?;
        let target = Target::Rule(worker.outline().entrypoint.unwrap());
        worker.evaluate(&Request { variant: Variant::Reference, target, input: r#"{"a": 1}"# })
    };
    let patient = Limits { load: Duration::from_mins(1), ..Limits::default() };
    assert_eq!(ask(&patient).unwrap().outcome, Outcome::Value("true".into()));
    let error = ask(&Limits { stack: 4 << 20, ..patient }).unwrap_err();
    let expected = "the policy was stopped: it recursed deeper than 4 MiB of stack hold";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn deep_texts() {
    let nested = |open: &str, close: &str, depth: usize| {
        allow(&format!("{}1{}", repeated(open, depth), repeated(close, depth)))
    };
    let table = [
        ("nested arrays", nested("[", "]", 100_000)),
        ("nested calls", nested("f(", ")", 5_000)),
        ("nested objects", nested("{1: ", "}", 4_000)),
        ("sum", nested("1 + ", "", 4_000)),
        ("chain", allow(&format!("input{}", repeated(".a", 8_000)))),
        ("nested templates", nested("$\"{", "}\"", 3_000)),
        ("open templates", nested("$\"{", "", 3_000)),
    ];
    for (name, policy) in table {
        row(name, &policy, "{}", ANY);
    }
}

#[test]
fn long_texts() {
    let table = [
        ("tokens", allow(&repeated("1 + [\n", 20 << 18))),
        ("brackets", setup(repeated("(", 20 << 20))),
        ("a name", setup(format!("package p\n\nallow if {}\n", repeated("a", 20 << 20)))),
        ("a comment", setup(format!("package p\nallow := 1 # {}\n", repeated("a", 20 << 20)))),
        ("lines", allow(&repeated("1 +\n", 100_000))),
        ("no text", setup("")),
        ("zeros", setup(repeated("\0", 1 << 20))),
    ];
    for (name, policy) in table {
        row(name, &policy, "{}", &["load: "]);
    }
}

#[test]
fn many_rules() {
    let modules = (0..60).map(|module| ModuleText {
        name: format!("m{module}.rego"),
        text: numbered(1_700, |n| format!("r{module}x{n} := r{module}x{} if input.a", n + 1)),
        rego_version: 1,
    });
    let many = Setup { modules: modules.collect(), ..setup("") };
    row("100k rules", &many, "{}", ANY);
    let long = setup(numbered(100_000, |n| format!("r{n} := {n}")));
    row("100k rules in one file", &long, "{}", &["load: policy.rego:1:1: "]);
    let all = setup(numbered(3_000, |n| format!("r{n} if data.q[input.a].r{n}")));
    row("rules that read all", &all, "{}", ANY);
}

#[test]
fn large_documents() {
    let keys: serde_json::Map<_, _> =
        (0..1_000_000).map(|n| (format!("k{n}"), serde_json::Value::from(n))).collect();
    let input = serde_json::Value::Object(keys.clone()).to_string();
    let policy = Setup { data: keys.into(), ..allow("count(data.x)") };
    row("a million keys of data", &policy, "{}", ANY);
    let policy = allow("count(input)");
    row("a million keys of input", &policy, &input, ANY);
    let deep = format!("{}{}", repeated("[", 1_000_000), repeated("]", 1_000_000));
    row("deep input", &policy, &deep, &["evaluate: the input is no JSON: recursion limit"]);
    row("empty arrays", &policy, &format!("[{}[]]", repeated("[],", 5_000_000)), ANY);
}

/// Programs that are no worker, or no longer one.
#[test]
fn strange_children() {
    let shell = |script: &str| WorkerCommand {
        program: PathBuf::from("/bin/sh"),
        args: vec!["-c".into(), script.into()],
    };
    let table = [
        ("exec sleep 98765", "it took longer than 300 ms"),
        ("exec /bin/cat", "its process answered with something that is no answer"),
        ("exec /usr/bin/yes", "it answered with more than 1 MiB"),
        ("exec 3>&1; exec /usr/bin/yes >&2", "it took longer than 300 ms"),
        ("kill -9 $$", "its process was killed, or closed its output"),
        ("kill -11 $$", "its process was killed by signal 11"),
        ("kill -24 $$", "it used too much processor time"),
        (
            "echo 'no\u{1b}[31m thanks' >&2; exit 7",
            "its process ended with exit code 7: no[31m thanks",
        ),
        ("exec sleep 98765 >&-", "its process was killed, or closed its output"),
    ];
    let limits = Limits { load: Duration::from_millis(300), answer: 1 << 20, ..limits() };
    // More than a pipe holds: a child that does not read must not stop us either.
    let policy = setup(format!("package p\nallow := 1 # {}\n", repeated("a", 1 << 20)));
    for (script, reason) in table {
        let error = Worker::spawn(&shell(script), &policy, &limits).err().unwrap();
        assert_eq!(error, EngineError::Stopped(reason.into()), "{script}");
        assert_eq!(error.code().as_str(), "COS-POL-0005");
    }
    let nothing = WorkerCommand { program: "/no/such/program".into(), args: Vec::new() };
    let error = Worker::spawn(&nothing, &policy, &limits).err().unwrap().to_string();
    assert!(error.contains("`/no/such/program` cannot be started"), "{error}");
    // None of them is left.
    let left = fs::read_dir("/proc").unwrap().filter(|entry| {
        let line = fs::read(entry.as_ref().unwrap().path().join("cmdline")).unwrap_or_default();
        line.starts_with(b"sleep\098765")
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn recursion() {
    let policy = setup("package p\n\nf(x) := f(x + 1)\n\nallow if f(1)\n");
    row("recursion", &policy, "{}", &["load: policy.rego:3:9: the policy is recursive: "]);
}

/// What the child has set on itself before it read the policy.
#[test]
fn the_child_is_confined() {
    let mark = "confined-child";
    let mut command = command();
    command.args.push(mark.into());
    command.args[1] = command.args[1].replace("--nocapture", "\"$2\" --nocapture");
    let policy = setup("package p\nallow := true\n");
    let worker = Worker::spawn(&command, &policy, &limits()).unwrap();
    let child = fs::read_dir("/proc")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            let line = fs::read(path.join("cmdline")).unwrap_or_default();
            line.windows(mark.len()).any(|part| part == mark.as_bytes())
        })
        .unwrap();
    let text = fs::read_to_string(child.join("limits")).unwrap();
    let limit = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let space = ((256 << 20) + (256 << 20) + (192 << 20)).to_string();
    assert_eq!(limit("Max address space"), [space.clone(), space]);
    for (name, value) in [
        ("Max core file size", "0"),
        ("Max file size", "0"),
        ("Max open files", "16"),
        ("Max processes", "0"),
    ] {
        assert_eq!(limit(name), [value, value], "{name}");
    }
    assert_ne!(limit("Max cpu time")[0], "unlimited");
    assert_eq!(fs::read_link(child.join("cwd")).unwrap(), PathBuf::from("/"));
    drop(worker);
    assert!(!child.exists());
}
