//! What a topic's own configuration allows, as far as the broker tells it (`DescribeConfigs`).

use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, ConfigResource, ResourceSpecifier};
use rdkafka::client::DefaultClientContext;
use tokio::runtime::Handle;

use super::connection;
use crate::domain::outcome::TimestampType;
use crate::domain::topic::TopicView;
use crate::kafka::settings::Settings;

/// Who asks for the configuration of topics.
pub struct TopicLimits {
    client: AdminClient<DefaultClientContext>,
    runtime: Handle,
}

impl TopicLimits {
    /// Starts the client; it connects when it is first asked. `None` for the embedded cluster, which knows no such
    /// request, and for properties that librdkafka does not accept.
    pub fn start(settings: &Settings, runtime: Handle) -> Option<Self> {
        if settings.embedded {
            return None;
        }
        let (config, _) = connection(settings);
        Some(Self { client: config.create().ok()?, runtime })
    }

    /// The view with what its topic allows; `None` if the broker does not tell. Blocks up to `timeout`; not for a thread
    /// of the runtime.
    pub fn told(&self, view: &TopicView, timeout: Duration) -> Option<TopicView> {
        let options = AdminOptions::new().request_timeout(Some(timeout)).operation_timeout(Some(timeout));
        let topic = ResourceSpecifier::Topic(&view.name);
        let asked = self.client.describe_configs([&topic], &options);
        let told = self.runtime.block_on(asked).ok()?.pop()?.ok()?;
        Some(filled(view, &told))
    }
}

fn filled(view: &TopicView, told: &ConfigResource) -> TopicView {
    let value = |name: &str| told.get(name).and_then(|entry| entry.value.as_deref());
    let timestamp_type = match value("message.timestamp.type") {
        Some("CreateTime") => Some(TimestampType::CreateTime),
        Some("LogAppendTime") => Some(TimestampType::LogAppendTime),
        Some(_) | None => None,
    };
    TopicView {
        max_message_bytes: value("max.message.bytes").and_then(|value| value.parse().ok()),
        min_insync_replicas: value("min.insync.replicas").and_then(|value| value.parse().ok()),
        timestamp_type,
        ..view.clone()
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::admin::{ConfigEntry, ConfigSource, OwnedResourceSpecifier};

    use super::*;

    #[test]
    fn what_the_broker_tells_is_read_and_the_rest_stays_unknown() {
        let entry = |name: &str, value: Option<&str>| ConfigEntry {
            name: name.to_owned(),
            value: value.map(str::to_owned),
            source: ConfigSource::Default,
            is_read_only: false,
            is_default: true,
            is_sensitive: false,
        };
        let view = TopicView {
            name: "orders".to_owned(),
            partitions: Vec::new(),
            max_message_bytes: None,
            min_insync_replicas: None,
            timestamp_type: None,
        };
        let told = |entries| ConfigResource { specifier: OwnedResourceSpecifier::Topic("orders".to_owned()), entries };
        let all = vec![
            entry("max.message.bytes", Some("1048588")),
            entry("min.insync.replicas", Some("2")),
            entry("message.timestamp.type", Some("LogAppendTime")),
        ];
        let seen = filled(&view, &told(all));
        assert_eq!((seen.max_message_bytes, seen.min_insync_replicas), (Some(1_048_588), Some(2)));
        assert_eq!(seen.timestamp_type, Some(TimestampType::LogAppendTime));
        let odd = vec![entry("max.message.bytes", Some("many")), entry("min.insync.replicas", None)];
        assert_eq!(filled(&view, &told(odd)), view);
    }
}
