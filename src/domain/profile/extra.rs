//! What a profile keeps although no client has it.

use super::Origin;
use crate::domain::property::{Property, Value, all, names};
use crate::domain::secret::Secret;

/// A name that is no producer property, with the value it was given: kept and written out again, passed to nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// The name.
    pub name: String,
    /// The value as it is written: a text, or a secret where it may be one.
    pub value: Value,
    /// The value as it is written, where that holds a reference and no secret beside.
    pub reference: Option<String>,
    /// Where it was set.
    pub origin: Origin,
}

impl Extra {
    /// With a value as it is written; `reference` where that holds a reference and no secret beside.
    pub fn new(name: &str, text: &str, reference: Option<String>, origin: Origin) -> Self {
        let secret = reference.is_none() && (looks_secret(name) || holds_password(text));
        let value = if secret { Value::Secret(Secret::new(text)) } else { Value::Text(text.to_owned()) };
        Self { name: name.to_owned(), value, reference, origin }
    }
}

/// What the names of secrets have in them, without the marks between their words.
const SECRET_WORDS: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "jaas",
    "credential",
    "userinfo",
    "keytab",
    "signature",
    "apikey",
    "pem",
];

/// Whether what is given to a name that nobody knows may be a secret: it has the words of one in it, or is near to the
/// name of one.
pub fn looks_secret(name: &str) -> bool {
    let words = name.to_lowercase();
    let plain: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    // `key.converter` and the like are about the keys of records, as `key.serializer` is.
    let of_keys = plain.contains("key") && !words.starts_with("key.") && !plain.starts_with("keyserializer");
    let secrets = || all().filter(|property| property.is_secret());
    let names = || secrets().flat_map(|property| std::iter::once(property.name).chain(property.native_names()));
    SECRET_WORDS.iter().any(|word| plain.contains(word))
        || of_keys
        || names::nearest(name, names()).is_some()
        || names::suggest(name).and_then(names::row).is_some_and(Property::is_secret)
}

/// Whether a text is an address with a password in it, as `https://user:password@host`.
fn holds_password(text: &str) -> bool {
    let Some((_, after)) = text.split_once("://") else { return false };
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_one() {
        let secret = [
            "db.password",
            "DB_PASSWORD",
            "my.secret",
            "oauth.token",
            "listener.name.jaas",
            "api.key",
            "API_KEY",
            "schema.registry.basic.auth.user.info",
            "sasl.passwrd",
            "ssl.keystore.pasword",
            "sasl.jass.config",
            "ssl.keystore.ky",
            "aws.secret.access.key",
            "http.pass-phrase",
        ];
        for name in secret {
            assert!(looks_secret(name), "{name}");
        }
        for name in ["foo", "lingr.ms", "group.id", "schema.registry.url", "key.converter", "auto.offset.reset"] {
            assert!(!looks_secret(name), "{name}");
        }
    }

    #[test]
    fn a_secret_is_not_shown_and_a_reference_is() {
        let origin = || Origin::Option("--set");
        let shown = |name, text, reference: Option<&str>| {
            let extra = Extra::new(name, text, reference.map(str::to_owned), origin());
            extra.value.to_string()
        };
        let stars = crate::domain::secret::STARS;
        assert_eq!(shown("foo", "bar", None), "bar");
        assert_eq!(shown("foo.password", "canary", None), stars);
        assert_eq!(shown("foo.password", "${env:X}", Some("${env:X}")), "${env:X}");
        assert_eq!(shown("schema.registry.url", "https://alice:canary@host:1/x", None), stars);
        assert_eq!(shown("schema.registry.url", "https://host:1/a@b:c", None), "https://host:1/a@b:c");
    }
}
