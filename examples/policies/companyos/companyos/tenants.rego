# METADATA
# title: Tenants
# description: A request stays inside one tenant, always; and what suspending, deleting and exporting need.
# scope: package
package companyos.tenants

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Tenant binding
# description: Holds for every flow, privileged or not, and nothing overrides it.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3, AC-4, SC-4]
binding contains "unknown_tenant" if not request.tenant

binding contains "cross_tenant" if not bound

# The session, the target and the resource name the same tenant.
bound if {
	input.actor.tenant == input.tenant
	input.resource.tenant == input.tenant
}

# METADATA
# title: Lifecycle of a tenant
# description: What stops a suspension, a deletion or an export.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3, MP-6, SC-28]
deny contains "tenant_status" if not in_status

deny contains "notice_too_short" if {
	"notice" in request.flow.checks
	not notified
}

deny contains "name_not_confirmed" if {
	"confirmation" in request.flow.checks
	not confirmed
}

deny contains "legal_hold" if {
	"legal_hold" in request.flow.checks
	not released
}

deny contains "export_missing" if {
	"exported" in request.flow.checks
	not exported
}

deny contains "export_unencrypted" if {
	"export_target" in request.flow.checks
	not encrypted
}

deny contains "export_leaves_region" if {
	"export_target" in request.flow.checks
	not kept_in_region
}

in_status if input.lifecycle.status in request.flow.statuses

notified if facts.at_least(input.lifecycle.notice_hours, data.companyos.limits.notice_hours)

# Typed by hand, as one does before something irreversible.
confirmed if input.lifecycle.confirmed_name == input.tenant

released if input.lifecycle.legal_hold == false

exported if facts.recent(input.lifecycle.exported_at, data.companyos.limits.export_minutes)

encrypted if input.lifecycle.export.encryption in data.companyos.limits.encryptions

kept_in_region if request.tenant.residency in data.companyos.regions[input.lifecycle.export.region].residency
