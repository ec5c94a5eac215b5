//! The HTTP service of thidua (dịch vụ HTTP): a request in JSON goes in, the answer comes out, with the bytes of `thidua evaluate`.
//!
//! It keeps nothing but plans, has no login of its own and belongs behind the gateway of the office. Bodies, times,
//! connections and the work at one time are bounded; whatever is refused is answered with findings.
//!
//! ```no_run
//! use thidua_service::{Limits, serve};
//! # fn main() -> std::io::Result<()> {
//! let runtime = thidua_service::runtime(&Limits::default())?;
//! runtime.block_on(async {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8787").await?;
//!     serve(listener, Limits::default(), std::future::pending()).await;
//!     Ok(())
//! })
//! # }
//! ```

mod connections;
mod evaluate;
mod limits;
mod metrics;
mod openapi;
mod refusal;
mod routes;

pub use connections::{serve, serve_with_page};
pub use limits::{Limits, runtime};
pub use openapi::openapi;
