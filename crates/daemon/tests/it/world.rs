//! A running server with two tenants, each with a secret of its own in everything it has, and a token for every kind of caller.

use crate::http::{Reply, send};
use cos_core::clock::{Clock, Timestamp};
use cos_daemon::{AuthzPolicy, Daemon, Installation, Listen, Plan, Service};
use cos_testkit::TempDir;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

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
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
    _dir: TempDir,
}

/// A plain theme that has `canary` wherever it can.
pub(crate) fn theme(name: &str, canary: &str) -> String {
    json!({ "name": name, "product_name": canary, "colors": { "accent": "#0b5394" } }).to_string()
}

impl World {
    pub(crate) fn new() -> Self {
        Self::under(AuthzPolicy::default())
    }

    /// A server on which this policy decides.
    pub(crate) fn under(authz: AuthzPolicy) -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("data");
        let clock = Arc::new(Hand(AtomicI64::new(1_767_225_600)));
        let (org, region) = ("acme".parse().unwrap(), "eu-1".parse().unwrap());
        let plan = Plan { org: &org, region: &region, state: None, person: "ada" };
        let (installation, first) = Installation::create(&root, &plan, &*clock).unwrap();
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let time: Arc<dyn Clock> = Arc::clone(&clock) as _;
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listen = Listen::new("127.0.0.1:0".parse().unwrap()).unwrap();
                let service =
                    Service { listen, clock: time, authz, worker: crate::child::command() };
                let daemon = Daemon::start(&installation, service).await.unwrap();
                tell.send(daemon.address().unwrap()).unwrap();
                daemon
                    .run(async {
                        let _ = stopped.await;
                    })
                    .await
                    .unwrap();
            });
        });
        let mut world = Self {
            themes: Vec::new(),
            address: told.recv().unwrap(),
            operator: first.token.expose().to_owned(),
            clock,
            stop: Some(stop),
            server: Some(server),
            _dir: dir,
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
        let listen = Listen::new("127.0.0.1:0".parse().unwrap()).unwrap();
        let service = Service { listen, clock, authz, worker: crate::child::command() };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        match runtime.block_on(Daemon::start(&made.unwrap().0, service)) {
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

    /// The claims of a receipt that are always visible, once it is delivered.
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
        let payload = receipt.split('.').nth(1).unwrap();
        serde_json::from_slice(&cos_core::base64url::decode(payload.as_bytes()).unwrap()).unwrap()
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Reply {
        self.call("GET", path, token, "")
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &str) -> Reply {
        self.call("POST", path, token, body)
    }

    pub(crate) fn call(&self, method: &str, path: &str, token: &str, body: &str) -> Reply {
        let headers =
            [format!("Authorization: Bearer {token}"), "Content-Type: application/json".to_owned()];
        send(self.address, &format!("{method} {path}"), &headers, body)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.stop.take().map(|stop| stop.send(()));
        let ended = self.server.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}
