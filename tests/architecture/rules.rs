//! The rules themselves: what a file at a place may not say.

use super::paths::crate_paths;
use super::source::{Kind, Token, tokens};

/// A rule broken on a line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub line: usize,
    pub what: String,
}

/// Each room, and what it may import; a name with `::` allows that much of a room only.
const HOUSE: &[(&str, &[&str])] = &[
    ("main", &["cli", "runtime"]),
    ("cli", &["domain", "config", "kafka", "load", "app", "runtime"]),
    ("domain", &[]),
    ("config", &["domain"]),
    ("kafka", &["domain"]),
    ("load", &["domain", "kafka"]),
    ("app", &["domain"]),
    ("ui", &["app", "domain"]),
    ("term", &["app::key", "app::msg"]),
    ("runtime", &["cli", "domain", "config", "kafka", "load", "app", "ui", "term"]),
];

/// The rooms that may use a crate, for those crates that belong to some.
const CRATES: &[(&str, &[&str])] = &[
    ("rdkafka", &["kafka"]),
    ("tokio", &["main", "cli", "kafka", "load", "term", "runtime"]),
    ("ratatui", &["app", "ui", "term", "runtime"]),
    ("crossterm", &["term"]),
];

/// The file that reads the colours' names in a theme, and the one that turns them into the terminal's.
const COLOURS: &[&str] = &["src/config/theme.rs", "src/ui/styles.rs"];
const COLOUR_NAMES: &[&str] = &[
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "grey",
    "white",
    "dark_gray",
    "dark_grey",
    "light_red",
    "light_green",
    "light_yellow",
    "light_blue",
    "light_magenta",
    "light_cyan",
];

const LINES: usize = 400;
const CLOCKS: &[&str] = &["Instant", "SystemTime", "Timestamp", "Zoned"];
const OUTSIDE: &[&str] = &["fs", "net", "env", "process", "thread"];
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln"];
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];
const VAGUE: &[&str] = &["util", "utils", "helpers", "misc", "common"];

/// Every breach in a file, whose path is told from the root of the project.
pub fn breaches(file: &str, text: &str) -> Vec<Breach> {
    let mut found = Found::default();
    let lines = text.lines().count();
    if lines > LINES {
        found.add(lines, format!("{lines} lines: a file has at most {LINES}, split it by noun"));
    }
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or(file);
    if VAGUE.contains(&stem) {
        found.add(1, format!("'{stem}' says nothing: split by noun"));
    }
    let Some(inside) = file.strip_prefix("src/") else { return found.0 };
    let tokens = tokens(text);
    unfinished(&tokens, &mut found);
    let code: Vec<Token> = tokens.into_iter().filter(|token| !matches!(token.kind, Kind::Comment(_))).collect();
    if inside == "lib.rs" {
        module_list(&code, &mut found);
        return found.0;
    }
    let room = inside.split('/').next().map_or("", |room| room.trim_end_matches(".rs"));
    let Some((_, may)) = HOUSE.iter().find(|(name, _)| *name == room) else {
        found.add(1, format!("'{room}' is no room of the house"));
        return found.0;
    };
    arrows(&code, room, may, depth(inside), &mut found);
    crates(&code, room, &mut found);
    if !(inside.starts_with("kafka/native/") || inside == "kafka/native.rs") {
        unsafety(&code, &mut found);
    }
    if !COLOURS.contains(&file) {
        colours(&code, &mut found);
    }
    if room == "domain" || room == "app" {
        purity(&code, room, &mut found);
    }
    if room != "cli" && room != "main" {
        prints(&code, room, &mut found);
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<Breach>);

impl Found {
    fn add(&mut self, line: usize, what: impl Into<String>) {
        self.0.push(Breach { line, what: what.into() });
    }
}

/// How many modules deep a file is, its path told from `src/`.
fn depth(inside: &str) -> usize {
    match inside {
        "main.rs" | "lib.rs" => 0,
        _ => inside.split('/').count() - usize::from(inside.ends_with("/mod.rs")),
    }
}

fn arrows(code: &[Token], room: &str, may: &[&str], depth: usize, found: &mut Found) {
    for path in crate_paths(code, depth) {
        let first = path.segments.first().map_or("*", String::as_str);
        if first == room || may.contains(&first) {
            continue;
        }
        let two = path.segments.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("::");
        if !may.contains(&two.as_str()) {
            let partly = may.iter().any(|allowed| allowed.split("::").next() == Some(first));
            let named = if partly { two.as_str() } else { first };
            found.add(path.line, format!("{room} may not import {named}"));
        }
    }
}

fn crates(code: &[Token], room: &str, found: &mut Found) {
    for (at, token) in code.iter().enumerate() {
        let Kind::Word(word) = &token.kind else { continue };
        let Some((name, rooms)) = CRATES.iter().find(|(name, _)| name == word) else { continue };
        let begins = at == 0 || code[at - 1].kind != Kind::PathSep;
        let leads = followed_by_sep(code, at) || at > 0 && code[at - 1].is_word("use");
        if begins && leads && !rooms.contains(&room) {
            found.add(token.line, format!("{room} may not use {name}"));
        }
    }
}

fn unsafety(code: &[Token], found: &mut Found) {
    for token in code.iter().filter(|token| token.is_word("unsafe") || token.is_word("unsafe_code")) {
        found.add(token.line, "unsafe belongs into src/kafka/native alone");
    }
}

fn colours(code: &[Token], found: &mut Found) {
    for (at, token) in code.iter().enumerate() {
        let breach = match &token.kind {
            Kind::Word(word) if word == "Color" => followed_by_sep(code, at),
            Kind::Word(word) => {
                let name = word.strip_prefix("on_").unwrap_or(word);
                COLOUR_NAMES.contains(&name) && at > 0 && code[at - 1].is_sign('.')
            }
            Kind::Text(text) => is_colour(text),
            Kind::PathSep | Kind::Sign(_) | Kind::Comment(_) => false,
        };
        if breach {
            found.add(token.line, "a colour stands in the code: name a role of the theme");
        }
    }
}

fn is_colour(text: &str) -> bool {
    let hex = text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit()));
    hex || COLOUR_NAMES.contains(&text.replace('-', "_").as_str())
}

