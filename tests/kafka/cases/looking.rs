//! Looking never creates a topic; only sending does, where the broker allows it.

use std::time::Duration;

use linger::cli::target::TargetArgs;
use linger::kafka::inspect::Inspector;

use crate::harness::product::run;
use crate::harness::stage;
use crate::harness::topics::unused_name;

crate::trials![
    looking_creates_no_topic,
    looking_shows_what_the_broker_says,
    sending_creates_a_topic_where_the_broker_allows_it
];

const PATIENCE: Duration = Duration::from_secs(30);

fn inspector(bootstrap: String) -> Inspector {
    let arguments = TargetArgs { bootstrap_server: Some(bootstrap), ..TargetArgs::default() };
    Inspector::start(&arguments.resolve(&|_| None).unwrap().settings).unwrap()
}

fn looking_creates_no_topic() {
    let cluster = stage::lenient();
    let topic = unused_name("looked-at");
    let inspector = inspector(cluster.bootstrap());
    assert_eq!(inspector.topic(&topic, PATIENCE), Ok(None));
    assert_eq!(inspector.topic(&topic, PATIENCE), Ok(None), "the first look did not create it");
    assert!(!inspector.cluster(PATIENCE).unwrap().topics.contains(&topic));
    assert!(!cluster.topics().contains(&topic));
}

fn looking_shows_what_the_broker_says() {
    let cluster = stage::three();
    let topic = cluster.topic("seen", 5, &[]);
    let inspector = inspector(cluster.bootstrap());
    let view = inspector.topic(&topic, PATIENCE).unwrap().expect("the topic is there");
    let leaders: Vec<Option<i32>> = view.partitions.iter().map(|partition| partition.leader).collect();
    assert_eq!(leaders, cluster.leaders(&topic).into_iter().map(Some).collect::<Vec<_>>());
    let cluster_view = inspector.cluster(PATIENCE).unwrap();
    let brokers: Vec<(i32, String)> = (1..=3).map(|id| (id, cluster.node(id).address())).collect();
    assert_eq!(cluster_view.brokers, brokers);
    assert!(cluster_view.topics.contains(&topic));
}

fn sending_creates_a_topic_where_the_broker_allows_it() {
    let cluster = stage::lenient();
    let topic = unused_name("created");
    let ran =
        run(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--value", "v", "--format", "json"]).exits(0);
    assert_eq!(ran.outcome().delivered_at(), 0);
    assert!(cluster.topics().contains(&topic));
}
