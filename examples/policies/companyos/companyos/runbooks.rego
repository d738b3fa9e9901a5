# METADATA
# title: Runbook marketplace
# description: Verified signatures, known channels, a rationale for what changes, a dry run before the real one.
# scope: package
package companyos.runbooks

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Install, uninstall, execute, switch channel
# scope: document
# custom:
#   privileged: true
#   controls: [CM-3, CM-11, SI-7]
deny contains "channel_unknown" if not on_channel

deny contains "runbook_unverified" if {
	"signature" in request.flow.checks
	not verified
}

deny contains "publisher_untrusted" if {
	"signature" in request.flow.checks
	not published
}

deny contains "rationale_missing" if {
	"rationale" in request.flow.checks
	not reasoned
}

deny contains "channel_unchanged" if {
	"channel_change" in request.flow.checks
	not switched
}

deny contains "dry_run_missing" if {
	"dry_run" in request.flow.checks
	not tried
}

on_channel if input.runbook.channel in data.companyos.limits.channels

verified if {
	input.runbook.signature.verified == true
	facts.same_digest(input.runbook.digest, input.runbook.signature.digest)
}

published if input.runbook.signature.publisher in data.companyos.limits.publishers

reasoned if facts.explained(input.runbook.rationale, data.companyos.limits.rationale_letters)

switched if facts.differs(input.runbook.channel, input.runbook.from_channel)

# Of the same digest: what was tried is what will run.
tried if {
	input.runbook.dry_run.outcome == "passed"
	input.runbook.dry_run.digest == input.runbook.digest
	facts.recent(input.runbook.dry_run.at, data.companyos.limits.rehearsal_minutes)
}
