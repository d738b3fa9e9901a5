//! Signatures of receipts, and the token that says one was checked.
//!
//! This module holds the only constructor of [`Verified`]: whoever has a `Verified<Receipt>` in hand knows that a trusted key signed it,
//! whatever path it took. Which keys are trusted, and for which part of a log, is for the caller to say.

use super::{Receipt, ReceiptError, Sdjwt};
use crate::ed25519::{Prepared, VerifyingKey, invalid_in_batch};
use std::ops::Deref;

/// Something whose signature was checked under one of the [`Keyring`]'s keys.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// let forged = cos_core::receipt::Verified { value: "all is well", key: 0 };
/// ```
/// ```compile_fail,E0624
/// let forged = cos_core::receipt::Verified::assertion("all is well", 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T> {
    value: T,
    key: usize,
}

impl<T> Verified<T> {
    /// Asserts that the signature was checked. Private to this module: `grep` for its uses to audit them all.
    fn assertion(value: T, key: usize) -> Self {
        Self { value, key }
    }

    /// The position in the keyring of the key that signed.
    pub fn key(&self) -> usize {
        self.key
    }

    /// Gives the value up, and the assurance with it.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Which equation a signature has to satisfy; every report names the one it used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Criterion {
    /// `rfc8032-batch`: RFC 8032's cofactored equation, many signatures at once, the bad ones found by bisection.
    #[default]
    Batch,
    /// `rfc8032-strict`: the cofactorless equation without points of small order, one by one.
    Strict,
}

impl Criterion {
    /// Returns the name that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Batch => "rfc8032-batch",
            Self::Strict => "rfc8032-strict",
        }
    }
}

/// Public keys by id.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    ids: Vec<String>,
    keys: Vec<VerifyingKey>,
}

impl Keyring {
    /// Looks a key id up.
    pub fn position(&self, kid: &str) -> Option<usize> {
        self.ids.iter().position(|id| id == kid)
    }

    /// The id of the key at `position`.
    ///
    /// # Panics
    /// When there is no such key.
    pub fn id(&self, position: usize) -> &str {
        &self.ids[position]
    }
}

impl FromIterator<(String, VerifyingKey)> for Keyring {
    fn from_iter<I: IntoIterator<Item = (String, VerifyingKey)>>(keys: I) -> Self {
        let (ids, keys) = keys.into_iter().unzip();
        Self { ids, keys }
    }
}

/// Checks the signatures of many receipts together.
pub struct Checker<'k> {
    keyring: &'k Keyring,
    criterion: Criterion,
    prepared: Vec<Prepared>,
    /// In order of arrival; a receipt whose signature waits in `prepared` stands as its key's position.
    waiting: Vec<Waiting>,
}

enum Waiting {
    Batched { receipt: Receipt, key: usize },
    Decided(Result<Verified<Receipt>, ReceiptError>),
}

impl<'k> Checker<'k> {
    /// Starts with nothing to check.
    pub fn new(keyring: &'k Keyring, criterion: Criterion) -> Self {
        Self { keyring, criterion, prepared: Vec::new(), waiting: Vec::new() }
    }

    /// Takes one receipt; `receipt` is the summary read from `sdjwt`.
    ///
    /// # Panics
    /// When it is the summary of another one, for the outcome would vouch for the wrong receipt.
    pub fn push(&mut self, sdjwt: &Sdjwt<'_>, receipt: Receipt) {
        assert_eq!(receipt.digest, sdjwt.digest(), "the summary belongs to the SD-JWT");
        let waiting = match self.keyring.position(sdjwt.kid()) {
            None => Waiting::Decided(Err(ReceiptError::UnknownKey(
                sdjwt.kid().chars().take(120).collect(),
            ))),
            Some(key) => self.check(sdjwt, receipt, key),
        };
        self.waiting.push(waiting);
    }

    fn check(&mut self, sdjwt: &Sdjwt<'_>, receipt: Receipt, key: usize) -> Waiting {
        let verifying = &self.keyring.keys[key];
        let (message, signature) = (sdjwt.signing_input(), sdjwt.signature());
        match self.criterion {
            Criterion::Strict if verifying.verify_strict(message, signature) => {
                Waiting::Decided(Ok(Verified::assertion(receipt, key)))
            }
            Criterion::Strict => Waiting::Decided(Err(ReceiptError::Signature)),
            Criterion::Batch => match verifying.prepare(key, message, signature) {
                None => Waiting::Decided(Err(ReceiptError::Signature)),
                Some(prepared) => {
                    self.prepared.push(prepared);
                    Waiting::Batched { receipt, key }
                }
            },
        }
    }

    /// Decides all that was taken, in order of arrival, and starts anew.
    pub fn finish(
        &mut self,
    ) -> impl Iterator<Item = Result<Verified<Receipt>, ReceiptError>> + use<'_, 'k> {
        let invalid = invalid_in_batch(&self.keyring.keys, &self.prepared);
        self.prepared.clear();
        let mut invalid = invalid.into_iter().peekable();
        let mut number = 0;
        self.waiting.drain(..).map(move |waiting| match waiting {
            Waiting::Decided(outcome) => outcome,
            Waiting::Batched { receipt, key } => {
                let is_invalid = invalid.next_if_eq(&number).is_some();
                number += 1;
                if is_invalid {
                    Err(ReceiptError::Signature)
                } else {
                    Ok(Verified::assertion(receipt, key))
                }
            }
        })
    }
}

#[cfg(test)]
mod tests;
