package companyos.keys_and_evidence_test

import data.companyos.evidence
import data.companyos.keys

test_rotation_overlaps if {
	key := {"algorithm": "ed25519", "protection": "hsm", "overlap_hours": 24}
	keys.deny == set() with input as {"flow": "key.rotate", "key": key}
	keys.deny == {"overlap_too_short"} with input as {"flow": "key.rotate", "key": object.union(key, {"overlap_hours": 23})}
	keys.deny == {"algorithm_not_allowed", "key_unprotected", "overlap_too_short"} with input as {"flow": "key.rotate"}
}

test_revocation_leaves_a_replacement if {
	key := {"algorithm": "ed25519", "kid": "k-1", "cause": "superseded", "replacement": {"kid": "k-2", "status": "active"}}
	keys.deny == set() with input as {"flow": "key.revoke", "key": key}
	keys.deny == {"replacement_missing"} with input as {
		"flow": "key.revoke",
		"key": object.union(key, {"replacement": {"kid": "k-1"}}),
	}
	keys.deny == {"cause_missing"} with input as {"flow": "key.revoke", "key": object.union(key, {"cause": null})}
}

parts := ["receipts", "conformance_report", "sbom", "attestations", "policy_bundle"]

test_sealing if {
	bundle := {"parts": parts, "coverage_ratio": 0.95, "checkpoint_verified": true}
	evidence.deny == set() with input as {"flow": "evidence.seal", "evidence": bundle}
	evidence.deny == {"coverage_below_gate"} with input as {
		"flow": "evidence.seal",
		"evidence": object.union(bundle, {"coverage_ratio": 0.949}),
	}
	evidence.deny == {"evidence_incomplete"} with input as {
		"flow": "evidence.seal",
		"evidence": object.union(bundle, {"parts": ["receipts"]}),
	}
}

disclosure := {
	"parts": parts,
	"sealed": true,
	"recipient": "u-aud",
	"engagement": {"start": "2025-11-01T00:00:00Z", "end": "2025-12-31T00:00:00Z"},
	"fields": ["action", "outcome"],
}

disclose(changes) := found if {
	found := evidence.deny with time.now_ns as time.parse_rfc3339_ns("2025-11-12T17:00:00Z")
		with input as {"flow": "evidence.disclose", "evidence": object.union(disclosure, changes)}
}

test_disclosure if {
	disclose({}) == set()
	disclose({"sealed": false}) == {"bundle_not_sealed"}
	disclose({"recipient": "u-vera"}) == {"engagement_closed"}
	disclose({"engagement": {"end": "2025-11-12T17:00:00Z"}}) == {"engagement_closed"}
	disclose({"fields": ["action", "subject_email"]}) == {"disclosure_too_wide"}
	disclose({"fields": []}) == {"disclosure_too_wide"}
}
