//! What librdkafka's broker threads tell, taken without blocking them.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use super::signal::Signal;
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

/// The hooks of a producer.
pub(super) struct Tap {
    /// The requests.
    pub trace: Trace,
    /// Rung when a leader comes up.
    pub signal: Arc<Signal>,
    /// Brokers whose connection stands.
    up: Mutex<Vec<i32>>,
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
        self.note(Note::Broker { at: now_micros(), id, host: host.into(), port, state: state.into() });
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
}
