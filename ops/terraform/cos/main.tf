# Turns what people decide about an installation into values for the chart `ops/helm/cos`. It talks to no cloud and needs no provider:
# hand `values_yaml` to whatever installs the chart, `helm_release` or `helm upgrade --values -`.

terraform {
  required_version = ">= 1.9"
}

locals {
  tenants = {
    for name, tenant in var.tenants : name => {
      region    = var.region
      residency = coalesce(tenant.residency, var.residency)
    }
  }

  values = {
    companyos = {
      "image.repository"          = var.image_repository
      "image.tag"                 = var.release
      "policy.bundleVersion"      = var.policy_bundle_version
      "receipts.backfill.enabled" = var.backfill_enabled
    }
    switchboard = {
      "image.tag" = var.release
      features    = var.features
    }
    installation = {
      org    = var.org
      region = var.region
      person = var.notary.person
    }
    proxy       = { image = var.proxy_image }
    tls         = { secretName = var.tls_secret_name }
    persistence = { size = var.notary.volume_size }
    conformance = { configMapName = var.conformance_config_map }
    server      = { arguments = var.server_arguments }
  }

  # In the order of their names, so that the same decisions give the same text.
  commands = [
    for name in sort(keys(local.tenants)) :
    "cos tenant create ${name} --region ${local.tenants[name].region} --residency ${local.tenants[name].residency}"
  ]
}

# What was decided, in the state: `terraform plan` shows what a change to the toggles would change.
resource "terraform_data" "decided" {
  input = {
    values  = local.values
    tenants = local.tenants
  }

  lifecycle {
    precondition {
      condition     = alltrue([for tenant in values(local.tenants) : contains(var.residencies[var.region], tenant.residency)])
      error_message = "a tenant's residency does not allow the region ${var.region}; it allows ${join(", ", var.residencies[var.region])}."
    }
    precondition {
      condition     = var.notary.enabled || length(var.tenants) == 0
      error_message = "without a notary there are no receipts, and a tenant without receipts is not served; set notary.enabled or remove the tenants."
    }
  }
}
