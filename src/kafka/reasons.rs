//! Why records wait or fail: a fold over what librdkafka says.
//!
//! A delivery report says "timed out" for every connection, DNS, TLS, authentication or replica trouble. What stands
//! behind it is scattered over error events, log lines and connection states; some of it is only in a log line. This
//! fold keeps the latest reason for each broker and partition. It reads no clock: events and questions bring theirs.

mod answer;
mod fault;
mod history;
mod line;
mod news;
mod phrase;
mod produce_log;
mod server;

use std::collections::HashMap;

pub use answer::Waited;
pub use produce_log::{ProduceLog, ProduceStep, parse_produce_log};

use crate::domain::bootstrap;
use crate::domain::failure::Code;
use crate::domain::reason::ReasonKind;
use fault::Fault;
use history::History;
use line::{Line, Origin};
use news::News;
use server::{Seen, Server};

/// How long a reason is believed without a sign that it lasts. librdkafka repeats an identical error only every 30 to
/// 37 seconds.
const HOLD_MICROS: u64 = 45_000_000;

/// Partitions whose troubles are kept apart; beyond it those not told lately make room.
const PARTITIONS: usize = 10_000;

/// How a fault was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Error = 0,
    Log = 1,
}

/// What librdkafka told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An error event of the client.
    Error {
        /// librdkafka's code.
        code: i32,
        /// Its text.
        text: &'a str,
    },
    /// A log line.
    Log {
        /// Its syslog level.
        level: i32,
        /// Its facility, as `FAIL`.
        facility: &'a str,
        /// Its text.
        text: &'a str,
    },
    /// A connection changed its state.
    BrokerState {
        /// The broker's id; −1 for an address of `bootstrap.servers`.
        id: i32,
        /// Its host.
        host: &'a str,
        /// Its port.
        port: i32,
        /// librdkafka's name of the state, as `UP`.
        state: &'a str,
    },
    /// Records were acknowledged.
    Delivered {
        /// Their topic.
        topic: &'a str,
        /// Their partition.
        partition: i32,
        /// The broker that acknowledged them.
        broker: i32,
    },
    /// The metadata told a partition's leader; −1 for none.
    Leader {
        /// The topic.
        topic: &'a str,
        /// The partition.
        partition: i32,
        /// The broker's id.
        leader: i32,
    },
    /// An answer said that the broker throttles.
    Throttled {
        /// The broker's id.
        broker: i32,
        /// For how long, in microseconds.
        micros: u64,
    },
}

/// The latest reasons.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    servers: Vec<Server>,
    topics: HashMap<String, Trouble>,
    /// The producer's own: fatal, or a token that can't be had.
    producer: Option<Seen>,
    all_down: Option<u64>,
    history: History,
    news: News,
}

/// What is wrong with a topic and its partitions.
#[derive(Clone, Debug, Default)]
struct Trouble {
    gone: Option<Seen>,
    partitions: HashMap<i32, Seen>,
}

impl Reasons {
    /// Nothing known; `bootstrap` is `bootstrap.servers`, as configured.
    pub fn new(bootstrap: &str) -> Self {
        let mut reasons = Self::default();
        for address in bootstrap::parse(bootstrap).unwrap_or_default() {
            reasons.server(&address.to_string()).bootstrap = true;
        }
        reasons
    }

    /// Takes an event. `at` is in microseconds of any epoch, the same for all events and questions.
    pub fn note(&mut self, at: u64, event: &Event<'_>) {
        match *event {
            Event::Error { code: Code::ALL_BROKERS_DOWN, text } => {
                self.all_down = Some(at);
                self.news.client_error(at, Code::ALL_BROKERS_DOWN, text);
            }
            Event::Error { code, text } => self.error(at, code, text),
            Event::Log { facility, text, .. } => self.log(at, facility, text),
            // The client's inner brokers have no address.
            Event::BrokerState { host, port, .. } if host.is_empty() || port <= 0 => {}
            Event::BrokerState { id, host, port, state } => self.connection(at, id, &format!("{host}:{port}"), state),
            Event::Delivered { topic, partition, broker } => self.delivered(topic, partition, broker),
            Event::Leader { topic, partition, leader } => self.leader(at, topic, partition, leader),
            Event::Throttled { broker, micros } => self.history.throttled(at, broker, micros),
        }
    }

