//! A credential for a token of somebody else's. What that token says was checked before; here it counts once, and gets what a binding gives.

use crate::binding::BindingInfo;
use crate::control::NewToken;
use crate::database::State;
use crate::error::StateError;
use crate::outbox::{self, Record};
use crate::scope::Scope;
use crate::token::Token;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::Tenant;
use sqlx::{Any, Row as _, Transaction};
use std::collections::BTreeSet;

/// A token of somebody else's whose signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// What tells it from every other one of its issuer's.
    pub digest: Digest,
    /// When it ends, and need not be remembered any more.
    pub expires_at: Timestamp,
}

/// How often a token was shown, this time included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Once.
    First,
    /// Twice: it is being tried again, which is worth a receipt.
    Again,
    /// More often.
    Often,
}

/// A transaction in which somebody else's token is exchanged; what is not committed did not happen.
#[derive(Debug)]
pub struct ExchangeTx<'a> {
    tx: Transaction<'static, Any>,
    state: &'a State,
    home: Tenant,
}

impl State {
    /// Begins an exchange; receipts go into the log of `home`.
    pub async fn exchange(&self, home: &Tenant) -> Result<ExchangeTx<'_>, StateError> {
        let tx = self.begin_control(Some(home)).await?;
        Ok(ExchangeTx { tx, state: self, home: home.clone() })
    }

    /// Forgets tokens of others that ended before `then`; returns how many.
    pub async fn forget_assertions(&self, then: Timestamp) -> Result<u64, StateError> {
        let forget = sqlx::query("DELETE FROM assertions WHERE expires_at < $1").bind(then.0);
        let done = forget.execute(&self.control).await;
        Ok(done.map_err(StateError::database("forget tokens"))?.rows_affected())
    }

    /// Admits another person: issues a credential to whoever may write on the server's own machine. No other way leads from one
    /// person to two, so this is where dual control begins.
    pub async fn admit(
        &self,
        new: &NewToken,
        (home, record): (&Tenant, &Record),
        now: Timestamp,
    ) -> Result<Token, StateError> {
        let mut tx = self.begin_control(Some(home)).await?;
        let token = Token::generate().map_err(StateError::Random)?;
        self.insert_token(&mut tx, &token, new, (None, now)).await?;
        outbox::write(&mut tx, home, record, now).await?;
        tx.commit().await.map_err(StateError::database("issue a token"))?;
        Ok(token)
    }
}

impl ExchangeTx<'_> {
    /// Remembers a token, for as long as it lives. Of two who show it at the same time, the second waits for the first.
    pub async fn show(&mut self, assertion: &Assertion) -> Result<Shown, StateError> {
        let row = sqlx::query(
            "INSERT INTO assertions (digest, shown, expires_at) VALUES ($1, 1, $2) \
             ON CONFLICT (digest) DO UPDATE SET shown = assertions.shown + 1 RETURNING shown",
        );
        let row = row.bind(assertion.digest.0.to_vec()).bind(assertion.expires_at.0);
        let row = row.fetch_one(&mut *self.tx).await;
        let shown: i64 = row.map_err(StateError::database("remember a token"))?.get("shown");
        Ok(match shown {
            1 => Shown::First,
            2 => Shown::Again,
            _ => Shown::Often,
        })
    }

    /// Issues what a binding gives, or those of its scopes; the binding has to be in force still.
    pub async fn issue(
        &mut self,
        binding: &BindingInfo,
        scopes: &BTreeSet<Scope>,
        record: &Record,
        now: Timestamp,
    ) -> Result<(Token, Timestamp), StateError> {
        let found =
            sqlx::query("SELECT id FROM bindings WHERE id = $1 AND approved_at IS NOT NULL");
        let found = found.bind(&binding.id).fetch_optional(&mut *self.tx).await;
        let gone = || StateError::Missing(format!("binding `{}`", binding.id));
        found.map_err(StateError::database("look up a binding"))?.ok_or_else(gone)?;
        let given = &binding.binding;
        let expires_at = Timestamp(now.0 + given.ttl_seconds);
        let new = NewToken {
            identity: given.identity.clone(),
            person: given.person.clone(),
            tenants: given.tenants.clone(),
            scopes: given.scopes.intersection(scopes).copied().collect(),
            expires_at,
        };
        let token = Token::generate().map_err(StateError::Random)?;
        self.state.insert_token(&mut self.tx, &token, &new, (Some(&binding.id), now)).await?;
        self.record(record, now).await?;
        Ok((token, expires_at))
    }

    /// Writes the receipt of a refusal.
    pub async fn record(&mut self, record: &Record, now: Timestamp) -> Result<(), StateError> {
        outbox::write(&mut self.tx, &self.home, record, now).await
    }

    /// Makes it so, durably.
    pub async fn commit(self) -> Result<(), StateError> {
        self.tx.commit().await.map_err(StateError::database("commit"))
    }
}
