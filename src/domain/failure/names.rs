//! Finding a code by what somebody read in a log: a number, a name in any client's spelling, a Java exception.

use super::Code;

/// What clients put before librdkafka's names: C and Node, Go, .NET.
const PREFIXES: [&str; 4] = ["rdkafkaresperr", "err", "local", "broker"];

/// The codes that a name, a number or a Java exception stands for, ascending; several for an exception such as
/// `TimeoutException`, none if there is no such thing. Case, underscores, a class's package and the end `Exception` do
/// not count.
pub fn named(typed: &str) -> Vec<&'static Code> {
    let typed = typed.trim();
    if let Ok(code) = typed.parse() {
        return Code::find(code).into_iter().collect();
    }
    let bare = bare(typed.rsplit('.').next().unwrap_or(typed));
    let of = |wanted: &str| -> Vec<&'static Code> {
        Code::all()
            .filter(|code| !wanted.is_empty() && spellings(code).any(|name| self::bare(name) == wanted))
            .collect()
    };
    let stripped = PREFIXES.iter().filter_map(|prefix| bare.strip_prefix(prefix)).map(str::to_owned);
    std::iter::once(bare.clone())
        .chain(stripped)
        .chain([format!("{bare}exception")])
        .map(|name| of(&name))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// What to look at instead of an exception that stands for no error of its own.
pub fn wrapper(typed: &str) -> Option<&'static str> {
    let bare = bare(typed.rsplit('.').next().unwrap_or(typed));
    match bare.as_str() {
        "executionexception" | "completionexception" => Some("it wraps what happened: look up its cause"),
        "apiexception" | "retriableexception" | "invalidmetadataexception" | "refreshretriableexception" => {
            Some("it is the base of many exceptions: look up the class that was raised")
        }
        _ => None,
    }
}

/// The names nearest to a mistyped one, nearest first: at most three, and only those that may have been
/// meant.
pub fn nearest(typed: &str) -> Vec<&'static str> {
    let typed = bare(typed.rsplit('.').next().unwrap_or(typed));
    let mut near: Vec<(usize, &'static str)> = Code::all()
        .flat_map(spellings)
        .map(|name| (strsim::damerau_levenshtein(&typed, &bare(name)), name))
        .filter(|(distance, name)| *distance <= (name.len() / 3).min(6))
        .collect();
    near.sort_unstable();
    let most = near.first().map_or(0, |(best, _)| best + 1);
    near.retain(|(distance, _)| *distance <= most);
    let mut names: Vec<&'static str> = Vec::new();
    for (_, name) in near {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(3);
    names
}

/// Every name of a code.
fn spellings(code: &'static Code) -> impl Iterator<Item = &'static str> {
    std::iter::once(code.name).chain(code.kafka).chain(code.exceptions.iter().copied())
}

/// Letters and digits in lower case, which is what all spellings of a name share.
fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
