package companyos.white_label_test

import data.companyos.profiles
import data.companyos.themes

theme := {"tenant": "acme", "status": "imported", "contrasts": [{"ratio": 7.1}, {"ratio": 4.5}]}

activate(changes) := found if {
	found := themes.deny with input as {"flow": "theme.activate", "tenant": "acme", "theme": object.union(theme, changes)}
}

test_theme_activation if {
	activate({}) == set()
	activate({"tenant": "globex"}) == {"theme_of_other_tenant"}
	activate({"status": "draft"}) == {"theme_not_imported"}
	activate({"contrasts": [{"ratio": 7.1}, {"ratio": 4.49}]}) == {"contrast_failed"}
	activate({"contrasts": []}) == {"contrast_failed"}
}

test_theme_rollback_goes_to_an_earlier_one if {
	earlier := {"tenant": "acme", "rollback_to": "spring", "history": ["spring", "autumn"], "current": "autumn"}
	themes.deny == set() with input as {"flow": "theme.rollback", "tenant": "acme", "theme": earlier}
	themes.deny == {"rollback_target_missing"} with input as {
		"flow": "theme.rollback",
		"tenant": "acme",
		"theme": object.union(earlier, {"rollback_to": "autumn"}),
	}
}

profile := {
	"preset": "enterprise",
	"digest": "sha256:aa01",
	"diff": {"digest": "sha256:aa01", "confirmed": true},
	"bundle_revision": "1.9.0",
}

install(tenant, changes) := found if {
	found := profiles.deny with input as {"flow": "profile.import", "tenant": tenant, "profile": object.union(profile, changes)}
}

test_profile_import if {
	install("acme", {}) == set()
	install("globex", {}) == {"preset_not_in_plan"}
	install("globex", {"preset": "pro"}) == set()
	install("acme", {"bundle_revision": "1.8.2"}) == {"bundle_revision_mismatch"}
	install("acme", {"diff": {"confirmed": false}}) == {"diff_not_reviewed"}
	install("acme", {"preset": "ultimate"}) == {"preset_unknown", "preset_not_in_plan"}
}
