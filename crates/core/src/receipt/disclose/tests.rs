//! Promise P26: a copy shows what was asked for and holds nothing of the rest.

use super::*;
use crate::base64url;
use crate::fixture;
use crate::receipt::claims::ClaimsReader;
use crate::receipt::verify::{Checker, Criterion};
use crate::receipt::{Reader, signed_part};
use proptest::prelude::*;
use serde_json::Value as Json;

/// A copy of `receipt` that shows `selection`.
fn copy(selection: &Selection, receipt: &str) -> String {
    let mut out = Vec::new();
    selection.disclose(&Reader::default().read(receipt.as_bytes()).unwrap(), &mut out);
    String::from_utf8(out).unwrap()
}

fn selection(claims: &[&str]) -> Selection {
    let mut selection = Selection { claims: BTreeSet::new(), complete: false };
    for claim in claims {
        selection.add(claim).unwrap();
    }
    selection
}

/// The processed payload, after checking that the copy is a valid receipt.
fn verified(compact: &str) -> Json {
    let mut reader = Reader::default();
    let sdjwt = reader.read(compact.as_bytes()).unwrap();
    let receipt = ClaimsReader::default().read(&sdjwt).unwrap();
    let keyring = fixture::keyring();
    let mut checker = Checker::new(&keyring, Criterion::Strict);
    checker.push(&sdjwt, receipt);
    assert!(checker.finish().all(|outcome| outcome.is_ok()));
    sdjwt.to_json()
}

/// Name (none for an approver), salt, value and text of each disclosure.
fn disclosures(compact: &str) -> Vec<(Option<String>, String, Json, String)> {
    let texts = compact.split_terminator('~').skip(1);
    texts
        .map(|text| {
            let mut parts: Vec<Json> =
                serde_json::from_slice(&base64url::decode(text.as_bytes()).unwrap()).unwrap();
            let value = parts.pop().unwrap();
            let name = parts.get(1).map(|name| name.as_str().unwrap().to_owned());
            (name, parts[0].as_str().unwrap().to_owned(), value, text.to_owned())
        })
        .collect()
}

