package companyos.tenants_test

import data.companyos.residency
import data.companyos.tenants

now := time.parse_rfc3339_ns("2025-11-12T10:00:00-07:00")

test_session_target_and_resource_agree if {
	tenants.binding == set() with input as {"tenant": "acme", "actor": {"tenant": "acme"}, "resource": {"tenant": "acme"}}
}

test_another_tenant_is_denied if {
	every pair in [["globex", "acme"], ["acme", "globex"], [null, "acme"], ["acme", null]] {
		tenants.binding == {"cross_tenant"} with input as {
			"tenant": "acme",
			"actor": {"tenant": pair[0]},
			"resource": {"tenant": pair[1]},
		}
	}
}

test_unknown_tenant if {
	tenants.binding == {"unknown_tenant"} with input as {
		"tenant": "nowhere",
		"actor": {"tenant": "nowhere"},
		"resource": {"tenant": "nowhere"},
	}
}

deletion := {"status": "suspended", "confirmed_name": "acme", "legal_hold": false, "exported_at": "2025-11-10T08:00:00-07:00"}

delete(changes) := found if {
	found := tenants.deny with time.now_ns as now
		with input as {"flow": "tenant.delete", "tenant": "acme", "lifecycle": object.union(deletion, changes)}
}

test_deletion if {
	delete({}) == set()
	delete({"status": "active"}) == {"tenant_status"}
	delete({"confirmed_name": "acm"}) == {"name_not_confirmed"}
	delete({"legal_hold": true}) == {"legal_hold"}
	delete({"legal_hold": null}) == {"legal_hold"}
	delete({"exported_at": "2025-11-01T00:00:00-06:00"}) == {"export_missing"}
}

test_export_stays_in_the_region if {
	export := {"encryption": "aes256-kms", "region": "eu-central"}
	lifecycle := {"status": "active", "export": export}
	tenants.deny == set() with input as {"flow": "tenant.export", "tenant": "initech", "lifecycle": lifecycle}
	tenants.deny == {"export_leaves_region"} with input as {"flow": "tenant.export", "tenant": "acme", "lifecycle": lifecycle}
}

test_placement if {
	residency.placement == set() with input as {"tenant": "initech", "region": "eu-central", "resource": {"residency": "eu"}}
	residency.placement == {"out_of_region"} with input as {
		"tenant": "initech",
		"region": "us-west",
		"resource": {"residency": "eu"},
	}
	residency.placement == {"residency_tag_mismatch"} with input as {
		"tenant": "initech",
		"region": "us-west",
		"resource": {"residency": "us"},
	}
	residency.placement == {"out_of_region", "residency_tag_mismatch"} with input as {"tenant": "initech"}
}
