//! Themes over HTTP: what comes in, what is refused, what comes out, and what is left in the log.

use crate::world::{World, theme};
use cos_testkit::postgres::Postgres;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const THEMES: &str = "/v1/tenants/pilot-a/themes";

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let world = World::new();
    let refused = |body: &[u8], status: u16, code: &str| {
        let reply = world.send(&format!("POST {THEMES}"), body, None);
        assert_eq!(
            (reply.status, reply.json()["code"].as_str()),
            (status, Some(code)),
            "{reply:?}"
        );
        reply.json()
    };
    let faulty =
        r##"{"name": "T T", "colors": {"accent": "blue", "focsu": "#000000"}, "colours": {}}"##;
    let said = refused(faulty.as_bytes(), 422, "COS-THM-0013");
    let reasons = said["reasons"].as_array().unwrap();
    let pointers: BTreeSet<&str> =
        reasons.iter().map(|it| it["pointer"].as_str().unwrap()).collect();
    let expected = ["", "/colors/accent", "/colors/focsu", "/colours", "/name"];
    let expected = expected.map(|it| format!("theme.json#{it}"));
    assert!(pointers.iter().all(|it| expected.iter().any(|one| one == it)), "{pointers:?}");
    assert!(pointers.len() >= 4 && reasons.iter().all(|it| it["remedy"].is_string()), "{said}");
    // Colours that cannot be told apart, with what would pass.
    let grey = br##"{"name": "grey", "colors": {"muted": "#aaaaaa", "focus": "#eeeeee"}}"##;
    let said = refused(grey, 422, "COS-THM-0010");
    let reasons = said["reasons"].as_array().unwrap();
    assert!(reasons.len() >= 3, "{said}");
    assert!(reasons[0]["remedy"].as_str().unwrap().contains("in OKLCH passes: #"), "{said}");
    refused(b"", 422, "COS-THM-0001");
    refused(b"PK\x03\x04nothing", 422, "COS-THM-0012");
    refused(&vec![b' '; (10 << 20) + 1], 413, "COS-SRV-0006");
    let logo = br##"{"name": "logo", "colors": {}, "logos": {"light": "logo.svg"}}"##;
    refused(logo, 422, "COS-THM-0014");
    let list = world.get(THEMES, &world.operator).json();
    assert_eq!(list["themes"].as_array().unwrap().len(), 1, "{list}");
}

#[test]
fn what_goes_in_comes_out_and_each_step_has_a_receipt() {
    in_and_out(World::new());
}

#[test]
fn it_does_so_on_postgres() {
    in_and_out(World::on_postgres(&Postgres::start()));
}

