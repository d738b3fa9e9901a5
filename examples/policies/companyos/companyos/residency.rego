# METADATA
# title: Residency
# description: Data runs where its residency tag allows, and a tag changes only after an assessment.
# scope: package
package companyos.residency

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Placement
# description: Holds for every flow that touches resident data.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-4, SC-7]
placement contains "out_of_region" if not served

placement contains "residency_tag_mismatch" if not tagged

served if input.resource.residency in data.companyos.regions[input.region].residency

tagged if input.resource.residency == request.tenant.residency

# METADATA
# title: Change of a residency tag
# description: To a tag that some region serves, other than now, after a recent assessment by legal.
# scope: document
# custom:
#   privileged: true
#   controls: [AC-16, SC-7]
deny contains "residency_tag_unknown" if not target_known

deny contains "residency_unchanged" if not retagged

deny contains "assessment_missing" if not assessed

target_known if {
	some region in data.companyos.regions
	input.retag.to in region.residency
}

retagged if facts.differs(input.retag.to, input.resource.residency)

assessed if {
	request.holds(input.retag.assessment.by, ["legal"])
	facts.recent(input.retag.assessment.at, data.companyos.limits.assessment_minutes)
}
