//! `bootstrap.servers`: the addresses that are asked first.

use core::net::IpAddr;

/// A host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name or an IP address, without the brackets of IPv6.
    pub host: String,
    /// 1 to 65535.
    pub port: u16,
}

impl Address {
    /// Whether it can only be this machine: `localhost`, 127.0.0.0/8 or `::1`.
    pub fn is_loopback(&self) -> bool {
        let name = self.host.strip_suffix('.').unwrap_or(&self.host);
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
    }
}

/// `host:port`, with brackets round IPv6.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

const FORM: &str = "allowed: HOST:PORT, separated by commas, with ports from 1 to 65535";

/// Reads `bootstrap.servers`. A protocol before an address (`SSL://host:port`) is dropped, as Java does.
///
/// Stricter than both clients, on purpose: Java lets port 0 pass, and librdkafka takes 99999 for 34463.
///
/// # Errors
/// Which element is wrong, why, and what is allowed.
pub fn parse(text: &str) -> Result<Vec<Address>, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(format!("'{text}' names no broker; {FORM}"));
    }
    trimmed.split(',').map(|element| parse_address(element.trim(), text)).collect()
}

fn parse_address(element: &str, whole: &str) -> Result<Address, String> {
    if element.is_empty() {
        return Err(format!("'{whole}' has an empty element; {FORM}"));
    }
    let (protocol, address) = element.split_once("://").unwrap_or(("", element));
    let bracketed = address.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => match address.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    let Some(port) = port else {
        return Err(format!("'{element}' has no port; {FORM}"));
    };
    if host.is_empty() {
        return Err(format!("'{element}' has no host; {FORM}"));
    }
    if bracketed.is_none() && host.contains(':') {
        return Err(format!("'{element}' has too many colons (an IPv6 address goes in brackets); {FORM}"));
    }
    // The characters of `Utils.HOST_PORT_PATTERN` in Java's client.
    let of_a_host = |c: char| c.is_ascii_alphanumeric() || "-._%:".contains(c);
    if !host.chars().all(of_a_host) || !protocol.chars().all(|c| c.is_ascii_alphanumeric() || "+_-.".contains(c)) {
        return Err(format!("'{element}' has a character no host name has; {FORM}"));
    }
    match port.parse::<u16>() {
        Ok(port) if port > 0 => Ok(Address { host: host.to_owned(), port }),
        _ => Err(format!("'{element}' has no valid port; {FORM}")),
    }
}

/// Whether every address is this machine. What can't be read is not.
pub fn is_loopback(bootstrap: &str) -> bool {
    parse(bootstrap).is_ok_and(|addresses| addresses.iter().all(Address::is_loopback))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_read() {
        let cases = [
            ("localhost:9092", "localhost:9092"),
            (" a:1 , b.example:65535 ", "a:1,b.example:65535"),
            ("SASL_SSL://a:9093", "a:9093"),
            ("[::1]:9092", "[::1]:9092"),
            ("127.0.0.1:1", "127.0.0.1:1"),
        ];
        for (text, read) in cases {
            let addresses: Vec<String> = parse(text).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(addresses.join(","), read);
        }
    }

    #[test]
    fn what_is_no_address_is_told() {
        let cases = [
            ("", "'' names no broker"),
            ("a:1,", "'a:1,' has an empty element"),
            ("a:1,,b:2", "'a:1,,b:2' has an empty element"),
            ("localhost", "'localhost' has no port"),
            ("localhost:", "'localhost:' has no valid port"),
            ("localhost:0", "'localhost:0' has no valid port"),
            ("localhost:99999", "'localhost:99999' has no valid port"),
            ("localhost:0x1", "'localhost:0x1' has no valid port"),
            (":9092", "':9092' has no host"),
            ("::1:9092", "'::1:9092' has too many colons (an IPv6 address goes in brackets)"),
            ("[::1]", "'[::1]' has no port"),
            ("a;b:9092", "'a;b:9092' has a character no host name has"),
            ("a b:9092", "'a b:9092' has a character no host name has"),
            ("*:1", "'*:1' has a character no host name has"),
            ("PLAIN TEXT://a:1", "'PLAIN TEXT://a:1' has a character no host name has"),
        ];
        for (text, told) in cases {
            assert_eq!(parse(text).unwrap_err(), format!("{told}; {FORM}"));
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for yes in ["localhost:9092", "LOCALHOST:1", "127.0.0.1:1,127.8.9.10:2", "[::1]:9092", "localhost.:1"] {
            assert!(is_loopback(yes), "{yes}");
        }
        for no in
            ["broker:9092", "127.0.0.1:1,broker:2", "10.0.0.1:1", "0.0.0.0:1", "localhost.example:1", "", "localhost"]
        {
            assert!(!is_loopback(no), "{no}");
        }
    }
}
