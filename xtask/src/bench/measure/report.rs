//! The table, and which targets hold.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::durable::Durable;
use super::idle::Idle;
use super::load::Round;
use super::page::PageCost;
use crate::bench::System;

/// Memory of the server that nobody uses, in MB.
const MAX_SERVER_MB: f64 = 60.0;
/// Memory of an idle socket, in KiB.
const MAX_SOCKET_KIB: f64 = 8.0;
/// Durable sends against one sync for each, at 100 senders.
const MIN_GAIN: f64 = 3.0;
/// Where the gain is demanded.
const GAIN_SENDERS: usize = 100;

/// Before anybody uses the chat: the loader, and the settings with it.
const MAX_REQUESTS: usize = 1;
/// Its bytes, the head of the answer among them.
const MAX_EARLY_BYTES: i64 = 10_240;

/// Everything that was measured; a part that was left out is empty.
#[derive(Debug, Default, serde::Serialize)]
pub struct Figures {
    /// By system.
    pub idle: BTreeMap<System, Idle>,
    /// By offered rate and system.
    pub load: BTreeMap<u32, BTreeMap<System, Round>>,
    /// By number of senders, ascending.
    pub durable: Vec<Durable>,
    /// What a browser fetches, the loader first.
    pub bytes: Vec<Bytes>,
    /// What the code costs a page, by tracking mode.
    pub page: Vec<PageCost>,
}

/// The lines of the table.
pub struct Report(Vec<Line>);

struct Line {
    what: String,
    cells: [String; 3],
    target: String,
    holds: Option<bool>,
}

impl Report {
    /// Compares what was measured with the targets.
    pub fn of(figures: &Figures) -> Self {
        let mut lines = Vec::new();
        idle_lines(figures, &mut lines);
        for (rate, systems) in &figures.load {
            load_lines(*rate, systems, &mut lines);
        }
        lines.extend(figures.durable.iter().map(durable_line));
        lines.extend(figures.bytes.iter().map(bytes_line));
        lines.extend(figures.page.iter().flat_map(page_lines));
        Self(lines)
    }

    /// How many targets do not hold.
    pub fn missed(&self) -> usize {
        self.0.iter().filter(|line| line.holds == Some(false)).count()
    }

