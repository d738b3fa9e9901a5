package companyos.receipts_test

import data.companyos.receipts

erasure := {
	"from": "2025-08-01T00:00:00Z",
	"to": "2025-09-01T00:00:00Z",
	"checkpoint_verified": true,
	"legal_hold": false,
	"order": {"basis": "gdpr-17", "signed_by": "u-lou", "tenant": "acme"},
}

erase(changes) := found if {
	found := receipts.deny with input as {"flow": "receipts.erase", "tenant": "acme", "receipts": object.union(erasure, changes)}
}

test_erasure if {
	erase({}) == set()
	erase({"legal_hold": true}) == {"legal_hold"}
	erase({"checkpoint_verified": false}) == {"checkpoint_unverified"}
	erase({"order": {"signed_by": "u-sam"}}) == {"legal_approval_missing"}
	erase({"order": {"basis": "asked-nicely"}}) == {"legal_approval_missing"}
	erase({"order": {"tenant": "globex"}}) == {"legal_approval_missing"}
	erase({"from": "2025-09-01T00:00:00Z"}) == {"range_invalid"}
}

backfill(changes) := found if {
	found := receipts.deny with input as {"flow": "receipts.backfill", "receipts": object.union(
		{"from": "2025-11-03T00:00:00Z", "to": "2025-11-04T00:00:00Z", "per_second": 400, "lag_seconds": 0},
		changes,
	)}
}

test_backfill_yields_to_ingest if {
	backfill({}) == set()
	backfill({"per_second": 401}) == {"backfill_too_fast"}
	backfill({"lag_seconds": 14400}) == {"ingest_lagging"}
	backfill({"lag_seconds": null}) == {"ingest_lagging"}
}

test_retention if {
	request := {"flow": "receipts.compact", "receipts": {
		"from": "2025-08-01T00:00:00Z",
		"to": "2025-09-01T00:00:00Z",
		"checkpoint_verified": true,
	}}
	receipts.deny == set() with input as request with time.now_ns as time.parse_rfc3339_ns("2025-10-01T00:00:00Z")
	receipts.deny == {"retention_not_reached"} with input as request
		with time.now_ns as time.parse_rfc3339_ns("2025-09-30T23:59:59Z")
}
