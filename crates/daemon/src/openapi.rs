//! The OpenAPI 3.1 document, made from the table of routes.

use crate::routes::{Access, Answer, Call, ROUTES, Route, json};
use cos_state::Scope;
use serde_json::{Map, Value, json};

pub(crate) fn get(_: Call) -> Answer {
    Box::pin(async { Ok(json(200, &document())) })
}

/// The document.
pub(crate) fn document() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = route.path.replace("{*", "{");
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[route.method.to_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "cos",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Tenants, credentials, receipts and their log. Failures are RFC 9457 problems with a stable `code`.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code"],
                    "properties": {
                        "type": { "type": "string" }, "title": { "type": "string" },
                        "status": { "type": "integer" }, "detail": { "type": "string" },
                        "code": { "type": "string", "pattern": "^COS-[A-Z]{3}-[0-9]{4}$" },
                        "reasons": { "type": "array", "items": {
                            "type": "object",
                            "properties": { "rule": { "type": "string" }, "message": { "type": "string" }, "remedy": { "type": "string" } },
                        } },
                    },
                },
            },
        },
    })
}

fn operation(route: &Route) -> Value {
    let names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": { "type": "string" } });
    let (security, scope) = match route.access {
        Access::Public(_) => (json!([]), None),
        Access::Operator(scope, _) => (json!([{ "token": [] }]), scope),
        Access::Tenant(scope, _) => (json!([{ "token": [] }]), Some(scope)),
    };
    let success = if route.method == "POST" { ["200", "201"].as_slice() } else { &["200"] };
    let mut responses: Map<String, Value> = success
        .iter()
        .map(|status| ((*status).to_owned(), json!({ "description": "Done." })))
        .collect();
    let problem = json!({
        "description": "A problem.",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    responses.insert("4XX".to_owned(), problem.clone());
    responses.insert("5XX".to_owned(), problem);
    json!({
        "operationId": route.name,
        "summary": route.summary,
        "security": security,
        "x-cos-scope": scope.map(Scope::as_str),
        "parameters": names.map(parameter).collect::<Vec<_>>(),
        "responses": responses,
    })
}
