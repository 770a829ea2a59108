//! What is known of one address.

use super::fault::Fault;
use super::line::Origin;
use super::phrase;
use super::{HOLD_MICROS, Source};
use crate::domain::failure::Code;
use crate::domain::reason::{ReasonKind, visible};
use crate::domain::trouble::BrokerName;

/// Characters of an address that are shown.
const LIMIT: usize = 300;

/// A connection that gets no further within this time is said to be unanswered.
const PATIENCE_MICROS: u64 = 2_000_000;
/// librdkafka says it so, and so do we: a connection closed within this time after it came up is not wanted.
const EARLY_MICROS: u64 = 2_000_000;

/// How far a connection is, in librdkafka's own states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Not connected, and not trying.
    Idle,
    /// TCP is being set up.
    Connecting,
    /// TCP stands; TLS, SASL or the question for versions are on their way.
    Greeting,
    /// It works.
    Up,
}

impl Stage {
    fn of(state: &str) -> Self {
        match state {
            "CONNECT" => Self::Connecting,
            "UP" | "REAUTH" => Self::Up,
            "SSL_HANDSHAKE" | "APIVERSION_QUERY" => Self::Greeting,
            auth if auth.starts_with("AUTH") => Self::Greeting,
            _ => Self::Idle,
        }
    }
}

/// A fault seen, once or again and again.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it is.
    pub fault: Fault,
    /// When it was first seen.
    pub first: u64,
    /// When it was last seen.
    pub last: u64,
    /// How often, by the way it came: one attempt is told by a log line and an error event.
    times: [u32; 2],
}

impl Seen {
    /// Seen for the first time.
    pub fn new(fault: Fault, at: u64, source: Source) -> Self {
        let mut seen = Self { fault, first: at, last: at, times: [0; 2] };
        seen.count(source);
        seen
    }

    fn count(&mut self, source: Source) {
        let times = &mut self.times[source as usize];
        *times = times.saturating_add(1);
    }

    fn again(&mut self, fault: Fault, at: u64, source: Source) {
        self.fault = fault;
        self.last = at;
        self.count(source);
    }

    fn repeated(&self) -> bool {
        self.times.iter().any(|times| *times > 1)
    }

    /// Whether it is too old to be believed without a sign that it lasts.
    pub fn is_stale(&self, now: u64) -> bool {
        now.saturating_sub(self.last) > HOLD_MICROS
    }
}

/// One address: its connections and what went wrong with them.
#[derive(Clone, Debug)]
pub struct Server {
    /// `host:port`.
    pub address: String,
    /// The broker's id, once the cluster named it.
    pub node: Option<i32>,
    /// Whether it is one of `bootstrap.servers`.
    pub bootstrap: bool,
    /// The stage of the connection to the configured address and to the broker that the cluster named, and since when;
    /// `None` when nobody tells.
    stages: [Option<(Stage, u64)>; 2],
    ever_up: bool,
    delivered: bool,
    seen: Option<Seen>,
    /// A lesser fault seen since: when it repeats, the greater one is past.
    rival: Option<Seen>,
    /// The latest log line.
    logged: String,
}

