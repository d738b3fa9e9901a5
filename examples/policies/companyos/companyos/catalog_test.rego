package companyos.catalog_test

import data.companyos.catalog

signature := {"verified": true, "by": "u-flo"}

update := {
	"signature": signature,
	"change_log": "Seat price follows the cost of Q3.",
	"prices": [{"sku": "seat", "step_ratio": 0.04}, {"sku": "receipt", "step_ratio": -0.1}],
}

deny(changes) := found if {
	found := catalog.deny with input as {"flow": "catalog.update", "catalog": object.union(update, changes)}
}

test_update if deny({}) == set()

test_only_finance_signs if {
	deny({"signature": {"by": "u-sam"}}) == {"catalog_unsigned"}
	deny({"signature": {"verified": false}}) == {"catalog_unsigned"}
}

test_every_price_moves_gently if {
	deny({"prices": [{"step_ratio": 0.04}, {"step_ratio": 0.25}]}) == {"price_step_exceeded"}
	deny({"prices": [{"step_ratio": 0.04}, {}]}) == {"price_step_exceeded"}
	deny({"prices": []}) == {"price_step_exceeded"}
}

test_change_log if deny({"change_log": "        tweak         "}) == {"change_log_missing"}

test_activation_is_announced if {
	request := {"flow": "catalog.activate", "catalog": {"signature": signature, "effective_at": "2025-12-01T00:00:00Z"}}
	catalog.deny == set() with input as request with time.now_ns as time.parse_rfc3339_ns("2025-11-30T23:59:59Z")
	catalog.deny == {"effective_date_past"} with input as request
		with time.now_ns as time.parse_rfc3339_ns("2025-12-01T00:00:00Z")
}
