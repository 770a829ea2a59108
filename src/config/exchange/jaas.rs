//! `sasl.jaas.config`, as far as its options have to be told apart: Java's own reading of it is
//! `JaasConfig` over a `StreamTokenizer`.

/// A login module with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Login {
    pub class: String,
    pub flag: String,
    /// Values are as they stand between the quotes, escapes and all.
    pub options: Vec<(String, String)>,
}

/// Options that are no secret.
const PLAIN: [&str; 4] = ["username", "serviceName", "principal", "scope"];

/// Whether the value of an option may be shown.
pub(super) fn is_plain(name: &str, value: &str) -> bool {
    PLAIN.contains(&name) || ["true", "false", ""].contains(&value)
}

impl Login {
    /// The value of an option.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
    }
}

/// As Java reads it; every value between double quotes.
impl std::fmt::Display for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.class, self.flag)?;
        for (name, value) in &self.options {
            write!(f, " {name}=\"{value}\"")?;
        }
        f.write_str(";")
    }
}

/// The one login module of the text; `None` for anything out of the ordinary, as comments.
pub(super) fn read(text: &str) -> Option<Login> {
    let mut rest = text;
    let class = word(&mut rest)?;
    let flag = word(&mut rest)?;
    let mut options = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(';') {
            let whole = after.trim().is_empty() && class.ends_with("LoginModule");
            return whole.then_some(Login { class, flag, options });
        }
        let name = word(&mut rest)?;
        rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let value = match rest.chars().next()? {
            quote @ ('"' | '\'') => quoted(&mut rest, quote)?,
            _ => word(&mut rest)?,
        };
        options.push((name, value));
    }
}

/// A word without quotes. References may stand in it.
fn word(rest: &mut &str) -> Option<String> {
    let text = rest.trim_start();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '$' | '{' | '}' | ':');
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    *rest = after;
    (!word.is_empty()).then(|| word.to_owned())
}

/// What stands between quotes, so that it can stand between double ones.
fn quoted(rest: &mut &str, quote: char) -> Option<String> {
    let text = *rest;
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return None,
            c if escaped => {
                escaped = false;
                value.extend(['\\', c]);
            }
            '\\' => escaped = true,
            c if c == quote => {
                *rest = &text[at + 1..];
                return Some(value);
            }
            '"' => value.push_str("\\\""),
            c => value.push(c),
        }
    }
    None
}

/// A value to stand between the double quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r")
}

/// What a value between the double quotes stands for; `None` where it has other escapes than those of a sign.
pub(super) fn unescaped(value: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                c if c.is_ascii_alphanumeric() => return None,
                c => text.push(c),
            },
            c => text.push(c),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_login_is_read_and_written_with_its_options_in_order() {
        let cases = [
            (
                "a.PlainLoginModule required username=\"alice\" password=\"x y\";",
                "a.PlainLoginModule required username=\"alice\" password=\"x y\";",
            ),
            (
                " a.ScramLoginModule  REQUIRED\n  username='al\"ice'\n password = ${env:PW} tokenauth=true ; ",
                "a.ScramLoginModule REQUIRED username=\"al\\\"ice\" password=\"${env:PW}\" tokenauth=\"true\";",
            ),
            (
                "a.PlainLoginModule required password=\"a\\\"b\\\\\";",
                "a.PlainLoginModule required password=\"a\\\"b\\\\\";",
            ),
        ];
        for (text, written) in cases {
            let login = read(text).unwrap();
            assert_eq!(login.to_string(), written);
            assert_eq!(read(written).unwrap(), login);
        }
        for odd in [
            "",
            "a.PlainLoginModule required",
            "a.PlainLoginModule required password=canary more;",
            "a.PlainLoginModule required password=\"canary;",
            "a.PlainLoginModule required password=can!ary;",
            "a.PlainLoginModule /* no */ required;",
            "a.PlainLoginModule required; b.PlainLoginModule required;",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn values_are_escaped_and_back() {
        for text in ["", "plain", "a\"b\\c", "\\\\\"\""] {
            assert_eq!(unescaped(&escaped(text)).unwrap(), text);
        }
        assert_eq!(unescaped("\\101"), None);
    }
}
