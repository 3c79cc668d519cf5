//! Time and processor time of a message, at a load that does not wait for the answers.
//!
//! The load is open: message N leaves at its time whether or not N − 1 was answered, so a server that falls behind
//! is seen to fall behind.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::sync::{mpsc, watch};
use tokio::task::LocalSet;

use super::cost;
use super::latency::{Latencies, Percentiles};
use super::server::Server;
use super::talk::{Heard, Talker};
use crate::bench::System;
use crate::say;

/// Sockets of agents who see every message.
const AGENTS: usize = 2;
/// Seconds before the measurement, in which each visitor writes for the first time.
const WARM_UP_SECONDS: u32 = 3;
/// How long the last messages may take after the last was sent.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was found at one offered load.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Round {
    /// Messages offered in a second; as many visitors, each writing once in a second.
    pub rate: u32,
    /// Messages measured.
    pub messages: usize,
    /// Messages that were not accepted, or not with every agent, when patience ended; they count as having taken that long.
    pub missing: usize,
    /// From sending until the sender is told that the message is taken.
    pub accepted: Percentiles,
    /// From sending until the last agent has it.
    pub delivered: Percentiles,
    /// Processor time of the server for one message, in microseconds.
    pub processor_us: f64,
}

/// When each message was sent, taken, and heard by the agents.
#[derive(Default)]
struct Book {
    entries: Vec<Entry>,
}

#[derive(Default, Clone, Copy)]
struct Entry {
    sent: Option<Instant>,
    accepted: Option<Duration>,
    delivered: Option<Duration>,
    agents: usize,
}

/// Offers `rate` messages in a second for `seconds`, after the warm-up.
///
/// # Errors
/// When a message is refused, a socket ends, or nothing arrives at all.
pub async fn measure(system: System, rate: u32, seconds: u32) -> Result<Round> {
    say::line(&format!("{}: {rate} messages in a second for {seconds} s …", system.name()));
    let server = Server::start(system)?;
    let way = server.way().await?;
    let n_visitors = rate as usize;
    let mut visitors = Vec::with_capacity(n_visitors);
    for number in 0..n_visitors {
        visitors.push(way.visitor(number).await.with_context(|| format!("visitor {number} was not welcomed"))?);
    }
    let mut agents = Vec::with_capacity(AGENTS);
    for _ in 0..AGENTS {
        agents.push(way.agent().await.context("an agent was not welcomed")?);
    }
    let all = LocalSet::new();
    all.run_until(offer(&server, visitors, agents, rate, seconds)).await
}