    fn connection(&mut self, at: u64, id: i32, address: &str, state: &str) {
        if id < 0 {
            let server = self.located(address, Origin::Bootstrap);
            server.connection(Origin::Bootstrap, state, at);
            let broker = server.name();
            if state == "UP" {
                self.news.up(at, broker);
            }
            return;
        }
        self.history.connection(at, id, state);
        let origin = Origin::Node(id);
        if state == "INIT" {
            // A broker is new because metadata came: what went wrong with configured addresses before is past.
            self.servers.iter_mut().filter(|server| server.node.is_none()).for_each(Server::reached_elsewhere);
        }
        // A broker whose address changed goes on telling its old one here; the texts have the new one.
        let known = self.servers.iter().position(|server| server.node == Some(id) && state != "INIT");
        let server = match known {
            Some(at) => &mut self.servers[at],
            None => self.located(address, origin),
        };
        server.connection(origin, state, at);
        let broker = server.name();
        if state == "UP" {
            self.news.up(at, broker);
        }
    }

    /// Takes a fault of a broker's connection, as `raw` tells it.
    fn broker_fault(&mut self, at: u64, (address, origin): (&str, Origin), fault: &Fault, source: Source, raw: &str) {
        let server = self.located(address, origin);
        match source {
            Source::Error if server.is_past(Line::tail(raw)) => return,
            Source::Error => {}
            Source::Log => server.logged(Line::tail(raw)),
        }
        server.note(fault.clone(), at, source);
        let fault = server.as_told(fault);
        let (broker, text) = (server.name(), server.sentence(&fault));
        let down_since = broker.id.and_then(|id| {
            self.history.failed(id, fault.kind);
            self.history.down_since(id)
        });
        self.news.failed(at, source, (&fault, raw, text), broker, down_since);
    }

    fn error(&mut self, at: u64, code: i32, text: &str) {
        let line = Line::parse(text);
        if code != Code::FATAL
            && let Some(broker) = line.broker
        {
            self.broker_fault(at, broker, &fault::of_failure(Some(code), &line), Source::Error, text);
            return;
        }
        let kind = match code {
            Code::FATAL => ReasonKind::Fatal,
            Code::AUTHENTICATION => ReasonKind::Authentication,
            _ => ReasonKind::Other,
        };
        let meaning = Code::find(code).map_or("an error without a text", |code| code.meaning);
        let text = if line.text.is_empty() { meaning } else { line.text };
        self.news.client_error(at, code, text);
        self.own(Fault::new(kind, code, text), at, Source::Error);
    }

    fn own(&mut self, fault: Fault, at: u64, source: Source) {
        if self.producer.as_ref().is_none_or(|seen| seen.fault.kind != ReasonKind::Fatal) {
            self.producer = Some(Seen::new(fault, at, source));
        }
    }

    fn log(&mut self, at: u64, facility: &str, text: &str) {
        match facility {
            "FAIL" | "METADATA" | "REQTMOUT" => self.broker_log(at, facility, text),
            "MSGSET" => self.batch_log(at, text),
            "PARTCNT" => self.partition_count(at, Line::parse(text).text),
            "FATAL" => self.own(Fault::new(ReasonKind::Fatal, Code::FATAL, Line::parse(text).text), at, Source::Log),
            "CONFWARN" if text.contains("No `bootstrap.servers` configured") => {
                self.own(Fault::new(ReasonKind::Other, Code::RESOLVE, "bootstrap.servers is empty"), at, Source::Log);
            }
            _ => {}
        }
    }

    fn broker_log(&mut self, at: u64, facility: &str, text: &str) {
        let line = &Line::parse(text);
        let Some(broker) = line.broker else { return };
        let fault = match facility {
            "FAIL" => fault::of_failure(None, line),
            "METADATA" if line.text.contains("Required feature not supported by broker") => {
                Fault::new(ReasonKind::Unsupported, Code::UNSUPPORTED, "")
            }
            "REQTMOUT" => match fault::unanswered_request(line.text) {
                Some(fault) => fault,
                None => return,
            },
            _ => return,
        };
        self.broker_fault(at, broker, &fault, Source::Log, text);
    }

