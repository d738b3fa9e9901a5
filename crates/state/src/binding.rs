//! Bindings: whose token of an issuer gets which credential. One person proposes, another one approves (promise P24).

use crate::auth::{Credential, Reach, parse_scopes, scopes_text};
use crate::claims::IssuerKind;
use crate::control::{Tenants, read_token};
use crate::database::State;
use crate::error::StateError;
use crate::issuer::Purpose;
use crate::operator::OperatorTx;
use crate::outbox::{self, Record};
use crate::scope::Scope;
use cos_core::clock::Timestamp;
use cos_core::ids::Tenant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// A binding to propose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBinding {
    /// The name of the issuer.
    pub issuer: String,
    /// What its token has to say, exactly.
    pub claims: BTreeMap<String, String>,
    /// Whose credential it is to be.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// Which tenants it reaches.
    pub tenants: Tenants,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// How long it lasts, in seconds.
    pub ttl_seconds: i64,
}

/// A binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingInfo {
    /// Its id: that of the receipt of its proposal.
    pub id: String,
    /// What was proposed, and does not change.
    pub binding: NewBinding,
    /// The kind of its issuer.
    pub kind: IssuerKind,
    /// The `iss` of its issuer.
    pub url: String,
    /// Who proposed it: identity and person.
    pub proposed_by: (String, String),
    /// When.
    pub proposed_at: Timestamp,
    /// Who approved it, and when; it is in force from then on.
    pub approved: Option<(String, String, Timestamp)>,
}

impl State {
    /// The bindings that reach no further than this credential, oldest first.
    pub async fn bindings(&self, by: &Credential) -> Result<Vec<BindingInfo>, StateError> {
        by.require(Scope::TokensRead)?;
        let mut all = self.all_bindings().await?;
        all.retain(|it| by.reaches_as_far(&it.binding.tenants));
        Ok(all)
    }

    /// A binding that reaches no further than this credential.
    pub async fn binding(&self, by: &Credential, id: &str) -> Result<BindingInfo, StateError> {
        let all = self.all_bindings().await?;
        let found =
            all.into_iter().find(|it| it.id == id && by.reaches_as_far(&it.binding.tenants));
        found.ok_or_else(|| missing(id))
    }

    /// The bindings of an issuer that are in force, oldest first.
    pub async fn bindings_in_force(&self, issuer: &str) -> Result<Vec<BindingInfo>, StateError> {
        let mut all = self.all_bindings().await?;
        all.retain(|it| it.binding.issuer == issuer && it.approved.is_some());
        Ok(all)
    }

    async fn all_bindings(&self) -> Result<Vec<BindingInfo>, StateError> {
        let rows = sqlx::query(
            "SELECT b.id, b.issuer, b.claims, b.identity, b.person, b.tenants, b.scopes, b.ttl_seconds, \
                    b.proposed_by, b.proposed_person, b.proposed_at, \
                    b.approved_by, b.approved_person, b.approved_at, i.kind, i.url \
             FROM bindings b JOIN issuers i ON i.name = b.issuer ORDER BY b.id",
        );
        let rows = rows.fetch_all(&self.control).await;
        rows.map_err(StateError::database("list bindings"))?.iter().map(read).collect()
    }
}

