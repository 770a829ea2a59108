//! What the panes that watch the producer know.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::load::{Progress, Report};
use crate::domain::meter::Meter;
use crate::domain::request::Request;
use crate::domain::swap::SwapStep;

/// Requests that are kept: the newest.
const REQUESTS: usize = 4096;

/// The producer as it was last told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// The latest snapshot.
    pub meter: Option<Arc<Meter>>,
    /// The newest requests, the latest last.
    pub requests: VecDeque<Request>,
    /// Requests that came too fast to be told.
    pub dropped_requests: u64,
    /// The load, while there is one.
    pub load: Option<Progress>,
    /// What came of the last load.
    pub report: Option<Report>,
    /// The change that goes on, or the last one.
    pub swap: Option<(Vec<(String, String)>, SwapStep)>,
}

impl Watch {
    /// Requests ended.
    pub fn note_requests(&mut self, requests: Vec<Request>, dropped: u64) {
        self.requests.extend(requests);
        let over = self.requests.len().saturating_sub(REQUESTS);
        self.requests.drain(..over);
        self.dropped_requests = dropped;
    }
}
