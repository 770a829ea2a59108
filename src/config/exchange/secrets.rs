//! Secrets that must not come along: each becomes a reference to a variable of the environment.

use super::jaas;
use super::parts::{Part, is_reference, parts};
use crate::domain::profile::looks_secret;

/// The variables that stand for secrets, each with the secret, so that one stands for one only.
#[derive(Default)]
pub(super) struct Variables(Vec<(String, String)>);

impl Variables {
    /// The variable for a secret of this name: `KAFKA_SASL_PASSWORD` for `sasl.password`.
    fn of(&mut self, name: &str, secret: &str) -> String {
        let plain = variable(name);
        let mut candidate = plain.clone();
        for number in 2.. {
            match self.0.iter().find(|(taken, _)| *taken == candidate) {
                None => {
                    self.0.push((candidate.clone(), secret.to_owned()));
                    break;
                }
                Some((_, same)) if same == secret => break,
                Some(_) => candidate = format!("{plain}_{number}"),
            }
        }
        candidate
    }
}

/// How a variable of the environment names a property.
fn variable(name: &str) -> String {
    let mut variable = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => variable.push(c.to_ascii_uppercase()),
            _ if !variable.ends_with('_') => variable.push('_'),
            _ => {}
        }
    }
    let variable = variable.trim_matches('_');
    match variable.strip_prefix("KAFKA_").unwrap_or(variable) {
        "" => "KAFKA_SECRET".to_owned(),
        bare => format!("KAFKA_{bare}"),
    }
}

/// A value without the secrets it held, and the variables that are to be set: with what is to be put there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cleared {
    pub text: String,
    pub variables: Vec<(String, &'static str)>,
}

const IT: &str = "the secret";
const AS_WRITTEN: &str = "the secret as it stands there between its quotes, with the backslashes";
const ADDRESS: &str = "the password of the address";

/// The value of a secret.
pub(super) fn cleared(name: &str, text: &str, variables: &mut Variables) -> Cleared {
    if text.is_empty() || is_reference(text) {
        return Cleared { text: text.to_owned(), variables: Vec::new() };
    }
    if name == "sasl.jaas.config"
        && let Some(login) = jaas::read(text)
    {
        return cleared_login(login, variables);
    }
    let variable = variables.of(name, text);
    Cleared { text: format!("${{env:{variable}}}"), variables: vec![(variable, IT)] }
}

fn cleared_login(mut login: jaas::Login, variables: &mut Variables) -> Cleared {
    let mut to_set = Vec::new();
    for (name, value) in &mut login.options {
        if jaas::is_plain(name, value) || is_reference(value) {
            continue;
        }
        let what = if value.contains('\\') { AS_WRITTEN } else { IT };
        let variable = variables.of(&format!("sasl.{}", snake(name)), value);
        *value = format!("${{env:{variable}}}");
        to_set.push((variable, what));
    }
    Cleared { text: login.to_string(), variables: to_set }
}

/// `clientSecret` as `client.secret`.
fn snake(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push('.');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}

/// A value that is no secret, without the passwords of the addresses in it: `https://user:password@host`.
pub(super) fn cleared_addresses(name: &str, text: &str, variables: &mut Variables) -> Cleared {
    let mut out = String::new();
    let mut to_set = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + 3);
        out.push_str(before);
        let end = after.find(['/', '?', '#', ',', ' ']).unwrap_or(after.len());
        let (authority, left) = after.split_at(end);
        // A password may itself have the signs that end an address; behind a port there is no password.
        let port = authority.split_once(':').map(|(_, port)| port.chars().all(|c| c.is_ascii_digit()));
        let (authority, left) = match after.rfind('@') {
            Some(at) if port == Some(false) && !authority.contains('@') && !after[..at].contains("://") => {
                after.split_at(at)
            }
            Some(_) | None => (authority, left),
        };
        let (user, host) = authority.rsplit_once('@').unwrap_or((authority, ""));
        let has_user = authority.contains('@') || left.starts_with('@');
        match user.split_once(':') {
            Some((user, password)) if has_user && !password.is_empty() && !is_reference(password) => {
                let variable = variables.of(&format!("{name}.password"), password);
                out.push_str(user);
                out.push_str(":${env:");
                out.push_str(&variable);
                out.push('}');
                out.push_str(&authority[authority.len() - host.len() - usize::from(authority.contains('@'))..]);
                to_set.push((variable, ADDRESS));
            }
            Some(_) | None => out.push_str(authority),
        }
        rest = left;
    }
    out.push_str(rest);
    Cleared { text: out, variables: to_set }
}

