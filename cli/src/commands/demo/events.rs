//! Acts such as a platform has them, from a seed: most allowed, some denied, a few against the policy.

use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

/// Flow, action, kind of resource.
const ACTS: [(&str, &str, &str); 8] = [
    ("approval", "approval.grant", "change"),
    ("approval", "approval.request", "change"),
    ("deploy", "deploy.promote", "service"),
    ("deploy", "deploy.rollback", "service"),
    ("graph_3hop", "graph.query", "dataset"),
    ("runbook_step", "runbook.execute", "runbook"),
    ("tenant", "tenant.update", "tenant"),
    ("theme", "theme.activate", "theme"),
];
const PEOPLE: [&str; 10] =
    ["ana", "bao", "chidi", "dana", "emre", "fatou", "goran", "hana", "ines", "jun"];
const REASONS: [&str; 4] = [
    "scheduled ramp, step 2 of 5",
    "customer asked for it, see ticket",
    "restores service after the incident of this morning",
    "quarterly review",
];
const DENIALS: [(&str, &str); 3] = [
    ("window_closed", "the change window is closed until 06:00 UTC"),
    ("second_person", "the second approver is the requester"),
    ("residency", "the resource is tagged eu-only and the request came from us-1"),
];

/// Makes the events of one tenant.
pub(super) struct Events {
    rng: ChaCha12Rng,
    tenant: &'static str,
    policy: Digest,
    time: i64,
}

impl Events {
    /// The last event lies before `now`; the policy bundle with the digest `policy` decided all of them.
    pub(super) fn new(tenant: &'static str, policy: Digest, now: Timestamp, count: u64) -> Self {
        let mut seed = [0; 32];
        seed[..tenant.len()].copy_from_slice(tenant.as_bytes());
        Self {
            rng: ChaCha12Rng::from_seed(seed),
            tenant,
            policy,
            time: now.0 - 2 * count.cast_signed() - 60,
        }
    }

    fn below(&mut self, n: usize) -> usize {
        self.rng.next_u32() as usize % n
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn person(&mut self) -> String {
        format!("{}@{}.example", self.pick(&PEOPLE), self.tenant)
    }

    fn numbered(&mut self, prefix: &str, n: usize) -> String {
        let number = self.below(n);
        format!("{prefix}/{}-{number:04}", self.tenant)
    }

    fn hex(&mut self, bytes: usize) -> String {
        (0..bytes).map(|_| format!("{:02x}", self.rng.next_u32().to_le_bytes()[0])).collect()
    }
}

impl Iterator for Events {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.time += 1 + i64::from(self.rng.next_u32() % 2);
        let (flow, action, kind) = self.pick(&ACTS);
        let mut event = json!({
            "time": Timestamp(self.time).to_string(),
            "flow": flow,
            "action": action,
            "decision": "allow",
            "policy_bundle": { "digest": format!("sha256:{}", self.policy), "version": "1.9.0" },
            "price_catalog": format!("sha256:{}", "c4".repeat(32)),
            "actor": self.person(),
            "resource": self.numbered(kind, 5000),
            "input_digest": format!("sha256:{}", self.hex(32)),
            "trace_id": self.hex(16),
            "cost": { "amount": format!("0.{:04}", self.below(10_000)), "currency": "USD" },
            "client_ip": format!("198.51.100.{}", self.below(254) + 1),
        });
        if self.below(3) > 0 {
            event["rationale"] = self.pick(&REASONS).into();
            event["ticket"] = self.numbered("https://tickets.example", 10_000).into();
        }
        match self.below(50) {
            0..5 => {
                let (code, reason) = self.pick(&DENIALS);
                event["decision"] = "deny".into();
                event["denial_code"] = code.into();
                event["denial_reason"] = reason.into();
            }
            5 => event["decision"] = "override".into(),
            _ => {}
        }
        if event["decision"] != "deny" && flow != "graph_3hop" {
            event["approvers"] = (0..=self.below(2)).map(|_| self.person()).collect();
        }
        Some(event)
    }
}