    fn batch_log(&mut self, at: u64, text: &str) {
        let Some(log) = parse_produce_log(text) else { return };
        let ProduceStep::Refused { error, .. } = log.step else { return };
        if let Some(cause) = log.step.cause() {
            self.history.refused(at, log.topic, log.partition, log.broker, &cause);
        }
        let code = log.step.code().unwrap_or_default();
        // What broke the connection is told apart from this, and better.
        if code < -1 {
            return;
        }
        let detail =
            Code::find(code).map_or_else(|| error.to_owned(), |code| format!("{} ({})", code.meaning, code.name));
        self.partition_fault(at, log.topic, log.partition, Fault::new(ReasonKind::Refusing, code, &detail));
    }

    fn partition_fault(&mut self, at: u64, topic: &str, partition: i32, fault: Fault) {
        if let Some(seen) = self.trouble(topic).partitions.get_mut(&partition) {
            if seen.fault == fault {
                seen.last = at;
            } else {
                *seen = Seen::new(fault, at, Source::Log);
            }
            return;
        }
        let count: usize = self.topics.values().map(|trouble| trouble.partitions.len()).sum();
        if count >= PARTITIONS {
            self.topics.values_mut().for_each(|trouble| trouble.partitions.retain(|_, seen| !seen.is_stale(at)));
        }
        if count < 2 * PARTITIONS {
            self.trouble(topic).partitions.insert(partition, Seen::new(fault, at, Source::Log));
        }
    }

    /// `Topic t partition count changed from 1 to 0`.
    fn partition_count(&mut self, at: u64, text: &str) {
        let Some((topic, change)) =
            text.strip_prefix("Topic ").and_then(|rest| rest.split_once(" partition count changed from "))
        else {
            return;
        };
        let gone = change.ends_with(" to 0");
        let fault = Fault::new(ReasonKind::TopicGone, 3, "the topic is not in the cluster any more, or hidden from us");
        self.trouble(topic).gone = gone.then(|| Seen::new(fault, at, Source::Log));
    }

    fn delivered(&mut self, topic: &str, partition: i32, broker: i32) {
        if let Some(trouble) = self.topics.get_mut(topic) {
            trouble.gone = None;
            trouble.partitions.remove(&partition);
            if trouble.partitions.is_empty() {
                self.topics.remove(topic);
            }
        }
        if let Some(server) = self.servers.iter_mut().find(|server| server.node == Some(broker)) {
            server.delivered();
        }
        self.producer.take_if(|seen| seen.fault.kind != ReasonKind::Fatal);
    }

    fn leader(&mut self, at: u64, topic: &str, partition: i32, leader: i32) {
        self.history.led(at, topic, partition, leader >= 0);
        if leader < 0 {
            let fault = Fault::new(ReasonKind::NoLeader, 5, "it has no leader at the moment (LEADER_NOT_AVAILABLE)");
            self.partition_fault(at, topic, partition, fault);
        } else if let Some(trouble) = self.topics.get_mut(topic) {
            let leaderless = trouble.partitions.get(&partition).is_some_and(|s| s.fault.kind == ReasonKind::NoLeader);
            if leaderless {
                trouble.partitions.remove(&partition);
            }
        }
    }

    fn trouble(&mut self, topic: &str) -> &mut Trouble {
        if !self.topics.contains_key(topic) {
            self.topics.insert(topic.to_owned(), Trouble::default());
        }
        self.topics.entry(topic.to_owned()).or_default()
    }

    fn server(&mut self, address: &str) -> &mut Server {
        let at = self.servers.iter().position(|server| server.address == address).unwrap_or_else(|| {
            self.servers.push(Server::new(address));
            self.servers.len() - 1
        });
        &mut self.servers[at]
    }

    fn located(&mut self, address: &str, origin: Origin) -> &mut Server {
        if let Origin::Node(id) = origin {
            // A broker that the cluster names at another address than before.
            let moved = self.servers.iter_mut().filter(|s| s.node == Some(id) && s.address != address);
            moved.for_each(|server| server.node = None);
        }
        let server = self.server(address);
        match origin {
            Origin::Bootstrap => server.bootstrap = true,
            Origin::Node(id) => server.node = Some(id),
        }
        server
    }
}

#[cfg(test)]
mod tests;
