//! When which broker had how many requests in flight, so that any stretch of time is looked up and not searched for.

use std::collections::{BTreeMap, VecDeque};

use crate::domain::request::{Request, RequestOutcome};

/// The most requests in flight at one broker that have a track each; what is beyond shares the last one.
pub const TRACKS: usize = 16;

/// One request in flight. Points in time are microseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bar {
    number: u64,
    sent: u64,
    end: u64,
    trouble: bool,
    /// Microseconds of the bars before it on its track, and how many of them were in trouble.
    before: (u64, u64),
}

impl Bar {
    /// What stands before it, and itself.
    fn sums(&self) -> (u64, u64) {
        (self.before.0 + (self.end - self.sent), self.before.1 + u64::from(self.trouble))
    }
}

/// Requests that were in flight one after the other, by the time they were sent.
#[derive(Clone, Debug, Default, PartialEq)]
struct Track(VecDeque<Bar>);

impl Track {
    /// How many were sent before `at`.
    fn sent_before(&self, at: u64) -> usize {
        self.0.partition_point(|bar| bar.sent < at)
    }

    /// The place where a request fits between the others, if it does.
    fn gap(&self, sent: u64, end: u64) -> Option<usize> {
        let place = self.sent_before(sent);
        let free_before = place.checked_sub(1).and_then(|at| self.0.get(at)).is_none_or(|bar| bar.end <= sent);
        let free_behind = self.0.get(place).is_none_or(|bar| bar.sent >= end.max(sent + 1));
        (free_before && free_behind).then_some(place)
    }

    fn insert(&mut self, place: usize, bar: Bar) {
        self.0.insert(place, bar);
        self.count_from(place);
    }

    fn remove(&mut self, number: u64, sent: u64) -> bool {
        let from = self.sent_before(sent);
        let Some(at) = self.0.iter().skip(from).take_while(|bar| bar.sent == sent).position(|bar| bar.number == number)
        else {
            return false;
        };
        self.0.remove(from + at);
        // What went from the front leaves the sums of the others as true as they were: only differences are told.
        if from + at > 0 {
            self.count_from(from + at);
        }
        true
    }

    fn count_from(&mut self, place: usize) {
        for at in place..self.0.len() {
            let before = at.checked_sub(1).and_then(|before| self.0.get(before)).map_or((0, 0), Bar::sums);
            if let Some(bar) = self.0.get_mut(at) {
                bar.before = before;
            }
        }
    }

    /// Microseconds in flight, and requests in trouble that were sent, from the first one to `at`.
    fn sums(&self, at: u64) -> (u64, u64) {
        match self.sent_before(at).checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(bar) => (bar.before.0 + bar.end.min(at) - bar.sent, bar.before.1 + u64::from(bar.trouble)),
            None => self.0.front().map_or((0, 0), |bar| bar.before),
        }
    }

    fn look(&self, from: u64, to: u64) -> Stretch {
        let (busy, trouble) = self.sums(from);
        let last = self.sent_before(to).checked_sub(1).and_then(|last| self.0.get(last));
        let Some(last) = last.filter(|bar| bar.end > from || bar.sent >= from) else { return Stretch::default() };
        let (busy_to, trouble_to) = self.sums(to);
        Stretch {
            requests: true,
            busy: busy_to.saturating_sub(busy).min(to - from),
            trouble: trouble_to > trouble || last.trouble,
        }
    }
}

/// What was in flight in a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Whether anything was.
    pub requests: bool,
    /// For how long, in microseconds, summed over the tracks.
    pub busy: u64,
    /// Whether one of them was refused or not answered.
    pub trouble: bool,
}

/// The requests of one broker, each on the first track that was free when it was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    tracks: Vec<Track>,
}

impl Lane {
    /// The most requests that were in flight at once, of those kept; no more than [`TRACKS`] are told apart.
    pub fn depth(&self) -> usize {
        self.tracks.iter().rposition(|track| !track.0.is_empty()).map_or(0, |last| last + 1)
    }

    /// How many requests it has.
    #[cfg(test)]
    pub fn bars(&self) -> usize {
        self.tracks.iter().map(|track| track.0.len()).sum()
    }

    /// What was in flight on these tracks from one point in time to another: two looks a track, however many requests.
    pub fn look(&self, tracks: std::ops::Range<usize>, from: u64, to: u64) -> Stretch {
        let tracks = self.tracks.iter().take(tracks.end).skip(tracks.start);
        tracks.map(|track| track.look(from, to)).fold(Stretch::default(), |all, one| Stretch {
            requests: all.requests || one.requests,
            busy: all.busy + one.busy,
            trouble: all.trouble || one.trouble,
        })
    }

    /// The track of a request.
    pub fn track_of(&self, number: u64, sent: u64) -> Option<usize> {
        let at = |track: &Track| {
            track
                .0
                .iter()
                .skip(track.sent_before(sent))
                .take_while(|bar| bar.sent == sent)
                .any(|bar| bar.number == number)
        };
        self.tracks.iter().position(at)
    }

    fn note(&mut self, bar: Bar) {
        for track in &mut self.tracks {
            if let Some(place) = track.gap(bar.sent, bar.end) {
                track.insert(place, bar);
                return;
            }
        }
        if self.tracks.len() < TRACKS {
            self.tracks.push(Track(VecDeque::from([bar])));
        } else if let Some(last) = self.tracks.last_mut() {
            let place = last.sent_before(bar.sent);
            last.insert(place, bar);
        }
    }
}

/// A lane for each broker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes(BTreeMap<i32, Lane>);

impl Lanes {
    /// A request came in.
    pub fn note(&mut self, number: u64, request: &Request) {
        let trouble = match request.outcome {
            RequestOutcome::Delivered | RequestOutcome::Unawaited => false,
            RequestOutcome::Retry | RequestOutcome::Failed | RequestOutcome::NoAnswer => true,
        };
        let (sent, end) = (request.sent_micros, end_of(request));
        self.0.entry(request.broker).or_default().note(Bar { number, sent, end, trouble, before: (0, 0) });
    }

    /// A request is no longer kept. A broker keeps its lane.
    pub fn forget(&mut self, number: u64, request: &Request) {
        if let Some(lane) = self.0.get_mut(&request.broker) {
            let _found = lane.tracks.iter_mut().any(|track| track.remove(number, request.sent_micros));
        }
    }

    /// The brokers and their lanes, by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (i32, &Lane)> {
        self.0.iter().map(|(broker, lane)| (*broker, lane))
    }

    /// One broker's lane.
    pub fn lane(&self, broker: i32) -> Option<&Lane> {
        self.0.get(&broker)
    }
}

/// When a request was answered; when it was sent, if it never was.
pub fn end_of(request: &Request) -> u64 {
    request.sent_micros + request.rtt_micros.unwrap_or(0)
}
