//! What librdkafka's broker threads tell, taken without blocking them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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

/// Lines and state changes that wait for the poll thread, which takes them at least every 100 ms.
const NOTES: usize = 4096;

/// The hooks of a producer.
pub(super) struct Tap {
    /// The requests.
    pub trace: Trace,
    /// Rung when a leader comes up.
    pub signal: Arc<Signal>,
    /// Whether a connection to a broker of a known id was ever up: the way to a leader.
    pub leader_up: AtomicBool,
    /// Notes that did not fit.
    pub lost_notes: AtomicU64,
    notes: SyncSender<Note>,
    taken: Mutex<Receiver<Note>>,
}

impl Tap {
    pub(super) fn new(generation: u32, signal: Arc<Signal>) -> Self {
        let (notes, taken) = sync_channel(NOTES);
        Self {
            trace: Trace::new(generation),
            signal,
            leader_up: AtomicBool::new(false),
            lost_notes: AtomicU64::new(0),
            notes,
            taken: Mutex::new(taken),
        }
    }

    /// The notes since the last call.
    pub(super) fn take_notes(&self) -> Vec<Note> {
        lock(&self.taken).try_iter().collect()
    }

    fn note(&self, note: Note) {
        if self.notes.try_send(note).is_err() {
            self.lost_notes.fetch_add(1, Ordering::Relaxed);
        }
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
        if id >= 0 && state == "UP" && !self.leader_up.swap(true, Ordering::AcqRel) {
            self.signal.ring();
        }
    }

    fn log(&self, level: i32, facility: &str, text: &str) {
        let about_a_batch = self.trace.line(facility, text);
        // Debug lines are wanted for their batches only; a refused batch is a reason too.
        if (level < DEBUG && !about_a_batch) || (about_a_batch && facility == "MSGSET" && !text.ends_with("delivered"))
        {
            self.note(Note::Log { at: now_micros(), level, facility: facility.into(), text: text.into() });
        }
    }
}

const DEBUG: i32 = 7;
