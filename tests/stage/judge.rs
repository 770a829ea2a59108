//! Says what limits a producer, as the workbench does.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use linger::domain::meter::Meter;
use linger::domain::verdict::{Evidence, Kind, Verdict, WINDOW_MICROS, judge};
use linger::kafka::producer::Generations;

use super::PATIENT;

/// From one look to the next, as in the workbench.
const LOOK: Duration = Duration::from_millis(100);

/// Looks at the producer and says what limits it.
pub struct Judge {
    generations: Generations,
    meters: Vec<Arc<Meter>>,
    verdict: Option<Verdict>,
    /// The verdicts given, each once.
    told: Vec<String>,
}

impl Judge {
    pub fn of(generations: &Generations) -> Self {
        Self { generations: generations.clone(), meters: Vec::new(), verdict: None, told: Vec::new() }
    }

    fn look(&mut self) -> Option<&Verdict> {
        self.meters.push(Arc::new(self.generations.meter()));
        let newest = self.meters.last().map_or(0, |meter| meter.at);
        self.meters.retain(|meter| meter.at + 2 * WINDOW_MICROS > newest);
        self.verdict = judge(&self.meters, self.verdict.as_ref());
        if let Some(verdict) = &self.verdict {
            let sentence = format!("{}: {}", verdict.kind().name(), verdict.sentence());
            if self.told.last() != Some(&sentence) {
                self.told.push(sentence);
            }
        }
        self.verdict.as_ref()
    }

    /// Looks until the verdict is as wished, while `meanwhile` goes on.
    pub fn until(&mut self, kind: Kind, mut meanwhile: impl FnMut()) -> Evidence {
        let deadline = Instant::now() + PATIENT;
        loop {
            if let Some(verdict) = self.look().filter(|verdict| verdict.kind() == kind) {
                return verdict.evidence.clone();
            }
            assert!(Instant::now() < deadline, "never '{}': {:#?}", kind.name(), self.told);
            let next = Instant::now() + LOOK;
            meanwhile();
            thread::park_timeout(next.saturating_duration_since(Instant::now()));
        }
    }

    /// Looks until the verdict is another one, and stays so for the whole of what it looks at.
    pub fn until_gone(&mut self, kind: Kind, mut meanwhile: impl FnMut()) -> Kind {
        let deadline = Instant::now() + PATIENT;
        let mut gone: Option<Instant> = None;
        loop {
            match self.look().map(Verdict::kind) {
                Some(other) if other != kind => {
                    if gone.get_or_insert_with(Instant::now).elapsed() > Duration::from_micros(WINDOW_MICROS) {
                        return other;
                    }
                }
                Some(_) | None => gone = None,
            }
            assert!(Instant::now() < deadline, "still '{}': {:#?}", kind.name(), self.told);
            let next = Instant::now() + LOOK;
            meanwhile();
            thread::park_timeout(next.saturating_duration_since(Instant::now()));
        }
    }
}
