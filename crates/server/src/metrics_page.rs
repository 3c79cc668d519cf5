//! Prometheus metrics on a listener of their own, so that they can stay inside.

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::serve::{self, ConnectionLimits, Stop};

/// Connections of the metrics listener; one collector needs one.
const MAX_CONNECTIONS: usize = 16;

/// Serves `/metrics` until the server stops.
pub async fn serve(listener: TcpListener, stop: Stop) {
    let recorder = match PrometheusBuilder::new().install_recorder() {
        Ok(recorder) => recorder,
        Err(error) => {
            tracing::error!(reason = %error, "metrics cannot be collected");
            return;
        }
    };
    let page = move || {
        let text = recorder.render();
        async move { ([(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"))], text).into_response() }
    };
    let router = Router::new().route("/metrics", get(page));
    // It ends with the server, and its own end must not be the server's: `serve` cancels `now` when it is done.
    let stop = Stop { soon: stop.soon, now: CancellationToken::new() };
    let limits = ConnectionLimits { max_connections: MAX_CONNECTIONS, ..ConnectionLimits::default() };
    serve::serve(listener, router, limits, None, TaskTracker::new(), stop, std::time::Duration::from_secs(1)).await;
}
