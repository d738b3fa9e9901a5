# The table of flows is data, so nothing but these tests keeps it honest.
package companyos.flows_test

privileged contains id if {
	some id, flow in data.companyos.flows
	flow.privileged
}

test_there_are_privileged_flows if count(privileged) >= 24

test_each_privileged_flow_needs_a_second_factor_and_a_region if {
	every id in privileged {
		data.companyos.flows[id].mfa == true
		data.companyos.flows[id].resident == true
	}
}

test_each_privileged_flow_needs_a_ticket_or_two_people_or_a_reviewer if {
	exempt := {"approval.grant", "theme.import", "theme.activate", "theme.rollback"}
	every id in privileged - exempt {
		flow := data.companyos.flows[id]
		object.get(flow, "ticket", false) != object.get(flow, "dual_control", false)
	}
}

test_dual_control_means_two if {
	every flow in data.companyos.flows {
		object.get(flow, ["dual_control", "approvals"], 2) >= 2
		count(object.get(flow, ["dual_control", "roles"], ["any"])) > 0
	}
}

test_each_flow_names_roles_and_controls if {
	every flow in data.companyos.flows {
		count(flow.roles) > 0
		count(flow.controls) > 0
		is_boolean(flow.privileged)
	}
}

test_each_tenant_lives_where_some_region_serves_it if {
	every tenant in data.companyos.directory.tenants {
		some region in data.companyos.regions
		tenant.residency in region.residency
	}
}
