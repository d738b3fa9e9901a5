package companyos.authz_test

import data.companyos.authz

now := time.parse_rfc3339_ns("2025-11-12T10:00:00-07:00")

request := {
	"flow": "flag.enable",
	"actor": {"id": "u-sam", "tenant": "acme", "mfa": true, "mfa_at": "2025-11-12T09:55:00-07:00"},
	"tenant": "acme",
	"region": "us-west",
	"resource": {"tenant": "acme", "residency": "us"},
	"ticket": {"id": "OPS-2311", "status": "open", "tenant": "acme"},
	"deploy": {"stage": "pilot", "flag": {"ticket": "OPS-2311"}},
}

# The request with some of its values replaced, given as JSON patch operations.
patched(operations) := json.patch(request, operations)

reasons(operations) := found if {
	found := authz.reasons with input as patched(operations) with time.now_ns as now
}

test_in_order_is_allowed if {
	decision := authz.decision with input as request with time.now_ns as now
	decision == {"allow": true, "reasons": set(), "flow": "flag.enable"}
}

test_nothing_is_allowed_by_default if {
	decision := authz.decision with input as {}
	decision.allow == false
	decision.flow == null
	{"unknown_flow", "unknown_tenant", "cross_tenant", "role_not_permitted"} == decision.reasons
}

test_unknown_flow if {
	decision := authz.decision with input as patched([{"op": "replace", "path": "/flow", "value": "tenant.teleport"}])
	decision.allow == false
	"unknown_flow" in decision.reasons
}

test_one_fault_gives_one_reason if {
	faults := {
		"mfa_required": {"op": "replace", "path": "/actor/mfa", "value": false},
		"ticket_required": {"op": "replace", "path": "/ticket/status", "value": "closed"},
		"role_not_permitted": {"op": "replace", "path": "/actor/id", "value": "u-gone"},
		"cross_tenant": {"op": "replace", "path": "/resource/tenant", "value": "globex"},
		"out_of_region": {"op": "replace", "path": "/region", "value": "eu-central"},
		"stage_unknown": {"op": "remove", "path": "/deploy/stage"},
		"flag_ticket_mismatch": {"op": "remove", "path": "/deploy/flag"},
	}
	every reason, fault in faults {
		reasons([fault]) == {reason}
	}
}

test_second_factor_expires if {
	reasons([{"op": "replace", "path": "/actor/mfa_at", "value": "2025-11-12T09:45:00-07:00"}]) == set()
	reasons([{"op": "replace", "path": "/actor/mfa_at", "value": "2025-11-12T09:44:59-07:00"}]) == {"mfa_required"}
	reasons([{"op": "replace", "path": "/actor/mfa_at", "value": "2025-11-12T10:00:01-07:00"}]) == {"mfa_required"}
}

test_a_missing_or_null_field_never_allows if {
	paths := [
		"/flow", "/actor", "/actor/id", "/actor/tenant", "/actor/mfa", "/actor/mfa_at", "/tenant", "/region",
		"/resource", "/resource/tenant", "/resource/residency", "/ticket", "/ticket/id", "/ticket/status", "/ticket/tenant",
	]
	every path in paths {
		missing := authz.decision with input as patched([{"op": "remove", "path": path}]) with time.now_ns as now
		missing.allow == false
		count(missing.reasons) > 0
		without := authz.decision with input as patched([{"op": "replace", "path": path, "value": null}]) with time.now_ns as now
		without.allow == false
		count(without.reasons) > 0
	}
}

test_reads_need_no_second_factor_and_no_region if {
	decision := authz.decision with input as {
		"flow": "evidence.list",
		"actor": {"id": "u-aud", "tenant": "acme"},
		"tenant": "acme",
		"resource": {"tenant": "acme"},
	}
	decision.allow
}