/// Everything a reader of the copy can see: the text, and each part decoded.
fn sight(compact: &str) -> Vec<u8> {
    let parts = compact.split(['.', '~']).filter(|part| !part.is_empty());
    parts.fold(compact.as_bytes().to_vec(), |mut seen, part| {
        seen.push(0);
        seen.extend(base64url::decode(part.as_bytes()).unwrap());
        seen
    })
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// Nothing of the disclosures that `copy` leaves out can be seen in it.
fn assert_withheld(receipt: &str, copy: &str) {
    let sight = sight(copy);
    for (name, salt, value, text) in disclosures(receipt) {
        if copy.split('~').any(|part| part == text) {
            continue;
        }
        let name = name.unwrap_or_else(|| "an approver".into());
        let value = value
            .as_str()
            .map_or_else(|| value["amount"].as_str().unwrap().to_owned(), str::to_owned);
        for (what, hidden) in [("text", text), ("salt", salt), ("value", value)] {
            assert!(!holds(&sight, &hidden), "the {what} of {name} shows");
        }
    }
}

/// An event all of whose values can be told apart.
fn event() -> Json {
    let mut event = fixture::event(5);
    for claim in ["actor", "resource", "denial_reason", "rationale"] {
        event[claim] = format!("the {claim} of this act").into();
    }
    event["approvers"] = serde_json::json!(["first approver", "second approver", "third approver"]);
    event["cost"]["amount"] = "8675309.25".into();
    event
}

#[test]
fn profiles_show_what_they_say() {
    let receipt = fixture::receipt_of(&event(), 1);
    let shown = |profile| {
        let copy = copy(&Selection::of(profile), &receipt);
        assert_withheld(&receipt, &copy);
        let shown = verified(&copy);
        let names: BTreeSet<String> = disclosures(&copy)
            .into_iter()
            .map(|(name, ..)| name.unwrap_or_else(|| "approvers".into()))
            .collect();
        assert!(names.iter().all(|name| shown.get(name).is_some()));
        names.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(
        shown(Profile::Auditor),
        [
            "actor",
            "approvers",
            "client_ip",
            "cost",
            "denial_reason",
            "input_digest",
            "rationale",
            "resource",
            "salt_seed",
            "ticket",
            "trace_id"
        ]
    );
    assert_eq!(
        shown(Profile::Tenant),
        ["actor", "approvers", "denial_reason", "input_digest", "rationale", "resource", "ticket"]
    );
    assert_eq!(shown(Profile::Public), ["input_digest"]);
    assert_eq!(copy(&Selection::of(Profile::Auditor), &receipt), receipt, "auditors see all");
}

/// An SD-JWT that is no receipt may hold anything anywhere; only what was asked for by name is copied.
#[test]
fn claims_below_others_and_items_of_other_arrays_are_not_copied() {
    use crate::fixture::{digest, item, member, placeholder};
    let hidden =
        [item("other array"), item("array below"), member("actor", "actor below"), member("x", 1)];
    let shown = [item("approver"), member("actor", "ada")];
    let [other, below, deep, unknown] = &hidden;
    let payload = serde_json::json!({
        "_sd": [digest(&shown[1]), digest(unknown)],
        "approvers": [placeholder(&shown[0]), [placeholder(below)]],
        "witnesses": [placeholder(other)],
        "act": { "_sd": [digest(deep)] },
    });
    let all: Vec<_> = hidden.iter().chain(&shown).cloned().collect();
    let compact = fixture::sdjwt(&fixture::header(), &payload.to_string(), &all);
    for selection in [selection(&["actor", "approvers"]), Selection::of(Profile::Auditor)] {
        let copy = copy(&selection, &compact);
        assert_eq!(copy.split_terminator('~').skip(1).collect::<Vec<_>>(), shown);
    }
}

/// The seed would let its holder compute every salt and so test guesses at what is withheld.
#[test]
fn the_seed_is_in_complete_copies_only() {
    let receipt = fixture::receipt_of(&event(), 1);
    let seed = disclosures(&receipt).pop().unwrap();
    assert_eq!(seed.0.as_deref(), Some("salt_seed"));
    let mut all = Selection::of(Profile::Public);
    for claim in withholdable() {
        all.add(claim).unwrap();
    }
    for selection in [Selection::of(Profile::Tenant), Selection::of(Profile::Public), all] {
        let sight = sight(&copy(&selection, &receipt));
        assert!(!holds(&sight, &seed.3) && !holds(&sight, seed.2.as_str().unwrap()));
    }
}

#[test]
fn claims_are_chosen_by_name() {
    let mut chosen = Selection::of(Profile::Public);
    chosen.add("ticket").unwrap();
    chosen.add("approvers").unwrap();
    assert_eq!(chosen.claims().collect::<Vec<_>>(), ["approvers", "input_digest", "ticket"]);
    for name in ["salt_seed", "iss", "flow", "approver", "", "Actor", "_sd"] {
        assert_eq!(chosen.add(name), Err(UnknownClaim(name.into())), "{name}");
    }
    let message = UnknownClaim("x\n".into()).to_string();
    assert!(
        message
            .starts_with(r"`x\n` is not a claim that can be withheld; these are: actor, resource"),
        "{message}"
    );
}

#[test]
fn copies_can_be_cut_further_but_not_filled_again() {
    let receipt = fixture::receipt_of(&event(), 1);
    let tenant = copy(&Selection::of(Profile::Tenant), &receipt);
    let public = copy(&Selection::of(Profile::Public), &tenant);
    assert_eq!(public, copy(&Selection::of(Profile::Public), &receipt));
    assert_eq!(copy(&Selection::of(Profile::Auditor), &public), public);
    assert_eq!(copy(&Selection::of(Profile::Tenant), &tenant), tenant);
    assert_eq!(
        signed_part(public.as_bytes()),
        signed_part(receipt.as_bytes()),
        "the leaf stays the same"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// RFC 9901 §4: any subset of the disclosures makes a valid SD-JWT.
    #[test]
    fn any_subset_of_disclosures_verifies_and_shows_exactly_itself(mask: u16, seed: u64) {
        let receipt = fixture::receipt_of(&event(), seed);
        let all = disclosures(&receipt);
        let chosen: Vec<_> = all.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, disclosure)| disclosure).collect();
        let mut copy = receipt.split_inclusive('~').next().unwrap().to_owned();
        for (.., text) in &chosen {
            copy += text;
            copy.push('~');
        }
        let mut shown = verified(&copy);
        let members = shown.as_object_mut().unwrap();
        let approvers: BTreeSet<String> = members.remove("approvers").unwrap().as_array().unwrap().iter().map(Json::to_string).collect();
        let expected: BTreeSet<String> = chosen.iter().filter(|(name, ..)| name.is_none()).map(|(_, _, value, _)| value.to_string()).collect();
        prop_assert_eq!(approvers, expected);
        for (name, _, value, text) in &all {
            let Some(name) = name else { continue };
            let is_chosen = chosen.iter().any(|(.., other)| other == text);
            prop_assert_eq!(members.get(name), is_chosen.then_some(value), "{}", name);
        }
        assert_withheld(&receipt, &copy);
    }

    #[test]
    fn any_selection_shows_exactly_its_claims(claims in prop::sample::subsequence(withholdable().collect::<Vec<_>>(), 0..=10)) {
        let receipt = fixture::receipt_of(&event(), 1);
        let copy = copy(&selection(&claims), &receipt);
        let shown = verified(&copy);
        for claim in withholdable() {
            let is_shown = shown.get(claim).is_some_and(|value| *value != serde_json::json!([]));
            prop_assert_eq!(is_shown, claims.contains(&claim), "{}", claim);
        }
        assert_withheld(&receipt, &copy);
    }
}
