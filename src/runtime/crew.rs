//! The threads that work while the workbench is open: they start the cluster and the producer, send, look, and watch.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Sender};

use crate::app::msg::Msg;
use crate::app::tour::PACE;
use crate::domain::load::{Plan as Load, Progress};
use crate::domain::outcome::Outcome;
use crate::domain::swap::SwapStep;
use crate::kafka::producer::{Cancel, Generations, Lanes, Requests};
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;
use crate::runtime::clock::now_micros;
use crate::runtime::intake::{Intake, Queue, Slot, intake};
use crate::runtime::loading::Loading;
use crate::runtime::looking::{Looking, Wishes, looking};
use crate::runtime::reading::{Reading, Wanted, reading};
use crate::runtime::site::Sites;
use crate::runtime::topics::{Cluster, TopicWishes, Topics, topics};
use crate::runtime::tuning::{Changes, Plan, Puts, Retune, Tuning, tuning};
use crate::runtime::watching::{requests, tell_failures, tell_troubles, watch};

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
    loading: Arc<Loading>,
    tell: Sender<Msg>,
    nudge: SyncSender<()>,
    producer: Arc<Slot>,
}

/// From one second of an allowance to the next.
const SECOND: Duration = Duration::from_secs(1);

/// From one moment of the tour to the next.
const TICK: Duration = Duration::from_micros(PACE.unsigned_abs());

