#![allow(clippy::unwrap_used, clippy::expect_used)]

mod loads;
mod statistics;

use super::*;
use crate::domain::failure::Code;
use crate::domain::outcome::Failure;
use crate::domain::outcome::Status;
use crate::domain::partitioner::Rule;
use crate::domain::payload::Payload;
use crate::domain::record::Header;
use crate::kafka::embedded::Embedded;

fn settings() -> Settings {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Settings {
        client: vec![pair("linger.ms", "5"), pair("message.timeout.ms", "20000")],
        bootstrap: String::new(),
        embedded: false,
        permits: crate::domain::guard::Permits::default(),
        buffer_memory: 32 << 20,
        max_block: Duration::from_secs(10),
        max_request_size: 1 << 20,
        batch_size: 16384,
        linger: Duration::from_millis(5),
        delivery_timeout: Duration::from_secs(20),
        acks: -1,
        idempotent: false,
        partitioner: Rule::default(),
    }
}

fn started(embedded: &Embedded, change: impl FnOnce(&mut Settings)) -> (Producer, Lanes) {
    let mut settings = embedded.settings(&settings());
    change(&mut settings);
    Producer::start(&settings, 1, Requests::Whole).unwrap()
}

fn record(value: &str) -> Record {
    Record { topic: "orders".into(), key: Payload::text("user-42"), value: Payload::text(value), ..Record::default() }
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

#[test]
fn a_record_is_delivered_with_everything_its_metadata_say() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let (producer, mut lanes) = started(&embedded, |_| {});
    let headers = vec![Header { name: "trace".into(), value: Payload::NULL }];
    let sent = Record { headers, ..record("hello") };
    let accepted = producer.send(7, &sent, &Cancel::new()).unwrap();
    assert_eq!(producer.flush(soon()), 0);
    let outcome = lanes.outcomes.try_recv().unwrap();
    assert_eq!((outcome.n, &outcome.status), (7, &Status::Delivered));
    assert_eq!((outcome.partition, outcome.offset), (Some(accepted.partition), Some(0)));
    assert_eq!((outcome.key_size, outcome.value_size, outcome.attempts), (7, 5, 1));
    assert_eq!((outcome.timestamp, outcome.timestamp_type), (Some(accepted.timestamp), None), "not the false one");
    assert!(outcome.latency_micros.is_some() && outcome.broker.is_some());
    let request = lanes.requests.try_recv().unwrap();
    assert_eq!((request.records, request.first_offset, request.last_offset), (Some(1), Some(0), Some(0)));
    assert_eq!((request.partition, request.broker), (outcome.partition, outcome.broker.unwrap()));
    assert!(request.wire_bytes > 12);
    assert_eq!((producer.standing().outstanding(), producer.standing().buffered_bytes), (0, 0));
}

#[test]
fn a_send_that_waits_for_a_partition_says_for_which_and_so_it_does_when_it_is_given_up() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let (producer, _lanes) = started(&embedded, |_| {});
    let cancel = Cancel::new();
    let waiting = {
        let (producer, cancel) = (producer.clone(), cancel.clone());
        let record = Record { partition: Some(6), ..record("v") };
        std::thread::spawn(move || producer.send(0, &record, &cancel))
    };
    let why = "topic orders has 6 partitions, 0 to 5, and no partition 6";
    let deadline = soon();
    while producer.overall_reason().as_deref() != Some(why) {
        assert!(Instant::now() < deadline, "{:?}", producer.overall_reason());
        std::thread::yield_now();
    }
    cancel.cancel();
    let given_up = waiting.join().unwrap().unwrap_err();
    assert_eq!((failure(&given_up).name.as_str(), failure(&given_up).cause.as_deref()), ("_INTR", Some(why)));
    assert_eq!(producer.overall_reason(), None, "nobody waits any more");
}

