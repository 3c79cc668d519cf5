//! Ends a socket so that the peer learns why.

use std::time::Duration;

use futures_util::SinkExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::ws::upgrade::Socket;

/// How long a peer may take to read why it is closed.
const LINGER: Duration = Duration::from_secs(1);
/// How much of what a peer still sends is read and thrown away meanwhile, in bytes.
const MAX_DISCARDED_BYTES: usize = 256 * 1024;

/// Sends `reason`, then waits a moment for the peer to hang up.
///
/// Closing at once while bytes of the peer are unread would make the kernel send a reset, which
/// overtakes the close frame: the peer would see a broken connection instead of 1009.
pub async fn close(mut socket: Socket, reason: CloseFrame) {
    // On the heap only now: in the caller's future this room would be paid by every idle socket.
    let farewell = Box::pin(async move {
        // A peer that is already gone cannot be told, and needs not to be.
        if socket.send(Message::Close(Some(reason))).await.is_err() {
            return;
        }
        let stream = socket.get_mut();
        if stream.shutdown().await.is_err() {
            return;
        }
        let mut discarded = 0;
        let mut scrap = [0_u8; 1024];
        while discarded < MAX_DISCARDED_BYTES {
            match stream.read(&mut scrap).await {
                Ok(0) | Err(_) => return,
                Ok(n_bytes) => discarded += n_bytes,
            }
        }
    });
    // The answer is the same either way: the socket ends now.
    let _late = tokio::time::timeout(LINGER, farewell).await;
}