/// What the crew is to do.
#[derive(Clone, Debug)]
pub struct Work {
    /// How the producer is started.
    pub settings: Settings,
    /// The topic that the embedded cluster has from the start.
    pub topic: String,
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
        let (producer, loading) = (Arc::<Slot>::default(), Arc::<Loading>::default());
        let start = Arc::new(Start {
            work,
            sites: Arc::new(Sites::new(Handle::current())),
            producer: Arc::clone(&producer),
            loading: Arc::clone(&loading),
            tell: tell.clone(),
            runtime: Handle::current(),
            nudged: Mutex::new(Some(nudged)),
        });
        let ends = Ends { wishes, wanted, changes, topics: topic_wishes };
        thread::Builder::new().name("intake".to_owned()).spawn(move || start.run(queue, ends))?;
        Ok(Self { intake, looking, reading, tuning, topics, loading, tell: tell.clone(), nudge, producer })
    }

    /// Something moves: the producer's standing is watched closely for a while.
    pub fn nudge(&self) {
        // A nudge that waits already is enough.
        let _ = self.nudge.try_send(());
    }

    /// Tells of the next moment of the tour, once.
    pub fn tick_tour(&self) {
        self.later(TICK, |at| Msg::TourTicked { at });
    }

    /// Tells of the next second, once.
    pub fn tick_arm(&self) {
        self.later(SECOND, |at| Msg::ArmTicked { at });
    }

    fn later(&self, pause: Duration, message: fn(i64) -> Msg) {
        let tell = self.tell.clone();
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            // The loop may have ended.
            let _ = tell.send(message(now_micros())).await;
        });
    }

    /// Starts a load that is meant for this site.
    ///
    /// # Errors
    /// Why it can't begin.
    pub fn start_load(&self, site: u32, plan: &Load) -> Result<(), String> {
        let producer = self.producer.get().ok_or_else(|| "there is no producer that could send a load".to_owned())?;
        self.loading.start(site, plan, producer, &self.tell)?;
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

/// What the threads work with.
struct Start {
    work: Work,
    sites: Arc<Sites>,
    producer: Arc<Slot>,
    loading: Arc<Loading>,
    tell: Sender<Msg>,
    runtime: Handle,
    /// Until the producer is watched.
    nudged: Mutex<Option<Receiver<()>>>,
}

/// Where wishes arrive.
struct Ends {
    wishes: Wishes,
    wanted: Wanted,
    changes: Changes,
    topics: TopicWishes,
}

impl Start {
    fn run(self: &Arc<Self>, queue: Queue, ends: Ends) {
        let begun = self.sites.prepare(0, &self.work.settings, Some(&self.work.topic)).and_then(|site| {
            self.sites.go(Arc::clone(&site));
            self.produce(&site.settings, site.number)
        });
        if let Err(reason) = begun.and(self.serve(ends)) {
            tracing::error!("no producer: {reason}");
            self.producer.lack(reason.clone());
            if self.tell.blocking_send(Msg::ProducerFailed(reason)).is_err() {
                return;
            }
        }
        queue.serve(&*self.producer, &self.tell);
    }

    /// Starts the threads that look, read back, change topics and change the producer.
    fn serve(self: &Arc<Self>, ends: Ends) -> Result<(), String> {
        let Ends { wishes, wanted, changes, topics } = ends;
        let this = Arc::clone(self);
        spawn("read back", move || wanted.serve(&this.sites, &this.tell))?;
        let this = Arc::clone(self);
        spawn("look", move || wishes.serve(&*this.sites, &this.tell))?;
        let (sites, producer) = (Arc::clone(&self.sites), Arc::clone(&self.producer));
        let cluster = Cluster { sites, producer, runtime: self.runtime.clone() };
        let tell = self.tell.clone();
        spawn("topics", move || topics.serve(&cluster, &tell))?;
        let this = Arc::clone(self);
        spawn("tune", move || changes.serve(&this.work.retune, &*this, &this.tell))
    }

    /// Starts the first producer.
    fn produce(&self, settings: &Settings, site: u32) -> Result<(), String> {
        let started = Generations::start(settings, Requests::Counted);
        let (producer, lanes) = started.map_err(|error| error.to_string())?;
        producer.begin_at(site);
        let Lanes { outcomes: ends, requests: traced, failures, troubles } = lanes;
        self.runtime.spawn(outcomes(ends, self.tell.clone()));
        self.runtime.spawn(requests(traced, producer.clone(), self.tell.clone()));
        self.runtime.spawn(tell_failures(failures, producer.clone(), self.tell.clone()));
        self.runtime.spawn(tell_troubles(troubles, self.tell.clone()));
        if let Some(nudged) = lock(&self.nudged).take() {
            let (watched, tell) = (producer.clone(), self.tell.clone());
            spawn("watch", move || watch(&watched, &nudged, &tell))?;
        }
        self.producer.fill(producer);
        Ok(())
    }
}

impl Puts for Start {
    fn put(&self, plan: &Plan, another: bool, cancel: &Cancel, told: &mut dyn FnMut(SwapStep, u32)) -> SwapStep {
        let now = self.sites.now();
        let number = now.as_ref().map_or(0, |site| site.number);
        let stays =
            now.is_some_and(|site| site.has(&plan.settings) && (!another || site.is_guarded_like(&plan.settings)));
        let moves = !stays;
        let then = number + u32::from(moves);
        let refused = |reason: String, told: &mut dyn FnMut(SwapStep, u32)| {
            told(SwapStep::Refused(reason.clone()), number);
            SwapStep::Refused(reason)
        };
        let site = match self.sites.prepare(then, &plan.settings, plan.running.profile.topic.as_deref()) {
            Ok(site) => site,
            Err(reason) => return refused(reason, told),
        };
        let settings = site.pointed(&plan.settings);
        let Some(producer) = self.producer.get() else {
            return match self.produce(&settings, then) {
                Ok(()) => {
                    self.sites.go(site);
                    let done = SwapStep::Done { generation: 1, paused_micros: 0 };
                    told(done.clone(), then);
                    done
                }
                Err(reason) => refused(reason, told),
            };
        };
        let mut each = |step: SwapStep| {
            match &step {
                // What was begun for one cluster is not sent to another.
                SwapStep::Draining { .. } if moves => self.loading.stop(),
                SwapStep::Done { .. } | SwapStep::Unchanged => self.sites.go(Arc::clone(&site)),
                SwapStep::Warming | SwapStep::Draining { .. } | SwapStep::Refused(_) => {}
            }
            told(step, then);
        };
        if moves { producer.move_to(&settings, cancel, &mut each) } else { producer.swap(&settings, cancel, &mut each) }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(|_| ()).map_err(|error| format!("no thread could be started: {error}"))
}

/// Tells the end of each record.
async fn outcomes(mut ends: mpsc::Receiver<Outcome>, tell: Sender<Msg>) {
    while let Some(outcome) = ends.recv().await {
        if tell.send(Msg::Ended { outcome: Box::new(outcome), at: now_micros() }).await.is_err() {
            return;
        }
    }
}
