//! The least: `produce_batch` in a loop, and the reports served.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use linger::domain::size::BOOKKEEPING;
use linger::kafka::native::{Batch, Event, Handle, Hooks, Placed, Reports, Slab, Slot, Topic};
use linger::kafka::settings::Settings;
use linger::kafka::trace::{BatchId, Ended, PRODUCE, Trace};

use super::{PARTITIONS, SIZE, TOPIC};

const AT_ONCE: usize = 500;

/// Nobody listens, or the trace does.
pub struct Ears(Option<Trace>);

pub fn untraced() -> Arc<Ears> {
    Arc::new(Ears(None))
}

pub fn traced() -> Arc<Ears> {
    Arc::new(Ears(Some(Trace::new(1))))
}

impl Hooks for Ears {
    fn request_sent(&self, broker: i32, api_key: i16, size: usize) {
        if let (Some(trace), PRODUCE) = (&self.0, api_key) {
            trace.request_sent(broker, size);
        }
    }

    fn response_received(&self, broker: i32, api_key: i16, rtt_micros: i64, error: i32) {
        if let (Some(trace), PRODUCE) = (&self.0, api_key) {
            trace.response_received(broker, rtt_micros, error);
        }
    }

    fn acknowledged(&self, _opaque: usize, error: i32) {
        if let Some(trace) = &self.0 {
            trace.acknowledged(error);
        }
    }

    fn broker_state(&self, _id: i32, _host: &str, _port: i32, _state: &str) {}
    fn log(&self, _level: i32, _facility: &str, _text: &str) {}
}

/// Slots that came home.
#[derive(Default)]
struct Home {
    slots: Mutex<Vec<Slot>>,
    came: Condvar,
    delivered: AtomicU64,
    over: AtomicBool,
}

pub fn run(settings: &Settings, records: u64, ears: Arc<Ears>) {
    let handle = Arc::new(Handle::new(&settings.client, Arc::clone(&ears) as _).unwrap());
    let topic = Topic::new(&handle, TOPIC).unwrap();
    topic.metadata(Duration::from_secs(10)).unwrap();
    let slots = u32::try_from(settings.buffer_memory / (u64::from(SIZE) + BOOKKEEPING)).unwrap();
    let slab = Slab::new(slots, SIZE as usize).unwrap();
    let home = Arc::new(Home::default());
    let serving = {
        let (handle, home, slab) = (Arc::clone(&handle), Arc::clone(&home), Arc::clone(&slab));
        std::thread::spawn(move || {
            while !home.over.load(Ordering::Acquire) {
                handle.poll(Duration::from_millis(50), &mut |event| {
                    if let Event::Reports(reports) = event {
                        served(&reports, &home, &slab, &ears);
                    }
                });
            }
        })
    };
    let mut batch = Batch::new(Arc::clone(&slab), AT_ONCE);
    let mut at_hand: Vec<Slot> = Vec::with_capacity(AT_ONCE);
    let mut sent = 0;
    while sent < records {
        let most = AT_ONCE.min(usize::try_from(records - sent).unwrap());
        gather(&mut at_hand, most, &slab, &home);
        // One batch's worth of records goes to one partition, as the sticky partitioner does it.
        let partition = i32::try_from(sent / 150).unwrap() % PARTITIONS;
        for _ in 0..most {
            let slot = at_hand.pop().unwrap();
            let placed = Placed { key: None, value_at: 0, value: SIZE as usize, partition, opaque: 1 };
            batch.push(slot, placed).unwrap();
        }
        let mut taken = most as u64;
        topic.produce_slots(&mut batch, |_, _, slot| {
            at_hand.push(slot);
            taken -= 1;
        });
        sent += taken;
    }
    while home.delivered.load(Ordering::Acquire) < records {
        handle.flush(Duration::from_millis(100));
    }
    home.over.store(true, Ordering::Release);
    handle.wake();
    serving.join().unwrap();
}

/// Waits until so many slots are at hand.
fn gather(at_hand: &mut Vec<Slot>, most: usize, slab: &Arc<Slab>, home: &Home) {
    while at_hand.len() < most {
        if let Some(slot) = slab.fresh() {
            at_hand.push(slot);
            continue;
        }
        let mut slots = home.slots.lock().unwrap();
        while slots.len() < most {
            slots = home.came.wait(slots).unwrap();
        }
        let from = slots.len() - (most - at_hand.len());
        at_hand.extend(slots.drain(from..));
    }
}

fn served(reports: &Reports<'_>, home: &Home, slab: &Arc<Slab>, ears: &Ears) {
    let mut count = 0;
    let mut first = None;
    let mut slots = home.slots.lock().unwrap();
    reports.for_each(|report| {
        assert_eq!(report.error(), 0);
        first.get_or_insert_with(|| (report.topic(), report.partition(), report.broker(), report.offset()));
        count += 1;
        slots.extend(report.give_back(slab));
    });
    drop(slots);
    home.came.notify_one();
    home.delivered.fetch_add(u64::from(count), Ordering::AcqRel);
    let (Some(trace), Some((topic, partition, broker, offset))) = (&ears.0, first) else { return };
    let batch = BatchId { topic: Arc::from(topic), partition, first: Some(1), records: count };
    let ended = Ended {
        batch,
        broker,
        bytes: u64::from(count) * u64::from(SIZE),
        first_offset: offset,
        last_offset: offset.map(|offset| offset + i64::from(count) - 1),
        accepted: 1,
        error: 0,
        error_text: None,
    };
    assert!(trace.ended(&ended).is_some());
}