fn in_and_out(mut world: World) {
    let post = |path: &str, body: &str| world.send(&format!("POST {THEMES}{path}"), body, None);
    let get = |path: &str| world.get(&format!("{THEMES}{path}"), &world.operator);
    let plain =
        r##"{"name": "harbour", "product_name": "Harbour", "colors": {"accent": "#8a3b12"}}"##;
    // Trying changes nothing, and says what would.
    let tried = post("?dry_run=true", plain);
    assert_eq!(tried.status, 200, "{tried:?}");
    let plan = tried.json();
    assert!(plan["theme"]["imported_at"].is_null() && plan["against"] == json!(world.themes[0]));
    let is_accent = |it: &&Value| it["token"] == "color.accent" && it["mode"] == "light";
    let accent = plan["differences"].as_array().unwrap().iter().find(is_accent).unwrap();
    assert_eq!((&accent["change"], accent["type"].as_str()), (&json!("changed"), Some("color")));
    assert_eq!(get("").json()["themes"].as_array().unwrap().len(), 1);
    assert_eq!(post("?dry_run=yes", plain).status, 400);

    let made = post("", plain);
    assert_eq!(made.status, 201, "{made:?}");
    let digest = made.json()["digest"].as_str().unwrap().to_owned();
    world.advance(60);
    let again = post("", plain);
    assert_eq!((again.status, &again.body), (200, &made.body), "the same again is the same");
    let pack = get(&format!("/{digest}/pack"));
    assert_eq!(pack.header("content-type"), Some("application/zip"));
    let back = world.send(&format!("POST {THEMES}"), &pack.bytes, None);
    assert_eq!((back.status, &back.body), (200, &made.body), "its archive is the same theme");
    assert_eq!(get(&format!("/{digest}/pack")).bytes, pack.bytes);

    // The style sheet of the tenant changes with the theme, and only then.
    let active = |tag: Option<&str>| {
        let mut headers = vec![format!("Authorization: Bearer {}", world.operator)];
        headers.extend(tag.map(|tag| format!("If-None-Match: {tag}")));
        crate::http::send(world.address, "GET /v1/tenants/pilot-a/theme.css", &headers, "")
    };
    let before = active(None);
    assert_eq!(before.header("cache-control"), Some("private, no-cache"));
    let tag = before.header("etag").unwrap().to_owned();
    assert_eq!((active(Some(&tag)).status, active(Some("\"x\"")).status), (304, 200));
    let report = get(&format!("/{digest}")).json();
    let step = post(&format!("/{digest}/activate"), r#"{"reason":"new brand"}"#);
    assert_eq!(step.status, 200, "{step:?}");
    let after = active(Some(&tag));
    assert_eq!(after.status, 200);
    assert!(after.body.contains("--color-accent: #8a3b12") && !before.body.contains("#8a3b12"));
    let own = get(&format!("/{digest}/theme.css"));
    assert_eq!(own.body, after.body);
    assert!(own.header("cache-control").unwrap().contains("immutable"));
    let unchanged = post(&format!("/{digest}/activate"), r#"{"reason":"once more"}"#);
    assert_eq!(unchanged.body, step.body, "it is in force already");

    let rolled = post("/rollback", r#"{"reason":"too brown"}"#).json();
    assert_eq!((&rolled["kind"], &rolled["to"]), (&json!("rolled_back"), &json!(world.themes[0])));
    assert_eq!(active(None).body, before.body);
    let rolled = post("/rollback", r#"{"reason":"and that"}"#).json();
    assert!(rolled["to"].is_null());
    assert!(active(None).header("etag").unwrap().starts_with("\"default."));
    assert_eq!(post("/rollback", r#"{"reason":"and that"}"#).status, 409);
    let list = get("").json();
    let kinds: Vec<_> =
        list["history"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["rolled_back", "rolled_back", "activated", "activated"]);
    assert!(list["active"].is_null(), "{list}");

    // The receipt says what came after what, why, and what its contrast was.
    world.stop();
    let receipts = world.receipts("pilot-a");
    let receipt = &step.json()["receipt"];
    let claims = receipts.iter().find(|it| it["jti"] == *receipt).unwrap();
    let expected = format!("themes/{digest} after themes/{}", world.themes[0]);
    assert_eq!(claims["resource"], json!(expected), "{claims:?}");
    let (reason, actor) = (json!("new brand"), json!("first-operator"));
    assert_eq!((&claims["rationale"], &claims["actor"]), (&reason, &actor));
    let contrast = report["contrast_digest"].as_str().unwrap();
    assert_eq!(claims["input_digest"], json!(format!("sha256:{contrast}")));
    // The world's theme and this one, in and out, and back: each act is in the log of the tenant.
    let count = |name: &str| receipts.iter().filter(|it| it["action"] == name).count();
    let found =
        ["theme.imported", "theme.activated", "theme.exported", "theme.rolled_back"].map(count);
    assert_eq!(found, [2, 2, 2, 2]);
}

#[test]
fn what_a_tenant_lacks_is_not_there() {
    let world = World::new();
    let foreign = &world.themes[1];
    for digest in [foreign.as_str(), &"0".repeat(64), "nothing", "..%2f..", "rollback"] {
        for (method, rest) in
            [("GET", ""), ("GET", "/pack"), ("GET", "/theme.css"), ("POST", "/activate")]
        {
            if (digest, method, rest) == ("rollback", "GET", "") {
                continue;
            }
            let line = format!("{method} {THEMES}/{digest}{rest}");
            let reply = world.send(&line, r#"{"reason":"x"}"#, None);
            assert_eq!(reply.status, 404, "{line}: {reply:?}");
        }
        let body = json!({ "reason": "x", "to": digest }).to_string();
        let reply = world.send(&format!("POST {THEMES}/rollback"), body, None);
        assert!([404, 409].contains(&reply.status), "{digest}: {reply:?}");
    }
    let own = theme("canary-marigold", "canary-marigold");
    let made = world.send("POST /v1/tenants/pilot-b/themes", own, None);
    assert_eq!(made.status, 201, "the same theme in another tenant is another one: {made:?}");
    for body in ["", "{}", r#"{"reason":""}"#, r#"{"reason":"x","by":"me"}"#] {
        let line = format!("POST {THEMES}/{}/activate", world.themes[0]);
        assert_eq!(world.send(&line, body, None).status, 400, "{body}");
    }
}
