//! The table of routes. An entry says who may call it before it says what it does: there is no way to add one that does not.
//!
//! A handler for a tenant is handed a [`TenantCtx`], made from the credential of the request; one for operators the [`Credential`]; a public
//! one neither. None of them reads the `Authorization` header itself.

use crate::app::App;
use crate::authz::{self, Asked};
use crate::console::{self, Visit};
use crate::drain::Stage;
use crate::problem::Failure;
use crate::spans::Span;
use crate::trace::{Caller, TraceId};
use crate::{
    budget, control, events, host, log, oidc, openapi, operate, receipts, residency, status, themes,
};
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, on};
use cos_state::{Credential, Scope, TenantCtx};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a handler answers.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send>>;

/// The named parts of a path.
type Parts = BTreeMap<String, String>;

/// A request on its way to a handler: the server, the parts of the path, and the rest.
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    pub(crate) path: Parts,
    pub(crate) request: Request,
}

/// Who may call a route, and what is called.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Anyone.
    Public(fn(Call) -> Answer),
    /// Whoever has a credential, with that scope where one is named.
    Operator(Option<Scope>, fn(Call, Credential) -> Answer),
    /// Whoever has a credential with that scope, for the tenant in the path.
    Tenant(Scope, fn(Call, TenantCtx) -> Answer),
    /// Whoever is signed in, with that scope where one is named; a page for people.
    Page(Option<Scope>, fn(Call, Visit) -> Answer),
    /// Whoever is signed in with that scope, for the tenant in the path; a page for people.
    TenantPage(Scope, fn(Call, Visit, TenantCtx) -> Answer),
}

/// A route.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// What it is called in metrics and in the OpenAPI document.
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) access: Access,
}

/// Every route of the server.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().chain(console::ROUTES)
}

