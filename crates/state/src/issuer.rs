//! Issuers of tokens whom we believe, and what for.
//!
//! An issuer is never changed: its bindings were approved for what it was. It is removed, with its bindings and the credentials that were given
//! for them, and added again. A client's secret says nothing of who is believed, and is replaced where it is.

use crate::claims::IssuerKind;
use crate::database::State;
use crate::error::StateError;
use crate::operator::OperatorTx;
use crate::outbox::{self, Record};
use crate::scope::Scope;
use cos_core::clock::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// What an issuer's tokens are used for. A token for the one is nothing for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A job exchanges its token for a credential.
    Exchange,
    /// People sign in.
    SignIn,
}

/// An issuer to believe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIssuer {
    /// What it is called here: a-z, 0-9 and `-`.
    pub name: String,
    /// Whose tokens it signs.
    pub kind: IssuerKind,
    /// Its claim `iss`, exactly.
    pub url: String,
    /// The claim `aud` that its tokens have for us, exactly; for people the client id.
    pub audience: String,
    /// Its keys as a JWK set, where they are not looked up.
    pub jwks: Option<String>,
    /// Further hosts that it may name for its keys and its token endpoint.
    pub hosts: Vec<String>,
    /// For people: where they come back to, registered with the provider.
    pub redirect_uri: Option<String>,
    /// For people: the secret that our client has at the provider, as the server sealed it. Nothing here can open it.
    pub sealed_secret: Option<Vec<u8>>,
}

/// An issuer whom we believe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerInfo {
    /// What was said when it was added.
    pub issuer: NewIssuer,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub created_at: Timestamp,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::SignIn => "sign-in",
        }
    }
}

impl IssuerKind {
    /// What tokens of this kind are used for.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::People => Purpose::SignIn,
            Self::GitHub | Self::GitLab | Self::Kubernetes => Purpose::Exchange,
        }
    }
}

impl State {
    /// Every issuer, by name.
    pub async fn issuers(&self) -> Result<Vec<IssuerInfo>, StateError> {
        let rows = sqlx::query(
            "SELECT name, kind, url, audience, jwks, hosts, redirect_uri, sealed_secret, added_by, created_at \
             FROM issuers ORDER BY name",
        );
        let rows = rows.fetch_all(&self.control).await;
        rows.map_err(StateError::database("list issuers"))?.iter().map(read).collect()
    }

    /// The issuer whose `iss` this is, for that purpose.
    pub async fn issuer_of(
        &self,
        url: &str,
        purpose: Purpose,
    ) -> Result<Option<IssuerInfo>, StateError> {
        let all = self.issuers().await?;
        Ok(all.into_iter().find(|it| it.issuer.url == url && it.issuer.kind.purpose() == purpose))
    }

    /// The issuer of that name.
    pub async fn issuer(&self, name: &str) -> Result<IssuerInfo, StateError> {
        let all = self.issuers().await?;
        all.into_iter().find(|it| it.issuer.name == name).ok_or_else(|| missing(name))
    }
}

impl OperatorTx<'_> {
    /// Believes an issuer. That alone lets nobody in: it takes a binding, and two persons.
    pub async fn add_issuer(
        &mut self,
        new: &NewIssuer,
        record: &Record,
        now: Timestamp,
    ) -> Result<IssuerInfo, StateError> {
        self.rules_issuers()?;
        let made = sqlx::query(
            "INSERT INTO issuers \
             (name, kind, purpose, url, audience, jwks, hosts, redirect_uri, sealed_secret, added_by, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        )
        .bind(&new.name)
        .bind(new.kind.as_str())
        .bind(new.kind.purpose().as_str())
        .bind(&new.url)
        .bind(&new.audience)
        .bind(new.jwks.as_deref())
        .bind(new.hosts.join(","))
        .bind(new.redirect_uri.as_deref())
        .bind(new.sealed_secret.clone())
        .bind(self.by.identity())
        .bind(now.0)
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("add an issuer"))?;
        if made.rows_affected() == 0 {
            return Err(StateError::Exists(format!("an issuer `{}` or `{}`", new.name, new.url)));
        }
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        Ok(IssuerInfo {
            issuer: new.clone(),
            added_by: self.by.identity().to_owned(),
            created_at: now,
        })
    }

    /// Replaces the client's secret of an issuer, of which everything else is as it was.
    pub async fn replace_secret(
        &mut self,
        before: &IssuerInfo,
        sealed: &[u8],
        record: &Record,
        now: Timestamp,
    ) -> Result<IssuerInfo, StateError> {
        self.rules_issuers()?;
        let NewIssuer { name, url, audience, .. } = &before.issuer;
        let replace = sqlx::query(
            "UPDATE issuers SET sealed_secret = $4 \
             WHERE name = $1 AND url = $2 AND audience = $3 AND created_at = $5",
        );
        let replace = replace.bind(name).bind(url).bind(audience).bind(sealed.to_vec());
        let done = replace.bind(before.created_at.0).execute(&mut *self.tx).await;
        if done.map_err(StateError::database("replace a secret"))?.rows_affected() == 0 {
            return Err(missing(name));
        }
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        let issuer = NewIssuer { sealed_secret: Some(sealed.to_vec()), ..before.issuer.clone() };
        Ok(IssuerInfo { issuer, ..before.clone() })
    }

    /// Believes an issuer no more: its bindings go, and the credentials that were given for them end.
    pub async fn remove_issuer(
        &mut self,
        name: &str,
        record: &Record,
        now: Timestamp,
    ) -> Result<(), StateError> {
        self.rules_issuers()?;
        let failed = || StateError::database("remove an issuer");
        let revoke = "UPDATE tokens SET revoked_at = $2 WHERE revoked_at IS NULL \
            AND binding IN (SELECT id FROM bindings WHERE issuer = $1)";
        let revoke = sqlx::query(revoke).bind(name).bind(now.0);
        revoke.execute(&mut *self.tx).await.map_err(failed())?;
        let unbind = sqlx::query("DELETE FROM bindings WHERE issuer = $1").bind(name);
        unbind.execute(&mut *self.tx).await.map_err(failed())?;
        let remove = sqlx::query("DELETE FROM issuers WHERE name = $1").bind(name);
        let removed = remove.execute(&mut *self.tx).await.map_err(failed())?;
        if removed.rows_affected() == 0 {
            return Err(missing(name));
        }
        outbox::write(&mut self.tx, &self.home, record, now).await
    }

    /// An issuer belongs to no tenant, so whoever reaches some tenants only has no say about it.
    fn rules_issuers(&self) -> Result<(), StateError> {
        self.by.require(Scope::TokensWrite)?;
        if self.by.reaches_all() { Ok(()) } else { Err(StateError::NoTenant("*".into())) }
    }
}

fn missing(name: &str) -> StateError {
    StateError::Missing(format!(
        "issuer `{}`",
        name.chars().take(80).collect::<String>().escape_debug()
    ))
}

fn read(row: &AnyRow) -> Result<IssuerInfo, StateError> {
    let (kind, hosts): (String, String) = (row.get("kind"), row.get("hosts"));
    let issuer = NewIssuer {
        name: row.get("name"),
        kind: kind.parse()?,
        url: row.get("url"),
        audience: row.get("audience"),
        jwks: row.get("jwks"),
        hosts: hosts.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        redirect_uri: row.get("redirect_uri"),
        sealed_secret: row.get("sealed_secret"),
    };
    Ok(IssuerInfo {
        issuer,
        added_by: row.get("added_by"),
        created_at: Timestamp(row.get("created_at")),
    })
}
