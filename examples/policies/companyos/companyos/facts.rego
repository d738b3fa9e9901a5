# METADATA
# title: Facts
# description: |
#   Checks on what a caller states. Each holds only for a fact that is present and of the right
#   type: missing, null and mistyped fail. (`null < 5` is true in Rego, hence the type checks.)
# scope: package
package companyos.facts

minute := 60000000000

# Not older than `minutes`, and not from the future.
recent(at, minutes) if {
	age := time.now_ns() - time.parse_rfc3339_ns(at)
	age >= 0
	age <= minutes * minute
}

# At least `minutes` old.
settled(at, minutes) if time.now_ns() - time.parse_rfc3339_ns(at) >= minutes * minute

upcoming(at) if time.parse_rfc3339_ns(at) > time.now_ns()

# Now is inside [start, end).
open(start, end) if {
	time.parse_rfc3339_ns(start) <= time.now_ns()
	time.now_ns() < time.parse_rfc3339_ns(end)
}

ordered(start, end) if time.parse_rfc3339_ns(start) < time.parse_rfc3339_ns(end)

below(value, limit) if {
	is_number(value)
	value < limit
}

at_most(value, limit) if {
	is_number(value)
	value <= limit
}

at_least(value, limit) if {
	is_number(value)
	value >= limit
}

# Another name than `current`, both given.
differs(name, current) if {
	is_string(name)
	is_string(current)
	name != current
}

# Text of at least `letters`, blanks at the ends not counted.
explained(text, letters) if count(trim_space(text)) >= letters

same_digest(digest, expected) if {
	startswith(digest, "sha256:")
	digest == expected
}
