//! Receipts: for events that clients report, and for what the server itself did.
//!
//! A client may report an event twice, because the first answer was lost. The second receipt would have other salts, and the ledger
//! would take it for another act under the same id. So salts come from the server's secret and the id: the same event gives the same
//! receipt but for the second in which it was issued, and another event under the same id shows.

use aws_lc_rs::hmac;
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::receipt::event::{Event, EventReader};
use cos_core::receipt::issue::{IssueError, Issuer};
use cos_sign::SigningKey;
use cos_state::Record;
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Map, Value, json};

use crate::problem::Failure;
use crate::trace::TraceId;

/// Issues receipts with the notary key.
pub(crate) struct Notary {
    key: SigningKey,
    salts: hmac::Key,
    /// Digest and version of the policy that decides what the server does.
    policy: (Digest, String),
}

/// An act of the server's own.
pub(crate) struct Act<'a> {
    pub(crate) flow: &'a str,
    pub(crate) action: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) resource: &'a str,
    /// What more the receipt says, by the names of events' fields.
    pub(crate) fields: Value,
    /// What more the notice says.
    pub(crate) notice: Value,
}

impl<'a> Act<'a> {
    pub(crate) fn new(flow: &'a str, action: &'a str, actor: &'a str, resource: &'a str) -> Self {
        Self { flow, action, actor, resource, fields: json!({}), notice: json!({}) }
    }
}

impl Notary {
    /// Digest and version of the policy that decides what the server does.
    pub(crate) fn policy(&self) -> (&Digest, &str) {
        (&self.policy.0, &self.policy.1)
    }

    pub(crate) fn new(key: SigningKey, secret: &[u8; 32], policy: (Digest, String)) -> Self {
        Self { key, salts: hmac::Key::new(hmac::HMAC_SHA256, secret), policy }
    }

    /// Issues the receipt of an event; one without an id gets a fresh one.
    pub(crate) fn issue(
        &self,
        origin: &Origin,
        event: &Event<'_>,
        now: Timestamp,
    ) -> Result<(Jti, Vec<u8>), IssueError> {
        let mut rng = self.generator(origin, event.id);
        let mut issuer = Issuer::new(&self.key, self.key.id().as_str(), origin, now);
        let mut text = Vec::with_capacity(3 * 1024);
        let jti = issuer.issue(event, &mut rng, &mut text)?;
        Ok((jti, text))
    }

    /// Whether a stored receipt is the one that this event gets: all of it but signature and time of issue.
    pub(crate) fn is_of(&self, stored: &[u8], origin: &Origin, event: &Event<'_>) -> bool {
        let Some(before) = payload(stored) else { return false };
        let Some(at) = before.get("iat").and_then(Value::as_i64) else { return false };
        let again = self.issue(origin, event, Timestamp(at.max(event.time.0)));
        let again = again.ok().and_then(|(_, text)| payload(&text));
        again.is_some_and(|mut again| {
            again.insert("iat".to_owned(), at.into());
            again == before
        })
    }

    /// The receipt and notice of what the server did.
    pub(crate) fn record(
        &self,
        origin: &Origin,
        act: &Act<'_>,
        now: Timestamp,
    ) -> Result<Record, Failure> {
        let Act { flow, action, actor, resource, fields, notice } = act;
        let event = json!({
            "time": now.to_string(), "flow": flow, "action": action, "decision": "allow",
            "actor": actor, "resource": resource,
            "policy_bundle": { "digest": format!("sha256:{}", self.policy.0), "version": self.policy.1 },
        });
        let mut event = with(event, fields);
        if let Some(trace) = TraceId::current() {
            event["trace_id"] = trace.to_string().into();
        }
        let text = event.to_string();
        let mut reader = EventReader::default();
        let (jti, receipt) = self.issue(origin, &reader.read(text.as_bytes())?, now)?;
        let receipt = String::from_utf8(receipt).expect("a receipt is ASCII");
        let said = json!({ "action": action, "resource": resource, "receipt": jti.to_string() });
        let notice = with(said, notice).to_string();
        Ok(Record { jti, receipt, topic: (*action).to_owned(), notice })
    }

    fn generator(&self, origin: &Origin, id: Option<Jti>) -> ChaCha12Rng {
        let mut seed = [0; 32];
        if let Some(jti) = id {
            let mut context = hmac::Context::with_key(&self.salts);
            context.update(origin.to_string().as_bytes());
            context.update(&[0]);
            context.update(&jti.0);
            seed.copy_from_slice(context.sign().as_ref());
        } else {
            fresh(&mut seed);
        }
        ChaCha12Rng::from_seed(seed)
    }
}

/// An object with more members.
fn with(mut object: Value, more: &Value) -> Value {
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more.clone());
    }
    object
}

/// Randomness of the operating system, drawn once for each thread.
fn fresh(seed: &mut [u8; 32]) {
    thread_local! {
        static RNG: std::cell::RefCell<ChaCha12Rng> = std::cell::RefCell::new({
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).expect("the operating system gives randomness");
            ChaCha12Rng::from_seed(seed)
        });
    }
    RNG.with_borrow_mut(|rng| rng.fill_bytes(seed));
}

fn payload(compact: &[u8]) -> Option<Map<String, Value>> {
    let payload = compact.split(|&byte| byte == b'.').nth(1)?;
    serde_json::from_slice(&base64url::decode(payload)?).ok()
}
