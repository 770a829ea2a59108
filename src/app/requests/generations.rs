//! The producers that requests came from, and how each differs from the one before.

use std::collections::VecDeque;

use crate::app::tuning::{Change, shown};
use crate::domain::figures::{bytes, duration};
use crate::domain::meter::Limits;

/// The most that are remembered: the latest.
const REMEMBERED: usize = 64;

/// One producer between two hot swaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// Its number.
    pub number: u32,
    /// When it took over, microseconds since the epoch; `None` for the first one.
    pub since: Option<u64>,
    /// The properties that were changed for it, with their values.
    pub change: Change,
    /// What held it back, once that was told.
    pub limits: Option<Limits>,
}

/// The latest of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generations(VecDeque<Generation>);

impl Generations {
    /// A snapshot told the limits in force.
    pub fn note_limits(&mut self, number: u32, limits: Limits) {
        if let Some(generation) = self.entry(number) {
            generation.limits = Some(limits);
        }
    }

    /// A hot swap was done at `at`.
    pub fn note_swap(&mut self, number: u32, change: &Change, at: u64) {
        if let Some(generation) = self.entry(number) {
            generation.since = Some(at);
            generation.change.clone_from(change);
        }
    }

    fn entry(&mut self, number: u32) -> Option<&mut Generation> {
        let place = self.0.partition_point(|generation| generation.number < number);
        if self.0.get(place).is_none_or(|generation| generation.number != number) {
            self.0.insert(place, Generation { number, since: None, change: Change::default(), limits: None });
        }
        let over = self.0.len().saturating_sub(REMEMBERED);
        self.0.drain(..over);
        self.0.get_mut(place.checked_sub(over)?)
    }

    /// What is known of a producer.
    pub fn get(&self, number: u32) -> Option<&Generation> {
        self.0.binary_search_by_key(&number, |generation| generation.number).ok().and_then(|at| self.0.get(at))
    }

    /// Those that took over from another one within a stretch of time.
    pub fn within(&self, from: u64, to: u64) -> impl Iterator<Item = (u64, &Generation)> {
        self.0
            .iter()
            .filter_map(|generation| Some((generation.since?, generation)))
            .filter(move |(at, _)| (from..to).contains(at))
    }

    /// The limits of a producer.
    pub fn limits(&self, number: u32) -> Option<Limits> {
        self.get(number)?.limits
    }

    /// What a producer differs in, as `gen 2: linger.ms 5 → 100`.
    pub fn words(&self, number: u32, arrow: &str) -> String {
        let change = self.get(number).map(|generation| generation.change.as_slice()).unwrap_or_default();
        let before = number.checked_sub(1).and_then(|before| self.limits(before));
        let words: Vec<String> = change
            .iter()
            .map(|(name, value)| (name, shown(name, value.as_deref())))
            .map(|(name, value)| match before.and_then(|limits| value_of(name, limits)) {
                Some(before) => format!("{name} {before} {arrow} {value}"),
                None => format!("{name} = {value}"),
            })
            .collect();
        if words.is_empty() { format!("gen {number}") } else { format!("gen {number}: {}", words.join(", ")) }
    }
}

/// The value of a property among the limits, as a person would write it.
fn value_of(name: &str, limits: Limits) -> Option<String> {
    let millis = |micros: u64| Some((micros / 1_000).to_string());
    match name {
        "linger.ms" => millis(limits.linger),
        "batch.size" => Some(limits.batch_size.to_string()),
        "buffer.memory" => Some(limits.buffer_memory.to_string()),
        "max.in.flight.requests.per.connection" => Some(limits.max_in_flight.to_string()),
        "max.block.ms" => millis(limits.max_block),
        "request.timeout.ms" => millis(limits.request_timeout),
        "delivery.timeout.ms" => millis(limits.delivery_timeout),
        "retry.backoff.ms" => millis(limits.retry_backoff),
        "acks" => Some(if limits.acks == -1 { "all".to_owned() } else { limits.acks.to_string() }),
        "enable.idempotence" => Some(limits.idempotent.to_string()),
        _ => None,
    }
}

/// Why a batch closed, with the numbers that it was told from: what it holds against what it may.
pub fn held_against(limits: Limits, size: Option<u64>, lingered: Option<u64>) -> Vec<String> {
    let mut words = Vec::new();
    if let (Some(size), true) = (size, limits.batch_size > 0) {
        let share = u128::from(size) * 100 / u128::from(limits.batch_size);
        words.push(format!("{} of batch.size {} ({share} %)", bytes(size), bytes(limits.batch_size)));
    }
    if let Some(lingered) = lingered {
        words.push(format!("{} of linger.ms {}", duration(lingered), duration(limits.linger)));
    }
    words
}
