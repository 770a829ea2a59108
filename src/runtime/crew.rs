//! The threads that work while the workbench is open: they start the cluster and the producer, send, look, and watch.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::topic::{ClusterView, TopicLook};
use crate::kafka::embedded::Embedded;
use crate::kafka::inspect::{InspectError, Inspector};
use crate::kafka::producer::{Lanes, Producer, Requests};
use crate::kafka::settings::Settings;
use crate::runtime::clock::now_micros;
use crate::runtime::intake::{Intake, Queue, intake};
use crate::runtime::looking::{Looking, Looks, Wishes, looking};

/// Partitions of the topic that the embedded cluster has at the start.
const PARTITIONS: i32 = 6;

/// How long a look at the cluster may take: somebody may wait to send.
const LOOK: Duration = Duration::from_secs(3);

/// From one look at the producer's standing to the next while something moves.
const MOVING: Duration = Duration::from_millis(100);

/// The same while nothing does: a broker can go at any time.
const RESTING: Duration = Duration::from_secs(1);

/// Looks without a change after which nothing moves.
const SETTLED: u32 = 20;

/// The workbench's ends of the threads.
pub struct Crew {
    /// Where records are put.
    pub intake: Intake,
    /// Where looks are asked for.
    pub looking: Looking,
    nudge: SyncSender<()>,
    producer: Arc<OnceLock<Producer>>,
}

/// What the crew is to do.
#[derive(Clone, Debug)]
pub struct Work {
    /// How the producer is started.
    pub settings: Settings,
    /// The topic that the embedded cluster has from the start.
    pub topic: String,
    /// Whether nothing may be sent.
    pub read_only: bool,
}

impl Crew {
    /// Starts everything on threads of its own and returns at once. Whatever happens comes as messages.
    ///
    /// # Errors
    /// No thread could be started.
    pub fn start(work: Work, tell: &Sender<Msg>) -> io::Result<Self> {
        let (intake, queue) = intake();
        let (looking, wishes) = looking();
        let (nudge, nudged) = sync_channel(1);
        let producer = Arc::default();
        let start = Start { work, producer: Arc::clone(&producer), tell: tell.clone(), runtime: Handle::current() };
        thread::Builder::new().name("intake".to_owned()).spawn(move || start.run(queue, wishes, nudged))?;
        Ok(Self { intake, looking, nudge, producer })
    }

    /// Something moves: the producer's standing is watched closely for a while.
    pub fn nudge(&self) {
        // A nudge that waits already is enough.
        let _ = self.nudge.try_send(());
    }

    /// The producer, once there is one.
    pub fn producer(&self) -> Option<Producer> {
        self.producer.get().cloned()
    }
}

/// What the first thread starts with.
struct Start {
    work: Work,
    producer: Arc<OnceLock<Producer>>,
    tell: Sender<Msg>,
    runtime: Handle,
}

impl Start {
    fn run(self, queue: Queue, wishes: Wishes, nudged: Receiver<()>) {
        // The embedded cluster lives as long as records can be sent.
        let cluster = self.cluster();
        let started = cluster.as_ref().map_err(Clone::clone).and_then(|(settings, _)| {
            self.look(settings, wishes)?;
            self.produce(settings, nudged)
        });
        match started {
            Ok(producer) => queue.serve(&producer, &self.tell),
            Err(reason) => {
                tracing::error!("no producer: {reason}");
                if self.tell.blocking_send(Msg::ProducerFailed(reason.clone())).is_ok() {
                    queue.refuse(&reason, &self.tell);
                }
            }
        }
    }

    /// The cluster's address among the settings, and the cluster where it is ours.
    fn cluster(&self) -> Result<(Settings, Option<Embedded>), String> {
        let settings = &self.work.settings;
        if !settings.embedded {
            return Ok((settings.clone(), None));
        }
        let cluster = Embedded::start().map_err(|error| format!("the embedded cluster did not start: {error}"))?;
        if !self.work.topic.is_empty() {
            cluster.create_topic(&self.work.topic, PARTITIONS);
        }
        Ok((cluster.settings(settings), Some(cluster)))
    }

    fn look(&self, settings: &Settings, wishes: Wishes) -> Result<(), String> {
        let inspector = Inspector::start(settings).map_err(|error| unseen(&error))?;
        let tell = self.tell.clone();
        spawn("look", move || wishes.serve(&inspector, &tell))
    }

    fn produce(&self, settings: &Settings, nudged: Receiver<()>) -> Result<Producer, String> {
        if self.work.read_only {
            return Err("the profile is guarded as read-only".to_owned());
        }
        let (producer, lanes) = Producer::start(settings, 1, Requests::Counted).map_err(|error| error.to_string())?;
        self.runtime.spawn(outcomes(lanes, self.tell.clone()));
        let (watched, tell) = (producer.clone(), self.tell.clone());
        spawn("watch", move || watch(&watched, &nudged, &tell))?;
        Ok(self.producer.get_or_init(|| producer).clone())
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(|_| ()).map_err(|error| format!("no thread could be started: {error}"))
}

impl Looks for Inspector {
    fn topic(&self, name: &str) -> TopicLook {
        match Inspector::topic(self, name, LOOK) {
            Ok(Some(view)) => TopicLook::Found(view),
            Ok(None) => TopicLook::Unknown,
            Err(error) => TopicLook::Failed(unseen(&error)),
        }
    }

    fn cluster(&self) -> Result<ClusterView, String> {
        Inspector::cluster(self, LOOK).map_err(|error| unseen(&error))
    }
}

fn unseen(error: &InspectError) -> String {
    error.reason.as_ref().map_or_else(|| error.to_string(), |reason| reason.text.clone())
}

/// Tells the end of each record.
async fn outcomes(mut lanes: Lanes, tell: Sender<Msg>) {
    while let Some(outcome) = lanes.outcomes.recv().await {
        if tell.send(Msg::Ended { outcome: Box::new(outcome), at: now_micros() }).await.is_err() {
            return;
        }
    }
}

/// Tells how the producer stands whenever that changed, until nobody nudges any more.
fn watch(producer: &Producer, nudged: &Receiver<()>, tell: &Sender<Msg>) {
    let mut last = None;
    let mut unchanged = 0;
    loop {
        let standing = producer.standing();
        let moves = standing.outstanding() > 0;
        if last.as_ref() == Some(&standing) {
            unchanged += 1;
        } else {
            unchanged = 0;
            if tell.blocking_send(Msg::Standing(standing.clone())).is_err() {
                return;
            }
            last = Some(standing);
        }
        let pause = if moves || unchanged < SETTLED { MOVING } else { RESTING };
        match nudged.recv_timeout(pause) {
            Ok(()) => unchanged = 0,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
