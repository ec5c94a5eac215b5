use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Request, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use thidua::{Cancel, evaluate_until};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::refusal::{Refusal, engine_answer};
use crate::routes::Service;

/// Bodies are counted in pieces of so many bytes.
const PIECE: u32 = 1024;

/// Room for as many bodies, in pieces, as may be there at one time.
pub(crate) fn room(bodies_max: u32) -> Semaphore {
    Semaphore::new(usize::try_from(bodies_max.div_ceil(PIECE)).unwrap_or(1))
}

/// Answers a request (chấm một yêu cầu).
pub(crate) async fn evaluate(service: Arc<Service>, request: Request<Body>) -> Response<Body> {
    answered(service, request).await.unwrap_or_else(Refusal::response)
}

async fn answered(service: Arc<Service>, request: Request<Body>) -> Result<Response<Body>, Refusal> {
    let limits = service.limits;
    let body_max = limits.body_max;
    let too_large = Refusal::TooLarge { most: body_max };
    let declared =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // What is not told may be as large as is allowed.
    let length: u64 = declared.unwrap_or_else(|| body_max.into());
    let length = u32::try_from(length).ok().filter(|length| *length <= body_max).ok_or(too_large)?;
    // Room is taken before a byte is read: that bounds the memory, whatever comes.
    let room = permit(&service, &service.room, length.div_ceil(PIECE).max(1)).await?;
    let body = read(request.into_body(), body_max, limits.arrival).await?;
    let turn = permit(&service, &service.workers, 1).await?;
    let own = service.clone();
    // Dropped when time is up, and when the caller has gone: the work ends soon after.
    let wanted = Wanted(Cancel::default());
    let cancel = wanted.0.clone();
    let work = tokio::task::spawn_blocking(move || {
        // Both are held to the end of the work, also when nobody waits for it any more.
        let _held = (room, turn);
        let _counted = own.metrics.working();
        let start = Instant::now();
        let answered = evaluate_until(&own.plans, body, &cancel);
        own.metrics.worked(start.elapsed());
        answered
    });
    let done = timeout(limits.work, work).await;
    drop(wanted);
    match done {
        Ok(Ok(answered)) => Ok(engine_answer(answered)),
        Ok(Err(_)) => Err(Refusal::Fault),
        Err(_) => Err(Refusal::TooLong),
    }
}

/// Cancels the work when nobody waits for it any more.
struct Wanted(Cancel);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

async fn permit(service: &Service, of: &Arc<Semaphore>, count: u32) -> Result<OwnedSemaphorePermit, Refusal> {
    let permit = timeout(service.limits.wait, of.clone().acquire_many_owned(count)).await;
    permit.ok().and_then(Result::ok).ok_or(Refusal::Busy)
}

async fn read(body: Body, most: u32, arrival: std::time::Duration) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, usize::try_from(most).unwrap_or(usize::MAX));
    match timeout(arrival, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge { most }),
        Ok(Err(_)) => Err(Refusal::CutOff),
        Err(_) => Err(Refusal::TooSlow),
    }
}
