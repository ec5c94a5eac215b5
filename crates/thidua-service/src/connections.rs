use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::limits::Limits;
use crate::routes::{Service, routes};

/// Serves until `stop` is there; requests that are under way are answered first (phục vụ).
pub async fn serve(listener: TcpListener, limits: Limits, stop: impl Future<Output = ()>) {
    serve_with_page(listener, limits, None, stop).await;
}

/// The same, with a page in HTML for `GET /`: the playground of rule authors (bàn soạn bộ tiêu chí).
pub async fn serve_with_page(
    listener: TcpListener,
    limits: Limits,
    page: Option<String>,
    stop: impl Future<Output = ()>,
) {
    let service = Service::new(limits);
    let routes = routes(&service, page);
    let connections = Arc::new(Semaphore::new(limits.connections_max.max(1)));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = next(&listener, &connections);
        let (stream, permit) = tokio::select! {
            () = &mut stop => break,
            Some(next) = next => next,
        };
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(limits.arrival).max_buf_size(64 * 1024);
        let connection =
            builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes.clone()));
        let connection = graceful.watch(connection);
        let service = service.clone();
        tokio::spawn(async move {
            let _held = permit;
            let _open = service.metrics.open();
            // A connection that breaks is the caller's: there is nobody to tell.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = timeout(limits.grace, graceful.shutdown()).await;
}

/// The next connection, once there is room for one more.
async fn next(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = connections.clone().acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let _ = stream.set_nodelay(true);
                return Some((stream, permit));
            }
            // Out of handles, or the caller is gone already: a little later there may be room again.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}
