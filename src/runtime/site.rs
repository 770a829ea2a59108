//! Where the workbench is: the cluster that is produced to, and who looks at it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::Handle;

use crate::domain::topic::{ClusterView, TopicLook, TopicView};
use crate::kafka::embedded::Embedded;
use crate::kafka::inspect::{InspectError, Inspector, TopicLimits, connects_alike};
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;
use crate::runtime::looking::Looks;

/// Partitions of the topic that the embedded cluster has at the start.
const PARTITIONS: i32 = 6;

/// How long a look at the cluster may take: somebody may wait to send.
const LOOK: Duration = Duration::from_secs(3);

/// How long a broker may take to tell what a topic allows.
const LIMITS: Duration = Duration::from_secs(2);

/// A cluster, reached in one way.
pub struct Site {
    /// How often another cluster, or a profile that guards otherwise, was chosen before.
    pub number: u32,
    /// How it is reached.
    pub settings: Settings,
    /// The cluster, where it is the one in this process.
    pub embedded: Option<Arc<Embedded>>,
    inspector: Inspector,
    limits: Option<TopicLimits>,
}

impl Site {
    /// Settings of its cluster, pointed at it.
    pub fn pointed(&self, settings: &Settings) -> Settings {
        self.embedded.as_ref().map_or_else(|| settings.clone(), |cluster| cluster.settings(settings))
    }

    /// Whether these settings are of the same cluster.
    pub fn has(&self, settings: &Settings) -> bool {
        let embedded = self.embedded.is_some();
        settings.embedded == embedded && (embedded || settings.bootstrap == self.settings.bootstrap)
    }

    /// Whether what may be sent here may be sent by these settings too: then a load can go on.
    pub fn is_guarded_like(&self, settings: &Settings) -> bool {
        self.settings.permits.guards.is_as_strong_as(&settings.permits.guards)
    }
}

/// The site of now, and the clusters of this process.
pub struct Sites {
    now: Mutex<Option<Arc<Site>>>,
    /// It stays for those who come back to it.
    embedded: Mutex<Option<Arc<Embedded>>>,
    runtime: Handle,
}

impl Sites {
    /// None yet.
    pub fn new(runtime: Handle) -> Self {
        Self { now: Mutex::default(), embedded: Mutex::default(), runtime }
    }

    /// The site of now; `None` while there is none.
    pub fn now(&self) -> Option<Arc<Site>> {
        lock(&self.now).clone()
    }

    /// From now on this is the one.
    pub fn go(&self, site: Arc<Site>) {
        *lock(&self.now) = Some(site);
    }

    /// Gets a site ready. The embedded cluster has the topic from the start. Connects to no broker.
    ///
    /// # Errors
    /// Why there is none.
    pub fn prepare(&self, number: u32, settings: &Settings, topic: Option<&str>) -> Result<Arc<Site>, String> {
        let embedded = settings.embedded.then(|| self.embedded(topic)).transpose()?;
        let settings = embedded.as_ref().map_or_else(|| settings.clone(), |cluster| cluster.settings(settings));
        if let Some(now) = self.now()
            && now.number == number
            && connects_alike(&now.settings, &settings)
            && now.settings.permits == settings.permits
        {
            return Ok(now);
        }
        let inspector = Inspector::start(&settings).map_err(|error| unseen(&error))?;
        let limits = TopicLimits::start(&settings, self.runtime.clone());
        Ok(Arc::new(Site { number, settings, embedded, inspector, limits }))
    }

    fn embedded(&self, topic: Option<&str>) -> Result<Arc<Embedded>, String> {
        let mut running = lock(&self.embedded);
        let cluster = if let Some(cluster) = running.as_ref() {
            Arc::clone(cluster)
        } else {
            let started = Embedded::start();
            Arc::new(started.map_err(|error| format!("the embedded cluster did not start: {error}"))?)
        };
        if let Some(topic) = topic.filter(|topic| !topic.is_empty()) {
            // It may have it.
            cluster.create_topic(topic, PARTITIONS);
        }
        *running = Some(Arc::clone(&cluster));
        Ok(cluster)
    }
}

impl Looks for Sites {
    fn topic(&self, name: &str) -> TopicLook {
        let Some(site) = self.now() else { return TopicLook::Failed(NOWHERE.to_owned()) };
        match site.inspector.topic(name, LOOK) {
            Ok(Some(view)) => TopicLook::Found(view),
            Ok(None) => TopicLook::Unknown,
            Err(error) => TopicLook::Failed(unseen(&error)),
        }
    }

    fn limits(&self, view: &TopicView) -> Option<TopicView> {
        self.now()?.limits.as_ref()?.told(view, LIMITS)
    }

    fn cluster(&self) -> Result<ClusterView, String> {
        let site = self.now().ok_or(NOWHERE)?;
        site.inspector.cluster(LOOK).map_err(|error| unseen(&error))
    }
}

const NOWHERE: &str = "there is no cluster";

fn unseen(error: &InspectError) -> String {
    error.reason.as_ref().map_or_else(|| error.to_string(), |reason| reason.text.clone())
}
