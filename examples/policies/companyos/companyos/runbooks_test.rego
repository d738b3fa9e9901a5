package companyos.runbooks_test

import data.companyos.runbooks

switch := {
	"channel": "stable",
	"from_channel": "canary",
	"rationale": "Ran two weeks in canary without a page.",
	"digest": "sha256:aa01",
	"signature": {"verified": true, "digest": "sha256:aa01", "publisher": "companyos"},
}

deny(changes) := found if {
	found := runbooks.deny with input as {"flow": "runbook.switch_channel", "runbook": object.union(switch, changes)}
}

test_switch_of_channel if {
	deny({}) == set()
	deny({"from_channel": "stable"}) == {"channel_unchanged"}
	deny({"rationale": "because"}) == {"rationale_missing"}
	deny({"rationale": null}) == {"rationale_missing"}
	deny({"signature": {"publisher": "partner-z"}}) == {"publisher_untrusted"}
	deny({"digest": "sha256:bb02"}) == {"runbook_unverified"}
}

test_unknown_channel if deny({"channel": "nightly"}) == {"channel_unknown"}

test_what_was_tried_is_what_runs if {
	request := {"flow": "runbook.execute", "runbook": object.union(switch, {"dry_run": {
		"outcome": "passed",
		"digest": "sha256:bb02",
		"at": "2025-11-12T09:00:00Z",
	}})}
	runbooks.deny == {"dry_run_missing"} with input as request
		with time.now_ns as time.parse_rfc3339_ns("2025-11-12T10:00:00Z")
}
