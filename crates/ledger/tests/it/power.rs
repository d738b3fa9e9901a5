//! Power cuts, replayed: what a disk may hold when the current goes, after every single system call of an appender.
//!
//! strace records what the appender asked of the file system. A model of a disk that keeps nothing it was not told to keep
//! (contents only after a sync of the file, names only after a sync of their directory) is taken through the record; at each
//! step a ledger is laid out as such a disk would show it, opened, and must hold every receipt that was acknowledged by then
//! and agree with every checkpoint that anybody could have seen (promises P1, P5, P6). The controls leave out one kind of
//! sync each, and must fail: a disk so unforgiving finds what kill -9 never can.

use crate::child::{Appender, Record};
use crate::support::*;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::frontier::Frontier;
use cos_core::log::leaf::Leaf;
use cos_core::log::note::SignedNote;
use cos_core::receipt::signed_part;
use cos_ledger::{Appended, Repair};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Calls that change the file system, or make a change durable.
const CALLS: &str =
    "trace=openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat2,unlink,mkdir";

#[derive(Clone, Debug)]
enum Op {
    /// The record of answers got these bytes: the world knows.
    Answer(Vec<u8>),
    Create {
        path: String,
        truncate: bool,
    },
    Mkdir(String),
    Rename(String, String),
    Sync(String),
    Truncate(String, usize),
    Unlink(String),
    /// At the end of the file, or at an offset.
    Write(String, Option<usize>, Vec<u8>),
}

/// Reads what strace wrote, leaving out what lies elsewhere, and the index: it may be lost at any time.
fn parse(trace: &str, base: &str, record: &str) -> Vec<Op> {
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut ops = Vec::new();
    for line in trace.lines() {
        let (pid, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            unfinished.insert(pid, begun);
            continue;
        }
        let resumed = call.strip_prefix("<... ").and_then(|call| call.split_once(" resumed>"));
        let call =
            resumed.map_or(call.to_owned(), |(_, rest)| format!("{}{rest}", unfinished[pid]));
        let Some((name, rest)) = call.split_once('(') else { continue };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { continue };
        if result.starts_with('-') || result.starts_with('?') {
            continue;
        }
        let strings = strings(arguments);
        let text = |n: usize| String::from_utf8(strings[n].clone()).unwrap();
        let ours = |path: &str| path.starts_with(base) && !path.contains("/cache/");
        let number =
            || arguments.trim_end_matches(')').rsplit(", ").next().unwrap().parse().unwrap();
        ops.push(match name {
            "openat" if ours(&text(1)) && arguments.contains("O_CREAT") => {
                Op::Create { path: text(1), truncate: arguments.contains("O_TRUNC") }
            }
            "write" if text(0) == record => Op::Answer(strings[1].clone()),
            "write" if ours(&text(0)) => Op::Write(text(0), None, strings[1].clone()),
            "pwrite64" if ours(&text(0)) => Op::Write(text(0), Some(number()), strings[1].clone()),
            "ftruncate" if ours(&text(0)) => Op::Truncate(text(0), number()),
            "fsync" | "fdatasync" if ours(&text(0)) => Op::Sync(text(0)),
            "rename" if ours(&text(0)) => Op::Rename(text(0), text(1)),
            // Each path comes after that of its directory.
            "renameat2" if ours(&text(1)) => Op::Rename(text(1), text(3)),
            "unlink" if ours(&text(0)) => Op::Unlink(text(0)),
            "mkdir" if ours(&text(0)) => Op::Mkdir(text(0)),
            _ => continue,
        });
    }
    ops
}

/// The strings and paths among the arguments of a call; strace shows both as `\x..`.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    let between = arguments.split(['"', '<', '>']);
    let strings = between.filter(|part| part.starts_with("\\x"));
    let byte = |hex: &str| u8::from_str_radix(hex, 16).unwrap();
    strings.map(|part| part.split("\\x").skip(1).map(byte).collect()).collect()
}

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Directory,
    File(usize),
}

