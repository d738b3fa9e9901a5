# METADATA
# title: Who may do what
# description: >-
#   The policy that decides when the operator names no other. Every reason to refuse is a member of `reasons`; without one the answer is yes.
#   Below it, and not to be switched off by any policy: a foreign tenant does not exist, a token does nothing beyond its scopes, a suspended
#   tenant is not written to.
package cos.authz

decision := {"allow": count(reasons) == 0, "reasons": reasons}

reasons contains {
	"rule": "cos.authz.scope",
	"message": sprintf("`%s` has no scope `%s`", [input.credential.identity, input.route.scope]),
	"remedy": "ask an operator for a token that has it",
} if {
	not input.route.scope in input.credential.scopes
}

reasons contains {
	"rule": "cos.authz.suspended",
	"message": sprintf("tenant `%s` is suspended, and nothing is written for it", [input.tenant.name]),
	"remedy": "ask an operator to resume it",
} if {
	input.tenant.status == "suspended"
	writes
	not administers
}

# Reading is never refused for a tenant's state: what was written stays visible to whom it concerns.
writes if input.route.method != "GET"

# Operators act on a suspended tenant, or it could never be resumed.
administers if input.route.scope == "tenants:write"
