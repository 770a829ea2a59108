//! Sending a record once more: what became of it the first time, and what the second risks.

use super::outcome::{Outcome, Status};

/// What is known of the record that is to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// It failed, and is not in the log.
    NotWritten,
    /// It failed, and may be in the log all the same.
    Possibly,
    /// It is in the log, there.
    Written(String),
    /// It was sent with `acks=0`: nobody told.
    Unknown,
    /// It has not come to its end.
    Open,
}

impl Before {
    /// What is known by its outcome; `None` while it has none.
    pub fn of(outcome: Option<&Outcome>) -> Self {
        let Some(outcome) = outcome else { return Self::Open };
        match &outcome.status {
            Status::Sent => Self::Unknown,
            Status::Failed(failure) if failure.possibly_persisted => Self::Possibly,
            Status::Failed(_) => Self::NotWritten,
            Status::Delivered => {
                let partition = outcome.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
                let offset = outcome.offset.map(|offset| format!(" @ {offset}")).unwrap_or_default();
                Self::Written(format!("{}{partition}{offset}", outcome.topic))
            }
        }
    }

    /// Whether a second one may do harm.
    pub fn is_risky(&self) -> bool {
        match self {
            Self::NotWritten => false,
            Self::Possibly | Self::Written(_) | Self::Unknown | Self::Open => true,
        }
    }

    /// What a person should know who changes the record and sends that; none if there is nothing to know.
    pub fn brief(&self) -> Option<&'static str> {
        match self {
            Self::NotWritten => None,
            Self::Possibly | Self::Unknown => Some("the first may be in the log"),
            Self::Written(_) => Some("the first is in the log"),
            Self::Open => Some("the first may still be delivered"),
        }
    }

    /// What the second send risks. Idempotence (KIP-98) covers the producer's own retries: a record that the program
    /// sends again is another one.
    pub fn words(&self) -> String {
        match self {
            Self::NotWritten => "It failed and was not written: it can't be there twice.".to_owned(),
            Self::Possibly => {
                "It failed but may be in the log: sent again, it may be there twice. Idempotence does not \
                               help, since to the producer this is another record. If that matters, look for it at the \
                               end of the partition first."
                    .to_owned()
            }
            Self::Written(place) => format!("It is in the log at {place}: sent again, it is there twice."),
            Self::Unknown => {
                "It was sent with acks=0, and nobody knows whether it was written: sent again, it may be there twice."
                    .to_owned()
            }
            Self::Open => {
                "It has not come to its end and may still be delivered: sent again, it may be there twice.".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::Failure;
    use crate::domain::record::Record;

    #[test]
    fn what_a_resend_risks_follows_from_what_became_of_the_first() {
        let failed = |possibly| {
            Outcome::not_taken(
                0,
                &Record { topic: "t".to_owned(), ..Record::default() },
                Failure::new(-192, possibly, None, false),
            )
        };
        let ended = |status| Outcome { status, partition: Some(1), offset: Some(7), ..failed(false) };
        let table = [
            (None, Before::Open, true),
            (Some(failed(false)), Before::NotWritten, false),
            (Some(failed(true)), Before::Possibly, true),
            (Some(ended(Status::Sent)), Before::Unknown, true),
            (Some(ended(Status::Delivered)), Before::Written("t-1 @ 7".to_owned()), true),
        ];
        for (outcome, before, risky) in table {
            let known = Before::of(outcome.as_ref());
            assert_eq!((known.is_risky(), &known), (risky, &before));
            assert_eq!(known.brief().is_some(), risky);
            assert!(known.words().contains("twice"), "{before:?}");
        }
    }
}
