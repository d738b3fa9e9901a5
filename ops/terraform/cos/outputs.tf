output "values" {
  description = "Values for the chart; null when there is no notary."
  value       = var.notary.enabled ? local.values : null
}

output "values_yaml" {
  description = "The same as YAML, for `helm upgrade --install cos ops/helm/cos --values -`."
  value       = var.notary.enabled ? yamlencode(local.values) : null
}

output "tenant_commands" {
  description = "The commands that create the tenants, to be run once by an operator: each leaves a receipt in the operator's name."
  value       = local.commands
}
