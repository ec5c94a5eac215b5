use serde_json::{Map, Value, json};
use thidua::{Language, SCHEMAS, schema};

/// What the service takes and gives (mô tả OpenAPI 3.1), made of the schemas that the command line prints.
///
/// ```
/// let described = thidua_service::openapi();
/// assert_eq!(described["openapi"], "3.1.0");
/// assert!(described["components"]["schemas"]["Request"]["properties"]["rules"].is_object());
/// ```
#[must_use]
pub fn openapi() -> Value {
    let mut schemas = Map::new();
    for (name, kind) in [("Request", "request"), ("Answer", "answer")] {
        let described = schema(kind, Language::English).map(|schema| schema.as_value().clone());
        take_in(&mut schemas, name, described.unwrap_or_default());
    }
    let answer = json!({ "$ref": "#/components/schemas/Answer" });
    let person = json!({
        "description": "Whether a person must look at something in the answer.",
        "required": true,
        "schema": { "type": "string", "enum": ["true", "false"] }
    });
    let refused = |why: &str| {
        json!({
            "description": why,
            "headers": { "thidua-needs-person": person },
            "content": { "application/json": { "schema": answer } }
        })
    };
    let told = |kind: &str, what: &str, schema: Value| json!({ "200": { "description": what, "content": { kind: { "schema": schema } } } });
    let kinds = json!({ "type": "string", "enum": SCHEMAS });
    let mut schema_told = told("application/schema+json", "The schema.", json!({ "type": "object" }));
    if let Some(object) = schema_told.as_object_mut() {
        object.insert("404".to_owned(), refused("There is no such schema (TD0522)."));
    }
    let mut page_told = told("text/html", "The page.", json!({ "type": "string" }));
    if let Some(object) = page_told.as_object_mut() {
        object.insert("404".to_owned(), refused("The service was started without a page (TD0522)."));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "thidua",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Exact, explainable scoring and award recommendations for emulation movements (phong trào thi đua). No login: it belongs behind the gateway of the office.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "paths": {
            "/v1/evaluate": { "post": {
                "operationId": "evaluate",
                "summary": "Answers a request, with the bytes of `thidua evaluate`.",
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Request" }, "example": example() } } },
                "responses": {
                    "200": {
                        "description": "The answer.",
                        "headers": { "thidua-needs-person": person },
                        "content": {
                            "application/json": { "schema": answer },
                            "application/jsonl": { "schema": { "type": "string", "description": "With `lines`: the runs, then a line for each entrant." } }
                        }
                    },
                    "400": refused("The body was cut off (TD0519)."),
                    "408": refused("The body did not arrive in time (TD0518)."),
                    "413": refused("The body is too large (TD0517)."),
                    "422": refused("The request was refused: `errors` say why."),
                    "500": refused("A fault of the program (TD0524)."),
                    "503": refused("The service is busy (TD0520), or the answer takes too long (TD0521).")
                }
            } },
            "/v1/schema/{kind}": { "get": {
                "operationId": "schema",
                "summary": "The JSON Schema of a kind of file.",
                "parameters": [ { "name": "kind", "in": "path", "required": true, "schema": kinds } ],
                "responses": schema_told
            } },
            "/": { "get": {
                "operationId": "page",
                "summary": "The playground for rule authors, where the service was started with `--page`.",
                "responses": page_told
            } },
            "/openapi.json": { "get": {
                "operationId": "openapi", "summary": "This description.",
                "responses": told("application/json", "The description.", json!({ "type": "object" }))
            } },
            "/health": { "get": {
                "operationId": "health", "summary": "Whether the service is up.",
                "responses": told("application/json", "It is.", json!({ "type": "object", "required": ["status"], "properties": { "status": { "const": "ok" } } }))
            } },
            "/metrics": { "get": {
                "operationId": "metrics", "summary": "What the service counts, in the text format of Prometheus.",
                "responses": told("text/plain", "The numbers.", json!({ "type": "string" }))
            } }
        },
        "components": { "schemas": schemas }
    })
}

/// A small request that is sound: two communes in a cluster, ranked, one of them commended.
fn example() -> Value {
    json!({
        "format": "thidua-request/1",
        "rules": "rule_set: vi-du\nversion: 1\ntitle: Ví dụ\ncriteria: [ { code: I, points_max: 60 }, { code: II, points_max: 40 } ]\nrankings: [ { id: cum, scope: cluster } ]\nawards: [ { id: giay-khen, title: Giấy khen, kind: commendation, for: collective, quota: { count: 1, per: cluster } } ]",
        "period": { "from": "2026-01-01", "until": "2026-12-31" },
        "entrants": [ { "id": "xa-a", "name": "Xã A", "cluster": "cụm 1" }, { "id": "xa-b", "name": "Xã B", "cluster": "cụm 1" } ],
        "values": [ { "rows": [ { "entrant": "xa-a", "I": "57.5", "II": 38 }, { "entrant": "xa-b", "I": 52, "II": 40 } ] } ]
    })
}

/// Takes a schema in under a name, and its parts under names that begin with it.
fn take_in(schemas: &mut Map<String, Value>, name: &str, mut described: Value) {
    let parts = described.as_object_mut().and_then(|object| {
        object.remove("$schema");
        object.remove("$id");
        object.remove("$defs")
    });
    for (part, mut schema) in parts
        .as_ref()
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(part, schema)| (part, schema.clone()))
    {
        point_to(&mut schema, name);
        schemas.insert(format!("{name}.{part}"), schema);
    }
    point_to(&mut described, name);
    schemas.insert(name.to_owned(), described);
}

/// Lets every reference to a part lead to where it is now.
fn point_to(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value.as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
                    Some(part) if key == "$ref" => {
                        *value = format!("#/components/schemas/{name}.{part}").into()
                    }
                    _ => point_to(value, name),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| point_to(value, name)),
        _ => {}
    }
}
