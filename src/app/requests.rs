//! The Requests pane: the newest Produce requests, the attempts of one batch beside each other.

pub mod axis;
pub mod filter;
pub mod generations;
pub mod inside;
pub mod lanes;
pub mod segments;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::app::requests::axis::Axis;
use crate::app::requests::filter::{Filter, Only};
use crate::app::requests::generations::Generations;
use crate::app::requests::lanes::{Lanes, end_of};
use crate::domain::request::{Request, RequestOutcome};

/// Requests that are kept: the newest.
pub const KEPT: usize = 4096;
/// How many of those kept come between two looks at which are the slowest: a sixteenth.
const SHARE: usize = 16;

/// The place of a row: the number of the newest request that carried the batch, and the request's own. Numbers count
/// the requests told, from 0.
type Place = (u64, u64);

/// What the zoomed pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The waterfall above the list.
    #[default]
    Both,
    /// The waterfall alone.
    Waterfall,
    /// The list alone.
    List,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// The request's number.
    pub number: u64,
    /// The request.
    pub request: &'a Request,
    /// The number of the newest request that carried the same batch: rows that share it belong together.
    pub batch: u64,
}

/// The requests, and how they are looked at.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    kept: VecDeque<Request>,
    /// The number of the oldest one kept.
    first: u64,
    dropped: u64,
    /// The kept requests of each batch that more than one carried, as far as that is known.
    batches: HashMap<(u32, u64), Vec<u64>>,
    shown: BTreeSet<Place>,
    filter: Filter,
    slowest: Option<u64>,
    /// Requests that came since the slowest were looked for.
    since_slowest: usize,
    /// The selected row; `None` follows the newest.
    selected: Option<Place>,
    lanes: Lanes,
    /// The producers that they came from.
    pub generations: Generations,
    /// Whether the selected request is shown in detail.
    pub detail: bool,
    /// What the zoomed pane shows.
    pub view: View,
    /// The time axis of the waterfall.
    pub axis: Axis,
    /// The first lane of the waterfall on the screen.
    pub lane: usize,
}

impl Requests {
    /// Requests ended, in this order; `dropped` is how many there were in all that came too fast to be told.
    pub fn note(&mut self, requests: Vec<Request>, dropped: u64) {
        self.dropped = dropped;
        self.since_slowest += requests.len();
        for request in requests {
            self.add(request);
        }
        if self.filter.only == Only::Slowest && self.since_slowest > self.kept.len() / SHARE {
            self.show();
        }
    }

    fn add(&mut self, request: Request) {
        let number = self.first + self.kept.len() as u64;
        self.lanes.note(number, &request);
        let earlier = self.join(number, &request);
        for one in earlier.iter().copied() {
            let (was, is) = (place(one, earlier.last().copied()), (number, one));
            let fits = self.request(one).is_some_and(|one| self.filter.takes(one, true, self.slowest));
            if self.shown.remove(&was) || fits {
                self.shown.insert(is);
            }
            if self.selected == Some(was) {
                self.selected = Some(is);
            }
        }
        if self.filter.takes(&request, !earlier.is_empty(), self.slowest) {
            self.shown.insert((number, number));
        }
        self.kept.push_back(request);
        if self.kept.len() > KEPT {
            self.forget_oldest();
        }
    }

    /// Counts a request among those of its batch, and says which came before.
    fn join(&mut self, number: u64, request: &Request) -> Vec<u64> {
        let Some(key) = batch_of(request) else { return Vec::new() };
        let numbers = self.batches.entry(key).or_default();
        let earlier = numbers.clone();
        numbers.push(number);
        earlier
    }

    fn forget_oldest(&mut self) {
        let Some(request) = self.kept.pop_front() else { return };
        let number = self.first;
        self.first += 1;
        self.lanes.forget(number, &request);
        let mut newest = None;
        if let Some(key) = batch_of(&request)
            && let Some(numbers) = self.batches.get_mut(&key)
        {
            newest = numbers.last().copied();
            numbers.retain(|one| *one != number);
            if numbers.is_empty() {
                self.batches.remove(&key);
            }
        }
        let place = place(number, newest);
        self.shown.remove(&place);
        if self.selected == Some(place) {
            self.selected = self.shown.first().copied();
        }
    }

