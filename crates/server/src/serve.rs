//! Accepts connections and hands them to the router, with every limit set by hand.
//!
//! `axum::serve` installs no timer, so hyper's header deadline would be off and a client that
//! sends its head byte by byte would hold a connection forever.
//! Its graceful stop does not wait for sockets either; here every connection and every socket is
//! a task of one tracker.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use entrenous_domain::privacy::RateKey;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::crowd::{Crowd, Share};
use crate::edge::Edge;
use crate::patience::Patient;

/// What one connection may cost before a handler has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// From the first wait for a request to its last header line; also ends idle keep-alive connections.
    pub header_timeout: Duration,
    /// How long a peer may take nothing of an answer.
    pub answer_timeout: Duration,
    /// The request's first line and headers; more is answered with 431.
    pub max_head_bytes: usize,
    /// Connections and sockets open at once; more are answered with 503, so that their clients come back later.
    pub max_connections: usize,
    /// Connections and sockets of one peer; more are answered with 429 before anything of them is read.
    pub max_connections_per_peer: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        let (header_timeout, answer_timeout) = (Duration::from_secs(10), Duration::from_secs(30));
        Self { header_timeout, answer_timeout, max_head_bytes: 16 * 1024, max_connections: 50_000, max_connections_per_peer: 250 }
    }
}

/// The two ways a server stops.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    /// Accept nothing new, finish what runs, tell the sockets to leave.
    pub soon: CancellationToken,
    /// Drop everything.
    pub now: CancellationToken,
}

/// Serves `router` on `listener` until `stop.soon`, then waits for `tasks` to end, at most `drain`.
///
/// `edge` is the only one that looks at addresses: it counts peers, and marks their requests.
/// Without one nobody is counted or marked.
/// Sessions of sockets must be tasks of `tasks` and end by themselves on `stop.soon`.
/// Returns whether everything ended by itself; whatever had not is dropped through `stop.now`.
///
/// `tasks` is closed when this returns.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    edge: Option<Arc<Edge>>,
    tasks: TaskTracker,
    stop: Stop,
    drain: Duration,
) -> bool {
    accept_until_stopped(listener, router, limits, edge, &tasks, &stop).await;
    tasks.close();
    let drained = tokio::select! {
        () = tasks.wait() => true,
        () = tokio::time::sleep(drain) => false,
        () = stop.now.cancelled() => false,
    };
    stop.now.cancel();
    drained
}

async fn accept_until_stopped(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    edge: Option<Arc<Edge>>,
    tasks: &TaskTracker,
    stop: &Stop,
) {
    let room = Arc::new(Semaphore::new(limits.max_connections));
    let crowd = Arc::new(Crowd::new(limits.max_connections_per_peer));
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.soon.cancelled() => return,
            accepted = accept_one(&listener) => accepted,
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            turn_away(&stream, "503 Service Unavailable");
            continue;
        };
        let Ok(share) = edge.as_ref().and_then(|edge| edge.counts_as(peer)).map(|key| crowd.admit(key)).transpose() else {
            turn_away(&stream, "429 Too Many Requests");
            continue;
        };
        let place = ConnectionPlace(Arc::new((place, share)));
        tasks.spawn(serve_connection(stream, peer, place, router.clone(), limits, edge.clone(), stop.clone()));
    }
}

/// The next connection; a failure to accept is that connection's, or the process is out of files for a moment.
async fn accept_one(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_the_peer(&error) => {}
            Err(error) => {
                // Without a pause the loop would spin on "too many open files" and starve the
                // tasks that could close some.
                tracing::warn!(error = &error as &dyn std::error::Error, "no connection can be accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset)
}

/// Says why in one packet and hangs up; nothing is read and nothing waits, so it costs next to nothing.
fn turn_away(stream: &TcpStream, status: &str) {
    let answer = format!("HTTP/1.1 {status}\r\nretry-after: 10\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    // A peer that is gone already does not mind.
    let _gone = stream.try_write(answer.as_bytes());
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: ConnectionPlace,
    router: Router,
    limits: ConnectionLimits,
    edge: Option<Arc<Edge>>,
    stop: Stop,
) {
    // A chat message is smaller than a packet, and Nagle's algorithm would hold it back.
    // A failure means that the peer is already gone, which the first read will tell.
    let _gone = stream.set_nodelay(true);
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        if let Some(edge) = &edge {
            edge.mark(peer, &mut request);
        }
        // A socket outlives this connection's task, so the place goes along with its request.
        request.extensions_mut().insert(place.clone());
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_header_size(limits.max_head_bytes)
        .max_buf_size(limits.max_head_bytes.max(8 * 1024))
        .serve_connection(TokioIo::new(Patient::new(stream, limits.answer_timeout)), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    // What goes wrong on a connection is the peer's doing (cut, late, malformed) and was already
    // answered where an answer is possible.
    tokio::select! {
        _ended = connection.as_mut() => return,
        () = stop.now.cancelled() => return,
        () = stop.soon.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ended = connection => {}
        () = stop.now.cancelled() => {}
    }
}

/// A connection's share of both limits of [`ConnectionLimits`], in the extensions of its requests.
///
/// A socket's session keeps it, so that open sockets count; everything else lets it go.
#[derive(Debug, Clone)]
pub struct ConnectionPlace(#[expect(dead_code, reason = "held for its drop")] Arc<(OwnedSemaphorePermit, Option<Share<RateKey>>)>);
