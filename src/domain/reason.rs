//! Why records wait or fail: what stands behind "message timed out".

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReasonKind {
    /// Nobody listens at the address.
    Refused,
    /// The host name has no address.
    NotResolved,
    /// No connection comes about: the host is down, or packets are dropped on the way.
    Unreachable,
    /// The connection stands and nothing is answered.
    NoAnswer,
    /// The server closes the connection before it answered anything.
    ClosedUnanswered,
    /// The server closes the connection after the first answers, again and again: it wants something else, mostly SASL.
    ClosedEarly,
    /// A working connection broke.
    Lost,
    /// The server speaks another protocol.
    NotKafka,
    /// A Kafka server that does not serve producers, as a controller's port.
    Unsupported,
    /// The broker did not let us in.
    Authentication,
    /// TLS failed.
    Tls,
    /// The topic is gone from the metadata, or hidden from us.
    TopicGone,
    /// The partition has no leader.
    NoLeader,
    /// The broker refuses the partition's batches, and they are sent again.
    Refusing,
    /// The producer met a fatal error.
    Fatal,
    /// Anything else that librdkafka says of a broker.
    Other,
}

impl ReasonKind {
    /// Whether it says that a broker can't be reached, or does not let us in.
    pub fn is_connection(self) -> bool {
        match self {
            Self::Refused
            | Self::NotResolved
            | Self::Unreachable
            | Self::NoAnswer
            | Self::ClosedUnanswered
            | Self::ClosedEarly
            | Self::Lost
            | Self::NotKafka
            | Self::Unsupported
            | Self::Authentication
            | Self::Tls
            | Self::Other => true,
            Self::TopicGone | Self::NoLeader | Self::Refusing | Self::Fatal => false,
        }
    }
}

/// The latest reason known for a broker, a partition or the whole cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What kind of trouble it is.
    pub kind: ReasonKind,
    /// librdkafka's code of it.
    pub code: i32,
    /// The broker's host and port, if it is about one.
    pub address: Option<String>,
    /// The broker's id, once the cluster named it.
    pub broker: Option<i32>,
    /// Whether `address` is one that the cluster advertised and that was never reached.
    pub advertised: bool,
    /// A sentence for a person, without an end; control characters are written out.
    pub text: String,
    /// When it began, in the microseconds of whoever feeds the events.
    pub since_micros: u64,
    /// Whether no retry can heal it.
    pub permanent: bool,
}

/// Text from outside as it may be shown: control and direction characters written out (`\n`, `\u{1b}`), cut after
/// `limit` characters.
pub fn visible(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    for (count, c) in text.chars().enumerate() {
        if count >= limit {
            out.push('…');
            break;
        }
        if is_invisible(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Control characters, and those that change the direction of the text around them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_can_not_move_the_cursor() {
        assert_eq!(visible("a\u{1b}[2Jb\r\n\u{9b}c\u{7f}", 100), "a\\u{1b}[2Jb\\r\\n\\u{9b}c\\u{7f}");
        assert_eq!(visible("x\u{202e}y\u{200b}z\u{feff}", 100), "x\\u{202e}y\\u{200b}z\\u{feff}");
        assert_eq!(visible("Verbindung zu 한국 ok", 100), "Verbindung zu 한국 ok");
    }

    #[test]
    fn long_text_is_cut_by_characters() {
        assert_eq!(visible("äöü", 3), "äöü");
        assert_eq!(visible("äöüß", 3), "äöü…");
    }
}
