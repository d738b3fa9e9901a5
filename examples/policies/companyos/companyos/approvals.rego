# METADATA
# title: Approvals
# description: Dual control, separation of duties, and the governance of approval templates.
# scope: package
package companyos.approvals

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Dual control
# description: Enough people other than the requester approved, in the right role, and none refused.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3, AC-5]
dual_control contains "approvals_missing" if not quorum

dual_control contains "self_approval" if {
	some approval in input.approvals
	approval.by == input.actor.id
}

dual_control contains "approval_rejected" if {
	some approval in input.approvals
	approval.verdict == "reject"
}

quorum if count(approvers) >= request.flow.dual_control.approvals

# A set of people: approving twice counts once.
approvers := {approval.by | some approval in input.approvals; valid(approval)}

valid(approval) if {
	approval.verdict == "approve"
	approval.by != input.actor.id
	request.holds(approval.by, request.flow.dual_control.roles)
	facts.recent(approval.at, data.companyos.limits.approval_minutes)
}

# METADATA
# title: Template governance
# description: A template has an owner and a pinned version; a deprecated one says what replaces it.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-5, CM-3]
governance contains "template_owner_missing" if not owned

governance contains "template_version_unpinned" if not version_pinned

governance contains "template_not_active" if {
	"live_template" in request.flow.checks
	not live
}

governance contains "migration_missing" if {
	"migration" in request.flow.checks
	not migrated
}

governance contains "self_approval" if {
	"separate_duties" in request.flow.checks
	not separated
}

governance contains "reviewer_mismatch" if {
	"routed_reviewer" in request.flow.checks
	not routed
}

owned if request.holds(input.template.owner, ["approver"])

version_pinned if pinned(input.template.version)

pinned(version) if regex.match(`^[0-9]+\.[0-9]+\.[0-9]+$`, version)

live if input.template.status == "active"

migrated if {
	pinned(input.template.replaced_by)
	input.template.replaced_by != input.template.version
}

separated if facts.differs(input.request.by, input.actor.id)

# The reviewer decides; while the reviewer is away, only the backup named in the directory does.
routed if {
	input.request.reviewer == input.actor.id
	input.request.reviewer_away == false
}

routed if {
	data.companyos.directory.people[input.request.reviewer].backup == input.actor.id
	input.request.reviewer_away == true
}
