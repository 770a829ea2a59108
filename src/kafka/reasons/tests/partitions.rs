//! What is wrong with a topic or a partition.

use super::*;

#[test]
fn a_partition_s_refusals_are_kept_until_it_delivers() {
    let line = |error| {
        format!(
            "a:1/1: t [2]: MessageSet with 1 message(s) (MsgId 1, BaseSeq 0) encountered error: {error} (actions Retry)"
        )
    };
    let mut told = Told::new("a:1");
    told.states(1, "a:1", &["INIT", "CONNECT", "APIVERSION_QUERY", "UP"]);
    told.log(7, "MSGSET", &line("Broker: Not enough in-sync replicas"));
    let reason = told.reasons.reason_for("t", Some(2), Some(1), told.now()).unwrap();
    assert_eq!(
        reason.text,
        "partition 2 of 't': fewer replicas are in sync than the topic's min.insync.replicas (NOT_ENOUGH_REPLICAS)"
    );
    assert_eq!((reason.kind, reason.code, reason.kind.is_connection()), (Kind::Refusing, 19, false));
    assert_eq!(told.reasons.reason_for("t", Some(1), Some(1), told.now()), None);
    assert_eq!(told.reasons.reason_for("t", None, None, told.now()), None);
    told.log(7, "MSGSET", &line("Broker: Not leader for partition"));
    assert_eq!(told.reasons.reason_for("t", Some(2), Some(1), told.now()).unwrap().code, 6);
    told.log(7, "MSGSET", &line("Local: Broker transport failure"));
    assert_eq!(told.reasons.reason_for("t", Some(2), Some(1), told.now()).unwrap().code, 6);
    told.note(&Event::Delivered { topic: "t", partition: 2, broker: 1 });
    assert_eq!(told.reasons.reason_for("t", Some(2), Some(1), told.now()), None);
}

#[test]
fn a_partition_without_a_leader_and_a_topic_that_is_gone_say_so() {
    let mut told = Told::new("a:1");
    told.states(1, "a:1", &["INIT", "CONNECT", "APIVERSION_QUERY", "UP"]);
    told.note(&Event::Leader { topic: "t", partition: 2, leader: -1 }).wait(100_000);
    let reason = told.reasons.reason_for("t", Some(2), None, told.now()).unwrap();
    assert_eq!(reason.text, "partition 2 of 't': it has no leader at the moment (LEADER_NOT_AVAILABLE)");
    assert_eq!(reason.since_micros, SECOND);
    told.note(&Event::Leader { topic: "t", partition: 2, leader: 1 });
    assert_eq!(told.reasons.reason_for("t", Some(2), Some(1), told.now()), None);

    told.log(5, "PARTCNT", "[thrd:main]: Topic t partition count changed from 1 to 0");
    let reason = told.reasons.reason_for("t", Some(0), Some(1), told.now()).unwrap();
    assert_eq!(reason.text, "'t': the topic is not in the cluster any more, or hidden from us");
    told.log(5, "PARTCNT", "[thrd:main]: Topic t partition count changed from 0 to 1");
    assert_eq!(told.reasons.reason_for("t", Some(0), Some(1), told.now()), None);
}
