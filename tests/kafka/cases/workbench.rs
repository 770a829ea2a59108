//! The workbench on Apache Kafka, in a terminal of its own.

use crate::harness::stage;
use crate::harness::topics::unused_name;
use crate::pty::Pty;

crate::trials![
    opening_an_unknown_topic_creates_none_and_sending_asks_first,
    a_sent_record_is_shown_where_the_broker_has_it,
];

const F5: &str = "\x1b[15~";
const CTRL_C: &str = "\x03";

/// Wide enough for every word.
fn open(bootstrap: &str, topic: &str) -> Pty {
    Pty::start_with(&["-b", bootstrap, "--topic", topic], (160, 40), |_| {})
}

fn opening_an_unknown_topic_creates_none_and_sending_asks_first() {
    let cluster = stage::lenient();
    let topic = unused_name("only-typed");
    let mut pty = open(&cluster.bootstrap(), &topic);
    pty.wait_for("not in the cluster");
    pty.type_in("hello");
    pty.wait_for("hello");
    pty.type_in(F5);
    pty.wait_for("Send?");
    for named in [topic.as_str(), &cluster.bootstrap(), "sending"] {
        pty.wait_for(named);
    }
    assert!(!cluster.topics().contains(&topic), "neither looking nor asking creates it");
    pty.type_in("n");
    pty.wait("the question is gone", |seen| !seen.shows("Send?"));
    assert!(!cluster.topics().contains(&topic), "a refused send does not create it");
    pty.type_in(F5);
    pty.wait_for("Send?");
    pty.type_in("y");
    pty.wait_for("@ 0");
    assert!(cluster.topics().contains(&topic));
    assert_eq!(cluster.read(&topic)[0].value.as_deref(), Some("68656c6c6f"));
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
}

fn a_sent_record_is_shown_where_the_broker_has_it() {
    let cluster = stage::strict();
    let topic = cluster.topic("shown", 1, &[("message.timestamp.type", "LogAppendTime")]);
    let mut pty = open(&cluster.bootstrap(), &topic);
    pty.wait_for("1 partition");
    pty.type_in("hello");
    pty.wait_for("hello");
    for offset in 0..3 {
        pty.type_in(F5);
        pty.wait_for(&format!("{topic}-0 @ {offset}"));
    }
    pty.wait_for("5 B");
    assert_eq!(cluster.end_offsets(&topic), [3]);
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
}
