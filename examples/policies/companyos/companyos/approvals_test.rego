package companyos.approvals_test

import data.companyos.approvals

now := time.parse_rfc3339_ns("2025-11-12T10:00:00-07:00")

approval(by) := {"by": by, "verdict": "approve", "at": "2025-11-12T09:30:00-07:00"}

dual_control(list) := found if {
	found := approvals.dual_control with time.now_ns as now
		with input as {"flow": "key.rotate", "actor": {"id": "u-sky"}, "approvals": list}
}

test_two_others if dual_control([approval("u-sol"), approval("u-syd")]) == set()

test_none if dual_control([]) == {"approvals_missing"}

test_missing_list if approvals.dual_control == {"approvals_missing"} with input as {"flow": "key.rotate"}

test_twice_the_same_counts_once if dual_control([approval("u-sol"), approval("u-sol")]) == {"approvals_missing"}

test_ones_own_never_counts if {
	dual_control([approval("u-sky"), approval("u-sol")]) == {"approvals_missing", "self_approval"}
	dual_control([approval("u-sky"), approval("u-sol"), approval("u-syd")]) == {"self_approval"}
}

test_other_roles_and_people_who_left_do_not_count if {
	every by in ["u-vera", "u-fay", "u-gone", "u-nobody"] {
		dual_control([approval("u-sol"), approval(by)]) == {"approvals_missing"}
	}
}

test_one_refusal_is_enough if {
	refusal := object.union(approval("u-sam"), {"verdict": "reject"})
	dual_control([approval("u-sol"), approval("u-syd"), refusal]) == {"approval_rejected"}
}

test_approvals_expire if {
	old := object.union(approval("u-syd"), {"at": "2025-11-11T09:59:59-07:00"})
	dual_control([approval("u-sol"), old]) == {"approvals_missing"}
}

grant := {
	"flow": "approval.grant",
	"actor": {"id": "u-ana"},
	"template": {"owner": "u-cy", "version": "2.1.0", "status": "active"},
	"request": {"by": "u-sam", "reviewer": "u-ana", "reviewer_away": false},
}

test_deprecated_template if {
	request := json.patch(grant, [{"op": "replace", "path": "/template/status", "value": "deprecated"}])
	approvals.governance == {"template_not_active"} with input as request
}

test_owner_and_pinned_version_required if {
	request := json.patch(grant, [
		{"op": "remove", "path": "/template/owner"},
		{"op": "replace", "path": "/template/version", "value": "latest"},
	])
	approvals.governance == {"template_owner_missing", "template_version_unpinned"} with input as request
}

test_deprecation_names_a_migration if {
	template := {"owner": "u-cy", "version": "2.1.0", "status": "superseded", "replaced_by": "3.0.0"}
	approvals.governance == set() with input as {"flow": "template.deprecate", "template": template}
	approvals.governance == {"migration_missing"} with input as {
		"flow": "template.deprecate",
		"template": object.union(template, {"replaced_by": "2.1.0"}),
	}
}

routed(reviewer, away) if {
	request := object.union(grant, {"request": {"reviewer": reviewer, "reviewer_away": away}})
	approvals.governance == set() with input as request
}

test_routing_to_the_backup if {
	routed("u-ana", false)
	not routed("u-ana", true)
	routed("u-bo", true)
	not routed("u-bo", false)
	not routed("u-cy", true)
}
