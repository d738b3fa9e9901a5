//! Whom to believe, and what for: issuers, and the bindings that two persons agree on.

use super::outgoing::address;
use crate::app::App;
use crate::control::{PLATFORM, limited, read, record, rights};
use crate::idempotency::{Done, Key, answer, claim_operators, finish_operators};
use crate::problem::Failure;
use crate::routes::{Answer, Call, json};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cos_api as api;
use cos_core::ids::Tenant;
use cos_sign::jwt::KeySet;
use cos_state::{
    BindingInfo, Credential, IssuerInfo, IssuerKind, NewBinding, NewIssuer, Purpose, StateError,
    Tenants,
};

/// The longest address.
const LONGEST_URL: usize = 300;
/// The most further hosts of an issuer.
const MOST_HOSTS: usize = 8;

pub(crate) fn list_issuers(call: Call, _: Credential) -> Answer {
    Box::pin(async move {
        let issuers = call.app.state.issuers().await?;
        Ok(json(200, &api::Issuers { issuers: issuers.iter().map(to_issuer).collect() }))
    })
}

/// Adds an issuer; or replaces its client's secret, where all else is as it was.
pub(crate) fn add_issuer(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let key = Key::of(&call)?;
        let app = call.app;
        let mut new: api::NewIssuer = read(call.request).await?;
        let secret = new.client_secret.take();
        // What is remembered of a request could be tried out on guesses if it were made of the secret itself.
        let request = key.map(|key| match &secret {
            Some(secret) => key.request(&(&new, app.sign_ins.mark(secret))),
            None => key.request(&new),
        });
        let mut new = issuer(new)?;
        let before = app.state.issuers().await?.into_iter().find(|it| is_but_for_secret(it, &new));
        if let Some(secret) = secret {
            new.sealed_secret = Some(app.sign_ins.close(&new, &secret)?);
        }
        let home: Tenant = PLATFORM.parse()?;
        let replaced = before.zip(new.sealed_secret.clone());
        let action = if replaced.is_some() { "issuer.secret" } else { "issuer.add" };
        let record = record(&app, &home, &by, action, &new.name)?;
        let mut tx = app.state.operate(&by, &home).await?;
        if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
            return Ok(Done::<api::Issuer>::Before(before).into_response());
        }
        let (status, made) = match replaced {
            Some((before, sealed)) => {
                (200, tx.replace_secret(&before, &sealed, &record, app.now()).await?)
            }
            None => (201, tx.add_issuer(&new, &record, app.now()).await?),
        };
        let made = to_issuer(&made);
        finish_operators(&app, tx, request.as_ref(), &answer(status, &made)).await?;
        Ok(json(status, &made))
    })
}

fn is_but_for_secret(before: &IssuerInfo, new: &NewIssuer) -> bool {
    NewIssuer { sealed_secret: None, ..before.issuer.clone() } == *new
}

pub(crate) fn remove_issuer(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let (app, name) = (call.app, call.path.get("name").cloned().unwrap_or_default());
        let found = to_issuer(&app.state.issuer(&name).await?);
        let home: Tenant = PLATFORM.parse()?;
        let record = record(&app, &home, &by, "issuer.remove", &name)?;
        let mut tx = app.state.operate(&by, &home).await?;
        tx.remove_issuer(&name, &record, app.now()).await?;
        tx.commit().await?;
        app.changed(&home);
        Ok(json(200, &found))
    })
}

pub(crate) fn list_bindings(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let bindings = call.app.state.bindings(&by).await?;
        Ok(json(200, &api::Bindings { bindings: bindings.iter().map(to_binding).collect() }))
    })
}

pub(crate) fn propose_binding(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let key = Key::of(&call)?;
        let app = call.app;
        let new: api::NewBinding = read(call.request).await?;
        let request = key.map(|key| key.request(&new));
        let new = binding(new, &by)?;
        let home = home(&new)?;
        let record = record(&app, &home, &by, "binding.propose", &new.identity)?;
        let mut tx = app.state.operate(&by, &home).await?;
        if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
            return Ok(Done::<api::Binding>::Before(before).into_response());
        }
        let made = to_binding(&tx.propose_binding(&new, &record, app.now()).await?);
        finish_operators(&app, tx, request.as_ref(), &answer(201, &made)).await?;
        Ok(json(201, &made))
    })
}

pub(crate) fn approve_binding(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let request = Key::of(&call)?.map(|key| key.request(&()));
        let (app, found) = find(call, &by).await?;
        let home = home(&found.binding)?;
        let record = record(&app, &home, &by, "binding.approve", &found.id)?;
        let mut tx = app.state.operate(&by, &home).await?;
        if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
            return Ok(Done::<api::Binding>::Before(before).into_response());
        }
        let done = to_binding(&tx.approve_binding(&found, &record, app.now()).await?);
        finish_operators(&app, tx, request.as_ref(), &answer(200, &done)).await?;
        Ok(json(200, &done))
    })
}

