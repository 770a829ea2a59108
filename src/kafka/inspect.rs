//! Looking at a cluster without changing it.
//!
//! A producer that asks for a topic's metadata creates the topic where the broker allows that
//! (`auto.create.topics.enable`). A consumer with `allow.auto.create.topics=false` does not: looking goes through such a
//! one, which joins no group and reads nothing.

mod limits;
mod read;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::{ClientConfig, RDKafkaLogLevel};
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::metadata::{Metadata, MetadataPartition, MetadataTopic};

pub use limits::TopicLimits;
pub use read::Reader;

use super::reasons::{Event, Reasons};
use super::settings::Settings;
use crate::domain::failure::Code;
use crate::domain::reason::{Reason, visible};
use crate::domain::topic::{ClusterView, PartitionView, TopicLook, TopicView};

/// The properties that say where the cluster is and how it lets us in; all others of a producer do not concern looking.
const CONNECTION: &[&str] = &[
    "bootstrap.servers",
    "metadata.broker.list",
    "metadata.recovery.",
    "client.",
    "security.",
    "sasl.",
    "ssl.",
    "enable.sasl.",
    "enable.ssl.",
    "socket.",
    "broker.",
    "api.version.",
    "reconnect.",
    "retry.backoff.",
    "connections.",
    "receive.message.max.bytes",
    "https.",
];

/// Topics that are Kafka's own.
const INTERNAL: &[&str] = &[
    "__consumer_offsets",
    "__transaction_state",
    "__share_group_state",
    "__cluster_metadata",
    "__remote_log_metadata",
];

/// The first patience with one question; it doubles until the caller's is over.
const FIRST_PATIENCE: Duration = Duration::from_millis(500);

/// How long the polling thread sleeps at most before it sees that nobody asks any more.
const POLL: Duration = Duration::from_secs(1);

/// A client that looks, and never creates. Dropping it does not wait.
pub struct Inspector {
    consumer: Arc<BaseConsumer<Listener>>,
    bootstrap: String,
}

/// Why nothing could be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectError {
    /// librdkafka's code, or the topic's own error.
    pub code: i32,
    /// What is behind it, if it is known.
    pub reason: Option<Reason>,
    message: String,
}

impl fmt::Display for InspectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for InspectError {}

/// Hears what librdkafka says.
struct Listener {
    reasons: Mutex<Reasons>,
    started: Instant,
}

impl Listener {
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Reasons, u64) -> T) -> T {
        let now = self.now();
        work(&mut self.reasons.lock().unwrap_or_else(PoisonError::into_inner), now)
    }
}

impl ClientContext for Listener {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        self.with(|reasons, now| reasons.note(now, &Event::Log { level: level as i32, facility, text }));
    }

    fn error(&self, error: KafkaError, text: &str) {
        let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown) as i32;
        self.with(|reasons, now| reasons.note(now, &Event::Error { code, text }));
    }
}

impl ConsumerContext for Listener {}

impl Inspector {
    /// Starts the client; it connects when it is first asked.
    ///
    /// # Errors
    /// What librdkafka does not accept among the connection's properties.
    pub fn start(settings: &Settings) -> Result<Self, InspectError> {
        Self::start_with(settings, &[])
    }

    /// As [`Self::start`], with more properties of the consumer.
    fn start_with(settings: &Settings, more: &[(&str, &str)]) -> Result<Self, InspectError> {
        let (mut config, bootstrap) = connection(settings);
        for (name, value) in more {
            config.set(*name, *value);
        }
        config.set("allow.auto.create.topics", "false").set_log_level(RDKafkaLogLevel::Info);
        let listener = Listener { reasons: Mutex::new(Reasons::new(&bootstrap)), started: Instant::now() };
        let consumer: BaseConsumer<Listener> = config.create_with_context(listener).map_err(|error| refused(&error))?;
        let consumer = Arc::new(consumer);
        let polled = Arc::downgrade(&consumer);
        // Log lines and errors come only to whoever polls, and would pile up otherwise. The thread ends, and with it the
        // client, some time after the inspector is dropped.
        let poll = move || {
            while let Some(consumer) = polled.upgrade() {
                drop(consumer.poll(POLL));
            }
        };
        std::thread::Builder::new().name("inspect".to_owned()).spawn(poll).map_err(|error| InspectError {
            code: RDKafkaErrorCode::CriticalSystemResource as i32,
            reason: None,
            message: format!("no thread to look with: {error}"),
        })?;
        Ok(Self { consumer, bootstrap })
    }

    /// Looks at one topic; `None` if the cluster has none of this name. Blocks up to `timeout`.
    ///
    /// # Errors
    /// Why nothing could be seen: no broker in time, or what no waiting heals, or the topic is hidden from us.
    pub fn topic(&self, name: &str, timeout: Duration) -> Result<Option<TopicView>, InspectError> {
        let metadata = self.fetch(Some(name), timeout)?;
        let topic = metadata.topics().iter().find(|topic| topic.name() == name);
        let Some(topic) = topic else { return Ok(None) };
        match topic.error().map(|error| error as i32) {
            None => Ok(Some(topic_view(topic))),
            Some(code) if code == RDKafkaErrorCode::UnknownTopicOrPartition as i32 => Ok(None),
            Some(code) => {
                let (name, meaning) = Code::find(code).map_or(("", "unknown error"), |code| (code.name, code.meaning));
                let topic = visible(topic.name(), 300);
                Err(InspectError { code, reason: None, message: format!("'{topic}': {meaning} ({name})") })
            }
        }
    }

