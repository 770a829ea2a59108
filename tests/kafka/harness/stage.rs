//! What the tests of a run share: Java, the helper, and clusters that start when the first test needs them.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::broker::{Cluster, Misadvertised, Spec};
use super::helper::Helper;
use super::jars::{self, Jvm};
use super::ports;
use crate::certificates::Certificates;

/// One broker that creates no topic by itself; with listeners that advertise what can't be reached.
pub fn strict() -> &'static Cluster {
    shared(&STRICT, "strict", || Spec {
        nodes: 1,
        auto_create: false,
        misadvertised: vec![
            Misadvertised { name: "ADVDEAD", advertised: format!("127.0.0.1:{}", ports::free()) },
            Misadvertised { name: "ADVDNS", advertised: "kafka-broker.invalid:9092".to_owned() },
            Misadvertised { name: "ADVHOLE", advertised: silent_address().to_owned() },
        ],
        ..Spec::default()
    })
}

/// One broker that creates a topic when a client asks for it.
pub fn lenient() -> &'static Cluster {
    shared(&LENIENT, "lenient", || Spec { nodes: 1, auto_create: true, ..Spec::default() })
}

/// Three brokers.
pub fn three() -> &'static Cluster {
    shared(&THREE, "three", || Spec { nodes: 3, ..Spec::default() })
}

/// One broker that tells what it counts.
pub fn counting() -> &'static Cluster {
    shared(&COUNTING, "counting", || Spec { nodes: 1, metrics: true, ..Spec::default() })
}

/// One broker with a listener for each way to be secured, and the certificates for it.
pub fn secured() -> (&'static Cluster, &'static Certificates) {
    let certificates = CERTIFICATES.get_or_init(|| Certificates::make(&certificates_folder()));
    let cluster =
        shared(&SECURED, "secured", || Spec { nodes: 1, secured: Some(certificates_folder()), ..Spec::default() });
    (cluster, certificates)
}

fn certificates_folder() -> PathBuf {
    run_folder().join("certificates")
}

/// A cluster for one test alone, which may do with it what it likes.
pub fn own(name: &str, spec: &Spec) -> Cluster {
    Cluster::start(jvm(), helper(), &run_folder().join(name), spec).unwrap_or_else(|e| panic!("{e}"))
}

/// `host:port` where connections are taken and nothing is ever said.
pub fn silent_address() -> &'static str {
    static SILENT: OnceLock<(TcpListener, String)> = OnceLock::new();
    let (_, address) = SILENT.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (listener, address)
    });
    address
}

/// Why Kafka can't run on this machine, if so.
pub fn missing() -> Option<&'static str> {
    static MISSING: OnceLock<Option<String>> = OnceLock::new();
    MISSING.get_or_init(jars::missing).as_deref()
}

/// Kafka's clients and tools.
pub fn helper() -> &'static Helper {
    HELPER.get_or_init(|| Helper::start(jvm(), run_folder())).as_ref().unwrap_or_else(|e| panic!("{e}"))
}

/// A folder for this run alone.
pub fn run_folder() -> &'static Path {
    &RUN.get_or_init(Run::begin).folder
}

/// Ends all that was started, and removes its data.
pub fn close() {
    for cluster in [&STRICT, &LENIENT, &THREE, &COUNTING, &SECURED].into_iter().filter_map(OnceLock::get).flatten() {
        cluster.kill();
    }
    if let Some(Ok(helper)) = HELPER.get() {
        helper.end();
    }
    if let Some(run) = RUN.get() {
        drop(fs::remove_dir_all(&run.folder));
    }
}

static JVM: OnceLock<Result<Jvm, String>> = OnceLock::new();
static HELPER: OnceLock<Result<Helper, String>> = OnceLock::new();
static STRICT: OnceLock<Result<Cluster, String>> = OnceLock::new();
static LENIENT: OnceLock<Result<Cluster, String>> = OnceLock::new();
static THREE: OnceLock<Result<Cluster, String>> = OnceLock::new();
static COUNTING: OnceLock<Result<Cluster, String>> = OnceLock::new();
static SECURED: OnceLock<Result<Cluster, String>> = OnceLock::new();
static CERTIFICATES: OnceLock<Certificates> = OnceLock::new();
static RUN: OnceLock<Run> = OnceLock::new();

fn shared(
    cluster: &'static OnceLock<Result<Cluster, String>>,
    name: &str,
    spec: impl FnOnce() -> Spec,
) -> &'static Cluster {
    let started = cluster.get_or_init(|| Cluster::start(jvm(), helper(), &run_folder().join(name), &spec()));
    started.as_ref().unwrap_or_else(|e| panic!("{e}"))
}

/// Java with Kafka's classes.
pub fn jvm() -> &'static Jvm {
    JVM.get_or_init(Jvm::prepare).as_ref().unwrap_or_else(|e| panic!("{e}"))
}

/// A run's folder, with a lock that ends with the process: the next run removes what a killed one left.
struct Run {
    folder: PathBuf,
    _lock: File,
}

impl Run {
    fn begin() -> Self {
        let runs = jars::build_folder().join("kafka-runs");
        fs::create_dir_all(&runs).unwrap();
        for entry in fs::read_dir(&runs).unwrap() {
            let abandoned = entry.unwrap().path();
            if File::open(abandoned.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok()) {
                drop(fs::remove_dir_all(&abandoned));
            }
        }
        let folder = runs.join(std::process::id().to_string());
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        Self { folder, _lock: lock }
    }
}