pub(crate) fn remove_binding(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let (app, found) = find(call, &by).await?;
        let home = home(&found.binding)?;
        let record = record(&app, &home, &by, "binding.remove", &found.id)?;
        let mut tx = app.state.operate(&by, &home).await?;
        tx.remove_binding(&found, &record, app.now()).await?;
        tx.commit().await?;
        app.changed(&home);
        Ok(json(200, &to_binding(&found)))
    })
}

async fn find(call: Call, by: &Credential) -> Result<(std::sync::Arc<App>, BindingInfo), Failure> {
    let id = call.path.get("id").cloned().unwrap_or_default();
    let found = call.app.state.binding(by, &id).await?;
    Ok((call.app, found))
}

/// In whose log a binding's receipts stand: the tenant's, where it reaches one alone.
fn home(new: &NewBinding) -> Result<Tenant, Failure> {
    Ok(match new.only_tenant() {
        Some(tenant) => tenant.clone(),
        None => PLATFORM.parse()?,
    })
}

/// Reads an issuer. What is wrong with it shows now and not at the first token.
fn issuer(new: api::NewIssuer) -> Result<NewIssuer, Failure> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if new.name.is_empty() || new.name.len() > 40 || !new.name.bytes().all(plain) {
        return Err(wrong("`name` has to be 1 to 40 of a-z, 0-9 and `-`"));
    }
    let kind: IssuerKind = new.kind.parse()?;
    let url = limited("url", new.url, LONGEST_URL)?;
    address(&url).map_err(|reason| wrong(&format!("`url`: {reason}")))?;
    let jwks = new.jwks.map(|keys| keys.to_string());
    if let Some(keys) = &jwks {
        KeySet::read(keys.as_bytes()).map_err(|reason| wrong(&format!("`jwks`: {reason}")))?;
    }
    let host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    let are_hosts =
        new.hosts.iter().all(|it| !it.is_empty() && it.len() <= 253 && it.bytes().all(host));
    if new.hosts.len() > MOST_HOSTS || !are_hosts {
        return Err(wrong(&format!("`hosts` are at most {MOST_HOSTS} names of hosts")));
    }
    let redirect_uri = match (kind.purpose(), new.redirect_uri) {
        (Purpose::Exchange, None) => None,
        (Purpose::Exchange, Some(_)) => return Err(wrong("`redirect_uri` is for people")),
        (Purpose::SignIn, uri) => {
            let uri = uri.unwrap_or_default();
            let end = format!("/console/oidc/{}/callback", new.name);
            if uri.len() > LONGEST_URL || address(&uri).is_err() || !uri.ends_with(&end) {
                return Err(wrong(&format!(
                    "`redirect_uri` has to be the address of this server and `{end}`"
                )));
            }
            Some(uri)
        }
    };
    let audience = limited("audience", new.audience, 200)?;
    let (name, hosts) = (new.name, new.hosts);
    Ok(NewIssuer { name, kind, url, audience, jwks, hosts, redirect_uri, sealed_secret: None })
}

fn binding(new: api::NewBinding, by: &Credential) -> Result<NewBinding, Failure> {
    let (tenants, scopes) = rights(new.tenants.as_deref(), &new.scopes)?;
    Ok(NewBinding {
        issuer: limited("issuer", new.issuer, 40)?,
        claims: new.claims,
        identity: limited("identity", new.identity, 200)?,
        person: limited("person", new.person.unwrap_or_else(|| by.person().to_owned()), 200)?,
        tenants,
        scopes,
        ttl_seconds: new.ttl_seconds,
    })
}

pub(super) fn wrong(text: &str) -> Failure {
    let error = StateError::Binding(text.to_owned());
    Failure::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error.to_string())
}

fn to_issuer(info: &IssuerInfo) -> api::Issuer {
    let NewIssuer { name, kind, url, audience, jwks, hosts, redirect_uri, sealed_secret } =
        info.issuer.clone();
    api::Issuer {
        name,
        kind: kind.to_string(),
        url,
        audience,
        has_own_keys: jwks.is_some(),
        hosts,
        redirect_uri,
        has_client_secret: sealed_secret.is_some(),
        added_by: info.added_by.clone(),
        created_at: info.created_at.to_string(),
    }
}

fn to_binding(info: &BindingInfo) -> api::Binding {
    let NewBinding { issuer, claims, identity, person, tenants, scopes, ttl_seconds } =
        info.binding.clone();
    let vote =
        |(identity, person): (String, String), at: String| api::Vote { identity, person, at };
    let approved = info.approved.clone();
    api::Binding {
        id: info.id.clone(),
        status: if approved.is_some() { "active" } else { "proposed" }.to_owned(),
        issuer,
        url: info.url.clone(),
        claims,
        identity,
        person,
        tenants: match tenants {
            Tenants::All => None,
            Tenants::Some(tenants) => Some(tenants.iter().map(ToString::to_string).collect()),
        },
        scopes: scopes.iter().map(ToString::to_string).collect(),
        ttl_seconds,
        proposed: vote(info.proposed_by.clone(), info.proposed_at.to_string()),
        approved: approved.map(|(identity, person, at)| vote((identity, person), at.to_string())),
    }
}
