//! Tenants and credentials.

use crate::app::App;
use crate::idempotency::{Done, Key, answer, claim_operators, finish_operators};
use crate::issue::Act;
use crate::problem::Failure;
use crate::residency;
use crate::routes::{Answer, Call, body, json};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cos_api as api;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::ids::{Region, Tenant};
use cos_state::{
    Credential, NewToken, Record, Replay, Scope, StateError, TenantCtx, TenantInfo, TenantStatus,
    Tenants, Token, TokenInfo,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// The longest body of a request that is no list of events.
const MAX_BODY: usize = 64 << 10;
/// The longest life of a credential, in seconds.
const MAX_TTL: i64 = 90 * 24 * 3600;
/// The tenant in whose log stands what concerns no tenant.
pub(crate) const PLATFORM: &str = "platform";

pub(crate) fn whoami(_: Call, by: Credential) -> Answer {
    Box::pin(async move {
        Ok(json(
            200,
            &api::Whoami {
                identity: by.identity().to_owned(),
                person: by.person().to_owned(),
                token: by.token().to_owned(),
                scopes: by.scopes().iter().map(ToString::to_string).collect(),
                expires_at: by.expires_at().to_string(),
            },
        ))
    })
}

pub(crate) fn list_tenants(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let tenants = call.app.state.tenants(&by).await?;
        Ok(json(200, &api::Tenants { tenants: tenants.iter().map(to_tenant).collect() }))
    })
}

pub(crate) fn show_tenant(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move { Ok(json(200, &to_tenant(&call.app.state.entered(&ctx).await?))) })
}

pub(crate) fn create_tenant(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let key = Key::of(&call)?;
        let app = call.app;
        let new: api::NewTenant = read(call.request).await?;
        let request = key.map(|key| key.request(&new));
        let region: Region = new.region.parse()?;
        let tag = limited("residency", new.residency, 40)?;
        residency::allow(&tag, &region, &app.region)?;
        let info = TenantInfo {
            tenant: new.tenant.parse()?,
            region,
            display_name: limited("display_name", new.display_name, 200)?,
            residency: tag,
            status: TenantStatus::Active,
            created_at: app.now(),
        };
        if info.tenant.as_str() == PLATFORM {
            // Whoever reached a tenant of that name would read what operators did.
            return Err(
                StateError::Exists(format!("the log `{PLATFORM}`, of operators' acts,")).into()
            );
        }
        let record = record(&app, &info.tenant, &by, "tenant.create", info.tenant.as_str())?;
        let mut tx = app.state.operate(&by, &info.tenant).await?;
        if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
            return Ok(Done::<api::Tenant>::Before(before).into_response());
        }
        tx.create_tenant(&info, &record).await?;
        let made = to_tenant(&info);
        finish_operators(&app, tx, request.as_ref(), &answer(201, &made)).await?;
        Ok(json(201, &made))
    })
}

pub(crate) fn suspend(call: Call, by: Credential) -> Answer {
    Box::pin(set_status(call, by, TenantStatus::Suspended, "tenant.suspend"))
}

pub(crate) fn resume(call: Call, by: Credential) -> Answer {
    Box::pin(set_status(call, by, TenantStatus::Active, "tenant.resume"))
}

async fn set_status(
    call: Call,
    by: Credential,
    status: TenantStatus,
    action: &'static str,
) -> Result<axum::response::Response, Failure> {
    let request = Key::of(&call)?.map(|key| key.request(&()));
    let (app, name) = (call.app, call.path.get("tenant").cloned().unwrap_or_default());
    let found = app.state.reach(&by, &name).await?;
    residency::check(&app, &found, call.request.headers())?;
    let tenant = found.tenant;
    let record = record(&app, &tenant, &by, action, &name)?;
    let mut tx = app.state.operate(&by, &tenant).await?;
    if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
        return Ok(Done::<api::Tenant>::Before(before).into_response());
    }
    let info = to_tenant(&tx.set_tenant_status(status, &record, app.now()).await?);
    finish_operators(&app, tx, request.as_ref(), &answer(200, &info)).await?;
    Ok(json(200, &info))
}

pub(crate) fn list_tokens(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let tokens = call.app.state.tokens(&by).await?;
        Ok(json(200, &api::Tokens { tokens: tokens.iter().map(to_token).collect() }))
    })
}

pub(crate) fn create_token(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let key = Key::of(&call)?;
        let app = call.app;
        let new: api::NewToken = read(call.request).await?;
        let request = key.map(|key| key.request(&new));
        if !(1..=MAX_TTL).contains(&new.ttl_seconds) {
            let text = format!("`ttl_seconds` is {}; write 1 to {MAX_TTL}", new.ttl_seconds);
            return Err(Failure::bad_request(text));
        }
        let (tenants, scopes) = rights(new.tenants.as_deref(), &new.scopes)?;
        let home = home(&app, &by, &tenants).await?;
        let new = NewToken {
            identity: limited("identity", new.identity, 200)?,
            person: by.person().to_owned(),
            tenants,
            scopes,
            expires_at: Timestamp(app.now().0 + new.ttl_seconds),
        };
        let record = record(&app, &home, &by, "token.create", &new.identity)?;
        let mut tx = app.state.operate(&by, &home).await?;
        if let Some(before) = claim_operators(&mut tx, request.as_ref(), app.now()).await? {
            return Ok(Done::<api::TokenCreated>::Before(before).into_response());
        }
        let token = tx.create_token(&new, &record, app.now()).await?;
        finish_operators(&app, tx, request.as_ref(), &shown_once(&token)).await?;
        Ok(json(
            201,
            &api::TokenCreated {
                id: token.id().to_owned(),
                token: token.expose().to_owned(),
                expires_at: new.expires_at.to_string(),
            },
        ))
    })
}

