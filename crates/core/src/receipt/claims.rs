//! The claims of an act receipt: which there are, what they look like, and which of them may be withheld.
//!
//! One table serves the event that a receipt is issued from, the issuer and the verifier, so that they cannot drift apart.

mod form;

use super::{ReceiptError, Sdjwt};
use crate::clock::Timestamp;
use crate::digest::Digest;
use crate::ids::{Jti, Origin};
use crate::json::{Kind, Value};
use std::sync::Arc;

pub(super) use form::Form;

/// The type (`vct`) of a receipt for an act on the platform, and with it the version of the claims below.
pub const VCT_ACT: &str = "urn:cos:receipt:act:v1";

/// What was decided about an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// The act was allowed.
    Allow,
    /// The act was refused; `denial_code` says why.
    Deny,
    /// The act was allowed against the policy, by somebody who may.
    Override,
}

impl Decision {
    /// All decisions, in the order of their codes.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Deny, Self::Override];

    /// Returns the value of the claim `decision`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Override => "override",
        }
    }

    fn read(value: Value<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| value.is_string(decision.as_str()))
    }
}

/// A claim that comes from the event.
pub(super) struct EventClaim {
    pub(super) name: &'static str,
    pub(super) form: Form,
    pub(super) required: bool,
    /// Whether a copy of the receipt may leave it out.
    pub(super) withholdable: bool,
}

const fn open(name: &'static str, form: Form, required: bool) -> EventClaim {
    EventClaim { name, form, required, withholdable: false }
}

const fn closed(name: &'static str, form: Form, required: bool) -> EventClaim {
    EventClaim { name, form, required, withholdable: true }
}

/// The claims that an event supplies, in the order in which the issuer writes them.
pub(super) const EVENT_CLAIMS: [EventClaim; 15] = [
    open("flow", Form::Token, true),
    open("action", Form::Token, true),
    open("decision", Form::Decision, true),
    open("denial_code", Form::Token, false),
    open("policy_bundle", Form::Bundle, false),
    open("price_catalog", Form::Digest, false),
    closed("actor", Form::Text, true),
    closed("resource", Form::Text, true),
    closed("denial_reason", Form::Text, false),
    closed("rationale", Form::Text, false),
    closed("input_digest", Form::Digest, false),
    closed("trace_id", Form::Trace, false),
    closed("ticket", Form::Url, false),
    closed("cost", Form::Cost, false),
    closed("client_ip", Form::Ip, false),
];

/// The claim that holds the seed of the receipt's salts and decoys; only complete copies have it (see `super::salts`).
pub(super) const SALT_SEED: &str = "salt_seed";

/// How many digests `_sd` always holds: one for each claim that may be withheld, decoys for those that an act does not have.
pub(super) const SD_COUNT: usize = 10;

/// `approvers` holds a multiple of this many digests, so that the number of approvers shows only roughly.
pub(super) const APPROVER_STEP: usize = 4;

/// The most approvers of one act.
pub(super) const MAX_APPROVERS: usize = 32;

/// What every check and report needs to know of a receipt; cheap to copy. It says nothing about the signature: see [`super::Verified`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its id and idempotency key.
    pub jti: Jti,
    /// When the notary says it was issued.
    pub iat: Timestamp,
    /// When the act is said to have happened ("time of event", RFC 8417).
    pub toe: Timestamp,
    /// The log it belongs to, and with it organisation, region and tenant.
    pub log: Arc<Origin>,
    /// What was decided.
    pub decision: Decision,
    /// The digest of the policy bundle that decided, where it is named.
    pub policy_bundle: Option<Digest>,
    /// SHA-256 of the issuer-signed part, which the log's leaf commits to.
    pub digest: Digest,
    /// Whether a claim that every act has (`actor`, `resource`) is withheld from this copy.
    pub withheld: bool,
}

/// Reads [`Receipt`]s; keeps the last origin, since receipts mostly come log by log.
#[derive(Debug, Default)]
pub struct ClaimsReader {
    last: Option<Arc<Origin>>,
    last_text: String,
}

impl ClaimsReader {
    /// Checks the claims of an act receipt, visible and disclosed, and returns its summary.
    ///
    /// Unknown claims are refused, for an unknown claim may be one that should have been withheld.
    pub fn read(&mut self, sdjwt: &Sdjwt<'_>) -> Result<Receipt, ReceiptError> {
        let mut visible = Visible::default();
        for (key, value) in sdjwt.payload().members() {
            visible.take(key, value)?;
        }
        let missing =
            |claim: &str| ReceiptError::Claim { claim: claim.into(), reason: "is missing" };
        if !visible.vct.ok_or_else(|| missing("vct"))?.is_string(VCT_ACT) {
            let reason = "is not a receipt type this version knows (`urn:cos:receipt:act:v1`)";
            return Err(ReceiptError::Claim { claim: "vct".into(), reason });
        }
        let time = |value: Option<Value<'_>>, claim: &'static str| {
            let seconds = value.ok_or_else(|| missing(claim))?.integer();
            let in_range = seconds.filter(|seconds| (0..253_402_300_800).contains(seconds));
            in_range.map(Timestamp).ok_or_else(|| wrong_type(claim))
        };
        let (iat, toe) = (time(visible.iat, "iat")?, time(visible.toe, "toe")?);
        let jti = visible.jti.ok_or_else(|| missing("jti"))?;
        let jti = jti.plain_string().ok_or_else(|| wrong_type("jti"))?;
        let jti = jti.parse().map_err(|source| ReceiptError::Id { claim: "jti", source })?;
        let log = self.origin(visible.log.ok_or_else(|| missing("log"))?)?;
        for (claim, value, part) in [
            ("iss", visible.iss, log.org.as_str()),
            ("region", visible.region, log.region.as_str()),
            ("tenant", visible.tenant, log.tenant.as_str()),
        ] {
            if !value.ok_or_else(|| missing(claim))?.is_string(part) {
                return Err(ReceiptError::Claim {
                    claim: claim.into(),
                    reason: "contradicts the claim `log`",
                });
            }
        }
        let decision = visible.decision.ok_or_else(|| missing("decision"))?;
        for (claim, seen) in [("flow", visible.flow), ("action", visible.action)] {
            if !seen {
                return Err(missing(claim));
            }
        }
        if visible.denial_code != (decision == Decision::Deny) {
            let reason = "is there without a denial, or missing from one";
            return Err(ReceiptError::Claim { claim: "denial_code".into(), reason });
        }
        let mut shown = 0;
        for (key, value) in sdjwt.disclosed_members() {
            shown += u32::from(disclosed(key, value)?);
        }
        if !sdjwt.disclosed_items().all(|approver| Form::Text.fits(approver)) {
            return Err(wrong_type("approvers"));
        }
        Ok(Receipt {
            jti,
            iat,
            toe,
            log,
            decision,
            policy_bundle: visible.policy_bundle.and_then(bundle_digest),
            digest: sdjwt.digest(),
            withheld: shown < 2,
        })
    }