fn purity(code: &[Token], room: &str, found: &mut Found) {
    for (at, token) in code.iter().enumerate() {
        let Kind::Word(word) = &token.kind else { continue };
        if CLOCKS.contains(&word.as_str())
            && followed_by_sep(code, at)
            && code.get(at + 2).is_some_and(|t| t.is_word("now"))
        {
            found.add(token.line, format!("{room} reads no clock: time comes in from outside"));
        }
        if word == "std" && followed_by_sep(code, at) {
            for outside in
                std_modules(code, at + 2).iter().filter(|token| OUTSIDE.iter().any(|name| token.is_word(name)))
            {
                found.add(outside.line, format!("{room} does no I/O"));
            }
        }
    }
}

/// What follows `std::`: a module, or a group of them.
fn std_modules(code: &[Token], at: usize) -> &[Token] {
    let rest = code.get(at..).unwrap_or_default();
    let group = rest.first().is_some_and(|token| token.is_sign('{'));
    let end = if group { rest.iter().position(|token| token.is_sign(';')) } else { Some(1) };
    &rest[..end.unwrap_or(rest.len()).min(rest.len())]
}

fn prints(code: &[Token], room: &str, found: &mut Found) {
    for (line, name) in macros(code, PRINTS) {
        found.add(line, format!("{name}! in {room}: only cli and main print"));
    }
}

fn unfinished(tokens: &[Token], found: &mut Found) {
    for (line, name) in macros(tokens, UNFINISHED) {
        found.add(line, format!("{name}! is not finished"));
    }
    for token in tokens {
        if let Kind::Comment(text) = &token.kind
            && text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "TODO" | "FIXME" | "XXX"))
        {
            found.add(token.line, "something is unfinished");
        }
    }
}

/// The calls of these macros: line and name.
fn macros<'a>(code: &'a [Token], names: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
    code.windows(2).filter_map(|pair| match &pair[0].kind {
        Kind::Word(word) if names.contains(&word.as_str()) && pair[1].is_sign('!') => {
            Some((pair[0].line, word.as_str()))
        }
        _ => None,
    })
}

/// `lib.rs` holds its documentation, attributes, and `pub mod name;`.
fn module_list(code: &[Token], found: &mut Found) {
    let mut at = 0;
    while at < code.len() {
        if code[at].is_sign('#') {
            while at < code.len() && !code[at].is_sign(']') {
                at += 1;
            }
            at += 1;
        } else if code[at].is_word("pub")
            && code.get(at + 1).is_some_and(|token| token.is_word("mod"))
            && code.get(at + 3).is_some_and(|token| token.is_sign(';'))
        {
            at += 4;
        } else {
            found.add(code[at].line, "lib.rs is the module list and nothing else");
            return;
        }
    }
}

fn followed_by_sep(code: &[Token], at: usize) -> bool {
    code.get(at + 1).is_some_and(|token| token.kind == Kind::PathSep)
}
