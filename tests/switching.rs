//! The workbench's threads go from one cluster to another and back while records are sent: each is accounted for once,
//! where the person who sent it meant it to go.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod stage;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use linger::app::msg::Msg;
use linger::app::session::Running;
use linger::app::tuning::Change;
use linger::cli::retune::retune;
use linger::cli::target::TargetArgs;
use linger::domain::load::{Keys, Plan, Report, Until};
use linger::domain::outcome::{Outcome, Status};
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::swap::SwapStep;
use linger::domain::topic::{TopicChange, TopicLook};
use linger::kafka::embedded::Embedded;
use linger::runtime::crew::{Crew, Work};
use linger::runtime::tuning::Wish;
use stage::{TOPIC, eventually, read_back};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::channel;

const PARTITIONS: i32 = 3;

/// What a person sees, and how often each thing was told.
#[derive(Default)]
struct Seen {
    /// The site on the screen.
    site: AtomicU32,
    outcomes: Mutex<Vec<Outcome>>,
    swaps: Mutex<Vec<SwapStep>>,
    used: Mutex<Vec<Result<Running, String>>>,
    topics: Mutex<Vec<(String, TopicLook)>>,
    reports: Mutex<Vec<Report>>,
    changed: Mutex<Vec<Result<(), String>>>,
}

/// A workbench without a screen.
struct Open {
    crew: Arc<Crew>,
    seen: Arc<Seen>,
    /// Where profiles are.
    folder: tempfile::TempDir,
    _runtime: Runtime,
}

impl Open {
    fn new(args: &TargetArgs) -> Self {
        let target = args.resolve(&|_| None).unwrap().confirmed();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (tell, mut background) = channel(1024);
        let work = Work { settings: target.settings, topic: TOPIC.to_owned(), retune: retune(args.clone()) };
        let crew = Arc::new(runtime.block_on(async { Crew::start(work, &tell) }).unwrap());
        let seen = Arc::<Seen>::default();
        let note = Arc::clone(&seen);
        thread::spawn(move || {
            while let Some(message) = background.blocking_recv() {
                note.take(message);
            }
        });
        Self { crew, seen, folder: tempfile::tempdir().unwrap(), _runtime: runtime }
    }

    /// A profile file for this cluster.
    fn profile(&self, name: &str, bootstrap: &str, more: &str) -> String {
        let path = self.folder.path().join(format!("{name}.toml"));
        std::fs::write(&path, format!("[producer]\n\"bootstrap.servers\" = \"{bootstrap}\"\n{more}")).unwrap();
        path.display().to_string()
    }

    fn use_profile(&self, name: &str) -> Result<Running, String> {
        let before = self.seen.used.lock().unwrap().len();
        let asked = self.crew.tuning.ask(Wish::Profile { name: name.to_owned(), changes: Change::default() });
        assert!(asked.is_ok());
        eventually("an answer", || self.seen.used.lock().unwrap().get(before).cloned())
    }

    fn tune(&self, name: &str, value: Option<&str>) -> SwapStep {
        let over = |swaps: &[SwapStep]| swaps.iter().filter(|step| step.is_over()).count();
        let before = over(&self.seen.swaps.lock().unwrap());
        let change = vec![(name.to_owned(), value.map(str::to_owned))];
        assert!(self.crew.tuning.ask(Wish::Change(change.into())).is_ok());
        eventually("the end of a change", || {
            let swaps = self.seen.swaps.lock().unwrap();
            (over(&swaps) > before).then(|| swaps.iter().rev().find(|step| step.is_over()).cloned()).flatten()
        })
    }

    fn send(&self, n: u64) {
        let value = Payload::text(format!("{n} "));
        let partition = i32::try_from(n % 3).ok();
        let record = Record { topic: TOPIC.to_owned(), partition, value, ..Record::default() };
        self.crew.intake.send(self.seen.site.load(Ordering::Acquire), n, record).unwrap();
    }