/// The routes for programs.
const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/healthz",
        name: "healthz",
        summary: "Whether the process lives.",
        access: Access::Public(operate::healthz),
    },
    Route {
        method: "GET",
        path: "/readyz",
        name: "readyz",
        summary: "Whether requests should be sent here.",
        access: Access::Public(operate::readyz),
    },
    Route {
        method: "GET",
        path: "/metrics",
        name: "metrics",
        summary: "What Prometheus scrapes.",
        access: Access::Public(operate::metrics),
    },
    Route {
        method: "GET",
        path: "/openapi.json",
        name: "openapi",
        summary: "This interface, as OpenAPI 3.1.",
        access: Access::Public(openapi::get),
    },
    Route {
        method: "GET",
        path: "/v1/whoami",
        name: "whoami",
        summary: "Who the credential belongs to.",
        access: Access::Operator(None, control::whoami),
    },
    Route {
        method: "GET",
        path: "/v1/status",
        name: "status",
        summary: "How the server fares.",
        access: Access::Operator(Some(Scope::TenantsRead), status::get),
    },
    Route {
        method: "GET",
        path: "/v1/tenants",
        name: "listTenants",
        summary: "The tenants that the credential reaches.",
        access: Access::Operator(Some(Scope::TenantsRead), control::list_tenants),
    },
    Route {
        method: "POST",
        path: "/v1/tenants",
        name: "createTenant",
        summary: "Create a tenant.",
        access: Access::Operator(Some(Scope::TenantsWrite), control::create_tenant),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}",
        name: "showTenant",
        summary: "One tenant.",
        access: Access::Tenant(Scope::TenantsRead, control::show_tenant),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/suspend",
        name: "suspendTenant",
        summary: "Write nothing for a tenant any more.",
        access: Access::Operator(Some(Scope::TenantsWrite), control::suspend),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/resume",
        name: "resumeTenant",
        summary: "Serve a suspended tenant again.",
        access: Access::Operator(Some(Scope::TenantsWrite), control::resume),
    },
    Route {
        method: "GET",
        path: "/v1/tokens",
        name: "listTokens",
        summary: "The credentials that reach no further than this one.",
        access: Access::Operator(Some(Scope::TokensRead), control::list_tokens),
    },
    Route {
        method: "POST",
        path: "/v1/tokens",
        name: "createToken",
        summary: "Issue a credential that can do no more than this one.",
        access: Access::Operator(Some(Scope::TokensWrite), control::create_token),
    },
    Route {
        method: "DELETE",
        path: "/v1/tokens/{id}",
        name: "revokeToken",
        summary: "Revoke a credential.",
        access: Access::Operator(Some(Scope::TokensWrite), control::revoke_token),
    },
    Route {
        method: "POST",
        path: "/v1/token/exchange",
        name: "exchangeToken",
        summary: "Exchange a job's token for a credential (RFC 8693).",
        access: Access::Public(oidc::exchange),
    },
    Route {
        method: "POST",
        path: "/v1/token/redeem",
        name: "redeemCode",
        summary: "Give the code of a sign-in that a program began for a credential.",
        access: Access::Public(oidc::redeem),
    },
    Route {
        method: "GET",
        path: "/v1/token/issuers",
        name: "listIssuers",
        summary: "The issuers whose tokens count.",
        access: Access::Operator(Some(Scope::TokensRead), oidc::list_issuers),
    },
    Route {
        method: "POST",
        path: "/v1/token/issuers",
        name: "addIssuer",
        summary: "Believe an issuer of tokens; without a binding that lets nobody in.",
        access: Access::Operator(Some(Scope::TokensWrite), oidc::add_issuer),
    },
    Route {
        method: "DELETE",
        path: "/v1/token/issuers/{name}",
        name: "removeIssuer",
        summary: "Believe an issuer no more, and end what was given for its tokens.",
        access: Access::Operator(Some(Scope::TokensWrite), oidc::remove_issuer),
    },
    Route {
        method: "GET",
        path: "/v1/token/bindings",
        name: "listBindings",
        summary: "The bindings that reach no further than the credential.",
        access: Access::Operator(Some(Scope::TokensRead), oidc::list_bindings),
    },
    Route {
        method: "POST",
        path: "/v1/token/bindings",
        name: "proposeBinding",
        summary: "Propose whose token of an issuer gets which credential.",
        access: Access::Operator(Some(Scope::TokensWrite), oidc::propose_binding),
    },
    Route {
        method: "POST",
        path: "/v1/token/bindings/{id}/approve",
        name: "approveBinding",
        summary: "Bring into force what another person proposed.",
        access: Access::Operator(Some(Scope::TokensWrite), oidc::approve_binding),
    },
    Route {
        method: "DELETE",
        path: "/v1/token/bindings/{id}",
        name: "removeBinding",
        summary: "Remove a binding, and end the credentials that were given for it.",
        access: Access::Operator(Some(Scope::TokensWrite), oidc::remove_binding),
    },
    Route {
        method: "GET",
        path: "/console/oidc/{provider}/start",
        name: "startSignIn",
        summary: "Go and sign in at an OpenID provider.",
        access: Access::Public(oidc::start),
    },
    Route {
        method: "GET",
        path: "/console/oidc/{provider}/callback",
        name: "finishSignIn",
        summary: "Come back from an OpenID provider.",
        access: Access::Public(oidc::callback),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/receipts",
        name: "ingestReceipts",
        summary: "Report events, one JSON object a line, and get a durable receipt for each.",
        access: Access::Tenant(Scope::ReceiptsWrite, receipts::ingest),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/receipts/{jti}",
        name: "getReceipt",
        summary: "A receipt, and the proof that it is in the log.",
        access: Access::Tenant(Scope::ReceiptsRead, receipts::get),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/receipts/{jti}/disclose",
        name: "discloseReceipt",
        summary: "A receipt and its proof, showing only what a profile shows; to be passed on.",
        access: Access::Tenant(Scope::ReceiptsRead, receipts::disclose),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/log/checkpoint",
        name: "getCheckpoint",
        summary: "The log's signed checkpoint (C2SP tlog-checkpoint).",
        access: Access::Tenant(Scope::ReceiptsRead, log::checkpoint),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/log/tile/{*tile}",
        name: "getTile",
        summary: "A tile of the log (C2SP tlog-tiles).",
        access: Access::Tenant(Scope::ReceiptsRead, log::tile),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/events",
        name: "watchEvents",
        summary: "What changes for a tenant, as it happens (server-sent events).",
        access: Access::Tenant(Scope::EventsRead, events::stream),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/themes",
        name: "importTheme",
        summary: "Import a theme: an archive, or a plain theme in JSON.",
        access: Access::Tenant(Scope::ThemesWrite, themes::import_route),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/themes",
        name: "listThemes",
        summary: "The themes of a tenant, and which was in force when.",
        access: Access::Tenant(Scope::ThemesRead, themes::list_route),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/themes/rollback",
        name: "rollBackTheme",
        summary: "Bring a theme back into force that was.",
        access: Access::Tenant(Scope::ThemesWrite, themes::rollback_route),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/themes/{digest}",
        name: "showTheme",
        summary: "A theme, what is wrong with it, and what it would change.",
        access: Access::Tenant(Scope::ThemesRead, themes::show_route),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/themes/{digest}/pack",
        name: "exportTheme",
        summary: "A theme as an archive, with a receipt that it was copied.",
        access: Access::Tenant(Scope::ThemesRead, themes::export_route),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/themes/{digest}/theme.css",
        name: "getThemeCss",
        summary: "The style sheet of a theme.",
        access: Access::Tenant(Scope::ThemesRead, themes::css_route),
    },
    Route {
        method: "POST",
        path: "/v1/tenants/{tenant}/themes/{digest}/activate",
        name: "activateTheme",
        summary: "Bring a theme into force.",
        access: Access::Tenant(Scope::ThemesWrite, themes::activate_route),
    },
    Route {
        method: "GET",
        path: "/v1/tenants/{tenant}/theme.css",
        name: "getActiveCss",
        summary: "The style sheet of the theme in force.",
        access: Access::Tenant(Scope::ThemesRead, themes::active_css_route),
    },
];

