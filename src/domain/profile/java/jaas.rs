//! `JaasContext.loadClientContext` and `JaasConfig`: `sasl.jaas.config` read as Java's `StreamTokenizer` reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use super::{Cause, Run};
use crate::domain::property::ClientModel;
use crate::domain::secret::STARS;

/// The one login module of a client.
#[derive(Clone, PartialEq, Eq)]
pub struct Module {
    /// Its class.
    pub class: String,
    /// What it is given; a password among it.
    pub options: BTreeMap<String, String>,
}

/// Without the values of the options, and without names that may be the rest of a password.
impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.options.keys().map(|name| shown(name)).collect();
        f.debug_struct("Module").field("class", &self.class).field("options", &names).finish()
    }
}

/// Kafka does not let these in unless a system property says so.
const DISALLOWED: [&str; 2] =
    ["com.sun.security.auth.module.JndiLoginModule", "com.sun.security.auth.module.LdapLoginModule"];

/// Names of options that may be told: any other word may be the rest of a password without quotes.
const OPTIONS: [&str; 17] = [
    "username",
    "password",
    "tokenauth",
    "clientId",
    "clientSecret",
    "scope",
    "useKeyTab",
    "storeKey",
    "keyTab",
    "principal",
    "serviceName",
    "useTicketCache",
    "ticketCache",
    "renewTGT",
    "doNotPrompt",
    "refreshKrb5Config",
    "debug",
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    /// Anything without a text: a number, or a sign.
    Sign(Option<char>),
}

impl Token {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Sign(_) => None,
        }
    }
}

/// The login module, or why there is none.
pub(super) fn client_module(run: &Run) -> Result<Module, Vec<Cause>> {
    let refuse = |message: String| Err(vec![Cause::illegal_argument(message)]);
    let Some(text) = run.secret("sasl.jaas.config") else {
        return refuse(
            "Could not find a 'KafkaClient' entry in the JAAS configuration. \
             System property 'java.security.auth.login.config' is not set"
                .into(),
        );
    };
    let mut modules = match modules(text) {
        Ok(modules) => modules,
        Err(message) => return refuse(message),
    };
    let count = modules.len();
    let module = modules.pop().filter(|_| count == 1);
    match module {
        None => refuse(format!("JAAS config property contains {count} login modules, should be 1 module")),
        Some(module) => match not_allowed(run.model, module.class.trim()) {
            Some(message) => refuse(message),
            None => Ok(module),
        },
    }
}

/// `JaasContext.throwIfLoginModuleIsNotAllowed`, which 2.8 does not have.
fn not_allowed(model: ClientModel, class: &str) -> Option<String> {
    let refused = DISALLOWED.contains(&class);
    match model {
        ClientModel::Java | ClientModel::Librdkafka => refused.then(|| {
            format!(
                "{class} is not allowed. The system property 'org.apache.kafka.disallowed.login.modules' is \
                 deprecated. Use the org.apache.kafka.allowed.login.modules to allow this module. \
                 e.g.,-Dorg.apache.kafka.allowed.login.modules={class}"
            )
        }),
        ClientModel::Java3 => refused.then(|| {
            format!(
                "{class} is not allowed. Update System property 'org.apache.kafka.disallowed.login.modules' to allow \
                 {class}"
            )
        }),
        ClientModel::Java2 => None,
    }
}

/// The login modules of a `sasl.jaas.config`.
///
/// # Errors
/// What is wrong with it, in Java's words; without anything that may be a part of a password.
pub fn modules(text: &str) -> Result<Vec<Module>, String> {
    let tokens = tokens(text);
    let mut tokens = tokens.iter();
    let mut modules = Vec::new();
    while let Some(first) = tokens.next() {
        let flag = tokens.next().ok_or("Login module control flag not specified in JAAS config")?;
        control_flag(first, flag)?;
        let mut options = BTreeMap::new();
        loop {
            match tokens.next() {
                None => return Err("JAAS config entry not terminated by semi-colon".into()),
                Some(Token::Sign(Some(';'))) => break,
                Some(key) => {
                    let value = match tokens.next() {
                        Some(Token::Sign(Some('='))) => tokens.next().and_then(Token::text),
                        Some(_) | None => None,
                    };
                    let value = value.ok_or_else(|| {
                        let key = key.text().map_or("null", shown);
                        format!("Value not specified for key '{key}' in JAAS config")
                    })?;
                    options.insert(key.text().unwrap_or_default().to_owned(), value.to_owned());
                }
            }
        }
        modules.push(Module { class: first.text().unwrap_or_default().to_owned(), options });
    }
    if modules.is_empty() { Err("Login module not specified in JAAS config".into()) } else { Ok(modules) }
}

