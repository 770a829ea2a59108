//! What happens to the whole client, and not to one record: brokers that go, authentication that fails, a fatal error.

use crate::domain::failure::Code;

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// There is no connection to a broker: it broke, or can't be made.
    Connection,
    /// No broker is connected.
    AllBrokersDown,
    /// A broker did not let us in.
    Authentication,
    /// TLS failed.
    Tls,
    /// The producer can't go on.
    Fatal,
    /// Anything else that librdkafka tells of the client.
    Other,
}

impl What {
    /// Whether it is over once a connection stands.
    pub fn heals(self) -> bool {
        match self {
            Self::Connection | Self::AllBrokersDown | Self::Authentication | Self::Tls => true,
            Self::Fatal | Self::Other => false,
        }
    }

    /// What comes of it, and what a person can do; `None` where nothing is known.
    pub fn next_step(self) -> Option<&'static str> {
        match self {
            Self::Connection => Some(
                "the client connects again by itself; records for the broker's partitions wait up to delivery.timeout.ms",
            ),
            Self::AllBrokersDown => Some(
                "records wait up to delivery.timeout.ms, send() up to max.block.ms; look at the network and bootstrap.servers",
            ),
            Self::Authentication => {
                Some("look at sasl.mechanism, the user and the password: no retry heals a wrong one")
            }
            Self::Tls => Some("look at security.protocol, ssl.ca.location and the broker's certificate"),
            Self::Fatal => Some("this producer takes no more records: start again, or change its configuration"),
            Self::Other => None,
        }
    }
}

/// A broker, as a trouble names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerName {
    /// Its id, once the cluster named it.
    pub id: Option<i32>,
    /// `host:port`, with control characters written out.
    pub address: String,
}

impl BrokerName {
    /// `b2`, or the address of one whose id is not known.
    pub fn short(&self) -> String {
        self.id.map_or_else(|| self.address.clone(), |id| format!("b{id}"))
    }
}

/// A trouble of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What kind it is.
    pub what: What,
    /// librdkafka's code.
    pub code: i32,
    /// A sentence without an end, and without what differs from time to time; control characters are written out.
    pub text: String,
    /// The broker, if it is about one.
    pub broker: Option<BrokerName>,
}

impl Trouble {
    /// librdkafka's name of the code, as `_TRANSPORT`.
    pub fn name(&self) -> String {
        Code::find(self.code).map_or_else(|| format!("ERR_{}?", self.code), |code| code.name.to_owned())
    }

    /// Whether another trouble is the same one again: for a connection, whatever it was that failed this time.
    pub fn is_again(&self, other: &Self) -> bool {
        let same = self.what == other.what && self.is_at(other.broker.as_ref());
        match self.what {
            What::Connection | What::AllBrokersDown | What::Fatal => same,
            What::Authentication | What::Tls | What::Other => {
                same && self.code == other.code && self.text == other.text
            }
        }
    }

    /// Whether it is about this broker; one whose id was not known yet is known by its address.
    fn is_at(&self, broker: Option<&BrokerName>) -> bool {
        match (&self.broker, broker) {
            (Some(own), Some(other)) => match (own.id, other.id) {
                (Some(own), Some(other)) => own == other,
                (Some(_) | None, None) | (None, Some(_)) => own.address == other.address,
            },
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// What a client tells of its troubles. Times are microseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A trouble, or the same one again.
    Trouble {
        /// It.
        trouble: Trouble,
        /// How often: librdkafka tells repetitions together.
        times: u64,
        /// When it began: for a connection, when the one before broke.
        since: u64,
        /// When it was told last.
        at: u64,
    },
    /// The connection to a broker stands.
    Up {
        /// The broker.
        broker: BrokerName,
        /// When.
        at: u64,
    },
}

impl Told {
    /// Whether a trouble is over by this.
    pub fn heals(&self, trouble: &Trouble) -> bool {
        match self {
            Self::Up { broker, .. } => {
                let there = trouble.what == What::AllBrokersDown || trouble.is_at(Some(broker));
                trouble.what.heals() && there
            }
            Self::Trouble { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broker(id: Option<i32>, address: &str) -> BrokerName {
        BrokerName { id, address: address.to_owned() }
    }

    fn trouble(what: What, text: &str, at: Option<BrokerName>) -> Trouble {
        Trouble { what, code: Code::TRANSPORT, text: text.to_owned(), broker: at }
    }

    #[test]
    fn a_connection_that_fails_in_another_way_is_the_same_trouble_and_another_password_is_not() {
        let (one, two) = (broker(Some(1), "k:1"), broker(Some(2), "k:2"));
        let connection = |text, at: &BrokerName| trouble(What::Connection, text, Some(at.clone()));
        assert!(connection("reset", &one).is_again(&connection("refused", &one)));
        assert!(!connection("reset", &one).is_again(&connection("reset", &two)));
        let unnamed = broker(None, "k:1");
        assert!(connection("reset", &unnamed).is_again(&connection("reset", &one)));
        let refused = |text| trouble(What::Authentication, text, Some(one.clone()));
        assert!(refused("a").is_again(&refused("a")) && !refused("a").is_again(&refused("b")));
        assert!(!refused("a").is_again(&connection("a", &one)));
    }

    #[test]
    fn a_connection_that_stands_ends_what_its_lack_was() {
        let up = Told::Up { broker: broker(Some(1), "k:1"), at: 5 };
        let table = [
            (What::Connection, Some(1), true),
            (What::Connection, Some(2), false),
            (What::Authentication, Some(1), true),
            (What::AllBrokersDown, None, true),
            (What::Fatal, None, false),
            (What::Other, Some(1), false),
        ];
        for (what, id, over) in table {
            let at = id.map(|id| broker(Some(id), &format!("k:{id}")));
            assert_eq!(up.heals(&trouble(what, "", at)), over, "{what:?} {id:?}");
        }
    }

    #[test]
    fn a_trouble_has_the_name_of_its_code_and_a_broker_a_short_one() {
        assert_eq!(trouble(What::Connection, "", None).name(), "_TRANSPORT");
        assert_eq!(Trouble { code: 4711, ..trouble(What::Other, "", None) }.name(), "ERR_4711?");
        assert_eq!((broker(Some(2), "k:1").short(), broker(None, "k:1").short()), ("b2".to_owned(), "k:1".to_owned()));
    }
}
