//! A tenant's themes: packs by the digest of what is in them, and the history of which one was in force.
//!
//! A pack is bytes here; what they mean, and whether they are any good, is decided before they come.

use crate::error::StateError;
use crate::outbox;
use crate::tenant::TenantTx;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A theme to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewTheme<'a> {
    /// The identity of what is in it.
    pub digest: Digest,
    /// What it is called.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
    /// Its canonical bytes.
    pub pack: &'a [u8],
}

/// A theme that a tenant has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeInfo {
    /// The identity of what is in it.
    pub digest: Digest,
    /// What it is called.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it came.
    pub imported_at: Timestamp,
    /// Who brought it.
    pub imported_by: String,
}

/// How a theme came into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationKind {
    /// It was chosen.
    Activated,
    /// It had been in force before, and is again.
    RolledBack,
}

/// A theme that is to come into force.
#[derive(Clone, Copy, Debug)]
pub struct NewActivation<'a> {
    /// How.
    pub kind: ActivationKind,
    /// Which; `None` for the one that is compiled in.
    pub to: Option<Digest>,
    /// Why, in the words of who wanted it.
    pub reason: &'a str,
    /// The receipt of it.
    pub jti: Jti,
}

/// One step of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Its number, from 1 on.
    pub seq: i64,
    /// How it came about.
    pub kind: ActivationKind,
    /// What was in force before; `None` for the theme that is compiled in.
    pub from: Option<Digest>,
    /// What is in force since.
    pub to: Option<Digest>,
    /// Why.
    pub reason: String,
    /// The receipt of it.
    pub jti: Jti,
    /// When.
    pub at: Timestamp,
    /// Who wanted it.
    pub by: String,
}

/// The right to say what is in force next. Whoever asks for it while another transaction has it waits, and then sees what that one did.
#[derive(Debug)]
pub struct Turn {
    seq: i64,
    /// What is in force.
    pub active: Option<Digest>,
}

impl ActivationKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activated => "activated",
            Self::RolledBack => "rolled_back",
        }
    }
}