    /// The address of the cluster that is produced to.
    fn address(&self) -> String {
        eventually("a producer", || self.crew.producer()).settings().bootstrap
    }

    /// The ends of the first `count` records, by their numbers.
    fn ends(&self, count: u64) -> BTreeMap<u64, Status> {
        let ends = eventually("all ends", || {
            let outcomes = self.seen.outcomes.lock().unwrap();
            (outcomes.len() as u64 >= count).then(|| outcomes.clone())
        });
        let by_number: BTreeMap<u64, Status> = ends.iter().map(|end| (end.n, end.status.clone())).collect();
        assert_eq!((by_number.len() as u64, ends.len() as u64), (count, count), "each ends once");
        by_number
    }
}

impl Seen {
    fn take(&self, message: Msg) {
        match message {
            Msg::Ended { outcome, .. } => self.outcomes.lock().unwrap().push(*outcome),
            Msg::Running(running) => self.site.store(running.site, Ordering::Release),
            Msg::ProfileUsed(used) => {
                if let Ok(running) = &used {
                    self.site.store(running.site, Ordering::Release);
                }
                self.used.lock().unwrap().push(used.map(|running| *running));
            }
            Msg::Swap { step, .. } => self.swaps.lock().unwrap().push(step),
            Msg::TopicSeen { topic, look } => self.topics.lock().unwrap().push((topic, look)),
            Msg::LoadEnded(report) => self.reports.lock().unwrap().push(*report),
            Msg::TopicChanged { result, .. } => {
                self.changed.lock().unwrap().push(result.map_err(|failure| failure.message));
            }
            _ => {}
        }
    }
}

fn other_cluster() -> (Embedded, String) {
    let other = Embedded::start().unwrap();
    assert!(other.create_topic(TOPIC, PARTITIONS));
    let bootstrap = other.cluster().bootstrap();
    (other, bootstrap)
}

/// The numbers in the log, partition by partition, each in its order.
fn numbers(bootstrap: &str, partitions: i32) -> Vec<u64> {
    let log = read_back(bootstrap, TOPIC, partitions);
    for values in &log {
        let numbers: Vec<u64> = values.iter().map(|value| stage::name_of(value).parse().unwrap()).collect();
        assert!(numbers.is_sorted(), "the order of a partition: {numbers:?}");
    }
    let mut all: Vec<u64> = log.iter().flatten().map(|value| stage::name_of(value).parse().unwrap()).collect();
    all.sort_unstable();
    all
}

#[test]
fn there_and_back_under_a_stream_of_records_each_ends_once_in_the_cluster_that_was_on_the_screen() {
    let open = Arc::new(Open::new(&TargetArgs::default()));
    let home = open.address();
    let (_other, away) = other_cluster();
    let profile = open.profile("away", &away, "");
    let goes_on = Arc::new(AtomicBool::new(true));
    let sender = {
        let (open, goes_on) = (Arc::clone(&open), Arc::clone(&goes_on));
        thread::spawn(move || {
            let mut sent = Vec::new();
            while goes_on.load(Ordering::Acquire) {
                sent.push(open.seen.site.load(Ordering::Acquire));
                open.send(sent.len() as u64 - 1);
                thread::park_timeout(std::time::Duration::from_micros(500));
            }
            sent
        })
    };
    for round in 1..=2 {
        let there = open.use_profile(&profile).unwrap();
        assert_eq!((there.name.as_str(), there.cluster.as_str(), there.site), ("away", away.as_str(), round * 2 - 1));
        let here = open.use_profile("embedded").unwrap();
        assert_eq!((here.name.as_str(), here.embedded, here.site), ("embedded", true, round * 2));
    }
    goes_on.store(false, Ordering::Release);
    let sent = sender.join().unwrap();
    let ends = open.ends(sent.len() as u64);
    let (at_home, over_there) = (numbers(&home, 6), numbers(&away, PARTITIONS));
    let mut delivered: Vec<u64> = at_home.iter().chain(&over_there).copied().collect();
    delivered.sort_unstable();
    let told: Vec<u64> =
        ends.iter().filter(|(_, status)| **status == Status::Delivered).map(|(number, _)| *number).collect();
    assert_eq!(delivered, told, "what was told to be delivered is in one log, once");
    for (number, status) in &ends {
        match status {
            Status::Failed(failure) => assert!(failure.message.contains("changed before"), "{number}: {failure:?}"),
            Status::Delivered | Status::Sent => {}
        }
    }
    // A record goes nowhere else than where the screen said when it was sent.
    let of_home = |number: &u64| sent[usize::try_from(*number).unwrap()] % 2 == 0;
    assert!(at_home.iter().all(of_home) && !over_there.iter().any(of_home));
    assert!(at_home.len() > 10 && over_there.len() > 10, "{} and {}", at_home.len(), over_there.len());
    // No generation was counted twice, and what the first one counted stands in the sum.
    let meter = open.crew.producer().unwrap().snapshot();
    assert_eq!((meter.generation, meter.records.delivered), (5, delivered.len() as u64));
}

