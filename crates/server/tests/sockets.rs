//! The limits of connections and sockets hold against a peer that ignores them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use entrenous_server::edge::Edge;
use entrenous_server::serve::{ConnectionLimits, Stop, serve};
use entrenous_server::ws::closing::close;
use entrenous_server::ws::upgrade::{Socket, SocketLimits, SocketRequest};
use entrenous_testkit::TestContext;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use tokio_util::task::TaskTracker;

const LIMITS: SocketLimits = SocketLimits { read_buffer_bytes: 2048, max_message_bytes: 64 * 1024, max_write_buffer_bytes: 512 * 1024 };
/// Well over what a loopback exchange takes, well under the suite's patience.
const PATIENCE: Duration = Duration::from_secs(20);

struct House {
    address: SocketAddr,
    stop: Stop,
    serving: tokio::task::JoinHandle<bool>,
    flooded: Arc<Notify>,
}

async fn house(limits: ConnectionLimits, drain: Duration) -> House {
    house_with(limits, drain, None).await
}

async fn house_with(limits: ConnectionLimits, drain: Duration, edge: Option<Arc<Edge>>) -> House {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, tasks, flooded) = (Stop::default(), TaskTracker::new(), Arc::new(Notify::new()));
    let echo = {
        let (tasks, stop) = (tasks.clone(), stop.clone());
        move |request: SocketRequest| async move { request.accept(LIMITS, &tasks, move |socket| echo(socket, stop)) }
    };
    let flood = {
        let (tasks, flooded) = (tasks.clone(), Arc::clone(&flooded));
        move |request: SocketRequest| async move { request.accept(LIMITS, &tasks, move |socket| flood(socket, flooded)) }
    };
    let pair = {
        let tasks = tasks.clone();
        move |request: SocketRequest| async move { request.accept(LIMITS, &tasks, pair) }
    };
    let deaf = {
        let (tasks, stop) = (tasks.clone(), stop.clone());
        move |request: SocketRequest| async move {
            request.accept(LIMITS, &tasks, move |socket| async move {
                stop.now.cancelled().await;
                drop(socket);
            })
        }
    };
    let router = Router::new()
        .route("/echo", get(echo))
        .route("/pair", get(pair))
        .route("/flood", get(flood))
        .route("/deaf", get(deaf))
        .route("/plain", get(|| async { "plain" }))
        // More than both kernels' buffers take.
        .route("/large", get(|| async { vec![0u8; 64 * 1024 * 1024] }));
    let serving = TaskTracker::new().spawn(serve(listener, router, limits, edge, tasks, stop.clone(), drain));
    House { address, stop, serving, flooded }
}

async fn echo(mut socket: Socket, stop: Stop) {
    let reason = loop {
        let next = tokio::select! {
            next = socket.next() => next,
            () = stop.soon.cancelled() => break CloseFrame { code: CloseCode::Restart, reason: "".into() },
        };
        match next {
            Some(Ok(message)) if message.is_text() => socket.send(message).await.unwrap(),
            Some(Ok(_)) => {}
            Some(Err(Error::Capacity(_))) => break CloseFrame { code: CloseCode::Size, reason: "".into() },
            Some(Err(_)) | None => return,
        }
    };
    close(socket, reason).await;
}

/// Writes without ever waiting for the peer, as a careless session would.
async fn flood(mut socket: Socket, flooded: Arc<Notify>) {
    let text = "x".repeat(16 * 1024);
    for _ in 0..100_000 {
        // `feed` with a ready check that never flushes: the write buffer alone must say no.
        if let Err(Error::WriteBufferFull(_)) = socket.start_send_unpin(Message::text(text.clone())) {
            flooded.notify_one();
            return;
        }
    }
}

/// Sends two messages in one write, then whether something waited before and after it.
async fn pair(mut socket: Socket) {
    socket.feed(Message::text("one")).await.unwrap();
    socket.feed(Message::text("two")).await.unwrap();
    let waited = socket.has_unsent();
    socket.flush().await.unwrap();
    let found = format!("{waited} {}", socket.has_unsent());
    socket.send(Message::text(found)).await.unwrap();
    close(socket, CloseFrame { code: CloseCode::Normal, reason: "".into() }).await;
}

