//! The troubles of the client as a whole, each told once for each time it happened.

use std::collections::VecDeque;

use super::Source;
use super::fault::Fault;
use super::line::Line;
use crate::domain::failure::Code;
use crate::domain::reason::{ReasonKind, visible};
use crate::domain::trouble::{BrokerName, Told, Trouble, What};

/// Troubles that wait to be taken; if nobody does, the first of them stay.
const WAITING: usize = 256;
/// Texts whose ways are remembered.
const TEXTS: usize = 64;
/// Characters of a text from outside that are shown.
const LIMIT: usize = 300;

/// What was not taken yet, and what is needed to tell each happening once.
#[derive(Clone, Debug, Default)]
pub struct News {
    waiting: Vec<Told>,
    /// The latest texts, and how often each came by which way: an error event and a log line tell the same happening.
    texts: VecDeque<(String, [u64; 2])>,
    /// Troubles that a connection would end.
    open: Vec<Trouble>,
}

impl News {
    /// What was told since this was asked last.
    pub fn take(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.waiting)
    }

    /// A connection to a broker failed. `raw` is librdkafka's text, `text` the sentence for a person; `down_since` is
    /// when the connection broke that stood before.
    pub fn failed(
        &mut self,
        at: u64,
        source: Source,
        (fault, raw, text): (&Fault, &str, String),
        broker: BrokerName,
        down_since: Option<u64>,
    ) {
        // A connection that nobody used for long is closed, and told of in a line: no trouble as long as it is made again.
        if source == Source::Log && fault.kind == ReasonKind::Lost {
            return;
        }
        let times = self.happened(raw, source);
        let what = what(fault);
        let since = down_since.filter(|_| what == What::Connection).unwrap_or(at);
        self.tell(Trouble { what, code: fault.code, text, broker: Some(broker) }, times, since.min(at), at);
    }

    /// The client told an error that is about no single broker.
    pub fn client_error(&mut self, at: u64, code: i32, text: &str) {
        let what = match code {
            Code::ALL_BROKERS_DOWN => What::AllBrokersDown,
            Code::FATAL => What::Fatal,
            Code::AUTHENTICATION => What::Authentication,
            Code::SSL => What::Tls,
            _ => What::Other,
        };
        // "1/1 brokers are down" counts bootstrap servers and brokers together.
        let text = if what == What::AllBrokersDown { "no broker is connected" } else { text };
        self.tell(Trouble { what, code, text: visible(text, LIMIT), broker: None }, 1, at, at);
    }

    /// The connection to a broker stands.
    pub fn up(&mut self, at: u64, broker: BrokerName) {
        let told = Told::Up { broker, at };
        let before = self.open.len();
        self.open.retain(|trouble| !told.heals(trouble));
        if self.open.len() < before {
            self.push(told);
        }
    }

    fn tell(&mut self, trouble: Trouble, times: u64, since: u64, at: u64) {
        if times == 0 {
            return;
        }
        if trouble.what.heals() && !self.open.iter().any(|open| trouble.is_again(open)) && self.open.len() < WAITING {
            self.open.push(trouble.clone());
        }
        if let Some(Told::Trouble { trouble: last, times: sum, at: last_at, .. }) = self.waiting.last_mut()
            && trouble.is_again(last)
        {
            *last = trouble;
            *sum += times;
            *last_at = at;
            return;
        }
        self.push(Told::Trouble { trouble, times, since, at });
    }

    fn push(&mut self, told: Told) {
        if self.waiting.len() < WAITING {
            self.waiting.push(told);
        }
    }

    /// How often the happening of this text is new by it: not at all if it was told the other way already.
    fn happened(&mut self, raw: &str, source: Source) -> u64 {
        let (tail, times) = (Line::tail(raw), 1 + suppressed(raw));
        let text = tail.split(" (after ").next().unwrap_or(tail);
        let known = self.texts.iter().position(|(known, _)| known == text).unwrap_or_else(|| {
            if self.texts.len() >= TEXTS {
                self.texts.pop_front();
            }
            self.texts.push_back((text.to_owned(), [0; 2]));
            self.texts.len() - 1
        });
        let ways = &mut self.texts[known].1;
        let before = ways[0].max(ways[1]);
        ways[source as usize] += times;
        ways[0].max(ways[1]) - before
    }
}

/// `… (after 0ms in state CONNECT, 29 identical error(s) suppressed)`.
fn suppressed(raw: &str) -> u64 {
    let count = raw.strip_suffix(" identical error(s) suppressed)").and_then(|rest| rest.rsplit_once(", "));
    count.and_then(|(_, count)| count.parse().ok()).unwrap_or(0)
}

fn what(fault: &Fault) -> What {
    match fault.kind {
        ReasonKind::Refused
        | ReasonKind::NotResolved
        | ReasonKind::Unreachable
        | ReasonKind::NoAnswer
        | ReasonKind::ClosedUnanswered
        | ReasonKind::ClosedEarly
        | ReasonKind::Lost => What::Connection,
        ReasonKind::Authentication => What::Authentication,
        ReasonKind::Tls => What::Tls,
        ReasonKind::Fatal => What::Fatal,
        ReasonKind::Other if fault.code == Code::TRANSPORT => What::Connection,
        ReasonKind::Other
        | ReasonKind::NotKafka
        | ReasonKind::Unsupported
        | ReasonKind::TopicGone
        | ReasonKind::NoLeader
        | ReasonKind::Refusing => What::Other,
    }
}