/// A change of a directory that is not durable yet: this name now means that, or nothing.
type Change = (String, Option<Node>);

#[derive(Clone, Default)]
struct Disk {
    inodes: Vec<Inode>,
    now: BTreeMap<String, Node>,
    durable: BTreeMap<String, Node>,
    pending: Vec<Change>,
}

impl Disk {
    /// A disk that holds the files below `root` safely.
    fn holding(base: &Path, root: &Path) -> Self {
        let mut disk = Self::default();
        disk.now.insert(base.to_str().unwrap().into(), Node::Directory);
        let mut pending = vec![root.to_path_buf()];
        while let Some(path) = pending.pop().filter(|path| path.exists()) {
            let name = path.to_str().unwrap().to_owned();
            if path.is_dir() {
                pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
                disk.now.insert(name, Node::Directory);
            } else {
                let bytes = fs::read(&path).unwrap();
                disk.inodes.push(Inode { now: bytes.clone(), durable: bytes });
                disk.now.insert(name, Node::File(disk.inodes.len() - 1));
            }
        }
        disk.durable = disk.now.clone();
        disk
    }

    fn set(&mut self, path: &str, node: Option<Node>) {
        match node {
            Some(node) => self.now.insert(path.into(), node),
            None => self.now.remove(path),
        };
        self.pending.push((path.into(), node));
    }

    fn file(&mut self, path: &str) -> Option<&mut Inode> {
        match self.now.get(path) {
            Some(&Node::File(id)) => Some(&mut self.inodes[id]),
            _ => None,
        }
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Answer(_) => {}
            Op::Create { path, truncate } => match self.file(path) {
                Some(file) if *truncate => file.now.clear(),
                Some(_) => {}
                None => {
                    self.inodes.push(Inode::default());
                    self.set(path, Some(Node::File(self.inodes.len() - 1)));
                }
            },
            Op::Mkdir(path) => self.set(path, Some(Node::Directory)),
            Op::Rename(from, to) => {
                let node = self.now[from];
                self.set(from, None);
                self.set(to, Some(node));
            }
            Op::Sync(path) if self.now.get(path) == Some(&Node::Directory) => {
                let (synced, rest) =
                    std::mem::take(&mut self.pending).into_iter().partition(|(name, _)| {
                        name.rsplit_once('/').is_some_and(|(above, _)| above == path)
                    });
                self.pending = rest;
                synced_into(&mut self.durable, synced);
            }
            Op::Sync(path) => {
                if let Some(file) = self.file(path) {
                    file.durable = file.now.clone();
                }
            }
            Op::Truncate(path, len) => {
                if let Some(file) = self.file(path) {
                    file.now.resize(*len, 0);
                }
            }
            Op::Unlink(path) => self.set(path, None),
            Op::Write(path, at, bytes) => {
                if let Some(file) = self.file(path) {
                    let at = at.unwrap_or(file.now.len());
                    file.now.resize(file.now.len().max(at + bytes.len()), 0);
                    file.now[at..at + bytes.len()].copy_from_slice(bytes);
                }
            }
        }
    }

    /// Lays out what is there after a power cut, in `target`: nothing that was not synced, or, given a `seed`, some of it.
    fn lay_out(&self, base: &str, target: &Path, seed: Option<u64>) {
        let mut random = Random(seed.unwrap_or(0));
        let mut names = self.durable.clone();
        let pending = self.pending.iter().filter(|_| seed.is_some() && random.next(2) == 0);
        synced_into(&mut names, pending.cloned().collect::<Vec<_>>());
        for (name, node) in &names {
            let above = name.rsplit_once('/').map(|(above, _)| above);
            let reachable = name == base
                || above.is_some_and(|above| {
                    target.join(above[base.len()..].trim_start_matches('/')).is_dir()
                });
            let path = target.join(name[base.len()..].trim_start_matches('/'));
            match node {
                _ if !reachable => {}
                Node::Directory => {
                    fs::create_dir_all(&path).unwrap();
                    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))
                        .unwrap();
                }
                Node::File(id) => {
                    let Inode { now, durable } = &self.inodes[*id];
                    let bytes = match seed.map(|_| random.next(4)) {
                        None | Some(0) => durable.clone(),
                        Some(1) => now.clone(),
                        // The end of the file is missing, or was given its length and nothing else.
                        Some(kind) => {
                            let kept = durable.len().min(now.len());
                            let written = kept + random.next(now.len() - kept + 1);
                            let mut bytes = now[..written].to_vec();
                            if kind == 3 {
                                bytes.truncate(written.max(kept) / 512 * 512);
                                if bytes.len() < kept {
                                    bytes.extend_from_slice(&now[bytes.len()..kept]);
                                }
                                bytes.resize(now.len(), 0);
                            }
                            bytes
                        }
                    };
                    fs::write(path, bytes).unwrap();
                }
            }
        }
    }
}

