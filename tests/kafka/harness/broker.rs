//! Brokers of our own: combined nodes on free loopback ports, stopped, killed and started again at will.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use serde_json::json;

use super::helper::Helper;
use super::jars::Jvm;
use super::{ports, secured};

/// Any id does: a node's folder is never used by another cluster.
const CLUSTER_ID: &str = "bGluZ2VyLXRlc3RzLTAwMQ";

/// A node answers 3 s after its start; a busy machine takes longer.
const UP_WITHIN: Duration = Duration::from_secs(90);

/// A listener that advertises another address than its own, as misconfigured brokers do.
#[derive(Clone)]
pub struct Misadvertised {
    /// Kafka's name of the listener, in capitals.
    pub name: &'static str,
    /// `host:port` as told to clients.
    pub advertised: String,
}

/// What a cluster should be like.
#[derive(Default)]
pub struct Spec {
    pub nodes: i32,
    pub auto_create: bool,
    pub misadvertised: Vec<Misadvertised>,
    /// Whether the nodes tell what they count.
    pub metrics: bool,
    /// The folder with the certificates of a cluster that has secured listeners.
    pub secured: Option<PathBuf>,
}

/// A listener beside that of the nodes themselves.
struct Listener {
    name: &'static str,
    protocol: &'static str,
    port: u16,
    /// What clients are told instead of its own address.
    elsewhere: Option<String>,
}

impl Listener {
    fn all_of(spec: &Spec) -> Vec<Self> {
        let misadvertised =
            spec.misadvertised.iter().map(|listener| (listener.name, "PLAINTEXT", Some(listener.advertised.clone())));
        let secured = spec.secured.iter().flat_map(|_| secured::LISTENERS);
        let secured = secured.map(|(name, protocol)| (name, protocol, None));
        misadvertised
            .chain(secured)
            .map(|(name, protocol, elsewhere)| Self { name, protocol, port: ports::free(), elsewhere })
            .collect()
    }

    fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

/// A running cluster. Dropping it kills its nodes.
pub struct Cluster {
    jvm: &'static Jvm,
    pub helper: &'static Helper,
    nodes: Vec<Node>,
    listeners: Vec<Listener>,
}

impl Cluster {
    /// Starts the nodes and waits until all of them answer. Someone may take a port just before the broker does: a
    /// second and a third try begin anew.
    pub fn start(jvm: &'static Jvm, helper: &'static Helper, folder: &Path, spec: &Spec) -> Result<Self, String> {
        let mut last = String::new();
        for attempt in 0..3 {
            let cluster = Self::lay_out(jvm, helper, &folder.join(attempt.to_string()), spec);
            for node in &cluster.nodes {
                node.start(jvm)?;
            }
            match cluster.await_nodes(cluster.nodes.len()) {
                Ok(()) => return Ok(cluster),
                Err(e) if e.contains("Address already in use") => last = e,
                Err(e) => return Err(e),
            }
        }
        Err(last)
    }

    fn lay_out(jvm: &'static Jvm, helper: &'static Helper, folder: &Path, spec: &Spec) -> Self {
        let ports: Vec<(u16, u16)> = (0..spec.nodes).map(|_| (ports::free(), ports::free())).collect();
        let listeners = Listener::all_of(spec);
        let nodes = (1..)
            .zip(&ports)
            .map(|(id, &(port, _))| {
                let folder = folder.join(format!("node-{id}"));
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join("node.properties"), properties(id, &ports, spec, &listeners, &folder)).unwrap();
                let metrics = spec.metrics.then(ports::free);
                let format = if spec.secured.is_some() { secured::users() } else { Vec::new() };
                Node { id, port, metrics, folder, format, process: Mutex::new(None) }
            })
            .collect();
        Self { jvm, helper, nodes, listeners }
    }

    /// `host:port` of every node.
    pub fn bootstrap(&self) -> String {
        let addresses: Vec<String> = self.nodes.iter().map(Node::address).collect();
        addresses.join(",")
    }

    /// `host:port` of a listener that advertises something else, or of a secured one.
    pub fn at(&self, name: &str) -> String {
        self.listener(name).address()
    }

    /// `host:port` that such a listener advertises.
    pub fn advertised(&self, name: &str) -> &str {
        self.listener(name).elsewhere.as_deref().expect("a listener that advertises something else")
    }

    fn listener(&self, name: &str) -> &Listener {
        self.listeners.iter().find(|listener| listener.name == name).expect("a listener of the spec")
    }

    /// The node of this id.
    pub fn node(&self, id: i32) -> &Node {
        self.nodes.iter().find(|node| node.id == id).expect("a node of the cluster")
    }

    /// Starts a node that was stopped or killed, at its port and on its data, and waits until all that run answer.
    pub fn restart(&self, id: i32) {
        self.node(id).start(self.jvm).unwrap();
        let running = self.nodes.iter().filter(|node| node.is_running()).count();
        self.await_nodes(running).unwrap();
    }

    /// Waits until this many nodes answer, or one that should run has ended.
    pub fn await_nodes(&self, nodes: usize) -> Result<(), String> {
        let deadline = Instant::now() + UP_WITHIN;
        loop {
            let bootstrap = self.bootstrap();
            let command = json!({"do": "awaitNodes", "bootstrap": bootstrap, "nodes": nodes, "withinMillis": 4000});
            let Err(e) = self.helper.ask(command) else { return Ok(()) };
            if let Some(node) = self.nodes.iter().find(|node| node.has_ended_by_itself()) {
                return Err(format!("node {} ended:\n{}", node.id, node.log()));
            }
            if Instant::now() > deadline {
                let logs: String = self.nodes.iter().map(Node::log).collect();
                return Err(format!("{e}\n{logs}"));
            }
        }
    }

