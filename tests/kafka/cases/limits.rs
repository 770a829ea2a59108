//! Records that no broker takes: each ends as an error that says who refused it and that nothing was written.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::product::{Failure, Ran, Running, json_lines, run, run_with_input};
use crate::harness::stage;
use crate::harness::topics::unused_name;

crate::trials![
    a_record_too_large_for_the_topic_is_refused_by_the_broker,
    a_record_over_max_request_size_is_refused_before_sending,
    an_unknown_topic_ends_within_max_block,
    a_partition_that_does_not_exist_ends_within_max_block,
    a_topic_name_that_no_broker_takes_is_refused,
    a_timestamp_too_far_ahead_is_refused_by_the_broker,
    a_null_key_on_a_compacted_topic_is_refused_by_the_broker,
    a_refused_record_does_not_hold_up_the_others,
    a_batch_too_large_for_the_topic_fails_whole_and_is_not_written,
    a_topic_deleted_while_producing_ends_as_unknown,
];

/// What a run may take over max.block.ms on a busy machine: its start, the flush and the close.
const SLACK: Duration = Duration::from_secs(5);

fn send(topic: &str, arguments: &[&str]) -> Ran {
    let bootstrap = stage::strict().bootstrap();
    let mut all = vec!["send", "-b", &bootstrap, "--topic", topic, "--format", "json"];
    all.extend(arguments);
    run(&all)
}

/// Code, name and side of a failure that nothing was written of, and that no retry heals.
fn not_persisted(failure: &Failure) -> (i32, &str, &str) {
    assert!(!failure.possibly_persisted && !failure.fatal, "{failure:?}");
    (failure.code, &failure.name, &failure.side)
}

fn a_record_too_large_for_the_topic_is_refused_by_the_broker() {
    let cluster = stage::strict();
    let topic = cluster.topic("small", 1, &[("max.message.bytes", "1000")]);
    let outcome = send(&topic, &["--value", &"x".repeat(2000)]).exits(1).outcome();
    let failure = outcome.failure();
    assert_eq!(not_persisted(failure), (10, "MSG_SIZE_TOO_LARGE", "broker"));
    assert!(!failure.retriable);
    assert_eq!((outcome.offset, outcome.attempts), (None, 1));
    assert_eq!(cluster.end_offsets(&topic), [0]);
}

fn a_record_over_max_request_size_is_refused_before_sending() {
    let topic = stage::strict().topic("request-size", 1, &[]);
    let too_large = "The message is 105 bytes when serialized which is larger than 99, which is the value of the \
                     max.request.size configuration.";
    let arguments = ["--set", "max.request.size=99", "--value", &"x".repeat(20)];
    let outcome = send(&topic, &arguments).exits(1).outcome();
    let failure = outcome.failure();
    assert_eq!(not_persisted(failure), (10, "MSG_SIZE_TOO_LARGE", "client"));
    assert_eq!((failure.message.as_str(), outcome.attempts, outcome.offset), (too_large, 0, None));
    assert_eq!(stage::strict().end_offsets(&topic), [0]);
}

fn an_unknown_topic_ends_within_max_block() {
    let topic = unused_name("nowhere");
    let ran = send(&topic, &["--set", "max.block.ms=1500", "--value", "v"]).exits(1);
    let outcome = ran.outcome();
    assert_eq!(not_persisted(outcome.failure()).2, "client");
    assert_eq!(outcome.failure().message, format!("Topic {topic} not present in metadata after 1500 ms."));
    assert_eq!((outcome.attempts, outcome.partition), (0, None));
    assert!(ran.took < Duration::from_millis(1500) + SLACK, "{:?}", ran.took);
    assert!(!stage::strict().topics().contains(&topic));
}

fn a_partition_that_does_not_exist_ends_within_max_block() {
    let topic = stage::strict().topic("six", 6, &[]);
    let ran = send(&topic, &["--set", "max.block.ms=1500", "--partition", "9", "--value", "v"]).exits(1);
    let outcome = ran.outcome();
    let message =
        format!("Partition 9 of topic {topic} with partition count 6 is not present in metadata after 1500 ms.");
    assert_eq!(outcome.failure().message, message);
    assert_eq!((not_persisted(outcome.failure()).2, outcome.attempts), ("client", 0));
    assert!(ran.took < Duration::from_millis(1500) + SLACK, "{:?}", ran.took);
    assert_eq!(stage::strict().end_offsets(&topic), [0; 6]);
}

fn a_topic_name_that_no_broker_takes_is_refused() {
    let bootstrap = stage::strict().bootstrap();
    for name in ["a b", "..", &"x".repeat(250)] {
        let arguments = ["send", "-b", &bootstrap, "--format", "json", "--input", "json", "-"];
        let ran = run_with_input(&arguments, json_lines(&[json!({"topic": name, "value": "v"})])).exits(1);
        assert_eq!(not_persisted(ran.outcome().failure()).0, 17, "{ran:?}");
        assert!(ran.took < SLACK, "at once: {:?}", ran.took);
        // On the command line it is a wrong argument.
        let ran = send(name, &["--value", "v"]).exits(2);
        assert!(ran.stderr.contains(&format!("'{name}'")), "{ran:?}");
    }
}

