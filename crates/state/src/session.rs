//! Sessions of browsers. A session is a secret of its own, so that the token never lies in a cookie, and has no rights of its own: each request
//! reads those of the token, and what ends the token ends the session.

use crate::auth::Credential;
use crate::database::State;
use crate::error::StateError;
use crate::operator::OperatorTx;
use crate::outbox::{self, Record};
use crate::token::{Kind, Token};
use cos_core::clock::Timestamp;
use sqlx::Row as _;

/// How long a session lasts at most, in seconds: a working day.
const LONGEST: i64 = 8 * 3600;

/// A session that was begun; its secret is shown once.
#[derive(Clone, Debug)]
pub struct Session {
    token: Token,
    expires_at: Timestamp,
}

impl Session {
    /// Makes the secret of a session that is about to begin; no longer than the credential lasts, nor than a working day.
    pub fn new(by: &Credential, now: Timestamp) -> Result<Self, StateError> {
        let token = Token::generate_as(Kind::Session).map_err(StateError::Random)?;
        Ok(Self { token, expires_at: by.expires_at().min(Timestamp(now.0 + LONGEST)) })
    }

    /// What finds it; no secret.
    pub fn id(&self) -> &str {
        self.token.id()
    }

    /// The secret, for the browser's eyes.
    pub fn expose(&self) -> &str {
        self.token.expose()
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl State {
    /// Verifies the secret of a session at the time `now`, and returns the credential that it lends.
    ///
    /// Whatever is wrong with the session or with its token gives the same error.
    pub async fn resume(&self, text: &str, now: Timestamp) -> Result<Credential, StateError> {
        let secret = Token::parse_as(Kind::Session, text);
        let secret = secret.map_err(|_| StateError::Unauthenticated)?;
        let row = sqlx::query(
            "SELECT sessions.secret_mac, sessions.expires_at AS ends_at, sessions.ended_at, \
                    tokens.id, tokens.identity, tokens.person, tokens.tenants, tokens.scopes, \
                    tokens.not_before, tokens.expires_at, tokens.revoked_at \
             FROM sessions JOIN tokens ON tokens.id = sessions.token WHERE sessions.id = $1",
        );
        let row = row.bind(secret.id()).fetch_optional(&self.control).await;
        let row = row.map_err(StateError::database("look up a session"))?;
        let stored: Vec<u8> = row.as_ref().map(|row| row.get("secret_mac")).unwrap_or_default();
        let right = secret.is(&stored, &self.pepper);
        let row = row.filter(|_| right).ok_or(StateError::Unauthenticated)?;
        let (ended, revoked): (Option<i64>, Option<i64>) =
            (row.get("ended_at"), row.get("revoked_at"));
        let (first, last): (i64, i64) = (row.get("not_before"), row.get("expires_at"));
        let ends_at: i64 = row.get("ends_at");
        let is_over = ended.is_some() || revoked.is_some() || now.0 >= last.min(ends_at);
        if is_over || now.0 < first {
            return Err(StateError::Unauthenticated);
        }
        let token: String = row.get("id");
        Ok(Credential::read(&token, &row)?.lent_by(secret.id(), Timestamp(ends_at)))
    }

    /// Tells whether a session goes on at the time `now`.
    pub(crate) async fn still_begun(&self, id: &str, now: Timestamp) -> Result<(), StateError> {
        let row = sqlx::query("SELECT expires_at, ended_at FROM sessions WHERE id = $1");
        let row = row.bind(id).fetch_optional(&self.control).await;
        let row = row.map_err(StateError::database("look up a session"))?;
        let row = row.ok_or(StateError::Unauthenticated)?;
        let (last, ended): (i64, Option<i64>) = (row.get("expires_at"), row.get("ended_at"));
        if ended.is_some() || now.0 >= last {
            return Err(StateError::Unauthenticated);
        }
        Ok(())
    }

    /// Forgets sessions that ended before `then`; returns how many.
    pub async fn forget_sessions(&self, then: Timestamp) -> Result<u64, StateError> {
        let old = sqlx::query("DELETE FROM sessions WHERE expires_at < $1").bind(then.0);
        let done = old.execute(&self.control).await;
        Ok(done.map_err(StateError::database("forget sessions"))?.rows_affected())
    }
}

impl OperatorTx<'_> {
    /// Begins a session that lends the credential of this transaction.
    pub async fn begin_session(
        &mut self,
        session: &Session,
        record: &Record,
        now: Timestamp,
    ) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO sessions (id, secret_mac, token, begun_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(session.id())
        .bind(session.token.mac(&self.state.pepper).to_vec())
        .bind(self.by.token())
        .bind(now.0)
        .bind(session.expires_at.0)
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("begin a session"))?;
        let home = self.home().clone();
        outbox::write(&mut self.tx, &home, record, now).await
    }

    /// Ends the session that lends the credential of this transaction. Ending it again changes and records nothing.
    pub async fn end_session(&mut self, record: &Record, now: Timestamp) -> Result<(), StateError> {
        let end =
            sqlx::query("UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL");
        let end = end.bind(self.by.session().unwrap_or_default()).bind(now.0);
        let ended = end.execute(&mut *self.tx).await;
        if ended.map_err(StateError::database("end a session"))?.rows_affected() == 0 {
            return Ok(());
        }
        let home = self.home().clone();
        outbox::write(&mut self.tx, &home, record, now).await
    }
}