async fn offer(server: &Server, visitors: Vec<Talker>, agents: Vec<Talker>, rate: u32, seconds: u32) -> Result<Round> {
    let (warm_up, total) = ((rate * WARM_UP_SECONDS) as usize, (rate * (WARM_UP_SECONDS + seconds)) as usize);
    let book = Rc::new(RefCell::new(Book { entries: vec![Entry::default(); total] }));
    let (failed, mut failure) = watch::channel(None::<String>);
    let failed = Rc::new(failed);
    for agent in agents {
        tokio::task::spawn_local(listen(agent, Rc::clone(&book), Rc::clone(&failed)));
    }
    let mut orders = Vec::with_capacity(visitors.len());
    for visitor in visitors {
        let (order, taken) = mpsc::channel(64);
        orders.push(order);
        tokio::task::spawn_local(write(visitor, taken, Rc::clone(&book), Rc::clone(&failed)));
    }
    let begun = tokio::time::Instant::now();
    let mut processor_before = Duration::ZERO;
    for number in 0..total {
        tokio::time::sleep_until(begun + Duration::from_secs(1) * u32::try_from(number)? / rate).await;
        if number == warm_up {
            processor_before = cost::processor_time(server.pid())?;
        }
        book.borrow_mut().entries[number].sent = Some(Instant::now());
        // A visitor with 64 unsent messages has a server that stopped reading; what it does not get is missing.
        let _unread = orders[number % orders.len()].try_send(number);
    }
    let all_there = async {
        while book.borrow().entries.iter().any(|entry| entry.accepted.is_none() || entry.delivered.is_none()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        () = all_there => {}
        () = tokio::time::sleep(PATIENCE) => {}
        _ = failure.changed() => {}
    }
    if let Some(reason) = failure.borrow().as_deref() {
        anyhow::bail!("a socket of the load failed: {reason}");
    }
    let processor = cost::processor_time(server.pid())? - processor_before;
    let book = book.borrow();
    round(rate, &book.entries[warm_up..], processor)
}

/// Sends what it is told to send, and hears what is taken.
async fn write(mut visitor: Talker, mut taken: mpsc::Receiver<usize>, book: Rc<RefCell<Book>>, failed: Rc<watch::Sender<Option<String>>>) {
    loop {
        let done = tokio::select! {
            order = taken.recv() => match order {
                Some(number) => visitor.send(number).await,
                None => return,
            },
            heard = visitor.hear() => heard.map(|heard| {
                if let Heard::Accepted(number) = heard {
                    book.borrow_mut().accepted(number);
                }
            }),
        };
        if let Err(error) = done {
            return tell(&failed, &error);
        }
    }
}

/// Hears what arrives at one agent.
async fn listen(mut agent: Talker, book: Rc<RefCell<Book>>, failed: Rc<watch::Sender<Option<String>>>) {
    loop {
        match agent.hear().await {
            Ok(Heard::Added(number)) => book.borrow_mut().delivered(number),
            Ok(_) => {}
            Err(error) => return tell(&failed, &error),
        }
    }
}

fn tell(failed: &watch::Sender<Option<String>>, error: &anyhow::Error) {
    // Nobody listens any more when the round is over, and then it does not matter.
    let _over = failed.send(Some(format!("{error:#}")));
}

impl Book {
    fn accepted(&mut self, number: usize) {
        if let Some(entry) = self.entries.get_mut(number) {
            entry.accepted = entry.sent.map(|sent| sent.elapsed());
        }
    }

    fn delivered(&mut self, number: usize) {
        if let Some(entry) = self.entries.get_mut(number) {
            entry.agents += 1;
            if entry.agents == AGENTS {
                entry.delivered = entry.sent.map(|sent| sent.elapsed());
            }
        }
    }
}

fn round(rate: u32, entries: &[Entry], processor: Duration) -> Result<Round> {
    let (mut accepted, mut delivered) = (Latencies::default(), Latencies::default());
    for entry in entries {
        accepted.add(entry.accepted.unwrap_or(PATIENCE));
        delivered.add(entry.delivered.unwrap_or(PATIENCE));
    }
    let there = entries.iter().filter(|entry| entry.accepted.is_some() && entry.delivered.is_some()).count();
    ensure!(there > 0, "not one message was accepted and delivered");
    Ok(Round {
        rate,
        messages: entries.len(),
        missing: entries.len() - there,
        accepted: accepted.percentiles().context("nothing was measured")?,
        delivered: delivered.percentiles().context("nothing was measured")?,
        processor_us: processor.as_secs_f64() * 1_000_000.0 / there as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_never_arrived_is_counted_and_counts_as_slow() {
        let (ms, sent) = (Duration::from_millis(4), Some(Instant::now()));
        let good = Entry { sent, accepted: Some(ms), delivered: Some(ms), agents: AGENTS };
        let lost = Entry { delivered: None, agents: 1, ..good };
        let round = round(10, &[good, lost], Duration::from_millis(2)).unwrap();
        assert_eq!((round.messages, round.missing), (2, 1));
        assert_eq!((round.accepted.p99_ms, round.delivered.p99_ms), (4.0, PATIENCE.as_secs_f64() * 1000.0));
        assert!((round.processor_us - 2000.0).abs() < 0.01);
    }

    #[test]
    fn a_message_is_delivered_when_the_last_agent_has_it() {
        let mut book = Book { entries: vec![Entry { sent: Some(Instant::now()), ..Entry::default() }] };
        book.delivered(0);
        assert!(book.entries[0].delivered.is_none());
        book.delivered(0);
        assert!(book.entries[0].delivered.is_some());
    }
}