    fn origin(&mut self, log: Value<'_>) -> Result<Arc<Origin>, ReceiptError> {
        if let Some(last) = self.last.as_ref().filter(|_| log.is_string(&self.last_text)) {
            return Ok(Arc::clone(last));
        }
        let text = log.string().ok_or_else(|| wrong_type("log"))?;
        let origin = text.parse().map_err(|source| ReceiptError::Id { claim: "log", source })?;
        let origin: Arc<Origin> = Arc::new(origin);
        self.last = Some(Arc::clone(&origin));
        self.last_text = text.into_owned();
        Ok(origin)
    }
}

#[derive(Default)]
struct Visible<'a> {
    action: bool,
    decision: Option<Decision>,
    denial_code: bool,
    flow: bool,
    iat: Option<Value<'a>>,
    iss: Option<Value<'a>>,
    jti: Option<Value<'a>>,
    log: Option<Value<'a>>,
    policy_bundle: Option<Value<'a>>,
    region: Option<Value<'a>>,
    tenant: Option<Value<'a>>,
    toe: Option<Value<'a>>,
    vct: Option<Value<'a>>,
}

impl<'a> Visible<'a> {
    fn take(&mut self, key: Value<'a>, value: Value<'a>) -> Result<(), ReceiptError> {
        // A name that is spelled with escapes is not known, whatever it means.
        match key.raw() {
            b"iat" => self.iat = Some(value),
            b"iss" => self.iss = Some(value),
            b"jti" => self.jti = Some(value),
            b"log" => self.log = Some(value),
            b"region" => self.region = Some(value),
            b"tenant" => self.tenant = Some(value),
            b"toe" => self.toe = Some(value),
            b"vct" => self.vct = Some(value),
            b"_sd" | b"_sd_alg" => {}
            b"approvers" => check_approvers(value)?,
            name => {
                let claim = known(name, false)?;
                check(claim, value)?;
                match name {
                    b"action" => self.action = true,
                    b"decision" => self.decision = Decision::read(value),
                    b"denial_code" => self.denial_code = true,
                    b"flow" => self.flow = true,
                    b"policy_bundle" => self.policy_bundle = Some(value),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// Reads the digest of a bundle whose form was checked; `None` for one that is not SHA-256.
fn bundle_digest(bundle: Value<'_>) -> Option<Digest> {
    Digest::from_hex(bundle.get("digest")?.plain_string()?.strip_prefix("sha256:")?)
}

/// Approvers are persons: the signed part holds only their digests, never a name that could not be withheld.
fn check_approvers(value: Value<'_>) -> Result<(), ReceiptError> {
    let hidden = |item: Value<'_>| item.kind() == Kind::Object && item.get("...").is_some();
    if value.kind() == Kind::Array && value.items().all(hidden) {
        return Ok(());
    }
    Err(wrong_type("approvers"))
}

/// Checks a disclosed claim; returns whether it is one that every act has.
fn disclosed(key: Value<'_>, value: Value<'_>) -> Result<bool, ReceiptError> {
    const SEED: EventClaim = closed(SALT_SEED, Form::Seed, false);
    let name = key.raw();
    let claim = if name == SALT_SEED.as_bytes() { &SEED } else { known(name, true)? };
    check(claim, value)?;
    Ok(claim.required)
}

fn known(name: &[u8], withholdable: bool) -> Result<&'static EventClaim, ReceiptError> {
    let is_it =
        |claim: &&EventClaim| claim.withholdable == withholdable && claim.name.as_bytes() == name;
    EVENT_CLAIMS.iter().find(is_it).ok_or_else(|| {
        let name = String::from_utf8_lossy(name);
        let claim = name.chars().take(80).flat_map(char::escape_debug).collect();
        let reason = if withholdable {
            "may not be disclosed in a receipt of this type"
        } else {
            "is not known to this type of receipt"
        };
        ReceiptError::Claim { claim, reason }
    })
}

fn check(claim: &EventClaim, value: Value<'_>) -> Result<(), ReceiptError> {
    if claim.form.fits(value) {
        return Ok(());
    }
    Err(ReceiptError::Claim { claim: claim.name.into(), reason: claim.form.wanted() })
}

fn wrong_type(claim: &str) -> ReceiptError {
    ReceiptError::Claim { claim: claim.into(), reason: "is not of the right type" }
}

#[cfg(test)]
mod tests;