    fn place_of(&self, number: u64) -> Option<Place> {
        let request = self.request(number)?;
        let numbers = batch_of(request).and_then(|key| self.batches.get(&key));
        Some(place(number, numbers.and_then(|numbers| numbers.last().copied())))
    }

    /// Looks through all of them for what is shown: after a change of the filter.
    fn show(&mut self) {
        self.slowest = slowest(&self.kept);
        self.since_slowest = 0;
        let numbers = (self.first..).take(self.kept.len());
        let taken = numbers.filter(|number| {
            self.request(*number).is_some_and(|request| {
                let several = batch_of(request).and_then(|key| self.batches.get(&key)).is_some_and(|all| all.len() > 1);
                self.filter.takes(request, several, self.slowest)
            })
        });
        self.shown = taken.filter_map(|number| self.place_of(number)).collect();
        if let Some(place) = self.selected
            && !self.shown.contains(&place)
        {
            self.selected = None;
        }
    }

    /// The request of this number, if it is kept.
    pub fn request(&self, number: u64) -> Option<&Request> {
        self.kept.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// The request that came last.
    pub fn newest(&self) -> Option<&Request> {
        self.kept.back()
    }

    /// How many came and were told.
    pub fn told(&self) -> u64 {
        self.first + self.kept.len() as u64
    }

    /// How many came too fast to be told.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many of those kept are shown.
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    /// The lanes of the waterfall.
    pub fn lanes(&self) -> &Lanes {
        &self.lanes
    }

    /// The filter.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The filter in words.
    pub fn filter_words(&self) -> Option<String> {
        self.filter.words(self.slowest)
    }

    /// Shows these requests only.
    pub fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.show();
    }

    /// Shows only what is like this, or what is like anything if that was so already.
    pub fn toggle_only(&mut self, only: Only) {
        let only = if self.filter.only == only { Only::All } else { only };
        self.set_filter(Filter { only, ..self.filter.clone() });
    }

    /// Shows only the selected request's broker, or all of them again.
    pub fn toggle_broker(&mut self) {
        let broker = match self.filter.broker {
            Some(_) => None,
            None => self.selected().map(|row| row.request.broker),
        };
        self.set_filter(Filter { broker, ..self.filter.clone() });
    }

    /// Shows only the selected request's partition, or all of them again.
    pub fn toggle_partition(&mut self) {
        let selected = self.selected().map(|row| row.request);
        let (topic, partition) = match (self.filter.partition, selected) {
            (None, Some(request)) => (request.topic.as_deref().map(str::to_owned), request.partition),
            (Some(_), _) | (None, None) => (None, None),
        };
        self.set_filter(Filter { topic, partition, ..self.filter.clone() });
    }

    /// Whether the newest row is the selected one, whichever it is.
    pub fn is_following(&self) -> bool {
        self.selected.is_none()
    }

