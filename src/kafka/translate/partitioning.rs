//! Which rule chooses partitions. linger always does so itself, by the rule that the client modelled would use.

use super::Translator;
use crate::domain::partitioner::keyed::KeyRule;
use crate::domain::partitioner::{Rule, class};
use crate::domain::property::{ClientModel, names};

const CLASS: &str = "partitioner.class";
const NATIVE: &str = "partitioner";
const STICKY: &str = "sticky.partitioning.linger.ms";
const IGNORE_KEYS: &str = "partitioner.ignore.keys";
const ADAPTIVE: &str = "partitioner.adaptive.partitioning.enable";
const AVAILABILITY: &str = "partitioner.availability.timeout.ms";

impl Translator<'_> {
    /// Finds the rule: `partitioner` where that is set, else `partitioner.class`, else the default of the client
    /// modelled. librdkafka is told of none: each record goes to it with its partition.
    pub(super) fn partitioning(&mut self) {
        self.rule = match self.native_rule() {
            Some(rule) => Rule::Librdkafka { rule, sticky_ms: self.sticky_ms() },
            None => self.java_rule(),
        };
        self.pairs.retain(|(name, _)| name != NATIVE && name != STICKY);
        let without_effect: &[&str] = match self.rule {
            Rule::BuiltIn { .. } => &[STICKY],
            Rule::PerBatch { .. } | Rule::RoundRobin { .. } => &[IGNORE_KEYS, ADAPTIVE, AVAILABILITY, STICKY],
            Rule::Librdkafka { .. } => &[CLASS, IGNORE_KEYS, ADAPTIVE, AVAILABILITY],
        };
        let effective = self.effective;
        for name in without_effect {
            let Some(setting) = effective.setting(name).filter(|setting| setting.origin.is_some()) else {
                continue;
            };
            self.without_effect(setting, &format!("partitions are chosen by {}", self.rule.name()));
        }
    }

    /// librdkafka's rule, if it is to be one of those.
    fn native_rule(&self) -> Option<KeyRule> {
        let by_default = self.effective.model == ClientModel::Librdkafka && !self.effective.is_set(CLASS);
        let in_force = || self.effective.text(NATIVE).filter(|_| by_default || self.effective.is_set(NATIVE));
        self.pair(NATIVE).or_else(in_force).and_then(KeyRule::find)
    }

    /// `sticky.partitioning.linger.ms`: unless set, twice `linger.ms` (`rd_kafka_conf_finalize`).
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 900 000")]
    fn sticky_ms(&self) -> u32 {
        if self.effective.is_set(STICKY) || self.pair(STICKY).is_some() {
            return u32::try_from(super::number(self.in_force(STICKY).as_ref())).unwrap_or(0);
        }
        (self.linger().as_secs_f64() * 2_000.0).min(900_000.0) as u32
    }

    fn java_rule(&mut self) -> Rule {
        let effective = self.effective;
        let before_4 = match effective.model {
            ClientModel::Java2 | ClientModel::Java3 => true,
            ClientModel::Java | ClientModel::Librdkafka => false,
        };
        match effective.text(CLASS) {
            None => Rule::BuiltIn {
                ignore_keys: effective.flag(IGNORE_KEYS),
                adaptive: effective.flag(ADAPTIVE),
                availability_timeout_ms: effective.whole(AVAILABILITY),
            },
            Some(class::ROUND_ROBIN) => Rule::RoundRobin { asked_again: before_4 },
            Some(class::DEFAULT) if before_4 => Rule::PerBatch { ignore_keys: false },
            Some(class::UNIFORM_STICKY) if before_4 => Rule::PerBatch { ignore_keys: true },
            Some(other) => {
                self.other_class(other, before_4);
                Rule::default()
            }
        }
    }

    /// A class whose rule is not known here.
    fn other_class(&mut self, class: &str, before_4: bool) {
        let effective = self.effective;
        let Some(setting) = effective.setting(CLASS) else { return };
        if let class::DEFAULT | class::UNIFORM_STICKY = class {
            let message = format!(
                "'{class}' is gone with Java's client 4.0; client = \"java-3\" and client = \"java-2\" have it"
            );
            self.error("not-available", setting, &message);
            return;
        }
        let mut known = vec![class::ROUND_ROBIN];
        if before_4 {
            known.extend([class::DEFAULT, class::UNIFORM_STICKY]);
        }
        let meant = names::nearest(class, known.iter().copied());
        let meant = meant.map(|meant| format!(" did you mean '{meant}'?")).unwrap_or_default();
        let message = format!(
            "'{class}' can't be had here;{meant} allowed: leave it out for the client's own, or {}",
            known.join(", ")
        );
        self.error("not-available", setting, &message);
    }
}