    /// Columns as wide as their widest cell.
    pub fn table(&self) -> String {
        let head = ["", System::Entrenous.name(), System::Relay.name(), System::DurableRelay.name(), "Target", ""].map(str::to_owned);
        let rows: Vec<[String; 6]> = std::iter::once(head).chain(self.0.iter().map(Line::row)).collect();
        let mut widths = [0; 6];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |row: &[String; 6]| {
            let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            cells.join("  ").trim_end().to_owned()
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Line {
    fn row(&self) -> [String; 6] {
        let verdict = match self.holds {
            Some(true) => "PASS",
            Some(false) => "FAIL",
            None => "",
        };
        let [ours, relay, durable] = self.cells.clone();
        [self.what.clone(), ours, relay, durable, self.target.clone(), verdict.to_owned()]
    }

    fn plain(what: String, cells: [String; 3]) -> Self {
        Self { what, cells, target: String::new(), holds: None }
    }
}

fn idle_lines(figures: &Figures, lines: &mut Vec<Line>) {
    let Some(sockets) = figures.idle.values().map(|idle| idle.sockets).max() else { return };
    let [ours, relay] = [System::Entrenous, System::Relay].map(|system| figures.idle.get(&system));
    let mb = |idle: &Idle| idle.server_kib as f64 * 1024.0 / 1_000_000.0;
    let cells = |value: fn(&Idle) -> f64| [ours, relay, None].map(|idle| idle.map(value).map_or_else(String::new, one));
    lines.push(Line {
        what: "idle server, MB".to_owned(),
        cells: cells(mb),
        target: format!("≤ {MAX_SERVER_MB}"),
        holds: ours.map(|ours| mb(ours) <= MAX_SERVER_MB),
    });
    lines.push(Line {
        what: format!("idle visitor socket, KiB ({sockets} open)"),
        cells: cells(|idle| idle.socket_kib),
        target: format!("≤ {MAX_SOCKET_KIB}, below the relay"),
        holds: ours.map(|ours| ours.socket_kib <= MAX_SOCKET_KIB && relay.is_none_or(|relay| ours.socket_kib < relay.socket_kib)),
    });
}

fn load_lines(rate: u32, systems: &BTreeMap<System, Round>, lines: &mut Vec<Line>) {
    let cells = |show: fn(&Round) -> String| {
        [System::Entrenous, System::Relay, System::DurableRelay].map(|system| systems.get(&system).map_or_else(String::new, show))
    };
    let no_worse = |value: fn(&Round) -> f64| Some(value(systems.get(&System::Entrenous)?) <= value(systems.get(&System::DurableRelay)?));
    lines.push(Line::plain(
        format!("{rate}/s: send to accepted, p50 / p99 ms"),
        cells(|round| pair(round.accepted.p50_ms, round.accepted.p99_ms)),
    ));
    if systems.values().any(|round| round.missing > 0) {
        lines.push(Line {
            what: format!("{rate}/s: not delivered after 20 s"),
            cells: cells(|round| round.missing.to_string()),
            target: "0".to_owned(),
            holds: systems.get(&System::Entrenous).map(|ours| ours.missing == 0),
        });
    }
    lines.push(Line {
        what: format!("{rate}/s: send to delivered, p50 / p99 ms"),
        cells: cells(|round| pair(round.delivered.p50_ms, round.delivered.p99_ms)),
        target: "p99 ≤ relay + SQLite".to_owned(),
        holds: no_worse(|round| round.delivered.p99_ms),
    });
    lines.push(Line {
        what: format!("{rate}/s: processor, µs per message"),
        cells: cells(|round| format!("{:.0}", round.processor_us)),
        target: "≤ relay + SQLite".to_owned(),
        holds: no_worse(|round| round.processor_us),
    });
}

fn durable_line(found: &Durable) -> Line {
    let gain = found.grouped_per_second / found.single_per_second;
    let asked = found.senders >= GAIN_SENDERS;
    Line {
        what: format!("durable sends in a second, {} senders", found.senders),
        cells: [
            format!("{:.0} ({:.1} ×)", found.grouped_per_second, gain),
            String::new(),
            format!("{:.0} (one sync each)", found.single_per_second),
        ],
        target: if asked { format!("≥ {MIN_GAIN} ×") } else { String::new() },
        holds: asked.then_some(gain >= MIN_GAIN),
    }
}

fn bytes_line(found: &Bytes) -> Line {
    Line {
        what: format!("{}, bytes (brotli)", found.what),
        cells: [found.bytes.to_string(), String::new(), String::new()],
        target: format!("≤ {}", found.budget),
        holds: Some(found.bytes <= found.budget),
    }
}

/// In the mode `always` the visitor is known at page load, which needs the box.
fn page_lines(found: &PageCost) -> [Line; 2] {
    let is_early = found.mode == "always";
    let holds = found.requests.len() <= MAX_REQUESTS && found.bytes <= MAX_EARLY_BYTES && found.sockets == 0;
    let weight = Line {
        what: format!("page, {}: requests / sockets / bytes", found.mode),
        cells: [format!("{} / {} / {}", found.requests.len(), found.sockets, found.bytes), String::new(), String::new()],
        target: if is_early { String::new() } else { format!("≤ {MAX_REQUESTS} / 0 / ≤ {MAX_EARLY_BYTES}") },
        holds: (!is_early).then_some(holds),
    };
    let time = Line::plain(
        format!("page, {}: long tasks / blocking ms, slowed 4 ×", found.mode),
        [format!("{:+} / {:+}", found.long_tasks, found.blocking_ms), String::new(), String::new()],
    );
    [weight, time]
}

fn one(value: f64) -> String {
    format!("{value:.1}")
}

fn pair(p50: f64, p99: f64) -> String {
    format!("{p50:.2} / {p99:.2}")
}

#[cfg(test)]
mod tests {
    use super::super::latency::Percentiles;
    use super::*;

    fn round(p99_ms: f64, processor_us: f64) -> Round {
        let time = Percentiles { p50_ms: 1.0, p99_ms };
        Round { rate: 100, messages: 1500, missing: 0, accepted: time, delivered: time, processor_us }
    }

    fn missed(ours: Round, durable: Round) -> usize {
        let systems = BTreeMap::from([(System::Entrenous, ours), (System::DurableRelay, durable)]);
        Report::of(&Figures { load: BTreeMap::from([(100, systems)]), ..Figures::default() }).missed()
    }

    #[test]
    fn a_slower_or_dearer_message_than_the_durable_relays_misses_its_target() {
        assert_eq!(missed(round(2.0, 100.0), round(2.0, 100.0)), 0);
        assert_eq!(missed(round(2.1, 100.0), round(2.0, 100.0)), 1);
        assert_eq!(missed(round(2.1, 101.0), round(2.0, 100.0)), 2);
    }

    #[test]
    fn an_idle_socket_must_be_small_and_below_the_relays() {
        let idle = |socket_kib| Idle { sockets: 10, server_kib: 30_000, socket_kib };
        let missed = |ours, relay| {
            let idle = BTreeMap::from([(System::Entrenous, idle(ours)), (System::Relay, idle(relay))]);
            Report::of(&Figures { idle, ..Figures::default() }).missed()
        };
        assert_eq!(missed(7.9, 25.0), 0);
        assert_eq!(missed(8.1, 25.0), 1);
        assert_eq!(missed(7.9, 7.0), 1);
    }

    #[test]
    fn a_page_asks_for_little_before_anybody_uses_the_chat_unless_the_mode_is_always() {
        let missed = |mode: &str, requests, sockets| {
            let requests = vec![String::from("/loader.js"); requests];
            let page = vec![PageCost { mode: mode.to_owned(), requests, sockets, bytes: 8_000, long_tasks: 0, blocking_ms: 0 }];
            Report::of(&Figures { page, ..Figures::default() }).missed()
        };
        assert_eq!(missed("with_consent", 1, 0), 0);
        assert_eq!(missed("with_consent", 2, 0), 1);
        assert_eq!(missed("on_open", 1, 1), 1);
        assert_eq!(missed("always", 7, 1), 0);
    }

    #[test]
    fn the_gain_of_grouping_is_demanded_at_a_hundred_senders_only() {
        let durable = |senders| Durable { senders, grouped_per_second: 290.0, single_per_second: 100.0 };
        let report = Report::of(&Figures { durable: vec![durable(1), durable(100)], ..Figures::default() });
        assert_eq!(report.missed(), 1);
        assert!(report.table().contains("FAIL"));
    }
}
