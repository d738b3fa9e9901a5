# METADATA
# title: Evidence
# description: A bundle is sealed once it is complete, and disclosed to a named auditor, field by field.
# scope: package
package companyos.evidence

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Sealing and disclosure of evidence bundles
# scope: document
# custom:
#   privileged: true
#   controls: [AC-21, AU-9, AU-10]
deny contains "evidence_incomplete" if not complete

deny contains "coverage_below_gate" if {
	"coverage" in request.flow.checks
	not covered
}

deny contains "checkpoint_unverified" if {
	"checkpoint" in request.flow.checks
	not anchored
}

deny contains "bundle_not_sealed" if {
	"sealed" in request.flow.checks
	not sealed
}

deny contains "engagement_closed" if {
	"engagement" in request.flow.checks
	not engaged
}

deny contains "disclosure_too_wide" if {
	"fields" in request.flow.checks
	not narrow
}

complete if {
	every part in data.companyos.limits.evidence_parts {
		part in input.evidence.parts
	}
}

covered if facts.at_least(input.evidence.coverage_ratio, data.companyos.limits.coverage_ratio)

anchored if input.evidence.checkpoint_verified == true

sealed if input.evidence.sealed == true

# The recipient is an auditor of ours, and the engagement runs today.
engaged if {
	request.holds(input.evidence.recipient, ["auditor"])
	facts.open(input.evidence.engagement.start, input.evidence.engagement.end)
}

narrow if {
	count(input.evidence.fields) > 0
	every field in input.evidence.fields {
		field in data.companyos.limits.disclosable
	}
}
