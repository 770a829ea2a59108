//! Looks at the meter all the time, and holds each snapshot against what must be true of any.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use linger::domain::meter::{Meter, PartitionMeter, Records};
use linger::kafka::producer::Generations;

/// A thread that looks.
pub struct Watch {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<u64, String>>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
    }
}

impl Watch {
    pub fn begin(generations: &Generations) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (generations, ours) = (generations.clone(), Arc::clone(&over));
        let thread = thread::spawn(move || {
            let mut before = generations.snapshot();
            let mut looks = 0;
            while !ours.load(Ordering::Acquire) {
                // Who takes the latencies must see the same as who does not.
                let now = if looks % 8 == 0 { generations.meter() } else { generations.snapshot() };
                balanced(&now).and_then(|()| grown(&before, &now))?;
                before = now;
                looks += 1;
                thread::yield_now();
            }
            Ok(looks)
        });
        Self { over, thread: Some(thread) }
    }

    /// How often it looked, or what it saw.
    pub fn end(mut self) -> Result<u64, String> {
        self.over.store(true, Ordering::Release);
        self.thread.take().expect("it ends once").join().unwrap()
    }
}

/// Records whose end is not known, by the producer's list of them and not by its counts.
pub fn waiting(partition: &PartitionMeter) -> u64 {
    partition.in_flight + partition.queued_records()
}

/// Nothing is lost, and nothing is counted twice.
pub fn balanced(meter: &Meter) -> Result<(), String> {
    let mut sum = Records::default();
    let mut listed = 0;
    for partition in &meter.partitions {
        let (records, waiting) = (&partition.records, waiting(partition));
        let ended = records.delivered + records.failed + records.possibly_written;
        if records.accepted != ended + waiting || records.outstanding() != waiting {
            return Err(format!("{waiting} records wait: {partition:#?}"));
        }
        if partition.full_bytes > records.accepted_bytes || partition.filling_bytes > records.accepted_bytes {
            return Err(format!("more bytes wait than were accepted: {partition:#?}"));
        }
        sum.add(records);
        listed += waiting;
    }
    let total = &meter.records;
    if sum != *total {
        return Err(format!("the partitions have {sum:?}, all together {total:?}"));
    }
    if total.accepted != total.delivered + total.failed + total.possibly_written + listed {
        return Err(format!("{listed} records wait: {total:?}"));
    }
    let requests = &meter.requests;
    let known = requests.in_flight + requests.delivered + requests.retried + requests.failed + requests.unanswered;
    if known > requests.sent {
        return Err(format!("more requests than were sent: {requests:?}"));
    }
    let by = &meter.closed;
    let batches = by.size + by.count + by.linger + by.flush + by.retry + by.unknown;
    if batches != known - requests.in_flight {
        return Err(format!("{batches} batches closed: {requests:?}"));
    }
    let failures: u64 = meter.failures.iter().map(|failure| failure.records).sum();
    if failures > total.failed + total.possibly_written {
        return Err(format!("{failures} failures: {total:?}"));
    }
    let by_broker: u64 = meter.brokers.iter().map(|broker| broker.sent).sum();
    if by_broker > requests.sent {
        return Err(format!("the brokers were sent {by_broker} requests: {requests:?}"));
    }
    for topic in &meter.topics {
        let own = meter.partitions.iter().filter(|partition| partition.topic == topic.topic);
        let (records, bytes) = own.fold((0, 0), |(records, bytes), one| {
            (records + one.records.delivered, bytes + one.records.delivered_bytes)
        });
        if topic.records > records || topic.bytes > bytes {
            return Err(format!("{records} records of {bytes} bytes were delivered: {topic:?}"));
        }
    }
    Ok(())
}

/// No count ever shrinks.
fn grown(before: &Meter, now: &Meter) -> Result<(), String> {
    let (before, now) = (counts(before), counts(now));
    // What is there once stays: both are in the same order.
    let mut later = now.iter();
    for (name, count) in &before {
        match later.find(|(other, _)| other == name) {
            None => return Err(format!("{name} was {count} and is gone")),
            Some((_, now)) if now < count => return Err(format!("{name} was {count} and is {now}")),
            Some(_) => {}
        }
    }
    Ok(())
}

fn counts(meter: &Meter) -> Vec<(String, u64)> {
    let requests = &meter.requests;
    let closed = &meter.closed;
    let fixed = [
        ("generation", u64::from(meter.generation)),
        ("at", meter.at),
        ("blocked.metadata", meter.blocked.metadata),
        ("blocked.memory", meter.blocked.memory),
        ("blocked.swap", meter.blocked.swap),
        ("requests.sent", requests.sent),
        ("requests.delivered", requests.delivered),
        ("requests.retried", requests.retried),
        ("requests.failed", requests.failed),
        ("requests.unanswered", requests.unanswered),
        ("requests.resent_batches", requests.resent_batches),
        ("requests.resent_records", requests.resent_records),
        ("requests.wire_bytes", requests.wire_bytes),
        ("closed.size", closed.size),
        ("closed.count", closed.count),
        ("closed.linger", closed.linger),
        ("closed.flush", closed.flush),
        ("closed.retry", closed.retry),
        ("closed.unknown", closed.unknown),
    ];
    let mut counts: Vec<_> = fixed.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.extend(of_records("all", &meter.records));
    for cause in &meter.causes {
        counts.push((format!("cause {} of {}", cause.cause, cause.broker), cause.requests));
    }
    for failure in &meter.failures {
        counts.push((format!("failure {}", failure.code), failure.records));
    }
    for partition in &meter.partitions {
        counts.extend(of_records(&format!("{}/{}", partition.topic, partition.partition), &partition.records));
        let offset = partition.last_offset.map_or(0, |offset| u64::try_from(offset + 1).unwrap());
        counts.push((format!("{}/{} offset", partition.topic, partition.partition), offset));
    }
    for broker in &meter.brokers {
        let own = [
            ("connects", broker.connects),
            ("disconnects", broker.disconnects),
            ("sent", broker.sent),
            ("rtt_sum", broker.rtt_sum),
            ("rtt_count", broker.rtt_count),
            ("throttles", broker.throttles),
        ];
        counts.extend(own.map(|(name, count)| (format!("broker {} {name}", broker.id), count)));
    }
    for topic in &meter.topics {
        let own = [
            ("batches", topic.batches),
            ("records", topic.records),
            ("bytes", topic.bytes),
            ("wire_bytes", topic.wire_bytes),
        ];
        counts.extend(own.map(|(name, count)| (format!("topic {} {name}", topic.topic), count)));
    }
    counts
}

fn of_records(whose: &str, records: &Records) -> [(String, u64); 6] {
    [
        ("accepted", records.accepted),
        ("accepted_bytes", records.accepted_bytes),
        ("delivered", records.delivered),
        ("delivered_bytes", records.delivered_bytes),
        ("failed", records.failed),
        ("possibly_written", records.possibly_written),
    ]
    .map(|(name, count)| (format!("{whose} {name}"), count))
}
