//! What the panes that watch the producer know.

use std::sync::Arc;

use crate::app::tuning::Change;
use crate::domain::load::{Progress, Report};
use crate::domain::meter::Meter;
use crate::domain::swap::SwapStep;

/// The producer as it was last told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// The latest snapshot.
    pub meter: Option<Arc<Meter>>,
    /// The load, while there is one.
    pub load: Option<Progress>,
    /// What came of the last load.
    pub report: Option<Report>,
    /// The change that goes on, or the last one.
    pub swap: Option<(Change, SwapStep)>,
}
