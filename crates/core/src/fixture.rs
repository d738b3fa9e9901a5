//! A notary, events, receipts and hand-made SD-JWTs for the unit tests of this crate, from seeds.

use crate::base64url;
use crate::digest::Digest;
use crate::ed25519::{PublicKey, Sign, SignError, Signature, VerifyingKey};
use crate::ids::Origin;
use crate::receipt::event::EventReader;
use crate::receipt::issue::Issuer;
use crate::receipt::verify::Keyring;
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

/// When receipts are issued: a day after the first event.
pub(crate) const NOW: crate::clock::Timestamp = crate::clock::Timestamp(1_762_214_400);

pub(crate) const KID: &str = "acme/notary-1+00000000";

/// 128 bits, as short as salts may be.
pub(crate) const SALT: &str = "oYN0ITiVpMtVXNkMBvXmRw";

pub(crate) struct Notary(pub(crate) SigningKey);

impl Sign for Notary {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        Ok(Signature(self.0.sign(message).to_bytes()))
    }
}

pub(crate) fn notary() -> Notary {
    Notary(SigningKey::from_bytes(&[42; 32]))
}

pub(crate) fn keyring() -> Keyring {
    [(KID.to_owned(), VerifyingKey::new(notary().public_key()).unwrap())].into_iter().collect()
}

pub(crate) fn origin() -> Origin {
    "acme/eu-1/pilot-a".parse().unwrap()
}

pub(crate) fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

pub(crate) fn event(number: u64) -> Value {
    let mut random = rng(number);
    let hex = |bytes: usize, random: &mut ChaCha12Rng| -> String {
        let digits: Vec<_> =
            (0..bytes).map(|_| format!("{:02x}", random.next_u32() as u8)).collect();
        digits.concat()
    };
    let mut event = json!({
        "time": crate::clock::Timestamp(1_762_128_000 + number.cast_signed()).to_string(),
        "flow": (["approval", "graph_3hop", "runbook_step"][number as usize % 3]),
        "action": "deploy.promote",
        "decision": "allow",
        "policy_bundle": { "digest": format!("sha256:{}", "ab".repeat(32)), "version": "1.9.0" },
        "price_catalog": format!("sha256:{}", "cd".repeat(32)),
        "actor": format!("user-{}@acme.example", random.next_u32() % 500),
        "resource": format!("service/checkout-{}", random.next_u32() % 90),
        "rationale": "scheduled \"canary\" ramp — step 2",
        "approvers": ["dana@acme.example", "lee@acme.example"],
        "input_digest": format!("sha256:{}", hex(32, &mut random)),
        "trace_id": hex(16, &mut random),
        "ticket": format!("https://tickets.acme.example/OPS-{}", random.next_u32() % 9000),
        "cost": { "amount": "0.0042", "currency": "USD" },
        "client_ip": format!("203.0.113.{}", random.next_u32() % 256),
    });
    if number.is_multiple_of(5) {
        event["decision"] = "deny".into();
        event["denial_code"] = "window_closed".into();
        event["denial_reason"] = "the change window is closed until 06:00".into();
        event["approvers"] = json!([]);
    }
    event
}

