//! What librdkafka's broker threads tell, taken without blocking them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use super::signal::Signal;
use crate::domain::journey::Connecting;
use crate::kafka::native::Hooks;
use crate::kafka::trace::{PRODUCE, Trace, lock, now_micros};

/// Something for the poll thread to think about.
pub(super) enum Note {
    /// A log line.
    Log { at: u64, level: i32, facility: String, text: String },
    /// A connection changed its state.
    Broker { at: u64, id: i32, host: String, port: i32, state: String },
}

/// Lines and state changes that wait for the poll thread, which takes them at least every 100 ms while outcomes are taken.
const NOTES: usize = 4096;

/// Lines among them. A flood of them, one for each refused batch, must not push a state change aside: one more line would
/// say the same again, but a connection that came up is told only once.
const LINES: usize = NOTES / 2;

/// State changes that are remembered, for the way of a record that waits meanwhile.
const CHANGES: usize = 512;

/// The hooks of a producer.
pub(super) struct Tap {
    /// The requests.
    pub trace: Trace,
    /// Rung when a leader comes up.
    pub signal: Arc<Signal>,
    /// Brokers whose connection stands.
    up: Mutex<Vec<i32>>,
    /// The newest changes of connections, the latest last.
    changes: Mutex<VecDeque<Connecting>>,
    /// Brokers whose connection stood once; a bootstrap address is given up for its broker.
    stood: Mutex<Vec<i32>>,
    /// Notes that did not fit.
    pub lost_notes: AtomicU64,
    notes: SyncSender<Note>,
    taken: Mutex<Receiver<Note>>,
    /// Lines since they were taken.
    lines: AtomicUsize,
}

impl Tap {
    pub(super) fn new(generation: u32, signal: Arc<Signal>) -> Self {
        let (notes, taken) = sync_channel(NOTES);
        Self {
            trace: Trace::new(generation),
            signal,
            up: Mutex::default(),
            changes: Mutex::default(),
            stood: Mutex::default(),
            lost_notes: AtomicU64::new(0),
            notes,
            taken: Mutex::new(taken),
            lines: AtomicUsize::new(0),
        }
    }

    /// Whether the connection to the broker of this id stands.
    pub(super) fn is_up(&self, id: i32) -> bool {
        lock(&self.up).contains(&id)
    }

    /// The brokers whose connections stand.
    pub(super) fn all_up(&self) -> Vec<i32> {
        lock(&self.up).clone()
    }

    /// What the connections did from one point in time to another.
    pub(super) fn between(&self, from: u64, until: u64) -> Vec<Connecting> {
        lock(&self.changes).iter().filter(|change| (from..=until).contains(&change.at)).cloned().collect()
    }

    fn remember(&self, broker: i32, address: String, state: &str, at: u64) {
        let again = {
            let mut stood = lock(&self.stood);
            let again = stood.contains(&broker);
            if state == "UP" && !again && broker >= 0 {
                stood.push(broker);
            }
            again
        };
        let mut changes = lock(&self.changes);
        if changes.len() == CHANGES {
            changes.pop_front();
        }
        changes.push_back(Connecting { broker, address, state: state.to_owned(), again, at });
    }

    /// The notes since the last call.
    pub(super) fn take_notes(&self) -> Vec<Note> {
        let notes: Vec<Note> = lock(&self.taken).try_iter().collect();
        let lines = notes.iter().filter(|note| matches!(note, Note::Log { .. })).count();
        self.lines.fetch_sub(lines, Ordering::AcqRel);
        notes
    }

    fn note(&self, note: Note) {
        if self.notes.try_send(note).is_err() {
            self.lost_notes.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn note_line(&self, note: Note) {
        // Counted before it is sent, so that it is never taken before it is counted.
        if self.lines.fetch_add(1, Ordering::AcqRel) < LINES && self.notes.try_send(note).is_ok() {
            return;
        }
        self.lines.fetch_sub(1, Ordering::AcqRel);
        self.lost_notes.fetch_add(1, Ordering::Relaxed);
    }
}

impl Hooks for Tap {
    fn request_sent(&self, broker: i32, api_key: i16, size: usize) {
        if api_key == PRODUCE {
            self.trace.request_sent(broker, size);
        }
    }

    fn response_received(&self, broker: i32, api_key: i16, rtt_micros: i64, error: i32) {
        if api_key == PRODUCE {
            self.trace.response_received(broker, rtt_micros, error);
        }
    }

    fn acknowledged(&self, _opaque: usize, error: i32) {
        self.trace.acknowledged(error);
    }

    fn broker_state(&self, id: i32, host: &str, port: i32, state: &str) {
        let at = now_micros();
        // The client's inner brokers have no address.
        if !host.is_empty() && port > 0 {
            self.remember(id, format!("{host}:{port}"), state, at);
        }
        self.note(Note::Broker { at, id, host: host.into(), port, state: state.into() });
        if id >= 0 {
            let mut up = lock(&self.up);
            up.retain(|other| *other != id);
            if state == "UP" {
                up.push(id);
                drop(up);
                self.signal.ring();
            }
        }
    }

    fn log(&self, level: i32, facility: &str, text: &str) {
        let about_a_batch = self.trace.line(facility, text);
        // Debug lines are wanted for their batches only; a refused batch is a reason too.
        if (level < DEBUG && !about_a_batch) || (about_a_batch && facility == "MSGSET" && !text.ends_with("delivered"))
        {
            self.note_line(Note::Log { at: now_micros(), level, facility: facility.into(), text: text.into() });
        }
    }
}

const DEBUG: i32 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_lines_does_not_push_a_state_change_aside() {
        let tap = Tap::new(1, Arc::default());
        for _ in 0..2 {
            for _ in 0..10 * NOTES {
                tap.log(6, "FAIL", "127.0.0.1:9092/1: Disconnected");
            }
            tap.broker_state(1, "127.0.0.1", 9092, "UP");
            let notes = tap.take_notes();
            assert_eq!(notes.len(), LINES + 1);
            assert!(matches!(notes.last(), Some(Note::Broker { .. })));
        }
        assert_eq!(tap.lost_notes.load(Ordering::Relaxed), 2 * (10 * NOTES - LINES) as u64);
    }

    #[test]
    fn what_connections_did_is_known_by_its_time() {
        let tap = Tap::new(1, Arc::default());
        tap.broker_state(-1, "", 0, "UP");
        let from = now_micros();
        for port in 0..=i32::try_from(CHANGES).unwrap_or(0) {
            tap.broker_state(1, "b", port + 1, "UP");
        }
        let seen = tap.between(from, now_micros());
        assert_eq!(
            (seen.len(), seen[0].address.as_str()),
            (CHANGES, "b:2"),
            "the oldest went, and inner ones never were"
        );
        assert!(tap.between(0, from.saturating_sub(1)).is_empty());
    }

    #[test]
    fn a_connection_that_is_made_again_is_told_from_a_first_one() {
        let tap = Tap::new(1, Arc::default());
        for (broker, state) in [(1, "CONNECT"), (1, "UP"), (2, "CONNECT"), (1, "DOWN"), (1, "CONNECT"), (2, "UP")] {
            tap.broker_state(broker, "b", 9092, state);
        }
        let seen: Vec<bool> = tap.between(0, now_micros()).iter().map(|change| change.again).collect();
        assert_eq!(seen, [false, false, false, true, true, false]);
    }
}