impl Server {
    /// An address nothing is known of.
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            node: None,
            bootstrap: false,
            stages: [None; 2],
            ever_up: false,
            delivered: false,
            seen: None,
            rival: None,
            logged: String::new(),
        }
    }

    /// Remembers a log line: its error event comes another way, and may come late.
    pub fn logged(&mut self, text: &str) {
        text.clone_into(&mut self.logged);
    }

    /// Whether the error event with this text was logged, and what it told is past since.
    pub fn is_past(&self, text: &str) -> bool {
        self.seen.is_none() && self.logged == text
    }

    /// The cluster was reached, if not here.
    pub fn reached_elsewhere(&mut self) {
        self.seen = None;
        self.rival = None;
    }

    /// Takes a fault.
    pub fn note(&mut self, fault: Fault, at: u64, source: Source) {
        let Some(current) = &mut self.seen else {
            self.seen = Some(Seen::new(fault, at, source));
            return;
        };
        if current.fault.kind == fault.kind {
            current.again(fault, at, source);
            self.rival = None;
        } else if fault.rank() >= current.fault.rank() || fault.is_definite() || current.is_stale(at) {
            self.seen = Some(Seen::new(fault, at, source));
            self.rival = None;
        } else {
            match &mut self.rival {
                Some(rival) if rival.fault.kind == fault.kind => {
                    rival.again(fault, at, source);
                    if rival.repeated() {
                        self.seen = self.rival.take();
                    }
                }
                Some(_) | None => self.rival = Some(Seen::new(fault, at, source)),
            }
        }
    }

    /// Takes a change of state of one of its connections: librdkafka keeps one for the configured address, and another
    /// one for the broker that the cluster named. `name` is librdkafka's name of the state.
    pub fn connection(&mut self, origin: Origin, name: &str, at: u64) {
        let stage = Stage::of(name);
        let slot = match origin {
            Origin::Bootstrap => &mut self.stages[0],
            Origin::Node(_) => &mut self.stages[1],
        };
        // Each step of the greeting is an answer to the one before.
        let moved = slot.is_none_or(|(before, _)| before != stage) || stage == Stage::Greeting;
        if !moved {
            return;
        }
        let was_up = slot.is_some_and(|(before, _)| before == Stage::Up);
        *slot = Some((stage, at));
        match stage {
            Stage::Greeting => self
                .forget(|kind| matches!(kind, ReasonKind::Refused | ReasonKind::NotResolved | ReasonKind::Unreachable)),
            Stage::Up => {
                self.ever_up = true;
                // A server that wants SASL lets everyone come up for some milliseconds.
                self.forget(|kind| !matches!(kind, ReasonKind::ClosedEarly | ReasonKind::Unsupported));
            }
            // An error event may be read after the connection came up again: such a fault is past.
            Stage::Idle | Stage::Connecting if was_up => self.forget(is_before_up),
            Stage::Idle | Stage::Connecting => {}
        }
    }

    fn forget(&mut self, past: impl Fn(ReasonKind) -> bool) {
        self.seen.take_if(|seen| past(seen.fault.kind));
        self.rival.take_if(|seen| past(seen.fault.kind));
    }

    /// A record was acknowledged by it.
    pub fn delivered(&mut self) {
        self.delivered = true;
        self.seen = None;
        self.rival = None;
    }

    /// Whether a working connection stands.
    pub fn is_up(&self) -> bool {
        matches!(self.furthest(), Some((Stage::Up, _)))
    }

    /// The connection that got furthest.
    fn furthest(&self) -> Option<(Stage, u64)> {
        self.stages.iter().flatten().max_by_key(|(stage, _)| *stage).copied()
    }

    /// How a person is told of it.
    pub fn name(&self) -> BrokerName {
        BrokerName { id: self.node, address: visible(&self.address, LIMIT) }
    }

    /// The sentence about a fault of it.
    pub fn sentence(&self, fault: &Fault) -> String {
        phrase::of_broker(fault, &self.address, self.node.filter(|_| self.is_only_advertised()))
    }

    /// Whether it was never reached at an address that only the cluster named.
    pub fn is_only_advertised(&self) -> bool {
        self.node.is_some() && !self.bootstrap && !self.ever_up
    }

    /// What is wrong with it now, and since when.
    pub fn fault(&self, now: u64) -> Option<(Fault, u64)> {
        match self.furthest() {
            Some((Stage::Up, since)) => self.fault_while_up(now, since),
            Some((stage @ (Stage::Connecting | Stage::Greeting), since))
                if now.saturating_sub(since) >= PATIENCE_MICROS =>
            {
                let kind = if stage == Stage::Connecting { ReasonKind::Unreachable } else { ReasonKind::NoAnswer };
                // A fault that was told says as much, and since when.
                match &self.seen {
                    Some(seen) if seen.fault.kind == kind => Some((seen.fault.clone(), seen.first)),
                    Some(_) | None => Some((Fault::new(kind, Code::TRANSPORT, ""), since)),
                }
            }
            Some((Stage::Idle | Stage::Connecting | Stage::Greeting, _)) => {
                self.seen.as_ref().map(|seen| self.told(seen))
            }
            None => self.seen.as_ref().filter(|seen| !seen.is_stale(now)).map(|seen| self.told(seen)),
        }
    }

    fn fault_while_up(&self, now: u64, since: u64) -> Option<(Fault, u64)> {
        let seen = self.seen.as_ref()?;
        let holds = match seen.fault.kind {
            ReasonKind::ClosedEarly => seen.repeated() && now.saturating_sub(since) < EARLY_MICROS,
            ReasonKind::NoAnswer => !seen.fault.detail.is_empty() && !seen.is_stale(now),
            ReasonKind::Unsupported => true,
            ReasonKind::Refused
            | ReasonKind::NotResolved
            | ReasonKind::Unreachable
            | ReasonKind::ClosedUnanswered
            | ReasonKind::Lost
            | ReasonKind::NotKafka
            | ReasonKind::Authentication
            | ReasonKind::Tls
            | ReasonKind::TopicGone
            | ReasonKind::NoLeader
            | ReasonKind::Refusing
            | ReasonKind::Fatal
            | ReasonKind::Other => false,
        };
        holds.then(|| self.told(seen))
    }

    fn told(&self, seen: &Seen) -> (Fault, u64) {
        (self.as_told(&seen.fault), seen.first)
    }

    /// A fault that was just noted, as it is told: one early end of a connection is a broken connection; only a repeated
    /// one tells that it is not wanted.
    pub fn as_told(&self, fault: &Fault) -> Fault {
        let repeated = self.seen.as_ref().is_some_and(|seen| seen.fault.kind == fault.kind && seen.repeated());
        let unwanted = repeated && !self.delivered;
        let kind = if fault.kind == ReasonKind::ClosedEarly && !unwanted { ReasonKind::Lost } else { fault.kind };
        Fault { kind, ..fault.clone() }
    }
}

/// Faults that can't happen to a connection that is up.
fn is_before_up(kind: ReasonKind) -> bool {
    matches!(
        kind,
        ReasonKind::Refused
            | ReasonKind::NotResolved
            | ReasonKind::Unreachable
            | ReasonKind::ClosedUnanswered
            | ReasonKind::NotKafka
            | ReasonKind::Authentication
            | ReasonKind::Tls
    )
}