async fn connect(address: SocketAddr, path: &str) -> WebSocketStream<TcpStream> {
    let stream = TcpStream::connect(address).await.unwrap();
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let (socket, answer) = client_async_with_config(format!("ws://{address}{path}"), stream, Some(config)).await.unwrap();
    assert!(answer.headers().get("sec-websocket-extensions").is_none());
    socket
}

fn quick() -> ConnectionLimits {
    ConnectionLimits { header_timeout: Duration::from_millis(200), ..ConnectionLimits::default() }
}

async fn closed_with(socket: &mut WebSocketStream<TcpStream>) -> Option<CloseCode> {
    loop {
        match tokio::time::timeout(PATIENCE, socket.next()).await.unwrap() {
            Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return None,
        }
    }
}

async fn hangs_up(mut stream: TcpStream) -> bool {
    let mut all = Vec::new();
    // A reset is a hang-up too.
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut all)).await.is_ok()
}

#[tokio::test]
async fn a_silent_connection_is_hung_up() {
    let house = house(quick(), PATIENCE).await;
    assert!(hangs_up(TcpStream::connect(house.address).await.unwrap()).await);
}

#[tokio::test]
async fn a_head_sent_slowly_is_hung_up() {
    let house = house(quick(), PATIENCE).await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    stream.write_all(b"GET /plain HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    assert!(hangs_up(stream).await);
}

#[tokio::test]
async fn an_idle_kept_connection_is_hung_up_after_its_answer() {
    let house = house(quick(), PATIENCE).await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    stream.write_all(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn a_head_over_16_kib_is_refused() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let head = format!("GET /plain HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n", "x".repeat(17 * 1024));
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).await.unwrap();
    assert_eq!(&status, b"HTTP/1.1 431");
}

#[tokio::test]
async fn a_message_of_64_kib_passes_and_one_byte_more_closes_1009() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    let whole = Message::text("x".repeat(64 * 1024));
    socket.send(whole.clone()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), whole);
    socket.send(Message::text("x".repeat(64 * 1024 + 1))).await.unwrap();
    assert_eq!(closed_with(&mut socket).await, Some(CloseCode::Size));
}

#[tokio::test]
async fn a_message_over_64_kib_in_fragments_closes_1009() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    for number in 0..5_u8 {
        let code = if number == 0 { OpCode::Data(Data::Text) } else { OpCode::Data(Data::Continue) };
        let part = Frame::message("x".repeat(16 * 1024), code, number == 4);
        socket.send(Message::Frame(part)).await.unwrap();
    }
    assert_eq!(closed_with(&mut socket).await, Some(CloseCode::Size));
}

#[tokio::test]
async fn a_peer_that_does_not_read_fills_512_kib_and_no_more() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let _never_read = connect(house.address, "/flood").await;
    tokio::time::timeout(PATIENCE, house.flooded.notified()).await.unwrap();
}

#[tokio::test]
async fn a_first_frame_sent_with_the_handshake_is_not_lost() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let mut bytes = b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        .to_vec();
    // A masked text frame "hi" with a mask of zeros.
    bytes.extend([0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
    stream.write_all(&bytes).await.unwrap();
    let mut seen = Vec::new();
    while !seen.ends_with(b"\x81\x02hi") {
        let mut byte = [0];
        tokio::time::timeout(PATIENCE, stream.read_exact(&mut byte)).await.unwrap().unwrap();
        seen.push(byte[0]);
    }
}

#[tokio::test]
async fn messages_wait_for_a_flush_and_then_leave_in_order() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/pair").await;
    for text in ["one", "two", "true false"] {
        assert_eq!(socket.next().await.unwrap().unwrap(), Message::text(text));
    }
}

#[tokio::test]
async fn a_stop_tells_the_sockets_and_waits_for_them() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    house.stop.soon.cancel();
    assert_eq!(closed_with(&mut socket).await, Some(CloseCode::Restart));
    drop(socket);
    assert!(tokio::time::timeout(PATIENCE, house.serving).await.unwrap().unwrap());
}

#[tokio::test]
async fn a_session_that_does_not_leave_is_dropped_when_the_drain_is_over() {
    let house = house(ConnectionLimits::default(), Duration::from_millis(100)).await;
    let mut socket = connect(house.address, "/deaf").await;
    house.stop.soon.cancel();
    assert!(!tokio::time::timeout(PATIENCE, house.serving).await.unwrap().unwrap());
    assert_eq!(closed_with(&mut socket).await, None);
}

