# Run by `terraform test`, and by `cargo xtask test`.
variables {
  org                   = "acme"
  release               = "0.23.0"
  image_repository      = "registry.example/cos"
  proxy_image           = "registry.example/nginx:1.28"
  tls_secret_name       = "cos-tls"
  policy_bundle_version = "1.9.0"
  region                = "eu-1"
  residency             = "eu"
  tenants               = { pilot-a = {}, pilot-b = { residency = "eu" } }
  features              = { "approvals.template_governance" = true }
}

run "the_values_of_the_release" {
  assert {
    condition     = output.values.companyos["policy.bundleVersion"] == "1.9.0" && output.values.companyos["receipts.backfill.enabled"]
    error_message = "the toggles do not reach the values"
  }
  assert {
    condition     = yamldecode(output.values_yaml).switchboard.features["approvals.template_governance"]
    error_message = "the features do not reach the text"
  }
  assert {
    condition     = output.values.companyos["image.tag"] == output.values.switchboard["image.tag"]
    error_message = "one program, one tag"
  }
  assert {
    condition     = output.tenant_commands[0] == "cos tenant create pilot-a --region eu-1 --residency eu"
    error_message = "the tenants do not reach the commands"
  }
}

run "without_backfill" {
  command = plan
  variables {
    backfill_enabled = false
  }
  assert {
    condition     = !output.values.companyos["receipts.backfill.enabled"]
    error_message = "backfill is still on"
  }
}

run "without_a_notary" {
  command = plan
  variables {
    notary  = { enabled = false }
    tenants = {}
  }
  assert {
    condition     = output.values == null && output.values_yaml == null
    error_message = "there is something to install all the same"
  }
}

run "tenants_need_a_notary" {
  command = plan
  variables {
    notary = { enabled = false }
  }
  expect_failures = [terraform_data.decided]
}

run "residency_that_the_region_does_not_satisfy" {
  command = plan
  variables {
    tenants = { pilot-a = { residency = "us" } }
  }
  expect_failures = [terraform_data.decided]
}

run "region_that_nobody_named" {
  command = plan
  variables {
    region      = "mars-1"
    residencies = { eu-1 = ["eu"], us-1 = ["us"] }
    tenants     = {}
  }
  expect_failures = [var.region]
}

run "tag_that_moves" {
  command = plan
  variables {
    release = "latest"
  }
  expect_failures = [var.release]
}

run "image_with_a_tag" {
  command = plan
  variables {
    image_repository = "registry.example:5000/cos:0.23.0"
  }
  expect_failures = [var.image_repository]
}

run "registry_with_a_port" {
  command = plan
  variables {
    image_repository = "registry.example:5000/cos"
  }
}

run "proxy_without_a_tag" {
  command = plan
  variables {
    proxy_image = "registry.example:5000/nginx"
  }
  expect_failures = [var.proxy_image]
}

run "bundle_without_a_version" {
  command = plan
  variables {
    policy_bundle_version = "newest"
  }
  expect_failures = [var.policy_bundle_version]
}

run "tenant_of_a_reserved_name" {
  command = plan
  variables {
    tenants = { platform = {} }
  }
  expect_failures = [var.tenants]
}

run "tenant_with_a_name_that_is_none" {
  command = plan
  variables {
    tenants = { "Pilot A" = {} }
  }
  expect_failures = [var.tenants]
}

run "volume_without_a_unit" {
  command = plan
  variables {
    notary = { volume_size = "20" }
  }
  expect_failures = [var.notary]
}
