//! The threads that work while the workbench is open: they start the cluster and the producer, send, look, and watch.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Sender};

use crate::app::msg::Msg;
use crate::app::tour::PACE;
use crate::domain::load::{Plan, Progress};
use crate::domain::outcome::Outcome;
use crate::domain::topic::{ClusterView, TopicLook, TopicView};
use crate::kafka::embedded::Embedded;
use crate::kafka::inspect::{InspectError, Inspector, TopicLimits};
use crate::kafka::producer::{Generations, Lanes, Requests};
use crate::kafka::settings::Settings;
use crate::runtime::clock::now_micros;
use crate::runtime::intake::{Intake, Queue, intake};
use crate::runtime::loading::Loading;
use crate::runtime::looking::{Looking, Looks, Wishes, looking};
use crate::runtime::reading::{Reading, Wanted, reading};
use crate::runtime::topics::{Cluster, TopicWishes, Topics, topics};
use crate::runtime::tuning::{Changes, Retune, Tuning, tuning};
use crate::runtime::watching::{requests, tell_failures, tell_troubles, watch};

/// Partitions of the topic that the embedded cluster has at the start.
const PARTITIONS: i32 = 6;

/// How long a look at the cluster may take: somebody may wait to send.
const LOOK: Duration = Duration::from_secs(3);

/// The workbench's ends of the threads.
pub struct Crew {
    /// Where records are put.
    pub intake: Intake,
    /// Where looks are asked for.
    pub looking: Looking,
    /// Where records are asked back.
    pub reading: Reading,
    /// Where changes of the producer are asked for.
    pub tuning: Tuning,
    /// Where changes of topics are asked for.
    pub topics: Topics,
    loading: Loading,
    tell: Sender<Msg>,
    nudge: SyncSender<()>,
    producer: Arc<OnceLock<Generations>>,
}

/// How long a broker may take to tell what a topic allows.
const LIMITS: Duration = Duration::from_secs(2);

/// From one moment of the tour to the next.
const TICK: Duration = Duration::from_micros(PACE.unsigned_abs());

/// What the crew is to do.
#[derive(Clone, Debug)]
pub struct Work {
    /// How the producer is started.
    pub settings: Settings,
    /// The topic that the embedded cluster has from the start.
    pub topic: String,
    /// Whether nothing may be sent.
    pub read_only: bool,
    /// How a changed producer is started.
    pub retune: Retune,
}

impl Crew {
    /// Starts everything on threads of its own and returns at once. Whatever happens comes as messages.
    ///
    /// # Errors
    /// No thread could be started.
    pub fn start(work: Work, tell: &Sender<Msg>) -> io::Result<Self> {
        let (intake, queue) = intake();
        let (looking, wishes) = looking();
        let (reading, wanted) = reading();
        let (tuning, changes) = tuning();
        let (topics, topic_wishes) = topics();
        let (nudge, nudged) = sync_channel(1);
        let producer = Arc::default();
        let start = Start { work, producer: Arc::clone(&producer), tell: tell.clone(), runtime: Handle::current() };
        thread::Builder::new()
            .name("intake".to_owned())
            .spawn(move || start.run(queue, (wishes, wanted), changes, topic_wishes, nudged))?;
        let (loading, tell) = (Loading::default(), tell.clone());
        Ok(Self { intake, looking, reading, tuning, topics, loading, tell, nudge, producer })
    }

    /// Something moves: the producer's standing is watched closely for a while.
    pub fn nudge(&self) {
        // A nudge that waits already is enough.
        let _ = self.nudge.try_send(());
    }

    /// Tells of the next moment of the tour, once.
    pub fn tick_tour(&self) {
        let tell = self.tell.clone();
        tokio::spawn(async move {
            tokio::time::sleep(TICK).await;
            // The loop may have ended.
            let _ = tell.send(Msg::TourTicked { at: now_micros() }).await;
        });
    }

    /// Starts a load.
    ///
    /// # Errors
    /// Why it can't begin.
    pub fn start_load(&self, plan: &Plan) -> Result<(), String> {
        let producer = self.producer.get().ok_or_else(|| "there is no producer that could send a load".to_owned())?;
        self.loading.start(plan, producer, &self.tell)?;
        self.nudge();
        Ok(())
    }

    /// Offers no more records of the load that goes on.
    pub fn stop_load(&self) {
        self.loading.stop();
    }

    /// Does something that can take a while on a thread of its own, and tells what came of it.
    ///
    /// # Errors
    /// No thread could be started.
    pub fn aside(&self, work: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        let tell = self.tell.clone();
        // Nobody listens any more when the program ends.
        let run = move || drop(tell.blocking_send(work()));
        thread::Builder::new().name("aside".to_owned()).spawn(run).map(drop)
    }

    /// How all loads stand together.
    pub fn loads(&self) -> Progress {
        self.loading.total()
    }

    /// The producer, once there is one.
    pub fn producer(&self) -> Option<Generations> {
        self.producer.get().cloned()
    }
}

