//! `ClientUtils.parseAndValidateAddresses`, with every host name counted as resolvable.

use super::Cause;
use crate::domain::property::ClientModel;

/// Refuses what is no address, and addresses of which none can be resolved by anyone.
pub(super) fn check(model: ClientModel, addresses: &[String], canonical: bool) -> Result<(), Cause> {
    let split = match model {
        ClientModel::Java | ClientModel::Librdkafka => split,
        ClientModel::Java3 | ClientModel::Java2 => split_before_4,
    };
    let mut resolvable = 0;
    for address in addresses.iter().filter(|address| !address.is_empty()) {
        let Some((host, port)) = split(address) else {
            return Err(Cause::config(format!("Invalid url in bootstrap.servers: {address}")));
        };
        if port.trim_start_matches('0').len() > 5 || port.parse::<u64>().is_ok_and(|port| port > 65_535) {
            return Err(Cause::config(format!("Invalid port in bootstrap.servers: {address}")));
        }
        if is_resolvable(host) {
            resolvable += 1;
        } else if canonical {
            return Err(Cause::config(format!("Unknown host in bootstrap.servers: {address}")));
        }
    }
    if resolvable == 0 {
        return Err(Cause::config("No resolvable bootstrap urls given in bootstrap.servers"));
    }
    Ok(())
}

/// `^(?:[0-9a-zA-Z\-%._]*://)?\[?([0-9a-zA-Z\-%._:]*)]?:([0-9]+)` of `Utils`, over the whole text.
fn split(address: &str) -> Option<(&str, &str)> {
    let rest = match address.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(of_name) => rest,
        Some(_) | None => address,
    };
    let (host, port) = rest.rsplit_once(':')?;
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = host.strip_suffix(']').unwrap_or(host);
    let host_is_one = host.chars().all(|c| of_name(c) || c == ':');
    let port_is_one = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    (host_is_one && port_is_one).then_some((host, port))
}

/// `.*?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)` of the releases before 4.0: whatever stands before the host is passed over.
fn split_before_4(address: &str) -> Option<(&str, &str)> {
    let (before, port) = address.rsplit_once(':')?;
    let before = before.strip_suffix(']').unwrap_or(before);
    let host = before.trim_end_matches(|c| of_name(c) || c == ':').len();
    let breaks_a_line = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let is_one = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    (is_one && !before[..host].contains(breaks_a_line)).then(|| (&before[host..], port))
}

fn of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '%' | '.' | '_')
}

/// A name with a colon is an IPv6 address or nothing at all; any other may be known to someone.
fn is_resolvable(host: &str) -> bool {
    let address = host.split('%').next().unwrap_or(host);
    !host.contains(':') || address.parse::<core::net::Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_what_javas_pattern_takes() {
        let good = [
            ("localhost:0", "localhost", "0"),
            ("localhost:00065535", "localhost", "00065535"),
            ("SSL://a-b_c.d:1", "a-b_c.d", "1"),
            ("://h:1", "h", "1"),
            ("[::1]:1", "::1", "1"),
            ("[h:1", "h", "1"),
            ("h]:1", "h", "1"),
            (":9092", "", "9092"),
            ("a:b:1", "a:b", "1"),
        ];
        for (address, host, port) in good {
            assert_eq!(split(address), Some((host, port)), "{address}");
        }
        for address in
            ["h", "h:", "h:x", "h:1/", "h:-1", "u@h:1", "h:\u{661}", "[[h]:1", "A B://h:1", "a://b://h:1", "é:1"]
        {
            assert_eq!(split(address), None, "{address}");
        }
    }

    #[test]
    fn before_4_whatever_stands_before_a_host_is_passed_over() {
        let good = [
            ("a b:1", "b", "1"),
            ("http://h:1", "h", "1"),
            ("u@[::1]:1", "::1", "1"),
            ("[[h]:1", "h", "1"),
            ("h/:1", "", "1"),
            ("h:1", "h", "1"),
            ("é:1", "", "1"),
        ];
        for (address, host, port) in good {
            assert_eq!(split_before_4(address), Some((host, port)), "{address}");
        }
        for address in ["h", "h:", "h:x", "h:1/", "h:-1", "a\n b:1"] {
            assert_eq!(split_before_4(address), None, "{address}");
        }
        let addresses = ["a b:1".to_owned()];
        assert_eq!(super::check(ClientModel::Java2, &addresses, false), Ok(()));
        assert!(super::check(ClientModel::Java, &addresses, false).is_err());
    }

    #[test]
    fn hosts_count_as_resolvable_unless_they_can_be_nothing() {
        let check = |list: &[&str], canonical| {
            let addresses: Vec<String> = list.iter().map(ToString::to_string).collect();
            super::check(ClientModel::Java, &addresses, canonical).map_err(|cause| cause.message.unwrap())
        };
        assert_eq!(check(&["nowhere.example:1", "a:b:1"], false), Ok(()));
        assert_eq!(check(&["::1:1"], true), Ok(()));
        assert_eq!(check(&["fe80::1%eth0:1"], true), Ok(()));
        let none = Err("No resolvable bootstrap urls given in bootstrap.servers".to_owned());
        assert_eq!(check(&["::1"], false), none);
        assert_eq!(check(&[], false), none);
        assert_eq!(check(&["h:1", "a:b:1"], true), Err("Unknown host in bootstrap.servers: a:b:1".to_owned()));
        for port in ["65536", "99999999999999999999999"] {
            let address = format!("h:{port}");
            assert_eq!(check(&[&address], false), Err(format!("Invalid port in bootstrap.servers: {address}")));
        }
    }
}
