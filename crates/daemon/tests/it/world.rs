//! A running server with two tenants, each with a secret of its own in everything it has, and a token for every kind of caller.

use crate::http::{Reply, Stream, send};
use cos_core::base64url;
use cos_core::clock::{Clock, Timestamp};
use cos_daemon::{AuthzPolicy, Budget, Embedded, Installation, Listen, Plan, Roles, Service};
use cos_evidence::store::Store;
use cos_testkit::TempDir;
use cos_testkit::postgres::Postgres;
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// What stands in everything of each tenant, and must stand in nothing that the other one sees.
pub(crate) const CANARIES: [(&str, &str); 2] =
    [("pilot-a", "canary-marigold"), ("pilot-b", "canary-obsidian")];

/// A clock that tests set.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) operator: String,
    /// A theme of each tenant.
    pub(crate) themes: Vec<String>,
    clock: Arc<Hand>,
    server: Option<Embedded>,
    pub(crate) dir: TempDir,
}

fn service(clock: Arc<dyn Clock>, authz: AuthzPolicy, budget: Budget) -> Service {
    Service {
        listen: vec![Listen::new("127.0.0.1:0".parse().unwrap(), None).unwrap()],
        roles: Roles::default(),
        hosts: vec!["cos".to_owned()],
        grace: Duration::ZERO,
        supervisor: Arc::default(),
        clock,
        authz,
        worker: crate::child::command(),
        budget,
        coverage: None,
        witnesses: Vec::new(),
        collector: None,
    }
}

/// What an SD-JWT says, disclosed or not.
pub(crate) fn claims(compact: &[u8]) -> Map<String, Value> {
    let text = std::str::from_utf8(compact).unwrap();
    let decode = |text: &str| base64url::decode(text.as_bytes()).unwrap();
    let (signed, disclosures) = text.split_once('~').unwrap();
    let payload = decode(signed.split('.').nth(1).unwrap());
    let mut claims: Map<String, Value> = serde_json::from_slice(&payload).unwrap();
    for disclosure in disclosures.split('~').filter(|it| !it.is_empty()) {
        let parts: Vec<Value> = serde_json::from_slice(&decode(disclosure)).unwrap();
        if let [_, Value::String(name), value] = &parts[..] {
            claims.insert(name.clone(), value.clone());
        }
    }
    claims
}

/// A plain theme that has `canary` wherever it can.
pub(crate) fn theme(name: &str, canary: &str) -> String {
    json!({ "name": name, "product_name": canary, "colors": { "accent": "#0b5394" } }).to_string()
}

impl World {
    pub(crate) fn new() -> Self {
        Self::on(None, AuthzPolicy::default(), Budget::default())
    }

    /// A server on which this policy decides.
    pub(crate) fn under(authz: AuthzPolicy) -> Self {
        Self::on(None, authz, Budget::default())
    }

    /// A server on which each tenant has this share.
    pub(crate) fn within(budget: Budget) -> Self {
        Self::on(None, AuthzPolicy::default(), budget)
    }

    /// With its state in a PostgreSQL database.
    pub(crate) fn on_postgres(server: &Postgres) -> Self {
        let owner = server.database("served");
        cos_daemon::prepare_state(&owner, Postgres::APP).unwrap();
        Self::on(
            Some(&server.address("served", Postgres::APP)),
            AuthzPolicy::default(),
            Budget::default(),
        )
    }

