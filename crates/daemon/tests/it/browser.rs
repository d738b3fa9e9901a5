//! The console in Chromium, with axe-core. `cargo xtask test` installs what it needs, beside the readers of reports; nothing is installed from
//! here.

use crate::world::World;
use serde_json::{Value, json};
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A tenant with enough for two pages of receipts, refusals among them, and a theme that is not in force; its digest.
fn furnish(world: &World) -> String {
    let mut events = String::new();
    for number in 0..40 {
        let (decision, more) = match number % 7 {
            3 => (
                "deny",
                json!({ "denial_code": "cos.four_eyes", "denial_reason": "nobody approves their own change; ask someone else of the team" }),
            ),
            5 => ("override", json!({ "rationale": "INC-4711: the pager does not wait" })),
            _ => ("allow", json!({})),
        };
        let mut event = json!({
            "time": format!("2026-01-01T00:00:{number:02}Z"), "flow": "release", "action": "deploy.promote",
            "decision": decision, "actor": "grace@acme.example", "resource": format!("checkout/v1.{number}.0"),
        });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let _ = writeln!(events, "{event}");
    }
    world.advance(60);
    let headers = [
        format!("Authorization: Bearer {}", world.operator),
        "Content-Type: application/x-ndjson".to_owned(),
    ];
    let line = "POST /v1/tenants/pilot-a/receipts?wait=published";
    let reply = crate::http::send(world.address, line, &headers, events);
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(!reply.body.contains("problem"), "{reply:?}");
    import(
        world,
        &json!({
            "name": "acme", "version": "1.2.0", "product_name": "Acme Release Desk", "support_url": "https://acme.example/help",
            "colors": { "accent": "#14532d", "on-accent": "#ffffff" }, "dark": { "colors": { "accent": "#86efac", "on-accent": "#052e16" } },
        }),
        Import::Activate,
    );
    import(
        world,
        &json!({
            "name": "partner-a", "product_name": "Partner A Console", "support_url": "mailto:help@partner-a.example",
            "colors": { "accent": "#8a3b12", "on-accent": "#ffffff" },
            "dark": { "colors": { "accent": "#f0a673", "on-accent": "#2a1207" } },
            "typography": { "radius": "2px" },
        }),
        Import::Keep,
    )
}

/// What becomes of a theme that is imported.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Import {
    Activate,
    Keep,
}

fn import(world: &World, theme: &Value, then: Import) -> String {
    let made = world.send("POST /v1/tenants/pilot-a/themes", theme.to_string(), None);
    assert_eq!(made.status, 201, "{made:?}");
    let digest = made.json()["digest"].as_str().unwrap().to_owned();
    if then == Import::Activate {
        world.activate("pilot-a", &digest);
    }
    digest
}

/// Has the script use the console; what it prints, or else all that it says about faults.
fn judge(world: &World, theme: &str, spoil: bool) -> Result<String, String> {
    let input = json!({
        "url": format!("http://{}", world.address), "token": world.operator, "theme": theme, "spoil": spoil,
    });
    run("console.mjs", input)
}

/// Runs a script; what it prints, or else all that it says about faults. Screenshots go to $COS_SHOTS, where that is set.
pub(crate) fn run(script: &str, mut input: Value) -> Result<String, String> {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    let home = home.join("report");
    assert!(home.join("stamp").exists(), "run `cargo xtask test` once: it installs what is needed");
    input["shots"] = json!(env::var("COS_SHOTS").ok());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script);
    let output = Command::new("node")
        .arg(script)
        .arg(input.to_string())
        .env("COS_INTEROP_DIR", home)
        .output()
        .expect("node can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(said),
        Some(3) => Err(said + &complaint),
        _ => panic!("it ended with {}: {said}{complaint}", output.status),
    }
}

#[test]
fn chromium_shows_the_console_to_everybody_and_asks_nobody_else() {
    let world = World::new();
    let theme = furnish(&world);
    let said = judge(&world, &theme, false).unwrap_or_else(|said| panic!("{said}"));
    println!("{said}");
    assert!(said.ends_with("no faults\n"), "{said}");
}

#[test]
fn chromium_notices_a_page_that_is_worse() {
    let world = World::new();
    let theme = furnish(&world);
    let said = judge(&world, &theme, true).unwrap_err();
    for fault in ["request: http://192.0.2.1/pixel", "html-has-lang", "image-alt", "script-src"] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
    assert!(!said.contains("ran"), "{said}");
}
