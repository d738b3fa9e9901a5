//! What a route takes and answers, as OpenAPI describes it. The types themselves are in `cos-api`; a test of the whole server by requests
//! made from this document tells whether both say the same.

use crate::routes::Route;
use cos_core::receipt::event;
use cos_state::Scope;
use serde_json::{Map, Value, json};

/// The schemas that routes name.
pub(super) fn schemas() -> Value {
    let text = include_str!("schemas.json");
    let mut schemas: Value = serde_json::from_str(text).expect("checked by the tests");
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    schemas["Scope"] = json!({ "enum": scopes });
    // The published schema, with its references where they lead in this document.
    let event = event::SCHEMA.replace("\"#/", "\"#/components/schemas/Event/");
    let mut event: Value = serde_json::from_str(&event).expect("a published schema is JSON");
    if let Some(event) = event.as_object_mut() {
        event.retain(|name, _| !name.starts_with('$') || name == "$defs");
    }
    schemas["Event"] = event;
    schemas
}

/// The body that a route takes.
pub(super) fn request(route: &Route) -> Option<Value> {
    let content = match route.name {
        "createTenant" => media("application/json", named("NewTenant")),
        "createToken" => media("application/json", named("NewToken")),
        "ingestReceipts" => json!({
            "application/json": { "schema": named("Event") },
            "application/x-ndjson": { "schema": { "type": "string" } },
        }),
        "importTheme" => json!({
            "application/json": { "schema": { "type": "object" } },
            "application/zip": { "schema": { "type": "string", "contentEncoding": "binary" } },
        }),
        "addIssuer" => media("application/json", named("NewIssuer")),
        "proposeBinding" => media("application/json", named("NewBinding")),
        "exchangeToken" => media("application/x-www-form-urlencoded", named("Exchange")),
        "redeemCode" => media("application/json", named("Redeem")),
        "activateTheme" => media("application/json", named("Activate")),
        "rollBackTheme" => media("application/json", named("Rollback")),
        _ => return None,
    };
    Some(json!({ "required": true, "content": content }))
}

/// What a route answers: the successes by status, and that everything else is a problem.
pub(super) fn responses(route: &Route) -> Map<String, Value> {
    let problem = json!({ "description": "A problem.", "content": media("application/problem+json", named("Problem")) });
    let mut responses = successes(route);
    responses.insert("4XX".to_owned(), problem.clone());
    responses.insert("5XX".to_owned(), problem);
    responses
}

fn successes(route: &Route) -> Map<String, Value> {
    let json = |name: &str| media("application/json", named(name));
    let text = |kind: &str| media(kind, json!({ "type": "string" }));
    let answers = match route.name {
        "healthz" => vec![("200", json("Health"))],
        "readyz" => {
            let mut unready = json("Health");
            unready["application/problem+json"] = json!({ "schema": named("Problem") });
            vec![("200", json("Health")), ("503", unready)]
        }
        "metrics" | "getCheckpoint" => vec![("200", text("text/plain"))],
        "openapi" => vec![("200", media("application/json", json!({ "type": "object" })))],
        "whoami" => vec![("200", json("Whoami"))],
        "status" => vec![("200", json("Status"))],
        "listTenants" => vec![("200", json("Tenants"))],
        "createTenant" => vec![("201", json("Tenant"))],
        "showTenant" | "suspendTenant" | "resumeTenant" => vec![("200", json("Tenant"))],
        "listTokens" => vec![("200", json("Tokens"))],
        "createToken" => vec![("201", json("TokenCreated"))],
        "revokeToken" => vec![("200", json("Token"))],
        "exchangeToken" | "redeemCode" => vec![("200", json("Exchanged"))],
        "listIssuers" => vec![("200", json("Issuers"))],
        "addIssuer" => vec![("200", json("Issuer")), ("201", json("Issuer"))],
        "removeIssuer" => vec![("200", json("Issuer"))],
        "listBindings" => vec![("200", json("Bindings"))],
        "proposeBinding" => vec![("201", json("Binding"))],
        "approveBinding" | "removeBinding" => vec![("200", json("Binding"))],
        "ingestReceipts" => {
            let mut known = json("IngestLine");
            known["application/x-ndjson"] = json!({ "schema": { "type": "string" } });
            vec![("200", known), ("201", json("IngestLine"))]
        }
        "getReceipt" | "discloseReceipt" => vec![("200", json("Receipt"))],
        "getTile" => vec![("200", text("application/octet-stream"))],
        "watchEvents" => vec![("200", text("text/event-stream"))],
        "importTheme" => {
            let either = json!({ "anyOf": [named("Theme"), named("ThemeReport")] });
            vec![("200", media("application/json", either)), ("201", json("Theme"))]
        }
        "listThemes" => vec![("200", json("Themes"))],
        "showTheme" => vec![("200", json("ThemeReport"))],
        "activateTheme" | "rollBackTheme" => vec![("200", json("ThemeActivation"))],
        "exportTheme" => vec![("200", text("application/zip"))],
        "getThemeCss" | "getActiveCss" => vec![("200", text("text/css")), ("304", Value::Null)],
        // Pages, and what leads to another one.
        _ => vec![("200", text("text/html")), ("303", Value::Null)],
    };
    let described = |content: Value| match content {
        Value::Null => json!({ "description": "Nothing to send; see the headers." }),
        content => json!({ "description": "Done.", "content": content }),
    };
    answers.into_iter().map(|(status, content)| (status.to_owned(), described(content))).collect()
}

/// What can be asked for behind the path.
pub(super) fn query(route: &Route) -> Option<Value> {
    let (name, values) = match route.name {
        "ingestReceipts" => ("wait", json!(["durable", "published", "witnessed"])),
        "discloseReceipt" => ("profile", json!(["auditor", "tenant", "public"])),
        "importTheme" => ("dry_run", json!(["true"])),
        _ => return None,
    };
    Some(json!({ "name": name, "in": "query", "required": false, "schema": { "enum": values } }))
}

fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn media(kind: &str, schema: Value) -> Value {
    let schema = Map::from_iter([("schema".to_owned(), schema)]);
    Map::from_iter([(kind.to_owned(), schema.into())]).into()
}
