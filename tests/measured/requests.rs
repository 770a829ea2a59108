//! The requests that are counted, held against those that the cluster saw.

use linger::domain::load::Keys;
use linger::domain::meter::Meter;
use linger::kafka::embedded::BROKERS;

use crate::stage::{Stage, TOPIC, eventually};
use crate::watch::balanced;

const PRODUCE: i16 = 0;

/// Produce requests that a broker saw.
fn seen(stage: &Stage, broker: i32) -> u64 {
    stage.embedded.cluster().requests().iter().filter(|(id, key)| (*id, *key) == (broker, PRODUCE)).count() as u64
}

fn settled(stage: &Stage) -> Meter {
    stage.settle();
    eventually("each request's end is known", || {
        let meter = stage.generations.snapshot();
        let requests = &meter.requests;
        let ends = requests.delivered + requests.retried + requests.failed + requests.unanswered;
        (requests.in_flight == 0 && requests.sent == ends).then_some(meter)
    })
}

#[test]
fn every_broker_was_sent_what_it_saw_refused_and_moved_requests_among_them() {
    for idempotent in ["enable.idempotence=false", "enable.idempotence=true"] {
        let stage = Stage::new(6, &[idempotent, "batch.size=2000", "linger.ms=1", "retry.backoff.ms=10"]);
        let cluster = stage.embedded.cluster();
        cluster.track_requests();
        let load = stage.load(100, Keys::Uniform(500), None, Some(40_000));
        for partition in 0..6 {
            // NOT_LEADER and REQUEST_TIMED_OUT.
            cluster.push_errors(PRODUCE, &[6, 7, 6]);
            assert!(cluster.set_leader(TOPIC, partition, 1 + (partition + 1) % BROKERS));
        }
        load.finish();
        let meter = settled(&stage);
        balanced(&meter).unwrap();
        assert!(meter.requests.retried >= 18, "{:?}", meter.requests);
        assert_eq!(meter.records.delivered, 40_000);
        for broker in 1..=BROKERS {
            let sent = meter.brokers.iter().find(|known| known.id == broker).map_or(0, |known| known.sent);
            assert_eq!(sent, seen(&stage, broker), "broker {broker}, {idempotent}");
        }
        let by_broker: u64 = meter.brokers.iter().map(|broker| broker.sent).sum();
        assert_eq!(by_broker, meter.requests.sent);
    }
}

#[test]
fn without_acknowledgements_every_broker_was_sent_what_it_saw_too() {
    let stage = Stage::new(6, &["acks=0", "batch.size=2000"]);
    stage.embedded.cluster().track_requests();
    stage.load(100, Keys::Uniform(500), None, Some(40_000)).finish();
    let meter = settled(&stage);
    balanced(&meter).unwrap();
    assert_eq!((meter.records.delivered, meter.requests.delivered), (40_000, meter.requests.sent));
    for broker in 1..=BROKERS {
        let sent = meter.brokers.iter().find(|known| known.id == broker).map_or(0, |known| known.sent);
        eventually("the broker saw the last of them", || (sent == seen(&stage, broker)).then_some(()));
    }
}