/// Any event up to [`NOW`], with texts that need escapes and any of the optional fields.
pub(crate) fn events() -> impl Strategy<Value = Value> {
    use prop::option::of as maybe;
    let text = || prop_oneof![r#"[ -~]{1,60}"#, r"\PC{1,30}", r#"["\\/<>\u2028é🦀~.]{1,12}"#];
    let token = || "[A-Za-z0-9_.:/-]{1,64}";
    let digest = || "[0-9a-f]{64}".prop_map(|hex| format!("sha256:{hex}"));
    let ip = prop_oneof![
        any::<std::net::Ipv4Addr>().prop_map(|ip| ip.to_string()),
        any::<std::net::Ipv6Addr>().prop_map(|ip| ip.to_string()),
    ];
    let cost = ("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,12})?", "[A-Z]{3}")
        .prop_map(|(amount, currency)| json!({ "amount": amount, "currency": currency }));
    let bundle = (digest(), token())
        .prop_map(|(digest, version)| json!({ "digest": digest, "version": version }));
    let id = maybe(any::<[u8; 16]>());
    let time = 0..=NOW.0;
    let decision = prop_oneof![
        token().prop_map(|code| ("deny", Some(code))),
        Just(("allow", None)),
        Just(("override", None)),
    ];
    let open = (id, time, token(), token(), decision, maybe(bundle), maybe(digest()));
    let persons = (text(), text(), maybe(text()), maybe(text()));
    let approvers = maybe(prop::collection::vec(text(), 0..12));
    let rest = (
        maybe(digest()),
        maybe("[0-9a-f]{32}"),
        maybe("https?://[!-~]{1,80}"),
        maybe(cost),
        maybe(ip),
    );
    (open, persons, approvers, rest).prop_map(|(open, persons, approvers, rest)| {
        let (id, time, flow, action, (decision, code), bundle, catalog) = open;
        let (actor, resource, reason, rationale) = persons;
        let (input, trace, ticket, cost, ip) = rest;
        let mut event = json!({
            "id": id.map(|id| crate::ids::Jti(id).to_string()),
            "time": crate::clock::Timestamp(time).to_string(),
            "flow": flow, "action": action, "decision": decision, "denial_code": code,
            "policy_bundle": bundle, "price_catalog": catalog,
            "actor": actor, "resource": resource, "denial_reason": reason, "rationale": rationale,
            "approvers": approvers, "input_digest": input, "trace_id": trace, "ticket": ticket,
            "cost": cost, "client_ip": ip,
        });
        event.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
        event
    })
}

pub(crate) fn receipt_of(event: &Value, seed: u64) -> String {
    let (notary, origin, line) = (notary(), origin(), event.to_string());
    let mut reader = EventReader::default();
    let event = reader.read(line.as_bytes()).unwrap();
    let mut out = Vec::new();
    Issuer::new(&notary, KID, &origin, NOW)
        .issue(&event, &mut rng(seed ^ 0x5eed), &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

pub(crate) fn receipt(number: u64) -> String {
    receipt_of(&event(number), number)
}

/// Signs an SD-JWT over any header and payload.
pub(crate) fn sdjwt(header: &Value, payload: &str, disclosures: &[String]) -> String {
    signed(&notary(), &header.to_string(), payload, disclosures)
}

/// Signs an SD-JWT over any texts in the place of header and payload.
pub(crate) fn signed(
    notary: &Notary,
    header: &str,
    payload: &str,
    disclosures: &[String],
) -> String {
    let input = format!("{}.{}", encode(header), encode(payload));
    let signature = base64url::encode(&notary.sign(input.as_bytes()).unwrap().0);
    let mut compact = format!("{input}.{signature}~");
    for disclosure in disclosures {
        compact += disclosure;
        compact.push('~');
    }
    compact
}

pub(crate) fn header() -> Value {
    json!({ "alg": "EdDSA", "kid": KID, "typ": crate::receipt::TYP })
}

/// The base64url text of a text.
pub(crate) fn encode(text: &str) -> String {
    base64url::encode(text.as_bytes())
}

/// A disclosure of a claim, always with the same salt.
pub(crate) fn member(name: &str, value: impl Into<Value>) -> String {
    encode(&json!([SALT, name, value.into()]).to_string())
}

/// A disclosure of an array item, always with the same salt.
pub(crate) fn item(value: impl Into<Value>) -> String {
    encode(&json!([SALT, value.into()]).to_string())
}

/// What `_sd` holds for a disclosure.
pub(crate) fn digest(disclosure: &str) -> String {
    base64url::encode(&Digest::of(disclosure.as_bytes()).0)
}

/// What an array holds for a disclosure.
pub(crate) fn placeholder(disclosure: &str) -> Value {
    json!({ "...": digest(disclosure) })
}

/// The decoded payload of a compact SD-JWT.
pub(crate) fn payload(compact: &str) -> Value {
    let payload = compact.split(['.', '~']).nth(1).unwrap();
    serde_json::from_slice(&base64url::decode(payload.as_bytes()).unwrap()).unwrap()
}
