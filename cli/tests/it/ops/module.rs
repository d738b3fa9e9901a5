//! The Terraform module: its own tests pass, and the chart takes what it puts out. Terraform or OpenTofu has to be on the `PATH`: neither is in
//! a registry from which tests install.

use super::chart::Chart;
use super::{file, ran, yaml};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

const DECISIONS: &str = r#"
org                   = "acme"
release               = "0.23.0"
image_repository      = "registry.example/cos"
proxy_image           = "registry.example/nginx:1.28"
tls_secret_name       = "cos-tls"
policy_bundle_version = "1.9.0"
region                = "eu-1"
residency             = "eu"
tenants               = { pilot-a = {}, pilot-b = {} }
features              = { "approvals.template_governance" = true, "palette.context_recents" = false }
backfill_enabled      = false
"#;

/// Terraform or OpenTofu, 1.9 or later. No package registry has either, so a machine may be without.
fn program() -> Option<&'static str> {
    let starts = |name: &&str| {
        let mut command = Command::new(name);
        let quiet = command.arg("version").stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    };
    ["terraform", "tofu"].into_iter().find(starts)
}

fn terraform(program: &str, dir: &Path) -> Command {
    let mut command = Command::new(program);
    // It would ask its makers whether there is a newer one.
    command.current_dir(dir).env("CHECKPOINT_DISABLE", "1").env("HOME", dir);
    command
}

#[test]
fn its_tests_pass_and_the_chart_takes_its_values() {
    let Some(program) = program() else {
        eprintln!("not run: neither `terraform` nor `tofu` is on the PATH");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let module = dir.path().join("cos");
    std::fs::create_dir_all(module.join("tests")).unwrap();
    for name in ["main.tf", "variables.tf", "outputs.tf", "tests/toggles.tftest.hcl"] {
        std::fs::copy(file("ops/terraform/cos").join(name), module.join(name)).unwrap();
    }
    let run = |args: &[&str]| ran(terraform(program, &module).args(args));
    run(&["fmt", "-check", "-recursive"]);
    run(&["init", "-no-color", "-input=false"]);
    run(&["validate", "-no-color"]);
    let said = run(&["test", "-no-color"]);
    assert!(said.contains(" passed, 0 failed"), "{said}");

    std::fs::write(module.join("terraform.tfvars"), DECISIONS).unwrap();
    run(&["apply", "-no-color", "-input=false", "-auto-approve"]);
    let values = run(&["output", "-raw", "values_yaml"]);
    let objects = Chart::with(&values).objects();
    let flags = objects.iter().find(|it| it["metadata"]["name"] == "ga-cos-flags").unwrap();
    let flags: Value = serde_json::from_str(flags["data"]["flags.json"].as_str().unwrap()).unwrap();
    assert_eq!(flags["metadata"]["policyBundle"], "1.9.0");
    assert_eq!(flags["flags"]["palette.context_recents"]["defaultVariant"], "off");
    assert_eq!(yaml(&values)["companyos"]["receipts.backfill.enabled"], false);
    // A second look changes nothing.
    run(&["plan", "-no-color", "-input=false", "-detailed-exitcode"]);
}
