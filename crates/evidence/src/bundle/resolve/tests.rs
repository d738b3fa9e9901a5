//! Patterns against a store in memory.

use super::super::manifest::Manifest;
use super::super::pattern::Place;
use super::{Places, Plan};
use crate::bundle::BundleError;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_objects::{Condition, Content, Key, Memory, Store};
use std::sync::Arc;

struct One(Arc<Memory>);

impl Places for One {
    fn open(&self, _: &Place) -> Result<Arc<dyn Store>, BundleError> {
        Ok(Arc::clone(&self.0) as Arc<dyn Store>)
    }
}

fn with(keys: &[&str]) -> One {
    let store = Memory::new(Arc::new(FrozenClock(Timestamp(0))));
    for key in keys {
        let key = Key::new(*key).unwrap();
        store.put(&key, Content::bytes(key.as_str().as_bytes()), Condition::Absent).unwrap();
    }
    One(Arc::new(store))
}

fn resolve(places: &One, fields: &str) -> Result<Vec<String>, BundleError> {
    let text = format!("bundle: {{version: 1.0.0, contract: [], {fields}}}");
    let manifest = Manifest::parse(text.as_bytes()).unwrap();
    let plan = Plan::resolve(&manifest, places)?;
    Ok(plan.files.keys().map(ToString::to_string).collect())
}

#[test]
fn each_segment_is_matched_on_its_own() {
    let places = with(&[
        "pilot/a/2025-11-14/x.sdjwt",
        "pilot/a/2025-11-14/deep/y.sdjwt",
        "pilot/a/2025-11-13/old.sdjwt",
        "pilot/b/2025-11-14/z.sdjwt",
        "pilot/c/deep/2025-11-14/not.sdjwt",
        "pilot/.hidden/2025-11-14/not.sdjwt",
        "pilot/2025-11-14/not.sdjwt",
    ]);
    let found = |pattern: &str| resolve(&places, &format!("receipts_prefix: '{pattern}'")).unwrap();
    assert_eq!(
        found("s3://evidence/pilot/*/2025-11-14/"),
        [
            "receipts/a/2025-11-14/deep/y.sdjwt",
            "receipts/a/2025-11-14/x.sdjwt",
            "receipts/b/2025-11-14/z.sdjwt",
        ]
    );
    assert_eq!(found("s3://evidence/pilot/?/*/x.sdjwt"), ["receipts/a/2025-11-14/x.sdjwt"]);
    assert_eq!(found("s3://evidence/pilot/a/**/y.sdjwt"), ["receipts/2025-11-14/deep/y.sdjwt"]);
    // `**` also stands for nothing.
    assert_eq!(found("s3://evidence/pilot/**/2025-11-14/*.sdjwt").len(), 4);
    assert_eq!(found("s3://evidence/pilot/a/2025-11-14/x.sdjwt"), ["receipts/x.sdjwt"]);
}

#[test]
fn what_matches_nothing_is_told() {
    let places = with(&["sbom/a.json"]);
    for pattern in ["s3://evidence/sbom/b.json", "s3://evidence/sbom/b*", "s3://evidence/none/"] {
        let error = resolve(&places, &format!("sbom: '{pattern}'")).unwrap_err();
        assert!(matches!(error, BundleError::NoMatch { .. }), "{error}");
        let optional = format!("sbom: {{from: '{pattern}', optional: true}}");
        assert_eq!(resolve(&places, &optional).unwrap(), [""; 0]);
    }
}

#[test]
fn no_two_sources_are_one_file() {
    let places = with(&["a/x.json", "b/x.json", "c/X.json", "d/x.json/y"]);
    for sources in ["[a/x.json, b/x.json]", "[a/x.json, c/X.json]", "[a/x.json, d/]"] {
        let error = resolve(&places, &format!("sbom: {sources}")).unwrap_err();
        assert!(matches!(error, BundleError::Collision { .. }), "{sources}: {error}");
    }
    // Two ways to one file are one file.
    assert_eq!(resolve(&places, "sbom: [a/x.json, 'a/*']").unwrap(), ["sbom/x.json"]);
}

#[test]
fn a_report_brings_its_signature_and_its_page() {
    let places = with(&["r/c.json", "r/c.json.dsse.json", "r/c.html", "r/other.json"]);
    let found = resolve(&places, "conformance_report: r/c.json").unwrap();
    assert_eq!(found, ["reports/c.html", "reports/c.json", "reports/c.json.dsse.json"]);
}

#[test]
fn a_source_that_changes_meanwhile_is_told() {
    let places = with(&["sbom/a.json"]);
    let manifest = Manifest::parse(b"bundle: {version: 1.0.0, contract: [], sbom: sbom/a.json}");
    let plan = Plan::resolve(&manifest.unwrap(), &places).unwrap();
    let key = Key::new("sbom/a.json").unwrap();
    let etag = places.0.head(&key).unwrap().etag;
    places.0.put(&key, Content::bytes(b"another"), Condition::Match(&etag)).unwrap();
    let found = &plan.files.values().next().unwrap().found;
    assert!(matches!(plan.open(found), Err(BundleError::Changed { .. })));
    places.0.delete(&key).unwrap();
    assert!(matches!(plan.open(found), Err(BundleError::Changed { .. })));
}
