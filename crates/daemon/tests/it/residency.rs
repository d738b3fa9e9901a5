//! Data stays where its tag allows it: every operation on a tenant's data × tag × region, from the table that the running server publishes (promise P11).
//!
//! What has to come is written here a second time: a request goes through when its region is the server's and the tenant's, and the tag allows it.

use crate::console::Session;
use crate::http::{Reply, send};
use crate::world::{self, World};
use cos_api::access::Operation;
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_state::{Pepper, Record, State, Target, TenantInfo, TenantStatus};
use cos_testkit::postgres::Postgres;
use serde_json::{Value, json};
use std::fs;

/// The region of the server.
const OWN: &str = "eu-1";
const REGIONS: [&str; 5] = ["eu-1", "eu-2", "eu", "us-1", "ap-1"];
/// Tags, and whether they allow the region of the server.
const TAGS: [(&str, bool); 8] = [
    ("eu", true),
    ("eu-1", true),
    ("global", true),
    ("eu-2", false),
    ("e", false),
    ("us", false),
    ("apac", false),
    ("EU only", false),
];

#[test]
fn tenants_are_made_where_their_tag_allows_it() {
    make_everywhere(&World::new());
}

#[test]
fn tenants_are_made_where_their_tag_allows_it_with_state_in_postgresql() {
    let server = Postgres::start();
    make_everywhere(&World::on_postgres(&server));
}

fn make_everywhere(world: &World) {
    let mut made = 0;
    for (number, (tag, is_allowed)) in TAGS.into_iter().enumerate() {
        for wanted in REGIONS {
            let tenant = format!("t{number}-{wanted}");
            let body = json!({ "tenant": tenant, "region": wanted, "display_name": "x", "residency": tag });
            let reply = world.post("/v1/tenants", &world.operator, &body.to_string());
            let found = world.get(&format!("/v1/tenants/{tenant}"), &world.operator).status;
            if is_allowed && wanted == OWN {
                made += 1;
                assert_eq!((reply.status, found), (201, 200), "{tag} {wanted}: {reply:?}");
            } else {
                assert_refused(&reply, (tag, wanted, OWN), "createTenant");
                assert_eq!(found, 404, "{tag} {wanted}");
            }
        }
    }
    assert_eq!(made, 3);
}

#[test]
fn what_belongs_elsewhere_is_refused_by_every_operation() {
    ask_elsewhere(&World::new());
}

#[test]
fn what_belongs_elsewhere_is_refused_by_every_operation_with_state_in_postgresql() {
    let server = Postgres::start();
    ask_elsewhere(&World::on_postgres(&server));
}

/// Requests that say in which region their data belongs.
fn ask_elsewhere(world: &World) {
    for (tenant, tag) in [("near", "eu-1"), ("far", "global")] {
        let body =
            json!({ "tenant": tenant, "region": OWN, "display_name": "x", "residency": tag });
        let made = world.post("/v1/tenants", &world.operator, &body.to_string());
        assert_eq!(made.status, 201, "{made:?}");
    }
    let before = world.state_of("near");
    let routes = of_tenants(world);
    let (away, own): (Vec<&str>, Vec<&str>) = REGIONS.iter().partition(|region| **region != OWN);
    let mut asked = 0;
    // First what is refused: it must change nothing, nor suspend whom the rest is about.
    for wanted in away.into_iter().chain(own) {
        for (route, (tenant, tag)) in routes
            .iter()
            .flat_map(|route| [("near", "eu-1"), ("far", "global")].map(|it| (route, it)))
        {
            if wanted == OWN && route.is_operators() {
                continue;
            }
            asked += 1;
            let reply = call(world, route, tenant, Some(wanted));
            let what = format!("{} {} of {tag} in {wanted}", route.method, route.path);
            if wanted == OWN {
                assert!(!reply.body.contains("COS-SRV-0008"), "{what}: {reply:?}");
            } else {
                assert_refused(&reply, (tag, wanted, OWN), &what);
            }
        }
        let is_as_before = world.state_of("near") == before;
        assert_eq!(is_as_before, wanted != OWN, "{wanted}");
    }
    assert!(asked > 150, "{asked}");
    let shown = Operation::all(&send(world.address, "GET /openapi.json", &[], "").json());
    let shown = shown.iter().find(|it| it.path == "/v1/tenants/{tenant}").unwrap();
    let odd = call(world, shown, "near", Some("US 1"));
    assert_eq!((odd.status, &odd.json()["code"]), (422, &"COS-IDS-0001".into()), "{odd:?}");
}

#[test]
fn a_tenant_whose_data_may_not_be_here_is_not_served() {
    serve_neither(&mut World::new());
}

#[test]
fn a_tenant_whose_data_may_not_be_here_is_not_served_with_state_in_postgresql() {
    let server = Postgres::start();
    serve_neither(&mut World::on_postgres(&server));
}

