package authz

import data.limits
import data.limits.most.read as ceiling
import input.by as who

default allow := false

decision := {"allow": allow, "reasons": deny}

allow if {
	count(deny) == 0
	not limits.strict
}

is_admin if "admin" in data.roles[input.by]

deny contains "role" if {
	input.action == "delete"
	not is_admin
}

deny contains "foreign" if input.region != "eu"

deny contains "many" if {
	input.action == "read"
	input.count >= ceiling
}

deny contains "many" if {
	input.action == "delete"
	input.count >= limits.most.delete
}

deny contains "owner" if {
	input.action == "delete"
	who != "ada"
}

deny contains "reason" if {
	input.action == "delete"
	not long(input.reason)
}

long(text) if count(text) > 3

trusted if input.by != "eve"

deny contains "approver" if {
	input.action == "delete"
	not trusted with input.by as input.approver
}