/// What is remembered of the issue of a credential. The credential itself is stored nowhere, so it cannot be answered again.
fn shown_once(token: &Token) -> Replay {
    let detail = format!(
        "the token `{}` was issued for this key, and is shown once; revoke it and issue another",
        token.id()
    );
    let code = const { Code::new("COS-AUT-0005") };
    answer(409, &Failure::new(StatusCode::CONFLICT, code, detail).problem())
}

pub(crate) fn revoke_token(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let (app, id) = (call.app, call.path.get("id").cloned().unwrap_or_default());
        // Where the issue was recorded. Revoking is never refused for where somebody's log is.
        let home = app.state.token(&by, &id).await?.only_tenant()?;
        let home = match home {
            Some(tenant) if residency_of(&app, &by, &tenant).await.is_ok() => tenant,
            _ => PLATFORM.parse()?,
        };
        let record = record(&app, &home, &by, "token.revoke", &id)?;
        let mut tx = app.state.operate(&by, &home).await?;
        let info = tx.revoke_token(&id, &record, app.now()).await?;
        tx.commit().await?;
        app.changed(&home);
        Ok(json(200, &to_token(&info)))
    })
}

/// In whose log the issue of a credential stands: the tenant's, where it reaches one alone, whose log then has to be here.
async fn home(app: &App, by: &Credential, tenants: &Tenants) -> Result<Tenant, Failure> {
    match tenants {
        Tenants::Some(tenants) if tenants.len() == 1 => {
            let tenant = tenants.first().expect("there is one").clone();
            residency_of(app, by, &tenant).await?;
            Ok(tenant)
        }
        _ => Ok(PLATFORM.parse()?),
    }
}

/// What a credential reaches and may do, as it was written: no list of tenants means all of them.
pub(crate) fn rights(
    tenants: Option<&[String]>,
    scopes: &[String],
) -> Result<(Tenants, BTreeSet<Scope>), Failure> {
    let scopes = scopes.iter().map(|scope| scope.parse());
    let scopes = scopes.collect::<Result<_, _>>().map_err(Failure::bad_request)?;
    let tenants = match tenants {
        None => Tenants::All,
        Some([]) => {
            let text = "`tenants` is empty; name one, or leave it out for all";
            return Err(Failure::bad_request(text));
        }
        Some(names) => {
            Tenants::Some(names.iter().map(|name| name.parse()).collect::<Result<_, _>>()?)
        }
    };
    Ok((tenants, scopes))
}

/// Refuses a tenant whose log is not here. One that there is not yet will be.
async fn residency_of(app: &App, by: &Credential, tenant: &Tenant) -> Result<(), Failure> {
    match app.state.reach(by, tenant.as_str()).await {
        Ok(found) => residency::allow(&found.residency, &found.region, &app.region),
        Err(StateError::NoTenant(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn record(
    app: &App,
    tenant: &Tenant,
    by: &Credential,
    action: &str,
    resource: &str,
) -> Result<Record, Failure> {
    let act = Act::new("operator", action, by.identity(), resource);
    app.notary.record(&app.origin(&app.region, tenant), &act, app.now())
}

/// Reads a body of JSON.
pub(crate) async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Failure> {
    let bytes = body(request, MAX_BODY).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::bad_request(format!("the body is not as it should be: {error}")))
}

/// A text that is printable and not too long.
pub(crate) fn limited(field: &str, text: String, most: usize) -> Result<String, Failure> {
    let printable = text.chars().all(|character| !character.is_control());
    if !text.is_empty() && text.len() <= most && printable {
        return Ok(text);
    }
    Err(Failure::bad_request(format!("`{field}` has to be printable text of 1 to {most} bytes")))
}

fn to_tenant(info: &TenantInfo) -> api::Tenant {
    api::Tenant {
        tenant: info.tenant.to_string(),
        region: info.region.to_string(),
        display_name: info.display_name.clone(),
        residency: info.residency.clone(),
        status: info.status.as_str().to_owned(),
        created_at: info.created_at.to_string(),
    }
}

fn to_token(info: &TokenInfo) -> api::Token {
    api::Token {
        id: info.id.clone(),
        identity: info.identity.clone(),
        person: info.person.clone(),
        tenants: info.tenants.clone(),
        scopes: info.scopes.iter().map(ToString::to_string).collect(),
        expires_at: info.expires_at.to_string(),
        revoked_at: info.revoked_at.map(|at| at.to_string()),
    }
}
