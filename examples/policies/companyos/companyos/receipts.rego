# METADATA
# title: Receipts
# description: Backfill keeps its pace, compaction its retention; erasure needs an order that legal signed.
# scope: package
package companyos.receipts

import data.companyos.facts
import data.companyos.request

# METADATA
# title: Backfill, compaction and erasure of receipts
# scope: document
# custom:
#   privileged: true
#   controls: [AU-4, AU-9, AU-11, SI-12]
deny contains "range_invalid" if not ranged

deny contains "backfill_too_fast" if {
	"pace" in request.flow.checks
	not paced
}

deny contains "ingest_lagging" if {
	"pace" in request.flow.checks
	not caught_up
}

deny contains "retention_not_reached" if {
	"retention" in request.flow.checks
	not past_retention
}

deny contains "checkpoint_unverified" if {
	"checkpoint" in request.flow.checks
	not anchored
}

deny contains "legal_hold" if {
	"erasure_order" in request.flow.checks
	not released
}

deny contains "legal_approval_missing" if {
	"erasure_order" in request.flow.checks
	not ordered_by_legal
}

ranged if facts.ordered(input.receipts.from, input.receipts.to)

paced if facts.at_most(input.receipts.per_second, data.companyos.limits.backfill_per_second)

# Live ingest comes first: no backfill while it is behind.
caught_up if facts.below(input.receipts.lag_seconds, data.companyos.limits.backfill_lag_seconds)

past_retention if facts.settled(input.receipts.to, data.companyos.limits.retention_minutes)

anchored if input.receipts.checkpoint_verified == true

released if input.receipts.legal_hold == false

ordered_by_legal if {
	input.receipts.order.basis in data.companyos.limits.erasure_bases
	request.holds(input.receipts.order.signed_by, ["legal"])
	input.receipts.order.tenant == input.tenant
}