fn synced_into(names: &mut BTreeMap<String, Node>, changes: Vec<Change>) {
    for (name, node) in changes {
        match node {
            Some(node) => names.insert(name, node),
            None => names.remove(&name),
        };
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % below
    }
}

/// What an appender did to its ledger, and where that began.
struct History {
    base: String,
    start: Disk,
    ops: Vec<Op>,
}

impl History {
    /// Runs an appender, from the ledger in `from` if there is one.
    fn record(from: Option<&Path>) -> Self {
        let dir = TempDir::new().unwrap();
        let base = dir.path().to_str().unwrap().to_owned();
        let (root, record) = (dir.path().join("ledger"), dir.path().join("record"));
        if let Some(from) = from {
            copy(from, &root);
        }
        let start = Disk::holding(dir.path(), &root);
        let trace = dir.path().join("trace");
        let wrapper =
            ["strace", "-fy", "-xx", "-s", "1000000", "-o", trace.to_str().unwrap(), "-e", CALLS];
        let (ledger, path) = (root, record.clone());
        let appender = Appender { ledger, record: path, receipts: 0..50, in_flight: 3, body: 1 };
        let status = appender.command(&wrapper.map(Into::into)).status();
        status.expect("install strace: `apt-get install strace`");
        assert!(Record::read(&record).closed);
        let trace = fs::read_to_string(trace).unwrap();
        let record = record.to_str().unwrap();
        let mut ops = parse(&trace, &base, record);
        ops.retain(|op| !matches!(op, Op::Create { path, .. } if path == record));
        ops.retain(|op| !matches!(op, Op::Sync(path) if path == record));
        Self { base, start, ops }
    }

    /// Cuts the power after every call; `syncs` tells which syncs the disk obeys.
    fn cut_everywhere(&self, syncs: impl Fn(&str) -> bool) -> Result<u32, String> {
        let mut disk = self.start.clone();
        let mut record = Vec::new();
        let mut checkpoints: Vec<Checkpoint> = Vec::new();
        let mut cuts = 0;
        for (step, op) in self.ops.iter().enumerate() {
            match op {
                Op::Answer(bytes) => record.extend_from_slice(bytes),
                Op::Sync(path) if !syncs(&path[self.base.len()..]) => continue,
                _ => disk.apply(op),
            }
            if let Op::Rename(_, to) = op
                && to.ends_with("/checkpoint")
            {
                let note = String::from_utf8(disk.file(to).unwrap().now.clone()).unwrap();
                checkpoints.push(SignedNote::parse(&note).unwrap().text().parse().unwrap());
            }
            let strict = matches!(op, Op::Answer(_) | Op::Sync(_)).then_some(None);
            for seed in strict.into_iter().chain((0..3).map(|n| Some(step as u64 * 3 + n))) {
                cuts += 1;
                let dir = memory_dir();
                disk.lay_out(&self.base, dir.path(), seed);
                check_after_cut(&dir.path().join("ledger"), &record, &checkpoints).map_err(
                    |reason| format!("cut after call {step} ({op:?}), seed {seed:?}: {reason}"),
                )?;
            }
        }
        Ok(cuts)
    }
}

