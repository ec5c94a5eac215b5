use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::routing::{MethodRouter, get, post};
use thidua::{Language, Plans, SCHEMAS, schema};
use tokio::sync::Semaphore;

use crate::evaluate::{evaluate, room};
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::openapi::openapi;
use crate::refusal::{Refusal, plain};

/// What all connections share.
pub(crate) struct Service {
    pub(crate) limits: Limits,
    pub(crate) plans: Plans,
    pub(crate) metrics: Metrics,
    /// Room for bodies, and turns of workers.
    pub(crate) room: Arc<Semaphore>,
    pub(crate) workers: Arc<Semaphore>,
}

impl Service {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            plans: Plans::keeping(limits.plans_max),
            metrics: Metrics::default(),
            room: Arc::new(room(limits.bodies_max.max(limits.body_max))),
            workers: Arc::new(Semaphore::new(limits.workers.max(1))),
        })
    }
}

/// The addresses; at the top one stands the page, where there is one.
pub(crate) fn routes(service: &Arc<Service>, page: Option<String>) -> Router {
    let page = page.map(Bytes::from);
    let evaluating = service.clone();
    let measured = service.clone();
    let counting = service.clone();
    let openapi = serde_json::to_string(&openapi()).unwrap_or_default();
    Router::new()
        .route("/", only("GET, HEAD", get(move || one_page(page.clone()))))
        .route("/v1/evaluate", only("POST", post(move |request| evaluate(evaluating.clone(), request))))
        .route("/v1/schema/{kind}", only("GET, HEAD", get(one_schema)))
        .route("/openapi.json", only("GET, HEAD", get(move || json(openapi.clone()))))
        .route("/health", only("GET, HEAD", get(|| json(r#"{"status":"ok"}"#.to_owned()))))
        .route(
            "/metrics",
            only(
                "GET, HEAD",
                get(move || async move {
                    let text = measured.metrics.text(measured.plans.kept(), measured.plans.reused());
                    plain(StatusCode::OK, "text/plain; version=0.0.4", text)
                }),
            ),
        )
        .fallback(|| async { Refusal::NoRoute.response() })
        .layer(from_fn(move |request: Request<Body>, next: Next| {
            let counting = counting.clone();
            async move {
                let response = next.run(request).await;
                counting.metrics.answered(response.status().as_u16());
                response
            }
        }))
}

fn only(takes: &'static str, route: MethodRouter) -> MethodRouter {
    route.fallback(move || async move { Refusal::NoMethod { takes }.response() })
}

async fn json(text: String) -> Response<Body> {
    plain(StatusCode::OK, "application/json", text)
}

async fn one_page(page: Option<Bytes>) -> Response<Body> {
    page.map_or_else(
        || Refusal::NoRoute.response(),
        |page| plain(StatusCode::OK, "text/html; charset=utf-8", page),
    )
}

async fn one_schema(Path(kind): Path<String>) -> Response<Body> {
    let known = SCHEMAS.contains(&kind.as_str()).then(|| schema(&kind, Language::Vietnamese)).flatten();
    match known {
        Some(schema) => plain(StatusCode::OK, "application/schema+json", schema.as_value().to_string()),
        None => Refusal::NoRoute.response(),
    }
}
