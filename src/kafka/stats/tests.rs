#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../tests/fixtures/statistics/mod.rs"]
mod fixture;

use super::*;

#[test]
fn a_recorded_document_is_read() {
    let statistics = Statistics::parse(fixture::PRODUCING).unwrap();
    assert_eq!((statistics.msg_cnt, statistics.msg_size), (604, 181_200));
    assert_eq!((statistics.msg_max, statistics.msg_size_max), (100_000, 1_073_741_824));
    assert_eq!((statistics.age, statistics.tx, statistics.txmsgs), (2_021_244, 410, 29_630));
    assert_eq!(statistics.eos.as_ref().unwrap().producer_id, 172_606_000);
    assert!(statistics.is_ready());

    let broker = statistics.brokers.iter().find(|broker| broker.nodeid == 2).unwrap();
    assert_eq!((&*broker.name, &*broker.nodename), ("127.0.0.1:33663/2", "127.0.0.1:33663"));
    assert_eq!((&*broker.state, broker.stateage, &*broker.source), ("UP", 890_406, "learned"));
    assert_eq!((broker.outbuf_cnt, broker.waitresp_cnt, broker.connects, broker.disconnects), (1, 5, 1, 0));
    assert_eq!((broker.rtt.min, broker.rtt.p99, broker.rtt.cnt), (20_311, 22_143, 24));
    assert_eq!((broker.int_latency.max, broker.outbuf_latency.avg, broker.throttle.cnt), (41_369, 4_244, 0));
    assert!(matches!(broker.name, Cow::Borrowed(_)));

    let [topic] = statistics.topics.as_slice() else { panic!("one topic") };
    assert_eq!((&*topic.topic, topic.batchsize.avg, topic.batchcnt.max), ("orders", 11_269, 75));
    assert_eq!(topic.partitions.iter().map(|p| p.partition).collect::<Vec<_>>(), (0..12).collect::<Vec<_>>());
    let first = Partition { partition: 0, leader: 2, msgs_inflight: 75, txmsgs: 2_476, txbytes: 756_728 };
    assert_eq!(topic.partitions[0], first);
}

#[test]
fn a_large_document_is_read() {
    let document = fixture::with_partitions(200);
    assert!((140_000..170_000).contains(&document.len()), "{}", document.len());
    let statistics = Statistics::parse(&document).unwrap();
    assert_eq!(statistics.topics[0].partitions.len(), 200);
    assert_eq!(statistics.topics[0].partitions[199].partition, 199);
    assert_eq!(statistics.brokers.len(), 3);
}

#[test]
fn names_with_escapes_and_a_client_that_knows_nothing_are_read() {
    let escaped = fixture::PRODUCING.replace("127.0.0.1:33663", r"b\u00fc\u001b:1");
    let statistics = Statistics::parse(&escaped).unwrap();
    assert!(statistics.brokers.iter().any(|broker| broker.nodename == "bü\u{1b}:1"));

    let bare = r#"{"ts":1,"age":2,"msg_cnt":0,"msg_size":0,"msg_max":1,"msg_size_max":1,"txmsgs":0,"txmsg_bytes":0,
        "tx":0,"tx_bytes":0,"brokers":{},"topics":{}}"#;
    let statistics = Statistics::parse(bare).unwrap();
    assert!(statistics.is_ready() && statistics.brokers.is_empty() && statistics.topics.is_empty());
}

#[test]
fn an_idempotent_producer_without_its_id_is_not_ready() {
    let waiting = fixture::PRODUCING.replace("172606000", "-1");
    assert!(!Statistics::parse(&waiting).unwrap().is_ready());
}

#[test]
fn what_is_no_statistics_document_is_an_error() {
    for text in ["", "{}", "[]", &fixture::PRODUCING[..1000]] {
        assert!(Statistics::parse(text).is_err());
    }
}
