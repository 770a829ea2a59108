//! Topics of a cluster: made, looked at and read by Kafka's own clients.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::Deserialize;
use serde_json::{Value, json};

use super::broker::Cluster;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A name that no other test uses.
pub fn unused_name(about: &str) -> String {
    format!("{about}-{}", MADE.fetch_add(1, Ordering::Relaxed))
}

/// A record as Kafka's consumer got it. Bytes are in hex, null is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub partition: i32,
    pub offset: i64,
    pub timestamp: i64,
    pub timestamp_type: String,
    pub key: Option<String>,
    pub value: Option<String>,
    pub serialized_key_size: i64,
    pub serialized_value_size: i64,
    pub headers: Vec<(String, Option<String>)>,
}

impl Cluster {
    /// Makes a topic for one test and waits until it can be written to.
    pub fn topic(&self, about: &str, partitions: i32, configs: &[(&str, &str)]) -> String {
        self.create(about, configs, json!({"partitions": partitions, "replicas": 1}))
    }

    /// Makes a topic whose partitions lie on these nodes each, the preferred leader first.
    pub fn assigned_topic(&self, about: &str, nodes: &[&[i32]], configs: &[(&str, &str)]) -> String {
        self.create(about, configs, json!({"assignments": nodes}))
    }

    fn create(&self, about: &str, configs: &[(&str, &str)], mut command: Value) -> String {
        let name = unused_name(about);
        let configs: serde_json::Map<String, Value> =
            configs.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
        command["do"] = json!("createTopic");
        command["topic"] = json!(name);
        command["configs"] = Value::Object(configs);
        self.kafka(command);
        name
    }

    /// Deletes a topic and waits until no node has it.
    pub fn delete_topic(&self, topic: &str) {
        self.kafka(json!({"do": "deleteTopic", "topic": topic}));
    }

    /// Every record of a topic, partition by partition.
    pub fn read(&self, topic: &str) -> Vec<Row> {
        serde_json::from_value(self.kafka(json!({"do": "read", "topic": topic}))).unwrap()
    }

    /// The offset behind each partition's last record.
    pub fn end_offsets(&self, topic: &str) -> Vec<i64> {
        serde_json::from_value(self.kafka(json!({"do": "endOffsets", "topic": topic}))).unwrap()
    }

    /// How often a topic's meter was marked at a node, as `MessagesInPerSec`.
    pub fn topic_count(&self, node: i32, name: &str, topic: &str) -> u64 {
        let port = self.node(node).metrics();
        serde_json::from_value(self.kafka(json!({"do": "topicCount", "port": port, "name": name, "topic": topic})))
            .unwrap()
    }

    /// Lets clients of this id produce so many bytes a second; `None` lets them do as they like.
    pub fn set_producer_quota(&self, client_id: &str, bytes_per_second: Option<u32>) {
        self.kafka(json!({"do": "producerQuota", "clientId": client_id, "bytesPerSecond": bytes_per_second}));
    }

    /// The leader of each partition.
    pub fn leaders(&self, topic: &str) -> Vec<i32> {
        serde_json::from_value(self.kafka(json!({"do": "leaders", "topic": topic}))).unwrap()
    }

    /// The names of all topics.
    pub fn topics(&self) -> Vec<String> {
        serde_json::from_value(self.kafka(json!({"do": "topics"}))).unwrap()
    }

    /// Has a command carried out on this cluster by Kafka's clients.
    pub fn kafka(&self, mut command: Value) -> Value {
        command["bootstrap"] = json!(self.bootstrap());
        self.helper.ask(command).unwrap_or_else(|e| panic!("{e}"))
    }
}
