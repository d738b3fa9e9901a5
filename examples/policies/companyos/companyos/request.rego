# METADATA
# title: Request
# description: What the directory knows about the flow, the tenant and the people of a request.
# scope: package
package companyos.request

flow := data.companyos.flows[input.flow]

tenant := data.companyos.directory.tenants[input.tenant]

# METADATA
# title: An active person holds one of the roles
# custom:
#   controls: [AC-2, AC-3]
holds(id, roles) if {
	person := data.companyos.directory.people[id]
	person.active
	some role in person.roles
	role in roles
}
