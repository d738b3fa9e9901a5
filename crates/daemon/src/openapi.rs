//! The OpenAPI 3.1 document, made from the table of routes.

mod bodies;

use crate::console::{COOKIE, is_page};
use crate::idempotency::LONGEST;
use crate::roles::Roles;
use crate::routes::{Access, Answer, Call, Route, all, json};
use cos_state::Scope;
use serde_json::{Map, Value, json};

pub(crate) fn get(call: Call) -> Answer {
    Box::pin(async move { Ok(json(200, &document(&call.app.roles))) })
}

/// The document of a server in these roles.
pub(crate) fn document(roles: &Roles) -> Value {
    let mut paths = Map::new();
    for route in all().filter(|route| roles.serve(route)) {
        let path = route.path.replace("{*", "{");
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[route.method.to_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "cos",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Tenants, credentials, receipts and their log, themes, events. Failures are RFC 9457 problems with a stable `code`. A request on a tenant's data may name the region where it belongs in the header `Cos-Region`; a server of another region refuses it (422, `COS-SRV-0008`).",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": COOKIE },
            },
            "schemas": bodies::schemas(),
        },
    })
}

fn operation(route: &Route) -> Value {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": { "type": "string" } });
    let mut parameters: Vec<Value> = names.map(parameter).collect();
    if !is_page(route) {
        parameters.extend(headers(route).into_iter().chain(bodies::query(route)));
    }
    let (security, scope) = match route.access {
        Access::Public(_) => (json!([]), None),
        Access::Operator(scope, _) => (json!([{ "token": [] }]), scope),
        Access::Tenant(scope, _) => (json!([{ "token": [] }]), Some(scope)),
        Access::Page(scope, _) => (json!([{ "session": [] }]), scope),
        Access::TenantPage(scope, _) => (json!([{ "session": [] }]), Some(scope)),
    };
    if is_page(route) {
        return page(route, &security, scope, &parameters);
    }
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "description": description(route),
        "security": security,
        "x-cos-scope": scope.map(Scope::as_str),
        "parameters": parameters,
        "responses": bodies::responses(route),
    });
    if route.name == "metrics" {
        operation["x-cos-guarded-afar"] = true.into();
    }
    if let Some(body) = bodies::request(route) {
        operation["requestBody"] = body;
    }
    operation
}

/// A page for people, who send forms and read refusals.
fn page(route: &Route, security: &Value, scope: Option<Scope>, parameters: &[Value]) -> Value {
    let text = json!({ "text/html": {} });
    let mut responses = json!({
        "200": { "description": "The page, or what it is made of." },
        "303": { "description": "Where it goes on: where to sign in, or to the page that shows what was done." },
        "4XX": { "description": "Why not.", "content": text },
        "5XX": { "description": "Why not.", "content": text },
    });
    if route.method == "POST" {
        responses.as_object_mut().expect("it is an object").remove("200");
    }
    json!({
        "operationId": route.name,
        "summary": route.summary,
        "tags": ["console"],
        "security": security,
        "x-cos-scope": scope.map(Scope::as_str),
        "parameters": parameters,
        "responses": responses,
    })
}

/// The headers that a route understands.
fn headers(route: &Route) -> Option<Value> {
    if route.method == "POST" && !["exchangeToken", "redeemCode"].contains(&route.name) {
        return Some(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Names this request, so that it can be sent again when its answer was lost.",
            "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$" },
        }));
    }
    (route.name == "watchEvents").then(|| {
        json!({
            "name": "Last-Event-ID", "in": "header", "required": false,
            "description": "The id of the last event that the client has; what came after it is sent first.",
            "schema": { "type": "string" },
        })
    })
}

/// What is to be known of a route besides its summary.
fn description(route: &Route) -> &'static str {
    match route.name {
        "ingestReceipts" => {
            "Events are known by their `id`, a ULID: the same event again is answered with the index that it has, another one under \
             the same id is refused. That needs no `Idempotency-Key`; one is accepted and has no effect."
        }
        "createToken" => {
            "The token is in this answer and nowhere else. The same request under the same `Idempotency-Key` is answered 409 \
             (`COS-AUT-0005`) with the id of the token, so that it can be revoked."
        }
        "status" => {
            "Logs are those that the token reaches; what concerns all tenants is there for a token that reaches all. `reasons` says why it is \
             not simply `ready`."
        }
        "metrics" => {
            "At a door that other machines reach it asks for a token that reaches all tenants, with the scope `tenants:read`."
        }
        "watchEvents" => {
            "Each event has an opaque `id` that grows, its topic as `event` and JSON as `data`. The stream begins with what is to come, \
             or after `Last-Event-ID`; `reset` says that this id is unknown, and that events may be missing. A comment comes every 15 s. \
             It ends when the server stops, the token ends or the tenant is suspended."
        }
        "importTheme" => {
            "An archive as `cos theme export` makes it, or a plain theme in JSON; at most 10 MiB, 8 MiB unpacked. A theme with faults is \
             refused with all of them as `reasons`. `?dry_run=true` tells what would change, and changes nothing. The same theme again \
             is answered 200."
        }
        "exportTheme" => "Each copy leaves a receipt, `theme.exported`.",
        "exchangeToken" => {
            "A form: `grant_type`, `subject_token`, `subject_token_type` and, to get less than the binding gives, `scope`. A token is refused \
             with 401 and `invalid_grant`, and counts once."
        }
        "redeemCode" => {
            "Code and verifier of `cos login --oidc`: the sign-in began at `/console/oidc/{provider}/start?cli=PORT&challenge=…` (RFC 7636, S256). \
             A code counts once, for two minutes; what is wrong with it is answered with 401 and `invalid_grant`."
        }
        "addIssuer" => {
            "Of an issuer that there is nothing can be changed but `client_secret`: everything as it was and another secret is answered with 200. No \
             answer has a secret. The same request under the same `Idempotency-Key` is done once."
        }
        "proposeBinding" => {
            "It lets nobody in before another person approved it. `claims` has to name an id, which is never given twice: names are not enough."
        }
        "activateTheme" => {
            "Refused where colours cannot be told apart. The theme that is in force already is answered with the step that brought it there."
        }
        "rollBackTheme" => {
            "Without `to` the theme before the present comes back; with a digest one that was in force, with `default` the one that is \
             compiled in."
        }
        _ if route.method == "POST" => {
            "The same request under the same `Idempotency-Key` is done once: later ones get the first answer with \
             `Idempotency-Replayed: true`. Another request under it is refused (409, `COS-STA-0007`). Answers are kept for 31 days."
        }
        _ => "",
    }
}
