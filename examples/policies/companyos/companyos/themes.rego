# METADATA
# title: Themes
# description: A theme belongs to one tenant, is readable, and can be taken back.
# scope: package
package companyos.themes

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Import, activation and rollback of a theme
# scope: document
# custom:
#   privileged: true
#   controls: [AC-3, CM-3, CP-10]
deny contains "theme_of_other_tenant" if not owned

deny contains "contrast_failed" if {
	"contrast" in request.flow.checks
	not readable
}

deny contains "pack_digest_mismatch" if {
	"pack_digest" in request.flow.checks
	not intact
}

deny contains "theme_not_imported" if {
	"imported" in request.flow.checks
	not imported
}

deny contains "rollback_target_missing" if {
	"history" in request.flow.checks
	not revertible
}

owned if input.theme.tenant == input.tenant

# WCAG 2.2 AA for text, on each pair of colours the theme puts together.
readable if {
	count(input.theme.contrasts) > 0
	every contrast in input.theme.contrasts {
		facts.at_least(contrast.ratio, data.companyos.limits.contrast_ratio)
	}
}

intact if facts.same_digest(input.theme.digest, input.theme.pack_digest)

imported if input.theme.status == "imported"

revertible if {
	input.theme.rollback_to in input.theme.history
	facts.differs(input.theme.rollback_to, input.theme.current)
}
