//! Manifests: what may stand in one, and what is refused.

use super::*;

fn manifest(paths: &[&str]) -> Manifest {
    let file = |path: &&str| BackupFile {
        path: (*path).to_owned(),
        bytes: 1,
        sha256: Digest::of(b"x").to_string(),
    };
    Manifest {
        schema: SCHEMA.to_owned(),
        cos_version: "0.1.0".to_owned(),
        created_at: "2026-11-26T00:00:00Z".to_owned(),
        formats: BTreeMap::new(),
        files: paths.iter().map(file).collect(),
    }
}

#[test]
fn what_is_written_is_read() {
    let manifest =
        manifest(&["config.json", "ledger/eu-1/a/checkpoint", "pepper", "trust/trust.json"]);
    assert_eq!(Manifest::parse(manifest.to_text().as_bytes()), Ok(manifest));
}

#[test]
fn paths_lead_nowhere_else() {
    for path in [
        "../etc/passwd",
        "/etc/passwd",
        "state/../../x",
        "state//x",
        "state/",
        "./state/x",
        "operator.token",
        "state/a\u{0}b",
        "state\\x",
        "trust/ä",
        "",
    ] {
        let mut paths = vec![path, "config.json", "pepper", "trust/trust.json"];
        paths.sort_unstable();
        let refused = Manifest::parse(manifest(&paths).to_text().as_bytes()).unwrap_err();
        assert!(refused.contains("no file of a backup"), "{path}: {refused}");
    }
}

#[test]
fn what_is_missing_twice_or_unknown_is_refused() {
    let needed = ["config.json", "pepper", "trust/trust.json"];
    for at in 0..needed.len() {
        let mut paths = needed.to_vec();
        let missing = paths.remove(at);
        let refused = Manifest::parse(manifest(&paths).to_text().as_bytes()).unwrap_err();
        assert!(refused.contains(missing), "{refused}");
    }
    let twice = manifest(&["config.json", "pepper", "pepper", "trust/trust.json"]).to_text();
    assert!(Manifest::parse(twice.as_bytes()).unwrap_err().contains("twice"));
    let text = manifest(&needed).to_text();
    for (from, to, says) in [
        ("cos.backup/v1", "cos.backup/v2", "schema"),
        ("\"formats\"", "\"other\": 1, \"formats\"", "other"),
        ("\"sha256\": \"2", "\"sha256\": \"X", "digest"),
    ] {
        let refused = Manifest::parse(text.replace(from, to).as_bytes()).unwrap_err();
        assert!(refused.contains(says), "{refused}");
    }
}
