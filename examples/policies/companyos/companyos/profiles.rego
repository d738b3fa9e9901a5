# METADATA
# title: Policy profiles
# description: Presets a plan includes, made from the bundle in force, after someone saw what changes.
# scope: package
package companyos.profiles

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Import, activation and rollback of a policy profile
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3, CM-3, CP-10]
deny contains "preset_unknown" if not preset_known

deny contains "preset_not_in_plan" if {
	"plan" in request.flow.checks
	not in_plan
}

deny contains "diff_not_reviewed" if {
	"reviewed_diff" in request.flow.checks
	not diff_reviewed
}

deny contains "bundle_revision_mismatch" if {
	"revision" in request.flow.checks
	not of_this_bundle
}

deny contains "rollback_target_missing" if {
	"history" in request.flow.checks
	not revertible
}

preset_known if input.profile.preset in data.companyos.limits.presets

in_plan if input.profile.preset in data.companyos.limits.presets_of_plan[request.tenant.plan]

# The preview that was confirmed is the preview of this very change.
diff_reviewed if {
	input.profile.diff.confirmed == true
	facts.same_digest(input.profile.diff.digest, input.profile.digest)
}

of_this_bundle if input.profile.bundle_revision == data.companyos.limits.bundle_revision

revertible if {
	input.profile.rollback_to in input.profile.history
	facts.differs(input.profile.rollback_to, input.profile.current)
}
