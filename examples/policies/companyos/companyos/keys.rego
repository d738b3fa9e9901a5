# METADATA
# title: Keys
# description: Rotation overlaps, revocation leaves a replacement behind.
# scope: package
package companyos.keys

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Rotation and revocation of signing keys
# scope: document
# custom:
#   privileged: true
#   controls: [SC-12, SC-17]
deny contains "algorithm_not_allowed" if not strong

deny contains "key_unprotected" if {
	"protection" in request.flow.checks
	not protected
}

deny contains "overlap_too_short" if {
	"overlap" in request.flow.checks
	not overlapping
}

deny contains "replacement_missing" if {
	"replacement" in request.flow.checks
	not replaced
}

deny contains "cause_missing" if {
	"cause" in request.flow.checks
	not caused
}

strong if input.key.algorithm in data.companyos.limits.algorithms

protected if input.key.protection == "hsm"

overlapping if facts.at_least(input.key.overlap_hours, data.companyos.limits.overlap_hours)

replaced if {
	input.key.replacement.status == "active"
	facts.differs(input.key.replacement.kid, input.key.kid)
}

caused if input.key.cause in data.companyos.limits.revocation_causes
