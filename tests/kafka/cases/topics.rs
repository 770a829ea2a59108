//! Topics made and grown in the workbench.

use super::press;
use crate::harness::stage;
use crate::harness::topics::unused_name;
use crate::pty::Pty;

crate::trials![a_topic_is_made_grown_and_sent_to_from_the_workbench];

const F5: &str = "\x1b[15~";
const UP: &str = "\x1b[A";
const CTRL_C: &str = "\x03";
const CTRL_U: &str = "\x15";
const ALT_N: &str = "\x1bn";
const ALT_P: &str = "\x1bp";

fn a_topic_is_made_grown_and_sent_to_from_the_workbench() {
    let cluster = stage::strict();
    let topic = unused_name("grown");
    let mut pty = Pty::start_with(&["-b", &cluster.bootstrap(), "--topic", &topic], (120, 40), |_| {});
    pty.wait_for("not in the cluster");
    pty.type_in("v");
    // One broker has no three replicas.
    pty.type_in(ALT_N);
    pty.wait_for("New topic");
    pty.type_in("\t2\t3");
    pty.wait_for("partitions 2 ");
    pty.wait_for("replicas   3 ");
    press(&mut pty, "\r");
    pty.wait_for("Make this topic?");
    assert!(!cluster.topics().contains(&topic), "asking makes nothing");
    press(&mut pty, "y");
    pty.wait_for("INVALID_REPLICATION_FACTOR");
    pty.type_in(CTRL_U);
    pty.wait("nothing stands there", |seen| !seen.shows("replicas   3"));
    press(&mut pty, "\r");
    pty.wait_for("Make this topic?");
    press(&mut pty, "y");
    pty.wait_for("was made, with 2 partitions.");
    pty.wait_for("2 partitions │");
    pty.type_in(F5);
    pty.wait_for("@ 0");
    assert_eq!(cluster.end_offsets(&topic).iter().sum::<i64>(), 1);

    pty.type_in(ALT_P);
    pty.wait_for("Grow a topic");
    pty.type_in("4");
    pty.wait_for("may land in");
    press(&mut pty, "\r");
    pty.wait_for("Grow this topic?");
    press(&mut pty, "y");
    pty.wait_for("has 4 partitions now.");
    pty.wait_for("4 partitions │");
    // The running producer knows the new partitions: no wait for its metadata to grow old.
    for _ in 0..2 {
        pty.type_in(UP);
    }
    pty.type_in(CTRL_U);
    pty.type_in("3");
    pty.wait_for("partition  3");
    pty.type_in(F5);
    pty.wait_for(&format!("{topic}-3 @ 0"));
    assert_eq!(cluster.end_offsets(&topic)[3], 1);
    pty.type_in(CTRL_C);
    assert_eq!(pty.wait_for_exit(), 0);
}
