//! `${env:NAME}` and `${file:PATH}` in values.

use std::path::Path;

use super::paths::Environment;

/// The id of what is told about a variable of the environment that is not set: that is no mistake in a profile.
pub const UNSET: &str = "unset-variable";

const FORMS: &str = "allowed: ${env:NAME}, ${file:PATH}";

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// The environment variable of this name is not set, here and now.
    Unset(String),
    /// A file that can't be read, or a variable that is no text, in a person's words.
    Wrong(String),
    /// It only begins like a reference; the words show it.
    NoReference(String),
}

impl Unresolved {
    /// The same for the value of a secret, which may hold what only looks like a reference.
    pub(super) fn of_secret(self) -> Self {
        match self {
            Self::NoReference(_) => Self::Wrong(format!("what begins with '${{' in it is no reference; {FORMS}")),
            Self::Unset(_) | Self::Wrong(_) => self,
        }
    }

    /// The id of what is told about it.
    pub(super) const fn id(&self) -> &'static str {
        match self {
            Self::Unset(_) => UNSET,
            Self::Wrong(_) | Self::NoReference(_) => "reference",
        }
    }
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unset(name) => write!(f, "the environment variable '{name}' is not set"),
            Self::Wrong(why) | Self::NoReference(why) => f.write_str(why),
        }
    }
}

/// Puts what the references of a value stand for in their places. A file's path counts from `folder`; one newline at
/// its end is dropped.
///
/// # Errors
/// The reference that leads nowhere, and why. Never what a reference stands for.
pub(super) fn resolve(text: &str, folder: &Path, environment: &Environment<'_>) -> Result<String, Unresolved> {
    let mut resolved = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, reference) = rest.split_at(start);
        resolved.push_str(before);
        let Some(end) = reference.find('}') else {
            return Err(Unresolved::NoReference(format!("'{reference}' has no closing brace; {FORMS}")));
        };
        let (whole, after) = reference.split_at(end + 1);
        resolved.push_str(&look_up(whole, folder, environment)?);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

/// The text, if it has a reference in it and may be shown and written elsewhere: with the value of a secret, nothing may
/// stand beside the references that could be a part of it.
pub(super) fn safe(text: &str, secret: bool) -> Option<String> {
    let is_safe = is_reference(text) || !secret || is_safe_jaas(text);
    (references(text).next().is_some() && is_safe).then(|| text.to_owned())
}

/// The references of a text, each whole.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find("${")?;
        let end = start + rest[start..].find('}')? + 1;
        let (before, after) = rest.split_at(end);
        rest = after;
        Some(&before[start..])
    })
}

/// The text with the files of its references told from the root, where they were told from `folder`.
pub(super) fn anchored(text: &str, folder: &Path) -> String {
    references(text).fold(text.to_owned(), |whole, reference| match reference.strip_prefix("${file:") {
        Some(path) if !path.starts_with('/') => {
            whole.replacen(reference, &format!("${{file:{}", folder.join(path).display()), 1)
        }
        Some(_) | None => whole,
    })
}

/// Whether a text is references and nothing else.
fn is_reference(text: &str) -> bool {
    let length: usize = references(text).map(str::len).sum();
    length > 0 && length == text.trim().len()
}

/// Whether all options of a login module, but those known to be no secret, are references.
fn is_safe_jaas(text: &str) -> bool {
    const PLAIN: [&str; 4] = ["username", "serviceName", "principal", "scope"];
    let Some((module, options)) = text.trim_start().split_once(char::is_whitespace) else { return false };
    // The first option stands behind the control flag, as "required".
    let (mut rest, mut words_before) = (options, 2);
    while let Some((name, after)) = rest.split_once('=') {
        let words: Vec<&str> = name.split_whitespace().collect();
        let after = after.trim_start();
        let (value, left) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_at(after.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(after.len())),
        };
        let plain = words.last().is_some_and(|name| PLAIN.contains(name)) || ["true", "false", ""].contains(&value);
        if words.len() > words_before || !(plain || is_reference(value)) {
            return false;
        }
        (rest, words_before) = (left, 1);
    }
    // What is no option may be the end of a password with a blank in it.
    module.ends_with("LoginModule") && rest.chars().all(|c| c.is_whitespace() || c == ';')
}

fn look_up(whole: &str, folder: &Path, environment: &Environment<'_>) -> Result<String, Unresolved> {
    let wrong = |why: String| Err(Unresolved::Wrong(why));
    match whole[2..whole.len() - 1].split_once(':') {
        Some(("env", name)) => match environment(name) {
            Some(value) => {
                value.into_string().or_else(|_| wrong(format!("the environment variable '{name}' is not text (UTF-8)")))
            }
            None => Err(Unresolved::Unset(name.to_owned())),
        },
        Some(("file", path)) => match std::fs::read_to_string(folder.join(path)) {
            Ok(text) => {
                let line = text.strip_suffix('\n').unwrap_or(&text);
                Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
            }
            Err(error) => wrong(format!("the file '{path}' can't be read: {}", super::io_reason(&error))),
        },
        Some(_) | None => Err(Unresolved::NoReference(format!("'{whole}' is no reference; {FORMS}"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn references_are_replaced_and_the_rest_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pw"), "s3cret\n").unwrap();
        let environment = |name: &str| (name == "WHO").then(|| "alice".into());
        let cases = [
            ("plain $ {x}", "plain $ {x}"),
            ("${env:WHO}", "alice"),
            ("a-${env:WHO}-b${env:WHO}", "a-alice-balice"),
            ("${file:pw}", "s3cret"),
        ];
        for (text, resolved) in cases {
            assert_eq!(resolve(text, folder.path(), &environment).unwrap(), resolved);
        }
        let bad = [
            ("${env:NOBODY}", "the environment variable 'NOBODY' is not set"),
            ("${file:none}", "the file 'none' can't be read: no such file"),
            ("${env:WHO", "'${env:WHO' has no closing brace; allowed: ${env:NAME}, ${file:PATH}"),
            ("${vault:x}", "'${vault:x}' is no reference; allowed: ${env:NAME}, ${file:PATH}"),
            ("${}", "'${}' is no reference; allowed: ${env:NAME}, ${file:PATH}"),
        ];
        for (text, told) in bad {
            assert_eq!(resolve(text, folder.path(), &environment).unwrap_err().to_string(), told);
        }
    }

    #[test]
    fn what_is_written_may_be_shown_where_no_part_of_a_secret_stands_beside_the_reference() {
        let module =
            |options: &str| format!("org.apache.kafka.common.security.scram.ScramLoginModule required {options}");
        let cases = [
            ("plain".to_owned(), false, false),
            ("${env".to_owned(), false, false),
            ("x-${env:WHO}".to_owned(), false, true),
            ("x-${env:WHO}".to_owned(), true, false),
            ("${env:A}${file:b}".to_owned(), true, true),
            (" ${env:A} ".to_owned(), true, true),
            (module("username=\"alice\" password=\"${env:PW}\";"), true, true),
            (module("username=alice password=${env:PW};"), true, true),
            (module("username=\"${env:WHO}\" password=\"canary\";"), true, false),
            (module("username=\"${env:WHO}\" password=\"canary ${env:X}\";"), true, false),
            (module("username=${env:WHO} password=${env:X} canary;"), true, false),
            ("canary ${env:WHO}".to_owned(), true, false),
        ];
        for (text, secret, may) in cases {
            assert_eq!(safe(&text, secret).is_some(), may, "{text}");
        }
    }
}