    /// The selected row.
    pub fn selected(&self) -> Option<Row<'_>> {
        self.row(self.selected.or_else(|| self.shown.last().copied())?)
    }

    /// The place of the selected row among those shown, newest first.
    pub fn selected_index(&self) -> usize {
        self.selected.map_or(0, |place| self.shown.range(place..).count().saturating_sub(1))
    }

    /// At most `height` rows around the selected one, newest first, and which of them it is. However many requests are
    /// kept, only these are looked at.
    pub fn window(&self, height: usize) -> (Vec<Row<'_>>, usize) {
        let (mut rows, index) = match self.selected {
            None => (Vec::new(), 0),
            Some(place) => {
                let mut newer: Vec<Place> = self.shown.range(place..).skip(1).take(height / 2).copied().collect();
                newer.reverse();
                let index = newer.len();
                (newer, index)
            }
        };
        let from = self.selected.unwrap_or((u64::MAX, u64::MAX));
        let rest = height.saturating_sub(rows.len());
        rows.extend(self.shown.range(..=from).rev().take(rest));
        (rows.into_iter().filter_map(|place| self.row(place)).collect(), index)
    }

    fn row(&self, place: Place) -> Option<Row<'_>> {
        self.request(place.1).map(|request| Row { number: place.1, request, batch: place.0 })
    }

    /// The requests kept that carried the same batch as this one, itself among them, in the order of their attempts.
    pub fn attempts<'a>(&'a self, row: &Row<'a>) -> Vec<&'a Request> {
        let numbers = batch_of(row.request).and_then(|key| self.batches.get(&key));
        let mut attempts: Vec<&Request> =
            numbers.into_iter().flatten().filter_map(|number| self.request(*number)).collect();
        if attempts.is_empty() {
            attempts.push(row.request);
        }
        attempts.sort_by_key(|request| (request.attempt, request.sent_micros));
        attempts
    }

    /// Moves the selection by rows, down to the older ones. At the top it follows again.
    pub fn select_by(&mut self, rows: isize) {
        let here = self.selected.or_else(|| self.shown.last().copied());
        let Some(here) = here else { return };
        let steps = rows.unsigned_abs();
        let goal = if rows >= 0 {
            let oldest = self.shown.first();
            self.shown.range(..=here).rev().nth(steps).or(oldest)
        } else {
            let newest = self.shown.last();
            self.shown.range(here..).nth(steps).or(newest)
        };
        self.selected = goal.copied().filter(|place| Some(place) != self.shown.last());
    }

    /// Selects a request, if it is shown.
    pub fn select(&mut self, number: u64) -> bool {
        let place = self.place_of(number).filter(|place| self.shown.contains(place));
        if place.is_some() {
            self.selected = place;
        }
        place.is_some()
    }

    /// Selects the newest row and follows.
    pub fn follow(&mut self) {
        self.selected = None;
    }

    /// Shows what another one shows, as another one shows it.
    pub fn look_as(&mut self, other: &Self) {
        (self.detail, self.view, self.axis, self.lane) = (other.detail, other.view, other.axis, other.lane);
        self.set_filter(other.filter.clone());
        match other.selected {
            Some((_, number)) => {
                self.select(number);
            }
            None => self.follow(),
        }
    }

    /// The newest of the requests kept that fits.
    pub fn find(&self, fits: impl Fn(&Request) -> bool) -> Option<u64> {
        self.kept.iter().rposition(fits).map(|at| self.first + at as u64)
    }

    /// From when the oldest one kept was sent until the latest end, as far as both are at the ends of what is kept.
    pub fn span(&self) -> Option<(u64, u64)> {
        Some((self.kept.front()?.sent_micros, self.latest_end()?))
    }

    /// When the last one that came ended.
    fn latest_end(&self) -> Option<u64> {
        self.kept.iter().rev().take(SHARE).map(end_of).max()
    }
}

fn place(number: u64, newest: Option<u64>) -> Place {
    (newest.unwrap_or(number).max(number), number)
}

/// The batch of a request that can be one of several.
fn batch_of(request: &Request) -> Option<(u32, u64)> {
    let several = match request.outcome {
        RequestOutcome::Retry | RequestOutcome::NoAnswer => true,
        RequestOutcome::Delivered | RequestOutcome::Failed | RequestOutcome::Unawaited => request.attempt > 1,
    };
    request.batch.filter(|_| several).map(|batch| (request.generation, batch))
}

/// The time to the answer that nine of ten do not exceed.
fn slowest(requests: &VecDeque<Request>) -> Option<u64> {
    let mut times: Vec<u64> = requests.iter().filter_map(|request| request.rtt_micros).collect();
    let at = (times.len() * 9).div_ceil(10).checked_sub(1)?;
    let (_, slowest, _) = times.select_nth_unstable(at);
    Some(*slowest)
}