    fn on(state: Option<&str>, authz: AuthzPolicy, budget: Budget) -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("data");
        let clock = Arc::new(Hand(AtomicI64::new(1_767_225_600)));
        let (org, region) = ("acme".parse().unwrap(), "eu-1".parse().unwrap());
        let plan = Plan { org: &org, region: &region, state, person: "ada" };
        let (installation, first) = Installation::create(&root, &plan, &*clock).unwrap();
        let service = service(Arc::clone(&clock) as _, authz, budget);
        let server = Embedded::start(installation, service).unwrap();
        let address = server.urls()[0].strip_prefix("http://").unwrap().parse().unwrap();
        let mut world = Self {
            themes: Vec::new(),
            address,
            operator: first.token.expose().to_owned(),
            clock,
            server: Some(server),
            dir,
        };
        for (tenant, canary) in CANARIES {
            let theme = world.fill(tenant, canary);
            world.themes.push(theme);
        }
        world
    }

    /// The code of the error with which a server refuses to start under this policy.
    pub(crate) fn refused(authz: AuthzPolicy) -> String {
        let dir = TempDir::new().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(Hand(AtomicI64::new(1_767_225_600)));
        let (org, region) = ("acme".parse().unwrap(), "eu-1".parse().unwrap());
        let plan = Plan { org: &org, region: &region, state: None, person: "ada" };
        let made = Installation::create(&dir.path().join("data"), &plan, &*clock);
        let service = service(clock, authz, Budget::default());
        match Embedded::start(made.unwrap().0, service) {
            Ok(_) => panic!("it starts"),
            Err(error) => error.code().to_string(),
        }
    }

    /// Gives a tenant something of everything; returns the digest of its theme.
    fn fill(&self, tenant: &str, canary: &str) -> String {
        let body = json!({ "tenant": tenant, "region": "eu-1", "display_name": canary, "residency": "eu" });
        assert_eq!(self.post("/v1/tenants", &self.operator, &body.to_string()).status, 201);
        let event = self.event(canary);
        let made = self.post(
            &format!("/v1/tenants/{tenant}/receipts?wait=published"),
            &self.operator,
            &event,
        );
        assert_eq!(made.status, 201, "{made:?}");
        let themes = format!("/v1/tenants/{tenant}/themes");
        let made = self.post(&themes, &self.operator, &theme(canary, canary));
        assert_eq!(made.status, 201, "{made:?}");
        let digest = made.json()["digest"].as_str().unwrap().to_owned();
        let reason = json!({ "reason": canary }).to_string();
        let path = format!("{themes}/{digest}/activate");
        let made = self.post(&path, &self.operator, &reason);
        assert_eq!(made.status, 200, "{made:?}");
        digest
    }

    /// An act that names `canary` everywhere.
    pub(crate) fn event(&self, canary: &str) -> String {
        let time = self.clock.now().to_string();
        json!({
            "time": time, "flow": "approval", "action": "deploy.promote", "decision": "allow",
            "actor": canary, "resource": canary, "rationale": canary,
        })
        .to_string()
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Admits another person on the server's machine; returns their token.
    pub(crate) fn admit(&self, person: &str) -> String {
        let installation = Installation::open(&self.dir.path().join("data")).unwrap();
        installation.admit(person, &*self.clock).unwrap().token.expose().to_owned()
    }

    /// Issues a token for one tenant, or for all.
    pub(crate) fn token(
        &self,
        tenant: Option<&str>,
        scopes: &[&str],
        ttl: i64,
    ) -> (String, String) {
        self.issue(("a caller", tenant), scopes, ttl)
    }

    /// Issues an identity a token for an hour.
    pub(crate) fn token_of(&self, identity: &str, tenant: Option<&str>, scopes: &[&str]) -> String {
        self.issue((identity, tenant), scopes, 3600).1
    }

    fn issue(
        &self,
        (identity, tenant): (&str, Option<&str>),
        scopes: &[&str],
        ttl: i64,
    ) -> (String, String) {
        let mut body = json!({ "identity": identity, "scopes": scopes, "ttl_seconds": ttl });
        if let Some(tenant) = tenant {
            body["tenants"] = json!([tenant]);
        }
        let made = self.post("/v1/tokens", &self.operator, &body.to_string());
        assert_eq!(made.status, 201, "{made:?}");
        let made = made.json();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        (text("id"), text("token"))
    }

    /// The claims of a receipt, once it is delivered.
    pub(crate) fn receipt(&self, tenant: &str, token: &str, jti: &str) -> Value {
        let path = format!("/v1/tenants/{tenant}/receipts/{jti}");
        let reply = (0..600)
            .map(|round| {
                std::thread::sleep(Duration::from_millis(if round == 0 { 0 } else { 50 }));
                self.get(&path, token)
            })
            .find(|reply| reply.status != 404)
            .expect("the receipt is delivered");
        assert_eq!(reply.status, 200, "{reply:?}");
        let receipt = reply.json()["receipt"].as_str().unwrap().to_owned();
        claims(receipt.as_bytes()).into()
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Reply {
        self.call("GET", path, token, "")
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &str) -> Reply {
        self.call("POST", path, token, body)
    }

    /// Sends lines of JSON.
    pub(crate) fn lines(&self, path: &str, token: &str, body: &str) -> Reply {
        let kind = "Content-Type: application/x-ndjson".to_owned();
        let headers = [format!("Authorization: Bearer {token}"), kind];
        send(self.address, &format!("POST {path}"), &headers, body)
    }

    pub(crate) fn call(&self, method: &str, path: &str, token: &str, body: &str) -> Reply {
        let headers =
            [format!("Authorization: Bearer {token}"), "Content-Type: application/json".to_owned()];
        send(self.address, &format!("{method} {path}"), &headers, body)
    }
}

impl World {
    /// A request with a body of any kind, and an idempotency key where one is given.
    pub(crate) fn send(&self, line: &str, body: impl AsRef<[u8]>, key: Option<&str>) -> Reply {
        let mut headers = vec![format!("Authorization: Bearer {}", self.operator)];
        headers.extend(key.map(|key| format!("Idempotency-Key: {key}")));
        send(self.address, line, &headers, body)
    }

    /// Opens the stream of a tenant's events.
    pub(crate) fn stream(&self, tenant: &str, token: &str, last: Option<&str>) -> Stream {
        let mut headers = vec![format!("Authorization: Bearer {token}")];
        headers.extend(last.map(|last| format!("Last-Event-ID: {last}")));
        Stream::open(self.address, &format!("/v1/tenants/{tenant}/events"), &headers)
    }

    /// Imports a plain theme with that accent; returns its digest.
    pub(crate) fn import(&self, tenant: &str, accent: &str) -> String {
        let theme = json!({ "name": "harbour", "colors": { "accent": accent } }).to_string();
        let made = self.send(&format!("POST /v1/tenants/{tenant}/themes"), theme, None);
        assert!([200, 201].contains(&made.status), "{made:?}");
        made.json()["digest"].as_str().unwrap().to_owned()
    }

    /// Brings a theme into force; returns the receipt of that.
    pub(crate) fn activate(&self, tenant: &str, digest: &str) -> String {
        let line = format!("POST /v1/tenants/{tenant}/themes/{digest}/activate");
        let done = self.send(&line, r#"{"reason":"a test"}"#, None);
        assert_eq!(done.status, 200, "{done:?}");
        done.json()["receipt"].as_str().unwrap().to_owned()
    }

    /// How many steps the history of a tenant's themes has, and all of them.
    pub(crate) fn state_of(&self, tenant: &str) -> (usize, String) {
        let themes = self.get(&format!("/v1/tenants/{tenant}/themes"), &self.operator);
        (themes.json()["history"].as_array().unwrap().len(), themes.body)
    }

    /// All that the receipts in a tenant's log say, once the server has ended.
    pub(crate) fn receipts(&self, tenant: &str) -> Vec<Map<String, Value>> {
        assert!(self.server.is_none(), "the last receipts are delivered when it ends");
        let store = Store::open(&self.dir.path().join("data/ledger")).unwrap();
        let log = store.log(&format!("acme/eu-1/{tenant}").parse().unwrap());
        let note = log.checkpoint().unwrap().unwrap();
        let size = note.lines().nth(1).unwrap().parse().unwrap();
        let receipts = log.receipts(&(0..size).collect()).unwrap();
        receipts.into_values().map(|text| claims(&text)).collect()
    }

    /// Ends the server, which must finish.
    pub(crate) fn stop(&mut self) {
        self.server.take().unwrap().stop().unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let ended = self.server.take().map_or(Ok(()), Embedded::stop);
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}
