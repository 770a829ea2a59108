//! From a text of librdkafka to the kind of fault it tells.

use super::line::Line;
use crate::domain::failure::Code;
use crate::domain::reason::ReasonKind;

/// Connections that break within this time after they came up are not wanted by the server.
const EARLY_MILLIS: u64 = 2000;

/// A fault, and what the text adds to its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The kind.
    pub kind: ReasonKind,
    /// librdkafka's code.
    pub code: i32,
    /// The part of the text worth showing.
    pub detail: String,
}

impl Fault {
    /// A fault of this kind.
    pub fn new(kind: ReasonKind, code: i32, detail: &str) -> Self {
        Self { kind, code, detail: detail.to_owned() }
    }

    /// How much it weighs against another fault of the same broker: an explanation is not pushed aside by a symptom.
    pub fn rank(&self) -> u8 {
        match self.kind {
            ReasonKind::Fatal => 6,
            ReasonKind::Authentication
            | ReasonKind::Tls
            | ReasonKind::NotResolved
            | ReasonKind::NotKafka
            | ReasonKind::Unsupported => 5,
            ReasonKind::Refused | ReasonKind::Other => 4,
            ReasonKind::Unreachable
            | ReasonKind::NoAnswer
            | ReasonKind::ClosedUnanswered
            | ReasonKind::ClosedEarly
            | ReasonKind::Lost
            | ReasonKind::TopicGone
            | ReasonKind::NoLeader
            | ReasonKind::Refusing => 3,
        }
    }

    /// Whether it proves that whatever was wrong before is past: there is no server at all.
    pub fn is_definite(&self) -> bool {
        matches!(self.kind, ReasonKind::Refused | ReasonKind::NotResolved)
    }
}

/// Reads an error event about a broker (its code known), or a `FAIL` log line (its code not told).
pub fn of_failure(code: Option<i32>, line: &Line<'_>) -> Fault {
    use ReasonKind::{Authentication, NotKafka, NotResolved, Other, Tls};
    let text = line.text;
    if let Some(rest) = text.strip_prefix("Failed to resolve '") {
        let why = rest.split_once("': ").map_or(rest, |(_, why)| why);
        return Fault::new(NotResolved, Code::RESOLVE, why);
    }
    if let Some(first) = text.split_once("Invalid response size ").map(|(_, rest)| rest) {
        return Fault::new(NotKafka, Code::BAD_MESSAGE, &protocol_of(first));
    }
    if code == Some(Code::AUTHENTICATION) || text.starts_with("SASL ") || text.starts_with("Failed to initialize SASL")
    {
        return Fault::new(Authentication, Code::AUTHENTICATION, text);
    }
    if let Some(fault) = of_connect(text).or_else(|| of_silence(text)) {
        return fault;
    }
    if is_tls(code, line) {
        return Fault::new(Tls, code.unwrap_or(Code::SSL), text);
    }
    if let Some(fault) = of_close(line) {
        return fault;
    }
    if code == Some(Code::BAD_MESSAGE) {
        return Fault::new(NotKafka, Code::BAD_MESSAGE, "");
    }
    Fault::new(Other, code.unwrap_or(Code::TRANSPORT), text)
}

/// `Connect to ipv4#127.0.0.1:29998 failed: Connection refused`, or the same told at once.
fn of_connect(text: &str) -> Option<Fault> {
    let why = if let Some(rest) = text.strip_prefix("Connect to ") {
        rest.split_once(" failed: ")?.1
    } else {
        text.strip_prefix("Failed to connect to broker at ")?.rsplit_once(": ")?.1
    };
    let kind = if why.contains("refused") { ReasonKind::Refused } else { ReasonKind::Unreachable };
    Some(Fault::new(kind, Code::TRANSPORT, why))
}

/// Timeouts while a connection is set up, or of requests on one that stands.
fn of_silence(text: &str) -> Option<Fault> {
    if let Some(state) = text.strip_prefix("Connection setup timed out in state ") {
        let kind = if state == "CONNECT" { ReasonKind::Unreachable } else { ReasonKind::NoAnswer };
        return Some(Fault::new(kind, Code::TRANSPORT, ""));
    }
    if text.starts_with("ApiVersionRequest failed: Local: Timed out") {
        return Some(Fault::new(ReasonKind::NoAnswer, Code::TRANSPORT, ""));
    }
    if text.contains("request(s) timed out: disconnect") {
        return Some(Fault::new(ReasonKind::NoAnswer, Code::TIMED_OUT, "requests timed out"));
    }
    None
}

/// `Timed out ProduceRequest in flight (after 60061ms, timeout #0)`, without its end.
pub fn unanswered_request(text: &str) -> Option<Fault> {
    let request = text.strip_prefix("Timed out ")?.split_once("Request in flight")?.0;
    let known = !request.is_empty() && request.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // A question for the versions is the greeting, which is told apart.
    (known && request != "ApiVersion")
        .then(|| Fault::new(ReasonKind::NoAnswer, Code::TIMED_OUT, &format!("a {request} request timed out")))
}

fn is_tls(code: Option<i32>, line: &Line<'_>) -> bool {
    code == Some(Code::SSL)
        || line.state == Some("SSL_HANDSHAKE")
        || line.text.starts_with("SSL handshake failed")
        || line.text.contains("SSL routines:")
}

/// The server closed the connection; the state says what it did not like.
fn of_close(line: &Line<'_>) -> Option<Fault> {
    let text = line.text;
    let why = text
        .strip_prefix("Disconnected: ")
        .or_else(|| text.strip_prefix("Send failed: "))
        .or_else(|| text.strip_prefix("Receive failed: "))?;
    // "receive 0 after POLLIN", and hints that guess at the cause.
    let why = why.split(": ").next().unwrap_or(why);
    let kind = match line.state {
        Some("APIVERSION_QUERY") => ReasonKind::ClosedUnanswered,
        Some("UP") if line.age_millis.is_some_and(|age| age < EARLY_MILLIS) => ReasonKind::ClosedEarly,
        Some(state) if state.starts_with("AUTH") => ReasonKind::ClosedUnanswered,
        _ => ReasonKind::Lost,
    };
    Some(Fault::new(kind, Code::TRANSPORT, why))
}

/// What a server speaks, told by the four bytes it sent where Kafka's answer has its size.
fn protocol_of(size: &str) -> String {
    let Some(bytes) = size.split(' ').next().and_then(|digits| digits.parse::<i32>().ok()).map(i32::to_be_bytes) else {
        return String::new();
    };
    match &bytes {
        b"HTTP" | b"<htm" | b"<!DO" | b"<HTM" => "HTTP".to_owned(),
        b"SSH-" => "SSH".to_owned(),
        // A TLS alert or handshake record, version 3.x.
        [0x15 | 0x16, 3, ..] => "TLS".to_owned(),
        text if text.iter().all(|byte| (b' '..=b'~').contains(byte)) => {
            format!("'{}…'", String::from_utf8_lossy(text))
        }
        _ => String::new(),
    }
}
