//! A receipt that is passed on shows what its profile shows, and is still proven.

use crate::world::{CANARIES, World, claims};
use cos_core::log::leaf::Leaf;
use cos_core::log::tlog_proof::TlogProof;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_sign::Purpose;
use cos_sign::trust::TrustedKey;
use serde_json::json;

#[test]
fn a_profile_shows_its_claims_and_no_other() {
    let world = World::new();
    let (tenant, canary) = CANARIES[0];
    let log = format!("/v1/tenants/{tenant}/receipts");
    let made = world.post(&format!("{log}?wait=published"), &world.operator, &world.event(canary));
    let jti = made.json()["jti"].as_str().unwrap().to_owned();
    let path = format!("{log}/{jti}");
    let whole = world.get(&path, &world.operator).json();
    let issued = |text: &str| text.split('~').next().unwrap().to_owned();
    for profile in [Profile::Auditor, Profile::Tenant, Profile::Public] {
        let query = format!("{path}/disclose?profile={}", profile.as_str());
        let shown = world.get(&query, &world.operator).json();
        let receipt = shown["receipt"].as_str().unwrap();
        assert_eq!(issued(receipt), issued(whole["receipt"].as_str().unwrap()));
        let found = claims(receipt.as_bytes());
        let selected: Vec<_> = Selection::of(profile).claims().collect();
        for claim in ["actor", "resource", "rationale"] {
            let expected = selected.contains(&claim).then(|| json!(canary));
            assert_eq!(found.get(claim), expected.as_ref(), "{profile:?}: {claim}");
        }
        let proof: TlogProof = shown["proof"].as_str().unwrap().parse().unwrap();
        let trust = cos_sign::Trust::read(&world.dir.path().join("data/trust/trust.json")).unwrap();
        let keys: Vec<_> = trust.keys(Purpose::Log).map(TrustedKey::verifier_key).collect();
        let leaf = Leaf::Receipt(cos_core::digest::Digest::of(issued(receipt).as_bytes())).hash();
        proof.verify(&leaf, &keys, &format!("acme/eu-1/{tenant}").parse().unwrap()).unwrap();
    }
    let public = world.get(&format!("{path}/disclose?profile=public"), &world.operator);
    let tenants = world.get(&format!("{path}/disclose"), &world.operator);
    assert_eq!(
        tenants.body,
        world.get(&format!("{path}/disclose?profile=tenant"), &world.operator).body
    );
    assert!(public.body.len() < tenants.body.len());

    let wrong = world.get(&format!("{path}/disclose?profile=all"), &world.operator);
    assert!(wrong.status == 400 && wrong.body.contains("profile=public"), "{wrong:?}");
    let missing = world.get(&format!("{log}/01ARZ3NDEKTSV4RRFFQ69G5FAV/disclose"), &world.operator);
    assert_eq!(missing.status, 404);
    let other = world.get(&path.replace(tenant, CANARIES[1].0), &world.operator);
    assert_eq!(other.status, 404, "the other tenant's log has no such receipt");
}
