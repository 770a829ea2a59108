//! A command line of kcat (kafkacat): its options by getopt, as its manual has them.

use super::shell::{self, Word};
use super::{Found, Pair, Trouble, librdkafka};
use crate::domain::diagnostic::Position;

/// The names the program has.
pub(super) const PROGRAMS: [&str; 2] = ["kcat", "kafkacat"];

/// The options that take a value.
const WITH_VALUE: &str = "GMtpbzoDKkHdFXcfsrm";

/// The pairs of a command line; `None` if there is none of kcat's.
pub(super) fn read(text: &str) -> Result<Option<Found>, Trouble> {
    let Some(arguments) = shell::find(text, &PROGRAMS)? else { return Ok(None) };
    let mut found = Found::default();
    for words in arguments {
        options(words, &mut found)?;
    }
    Ok(Some(found))
}

fn options(words: Vec<Word>, found: &mut Found) -> Result<(), Trouble> {
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let Some(letters) = word.text.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            found.note(word.at, "a file or a name of the records, not of the producer; left out");
            continue;
        };
        for (at, letter) in letters.char_indices() {
            if !WITH_VALUE.contains(letter) {
                flag(letter, word.at, found);
                continue;
            }
            let attached = &letters[at + letter.len_utf8()..];
            let value = if attached.is_empty() {
                let missing = || Trouble::new(word.at, format!("-{letter} has no value"));
                words.next().ok_or_else(missing)?
            } else {
                Word { text: attached.to_owned(), at: word.at }
            };
            option(letter, value, found)?;
            break;
        }
    }
    Ok(())
}

fn option(letter: char, value: Word, found: &mut Found) -> Result<(), Trouble> {
    let mut pair = |name: &str, value: Word| {
        found.pairs.push(Pair { name: name.to_owned(), text: value.text, at: value.at, comments: Vec::new() });
    };
    match letter {
        'b' => pair("bootstrap.servers", value),
        'z' => pair("compression.type", value),
        'd' => pair("debug", value),
        'X' if ["list", "dump"].contains(&value.text.as_str()) => {}
        'X' => found.pairs.push(librdkafka::pair(&value.text, value.at)?),
        't' if value.text.contains("${") => {
            found.note(value.at, "-t: the topic is named by a variable, which a profile can't; left out");
        }
        't' => found.topic = Some(value.text),
        'F' => found.note(value.at, "-F: the file's properties are not read; import it by itself"),
        'G' | 'M' => found.note(value.at, format!("-{letter}: this is no command of a producer")),
        _ => found.note(value.at, format!("-{letter}: it is about the records, not about the producer; left out")),
    }
    Ok(())
}

fn flag(letter: char, at: Position, found: &mut Found) {
    match letter {
        // The mode of a producer; how much is told, and when to end.
        'P' | 'q' | 'v' | 'e' | 'E' | 'u' => {}
        'C' | 'L' | 'Q' => found.note(at, format!("-{letter}: this is no command of a producer")),
        _ => found.note(at, format!("-{letter}: it is about the records, not about the producer; left out")),
    }
}