    /// Looks at the cluster: its id, brokers and topics. Blocks up to `timeout`.
    ///
    /// # Errors
    /// Why nothing could be seen.
    pub fn cluster(&self, timeout: Duration) -> Result<ClusterView, InspectError> {
        let metadata = self.fetch(None, timeout)?;
        let mut topics: Vec<String> = metadata
            .topics()
            .iter()
            .map(|topic| topic.name().to_owned())
            .filter(|name| !INTERNAL.contains(&name.as_str()))
            .collect();
        topics.sort_unstable();
        let mut brokers: Vec<(i32, String)> =
            metadata.brokers().iter().map(|b| (b.id(), format!("{}:{}", b.host(), b.port()))).collect();
        brokers.sort_unstable();
        // The answer carried it.
        let id = self.consumer.client().fetch_cluster_id(Duration::ZERO).filter(|id| !id.is_empty());
        Ok(ClusterView { id, brokers, topics })
    }

    /// Asks until an answer comes, what is wrong can't heal, or `timeout` ends: one question blocks for the time it is
    /// given, whatever librdkafka learns meanwhile.
    fn fetch(&self, topic: Option<&str>, timeout: Duration) -> Result<Metadata, InspectError> {
        let deadline = Instant::now() + timeout;
        let mut patience = FIRST_PATIENCE;
        let listener = self.consumer.context();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let error = match self.consumer.fetch_metadata(topic, patience.min(left)) {
                Ok(metadata) => {
                    listener.with(|reasons, _| *reasons = Reasons::new(&self.bootstrap));
                    return Ok(metadata);
                }
                Err(error) => error,
            };
            let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown);
            let reason = listener.with(|reasons, now| reasons.overall(now));
            let waiting_helps = matches!(
                code,
                RDKafkaErrorCode::BrokerTransportFailure
                    | RDKafkaErrorCode::OperationTimedOut
                    | RDKafkaErrorCode::AllBrokersDown
            ) && !reason.as_ref().is_some_and(|reason| reason.permanent);
            // librdkafka counts in milliseconds.
            let over = deadline.saturating_duration_since(Instant::now()) < Duration::from_millis(1);
            if !waiting_helps || over {
                let message = match &reason {
                    Some(reason) => reason.text.clone(),
                    None if waiting_helps => {
                        format!("no answer from {} within {} ms", visible(&self.bootstrap, 300), timeout.as_millis())
                    }
                    None => visible(&error.to_string(), 300),
                };
                return Err(InspectError { code: code as i32, reason, message });
            }
            patience = patience.saturating_mul(2);
        }
    }
}

impl From<Result<Option<TopicView>, InspectError>> for TopicLook {
    fn from(seen: Result<Option<TopicView>, InspectError>) -> Self {
        match seen {
            Ok(Some(view)) => Self::Found(view),
            Ok(None) => Self::Unknown,
            Err(error) => Self::Failed(error.to_string()),
        }
    }
}

/// Whether two producers reach the same cluster in the same way.
pub fn connects_alike(one: &Settings, other: &Settings) -> bool {
    let of = |settings: &Settings| {
        let mut set: Vec<(String, String)> = settings.client.clone();
        set.retain(|(name, _)| CONNECTION.iter().any(|known| name.starts_with(known)));
        set
    };
    one.embedded == other.embedded && of(one) == of(other)
}

/// The properties that a client needs to reach the cluster as the producer does, and `bootstrap.servers` for people.
pub(super) fn connection(settings: &Settings) -> (ClientConfig, String) {
    let mut config = ClientConfig::new();
    let mut bootstrap = settings.bootstrap.clone();
    for (name, value) in &settings.client {
        if CONNECTION.iter().any(|known| name.starts_with(known)) {
            config.set(name, value);
        }
        if bootstrap.is_empty() && name == "bootstrap.servers" {
            bootstrap.clone_from(value);
        }
    }
    (config, bootstrap)
}

fn topic_view(topic: &MetadataTopic) -> TopicView {
    let mut partitions: Vec<PartitionView> = topic.partitions().iter().map(partition_view).collect();
    partitions.sort_unstable_by_key(|partition| partition.id);
    TopicView {
        name: topic.name().to_owned(),
        partitions,
        max_message_bytes: None,
        min_insync_replicas: None,
        timestamp_type: None,
    }
}

fn partition_view(partition: &MetadataPartition) -> PartitionView {
    PartitionView {
        id: partition.id(),
        leader: Some(partition.leader()).filter(|leader| *leader >= 0),
        replicas: partition.replicas().to_vec(),
        in_sync: partition.isr().to_vec(),
    }
}

/// librdkafka's refusal of a property, without its value, which may be a secret.
fn refused(error: &KafkaError) -> InspectError {
    let message = match error {
        KafkaError::ClientConfig(_, description, name, _) => format!("{name}: {description}"),
        other => other.to_string(),
    };
    InspectError { code: RDKafkaErrorCode::InvalidArgument as i32, reason: None, message: visible(&message, 300) }
}

#[cfg(test)]
mod tests;