/// What the first thread starts with.
struct Start {
    work: Work,
    producer: Arc<OnceLock<Generations>>,
    tell: Sender<Msg>,
    runtime: Handle,
}

impl Start {
    fn run(self, queue: Queue, wishes: (Wishes, Wanted), changes: Changes, topics: TopicWishes, nudged: Receiver<()>) {
        // The embedded cluster lives as long as records can be sent.
        let started = self.cluster().and_then(|cluster| {
            let settings = on_cluster(cluster.as_deref(), &self.work.settings);
            self.look(&settings, wishes)?;
            self.change_topics(&settings, topics, cluster.clone())?;
            let producer = self.produce(&settings, nudged)?;
            self.tune(&producer, changes, cluster)?;
            Ok(producer)
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

    /// The cluster, where it is ours.
    fn cluster(&self) -> Result<Option<Arc<Embedded>>, String> {
        if !self.work.settings.embedded {
            return Ok(None);
        }
        let cluster = Embedded::start().map_err(|error| format!("the embedded cluster did not start: {error}"))?;
        if !self.work.topic.is_empty() {
            cluster.create_topic(&self.work.topic, PARTITIONS);
        }
        Ok(Some(Arc::new(cluster)))
    }

    fn look(&self, settings: &Settings, (wishes, wanted): (Wishes, Wanted)) -> Result<(), String> {
        let (tell, at) = (self.tell.clone(), settings.clone());
        spawn("read back", move || wanted.serve(&at, &tell))?;
        let inspector = Inspector::start(settings).map_err(|error| unseen(&error))?;
        let eyes = Eyes { inspector, limits: TopicLimits::start(settings, self.runtime.clone()) };
        let tell = self.tell.clone();
        spawn("look", move || wishes.serve(&eyes, &tell))
    }

    fn change_topics(
        &self,
        settings: &Settings,
        wishes: TopicWishes,
        embedded: Option<Arc<Embedded>>,
    ) -> Result<(), String> {
        let (settings, producer) = (settings.clone(), Arc::clone(&self.producer));
        let (runtime, tell) = (self.runtime.clone(), self.tell.clone());
        spawn("topics", move || wishes.serve(&Cluster { settings, embedded, producer, runtime }, &tell))
    }

    fn produce(&self, settings: &Settings, nudged: Receiver<()>) -> Result<Generations, String> {
        if self.work.read_only {
            return Err("the profile is guarded as read-only".to_owned());
        }
        let (producer, lanes) = Generations::start(settings, Requests::Counted).map_err(|error| error.to_string())?;
        let Lanes { outcomes: ends, requests: traced, failures, troubles } = lanes;
        self.runtime.spawn(outcomes(ends, self.tell.clone()));
        self.runtime.spawn(requests(traced, producer.clone(), self.tell.clone()));
        self.runtime.spawn(tell_failures(failures, producer.clone(), self.tell.clone()));
        self.runtime.spawn(tell_troubles(troubles, self.tell.clone()));
        let (watched, tell) = (producer.clone(), self.tell.clone());
        spawn("watch", move || watch(&watched, &nudged, &tell))?;
        Ok(self.producer.get_or_init(|| producer).clone())
    }

    fn tune(&self, producer: &Generations, changes: Changes, cluster: Option<Arc<Embedded>>) -> Result<(), String> {
        let (producer, retune, tell) = (producer.clone(), self.work.retune.clone(), self.tell.clone());
        spawn("tune", move || {
            changes.serve(&producer, &retune, |settings| on_cluster(cluster.as_deref(), settings), &tell);
        })
    }
}

/// The settings, pointed at the cluster in this process if there is one.
fn on_cluster(cluster: Option<&Embedded>, settings: &Settings) -> Settings {
    cluster.map_or_else(|| settings.clone(), |cluster| cluster.settings(settings))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(|_| ()).map_err(|error| format!("no thread could be started: {error}"))
}

/// Looks at the cluster and at what its topics allow.
struct Eyes {
    inspector: Inspector,
    limits: Option<TopicLimits>,
}

impl Looks for Eyes {
    fn topic(&self, name: &str) -> TopicLook {
        match self.inspector.topic(name, LOOK) {
            Ok(Some(view)) => TopicLook::Found(view),
            Ok(None) => TopicLook::Unknown,
            Err(error) => TopicLook::Failed(unseen(&error)),
        }
    }

    fn limits(&self, view: &TopicView) -> Option<TopicView> {
        self.limits.as_ref()?.told(view, LIMITS)
    }

    fn cluster(&self) -> Result<ClusterView, String> {
        self.inspector.cluster(LOOK).map_err(|error| unseen(&error))
    }
}

fn unseen(error: &InspectError) -> String {
    error.reason.as_ref().map_or_else(|| error.to_string(), |reason| reason.text.clone())
}

/// Tells the end of each record.
async fn outcomes(mut ends: mpsc::Receiver<Outcome>, tell: Sender<Msg>) {
    while let Some(outcome) = ends.recv().await {
        if tell.send(Msg::Ended { outcome: Box::new(outcome), at: now_micros() }).await.is_err() {
            return;
        }
    }
}
