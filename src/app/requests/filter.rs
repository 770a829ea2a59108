//! Which Produce requests are shown.

use crate::domain::figures::duration;
use crate::domain::request::{Request, RequestOutcome};

/// What a request has to be like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// Anything.
    #[default]
    All,
    /// Answered later than nine of ten of those kept, or not answered.
    Slowest,
    /// Answered later than after so many microseconds, or not answered.
    Slower(u64),
    /// One of several that carried the same batch.
    Retried,
    /// Refused for good, or not answered.
    Failed,
}

/// Which requests are shown: all that fit everything that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The broker.
    pub broker: Option<i32>,
    /// The topic of the partition.
    pub topic: Option<String>,
    /// The partition.
    pub partition: Option<i32>,
    /// What it has to be like.
    pub only: Only,
}

/// The words that a filter is written with, for who mistypes one.
const WORDS: [&str; 4] = ["slow", "retried", "failed", "all"];

impl Filter {
    /// Whether it leaves nothing out.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the request is shown. `several` says that another one is known to have carried its batch too, `slowest`
    /// is the time to the answer that nine of ten do not exceed.
    pub fn takes(&self, request: &Request, several: bool, slowest: Option<u64>) -> bool {
        self.broker.is_none_or(|broker| request.broker == broker)
            && self.partition.is_none_or(|partition| request.partition == Some(partition))
            && self.topic.as_deref().is_none_or(|topic| request.topic.as_deref() == Some(topic))
            && match self.only {
                Only::All => true,
                Only::Slowest => is_slow(request, slowest.unwrap_or_default()),
                Only::Slower(micros) => is_slow(request, micros),
                Only::Retried => several || request.attempt > 1 || request.outcome == RequestOutcome::Retry,
                Only::Failed => match request.outcome {
                    RequestOutcome::Failed | RequestOutcome::NoAnswer => true,
                    RequestOutcome::Delivered | RequestOutcome::Retry | RequestOutcome::Unawaited => false,
                },
            }
    }

    /// What it is, in words, as `b2, orders-3, slower than 4.1 ms (p90)`; none for all.
    pub fn words(&self, slowest: Option<u64>) -> Option<String> {
        let mut words = Vec::new();
        words.extend(self.broker.map(|broker| format!("b{broker}")));
        match (&self.topic, self.partition) {
            (Some(topic), Some(partition)) => words.push(format!("{topic}-{partition}")),
            (Some(topic), None) => words.push(topic.clone()),
            (None, Some(partition)) => words.push(format!("p{partition}")),
            (None, None) => {}
        }
        match self.only {
            Only::All => {}
            Only::Slowest => match slowest {
                Some(micros) => words.push(format!("slower than {} (p90)", duration(micros))),
                None => words.push("slow".to_owned()),
            },
            Only::Slower(micros) => words.push(format!("slower than {}", duration(micros))),
            Only::Retried => words.push("retried".to_owned()),
            Only::Failed => words.push("failed".to_owned()),
        }
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// Reads a filter as a person types it: `b2`, `p3`, `orders-3`, `slow`, `>20` (milliseconds), `>2s`, `retried`,
    /// `failed`, `all`, several of them apart by spaces.
    ///
    /// # Errors
    /// A word is none of these.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut filter = Self::default();
        for word in text.split_whitespace() {
            filter.add(word)?;
        }
        Ok(filter)
    }

    fn add(&mut self, word: &str) -> Result<(), String> {
        let number = |prefix: char| word.strip_prefix(prefix).and_then(|digits| digits.parse::<u32>().ok());
        let number = |prefix| number(prefix).and_then(|number| i32::try_from(number).ok());
        if let Some(limit) = word.strip_prefix('>') {
            self.only = Only::Slower(read_duration(limit).ok_or_else(|| not_a_duration(word))?);
        } else if let Some(broker) = number('b') {
            self.broker = Some(broker);
        } else if let Some(partition) = number('p') {
            (self.topic, self.partition) = (None, Some(partition));
        } else if let Some((topic, partition)) = read_partition(word) {
            (self.topic, self.partition) = (Some(topic), Some(partition));
        } else {
            match word {
                "slow" => self.only = Only::Slowest,
                "retried" => self.only = Only::Retried,
                "failed" => self.only = Only::Failed,
                "all" => *self = Self::default(),
                _ => return Err(not_a_word(word)),
            }
        }
        Ok(())
    }
}

fn is_slow(request: &Request, micros: u64) -> bool {
    match request.rtt_micros {
        Some(rtt) => rtt > micros,
        None => request.outcome == RequestOutcome::NoAnswer,
    }
}

/// Milliseconds, or with `s` seconds, as microseconds.
fn read_duration(text: &str) -> Option<u64> {
    let (digits, unit) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 1_000.0),
        None => text.strip_suffix('s').map_or((text, 1_000.0), |digits| (digits, 1_000_000.0)),
    };
    let number: f64 = digits.parse().ok().filter(|number| (0.0..=1e9).contains(number))?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let micros = (number * unit).round() as u64;
    Some(micros)
}

/// `orders-3`.
fn read_partition(text: &str) -> Option<(String, i32)> {
    let (topic, partition) = text.rsplit_once('-')?;
    let partition = partition.parse::<u32>().ok().and_then(|number| i32::try_from(number).ok())?;
    (!topic.is_empty()).then(|| (topic.to_owned(), partition))
}

fn not_a_duration(word: &str) -> String {
    format!("'{word}' is no time to be slower than; allowed are milliseconds, as >20, and seconds, as >2s.")
}

fn not_a_word(word: &str) -> String {
    let nearest = WORDS.iter().find(|known| strsim::damerau_levenshtein(known, word) <= 2);
    let meant = nearest.map(|known| format!(" Did you mean '{known}'?")).unwrap_or_default();
    format!("'{word}' is no filter; allowed are b2, p3, orders-3, slow, >20, retried, failed and all.{meant}")
}
