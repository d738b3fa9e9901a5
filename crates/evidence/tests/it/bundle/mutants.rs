//! A good bundle, changed in every way that somebody might try: each change is caught, by the check that is there for it.

use super::world::{MANIFEST, SEALED, World, failing, time};
use cos_core::intoto::Statement;
use cos_evidence::bundle::BundleError;
use cos_evidence::bundle::carrier::Location;
use cos_evidence::bundle::check::Verdict;
use cos_sign::sigstore::Sealer;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

const REPORT: &str = "reports/policy-conformance-2025-11-14.json";
const SBOM: &str = "sbom/cos-0.23.0.spdx.json";
const SLSA: &str = "attestations/cos-0.23.0.intoto.jsonl";
const POLICY: &str = "policy/1.9.0.tgz";
const RECEIPTS: &str = "receipts/pilot-a/2025-11-14/receipts.sdjwt";
const INDEX: &str = "receipts/index.jsonl";
const STATEMENT: &str = "evidence.intoto.json";
const SIGNATURE: &str = "evidence.sigstore.json";

type Change = fn(&Path);

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}: {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Changes to the files of a bundle, without its keys.
const CHANGES: &[(&str, &[&str], Change)] = &[
    ("drop the SBOM", &["files.present"], |b| fs::remove_file(b.join(SBOM)).unwrap()),
    ("drop the index", &["files.index", "files.present", "files.extra", "files.sums"], |b| {
        fs::remove_file(b.join(INDEX)).unwrap();
    }),
    ("drop receipts of one tenant", &["files.present", "receipts.counted"], |b| {
        fs::remove_file(b.join(RECEIPTS)).unwrap();
    }),
    ("drop the readable copy", &["files.present"], |b| fs::remove_file(b.join(STATEMENT)).unwrap()),
    ("drop the sums", &["files.present"], |b| fs::remove_file(b.join("SHA256SUMS")).unwrap()),
    ("drop the recipes", &["files.present"], |b| fs::remove_file(b.join("VERIFY.md")).unwrap()),
    ("add a file", &["files.extra"], |b| fs::write(b.join("sbom/more.json"), "{}").unwrap()),
    ("add a file beside the signature", &["files.extra"], |b| {
        fs::write(b.join("evidence2.sigstore.json"), "{}").unwrap();
    }),
    ("add a link", &["carrier.names"], |b| symlink("/etc/passwd", b.join("sbom/link")).unwrap()),
    ("replace a file by a link", &["carrier.names", "files.present"], |b| {
        fs::rename(b.join(SBOM), b.with_extension("moved")).unwrap();
        symlink(b.with_extension("moved"), b.join(SBOM)).unwrap();
    }),
    ("replace a folder by a link", &["carrier.names", "files.present"], |b| {
        fs::rename(b.join("sbom"), b.with_extension("folder")).unwrap();
        symlink(b.with_extension("folder"), b.join("sbom")).unwrap();
    }),
    ("add a name in capitals", &["carrier.names", "files.extra"], |b| {
        fs::copy(b.join(SBOM), b.join("sbom/COS-0.23.0.spdx.json")).unwrap();
    }),
    ("rename the SBOM", &["files.present", "files.extra"], |b| {
        fs::rename(b.join(SBOM), b.join("sbom/other.spdx.json")).unwrap();
    }),
    ("swap two files", &["files.digest"], |b| {
        let (left, right) = (fs::read(b.join(SBOM)).unwrap(), fs::read(b.join(SLSA)).unwrap());
        fs::write(b.join(SBOM), right).unwrap();
        fs::write(b.join(SLSA), left).unwrap();
    }),
    ("flip a bit of the report", &["files.digest"], |b| flip(&b.join(REPORT))),
    ("flip a bit of the policy", &["files.digest"], |b| flip(&b.join(POLICY))),
    ("flip a bit of a receipt", &["files.digest", "receipts.valid", "receipts.counted"], |b| {
        flip(&b.join(RECEIPTS));
    }),
    ("cut a receipt off", &["files.digest", "receipts.counted"], |b| {
        let text = fs::read_to_string(b.join(RECEIPTS)).unwrap();
        let (kept, _) = text.trim_end().rsplit_once('\n').unwrap();
        fs::write(b.join(RECEIPTS), format!("{kept}\n")).unwrap();
    }),
    ("repeat a receipt", &["files.digest", "receipts.counted"], |b| {
        let text = fs::read_to_string(b.join(RECEIPTS)).unwrap();
        let first = text.lines().next().unwrap();
        fs::write(b.join(RECEIPTS), format!("{text}{first}\n")).unwrap();
    }),
    ("change the index", &["files.index", "files.digest"], |b| {
        replace(&b.join(INDEX), "\"size\":", "\"size\":1");
    }),
    ("change the readable copy", &["statement.copy"], |b| {
        replace(&b.join(STATEMENT), "0.23.0", "0.24.0");
    }),
    ("change the sums", &["files.sums"], |b| flip(&b.join("SHA256SUMS"))),
    ("change the signed version", &["signature.valid"], |b| payload(b, "0.23.0", "0.24.0")),
    ("claim a waiver", &["signature.valid"], |b| payload(b, "\"found\":1", "\"found\":2")),
    ("alter a glob's result", &["signature.valid"], |b| {
        payload(b, "s3://artifacts/sbom/cos", "s3://artifacts/sbom/COS");
    }),
    ("change the signature", &["signature.valid"], |b| {
        replace(&b.join(SIGNATURE), "\"sig\":\"M", "\"sig\":\"N");
    }),
    ("take the time stamp away", &["signature.time"], |b| {
        change(b, |bundle| {
            bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"] =
                Value::Array(Vec::new());
        });
    }),
    ("name another key", &["signature.valid"], |b| {
        let text = fs::read_to_string(b.join(SIGNATURE)).unwrap();
        fs::write(b.join(SIGNATURE), text.replace("evidence-1+", "evidence-2+")).unwrap();
    }),
    ("name a report key", &["signature.valid"], |b| {
        let text = fs::read_to_string(b.join(SIGNATURE)).unwrap();
        fs::write(b.join(SIGNATURE), text.replace("evidence-1+", "report-1+")).unwrap();
    }),
    ("repeat a key of the JSON", &["signature.valid"], |b| {
        replace(&b.join(SIGNATURE), "{", "{\"mediaType\":\"x\",");
    }),
    ("cut the signature file", &["signature.valid"], |b| {
        let bytes = fs::read(b.join(SIGNATURE)).unwrap();
        fs::write(b.join(SIGNATURE), &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("empty the signature file", &["signature.valid"], |b| {
        fs::write(b.join(SIGNATURE), "").unwrap();
    }),
];

fn change(bundle: &Path, change: impl FnOnce(&mut Value)) {
    let path = bundle.join(SIGNATURE);
    let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut value);
    fs::write(path, value.to_string()).unwrap();
}

/// Changes what was signed, and leaves the signature as it is.
fn payload(bundle: &Path, from: &str, to: &str) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    change(bundle, |value| {
        let payload = STANDARD.decode(value["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
        let text = String::from_utf8(payload).unwrap();
        assert!(text.contains(from), "{from}");
        value["dsseEnvelope"]["payload"] = STANDARD.encode(text.replacen(from, to, 1)).into();
    });
}

#[test]
fn every_change_is_caught_by_its_check() {
    let world = World::new();
    let whole = world.sealed("whole");
    assert_eq!(world.failing(&whole), [""; 0]);
    let mut wrong = Vec::new();
    for (number, (what, expected, change)) in CHANGES.iter().enumerate() {
        let copy = world.path(&format!("copy-{number}"));
        copy_dir(&whole, &copy);
        change(&copy);
        let found = world.failing(&copy);
        // What hangs on a damaged file may fail, too; the check that is there for the change comes among the first.
        let told: Vec<_> = found.iter().filter(|id| expected.contains(id)).collect();
        if told.len() != expected.len() {
            wrong.push(format!("{what}: wanted {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Statements that the right key signed, but which are wrong in themselves.
#[test]
fn what_is_signed_and_wrong_is_caught() {
    type Lie = fn(&mut Statement);
    let lies: &[(&str, &str, Lie)] = &[
        ("another predicate", "statement.form", |s| {
            s.predicate_type = "https://x.example/y".into();
        }),
        ("an unknown field", "statement.form", |s| {
            s.predicate.insert("more".into(), true.into());
        }),
        ("fewer receipts", "receipts.counted", |s| {
            s.predicate["receipts"]["files"]["count"] = 49.into();
        }),
        ("a missing requirement", "contract.met", |s| {
            s.predicate["contract"]["sbom"]["at_least"] = 2.into();
        }),
        ("a count that is not so", "contract.met", |s| {
            s.predicate["contract"]["sbom"]["at_least"] = 9.into();
            s.predicate["contract"]["sbom"]["found"] = 9.into();
        }),
        ("a signature for a report", "contract.met", |s| {
            s.predicate["contract"]["conformance_report"]["at_least"] = 2.into();
        }),
        ("a field that there is not", "contract.met", |s| {
            s.predicate["contract"]["sbom"]["field"] = "reports".into();
        }),
        ("another artifact", "sbom.bound", |s| {
            s.predicate["artifacts"][0]["sha256"] = "ab".repeat(32).into();
            s.predicate["artifacts"][0]["name"] = "other".into();
        }),
        ("another version", "link.version", |s| s.predicate["version"] = "0.24.0".into()),
        ("a period before", "link.period", |s| {
            let period =
                serde_json::json!({"from": "2024-01-01T00:00:00Z", "to": "2024-02-01T00:00:00Z"});
            s.predicate.insert("period".into(), period);
        }),
        ("a file without a subject", "files.index", |s| {
            s.subjects.retain(|subject| !subject.name.starts_with("sbom/"));
        }),
        ("another root of the index", "files.index", |s| {
            s.predicate["sources"][0]["index"]["root"] = "ab".repeat(32).into();
        }),
        ("a subject that is not there", "files.present", |s| {
            let mut more = s.subjects[0].clone();
            more.name = "sbom/more".into();
            s.subjects.push(more);
        }),
        ("a subject that leads elsewhere", "files.present", |s| {
            let mut more = s.subjects[0].clone();
            more.name = "../trust/trust.json".into();
            s.subjects.push(more);
        }),
        ("another SHA-512", "files.digest", |s| {
            s.subjects[0].sha512 = s.subjects[1].sha512;
        }),
    ];
    let world = World::new();
    let whole = world.sealed("whole");
    let sealer = world.keys.sealer().unwrap();
    for (number, (what, expected, lie)) in lies.iter().enumerate() {
        let copy = world.path(&format!("copy-{number}"));
        copy_dir(&whole, &copy);
        let mut statement = Statement::parse(&fs::read(copy.join(STATEMENT)).unwrap()).unwrap();
        lie(&mut statement);
        let statement = statement.to_canonical().unwrap();
        fs::write(copy.join(STATEMENT), &statement).unwrap();
        fs::write(copy.join(SIGNATURE), sealer.seal(&statement, time(SEALED)).unwrap()).unwrap();
        let found = world.failing(&copy);
        assert!(found.contains(expected), "{what}: {found:?}");
    }
}

#[test]
fn an_older_bundle_says_so() {
    let world = World::new();
    let old = world.sealed("old");
    // Everything in it is genuine; what tells it from the new one is its identity and its version.
    let found = world.verify(&Location::Directory(old)).unwrap();
    assert_eq!(found.contents.unwrap().version, "0.23.0");
}

#[test]
fn strangers_keys_and_wrong_times_are_untrusted() {
    let (world, stranger) = (World::new(), World::new());
    let path = Location::Directory(world.sealed("one"));
    let found = world.verify_by(&path, &stranger.trust).unwrap();
    assert_eq!((failing(&found), found.verdict()), (vec!["signature.valid"], Verdict::Untrusted));
    // Sealed before the key was in use.
    let early = Location::Directory(world.path("early"));
    let target = cos_evidence::bundle::carrier::Target::create(&early, &world).unwrap();
    let draft = world.draft(MANIFEST, &target).unwrap();
    let at = time("2025-11-02T00:00:00Z");
    draft.publish(&world.keys.sealer().unwrap().seal(draft.statement(), at).unwrap()).unwrap();
    let found = world.verify(&early).unwrap();
    assert_eq!((failing(&found), found.verdict()), (vec!["signature.time"], Verdict::Untrusted));
}

#[test]
fn archives_that_harm_are_refused() {
    let world = World::new();
    let location = Location::TarZstd(world.path("bad.tar.zst"));
    type Build = fn(&mut tar::Builder<Vec<u8>>);
    let harm: &[(&str, Build)] = &[
        ("an absolute name", |tar| entry(tar, "/etc/cos", tar::EntryType::Regular, b"x")),
        ("a name that leads out", |tar| entry(tar, "../cos", tar::EntryType::Regular, b"x")),
        ("a symbolic link", |tar| entry(tar, "link", tar::EntryType::Symlink, b"")),
        ("a hard link", |tar| entry(tar, "link", tar::EntryType::Link, b"")),
        ("a device", |tar| entry(tar, "dev", tar::EntryType::Char, b"")),
        ("a name twice", |tar| {
            entry(tar, "a", tar::EntryType::Regular, b"x");
            entry(tar, "a", tar::EntryType::Regular, b"x");
        }),
    ];
    for (what, build) in harm {
        let mut tar = tar::Builder::new(Vec::new());
        build(&mut tar);
        let bytes = zstd::encode_all(tar.into_inner().unwrap().as_slice(), 1).unwrap();
        fs::write(world.path("bad.tar.zst"), bytes).unwrap();
        let refused = world.verify(&location).unwrap_err();
        assert!(matches!(refused, BundleError::Archive { .. }), "{what}: {refused}");
    }
    // A bomb: half a gigabyte of nothing.
    let mut tar = tar::Builder::new(zstd::Encoder::new(Vec::new(), 1).unwrap());
    let mut header = tar::Header::new_ustar();
    header.set_path("zeros").unwrap();
    header.set_size(512 << 20);
    header.set_cksum();
    tar.append(&header, std::io::Read::take(std::io::repeat(0), 512 << 20)).unwrap();
    let bytes = tar.into_inner().unwrap().finish().unwrap();
    assert!(bytes.len() < 1 << 20);
    fs::write(world.path("bad.tar.zst"), bytes).unwrap();
    let refused = world.verify(&location).unwrap_err();
    assert!(refused.to_string().contains("200 times its size"), "{refused}");
    // Cut anywhere, an archive is no bundle.
    let whole = world.sealed("whole");
    let target = cos_evidence::bundle::carrier::Target::create(
        &Location::TarZstd(world.path("whole.tar.zst")),
        &world,
    );
    let (opened, target) = (
        cos_evidence::bundle::carrier::Opened::open(&Location::Directory(whole), &world).unwrap(),
        target.unwrap(),
    );
    cos_evidence::bundle::carrier::copy(&opened.area, &target.area).unwrap();
    target.finish().unwrap();
    let bytes = fs::read(world.path("whole.tar.zst")).unwrap();
    for end in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
        fs::write(world.path("bad.tar.zst"), &bytes[..end]).unwrap();
        assert!(world.verify(&location).is_err(), "cut after {end}");
    }
}

fn entry(tar: &mut tar::Builder<Vec<u8>>, name: &str, kind: tar::EntryType, content: &[u8]) {
    let mut header = tar::Header::new_ustar();
    // The safe setter refuses names that lead elsewhere.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    if matches!(kind, tar::EntryType::Link | tar::EntryType::Symlink) {
        header.set_link_name("/etc/passwd").unwrap();
    }
    header.set_size(content.len() as u64);
    header.set_cksum();
    tar.append(&header, content).unwrap();
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
