#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use rdkafka::producer::{BaseProducer, Producer};

use super::*;
use crate::domain::partitioner::Rule;
use crate::domain::reason::ReasonKind;
use crate::kafka::native::mock::MockCluster;

const PATIENT: Duration = Duration::from_secs(20);

pub(super) fn settings(bootstrap: &str, more: &[(&str, &str)]) -> Settings {
    let client = [("bootstrap.servers", bootstrap)].into_iter().chain(more.iter().copied());
    Settings {
        client: client.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        bootstrap: bootstrap.to_owned(),
        embedded: false,
        permits: crate::domain::guard::Permits::default(),
        buffer_memory: 0,
        max_block: Duration::ZERO,
        max_request_size: 0,
        batch_size: 0,
        linger: Duration::ZERO,
        delivery_timeout: Duration::ZERO,
        acks: -1,
        idempotent: true,
        partitioner: Rule::default(),
    }
}

#[test]
fn a_topic_and_the_cluster_are_seen() {
    let mock = MockCluster::new(3).unwrap();
    assert!(mock.create_topic("orders", 4, 3) && mock.create_topic("__consumer_offsets", 1, 1));
    // A producer's own properties do not disturb.
    let producer = [("linger.ms", "5"), ("enable.idempotence", "true"), ("statistics.interval.ms", "100")];
    let inspector = Inspector::start(&settings(&mock.bootstrap(), &producer)).unwrap();

    let topic = inspector.topic("orders", PATIENT).unwrap().unwrap();
    assert_eq!(topic.name, "orders");
    assert_eq!(topic.partitions.iter().map(|partition| partition.id).collect::<Vec<_>>(), [0, 1, 2, 3]);
    for partition in &topic.partitions {
        assert_eq!((partition.replicas.len(), partition.in_sync.len()), (3, 3));
        assert!(partition.leader.is_some_and(|leader| partition.replicas.contains(&leader)));
    }

    let cluster = inspector.cluster(PATIENT).unwrap();
    assert_eq!(cluster.topics, ["orders"]);
    assert_eq!(cluster.brokers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 2, 3]);
    let mut addresses: Vec<&str> = cluster.brokers.iter().map(|(_, address)| address.as_str()).collect();
    let bootstrap = mock.bootstrap();
    let mut known: Vec<&str> = bootstrap.split(',').collect();
    addresses.sort_unstable();
    known.sort_unstable();
    assert_eq!(addresses, known);
    assert!(cluster.id.is_some_and(|id| !id.is_empty()));
}

#[test]
fn looking_at_an_unknown_topic_creates_nothing() {
    let mock = MockCluster::new(1).unwrap();
    let inspector = Inspector::start(&settings(&mock.bootstrap(), &[])).unwrap();
    for _ in 0..3 {
        assert_eq!(inspector.topic("nothing", PATIENT).unwrap(), None);
        assert_eq!(inspector.cluster(PATIENT).unwrap().topics, Vec::<String>::new());
    }
    // The same question from a producer does create it: this cluster lets it.
    let producer: BaseProducer = ClientConfig::new().set("bootstrap.servers", mock.bootstrap()).create().unwrap();
    producer.client().fetch_metadata(Some("nothing"), PATIENT).unwrap();
    assert_eq!(inspector.cluster(PATIENT).unwrap().topics, ["nothing"]);
    assert!(matches!(TopicLook::from(inspector.topic("nothing", PATIENT)), TopicLook::Found(_)));
}

#[test]
fn an_error_names_its_reason() {
    // No system gives a port below 1024 to whoever asks for any.
    let closed = "127.0.0.1:451";
    let inspector = Inspector::start(&settings(closed, &[])).unwrap();
    let error = inspector.topic("t", Duration::from_secs(3)).unwrap_err();
    assert_eq!(error.to_string(), format!("connection to {closed} refused"));
    assert_eq!(error.reason.as_ref().map(|reason| reason.kind), Some(ReasonKind::Refused));
    assert_eq!(TopicLook::from(Err(error.clone())), TopicLook::Failed(error.to_string()));
}

#[test]
fn what_no_waiting_heals_ends_at_once() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap().to_string();
    let answer = |mut stream: TcpStream| {
        let mut request = [0; 64];
        let _ = stream.read(&mut request);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    };
    std::thread::spawn(move || server.incoming().flatten().for_each(answer));
    let inspector = Inspector::start(&settings(&address, &[])).unwrap();
    let begun = Instant::now();
    let error = inspector.cluster(PATIENT).unwrap_err();
    assert_eq!(error.to_string(), format!("{address} is not a Kafka broker: it speaks HTTP"));
    assert!(begun.elapsed() < PATIENT / 2);
}

#[test]
fn a_silent_server_says_so_when_the_time_is_over() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap().to_string();
    let inspector = Inspector::start(&settings(&address, &[])).unwrap();
    let error = inspector.cluster(Duration::from_millis(50)).unwrap_err();
    assert_eq!(error.to_string(), format!("no answer from {address} within 50 ms"));
}

#[test]
fn a_refused_property_is_named_without_its_value() {
    let error = Inspector::start(&settings("h:1", &[("sasl.passwrd", "s3cret")])).err().unwrap();
    assert!(error.to_string().contains("sasl.passwrd") && !error.to_string().contains("s3cret"), "{error}");
}
