//! The harness itself: what the Java producer writes is read back as it was, and nothing outlives its runner.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use nix::sys::signal;
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::harness::broker::Spec;
use crate::harness::stage;
use crate::harness::topics::unused_name;
use crate::harness::wait::eventually;

crate::trials![
    what_the_java_producer_writes_is_read_back_as_it_was,
    the_log_dump_shows_the_batches,
    a_topic_is_created_by_the_lenient_broker_only,
    three_brokers_lead_a_partition_each,
    a_listener_that_advertises_a_dead_address_delivers_nothing,
    a_frozen_broker_answers_when_it_is_thawed,
    a_killed_broker_keeps_its_records_and_its_port,
    nothing_outlives_a_killed_runner,
];

/// Set in the environment of the runner that is started to be killed.
const TO_BE_KILLED: &str = "LINGER_KAFKA_RUNNER_TO_BE_KILLED";

fn what_the_java_producer_writes_is_read_back_as_it_was() {
    let cluster = stage::strict();
    let topic = cluster.topic("read-back", 2, &[]);
    let records = json!([
        {"partition": 1, "timestamp": 1_700_000_000_000_i64, "key": "6b", "value": "00ff", "headers": [["h", null], ["h", ""]]},
        {"partition": 0, "timestamp": 5, "key": null, "value": null, "headers": []},
        {"partition": 1, "timestamp": 7, "key": "", "value": "", "headers": []},
    ]);
    let told = cluster.kafka(json!({"do": "send", "topic": topic, "records": records}));
    assert_eq!(told[2]["offset"], 1);
    assert_eq!(told[1]["serializedKeySize"], -1);
    let rows = cluster.read(&topic);
    let read: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "partition": row.partition, "timestamp": row.timestamp, "key": row.key, "value": row.value,
                "headers": row.headers,
            })
        })
        .collect();
    assert_eq!(read, [records[1].clone(), records[0].clone(), records[2].clone()]);
    assert_eq!(rows.iter().map(|row| row.offset).collect::<Vec<_>>(), [0, 0, 1]);
    assert!(rows.iter().all(|row| row.timestamp_type == "CreateTime"));
    assert_eq!(cluster.end_offsets(&topic), [1, 2]);
}

fn the_log_dump_shows_the_batches() {
    let cluster = stage::strict();
    let topic = cluster.topic("dump", 1, &[]);
    let records = |count: usize| json!(vec![json!({"key": null, "value": "76"}); count]);
    // Long enough for all records of a send to come into one batch, which the flush after them sends.
    let properties = json!({"linger.ms": "10000"});
    for count in [2, 3] {
        cluster.kafka(json!({"do": "send", "topic": topic, "records": records(count), "properties": properties}));
    }
    let seen: Vec<(i64, i64, u32)> =
        cluster.batches(1, &topic, 0).iter().map(|b| (b.first_offset, b.last_offset, b.records)).collect();
    assert_eq!(seen, [(0, 1, 2), (2, 4, 3)]);
    // A batch's own 61 bytes, and 8 for each record: length, attributes, timestamp, offset, key, value's length, value, headers.
    assert_eq!(cluster.batches(1, &topic, 0)[1].size, 61 + 3 * 8);
}

fn a_topic_is_created_by_the_lenient_broker_only() {
    let topic = unused_name("made-by-sending");
    let records = json!([{"key": null, "value": "76"}]);
    let properties = json!({"max.block.ms": "1000"});
    let send = json!({"do": "send", "topic": topic, "records": records, "properties": properties});
    assert_eq!(stage::strict().kafka(send.clone())[0]["error"], "TimeoutException");
    assert!(!stage::strict().topics().contains(&topic));
    let long_enough = json!({"do": "send", "topic": topic, "records": records});
    assert_eq!(stage::lenient().kafka(long_enough)[0]["offset"], 0);
    assert!(stage::lenient().topics().contains(&topic));
}

fn three_brokers_lead_a_partition_each() {
    let cluster = stage::three();
    let topic = cluster.topic("led", 3, &[]);
    let mut leaders = cluster.leaders(&topic);
    leaders.sort_unstable();
    assert_eq!(leaders, [1, 2, 3]);
}

fn a_listener_that_advertises_a_dead_address_delivers_nothing() {
    let cluster = stage::strict();
    let topic = cluster.topic("misadvertised", 1, &[]);
    for listener in ["ADVDEAD", "ADVDNS", "ADVHOLE"] {
        let told = stage::helper().ask(json!({
            "do": "send", "bootstrap": cluster.at(listener), "topic": topic,
            "records": [{"key": null, "value": "76"}],
            "properties": {
                "delivery.timeout.ms": "900", "request.timeout.ms": "800", "linger.ms": "0",
                "enable.idempotence": "false",
            },
        }));
        assert_eq!(told.unwrap()[0]["error"], "TimeoutException", "{listener}");
    }
    assert_eq!(cluster.end_offsets(&topic), [0]);
}

fn a_frozen_broker_answers_when_it_is_thawed() {
    let cluster = stage::own("frozen", &Spec { nodes: 1, ..Spec::default() });
    let look = json!({"do": "awaitNodes", "bootstrap": cluster.bootstrap(), "nodes": 1, "withinMillis": 1000});
    cluster.node(1).freeze();
    assert!(stage::helper().ask(look).is_err());
    cluster.node(1).thaw();
    cluster.await_nodes(1).unwrap();
}

fn a_killed_broker_keeps_its_records_and_its_port() {
    let cluster = stage::own("kept", &Spec { nodes: 1, ..Spec::default() });
    let topic = cluster.topic("kept", 1, &[]);
    let record = json!([{"key": null, "value": "76"}]);
    cluster.kafka(json!({"do": "send", "topic": topic, "records": record}));
    let before = cluster.node(1).pid();
    cluster.node(1).kill();
    cluster.restart(1);
    assert_ne!(cluster.node(1).pid(), before);
    let told = cluster.kafka(json!({"do": "send", "topic": topic, "records": record}));
    assert_eq!(told[0]["offset"], 1);
    assert_eq!(cluster.read(&topic).len(), 2);
}

fn nothing_outlives_a_killed_runner() {
    let mut runner = Command::new(std::env::current_exe().unwrap())
        .env(TO_BE_KILLED, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(runner.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let started: Vec<Pid> = said.split_whitespace().map(|pid| Pid::from_raw(pid.parse().unwrap())).collect();
    assert_eq!(started.iter().filter(|pid| is_alive(**pid)).count(), 2, "a broker and the helper");
    runner.kill().unwrap();
    runner.wait().unwrap();
    eventually("all that the runner started has ended", || !started.iter().any(|pid| is_alive(*pid)));
}

/// A process that ended counts as gone, also when nobody has asked for its exit status.
fn is_alive(process: Pid) -> bool {
    let ended = std::fs::read_to_string(format!("/proc/{process}/stat"))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')));
    !ended && signal::kill(process, None).is_ok()
}

/// Whether this process is the runner that `nothing_outlives_a_killed_runner` started.
pub fn is_the_runner_to_be_killed() -> bool {
    std::env::var_os(TO_BE_KILLED).is_some()
}

/// Starts a broker, says the process ids of it and the helper, and waits for the end that comes from outside.
pub fn hold_a_broker() -> ! {
    let cluster = stage::own("held", &Spec { nodes: 1, ..Spec::default() });
    println!("{} {}", cluster.node(1).pid().unwrap(), cluster.helper.pid());
    std::io::stdout().flush().unwrap();
    drop(std::io::stdin().read_line(&mut String::new()));
    drop(cluster);
    stage::close();
    std::process::exit(0)
}