#[test]
fn a_cluster_that_can_not_be_reached_changes_nothing() {
    let open = Open::new(&TargetArgs::default());
    let home = open.address();
    open.send(0);
    let nobody = open.profile("nobody", "127.0.0.1:1", "");
    let why = open.use_profile(&nobody).unwrap_err();
    assert!(why.contains("127.0.0.1:1"), "{why}");
    let why = open.use_profile("nowhere").unwrap_err();
    assert!(why.contains("there is no profile 'nowhere'"), "{why}");
    let refused = open.tune("linger.ms", Some("x"));
    assert!(matches!(&refused, SwapStep::Refused(why) if why.contains("'x' is not a whole number")), "{refused:?}");
    open.send(1);
    assert!(open.ends(2).values().all(|status| *status == Status::Delivered));
    assert_eq!(numbers(&home, 6), [0, 1]);
}

#[test]
fn whoever_looks_and_changes_topics_goes_along() {
    let open = Open::new(&TargetArgs::default());
    open.address();
    let (other, away) = other_cluster();
    assert!(other.create_topic("only-there", 2));
    open.use_profile(&open.profile("away", &away, "")).unwrap();
    open.crew.looking.topic("only-there".to_owned());
    let found = |look: &TopicLook| matches!(look, TopicLook::Found(view) if view.partitions.len() == 2);
    eventually("the topic over there", || {
        open.seen.topics.lock().unwrap().iter().any(|(name, look)| name == "only-there" && found(look)).then_some(())
    });
    // What was meant for the cluster before is not done to this one.
    let change = TopicChange::Create { name: "late".to_owned(), partitions: Some(1), replication: None };
    open.crew.topics.change(0, change).unwrap();
    let changed = eventually("an answer", || open.seen.changed.lock().unwrap().first().cloned());
    assert!(changed.unwrap_err().contains("was changed before"));
    open.use_profile("embedded").unwrap();
    open.crew.looking.topic("only-there".to_owned());
    eventually("no such topic here", || {
        let topics = open.seen.topics.lock().unwrap();
        topics.iter().any(|(name, look)| name == "only-there" && *look == TopicLook::Unknown).then_some(())
    });
}

