//! Changes of topics: one thread asks the cluster, and lets the producer know what became of them.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::app::msg::Msg;
use crate::domain::outcome::Failure;
use crate::domain::refusal::Refusal;
use crate::domain::topic::TopicChange;
use crate::kafka::admin::Admin;
use crate::kafka::embedded::Embedded;
use crate::kafka::producer::Generations;
use crate::kafka::settings::Settings;

/// How long the producer may take to learn of new partitions.
const REFRESH: Duration = Duration::from_secs(10);

/// Where changes of topics are asked for. It never waits.
pub struct Topics(Sender<TopicChange>);

/// The other end of [`Topics`].
pub struct TopicWishes(Receiver<TopicChange>);

/// Both ends.
pub fn topics() -> (Topics, TopicWishes) {
    let (asked, wishes) = channel();
    (Topics(asked), TopicWishes(wishes))
}

impl Topics {
    /// Asks for a change.
    ///
    /// # Errors
    /// There is no cluster to ask.
    pub fn change(&self, change: TopicChange) -> Result<(), Failure> {
        self.0.send(change).map_err(|_| Refusal::Closed.failure(None))
    }
}

/// The cluster, and the producer that sends to it once there is one.
pub struct Cluster {
    /// How it is reached.
    pub settings: Settings,
    /// The one in this process, if it is that.
    pub embedded: Option<Arc<Embedded>>,
    /// The producer.
    pub producer: Arc<OnceLock<Generations>>,
    /// Where the admin client's answers are waited for.
    pub runtime: Handle,
}

impl Cluster {
    fn change(&self, change: &TopicChange) -> Result<(), Failure> {
        match &self.embedded {
            Some(embedded) => embedded.change(change)?,
            None => Admin::start(&self.settings, self.runtime.clone())?.change(change)?,
        }
        // Records go to the new partitions at once, not only when the metadata are old.
        let partitions = change.partitions().and_then(|count| u32::try_from(count).ok());
        if let (Some(producer), Some(partitions)) = (self.producer.get(), partitions)
            && !producer.refresh(change.topic(), partitions, REFRESH)
        {
            tracing::warn!("the producer does not know of {partitions} partitions of {} yet", change.topic());
        }
        Ok(())
    }
}

impl TopicWishes {
    /// Changes what is asked for, in order, until the [`Topics`] are gone.
    pub fn serve(self, cluster: &Cluster, tell: &mpsc::Sender<Msg>) {
        for change in self.0 {
            let result = cluster.change(&change);
            tracing::info!("{change:?}: {result:?}");
            if tell.blocking_send(Msg::TopicChanged { change, result }).is_err() {
                return;
            }
        }
    }
}