#[test]
fn the_partition_foreseen_is_the_one_that_is_used() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    // Nothing leaves but by a flush, and queues are not weighed: what was foreseen holds until the send.
    let (producer, mut lanes) = started(&embedded, |settings| {
        with(settings, "linger.ms", "60000");
        with(settings, "message.timeout.ms", "120000");
        settings.partitioner = Rule::BuiltIn { ignore_keys: false, adaptive: false, availability_timeout_ms: 0 };
    });
    let shape = TopicShape::new(vec![Some(1); 6]);
    let mut used = std::collections::BTreeSet::new();
    for n in 0..40 {
        // Large enough that the sticky partition moves on now and then, and with a key between.
        let value = "x".repeat(if n % 3 == 0 { 20_000 } else { 10 });
        let key = if n % 5 == 4 { Payload::text("user-42") } else { Payload::NULL };
        let record = Record { key, ..record(&value) };
        let foreseen = producer.foresee(&record, &shape);
        assert_eq!(producer.foresee(&record, &shape), foreseen, "looking changes nothing");
        let accepted = producer.send(n, &record, &Cancel::new()).unwrap();
        assert_eq!(Some(accepted.partition), foreseen.partition, "record {n}");
        used.insert(accepted.partition);
        if n % 4 == 0 {
            assert_eq!(producer.flush(soon()), 0);
            while lanes.outcomes.try_recv().is_ok() {}
        }
    }
    assert!(used.len() > 1, "{used:?}");
}

fn failure(outcome: &Outcome) -> &Failure {
    match &outcome.status {
        Status::Failed(failure) => failure,
        Status::Delivered | Status::Sent => panic!("it went well: {outcome:?}"),
    }
}

fn with(settings: &mut Settings, name: &str, value: &str) {
    settings.client.push((name.to_owned(), value.to_owned()));
}

/// A loopback port that nobody listens at: no system gives one below 1024 to whoever asks for any.
const DEAD_PORT: u16 = 451;

fn at_port(port: u16, max_block: Duration) -> (Producer, Lanes) {
    let mut settings = settings();
    settings.bootstrap = format!("127.0.0.1:{port}");
    settings.max_block = max_block;
    with(&mut settings, "bootstrap.servers", &format!("127.0.0.1:{port}"));
    Producer::start(&settings, 1, Requests::Counted).unwrap()
}

#[test]
fn an_unreachable_broker_ends_the_send_at_max_block_ms_and_is_named() {
    let port = DEAD_PORT;
    let (producer, _lanes) = at_port(port, Duration::from_millis(1500));
    let refused = producer.send(0, &record("x"), &Cancel::new()).unwrap_err();
    let failure = failure(&refused);
    assert_eq!(failure.message, "Topic orders not present in metadata after 1500 ms.");
    let cause = failure.cause.as_deref().unwrap();
    assert!(cause.contains(&format!("127.0.0.1:{port}")) && cause.contains("refused"), "{cause}");
    assert!(producer.unreachable() && !failure.possibly_persisted && refused.attempts == 0);
}

#[test]
fn a_partition_that_is_not_there_ends_the_send_at_max_block_ms() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let (producer, _lanes) = started(&embedded, |settings| settings.max_block = Duration::from_secs(3));
    let refused = producer.send(0, &Record { partition: Some(9), ..record("x") }, &Cancel::new()).unwrap_err();
    let words = "Partition 9 of topic orders with partition count 6 is not present in metadata after 3000 ms.";
    assert_eq!((failure(&refused).message.as_str(), failure(&refused).code), (words, Code::UNKNOWN_PARTITION));
    assert!(!producer.unreachable());
    assert_eq!(producer.outstanding(), 0);
}

#[test]
fn a_record_above_a_limit_is_refused_before_anything_is_asked_of_a_broker() {
    let (producer, _lanes) = at_port(DEAD_PORT, Duration::from_secs(60));
    let large = Record { value: Payload::bytes(vec![0; 1 << 20]), ..record("") };
    let refused = producer.send(0, &large, &Cancel::new()).unwrap_err();
    assert!(failure(&refused).message.contains("larger than 1048576, which is the value of the max.request.size"));
    assert!(!producer.unreachable(), "no broker was wanted");
}