fn a_timestamp_too_far_ahead_is_refused_by_the_broker() {
    let topic = stage::strict().topic("ahead", 1, &[]);
    let outcome = send(&topic, &["--timestamp", "+2h", "--value", "v"]).exits(1).outcome();
    assert_eq!(not_persisted(outcome.failure()), (32, "INVALID_TIMESTAMP", "broker"));
    assert_eq!(stage::strict().end_offsets(&topic), [0]);
}

fn a_null_key_on_a_compacted_topic_is_refused_by_the_broker() {
    let topic = stage::strict().topic("compacted", 1, &[("cleanup.policy", "compact")]);
    let outcome = send(&topic, &["--value", "v"]).exits(1).outcome();
    assert_eq!(not_persisted(outcome.failure()), (87, "INVALID_RECORD", "broker"));
    send(&topic, &["--key", "k", "--value-null"]).exits(0);
    assert_eq!(stage::strict().end_offsets(&topic), [1]);
}

fn a_refused_record_does_not_hold_up_the_others() {
    let cluster = stage::strict();
    let topic = cluster.topic("mixed", 1, &[]);
    let gone = unused_name("nowhere");
    let records: [Value; 5] = [
        json!({"value": "1"}),
        json!({"topic": gone, "value": "2"}),
        json!({"value": "x".repeat(3000)}),
        json!({"partition": 3, "value": "4"}),
        json!({"value": "5"}),
    ];
    let ran = run_with_input(
        &[
            "send",
            "-b",
            &cluster.bootstrap(),
            "--topic",
            &topic,
            "--format",
            "json",
            "--input",
            "json",
            "--set",
            "max.block.ms=500",
            "--set",
            "max.request.size=2000",
            "-",
        ],
        json_lines(&records),
    )
    .exits(1);
    let mut outcomes = ran.outcomes();
    outcomes.sort_by_key(|outcome| outcome.n);
    let ends: Vec<(&str, Option<i64>)> = outcomes.iter().map(|o| (o.status.as_str(), o.offset)).collect();
    let failed = ("failed", None);
    assert_eq!(ends, [("delivered", Some(0)), failed, failed, failed, ("delivered", Some(1))]);
    assert_eq!(outcomes[1].topic, gone);
    assert_eq!(cluster.end_offsets(&topic), [2]);
}

/// librdkafka does not split it as the Java producer does; smaller batches pass.
fn a_batch_too_large_for_the_topic_fails_whole_and_is_not_written() {
    let cluster = stage::strict();
    let topic = cluster.topic("small-batches", 1, &[("max.message.bytes", "1000")]);
    let lines = format!("{}\n", "x".repeat(200)).repeat(20);
    let send = |settings: &[&str]| {
        let bootstrap = cluster.bootstrap();
        let mut arguments = vec!["send", "-b", &bootstrap, "--topic", &topic, "--format", "json"];
        arguments.extend(settings.iter().flat_map(|setting| ["--set", setting]));
        arguments.push("-");
        run_with_input(&arguments, std::io::Cursor::new(lines.clone()))
    };
    let outcomes = send(&["linger.ms=2000"]).exits(1).outcomes();
    assert_eq!(outcomes.len(), 20);
    for outcome in outcomes {
        assert_eq!(not_persisted(outcome.failure()), (10, "MSG_SIZE_TOO_LARGE", "broker"));
    }
    assert_eq!(cluster.end_offsets(&topic), [0]);
    send(&["linger.ms=2000", "batch.size=900"]).exits(0);
    assert_eq!(cluster.end_offsets(&topic), [20]);
}

fn a_topic_deleted_while_producing_ends_as_unknown() {
    let cluster = stage::strict();
    let topic = cluster.topic("deleted", 1, &[]);
    let mut running = Running::start(&[
        "send",
        "-b",
        &cluster.bootstrap(),
        "--topic",
        &topic,
        "--format",
        "json",
        "--set",
        "max.block.ms=1000",
        "--set",
        "delivery.timeout.ms=3000",
        "--set",
        "request.timeout.ms=1000",
        "-",
    ]);
    running.say("before");
    assert_eq!(running.outcome().delivered_at(), 0);
    cluster.delete_topic(&topic);
    running.say("after");
    let outcome = running.outcome();
    assert_eq!(not_persisted(outcome.failure()).2, "client");
    let failure = outcome.failure();
    match failure.name.as_str() {
        // The deletion was known when the record came, or came to be known while it was on its way into the queue.
        "_UNKNOWN_TOPIC" | "_UNKNOWN_PARTITION" => {}
        // The record was in the queue before.
        "_MSG_TIMED_OUT" => assert!(failure.cause.as_ref().is_some_and(|cause| cause.contains(&topic)), "{failure:?}"),
        _ => panic!("{failure:?}"),
    }
    running.finish().exits(1);
}
