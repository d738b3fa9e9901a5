# METADATA
# title: Deploys
# description: Signed images, change windows, the order of the ramp, linked flags, rehearsed rollbacks.
# scope: package
package companyos.deploys

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Deploys, ramp and flags
# description: What stops a deploy, a promotion, a rollback or a flag.
# scope: document
# custom:
#   privileged: true
#   controls: [CM-3, CM-14, SI-7]
deny contains "stage_unknown" if not staged

deny contains "image_unsigned" if {
	"signed_image" in request.flow.checks
	not signed
}

deny contains "image_issuer_untrusted" if {
	"signed_image" in request.flow.checks
	not issued
}

deny contains "outside_change_window" if {
	"change_window" in request.flow.checks
	not in_window
}

deny contains "ramp_out_of_order" if {
	"ramp" in request.flow.checks
	not in_order
}

deny contains "soak_too_short" if {
	"ramp" in request.flow.checks
	not soaked
}

deny contains "slo_breached" if {
	"ramp" in request.flow.checks
	not healthy
}

deny contains "flag_ticket_mismatch" if {
	"linked_flag" in request.flow.checks
	not linked
}

deny contains "rollback_not_rehearsed" if {
	"rehearsal" in request.flow.checks
	not rehearsed
}

staged if input.deploy.stage in data.companyos.limits.stages

# The signature was verified, and over this very image.
signed if {
	input.deploy.image.signature.verified == true
	facts.same_digest(input.deploy.image.digest, input.deploy.image.signature.digest)
}

issued if input.deploy.image.signature.issuer in data.companyos.limits.image_issuers

in_window if facts.open(input.deploy.window.start, input.deploy.window.end)

# One step at a time: canary, then pilot, then general availability.
in_order if {
	some position, stage in data.companyos.limits.stages
	stage == input.deploy.previous_stage
	data.companyos.limits.stages[position + 1] == input.deploy.stage
}

soaked if facts.at_least(input.deploy.soaked_minutes, soak_minutes)

# How long the previous stage must have run. A stage we do not know never has run long enough.
soak_minutes := data.companyos.limits.soak_minutes.pilot if {
	input.deploy.stage == "pilot"
} else := data.companyos.limits.soak_minutes.ga if {
	input.deploy.stage == "ga"
}

healthy if {
	facts.below(input.deploy.p95_ms, data.companyos.limits.p95_ms)
	facts.below(input.deploy.p99_error_ratio, data.companyos.limits.p99_error_ratio)
}

linked if input.deploy.flag.ticket == input.ticket.id

rehearsed if {
	input.deploy.rehearsal.outcome == "passed"
	facts.recent(input.deploy.rehearsal.at, data.companyos.limits.rehearsal_minutes)
}