#[test]
fn memory_that_stays_full_ends_the_send_with_the_java_clients_error() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 1);
    let (producer, mut lanes) = started(&embedded, |settings| {
        settings.buffer_memory = 4000;
        settings.batch_size = 1000;
        settings.max_block = Duration::from_secs(10);
    });
    producer.send(0, &record("first"), &Cancel::new()).unwrap();
    assert_eq!(producer.flush(soon()), 0);
    for broker in 1..=3 {
        embedded.cluster().set_rtt(broker, 3_000);
    }
    let value = "x".repeat(2_500);
    producer.send(1, &record(&value), &Cancel::new()).unwrap();
    let cancel = Cancel::new();
    let blocked = {
        let (producer, cancel, value) = (producer.clone(), cancel.clone(), value.clone());
        std::thread::spawn(move || producer.send(2, &record(&value), &cancel))
    };
    cancel.cancel();
    let interrupted = blocked.join().unwrap().unwrap_err();
    assert_eq!(failure(&interrupted).name, "_INTR");

    let (short, _lanes) = started(&embedded, |settings| {
        settings.buffer_memory = 4000;
        settings.batch_size = 1000;
        settings.max_block = Duration::from_secs(2);
    });
    embedded.cluster().set_rtt(1, 0);
    embedded.cluster().set_rtt(2, 0);
    embedded.cluster().set_rtt(3, 0);
    let deadline = soon();
    while short.send(3, &record("warm"), &Cancel::new()).is_err() {
        assert!(Instant::now() < deadline, "the cluster does not answer");
    }
    assert_eq!(short.flush(soon()), 0);
    for broker in 1..=3 {
        embedded.cluster().set_rtt(broker, 10_000);
    }
    short.send(4, &record(&value), &Cancel::new()).unwrap();
    let full = short.send(5, &record(&value), &Cancel::new()).unwrap_err();
    let words = "within the configured max blocking time 2000 ms. Total memory: 4000 bytes. Available memory: ";
    assert!(failure(&full).message.contains(words), "{}", failure(&full).message);
    assert!(short.blocked() >= Duration::from_secs(1));
    drop(short);
    assert_eq!(producer.flush(soon()), 0);
    assert_eq!((lanes.outcomes.try_recv().unwrap().n, lanes.outcomes.try_recv().unwrap().n), (0, 1));
}

#[test]
fn with_acks_0_a_record_is_sent_and_its_offset_is_not_known() {
    let embedded = Embedded::start().unwrap();
    let (producer, mut lanes) = started(&embedded, |settings| {
        settings.acks = 0;
        with(settings, "acks", "0");
    });
    producer.send(0, &record("x"), &Cancel::new()).unwrap();
    assert_eq!(producer.flush(soon()), 0);
    let outcome = lanes.outcomes.try_recv().unwrap();
    assert_eq!((&outcome.status, outcome.offset), (&Status::Sent, None));
    let request = lanes.requests.try_recv().unwrap();
    assert_eq!(request.outcome, crate::domain::request::RequestOutcome::Unawaited);
    assert_eq!((request.rtt_micros, request.first_offset, request.records), (None, None, Some(1)));
}

#[test]
fn a_leader_whose_advertised_address_is_dead_ends_at_max_block_ms_not_at_the_delivery_timeout() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 1);
    let port = DEAD_PORT;
    for broker in 1..=3 {
        embedded.cluster().advertise(broker, "127.0.0.1", port);
    }
    let (producer, mut lanes) = started(&embedded, |settings| settings.max_block = Duration::from_secs(4));
    producer.send(0, &record("x"), &Cancel::new()).unwrap();
    assert_eq!(producer.flush(Instant::now() + Duration::from_secs(15)), 0);
    let outcome = lanes.outcomes.try_recv().unwrap();
    let failure = failure(&outcome);
    assert!(failure.message.contains("within max.block.ms (4000 ms)"), "{}", failure.message);
    let cause = failure.cause.as_deref().unwrap();
    assert!(cause.contains(&port.to_string()) && cause.contains("advertised"), "{cause}");
    assert!(producer.unreachable() && !failure.possibly_persisted && outcome.attempts == 0);
}