/// Tenants that no server of this region makes: another region's in the same database, and one with a tag of before.
fn serve_neither(world: &mut World) {
    let tenants =
        [("abroad", "us-1", "us"), ("mistagged", OWN, "us"), ("of-before", OWN, "EU only")];
    for tenant in tenants {
        put(world, tenant);
    }
    for route in &of_tenants(world) {
        for (tenant, region, tag) in tenants {
            let reply = call(world, route, tenant, None);
            let what = format!("{} {} of {tenant}", route.method, route.path);
            assert_refused(&reply, (tag, region, OWN), &what);
        }
    }
    let session = Session::begin(world, &world.operator);
    for (tenant, ..) in tenants {
        let page = session.call(world, &format!("GET /console/t/{tenant}/receipts"), "");
        assert_eq!(page.status, 422, "{page:?}");
        assert!(page.body.contains("<code>COS-SRV-0008</code>"), "{page:?}");
    }
    let body = json!({ "identity": "x", "tenants": ["abroad"], "scopes": [], "ttl_seconds": 60 });
    let token = world.post("/v1/tokens", &world.operator, &body.to_string());
    assert_refused(&token, ("us", "us-1", OWN), "createToken");
    // What was recorded for the tenant of another region waits for that region's server.
    world.stop();
    let logs = world.dir.path().join("data/ledger");
    assert!(logs.join(OWN).join("pilot-a").exists() && logs.join(OWN).join("mistagged").exists());
    assert!(!logs.join("us-1").exists() && !logs.join(OWN).join("abroad").exists());
}

/// Writes a tenant into the state, past the server.
fn put(world: &World, (tenant, region, residency): (&str, &str, &str)) {
    let data = world.dir.path().join("data");
    let config: Value =
        serde_json::from_slice(&fs::read(data.join("config.json")).unwrap()).unwrap();
    let target = match config["state"].as_str() {
        Some(url) => Target::Postgres(url.to_owned()),
        None => Target::Directory(data.join("state")),
    };
    let pepper: [u8; 32] = fs::read(data.join("pepper")).unwrap().try_into().unwrap();
    let info = TenantInfo {
        tenant: tenant.parse().unwrap(),
        region: region.parse().unwrap(),
        display_name: tenant.to_owned(),
        residency: residency.to_owned(),
        status: TenantStatus::Active,
        created_at: Timestamp(1_767_225_600),
    };
    let jti = "01KE000000000000000000000B";
    let payload = json!({ "jti": jti, "log": format!("acme/{region}/{tenant}") }).to_string();
    let record = Record {
        jti: jti.parse().unwrap(),
        // Enough for a ledger to take it.
        receipt: format!("e30.{}.e30~", base64url::encode(payload.as_bytes())),
        topic: "tenant.create".to_owned(),
        notice: "{}".to_owned(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let state = State::open(&target, Pepper::new(&pepper)).await.unwrap();
        let by = state.authenticate(&world.operator, info.created_at).await.unwrap();
        let mut tx = state.operate(&by, &info.tenant).await.unwrap();
        tx.create_tenant(&info, &record).await.unwrap();
        tx.commit().await.unwrap();
        state.close().await;
    });
}

/// The operations on the data of a tenant.
fn of_tenants(world: &World) -> Vec<Operation> {
    let document = send(world.address, "GET /openapi.json", &[], "").json();
    let routes = Operation::all(&document).into_iter();
    let routes: Vec<_> = routes.filter(|it| it.is_of_tenant() && !it.is_page).collect();
    assert!(routes.len() >= 17, "the document lacks routes");
    routes
}

/// A call that does what it is for when it goes through.
fn call(world: &World, route: &Operation, tenant: &str, region: Option<&str>) -> Reply {
    let path = route.path.replace("{tenant}", tenant).replace("{digest}", &world.themes[0]);
    let path = path.replace("{jti}", "01KE000000000000000000000A").replace("{tile}", "0/000.p/1");
    let body = match &*route.path {
        path if route.method == "POST" && path.ends_with("/receipts") => world.event("x"),
        path if route.method == "POST" && path.ends_with("/themes") => world::theme(tenant, "x"),
        path if route.method == "POST" && path.contains("/themes/") => {
            r#"{"reason":"a probe"}"#.to_owned()
        }
        _ => String::new(),
    };
    let mut headers = vec![
        format!("Authorization: Bearer {}", world.operator),
        "Content-Type: application/json".to_owned(),
    ];
    headers.extend(region.map(|region| format!("Cos-Region: {region}")));
    send(world.address, &format!("{} {path}", route.method), &headers, &body)
}

/// Refused with 422, and a reason that names the tag, the region that was wanted and the region that there is.
fn assert_refused(reply: &Reply, (tag, wanted, got): (&str, &str, &str), what: &str) {
    assert_eq!(reply.status, 422, "{what}: {reply:?}");
    let problem = reply.json();
    assert_eq!(problem["code"], "COS-SRV-0008", "{what}: {reply:?}");
    assert_eq!(problem["reasons"][0]["rule"], "cos.residency", "{what}: {reply:?}");
    let message = problem["reasons"][0]["message"].as_str().unwrap();
    for name in [tag, wanted, got] {
        assert!(message.contains(&format!("`{name}`")), "{what}: {message}");
    }
}