impl OperatorTx<'_> {
    /// Proposes a binding that gives no more than the credential that proposes it has. It lets nobody in before it is approved.
    pub async fn propose_binding(
        &mut self,
        new: &NewBinding,
        record: &Record,
        now: Timestamp,
    ) -> Result<BindingInfo, StateError> {
        self.by.require(Scope::TokensWrite)?;
        self.by.may_give(&new.tenants, &new.scopes)?;
        let issuer = sqlx::query("SELECT kind, url FROM issuers WHERE name = $1").bind(&new.issuer);
        let issuer = issuer.fetch_optional(&mut *self.tx).await;
        let issuer = issuer.map_err(StateError::database("look up an issuer"))?;
        let issuer =
            issuer.ok_or_else(|| StateError::Missing(format!("issuer `{}`", new.issuer)))?;
        let (kind, url): (String, String) = (issuer.get("kind"), issuer.get("url"));
        let kind: IssuerKind = kind.parse()?;
        check(new, kind)?;
        if !self.has_another_person(now).await? {
            return Err(StateError::OnePerson(format!(
                "a binding takes two persons, and `{}` is the only one here who may approve one; \
                 give a second one a token on the server: `cos token admit`",
                self.by.person()
            )));
        }
        let info = BindingInfo {
            id: record.jti.to_string(),
            binding: new.clone(),
            kind,
            url,
            proposed_by: (self.by.identity().to_owned(), self.by.person().to_owned()),
            proposed_at: now,
            approved: None,
        };
        insert(&mut self.tx, &info).await?;
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        Ok(info)
    }

    /// Approves what another person proposed; it is in force then. The credential has to have all that the binding gives.
    pub async fn approve_binding(
        &mut self,
        proposed: &BindingInfo,
        record: &Record,
        now: Timestamp,
    ) -> Result<BindingInfo, StateError> {
        self.by.require(Scope::TokensWrite)?;
        self.by.may_give(&proposed.binding.tenants, &proposed.binding.scopes)?;
        if is_one_person(&proposed.proposed_by.1, self.by.person()) {
            return Err(StateError::OnePerson(format!(
                "`{}` proposed this binding, so another person has to approve it",
                proposed.proposed_by.1
            )));
        }
        let approve = sqlx::query(
            "UPDATE bindings SET approved_by = $2, approved_person = $3, approved_at = $4 \
             WHERE id = $1 AND approved_at IS NULL AND proposed_person = $5",
        );
        let approve = approve
            .bind(&proposed.id)
            .bind(self.by.identity())
            .bind(self.by.person())
            .bind(now.0)
            .bind(&proposed.proposed_by.1);
        let done = approve.execute(&mut *self.tx).await;
        if done.map_err(StateError::database("approve a binding"))?.rows_affected() == 0 {
            return Err(missing_proposal(&proposed.id));
        }
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        let by = (self.by.identity().to_owned(), self.by.person().to_owned(), now);
        Ok(BindingInfo { approved: Some(by), ..proposed.clone() })
    }

    /// Removes a binding, proposed or in force; the credentials that were given for it end. One person is enough to take away.
    pub async fn remove_binding(
        &mut self,
        binding: &BindingInfo,
        record: &Record,
        now: Timestamp,
    ) -> Result<(), StateError> {
        self.by.require(Scope::TokensWrite)?;
        if !self.by.reaches_as_far(&binding.binding.tenants) {
            return Err(missing(&binding.id));
        }
        let failed = || StateError::database("remove a binding");
        let revoke = "UPDATE tokens SET revoked_at = $2 WHERE revoked_at IS NULL AND binding = $1";
        let revoke = sqlx::query(revoke).bind(&binding.id).bind(now.0);
        revoke.execute(&mut *self.tx).await.map_err(failed())?;
        let remove = sqlx::query("DELETE FROM bindings WHERE id = $1").bind(&binding.id);
        let removed = remove.execute(&mut *self.tx).await.map_err(failed())?;
        if removed.rows_affected() == 0 {
            return Err(missing(&binding.id));
        }
        outbox::write(&mut self.tx, &self.home, record, now).await
    }

    /// Whether anybody else could approve what this credential proposes.
    async fn has_another_person(&mut self, now: Timestamp) -> Result<bool, StateError> {
        let rows = sqlx::query(
            "SELECT id, identity, person, tenants, scopes, expires_at, revoked_at FROM tokens \
             WHERE revoked_at IS NULL AND expires_at > $1",
        );
        let rows = rows.bind(now.0).fetch_all(&mut *self.tx).await;
        for row in rows.map_err(StateError::database("list tokens"))? {
            let token = read_token(&row)?;
            let may = token.scopes.contains(&Scope::TokensWrite);
            if may && !is_one_person(&token.person, self.by.person()) {
                return Ok(true);
            }
        }
        // Nobody who signs in has a token before they do.
        let rows = sqlx::query(
            "SELECT b.person, b.scopes FROM bindings b JOIN issuers i ON i.name = b.issuer \
             WHERE b.approved_at IS NOT NULL AND i.kind = 'people'",
        );
        let rows = rows.fetch_all(&mut *self.tx).await;
        for row in rows.map_err(StateError::database("list bindings"))? {
            let (person, scopes): (String, String) = (row.get("person"), row.get("scopes"));
            let may = parse_scopes(&scopes)?.contains(&Scope::TokensWrite);
            if may && !is_one_person(&person, self.by.person()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Credential {
    /// Whether it reaches every one of these tenants.
    fn reaches_as_far(&self, tenants: &Tenants) -> bool {
        match tenants {
            Tenants::All => self.reaches_all(),
            Tenants::Some(tenants) => tenants.iter().all(|tenant| self.reaches(tenant)),
        }
    }
}

impl NewBinding {
    /// The tenant in whose log the binding's receipts stand, where it reaches one alone.
    pub fn only_tenant(&self) -> Option<&Tenant> {
        match &self.tenants {
            Tenants::Some(tenants) if tenants.len() == 1 => tenants.first(),
            _ => None,
        }
    }
}

fn check(new: &NewBinding, kind: IssuerKind) -> Result<(), StateError> {
    kind.check(&new.claims)?;
    let longest = kind.longest_ttl();
    if !(1..=longest).contains(&new.ttl_seconds) {
        let text = format!(
            "a credential for a token of `{kind}` lasts 1 to {longest} seconds, not {}",
            new.ttl_seconds
        );
        return Err(StateError::Binding(text));
    }
    let hands_out = new.scopes.contains(&Scope::TokensWrite);
    if hands_out && kind.purpose() == Purpose::Exchange {
        // Else a job could be the second person.
        let text =
            "a job may not have `tokens:write`: whoever hands out credentials is a person".into();
        return Err(StateError::Binding(text));
    }
    Ok(())
}

/// Whether two names are one person's; case and space around make nobody another one.
fn is_one_person(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn missing(id: &str) -> StateError {
    StateError::Missing(format!(
        "binding `{}`",
        id.chars().take(80).collect::<String>().escape_debug()
    ))
}

fn missing_proposal(id: &str) -> StateError {
    StateError::Missing(format!("binding `{id}` that waits for approval"))
}

async fn insert(connection: &mut AnyConnection, info: &BindingInfo) -> Result<(), StateError> {
    let new = &info.binding;
    let claims = new.claims.iter().map(|(name, value)| format!("{name}={value}\n"));
    sqlx::query(
        "INSERT INTO bindings (id, issuer, claims, identity, person, tenants, scopes, ttl_seconds, \
         proposed_by, proposed_person, proposed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&info.id)
    .bind(&new.issuer)
    .bind(claims.collect::<String>())
    .bind(&new.identity)
    .bind(&new.person)
    .bind(Reach::from(&new.tenants).to_text())
    .bind(scopes_text(&new.scopes))
    .bind(new.ttl_seconds)
    .bind(&info.proposed_by.0)
    .bind(&info.proposed_by.1)
    .bind(info.proposed_at.0)
    .execute(connection)
    .await
    .map_err(StateError::database("propose a binding"))?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<BindingInfo, StateError> {
    let text = |name: &str| row.get::<String, _>(name);
    let claims = text("claims");
    let claim = |line: &str| {
        let (name, value) = line.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    let claims = claims.lines().map(claim).collect::<Option<BTreeMap<_, _>>>();
    let approved = match (
        row.get::<Option<String>, _>("approved_by"),
        row.get::<Option<String>, _>("approved_person"),
        row.get::<Option<i64>, _>("approved_at"),
    ) {
        (Some(identity), Some(person), Some(at)) => Some((identity, person, Timestamp(at))),
        _ => None,
    };
    let tenants = match Reach::parse(&text("tenants"))? {
        Reach::All => Tenants::All,
        Reach::Some(tenants) => Tenants::Some(tenants),
    };
    let binding = NewBinding {
        issuer: text("issuer"),
        claims: claims.ok_or_else(|| StateError::Damaged("a binding has no claims".into()))?,
        identity: text("identity"),
        person: text("person"),
        tenants,
        scopes: parse_scopes(&text("scopes"))?,
        ttl_seconds: row.get("ttl_seconds"),
    };
    Ok(BindingInfo {
        id: text("id"),
        binding,
        kind: text("kind").parse()?,
        url: text("url"),
        proposed_by: (text("proposed_by"), text("proposed_person")),
        proposed_at: Timestamp(row.get("proposed_at")),
        approved,
    })
}
