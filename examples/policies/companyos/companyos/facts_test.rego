package companyos.facts_test

import data.companyos.facts

now := time.parse_rfc3339_ns("2025-11-12T17:00:00Z")

test_recent if {
	facts.recent("2025-11-12T16:50:00Z", 10) with time.now_ns as now
	not facts.recent("2025-11-12T16:49:59Z", 10) with time.now_ns as now
	not facts.recent("2025-11-12T17:00:01Z", 10) with time.now_ns as now
}

test_settled if {
	facts.settled("2025-11-12T16:50:00Z", 10) with time.now_ns as now
	not facts.settled("2025-11-12T16:50:01Z", 10) with time.now_ns as now
}

test_open_includes_its_start_and_not_its_end if {
	facts.open("2025-11-12T17:00:00Z", "2025-11-12T18:00:00Z") with time.now_ns as now
	not facts.open("2025-11-12T16:00:00Z", "2025-11-12T17:00:00Z") with time.now_ns as now
}

test_numbers_are_numbers if {
	facts.below(4, 5)
	not facts.below(5, 5)
	not facts.below(null, 5)
	not facts.below(false, 5)
	facts.at_most(5, 5)
	not facts.at_most(6, 5)
	not facts.at_most(null, 5)
	facts.at_least(5, 5)
	not facts.at_least(4, 5)
	not facts.at_least("5", 5)
}

test_differs if {
	facts.differs("a", "b")
	not facts.differs("a", "a")
	not facts.differs(null, "b")
	not facts.differs("a", null)
}

test_explained_ignores_blanks if {
	facts.explained("  four  ", 4)
	not facts.explained("  for   ", 4)
}

test_same_digest if {
	facts.same_digest("sha256:aa", "sha256:aa")
	not facts.same_digest("sha256:aa", "sha256:bb")
	not facts.same_digest("latest", "latest")
}
