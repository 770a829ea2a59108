//! The embedded cluster: three brokers on loopback inside the process, and the faults one can give them.

use crate::kafka::native::CreateError;
use crate::kafka::native::mock::MockCluster;
use crate::kafka::settings::Settings;
use crate::kafka::trace::PRODUCE;

/// Brokers of the embedded cluster; their ids are 1 to 3.
pub const BROKERS: i32 = 3;

/// Replicas of its topics.
const REPLICAS: i32 = 3;

/// From Produce v10 on, librdkafka's mock broker crashes the process when a partition without a leader is written to.
const LAST_SAFE_PRODUCE: i16 = 9;

/// Three brokers in this process. They end when it is dropped.
pub struct Embedded {
    cluster: MockCluster,
}

impl Embedded {
    /// Starts the brokers.
    ///
    /// # Errors
    /// When no thread or no port can be had.
    pub fn start() -> Result<Self, CreateError> {
        let cluster = MockCluster::new(BROKERS)?;
        cluster.set_api_versions(PRODUCE, 0, LAST_SAFE_PRODUCE);
        Ok(Self { cluster })
    }

    /// The settings, pointed at this cluster.
    pub fn settings(&self, settings: &Settings) -> Settings {
        let bootstrap = self.cluster.bootstrap();
        let mut client = settings.client.clone();
        client.retain(|(name, _)| name != "bootstrap.servers");
        client.push(("bootstrap.servers".into(), bootstrap.clone()));
        Settings { client, bootstrap, embedded: true, ..settings.clone() }
    }

    /// Creates a topic with this many partitions. False if it exists.
    pub fn create_topic(&self, name: &str, partitions: i32) -> bool {
        self.cluster.create_topic(name, partitions, REPLICAS)
    }

    /// The cluster, for its faults and its own count of requests.
    pub fn cluster(&self) -> &MockCluster {
        &self.cluster
    }
}
