//! Events in the format of `crates/core/schemas/event.v1.json`, as a platform under load reports them.

use std::net::{Ipv4Addr, Ipv6Addr};

use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Tenant};
use rand_chacha::ChaCha12Rng;
use rand_core::Rng as _;
use serde_json::{Map, Value, json};

use crate::acts::{ACTS, Act, PEOPLE, SERVICES};
use crate::rng;

/// When the first event can have happened: 2025-11-03T00:00:00Z.
pub const START: Timestamp = Timestamp(1_762_128_000);

/// Makes `count` events of `tenant`, in the order of their times.
///
/// One in eight is denied, one in fifty overridden; optional fields come and go. Every event has an `id`, so that issuing it twice
/// gives one receipt. The same arguments give the same events, and a larger `count` the same beginning.
pub fn events(seed: u64, tenant: &Tenant, count: usize) -> Vec<Value> {
    let Digest(mixed) = Digest::of_parts(&[&seed.to_be_bytes(), tenant.as_str().as_bytes()]);
    let mut events = Generator { rng: rng(seed_of(mixed)), tenant, millis: START.unix() * 1000 };
    (0..count).map(|_| events.event()).collect()
}

fn seed_of(digest: [u8; 32]) -> u64 {
    digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// What the texts of one event are about; they all speak of the same service and the same change.
struct Words<'a> {
    number: u32,
    percent: u32,
    release: String,
    service: &'static str,
    tenant: &'a Tenant,
}

impl Words<'_> {
    fn fill(&self, template: &str) -> Value {
        let text = template
            .replace("{n}", &self.number.to_string())
            .replace("{percent}", &self.percent.to_string())
            .replace("{release}", &self.release)
            .replace("{service}", self.service)
            .replace("{tenant}", self.tenant.as_str());
        text.into()
    }
}

struct Generator<'a> {
    rng: ChaCha12Rng,
    tenant: &'a Tenant,
    millis: u64,
}

impl<'a> Generator<'a> {
    fn event(&mut self) -> Value {
        self.millis += u64::from(self.below(12_000));
        let act = &ACTS[self.index(ACTS.len())];
        let words = self.words();
        let mut event = Map::new();
        let mut set = |name: &str, value: Value| event.insert(name.to_owned(), value);

        set("id", self.id().into());
        set("time", Timestamp((self.millis / 1000).cast_signed()).to_string().into());
        set("flow", act.flow.into());
        set("action", act.action.into());
        set("actor", self.person().into());
        set("resource", words.fill(act.resource));
        set("policy_bundle", self.policy_bundle());
        set("input_digest", self.digest().into());
        set("trace_id", self.hex(16).into());
        let least_approvers = self.decide(act, &words, &mut set);
        let approvers: Vec<_> =
            (0..least_approvers + self.index(4 - least_approvers)).map(|_| self.person()).collect();
        set("approvers", approvers.into());
        if self.percent(80) {
            set("ticket", words.fill("https://tickets.example.com/browse/OPS-{n}?from={service}"));
        }
        if act.priced || self.percent(30) {
            set(
                "price_catalog",
                prefixed(Digest::of(&[b'q', (self.millis / 86_400_000) as u8])).into(),
            );
            set("cost", self.cost());
        }
        if self.percent(90) {
            set("client_ip", self.address().into());
        }
        Value::Object(event)
    }

    /// Sets the decision with its reasons and returns how many approvers it takes at least.
    fn decide(
        &mut self,
        act: &Act,
        words: &Words<'_>,
        set: &mut impl FnMut(&str, Value) -> Option<Value>,
    ) -> usize {
        let roll = self.below(1000);
        if roll < 125 {
            let (code, reason) = act.denials[self.index(act.denials.len())];
            set("decision", "deny".into());
            set("denial_code", code.into());
            set("denial_reason", words.fill(reason));
        } else {
            set("decision", if roll < 145 { "override" } else { "allow" }.into());
        }
        // Nobody overrides a policy alone or without saying why.
        let overridden = (125..145).contains(&roll);
        if overridden || self.percent(85) {
            let rationale = act.rationales[self.index(act.rationales.len())];
            set("rationale", words.fill(rationale));
        }
        usize::from(overridden)
    }

    fn words(&mut self) -> Words<'a> {
        Words {
            number: 1000 + self.below(9000),
            percent: 1 + self.below(50),
            release: format!("2025.{}.{}", 40 + self.below(8), self.below(30)),
            service: SERVICES[self.index(SERVICES.len())],
            tenant: self.tenant,
        }
    }

    fn id(&mut self) -> String {
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        Jti::from_parts(self.millis, random).to_string()
    }

    fn person(&mut self) -> String {
        let name = PEOPLE[self.index(PEOPLE.len())];
        format!("{name}.{}@{}.example.com", self.below(40), self.tenant)
    }

    /// A new bundle every few hours of the platform's time.
    fn policy_bundle(&self) -> Value {
        let release = (self.millis / 1000 - START.unix()) / 20_000;
        let version = format!("1.{}.{}", 9 + release / 5, release % 5);
        json!({ "digest": prefixed(Digest::of(version.as_bytes())), "version": version })
    }

    /// A decimal string; prices have up to six decimals, and some are zero.
    fn cost(&mut self) -> Value {
        let units = if self.percent(10) { 0 } else { self.below(2_000_000) };
        let currency = ["EUR", "USD", "JPY"][self.index(3)];
        let amount = match currency {
            "JPY" => (units / 1000).to_string(),
            _ => format!("{}.{:06}", units / 1_000_000, units % 1_000_000),
        };
        json!({ "amount": amount, "currency": currency })
    }

    /// An address from the ranges reserved for documentation (RFC 5737, RFC 3849).
    fn address(&mut self) -> String {
        let random = self.rng.next_u64();
        if self.percent(75) {
            let [a, b, c] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]][self.index(3)];
            return Ipv4Addr::new(a, b, c, random as u8).to_string();
        }
        Ipv6Addr::from_bits(0x2001_0db8_u128 << 96 | u128::from(random & 0xffff_0000_ffff))
            .to_string()
    }

    fn digest(&mut self) -> String {
        format!("sha256:{}", self.hex(32))
    }

    fn hex(&mut self, bytes: usize) -> String {
        let mut random = [0; 32];
        self.rng.fill_bytes(&mut random);
        Digest(random).to_string()[..bytes * 2].to_owned()
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    fn index(&mut self, length: usize) -> usize {
        self.below(length as u32) as usize
    }

    /// A number below `limit`; the bias of the remainder does not matter here.
    fn below(&mut self, limit: u32) -> u32 {
        self.rng.next_u32() % limit
    }
}

fn prefixed(digest: Digest) -> String {
    format!("sha256:{digest}")
}

#[cfg(test)]
mod tests;
