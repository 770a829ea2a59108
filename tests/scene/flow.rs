//! Snapshots of a producer at work, as a load of so many records a second would leave them.

use std::sync::Arc;

use linger::app::msg::Msg;
use linger::app::update::update;
use linger::domain::meter::{
    BrokerMeter, ClosedCounts, Latency, Limits, Meter, PartitionMeter, Records, Requests, TopicMeter,
};

use super::{START, Scene};

const TENTH: u64 = 100_000;

/// A steady flow.
pub struct Flow {
    pub meter: Meter,
    /// Records a second.
    pub rate: u64,
    /// Records in a request.
    pub batch: u64,
    /// The latency of each, in microseconds.
    pub latency: u64,
    /// Tenths of a second from a snapshot to the next.
    pub step: u64,
}

impl Flow {
    /// To so many partitions of `orders` and so many brokers.
    pub fn new(partitions: i32, brokers: i32) -> Self {
        let limits = Limits {
            linger: 5_000,
            batch_size: 16_384,
            buffer_memory: 32 << 20,
            max_in_flight: 5,
            max_block: 60_000_000,
            request_timeout: 30_000_000,
            delivery_timeout: 120_000_000,
            retry_backoff: 100_000,
            acks: -1,
            idempotent: true,
        };
        let partition = |number: i32| PartitionMeter {
            topic: "orders".into(),
            partition: number,
            leader: Some(1 + number % brokers),
            ..PartitionMeter::default()
        };
        let broker = |id: i32| BrokerMeter {
            id,
            address: format!("127.0.0.1:{}", 9_090 + id),
            state: "UP".to_owned(),
            connects: 1,
            ..BrokerMeter::default()
        };
        let count = u32::try_from(partitions).unwrap();
        let topic = TopicMeter { topic: "orders".into(), partitions: count, ..TopicMeter::default() };
        let meter = Meter {
            at: u64::try_from(START).unwrap(),
            generation: 1,
            limits,
            partitions: (0..partitions).map(partition).collect(),
            brokers: (1..=brokers).map(broker).collect(),
            topics: vec![topic],
            ..Meter::default()
        };
        Self { meter, rate: 12_000, batch: 50, latency: 6_100, step: 1 }
    }

    /// Goes on for so many tenths of a second, and tells the scene of each.
    pub fn run(&mut self, scene: &mut Scene, tenths: u64) {
        // Keys take time too.
        self.meter.at = self.meter.at.max(u64::try_from(scene.at).unwrap());
        for _ in 0..tenths / self.step {
            self.tenth();
            scene.at = i64::try_from(self.meter.at).unwrap();
            // Nobody looks before the end.
            let effects = update(&mut scene.state, Msg::Metered(Arc::new(self.meter.clone())));
            assert_eq!(effects, []);
        }
        scene.draw();
    }

    /// Everything is answered, and nothing more comes.
    pub fn end(&mut self, scene: &mut Scene) {
        let meter = &mut self.meter;
        meter.at += TENTH;
        meter.records.delivered = meter.records.accepted;
        meter.records.delivered_bytes = meter.records.accepted_bytes;
        meter.requests.delivered = meter.requests.sent;
        meter.requests.in_flight = 0;
        meter.buffer_used = 0;
        meter.latency = Latency::default();
        for partition in &mut meter.partitions {
            *partition = PartitionMeter {
                topic: Arc::clone(&partition.topic),
                partition: partition.partition,
                leader: partition.leader,
                records: Records {
                    accepted: partition.records.accepted,
                    delivered: partition.records.accepted,
                    ..Records::default()
                },
                last_offset: partition.last_offset,
                ..PartitionMeter::default()
            };
        }
        for broker in &mut meter.brokers {
            (broker.requests, broker.records) = (0, 0);
        }
        scene.tell(Msg::Metered(Arc::new(meter.clone())));
    }

    /// Goes on for one step, and tells nobody.
    pub fn tenth(&mut self) {
        let meter = &mut self.meter;
        let (partitions, brokers) = (meter.partitions.len() as u64, meter.brokers.len() as u64);
        let records = self.rate * self.step / 10;
        let requests = records / self.batch;
        let out = requests.min(brokers * 3).max(1);
        meter.at += self.step * TENTH;
        meter.records.accepted += records;
        meter.records.accepted_bytes += records * 100;
        meter.records.delivered = meter.records.accepted.saturating_sub(out * self.batch + partitions * 20);
        meter.records.delivered_bytes = meter.records.delivered * 100;
        meter.buffer_used = meter.records.outstanding() * 356;
        let sent = meter.requests.sent + requests;
        meter.requests = Requests { sent, in_flight: out, delivered: sent - out.min(sent), ..meter.requests };
        meter.closed = ClosedCounts { linger: sent, ..ClosedCounts::default() };
        let (mut left_requests, mut behind) = (out, 0);
        for (at, broker) in (0_u64..).zip(&mut meter.brokers) {
            broker.requests = left_requests.div_ceil(brokers - at);
            left_requests -= broker.requests;
            broker.records = broker.requests * self.batch;
            broker.sent += requests / brokers;
            broker.rtt_last = Some(1_200 + at * 100);
            broker.rtt_sum += 1_200 * (requests / brokers);
            broker.rtt_count += requests / brokers;
            behind += broker.records;
        }
        for (at, partition) in (0_u64..).zip(&mut meter.partitions) {
            partition.records.accepted += records / partitions;
            partition.records.delivered = partition.records.accepted.saturating_sub(behind / partitions + 20);
            partition.in_flight = behind / partitions;
            partition.filling_records = 10 + at % 40;
            partition.filling_bytes = partition.filling_records * 320;
            partition.oldest = Some(meter.at - 1_000 - at % 5 * 1_000);
        }
        let topic = &mut meter.topics[0];
        topic.batches += requests;
        topic.records += requests * self.batch;
        topic.bytes += requests * self.batch * 100;
        topic.wire_bytes = topic.bytes / 2;
        meter.latency = Latency::default();
        meter.latency.total.record(self.latency / 2, records.div_ceil(2));
        meter.latency.total.record(self.latency, records / 2);
    }
}