/// Serves the table.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let add = |router: Router, route: &'static Route| {
        let app = Arc::clone(app);
        let method = Method::from_bytes(route.method.as_bytes()).expect("methods are words");
        let filter = MethodFilter::try_from(method).expect("axum knows the method");
        let handler = move |path: Result<Path<Parts>, PathRejection>, request: Request| {
            let app = Arc::clone(&app);
            async move {
                match path {
                    Ok(Path(path)) => serve(route, Call { app, path, request }).await,
                    Err(_) => Failure::not_found("the path is no text").into_response(),
                }
            }
        };
        router.route(route.path, on(filter, handler))
    };
    all()
        .fold(Router::new(), add)
        .fallback(async || Failure::not_found("there is no such path"))
        .method_not_allowed_fallback(async || {
            let status = axum::http::StatusCode::METHOD_NOT_ALLOWED;
            let code = const { cos_core::code::Code::new("COS-SRV-0005") };
            Failure::new(status, code, "this path has no such method; see `/openapi.json`")
        })
}

async fn serve(route: &'static Route, call: Call) -> Response {
    let (app, (trace, caller)) = (Arc::clone(&call.app), TraceId::of(call.request.headers()));
    let mut response = trace.during(answer(route, call, (trace, caller))).await;
    if *app.drain.borrow() != Stage::Serving {
        // Who comes back comes to whoever serves then.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Answers a request, counts it and writes a line about it. Who asked stands in receipts, for whom may read them, and not in the log.
async fn answer(
    route: &'static Route,
    call: Call,
    (trace, caller): (TraceId, Option<Caller>),
) -> Response {
    let (app, started) = (Arc::clone(&call.app), Instant::now());
    let named = call.path.get("tenant").cloned();
    let length = budget::length(call.request.headers());
    let visitor = console::is_page(route).then(|| console::Visitor::of(&call));
    let (tenant, answer) = match enter(route, call, named).await {
        Ok((tenant, answer)) => match app.budgets.hold(length) {
            Ok(_held) => (tenant, answer.await),
            Err(failure) => (tenant, Err(failure)),
        },
        Err(failure) => (None, Err(failure)),
    };
    let code = answer.as_ref().err().map(|failure| failure.code().to_string());
    if let Some(code) = &code {
        app.metrics.refused(code);
    }
    let response = match visitor {
        Some(visitor) => console::shown(answer, &visitor),
        None => answer.unwrap_or_else(axum::response::IntoResponse::into_response),
    };
    let (status, took) = (response.status().as_u16(), started.elapsed());
    app.metrics.answered(tenant.as_deref(), route.name, &response, took);
    let tenant = tenant.as_deref();
    if let Some(spans) = &app.spans {
        let code = code.as_deref();
        spans.send(&Span { route, trace, caller, tenant, status, code, took });
    }
    let route = route.name;
    let ms = took.as_secs_f64() * 1e3;
    tracing::info!(target: "cos", %trace, route, tenant, status, code, ms, "answered");
    response
}

/// Does what the entry asks of the caller; only then is the handler called. The tenant is one that exists.
///
/// The policy is asked about whom and what there is; what is asked of the credential itself holds whatever the policy says.
async fn enter(
    route: &'static Route,
    mut call: Call,
    named: Option<String>,
) -> Result<(Option<String>, Answer), Failure> {
    let app = Arc::clone(&call.app);
    host::check(&app.hosts, &call.request)?;
    app.roles.check(route)?;
    match route.access {
        Access::Public(handler) => Ok((None, handler(call))),
        Access::Operator(scope, handler) => {
            let credential = credential(&app, call.request.headers()).await?;
            if let Some(scope) = scope {
                let about = call.path.values().next().map_or("", String::as_str);
                let asked = Asked { route, scope, about };
                authz::check(&app, &credential, &asked, None).await?;
                credential.require(scope)?;
            }
            Ok((None, handler(call, credential)))
        }
        Access::Tenant(scope, handler) => {
            let credential = credential(&app, call.request.headers()).await?;
            let tenant = app.state.reach(&credential, &named.unwrap_or_default()).await?;
            app.budgets.charge(tenant.tenant.as_str(), call.request.headers())?;
            let asked = Asked { route, scope, about: tenant.tenant.as_str() };
            authz::check(&app, &credential, &asked, Some(&tenant)).await?;
            let ctx = credential.enter(&tenant, scope)?;
            residency::check(&app, &tenant, call.request.headers())?;
            Ok((Some(ctx.tenant().to_string()), handler(call, ctx)))
        }
        Access::Page(scope, handler) => {
            let visit = Visit::begin(route, &mut call, None).await?;
            if let Some(scope) = scope {
                visit.check(scope).await?;
            }
            Ok((None, handler(call, visit)))
        }
        Access::TenantPage(scope, handler) => {
            let visit = Visit::begin(route, &mut call, Some(named.unwrap_or_default())).await?;
            let ctx = visit.enter(scope).await?;
            if let Some(tenant) = &visit.tenant {
                residency::check(&app, tenant, call.request.headers())?;
            }
            Ok((Some(ctx.tenant().to_string()), handler(call, visit, ctx)))
        }
    }
}

/// Whose credential a request brings.
pub(crate) async fn credential(app: &App, headers: &HeaderMap) -> Result<Credential, Failure> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (given.next(), given.next());
    let token = first.filter(|_| second.is_none()).and_then(|value| value.to_str().ok());
    // Without a token the answer is that of a wrong one.
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    Ok(app.state.authenticate(token, app.now()).await?)
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &impl serde::Serialize) -> Response {
    let text = serde_json::to_string(body).expect("plain data is JSON");
    let status = axum::http::StatusCode::from_u16(status).expect("a constant");
    (status, [(header::CONTENT_TYPE, "application/json")], Body::from(text)).into_response()
}

/// How long the whole body of a request may take: whoever sends it byte by byte holds memory that was set aside for it.
const BODY: Duration = Duration::from_secs(30);

/// Reads a body of at most `limit` bytes.
pub(crate) async fn body(request: Request, limit: usize) -> Result<Vec<u8>, Failure> {
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|declared| declared > limit) {
        return Err(Failure::too_large(limit));
    }
    let read = axum::body::to_bytes(request.into_body(), limit);
    match tokio::time::timeout(BODY, read).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(_)) => Err(Failure::too_large(limit)),
        Err(_) => Err(Failure::slow(BODY)),
    }
}

#[cfg(test)]
mod tests;
