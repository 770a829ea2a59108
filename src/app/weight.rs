//! What the record in the form weighs compressed: worked out at each change, in the background where it takes long.

use crate::app::msg::Effect;
use crate::app::state::State;
use crate::domain::compression::{Compression, Weight};

/// What is weighed: the form at a revision, with a compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The form's [`revision`](crate::app::record::RecordPane::revision).
    pub revision: u64,
    /// How it is compressed.
    pub compression: Compression,
}

/// How far the weighing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scales {
    /// The last one weighed, and its weight; none if it could not be weighed.
    last: Option<(Weighed, Option<Weight>)>,
    /// What is on the scales. One at a time: what changed meanwhile is weighed after it.
    on: Option<Weighed>,
}

/// What is known of the compressed weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compressed {
    /// Nothing is compressed.
    Not,
    /// It is being worked out.
    Soon,
    /// It weighs this.
    Is(Weight),
    /// It can't be worked out.
    Unknown,
}

impl State {
    /// What is known of the compressed weight of the record in the form.
    pub fn compressed(&self) -> Compressed {
        match (self.on_the_form(), self.scales.last) {
            (None, _) => Compressed::Not,
            (Some(now), Some((last, weight))) if now == last => weight.map_or(Compressed::Unknown, Compressed::Is),
            (Some(_), _) => Compressed::Soon,
        }
    }

    fn on_the_form(&self) -> Option<Weighed> {
        let compression = self.session.running.in_force.compression()?;
        Some(Weighed { revision: self.record.revision(), compression })
    }

    /// Weighs the record in the form if that was not done yet, or asks for it where it takes long.
    pub(super) fn weigh(&mut self) -> Option<Effect> {
        let now = self.on_the_form()?;
        if self.scales.on.is_some() || self.scales.last.is_some_and(|(last, _)| last == now) {
            return None;
        }
        let bytes = self.record.batch_size()?;
        let record = self.record.contents()?;
        self.dirty = true;
        if now.compression.is_fast(bytes) {
            self.scales.last = Some((now, Some(now.compression.weigh(&record))));
            return None;
        }
        self.scales.on = Some(now);
        Some(Effect::Weigh { record: Box::new(record), what: now })
    }

    /// It was weighed.
    pub(super) fn weighed(&mut self, what: Weighed, weight: Option<Weight>) {
        self.scales = Scales { last: Some((what, weight)), on: None };
    }
}
