# METADATA
# title: Price catalog
# description: Finance signs each catalog; an update explains itself and moves prices in small steps.
# scope: package
package companyos.catalog

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Update and activation of the price catalog
# scope: document
# custom:
#   privileged: true
#   controls: [AC-5, CM-3, SI-7]
deny contains "catalog_unsigned" if not signed

deny contains "change_log_missing" if {
	"change_log" in request.flow.checks
	not change_logged
}

deny contains "price_step_exceeded" if {
	"price_step" in request.flow.checks
	not gentle
}

deny contains "effective_date_past" if {
	"effective_date" in request.flow.checks
	not announced
}

signed if {
	input.catalog.signature.verified == true
	request.holds(input.catalog.signature.by, ["finance"])
}

change_logged if facts.explained(input.catalog.change_log, data.companyos.limits.rationale_letters)

gentle if {
	count(input.catalog.prices) > 0
	every price in input.catalog.prices {
		facts.below(price.step_ratio, data.companyos.limits.price_step_ratio)
	}
}

announced if facts.upcoming(input.catalog.effective_at)
