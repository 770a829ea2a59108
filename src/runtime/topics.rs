//! Changes of topics: one thread asks the cluster, and lets the producer know what became of them.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::app::msg::Msg;
use crate::domain::outcome::Failure;
use crate::domain::refusal::Refusal;
use crate::domain::topic::TopicChange;
use crate::kafka::admin::Admin;
use crate::runtime::intake::Slot;
use crate::runtime::site::Sites;

/// How long the producer may take to learn of new partitions.
const REFRESH: Duration = Duration::from_secs(10);

/// Where changes of topics are asked for. It never waits.
pub struct Topics(Sender<(u32, TopicChange)>);

/// The other end of [`Topics`].
pub struct TopicWishes(Receiver<(u32, TopicChange)>);

/// Both ends.
pub fn topics() -> (Topics, TopicWishes) {
    let (asked, wishes) = channel();
    (Topics(asked), TopicWishes(wishes))
}

impl Topics {
    /// Asks for a change at this site.
    ///
    /// # Errors
    /// There is no cluster to ask.
    pub fn change(&self, site: u32, change: TopicChange) -> Result<(), Failure> {
        self.0.send((site, change)).map_err(|_| Refusal::Closed.failure(None))
    }
}

/// The cluster of now, and the producer that sends to it once there is one.
pub struct Cluster {
    /// Where it is.
    pub sites: Arc<Sites>,
    /// The producer.
    pub producer: Arc<Slot>,
    /// Where the admin client's answers are waited for.
    pub runtime: Handle,
}

impl Cluster {
    fn change(&self, asked_at: u32, change: &TopicChange) -> Result<(), Failure> {
        let site = self.sites.now().ok_or_else(|| Refusal::Closed.failure(None))?;
        if site.number != asked_at {
            return Err(Refusal::Moved.failure(None));
        }
        site.settings.permits.check(change.topic()).map_err(|refusal| refusal.failure(None))?;
        match &site.embedded {
            Some(embedded) => embedded.change(change)?,
            None => Admin::start(&site.settings, self.runtime.clone())?.change(change)?,
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
        for (site, change) in self.0 {
            let result = cluster.change(site, &change);
            tracing::info!("{change:?}: {result:?}");
            if tell.blocking_send(Msg::TopicChanged { change, result }).is_err() {
                return;
            }
        }
    }
}
