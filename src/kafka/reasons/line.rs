//! The common shape of librdkafka's texts about a broker.

/// The id in `host:port/1`, or `bootstrap` for an address that was configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of `bootstrap.servers`.
    Bootstrap,
    /// A broker that the cluster named, by its id.
    Node(i32),
}

/// One text, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The broker, if the text begins with one: its `host:port` and where that comes from.
    pub broker: Option<(&'a str, Origin)>,
    /// What is said, without prefixes and without `(after …)`.
    pub text: &'a str,
    /// The state the connection was in, as `APIVERSION_QUERY`.
    pub state: Option<&'a str>,
    /// How long it had been in that state, in milliseconds.
    pub age_millis: Option<u64>,
}

impl<'a> Line<'a> {
    /// Takes apart `[thrd:name]: [proto://]host:port/id: text (after 7ms in state S, 3 identical error(s) suppressed)`;
    /// whatever is missing is `None`.
    pub fn parse(raw: &'a str) -> Self {
        let unthreaded =
            raw.strip_prefix("[thrd:").and_then(|rest| rest.split_once("]: ")).map_or(raw, |(_, rest)| rest);
        let (broker, rest) = match unthreaded.split_once(": ") {
            Some((name, rest)) => match broker_name(name) {
                Some(broker) => (Some(broker), rest),
                None => (None, unthreaded),
            },
            None => (None, unthreaded),
        };
        let (text, state, age_millis) = after(rest).unwrap_or((rest, None, None));
        Self { broker, text, state, age_millis }
    }

    /// The text without the name of the thread, as the error event of the same happening has it.
    pub fn tail(raw: &str) -> &str {
        raw.strip_prefix("[thrd:").and_then(|rest| rest.split_once("]: ")).map_or(raw, |(_, rest)| rest)
    }
}

/// `[proto://]host:port/bootstrap` or `…/1`.
fn broker_name(name: &str) -> Option<(&str, Origin)> {
    let name = name.split_once("://").map_or(name, |(_, name)| name);
    let (address, id) = name.rsplit_once('/')?;
    let (host, port) = address.rsplit_once(':')?;
    if host.is_empty() || host.contains(' ') || port.parse::<u16>().is_err() {
        return None;
    }
    let origin = if id == "bootstrap" { Origin::Bootstrap } else { Origin::Node(id.parse().ok()?) };
    Some((address, origin))
}

/// Splits off ` (after 7ms in state S…)`.
fn after(text: &str) -> Option<(&str, Option<&str>, Option<u64>)> {
    let (text, after) = text.strip_suffix(')')?.rsplit_once(" (after ")?;
    let (age, state) = after.split_once("ms in state ")?;
    let state = state.split(',').next();
    Some((text, state, age.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts<'a> = (Option<(&'a str, Origin)>, &'a str, Option<&'a str>, Option<u64>);

    fn line(raw: &str) -> Parts<'_> {
        let line = Line::parse(raw);
        (line.broker, line.text, line.state, line.age_millis)
    }

    #[test]
    fn lines_come_apart() {
        let refused = "Connect to ipv4#127.0.0.1:29998 failed: Connection refused";
        let bootstrap = Some(("127.0.0.1:29998", Origin::Bootstrap));
        let table = [
            (format!("127.0.0.1:29998/bootstrap: {refused}"), (bootstrap, refused, None, None)),
            (
                format!(
                    "[thrd:127.0.0.1:29998/bootstrap]: 127.0.0.1:29998/bootstrap: {refused} (after 0ms in state CONNECT)"
                ),
                (bootstrap, refused, Some("CONNECT"), Some(0)),
            ),
            (
                format!(
                    "ssl://127.0.0.1:29998/1: {refused} (after 12ms in state CONNECT, 29 identical error(s) suppressed)"
                ),
                (Some(("127.0.0.1:29998", Origin::Node(1))), refused, Some("CONNECT"), Some(12)),
            ),
            (
                "[thrd:[::1]:9092/bootstrap]: [::1]:9092/bootstrap: Connect to ipv6#[::1]:9092 failed: x".to_owned(),
                (Some(("[::1]:9092", Origin::Bootstrap)), "Connect to ipv6#[::1]:9092 failed: x", None, None),
            ),
            (
                "[thrd:main]: Topic t partition count changed from 1 to 0".to_owned(),
                (None, "Topic t partition count changed from 1 to 0", None, None),
            ),
            (
                "Failed to acquire SASL OAUTHBEARER token: no".to_owned(),
                (None, "Failed to acquire SASL OAUTHBEARER token: no", None, None),
            ),
            ("1/1 brokers are down".to_owned(), (None, "1/1 brokers are down", None, None)),
        ];
        for (raw, expected) in &table {
            assert_eq!(line(raw), *expected, "{raw}");
        }
    }

    #[test]
    fn odd_lines_are_taken_as_they_are() {
        for raw in [
            "",
            "]: ",
            "[thrd:",
            "/: ",
            ":1/bootstrap: x",
            "a b:1/1: x",
            "h:99999/1: x",
            "h:1/x: y",
            ")",
            " (after ms)",
        ] {
            let line = Line::parse(raw);
            assert_eq!(line.broker, None, "{raw}");
        }
    }
}