impl TenantTx {
    /// Keeps a theme; returns it, and whether it is new. The same one again changes nothing.
    pub async fn put_theme(
        &mut self,
        theme: &NewTheme<'_>,
        now: Timestamp,
    ) -> Result<(ThemeInfo, bool), StateError> {
        let put = sqlx::query(
            "INSERT INTO themes (tenant, digest, name, version, pack, imported_at, imported_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, digest) DO NOTHING",
        )
        .bind(self.ctx.tenant().as_str())
        .bind(theme.digest.to_string())
        .bind(theme.name)
        .bind(theme.version)
        .bind(theme.pack.to_vec())
        .bind(now.0)
        .bind(self.ctx.identity())
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("keep a theme"))?;
        Ok((self.theme(theme.digest).await?, put.rows_affected() > 0))
    }

    /// The themes, those that came first at the beginning.
    pub async fn themes(&mut self) -> Result<Vec<ThemeInfo>, StateError> {
        let rows = sqlx::query(
            "SELECT digest, name, version, imported_at, imported_by FROM themes WHERE tenant = $1 \
             ORDER BY imported_at, digest",
        );
        let rows = rows.bind(self.ctx.tenant().as_str()).fetch_all(&mut *self.tx).await;
        rows.map_err(StateError::database("list themes"))?.iter().map(read_theme).collect()
    }

    /// One theme.
    pub async fn theme(&mut self, digest: Digest) -> Result<ThemeInfo, StateError> {
        let row = sqlx::query(
            "SELECT digest, name, version, imported_at, imported_by FROM themes \
             WHERE tenant = $1 AND digest = $2",
        );
        let row = row.bind(self.ctx.tenant().as_str()).bind(digest.to_string());
        let row = row.fetch_optional(&mut *self.tx).await;
        let row = row.map_err(StateError::database("look up a theme"))?;
        read_theme(&row.ok_or_else(|| missing(digest))?)
    }

    /// The bytes of a theme.
    pub async fn theme_pack(&mut self, digest: Digest) -> Result<Vec<u8>, StateError> {
        let row = sqlx::query("SELECT pack FROM themes WHERE tenant = $1 AND digest = $2");
        let row = row.bind(self.ctx.tenant().as_str()).bind(digest.to_string());
        let row = row.fetch_optional(&mut *self.tx).await;
        let row = row.map_err(StateError::database("look up a theme"))?;
        Ok(row.ok_or_else(|| missing(digest))?.get("pack"))
    }

    /// The theme that is in force; `None` for the one that is compiled in.
    pub async fn active_theme(&mut self) -> Result<Option<Digest>, StateError> {
        let row = sqlx::query(
            "SELECT to_digest FROM theme_activations WHERE tenant = $1 ORDER BY seq DESC LIMIT 1",
        );
        let row = row.bind(self.ctx.tenant().as_str()).fetch_optional(&mut *self.tx).await;
        let row = row.map_err(StateError::database("tell which theme is active"))?;
        row.map_or(Ok(None), |row| digest(row.get("to_digest")))
    }

    /// The whole history, oldest first.
    pub async fn theme_history(&mut self) -> Result<Vec<Activation>, StateError> {
        let rows = sqlx::query(
            "SELECT seq, kind, from_digest, to_digest, reason, jti, changed_at, changed_by \
             FROM theme_activations WHERE tenant = $1 ORDER BY seq",
        );
        let rows = rows.bind(self.ctx.tenant().as_str()).fetch_all(&mut *self.tx).await;
        let rows = rows.map_err(StateError::database("tell which themes were active"))?;
        rows.iter().map(read_activation).collect()
    }

    /// Asks for the right to say which theme is in force next.
    pub async fn turn(&mut self) -> Result<Turn, StateError> {
        // The counter is what others wait for. The step counts from the history, so that a turn that is not used leaves no gap.
        outbox::next(&mut self.tx, self.ctx.tenant(), "themes").await?;
        let row = sqlx::query(
            "SELECT COALESCE(MAX(seq), CAST(0 AS BIGINT)) AS seq FROM theme_activations WHERE tenant = $1",
        );
        let row = row.bind(self.ctx.tenant().as_str()).fetch_one(&mut *self.tx).await;
        let last: i64 = row.map_err(StateError::database("tell which theme is active"))?.get("seq");
        Ok(Turn { seq: last + 1, active: self.active_theme().await? })
    }

    /// Brings a theme into force; its receipt and its notice are the caller's, in the same transaction.
    pub async fn activate(
        &mut self,
        turn: Turn,
        new: &NewActivation<'_>,
        now: Timestamp,
    ) -> Result<Activation, StateError> {
        if let Some(to) = new.to {
            self.theme(to).await?;
        }
        sqlx::query(
            "INSERT INTO theme_activations \
             (tenant, seq, kind, from_digest, to_digest, reason, jti, changed_at, changed_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(self.ctx.tenant().as_str())
        .bind(turn.seq)
        .bind(new.kind.as_str())
        .bind(turn.active.map(|it| it.to_string()))
        .bind(new.to.map(|it| it.to_string()))
        .bind(new.reason)
        .bind(new.jti.to_string())
        .bind(now.0)
        .bind(self.ctx.identity())
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("activate a theme"))?;
        Ok(Activation {
            seq: turn.seq,
            kind: new.kind,
            from: turn.active,
            to: new.to,
            reason: new.reason.to_owned(),
            jti: new.jti,
            at: now,
            by: self.ctx.identity().to_owned(),
        })
    }
}

fn missing(digest: Digest) -> StateError {
    StateError::Missing(format!("theme `{digest}`"))
}

fn digest(text: Option<String>) -> Result<Option<Digest>, StateError> {
    let read = |text: String| {
        let damaged = || StateError::Damaged(format!("`{}` is no digest", text.escape_debug()));
        Digest::from_hex(&text).ok_or_else(damaged)
    };
    text.map(read).transpose()
}

fn read_theme(row: &AnyRow) -> Result<ThemeInfo, StateError> {
    let found = digest(row.get("digest"))?;
    Ok(ThemeInfo {
        digest: found.ok_or_else(|| StateError::Damaged("a theme has no digest".into()))?,
        name: row.get("name"),
        version: row.get("version"),
        imported_at: Timestamp(row.get("imported_at")),
        imported_by: row.get("imported_by"),
    })
}

fn read_activation(row: &AnyRow) -> Result<Activation, StateError> {
    let (kind, jti): (String, String) = (row.get("kind"), row.get("jti"));
    let kind = match kind.as_str() {
        "activated" => ActivationKind::Activated,
        "rolled_back" => ActivationKind::RolledBack,
        other => return Err(StateError::Damaged(format!("a theme was `{other}`"))),
    };
    Ok(Activation {
        seq: row.get("seq"),
        kind,
        from: digest(row.get("from_digest"))?,
        to: digest(row.get("to_digest"))?,
        reason: row.get("reason"),
        jti: jti.parse()?,
        at: Timestamp(row.get("changed_at")),
        by: row.get("changed_by"),
    })
}
