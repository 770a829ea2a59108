//! What stood in a record's way.

use super::*;
use crate::domain::story::InSync;

const BROKER: &str = "127.0.0.1:9091";

fn refuse(told: &mut Told, partition: i32, error: &str) {
    let raw = format!(
        "[thrd:{BROKER}/1]: {BROKER}/1: orders [{partition}]: MessageSet with 2 message(s) (MsgId 1, BaseSeq 0) \
         encountered error: {error} (actions Retry,MsgNotPersisted)"
    );
    told.log(7, "MSGSET", &raw);
}

fn story(told: &Told, since_millis: u64) -> Vec<String> {
    let record =
        Waited { topic: "orders", partition: 1, leader: Some(1), since: since_millis * 1000, ahead: 0, in_sync: None };
    told.reasons.story(&record, told.now())
}

#[test]
fn refusals_are_counted_from_the_time_the_record_came() {
    let mut told = Told::new("");
    for _ in 0..20 {
        refuse(&mut told, 1, "Broker: Not enough in-sync replicas");
        refuse(&mut told, 2, "Broker: Not leader for partition");
        told.wait(100);
    }
    assert_eq!(story(&told, 0), ["NOT_ENOUGH_REPLICAS ×20 from b1"]);
    // The clock began at 1 s: of the twenty, fourteen came from 1.6 s on.
    assert_eq!(story(&told, 1_600), ["NOT_ENOUGH_REPLICAS ×14 from b1"]);
    assert_eq!(story(&told, 3_000), Vec::<String>::new());
    let replicas = Some(InSync { in_sync: 2, replicas: 3, min: Some(3) });
    let record = Waited { topic: "orders", partition: 1, leader: None, since: 0, ahead: 3, in_sync: replicas };
    assert_eq!(
        told.reasons.story(&record, told.now()),
        ["NOT_ENOUGH_REPLICAS ×20 from b1 (2 of 3 in sync, min.insync.replicas 3)", "queue behind 3 other batches"]
    );
}

#[test]
fn what_came_last_is_told_last_and_a_timeout_of_the_client_too() {
    let mut told = Told::new("");
    refuse(&mut told, 1, "Local: Timed out");
    refuse(told.wait(10), 1, "Broker: Not leader for partition");
    refuse(told.wait(10), 1, "Local: Timed out");
    assert_eq!(story(&told, 0), ["NOT_LEADER_FOR_PARTITION from b1", "_TIMED_OUT ×2 from b1"]);
}

#[test]
fn an_outage_is_told_as_long_as_the_record_waited_in_it_and_why() {
    let mut told = Told::new("");
    told.states(1, BROKER, &["INIT", "CONNECT", "UP"]).wait(1_000).states(1, BROKER, &["DOWN"]);
    told.wait(2_000);
    told.error(Code::TRANSPORT, &format!("{BROKER}/1: Connect to ipv4#{BROKER} failed: Connection refused"));
    told.wait(6_200);
    // Not over yet, and half of it before the record came.
    assert_eq!(story(&told, 6_100), ["no connection to b1 for 4.10 s (refused)"]);
    told.states(1, BROKER, &["CONNECT", "UP"]).wait(5_000);
    assert_eq!(story(&told, 0), ["no connection to b1 for 8.20 s (refused)"]);
    assert_eq!(story(&told, 12_000), Vec::<String>::new());
    let other = Waited { topic: "orders", partition: 1, leader: Some(2), since: 0, ahead: 0, in_sync: None };
    assert_eq!(told.reasons.story(&other, told.now()), Vec::<String>::new());
}

#[test]
fn a_usual_connect_stands_in_nobody_s_way() {
    let mut told = Told::new("");
    told.states(1, BROKER, &["INIT"]).wait(60_000).states(1, BROKER, &["CONNECT"]).wait(30);
    told.states(1, BROKER, &["UP"]).wait(60_000);
    assert_eq!(story(&told, 0), Vec::<String>::new());
}

#[test]
fn throttling_and_a_missing_leader_add_up() {
    let mut told = Told::new("");
    let leader = |leader| Event::Leader { topic: "orders", partition: 1, leader };
    told.note(&leader(-1)).wait(1_500).note(&leader(2)).note(&leader(2)).wait(10);
    for micros in [2_600_000, 2_000_000] {
        told.note(&Event::Throttled { broker: 1, micros }).wait(10);
    }
    assert_eq!(story(&told, 0), ["no leader for 1.50 s", "throttled 4.60 s by b1"]);
}

#[test]
fn memory_is_bounded_and_a_count_that_is_not_whole_says_so() {
    let mut told = Told::new("");
    for _ in 0..500 {
        refuse(told.wait(1), 1, "Broker: Not leader for partition");
    }
    assert_eq!(story(&told, 0), ["NOT_LEADER_FOR_PARTITION ×128 or more from b1"]);
    // From the 400th on they are all known.
    assert_eq!(story(&told, 1_400), ["NOT_LEADER_FOR_PARTITION ×101 from b1"]);
    for partition in 2..3_000 {
        refuse(told.wait(1), partition, "Broker: Not leader for partition");
    }
    assert_eq!(story(&told, 0), Vec::<String>::new(), "the quietest partition made room");
    assert!(told.reasons.history.partitions() <= 1_000);
}
