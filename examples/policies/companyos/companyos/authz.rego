# METADATA
# title: Decision
# description: |
#   The entry point. Denies by default; allows only what a role grants and nothing objects to.
#   Every refusal names its reasons, so that Switchboard can show them.
# scope: package
package companyos.authz

import data.companyos.approvals
import data.companyos.catalog
import data.companyos.deploys
import data.companyos.evidence
import data.companyos.facts
import data.companyos.keys
import data.companyos.profiles
import data.companyos.receipts
import data.companyos.request
import data.companyos.residency
import data.companyos.runbooks
import data.companyos.tenants
import data.companyos.themes

# METADATA
# title: The decision on one request
# description: Always defined. `reasons` is empty exactly when `allow` is true.
# entrypoint: true
decision := {
	"allow": allow,
	"reasons": reasons,
	"flow": object.get(input, "flow", null),
}

default allow := false

allow if {
	granted
	count(objections) == 0
}

reasons contains reason if some reason in objections

reasons contains "role_not_permitted" if not granted

# METADATA
# title: A role grants the flow
# description: Roles come from the directory, never from the request.
# custom:
#   privileged: true
#   controls: [AC-3, AC-6]
granted if request.holds(input.actor.id, request.flow.roles)

# METADATA
# title: Objections
# description: Reasons against the request, from the rules that hold for the flow.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3]
objections contains "unknown_flow" if not request.flow

objections contains "mfa_required" if {
	request.flow.mfa
	not second_factor
}

objections contains "ticket_required" if {
	request.flow.ticket
	not ticketed
}

objections contains reason if some reason in tenants.binding

objections contains reason if {
	request.flow.resident
	some reason in residency.placement
}

objections contains reason if {
	request.flow.dual_control
	some reason in approvals.dual_control
}

objections contains reason if {
	request.flow.domain == "approvals"
	some reason in approvals.governance
}

objections contains reason if {
	request.flow.domain == "deploys"
	some reason in deploys.deny
}

objections contains reason if {
	request.flow.domain == "tenants"
	some reason in tenants.deny
}

objections contains reason if {
	request.flow.domain == "catalog"
	some reason in catalog.deny
}

objections contains reason if {
	request.flow.domain == "residency"
	some reason in residency.deny
}

objections contains reason if {
	request.flow.domain == "runbooks"
	some reason in runbooks.deny
}

objections contains reason if {
	request.flow.domain == "themes"
	some reason in themes.deny
}

objections contains reason if {
	request.flow.domain == "profiles"
	some reason in profiles.deny
}

objections contains reason if {
	request.flow.domain == "keys"
	some reason in keys.deny
}

objections contains reason if {
	request.flow.domain == "evidence"
	some reason in evidence.deny
}

objections contains reason if {
	request.flow.domain == "receipts"
	some reason in receipts.deny
}

second_factor if {
	input.actor.mfa == true
	facts.recent(input.actor.mfa_at, data.companyos.limits.mfa_minutes)
}

ticketed if {
	regex.match(`^[A-Z]{2,8}-[1-9][0-9]{0,7}$`, input.ticket.id)
	input.ticket.status == "open"
	input.ticket.tenant == input.tenant
}
