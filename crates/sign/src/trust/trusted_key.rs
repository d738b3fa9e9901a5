//! A trusted key: the period in which it may sign, and what its signatures are worth once it is retired.

use std::collections::BTreeMap;

use cos_core::clock::Timestamp;
use cos_core::ed25519::VerifyingKey;
use cos_core::ids::Origin;
use cos_core::log::note::{KeyKind, VerifierKey};

use crate::name::{KeyId, Purpose};
#[cfg(doc)]
use crate::spki::SpkiKey;

/// A public key and what its signatures are worth.
///
/// Receipts, checkpoints and reports are signed with Ed25519, policies with P-256; a key for evidence is of either algorithm, an [`SpkiKey`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey<K = VerifyingKey> {
    /// Its id, from which its purpose follows.
    pub id: KeyId,
    /// The key itself.
    pub verifying_key: K,
    /// The first second in which it may sign.
    pub not_before: Timestamp,
    /// The last second in which it may sign; `None` for no end.
    pub not_after: Option<Timestamp>,
    /// Set when it was replaced.
    pub retired: Option<Retired>,
}

/// How far the signatures of a retired key still count.
///
/// By position, not by time: whoever holds an old key can write any time into a receipt, but not insert it into a log. Documents stand in
/// no log, so for keys that sign them it is the time; see [`TrustedKey::accepts_document`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// When the key was taken out of use; for receipts and checkpoints no check depends on it.
    pub at: Timestamp,
    /// Per log, the size it had then: signatures count below it. A log that is not listed counts as empty.
    pub logs: BTreeMap<Origin, u64>,
}

/// What a key's signature is worth for one receipt or checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The key may sign this.
    Accepted,
    /// Issued after the key's last day.
    Expired,
    /// Issued before the key's first day.
    NotYetValid,
    /// The key is retired, so its signature counts by position in a log, and the position is not known.
    PositionUnknown,
    /// The key was retired before this position.
    RetiredBefore {
        /// The first position at which its signatures no longer count.
        limit: u64,
    },
}

/// The time of a document lies outside the period in which its key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsidePeriod {
    /// After the key's last second.
    #[error("it may sign until {last}")]
    Expired {
        /// The last second.
        last: Timestamp,
    },
    /// Before the key's first second.
    #[error("it may sign from {first} on")]
    NotYetValid {
        /// The first second.
        first: Timestamp,
    },
    /// After the key was taken out of use.
    #[error("it was retired at {at}")]
    Retired {
        /// When it was retired.
        at: Timestamp,
    },
}

impl<K> TrustedKey<K> {
    /// What the key signs.
    pub fn purpose(&self) -> Purpose {
        self.id.name().purpose
    }

    /// The same for another form of the key.
    pub(super) fn with<L>(self, verifying_key: L) -> TrustedKey<L> {
        let Self { id, not_before, not_after, retired, .. } = self;
        TrustedKey { id, verifying_key, not_before, not_after, retired }
    }

    /// Tells whether the key may have signed a document, such as a report or a policy bundle, that says it was made at `created`.
    ///
    /// That time is the signer's word: whoever stole a key can write a time before its retirement. Take the key of a thief out of the trust
    /// file altogether.
    pub fn accepts_document(&self, created: Timestamp) -> Result<(), OutsidePeriod> {
        if created < self.not_before {
            return Err(OutsidePeriod::NotYetValid { first: self.not_before });
        }
        if let Some(last) = self.not_after.filter(|&last| created > last) {
            return Err(OutsidePeriod::Expired { last });
        }
        match &self.retired {
            Some(retired) if created > retired.at => Err(OutsidePeriod::Retired { at: retired.at }),
            _ => Ok(()),
        }
    }

    /// The last second in which the key may sign documents; `None` for no end.
    pub fn last_document(&self) -> Option<Timestamp> {
        let retired = self.retired.as_ref().map(|retired| retired.at);
        self.not_after.into_iter().chain(retired).min()
    }
}

impl TrustedKey {
    /// The key as the verifier of a signed note.
    pub fn verifier_key(&self) -> VerifierKey {
        let name = self.id.name().to_note();
        VerifierKey::new(name, KeyKind::Ed25519, self.verifying_key.public_key())
            .expect("the key was decoded before")
    }

    /// Tells whether the key may have signed a receipt issued at `iat` that stands at `position` of a log.
    ///
    /// `position` is `None` for a receipt that was met outside a log; that suffices unless the key is retired.
    pub fn accepts(&self, iat: Timestamp, position: Option<(&Origin, u64)>) -> KeyVerdict {
        if iat < self.not_before {
            return KeyVerdict::NotYetValid;
        }
        if self.not_after.is_some_and(|last| iat > last) {
            return KeyVerdict::Expired;
        }
        match (&self.retired, position) {
            (None, _) => KeyVerdict::Accepted,
            (Some(_), None) => KeyVerdict::PositionUnknown,
            (Some(retired), Some((origin, index))) => match retired.limit(origin) {
                limit if index < limit => KeyVerdict::Accepted,
                limit => KeyVerdict::RetiredBefore { limit },
            },
        }
    }

    /// Tells whether the key may have signed a checkpoint of the log `origin` with `size` entries.
    ///
    /// A checkpoint carries no time of its own, so the key's period is not looked at.
    pub fn accepts_checkpoint(&self, origin: &Origin, size: u64) -> KeyVerdict {
        match self.retired.as_ref().map(|retired| retired.limit(origin)) {
            Some(limit) if size > limit => KeyVerdict::RetiredBefore { limit },
            _ => KeyVerdict::Accepted,
        }
    }
}

impl Retired {
    /// The size of the log `origin` when the key was retired.
    pub fn limit(&self, origin: &Origin) -> u64 {
        self.logs.get(origin).copied().unwrap_or(0)
    }
}