/// Whether a comment may be kept: nothing in it can be a secret.
pub(super) fn may_be_kept(comment: &str) -> bool {
    const SHORT: [&str; 5] = ["pw", "pass", "pin", "auth", "key"];
    let has_pair = comment.contains(['=', ':']);
    let is_secret = comment
        .split(|c: char| c.is_whitespace() || matches!(c, '=' | ':'))
        .any(|word| looks_secret(word) || SHORT.contains(&word.to_lowercase().as_str()));
    let text = parts(comment).iter().all(|part| matches!(part, Part::Text(_)));
    text && !is_secret && !(has_pair && looks_secret(comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleared(name: &str, text: &str) -> (String, Vec<(String, &'static str)>) {
        let cleared = super::cleared(name, text, &mut Variables::default());
        (cleared.text, cleared.variables)
    }

    #[test]
    fn a_secret_becomes_a_reference_and_a_reference_stays() {
        let set = |name: &str| vec![(name.to_owned(), IT)];
        let cases = [
            ("sasl.password", "canary", "${env:KAFKA_SASL_PASSWORD}", set("KAFKA_SASL_PASSWORD")),
            ("sasl.password", "canary${env:X}", "${env:KAFKA_SASL_PASSWORD}", set("KAFKA_SASL_PASSWORD")),
            ("my-odd..Pass word", "canary", "${env:KAFKA_MY_ODD_PASS_WORD}", set("KAFKA_MY_ODD_PASS_WORD")),
            ("KAFKA_SASL_PASSWORD", "canary", "${env:KAFKA_SASL_PASSWORD}", set("KAFKA_SASL_PASSWORD")),
            ("é", "canary", "${env:KAFKA_SECRET}", set("KAFKA_SECRET")),
            ("sasl.password", "${env:X}", "${env:X}", vec![]),
            ("sasl.password", "${file:/run/x}", "${file:/run/x}", vec![]),
            ("sasl.password", "", "", vec![]),
            ("sasl.jaas.config", "canary", "${env:KAFKA_SASL_JAAS_CONFIG}", set("KAFKA_SASL_JAAS_CONFIG")),
            (
                "sasl.jaas.config",
                "a.PlainLoginModule required username=alice password='canary' clientSecret=\"canary\" debug=true;",
                "a.PlainLoginModule required username=\"alice\" password=\"${env:KAFKA_SASL_PASSWORD}\" \
                 clientSecret=\"${env:KAFKA_SASL_CLIENT_SECRET}\" debug=\"true\";",
                vec![("KAFKA_SASL_PASSWORD".to_owned(), IT), ("KAFKA_SASL_CLIENT_SECRET".to_owned(), IT)],
            ),
        ];
        for (name, text, cleared_text, variables) in cases {
            assert_eq!(cleared(name, text), (cleared_text.to_owned(), variables), "{name}");
        }
    }

    #[test]
    fn one_variable_stands_for_one_secret() {
        let mut variables = Variables::default();
        let texts = ["one", "two", "one", "three"].map(|text| super::cleared("a.b", text, &mut variables).text);
        assert_eq!(texts, ["${env:KAFKA_A_B}", "${env:KAFKA_A_B_2}", "${env:KAFKA_A_B}", "${env:KAFKA_A_B_3}"]);
    }

    #[test]
    fn the_password_of_an_address_becomes_a_reference() {
        let cases = [
            ("http://host:1/x", "http://host:1/x"),
            ("http://alice@host:1/a:b@c", "http://alice@host:1/a:b@c"),
            ("http://alice:canary@host:1/x", "http://alice:${env:KAFKA_U_PASSWORD}@host:1/x"),
            ("http://alice:can/ary@host:1/x", "http://alice:${env:KAFKA_U_PASSWORD}@host:1/x"),
            ("http://alice:can@ry@host", "http://alice:${env:KAFKA_U_PASSWORD}@host"),
            ("http://alice:${env:X}@host", "http://alice:${env:X}@host"),
            ("http://host:1/a@b:c", "http://host:1/a@b:c"),
            ("SSL://a:1,SSL://b:2", "SSL://a:1,SSL://b:2"),
            (
                "http://a:canary@h,http://b:canary@i",
                "http://a:${env:KAFKA_U_PASSWORD}@h,http://b:${env:KAFKA_U_PASSWORD}@i",
            ),
        ];
        for (text, cleared) in cases {
            assert_eq!(cleared_addresses("u", text, &mut Variables::default()).text, cleared);
        }
    }

    #[test]
    fn a_comment_that_may_hold_a_secret_is_not_kept() {
        for kept in ["the orders of the shop", "linger.ms=5: more is slower", "see https://kafka.apache.org/43"] {
            assert!(may_be_kept(kept), "{kept}");
        }
        for left in [
            "sasl.password=canary",
            "password is canary",
            "old: sasl.passwrd=canary",
            "my-secret canary",
            "old PW canary",
        ] {
            assert!(!may_be_kept(left), "{left}");
        }
    }
}