#[test]
fn a_change_of_the_address_moves_the_producer_and_taking_it_away_moves_it_back() {
    let (_one, first) = other_cluster();
    let (_two, second) = other_cluster();
    let open = Open::new(&TargetArgs { bootstrap_server: Some(first.clone()), ..TargetArgs::default() });
    open.address();
    open.send(0);
    assert!(matches!(open.tune("linger.ms", Some("20")), SwapStep::Done { generation: 2, .. }));
    assert_eq!(open.seen.site.load(Ordering::Acquire), 0, "the same cluster");
    assert!(matches!(open.tune("bootstrap.servers", Some(&second)), SwapStep::Done { generation: 3, .. }));
    assert_eq!(open.seen.site.load(Ordering::Acquire), 1);
    open.send(1);
    assert!(matches!(open.tune("linger.ms", None), SwapStep::Done { generation: 4, .. }));
    assert_eq!(open.crew.producer().unwrap().settings().linger.as_millis(), 5, "the default counts again");
    open.send(2);
    assert!(matches!(open.tune("bootstrap.servers", Some(&first)), SwapStep::Done { generation: 5, .. }));
    open.send(3);
    assert!(open.ends(4).values().all(|status| *status == Status::Delivered));
    assert_eq!((numbers(&first, PARTITIONS), numbers(&second, PARTITIONS)), (vec![0, 3], vec![1, 2]));
}

#[test]
fn a_load_ends_before_the_producer_goes_elsewhere() {
    let open = Open::new(&TargetArgs::default());
    let home = open.address();
    let (other, away) = other_cluster();
    let until = Until { records: None, duration: None };
    let plan = Plan { topic: TOPIC.to_owned(), until, size: 20, keys: Keys::None, rate: Some(500) };
    open.crew.start_load(0, &plan).unwrap();
    eventually("a load", || (open.crew.loads().delivered > 50).then_some(()));
    assert!(matches!(open.tune("linger.ms", Some("20")), SwapStep::Done { .. }));
    let before = open.crew.loads().delivered;
    eventually("a load that goes on after a hot swap", || (open.crew.loads().delivered > before).then_some(()));
    open.use_profile(&open.profile("away", &away, "")).unwrap();
    let report = eventually("its end", || open.seen.reports.lock().unwrap().first().cloned());
    assert_eq!(report.failed, 0);
    assert_eq!(numbers(&home, 6).len() as u64, report.records, "all of it is where it began");
    assert_eq!(numbers(&away, PARTITIONS), [0_u64; 0], "and none elsewhere");
    let why = open.crew.start_load(0, &plan).unwrap_err();
    assert!(why.contains("was changed"), "{why}");
    drop(other);
}

#[test]
fn nothing_opens_a_read_only_profile_or_topic() {
    let (_other, away) = other_cluster();
    let open = Open::new(&TargetArgs::default());
    open.address();
    let closed = open.profile("closed", &away, "[workbench]\nguard = \"read-only\"\n");
    assert!(open.use_profile(&closed).unwrap().is_read_only());
    open.send(0);
    let plan = Plan {
        topic: TOPIC.to_owned(),
        until: Until { records: Some(10), duration: None },
        size: 20,
        keys: Keys::None,
        rate: None,
    };
    open.crew.start_load(1, &plan).unwrap();
    let change = TopicChange::Create { name: "new".to_owned(), partitions: Some(1), replication: None };
    open.crew.topics.change(1, change).unwrap();
    let changed = eventually("an answer", || open.seen.changed.lock().unwrap().first().cloned());
    assert!(changed.unwrap_err().contains("read-only"));
    let report = eventually("its end", || open.seen.reports.lock().unwrap().first().cloned());
    assert_eq!((report.records, report.failed), (0, 1), "the first refusal ends it");
    let topics = "[workbench]\ntopics = { \"ord*\" = \"read-only\" }\n";
    assert!(!open.use_profile(&open.profile("half", &away, topics)).unwrap().is_read_only());
    open.send(1);
    for status in open.ends(2).values() {
        let Status::Failed(failure) = status else { panic!("{status:?}") };
        assert!(failure.message.contains("read-only"), "{failure:?}");
    }
    assert_eq!(numbers(&away, PARTITIONS), [0_u64; 0]);
    // Elsewhere it is sent as ever.
    open.use_profile("embedded").unwrap();
    open.send(2);
    assert_eq!(open.ends(3)[&2], Status::Delivered);
}
