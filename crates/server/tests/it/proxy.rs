//! A TCP proxy that cuts connections after a random number of bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use entrenous_app::context::Chance as _;
use entrenous_testkit::SeededChance;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A running proxy.
pub struct Proxy {
    /// `127.0.0.1:port`.
    pub address: String,
    /// How many connections it cut.
    pub cuts: Arc<AtomicU32>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Proxy {
    /// In front of `upstream`; each connection lives for `least` to `least + spread` bytes, either way.
    pub async fn new(upstream: String, seed: u64, least: u64, spread: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let cuts = Arc::new(AtomicU32::new(0));
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let chance = SeededChance::new(seed);
        let accept = {
            let (cuts, stop, inner) = (Arc::clone(&cuts), stop.clone(), tasks.clone());
            async move {
                loop {
                    let accepted = tokio::select! {
                        () = stop.cancelled() => return,
                        accepted = listener.accept() => accepted,
                    };
                    let Ok((client, _)) = accepted else { continue };
                    let mut bytes = [0u8; 8];
                    chance.fill(&mut bytes);
                    let life = least + u64::from_be_bytes(bytes) % spread;
                    let Ok(server) = TcpStream::connect(&upstream).await else { continue };
                    inner.spawn(carry(client, server, life, Arc::clone(&cuts), stop.clone()));
                }
            }
        };
        tasks.spawn(accept);
        Self { address, cuts, stop, tasks }
    }

    /// Ends.
    pub async fn end(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

async fn carry(client: TcpStream, server: TcpStream, life: u64, cuts: Arc<AtomicU32>, stop: CancellationToken) {
    let left = AtomicU64::new(life);
    let (client_in, client_out) = client.into_split();
    let (server_in, server_out) = server.into_split();
    let is_cut = tokio::select! {
        is_cut = pump(client_in, server_out, &left) => is_cut,
        is_cut = pump(server_in, client_out, &left) => is_cut,
        () = stop.cancelled() => false,
    };
    if is_cut {
        cuts.fetch_add(1, Ordering::SeqCst);
    }
}

/// Carries bytes one way; true when the connection's life ran out, perhaps in the middle of a frame.
async fn pump(mut from: tokio::net::tcp::OwnedReadHalf, mut to: tokio::net::tcp::OwnedWriteHalf, left: &AtomicU64) -> bool {
    let mut buffer = [0u8; 512];
    loop {
        let Ok(n @ 1..) = from.read(&mut buffer).await else { return false };
        let before = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| Some(left.saturating_sub(n as u64))).unwrap_or(0);
        let allowed = n.min(usize::try_from(before).unwrap_or(usize::MAX));
        if to.write_all(&buffer[..allowed]).await.is_err() {
            return false;
        }
        if allowed < n {
            return true;
        }
    }
}