#[tokio::test]
async fn connections_over_the_limit_are_told_and_admitted_when_a_socket_has_ended() {
    let limits = ConnectionLimits { max_connections: 1, ..ConnectionLimits::default() };
    let house = house(limits, PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    assert_ne!(plain_status(house.address).await.ok().as_ref(), Some(b"HTTP/1.1 200"));
    socket.send(Message::text("still here")).await.unwrap();
    assert!(socket.next().await.unwrap().unwrap().is_text());
    socket.close(None).await.unwrap();
    drop(socket);
    admitted_again(house.address).await;
}

/// The beginning of the answer to one request on a connection of its own. Whoever is turned away may find the
/// connection reset instead, when its request was on the way already.
async fn plain_status(address: SocketAddr) -> std::io::Result<[u8; 12]> {
    let mut stream = TcpStream::connect(address).await?;
    let mut status = [0; 12];
    stream.write_all(b"GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await?;
    tokio::time::timeout(PATIENCE, stream.read_exact(&mut status)).await.unwrap()?;
    Ok(status)
}

async fn admitted_again(address: SocketAddr) {
    let freed = async {
        while plain_status(address).await.ok().as_ref() != Some(b"HTTP/1.1 200") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, freed).await.unwrap();
}

#[tokio::test]
async fn whoever_asks_and_never_reads_is_hung_up_on() {
    let limits = ConnectionLimits { answer_timeout: Duration::from_millis(200), max_connections: 1, ..ConnectionLimits::default() };
    let house = house(limits, PATIENCE).await;
    let stream = TcpStream::connect(house.address).await.unwrap();
    stream.writable().await.unwrap();
    stream.try_write(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    // Its place is free again although it never hung up.
    admitted_again(house.address).await;
    drop(stream);
}

#[tokio::test]
async fn one_peer_cannot_hold_more_than_its_share_and_gets_it_back() {
    let test = TestContext::sqlite().await;
    let limits = ConnectionLimits { max_connections_per_peer: 2, ..ConnectionLimits::default() };
    let house = house_with(limits, PATIENCE, Some(Arc::new(Edge::new(&[], test.ctx.clone())))).await;
    let mut socket = connect(house.address, "/echo").await;
    // Says nothing, and counts all the same.
    let silent = TcpStream::connect(house.address).await.unwrap();
    assert_ne!(plain_status(house.address).await.ok().as_ref(), Some(b"HTTP/1.1 200"));
    // The socket is as alive as before.
    socket.send(Message::text("still here")).await.unwrap();
    assert!(socket.next().await.unwrap().unwrap().is_text());
    drop(silent);
    admitted_again(house.address).await;
}

fn fragment(text: &'static str, code: OpCode, last: bool) -> Message {
    Message::Frame(Frame::message(text, code, last))
}

#[tokio::test]
async fn fragments_are_joined_and_a_ping_between_them_is_answered() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    socket.send(fragment("good ", OpCode::Data(Data::Text), false)).await.unwrap();
    socket.send(Message::Ping("there?".into())).await.unwrap();
    socket.send(fragment("morning", OpCode::Data(Data::Continue), true)).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong("there?".into()));
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("good morning"));
}

#[tokio::test]
async fn a_seventeenth_fragment_closes_1009() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    socket.send(fragment("a", OpCode::Data(Data::Text), false)).await.unwrap();
    for _ in 0..16 {
        socket.send(fragment("", OpCode::Data(Data::Continue), false)).await.unwrap();
    }
    assert_eq!(closed_with(&mut socket).await, Some(CloseCode::Size));
}

#[tokio::test]
async fn a_farewell_is_answered_with_its_own_code() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    socket.close(Some(CloseFrame { code: CloseCode::Away, reason: "".into() })).await.unwrap();
    assert_eq!(closed_with(&mut socket).await, Some(CloseCode::Away));
}

#[tokio::test]
async fn messages_cut_into_single_bytes_arrive_whole() {
    let house = house(ConnectionLimits::default(), PATIENCE).await;
    let mut socket = connect(house.address, "/echo").await;
    // Two masked text frames, "one" and "two", with masks of zeros.
    let bytes = [b"\x81\x83\0\0\0\0one".as_slice(), b"\x81\x83\0\0\0\0two"].concat();
    for byte in bytes {
        socket.get_mut().write_all(&[byte]).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("one"));
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("two"));
}
