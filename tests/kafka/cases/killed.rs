//! A broker that is killed, frozen or cut off with records in flight: what linger says of each record is so.

use crate::cases::numbered::{Numbered, truthful};
use crate::harness::broker::{Cluster, Misadvertised, Spec};
use crate::harness::proxy::Proxy;
use crate::harness::stage;
use crate::harness::wait::eventually;

crate::trials![
    a_broker_killed_with_requests_in_flight_and_restarted_loses_nothing,
    a_broker_killed_in_a_flood_and_restarted_loses_nothing,
    records_that_fail_while_the_broker_is_gone_say_the_truth,
    a_written_record_without_an_answer_is_possibly_persisted,
];

/// A broker of the test's own, reached through a door.
struct Place {
    cluster: Cluster,
    proxy: Proxy,
    topic: String,
}

impl Place {
    fn new(name: &str, partitions: i32) -> Self {
        let proxy = Proxy::start();
        let advertised = proxy.address().to_owned();
        let misadvertised = vec![Misadvertised { name: "PROXIED", advertised }];
        let cluster = stage::own(name, &Spec { nodes: 1, misadvertised, ..Spec::default() });
        proxy.lead_to(cluster.at("PROXIED"));
        let topic = cluster.topic(name, partitions, &[]);
        Self { cluster, proxy, topic }
    }

    /// `linger send -` through the door; line n holds the number n.
    fn start(&self, settings: &[&str]) -> Numbered {
        Numbered::start(self.proxy.address(), &self.topic, settings)
    }

    /// Waits until clients have sent this much more.
    fn await_requests(&self, before: u64, bytes: u64) {
        eventually("requests have left", || self.proxy.requested() >= before + bytes);
    }
}

fn a_broker_killed_with_requests_in_flight_and_restarted_loses_nothing() {
    let place = Place::new("killed-in-flight", 3);
    let mut run = place.start(&["linger.ms=200"]);
    run.say(100);
    run.hear(100);
    place.cluster.node(1).freeze();
    let before = place.proxy.requested();
    run.say(3000);
    // Many records have left when this much has; the next batch of a partition waits for the answer to the first.
    place.await_requests(before, 1000);
    place.cluster.node(1).kill();
    run.say(1000);
    place.cluster.restart(1);
    let (ran, outcomes, _) = run.finish();
    ran.exits(0);
    assert!(outcomes.iter().any(|outcome| outcome.attempts > 1), "some were in flight");
    let rows = place.cluster.read(&place.topic);
    assert_eq!(rows.len(), 4100);
    truthful(&outcomes, &rows);
}

fn a_broker_killed_in_a_flood_and_restarted_loses_nothing() {
    let place = Place::new("killed-in-flood", 3);
    let mut run = place.start(&[]);
    run.say(30_000);
    run.hear(100);
    place.cluster.node(1).kill();
    run.say(1000);
    place.cluster.restart(1);
    let (ran, outcomes, _) = run.finish();
    ran.exits(0);
    let rows = place.cluster.read(&place.topic);
    assert_eq!(rows.len(), 31_000);
    truthful(&outcomes, &rows);
}

fn records_that_fail_while_the_broker_is_gone_say_the_truth() {
    let place = Place::new("gone", 2);
    let short = ["delivery.timeout.ms=4000", "request.timeout.ms=2000", "linger.ms=200"];
    let mut run = place.start(&short);
    run.say(50);
    run.hear(50);
    place.cluster.node(1).freeze();
    let before = place.proxy.requested();
    run.say(200);
    place.await_requests(before, 1000);
    place.cluster.node(1).kill();
    run.say(200);
    run.hear(400);
    place.cluster.restart(1);
    let (ran, outcomes, _) = run.finish();
    ran.exits(1);
    let failed = &outcomes[50..];
    assert!(failed.iter().all(|outcome| outcome.status == "failed"), "the broker came back after the timeout");
    assert!(failed.iter().any(|outcome| outcome.failure().possibly_persisted), "some were in flight");
    assert!(failed.iter().any(|outcome| outcome.attempts == 0), "some never left");
    for outcome in failed {
        let failure = outcome.failure();
        assert_eq!((failure.name.as_str(), failure.side.as_str()), ("_MSG_TIMED_OUT", "client"));
        assert!(outcome.attempts > 0 || !failure.possibly_persisted, "what never left is not persisted: {outcome:?}");
        let cause = failure.cause.as_deref().unwrap_or_else(|| panic!("no cause: {failure:?}"));
        assert!(cause.contains(place.proxy.address()), "{cause}");
    }
    truthful(&outcomes, &place.cluster.read(&place.topic));
}

fn a_written_record_without_an_answer_is_possibly_persisted() {
    let place = Place::new("unanswered", 1);
    for (first, idempotence) in [(0, "enable.idempotence=true"), (2, "enable.idempotence=false")] {
        let settings = ["delivery.timeout.ms=4000", "request.timeout.ms=3000", "linger.ms=0", idempotence];
        let mut run = place.start(&settings);
        run.say(1);
        run.hear(1);
        place.proxy.hold_answers();
        run.say(1);
        eventually("it is written", || place.cluster.end_offsets(&place.topic) == [first + 2]);
        place.proxy.shut();
        run.say(1);
        run.hear(2);
        place.proxy.open();
        let (ran, outcomes, _) = run.finish();
        ran.exits(1);
        let written = outcomes[1].failure();
        assert!(written.possibly_persisted, "it is in the log: {:?}", outcomes[1]);
        assert!(outcomes[1].attempts >= 1);
        let unsent = outcomes[2].failure();
        assert!(!unsent.possibly_persisted && outcomes[2].attempts == 0, "it never left: {:?}", outcomes[2]);
        assert_eq!(place.cluster.end_offsets(&place.topic), [first + 2]);
    }
}
