//! What stands in a record's way, and what happens to the client as a whole.

use linger::domain::load::Keys;
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::trouble::{Told, Trouble, What};
use linger::domain::verdict::Kind;

use crate::NOT_ENOUGH_REPLICAS;
use crate::bench::{Bench, Setup};

fn record() -> Record {
    let value = Payload::text("v");
    Record { topic: "orders".to_owned(), partition: Some(1), value, ..Record::default() }
}

#[test]
fn a_record_tells_how_often_it_was_refused_and_by_whom() {
    let mut bench = Bench::new(&Setup::default());
    assert!(bench.send(&record()).is_ok());
    bench.refuse(&[NOT_ENOUGH_REPLICAS; 5]);
    let outcome = bench.send(&record());
    assert!(outcome.is_ok(), "{outcome:?}");
    let journey = outcome.journey.unwrap();
    assert_eq!((journey.story, outcome.attempts), (vec!["NOT_ENOUGH_REPLICAS ×5 from b2".to_owned()], 6));
}

#[test]
fn a_broker_that_restarts_is_told_with_its_end() {
    let mut bench = Bench::new(&Setup::default());
    // librdkafka connects again when there is something to send.
    bench.load(Some(100), 100, Keys::Sequential);
    bench.until_not(Kind::Idle);
    bench.down(2);
    let is_down = |told: &Told| match told {
        Told::Trouble { trouble: Trouble { what: What::Connection, broker: Some(broker), .. }, .. } => {
            broker.id == Some(2)
        }
        Told::Trouble { .. } | Told::Up { .. } => false,
    };
    bench.troubles(|told| told.iter().any(is_down));
    bench.up(2);
    let told = bench.troubles(|told| matches!(told.last(), Some(Told::Up { broker, .. }) if broker.id == Some(2)));
    assert!(told.iter().all(|one| is_down(one) || matches!(one, Told::Up { .. }) || is_of_all(one)), "{told:#?}");
}

/// librdkafka may say so of all when one is gone and no other connection stands.
fn is_of_all(told: &Told) -> bool {
    matches!(told, Told::Trouble { trouble, .. } if trouble.what == What::AllBrokersDown)
}
