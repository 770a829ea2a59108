//! Three brokers, one of them killed: another takes over, and what the lost one was needed for is named.

use crate::cases::numbered::{Numbered, truthful};
use crate::harness::broker::Spec;
use crate::harness::product::{Ran, run};
use crate::harness::stage;

crate::trials![a_killed_leader_is_left_for_another_and_missed_by_min_insync_replicas];

fn a_killed_leader_is_left_for_another_and_missed_by_min_insync_replicas() {
    let cluster = stage::own("failover", &Spec { nodes: 3, ..Spec::default() });
    let bootstrap = cluster.bootstrap();
    let min_isr = [("min.insync.replicas", "2")];
    let safe = cluster.assigned_topic("safe", &[&[1, 2, 3], &[2, 3, 1], &[3, 1, 2]], &min_isr);
    let narrow = cluster.assigned_topic("narrow", &[&[1, 2]], &min_isr);

    let mut run = Numbered::start(&bootstrap, &safe, &[]);
    run.say(20_000);
    run.hear(100);
    cluster.node(2).kill();
    run.say(5000);
    let (ran, outcomes, requests) = run.finish();
    ran.exits(0);
    let rows = cluster.read(&safe);
    assert_eq!(rows.len(), 25_000);
    truthful(&outcomes, &rows);
    let new_leader = cluster.leaders(&safe)[1];
    assert!([1, 3].contains(&new_leader));
    let on_second = requests.iter().filter(|r| r.partition == Some(1) && r.outcome == "delivered");
    assert_eq!(on_second.map(|r| r.broker).next_back(), Some(new_leader), "the last requests went to the new leader");

    let one = |settings: &[&str]| -> Ran {
        let mut arguments = vec!["send", "-b", &bootstrap, "--topic", &narrow, "--value", "v", "--format", "json"];
        arguments.extend(settings.iter().flat_map(|setting| ["--set", setting]));
        self::run(&arguments)
    };
    let outcome = one(&["delivery.timeout.ms=4000", "request.timeout.ms=2000"]).exits(1).outcome();
    let failure = outcome.failure();
    let cause = failure.cause.as_deref().unwrap_or_default();
    assert!(cause.contains("min.insync.replicas"), "{failure:?}");
    assert!(!failure.possibly_persisted, "the leader refused it: {failure:?}");
    assert_eq!(cluster.end_offsets(&narrow), [0]);
    one(&["acks=1"]).exits(0);
    cluster.restart(2);
    assert_eq!(one(&[]).exits(0).outcome().delivered_at(), 1);
}
