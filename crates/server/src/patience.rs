//! A connection whose peer must take what it asked for.
//!
//! hyper has a deadline for a request's head and none for its answer: a client that asks and never reads would keep
//! its place, and what waits to be sent to it, for ever.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream that fails with `TimedOut` when the peer takes nothing for too long.
#[derive(Debug)]
pub struct Patient<T> {
    stream: T,
    patience: Duration,
    /// Runs only while the peer's turn lasts, so an idle connection has no timer.
    late: Option<Pin<Box<Sleep>>>,
}

impl<T> Patient<T> {
    /// Waits at most `patience` for the peer to take some more.
    pub fn new(stream: T, patience: Duration) -> Self {
        Self { stream, patience, late: None }
    }

    /// The stream itself, for whoever has deadlines of its own.
    pub fn into_inner(self) -> T {
        self.stream
    }

    fn judged<R>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if outcome.is_ready() {
            self.late = None;
            return outcome;
        }
        let patience = self.patience;
        let late = self.late.get_or_insert_with(|| Box::pin(sleep(patience)));
        match late.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Patient<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Patient<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judged(cx, outcome)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bufs: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judged(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(cx);
        self.judged(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.judged(cx, outcome)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_nothing_is_given_up_and_a_slow_one_is_not() {
        let (ours, _theirs) = duplex(4);
        let mut patient = Patient::new(ours, Duration::from_secs(30));
        patient.write_all(b"four").await.unwrap();
        assert_eq!(patient.write(b"more").await.unwrap_err().kind(), io::ErrorKind::TimedOut);

        let (ours, mut slow) = duplex(4);
        let mut patient = Patient::new(ours, Duration::from_secs(30));
        let reading = async {
            let mut all = Vec::new();
            for _ in 0..6 {
                tokio::time::advance(Duration::from_secs(29)).await;
                let mut some = [0; 4];
                slow.read_exact(&mut some).await.unwrap();
                all.extend_from_slice(&some);
            }
            all
        };
        let (written, read) = tokio::join!(patient.write_all(b"twenty-four bytes there!"), reading);
        written.unwrap();
        assert_eq!(read, b"twenty-four bytes there!");
    }
}