/// The name of an option; stars for one that may be the rest of a password without quotes.
fn shown(name: &str) -> &str {
    if OPTIONS.contains(&name) { name } else { STARS }
}

fn control_flag(class: &Token, flag: &Token) -> Result<(), String> {
    let flag = flag.text().ok_or("Login module control flag is not available in the JAAS config")?;
    match flag.to_uppercase().as_str() {
        "REQUIRED" | "REQUISITE" | "SUFFICIENT" | "OPTIONAL" => Ok(()),
        // Not behind a class it may be a password.
        _ if !class.text().is_some_and(|class| class.contains('.')) => {
            Err(format!("Invalid login module control flag '{STARS}' in JAAS config"))
        }
        _ => Err(format!("Invalid login module control flag '{flag}' in JAAS config")),
    }
}

/// `StreamTokenizer` with comments of both kinds, and '-', '_' and '$' in words.
fn tokens(text: &str) -> Vec<Token> {
    let mut chars = text.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(c) = chars.next() {
        match c {
            '\0'..=' ' => {}
            '/' => comment(&mut chars),
            '"' | '\'' => tokens.push(Token::Text(quoted(c, &mut chars))),
            '0'..='9' | '.' | '-' => tokens.push(number(c, &mut chars)),
            c if in_word(c) => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| in_word(*c)) {
                    word.push(c);
                }
                tokens.push(Token::Text(word));
            }
            c => tokens.push(Token::Sign(Some(c))),
        }
    }
    tokens
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '$') || c >= '\u{a0}'
}

/// The rest of a comment; a lone '/' begins one too.
fn comment(chars: &mut Peekable<Chars>) {
    if chars.next_if_eq(&'*').is_none() {
        while chars.next_if(|c| !matches!(c, '\n' | '\r')).is_some() {}
        return;
    }
    let mut before = ' ';
    for c in chars.by_ref() {
        if (before, c) == ('*', '/') {
            return;
        }
        before = c;
    }
}

/// Up to the closing quote, or the end of the line.
fn quoted(quote: char, chars: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, '\n' | '\r')) {
        match c {
            c if c == quote => break,
            '\\' => text.extend(escaped(chars)),
            c => text.push(c),
        }
    }
    text
}

fn escaped(chars: &mut Peekable<Chars>) -> Option<char> {
    let c = chars.next()?;
    Some(match c {
        '0'..='7' => {
            let mut code = c.to_digit(8)?;
            let most = if c <= '3' { 2 } else { 1 };
            for _ in 0..most {
                let Some(digit) = chars.next_if(|c| matches!(c, '0'..='7')).and_then(|c| c.to_digit(8)) else { break };
                code = code * 8 + digit;
            }
            char::from_u32(code)?
        }
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        c => c,
    })
}

/// A number has no text; a '-' that begins none is a sign.
fn number(first: char, chars: &mut Peekable<Chars>) -> Token {
    if first == '-' && !chars.peek().is_some_and(|c| c.is_ascii_digit() || *c == '.') {
        return Token::Sign(Some('-'));
    }
    let mut point = first == '.';
    while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || *c == '.' && !point) {
        point |= c == '.';
    }
    Token::Sign(None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_login_module_is_read_with_its_options() {
        let text = "a.b.C$D /* one */ Required // two\n user_name=\"x\\\"y\\101\" password='p;q' k=v-1.x;";
        let modules = modules(text).unwrap();
        let options = [("k", "v-1.x"), ("password", "p;q"), ("user_name", "x\"yA")];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        assert_eq!(modules, [Module { class: "a.b.C$D".into(), options }]);
    }

    #[test]
    fn what_is_wrong_is_said_in_javas_words_and_without_what_may_be_a_password() {
        let cases = [
            ("", "Login module not specified in JAAS config"),
            ("abc", "Login module control flag not specified in JAAS config"),
            ("a.B;", "Login module control flag is not available in the JAAS config"),
            ("alice canary;", "Invalid login module control flag '********' in JAAS config"),
            ("a.B foo;", "Invalid login module control flag 'foo' in JAAS config"),
            ("a.B required username=x", "JAAS config entry not terminated by semi-colon"),
            ("a.B required password=1x;", "Value not specified for key 'password' in JAAS config"),
            ("a.B required username x;", "Value not specified for key 'username' in JAAS config"),
            ("a.B required password=my canary;", "Value not specified for key '********' in JAAS config"),
            ("a.B required =x;", "Value not specified for key 'null' in JAAS config"),
        ];
        for (text, message) in cases {
            assert_eq!(modules(text).unwrap_err(), message, "{text}");
        }
    }
}