#[test]
fn a_leader_that_refuses_the_first_record_was_reached() {
    const PRODUCE: i16 = 0;
    const TOO_LARGE: i32 = 10;
    for _ in 0..20 {
        let embedded = Embedded::start().unwrap();
        embedded.create_topic("orders", 1);
        embedded.cluster().push_errors(PRODUCE, &[TOO_LARGE]);
        let (producer, mut lanes) = started(&embedded, |_| {});
        producer.send(0, &record("x"), &Cancel::new()).unwrap();
        assert_eq!(producer.flush(soon()), 0);
        assert_eq!(failure(&lanes.outcomes.try_recv().unwrap()).code, TOO_LARGE);
        assert!(!producer.unreachable());
    }
}

#[test]
fn other_brokers_that_are_up_do_not_stand_in_for_the_leader_that_is_not() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 1);
    assert!(embedded.cluster().set_leader("orders", 0, 2));
    let port = DEAD_PORT;
    embedded.cluster().advertise(2, "127.0.0.1", port);
    // Without sparse connections the client connects to all three, two of which answer.
    let (producer, mut lanes) = started(&embedded, |settings| {
        settings.max_block = Duration::from_secs(4);
        with(settings, "enable.sparse.connections", "false");
    });
    producer.send(0, &record("x"), &Cancel::new()).unwrap();
    assert_eq!(producer.flush(Instant::now() + Duration::from_secs(15)), 0);
    let outcome = lanes.outcomes.try_recv().unwrap();
    assert!(failure(&outcome).cause.as_deref().unwrap().contains(&port.to_string()), "{outcome:?}");
    assert!(producer.unreachable());
}

#[test]
fn dropping_the_producer_ends_every_record() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 1);
    let (producer, mut lanes) = started(&embedded, |settings| with(settings, "linger.ms", "15000"));
    producer.send(0, &record("first"), &Cancel::new()).unwrap();
    producer.send(1, &record("second"), &Cancel::new()).unwrap();
    drop(producer);
    let mut ends = Vec::new();
    while let Some(outcome) = lanes.outcomes.blocking_recv() {
        ends.push((outcome.n, failure(&outcome).code, failure(&outcome).possibly_persisted));
    }
    // Which of librdkafka's two queues is emptied first is not said.
    ends.sort_unstable();
    assert_eq!(ends, [(0, Code::PURGE_QUEUE, false), (1, Code::PURGE_QUEUE, false)]);
}

#[test]
fn records_without_a_key_stay_on_one_partition_until_its_batch_is_full() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let (producer, _lanes) = started(&embedded, |settings| with(settings, "linger.ms", "1000"));
    let keyless = Record { key: Payload::NULL, ..record("0123456789") };
    let partitions: Vec<i32> =
        (0..100).map(|n| producer.send(n, &keyless, &Cancel::new()).unwrap().partition).collect();
    assert!(partitions.windows(2).all(|pair| pair[0] == pair[1]), "{partitions:?}");
    assert_eq!(producer.flush(soon()), 0);
}

#[test]
fn a_record_that_does_not_reach_the_queue_lets_the_next_one_ask_for_the_leader() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 1);
    for broker in 1..=3 {
        embedded.cluster().advertise(broker, "127.0.0.1", DEAD_PORT);
    }
    let (producer, _lanes) = started(&embedded, |settings| with(settings, "message.max.bytes", "1000"));
    let refused = producer.send(0, &record(&"x".repeat(2000)), &Cancel::new()).unwrap_err();
    assert_eq!(failure(&refused).code, 10);
    producer.send(1, &record("x"), &Cancel::new()).unwrap();
    assert_eq!(producer.outstanding(), 1);
}

#[test]
fn a_record_that_is_given_up_on_its_way_to_the_queue_bars_nobody() {
    let (producer, _lanes) = at_port(DEAD_PORT, Duration::from_secs(60));
    let core = &producer.core;
    let probe = core.gate.ask(Instant::now(), core).unwrap();
    assert!(core.gate.gives_up(false) && core.gate.gave_up());
    drop(probe);
    assert!(!core.gate.gave_up() && core.gate.ask(soon(), core).is_some());
}
