package companyos.deploys_test

import data.companyos.deploys

now := time.parse_rfc3339_ns("2025-11-12T10:00:00-07:00")

image := {
	"digest": "sha256:aa01",
	"signature": {"verified": true, "digest": "sha256:aa01", "issuer": "https://ci.companyos.example/release"},
}

promotion := {
	"previous_stage": "canary",
	"stage": "pilot",
	"soaked_minutes": 60,
	"p95_ms": 1499,
	"p99_error_ratio": 0.0049,
	"image": image,
}

promote(changes) := found if {
	found := deploys.deny with input as {"flow": "deploy.promote", "deploy": object.union(promotion, changes)}
}

test_canary_to_pilot if promote({}) == set()

test_no_stage_is_skipped if promote({"stage": "ga", "soaked_minutes": 4320}) == {"ramp_out_of_order"}

test_no_way_back if promote({"previous_stage": "ga"}) == {"ramp_out_of_order"}

test_soak if {
	promote({"soaked_minutes": 59}) == {"soak_too_short"}
	promote({"previous_stage": "pilot", "stage": "ga", "soaked_minutes": 4320}) == set()
	promote({"previous_stage": "pilot", "stage": "ga", "soaked_minutes": 60}) == {"soak_too_short"}
}

test_unknown_stage_never_soaks if {
	promote({"stage": "moon", "soaked_minutes": 99999}) == {"stage_unknown", "ramp_out_of_order", "soak_too_short"}
}

test_service_levels if {
	promote({"p95_ms": 1500}) == {"slo_breached"}
	promote({"p99_error_ratio": 0.005}) == {"slo_breached"}
	promote({"p95_ms": null}) == {"slo_breached"}
}

test_no_unsigned_deploys if {
	promote({"image": {"signature": {"verified": false}}}) == {"image_unsigned"}
	promote({"image": {"digest": "sha256:bb02"}}) == {"image_unsigned"}
	promote({"image": {"signature": {"issuer": "https://elsewhere.example"}}}) == {"image_issuer_untrusted"}
	promote({"image": null}) == {"image_unsigned", "image_issuer_untrusted"}
}

test_change_window if {
	request := {"flow": "deploy.start", "deploy": {"stage": "canary", "image": image, "window": {
		"start": "2025-11-12T10:00:00-07:00",
		"end": "2025-11-12T12:00:00-07:00",
	}}}
	deploys.deny == set() with input as request with time.now_ns as now
	deploys.deny == {"outside_change_window"} with input as request with time.now_ns as now - 1
}

test_rollback_needs_a_rehearsal if {
	rollback := {"flow": "deploy.rollback", "deploy": {"stage": "pilot", "image": image}}
	rehearsal := {"deploy": {"rehearsal": {"outcome": "passed", "at": "2025-11-06T15:00:00-07:00"}}}
	deploys.deny == {"rollback_not_rehearsed"} with input as rollback with time.now_ns as now
	deploys.deny == set() with input as object.union(rollback, rehearsal) with time.now_ns as now
}