    /// Ends every node at once.
    pub fn kill(&self) {
        self.nodes.iter().for_each(Node::kill);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One node. While it runs we hold the line on whose end it halts.
pub struct Node {
    pub id: i32,
    port: u16,
    /// Where Java's management listens.
    metrics: Option<u16>,
    folder: PathBuf,
    /// More arguments for the formatting of its storage.
    format: Vec<String>,
    process: Mutex<Option<(Child, ChildStdin)>>,
}

impl Node {
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The port at which it tells what it counts, if the cluster was asked to.
    pub fn metrics(&self) -> u16 {
        self.metrics.expect("a cluster with metrics")
    }

    /// Where its topics' logs lie.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub fn pid(&self) -> Option<Pid> {
        self.process.lock().unwrap().as_ref().map(|(child, _)| Pid::from_raw(child.id().try_into().unwrap()))
    }

    /// SIGKILL: what was in its memory is gone, what it had written to its files is not.
    pub fn kill(&self) {
        if let Some((mut child, _)) = self.process.lock().unwrap().take() {
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// SIGSTOP: its sockets stay open and take what fits into them, but nothing is read or answered.
    pub fn freeze(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// SIGCONT.
    pub fn thaw(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, which: Signal) {
        signal::kill(self.pid().expect("the node runs"), which).unwrap();
    }

    fn start(&self, jvm: &Jvm) -> Result<(), String> {
        let log = OpenOptions::new().create(true).append(true).open(self.folder.join("node.log"));
        let log: File = log.map_err(|e| format!("{}: {e}", self.folder.display()))?;
        let options: Vec<String> = self.metrics.map(management).into_iter().flatten().collect();
        let mut child = jvm
            .command_with("Node", "-Xmx512m", &options)
            .arg(CLUSTER_ID)
            .arg(self.folder.join("node.properties"))
            .args(&self.format)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(log.try_clone().map_err(|e| e.to_string())?)
            .stderr(log)
            .spawn()
            .map_err(|e| format!("Java can't be started: {e}"))?;
        let leash = child.stdin.take().expect("was piped");
        *self.process.lock().unwrap() = Some((child, leash));
        Ok(())
    }

    fn is_running(&self) -> bool {
        self.process.lock().unwrap().is_some()
    }

    fn has_ended_by_itself(&self) -> bool {
        let mut process = self.process.lock().unwrap();
        process.as_mut().is_some_and(|(child, _)| child.try_wait().is_ok_and(|status| status.is_some()))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("node.log")).unwrap_or_default()
    }
}

/// Java's options to be asked for its metrics at a loopback port.
fn management(port: u16) -> [String; 6] {
    let option = |name: &str, value: String| format!("-Dcom.sun.management.jmxremote.{name}={value}");
    [
        option("port", port.to_string()),
        option("rmi.port", port.to_string()),
        option("host", "127.0.0.1".to_owned()),
        option("authenticate", "false".to_owned()),
        option("ssl", "false".to_owned()),
        "-Djava.rmi.server.hostname=127.0.0.1".to_owned(),
    ]
}

/// A node's configuration: Kafka's defaults but for what makes a small cluster quick and keeps its records.
fn properties(id: i32, ports: &[(u16, u16)], spec: &Spec, more: &[Listener], folder: &Path) -> String {
    let (port, controller) = ports[usize::try_from(id - 1).unwrap()];
    let voters: Vec<String> = (1..).zip(ports).map(|(id, (_, port))| format!("{id}@127.0.0.1:{port}")).collect();
    let mut listeners = format!("PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}");
    let mut advertised = format!("PLAINTEXT://127.0.0.1:{port}");
    let mut protocols = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT".to_owned();
    for listener in more {
        let (name, address) = (listener.name, listener.address());
        write!(listeners, ",{name}://{address}").unwrap();
        write!(advertised, ",{name}://{}", listener.elsewhere.as_ref().unwrap_or(&address)).unwrap();
        write!(protocols, ",{name}:{}", listener.protocol).unwrap();
    }
    let copies = spec.nodes.min(3);
    [
        "process.roles=broker,controller".to_owned(),
        format!("node.id={id}"),
        format!("controller.quorum.voters={}", voters.join(",")),
        "controller.listener.names=CONTROLLER".to_owned(),
        "inter.broker.listener.name=PLAINTEXT".to_owned(),
        format!("listeners={listeners}"),
        format!("advertised.listeners={advertised}"),
        format!("listener.security.protocol.map={protocols}"),
        format!("log.dirs={}", folder.join("data").display()),
        format!("auto.create.topics.enable={}", spec.auto_create),
        "num.partitions=3".to_owned(),
        format!("default.replication.factor={copies}"),
        format!("offsets.topic.replication.factor={copies}"),
        format!("transaction.state.log.replication.factor={copies}"),
        format!("transaction.state.log.min.isr={}", copies.min(2)),
        // Tests write records of years ago.
        "log.retention.ms=-1".to_owned(),
        "num.network.threads=2".to_owned(),
        "num.io.threads=2".to_owned(),
        "broker.heartbeat.interval.ms=500".to_owned(),
        "broker.session.timeout.ms=4000".to_owned(),
        "connection.failed.authentication.delay.ms=0".to_owned(),
        spec.secured.as_deref().map(secured::properties).unwrap_or_default(),
        String::new(),
    ]
    .join("\n")
}
