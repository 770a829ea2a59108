//! Which form a text has.

use super::{Form, Trouble, console, kcat, shell, spring, utf8};
use crate::domain::diagnostic::Position;
use crate::domain::property;

const FORMS: &str = "name it with --from; allowed: properties, spring, librdkafka, kcat, console";

/// The form of a text, by what only one of them has.
pub(super) fn form_of(bytes: &[u8]) -> Result<Form, Trouble> {
    let start = Position { line: 1, column: 1 };
    // A .properties file need not be UTF-8.
    let Ok(text) = utf8(bytes) else { return Ok(Form::Properties) };
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    if lines().next().is_none() {
        return Err(Trouble::new(start, "there is nothing in it"));
    }
    if lines().any(|line| ["[producer]", "[librdkafka]", "[workbench]"].contains(&line)) {
        return Err(Trouble::new(start, "this is a profile already"));
    }
    for (programs, form) in [(&kcat::PROGRAMS[..], Form::Kcat), (&console::PROGRAMS[..], Form::Console)] {
        if lines().any(|line| is_command(line, programs)) {
            return Ok(form);
        }
    }
    if lines().any(|line| line == "spring:" || spring::is_of_kafka(line)) {
        return Ok(Form::Spring);
    }
    let is_json = text.trim_start().starts_with(['{', '[']);
    if is_json || !lines().any(|line| line.contains(['=', ':'])) {
        return Err(Trouble::new(start, format!("its form is not recognised; {FORMS}")));
    }
    let names: Vec<&str> = lines().filter_map(|line| line.split(['=', ':', ' ']).next()).collect();
    let of_java = names.iter().filter(|name| belongs_to(name) == Some(Client::Java)).count();
    let of_librdkafka = names.iter().filter(|name| belongs_to(name) == Some(Client::Librdkafka)).count();
    Ok(if of_librdkafka > of_java { Form::Librdkafka } else { Form::Properties })
}

/// Whether one of these programs is called with an option.
fn is_command(line: &str, programs: &[&str]) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let follows = |at: usize| words.get(at + 1).is_none_or(|next| next.starts_with('-') || *next == "\\");
    words.iter().enumerate().any(|(at, word)| programs.contains(&shell::program(word)) && follows(at))
}

/// Whether Spring's keys stand in YAML, and not in a `.properties` file.
pub(super) fn is_spring_yaml(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let separator = |line: &str| line.find(['=', ':']).map(|at| line.as_bytes()[at]);
    let of_kafka = |line: &&str| spring::is_of_kafka(line);
    !text.lines().map(str::trim).filter(of_kafka).any(|line| separator(line) == Some(b'='))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    Java,
    Librdkafka,
}

/// The client that alone has a property of this name.
fn belongs_to(name: &str) -> Option<Client> {
    let java = property::all().any(|property| property.java.is_some() && property.name == name);
    let librdkafka = property::all().any(|property| property.native_names().any(|native| native == name));
    match (java, librdkafka) {
        (true, false) => Some(Client::Java),
        (false, true) => Some(Client::Librdkafka),
        (true, true) | (false, false) => None,
    }
}