/// Opens a ledger after a power cut: everything answered is there, and every checkpoint seen is one of its own.
fn check_after_cut(root: &Path, record: &[u8], checkpoints: &[Checkpoint]) -> Result<(), String> {
    let dir = memory_dir();
    let path = dir.path().join("record");
    fs::write(&path, record).unwrap();
    let answers = Record::read(&path).answers;
    let ledger = open(root, small()).map_err(|error| error.to_string())?;
    let log = ledger.writer(&origin("a")).map_err(|error| error.to_string())?;
    for (n, index) in answers {
        let again = log.submit(entry("a", n)).and_then(|ticket| ticket.wait());
        if !matches!(again, Ok(Appended { index: there, replayed: true }) if there == index) {
            return Err(format!("receipt {n} was acknowledged at {index}, now: {again:?}"));
        }
    }
    drop(log);
    ledger.close().map_err(|error| error.to_string())?;
    let report = check(root, Repair::Nothing).map_err(|error| error.to_string())?;
    if !report.is_clean() {
        return Err(format!("{:?}", report.findings().collect::<Vec<_>>()));
    }
    let mut tree = Frontier::new();
    let mut roots = vec![tree.root()];
    for receipt in sealed(root, "a") {
        let digest = cos_core::digest::Digest::of(signed_part(&receipt));
        tree.push(Leaf::Receipt(digest).hash());
        roots.push(tree.root());
    }
    let lost = checkpoints.iter().find(|seen| roots.get(seen.size as usize) != Some(&seen.root));
    lost.map_or(Ok(()), |seen| {
        Err(format!("the checkpoint of size {} is not the log's", seen.size))
    })
}

/// A ledger as a killed writer leaves it, with sealed and unsealed receipts.
fn unclosed() -> TempDir {
    let dir = TempDir::new().unwrap();
    for receipts in [0..20, 20..30] {
        let ledger = open(&dir.path().join("ledger"), small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        for n in receipts.clone() {
            log.submit(entry("a", n)).unwrap().wait().unwrap();
        }
        if receipts.start == 0 {
            ledger.close().unwrap();
        }
    }
    dir
}

#[test]
fn no_power_cut_loses_what_was_acknowledged_or_seen() {
    let unclosed = unclosed();
    for from in [None, Some(unclosed.path().join("ledger"))] {
        let history = History::record(from.as_deref());
        let cuts = history.cut_everywhere(|_| true).unwrap_or_else(|reason| panic!("{reason}"));
        assert!(cuts > 200, "only {cuts} cuts");
        println!("{cuts} cuts");
    }
}

#[test]
fn a_disk_that_obeys_no_sync_of_some_kind_is_found_out() {
    let history = History::record(None);
    for (what, ignored) in [
        ("WAL files", "/wal/"),
        ("sealed receipts", "seal.tmp"),
        ("checkpoints", "integrate.tmp"),
        ("tiles", "/tile/0/"),
        ("new WAL files", "commit.tmp"),
        ("the directory of the log", "/eu-1/a"),
        ("the directory of WAL files", "/a/wal"),
        ("the directory of sealed receipts", "/a/bodies"),
    ] {
        let obeyed = |path: &str| {
            !(path.ends_with(ignored) || ignored.ends_with('/') && path.contains(ignored))
        };
        match history.cut_everywhere(obeyed) {
            Ok(cuts) => panic!("{cuts} cuts lost nothing although no sync of {what} was obeyed"),
            Err(found) => println!("{what}: {found}"),
        }
    }
}
