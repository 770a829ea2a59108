//! Making topics and growing them, on a cluster by Kafka's admin API, on the embedded one directly.

use std::time::{Duration, Instant};

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication, TopicResult};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::{KafkaError, KafkaResult};
use tokio::runtime::Handle;

use super::embedded::{BROKERS, Embedded};
use super::inspect::{InspectError, Inspector, connection};
use super::settings::Settings;
use crate::domain::failure::Code;
use crate::domain::outcome::Failure;
use crate::domain::reason::visible;
use crate::domain::topic::{TopicChange, TopicView};

/// How long the controller may work on a change, and the client wait for its word.
const OPERATION: Duration = Duration::from_secs(15);
const REQUEST: Duration = Duration::from_secs(20);

/// How long the brokers may take to tell of a change that the controller made.
const SEEN: Duration = Duration::from_secs(10);

/// From one look at a changed topic to the next.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Partitions of a topic of the embedded cluster, where none are asked for.
const EMBEDDED_PARTITIONS: i32 = 6;

/// `TOPIC_ALREADY_EXISTS`, `INVALID_REPLICATION_FACTOR`, `UNSUPPORTED_VERSION` and `UNKNOWN_SERVER_ERROR`.
const EXISTS: i32 = 36;
const REPLICATION: i32 = 38;
const UNSUPPORTED_VERSION: i32 = 35;
const UNKNOWN: i32 = -1;

/// Who changes the topics of a cluster.
pub struct Admin {
    client: AdminClient<DefaultClientContext>,
    inspector: Inspector,
    runtime: Handle,
}

impl Admin {
    /// Starts the client; it connects when something is asked of it.
    ///
    /// # Errors
    /// What librdkafka does not accept among the connection's properties.
    pub fn start(settings: &Settings, runtime: Handle) -> Result<Self, Failure> {
        let (config, _) = connection(settings);
        let client = config.create().map_err(|error| told(&error))?;
        Ok(Self { client, inspector: Inspector::start(settings).map_err(|error| unseen(&error))?, runtime })
    }

    /// Changes a topic, and waits until a broker tells of it. Blocks; not for a thread of the runtime.
    ///
    /// # Errors
    /// The broker's error, or why none was asked; after [`Failure::possibly_persisted`] the change may be made all the
    /// same.
    pub fn change(&self, change: &TopicChange) -> Result<(), Failure> {
        let options = AdminOptions::new().operation_timeout(Some(OPERATION)).request_timeout(Some(REQUEST));
        let answer = match change {
            TopicChange::Create { name, partitions, replication } => {
                let replicas = TopicReplication::Fixed(replication.map_or(-1, i32::from));
                let topic = NewTopic::new(name, partitions.unwrap_or(-1), replicas);
                self.runtime.block_on(self.client.create_topics([&topic], &options))
            }
            TopicChange::Grow { name, partitions } => {
                let topic = NewPartitions::new(name, usize::try_from(*partitions).unwrap_or_default());
                self.runtime.block_on(self.client.create_partitions([&topic], &options))
            }
        };
        self.read(answer)?;
        self.wait_until_told(change);
        Ok(())
    }

    fn read(&self, answer: KafkaResult<Vec<TopicResult>>) -> Result<(), Failure> {
        match answer.map(|mut topics| topics.pop()) {
            Ok(Some(Ok(_))) => Ok(()),
            Ok(Some(Err((_, code)))) => Err(Failure::new(code as i32, false, None, false)),
            Ok(None) => Err(Failure::new(Code::BAD_MESSAGE, true, None, false)),
            Err(error) => {
                let failure = told(&error);
                // Nothing is behind such an error but that no answer came: who looks learns why.
                let silent = matches!(failure.code, Code::TIMED_OUT | Code::TRANSPORT | Code::TIMED_OUT_QUEUE);
                let cause = silent.then(|| self.inspector.cluster(Duration::from_secs(2)).err()).flatten();
                Err(Failure {
                    cause: cause.map(|cause| cause.to_string()).or(failure.cause),
                    possibly_persisted: silent,
                    ..failure
                })
            }
        }
    }

    /// The controller's word comes before the brokers have it.
    fn wait_until_told(&self, change: &TopicChange) {
        let wanted = usize::try_from(change.partitions().unwrap_or(1)).unwrap_or(1);
        let deadline = Instant::now() + SEEN;
        while Instant::now() < deadline {
            let seen = self.inspector.topic(change.topic(), LOOK_AGAIN * 20);
            let led = |view: &TopicView| {
                view.partitions.len() >= wanted && view.partitions.iter().all(|partition| partition.leader.is_some())
            };
            if seen.is_ok_and(|view| view.as_ref().is_some_and(led)) {
                return;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    }
}

impl Embedded {
    /// Changes a topic of the cluster in this process, with a broker's errors.
    ///
    /// # Errors
    /// As a broker would tell it; librdkafka's mock cluster can't add partitions to a topic.
    pub fn change(&self, change: &TopicChange) -> Result<(), Failure> {
        let code = match change {
            TopicChange::Create { name, partitions, replication } => {
                let replicas = replication.map_or(BROKERS, i32::from);
                if !(1..=BROKERS).contains(&replicas) {
                    REPLICATION
                } else if self.cluster().create_topic(name, partitions.unwrap_or(EMBEDDED_PARTITIONS), replicas) {
                    return Ok(());
                } else {
                    EXISTS
                }
            }
            TopicChange::Grow { .. } => UNSUPPORTED_VERSION,
        };
        Err(Failure::new(code, false, None, false))
    }
}

fn told(error: &KafkaError) -> Failure {
    let code = error.rdkafka_error_code().map_or(UNKNOWN, |code| code as i32);
    let cause = match error {
        // The code says it all.
        KafkaError::AdminOp(_) => None,
        // Without the value, which may be a secret.
        KafkaError::ClientConfig(_, description, name, _) => Some(format!("{name}: {description}")),
        other => Some(visible(&other.to_string(), 300)),
    };
    Failure::new(code, false, cause, false)
}

fn unseen(error: &InspectError) -> Failure {
    Failure::new(error.code, false, Some(error.to_string()), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(name: &str, partitions: Option<i32>, replication: Option<i16>) -> TopicChange {
        TopicChange::Create { name: name.to_owned(), partitions, replication }
    }

    #[test]
    fn the_embedded_cluster_makes_topics_and_answers_as_a_broker() {
        let cluster = Embedded::start().unwrap_or_else(|error| panic!("{error:?}"));
        let grow = TopicChange::Grow { name: "a".to_owned(), partitions: 9 };
        let cases = [
            (create("a", Some(7), Some(2)), None),
            (create("a", Some(7), None), Some("TOPIC_ALREADY_EXISTS")),
            (create("b", None, Some(4)), Some("INVALID_REPLICATION_FACTOR")),
            (create("b", None, None), None),
            (grow, Some("UNSUPPORTED_VERSION")),
        ];
        for (change, failure) in cases {
            let name = cluster.change(&change).err().map(|failure| failure.name);
            assert_eq!(name.as_deref(), failure, "{change:?}");
        }
    }
}
