//! A command line as a shell (POSIX) takes it apart, with the place of each word.

use std::iter::Peekable;
use std::str::CharIndices;

use super::Trouble;
use super::parts::{Part, is_variable, joined};
use super::properties::KEPT;
use crate::domain::diagnostic::Position;

/// A word without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Variables in the form of a profile.
    pub text: String,
    pub at: Position,
}

/// The words up to an operator or the end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub words: Vec<Word>,
    /// Whether it stands in a comment that an export made.
    pub kept: bool,
}

/// The commands of a text.
pub(super) fn commands(text: &str) -> Result<Vec<Command>, Trouble> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let mut commands = vec![Command::default()];
    let mut redirected = false;
    while let Some(&(at, c)) = reader.chars.peek() {
        match c {
            '\n' | ';' | '|' | '&' | '(' | ')' => {
                reader.chars.next();
                commands.push(Command::default());
            }
            '<' | '>' => {
                reader.chars.next();
                redirected = true;
            }
            '#' if text[at..].starts_with(KEPT) => {
                reader.chars.nth(KEPT.len() - 1);
                commands.push(Command { kept: true, ..Command::default() });
            }
            '#' => while reader.chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '\\' if text[at..].starts_with("\\\n") || text[at..].starts_with("\\\r\n") => {
                reader.chars.next();
                while reader.chars.next_if(|(_, c)| *c == '\r').is_some() {}
                reader.chars.next();
            }
            c if c.is_whitespace() => {
                reader.chars.next();
            }
            _ => {
                let word = reader.word(at)?;
                if let Some(command) = commands.last_mut().filter(|_| !redirected) {
                    command.words.push(word);
                }
                redirected = false;
            }
        }
    }
    commands.retain(|command| !command.words.is_empty());
    Ok(commands)
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn at(&self, offset: usize) -> Position {
        Position::of(self.text, offset)
    }

    fn word(&mut self, start: usize) -> Result<Word, Trouble> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        while let Some(&(at, c)) = self.chars.peek() {
            if c.is_whitespace() || matches!(c, ';' | '|' | '&' | '(' | ')' | '<' | '>') {
                break;
            }
            self.chars.next();
            match c {
                '\'' => self.single(at, &mut plain)?,
                '"' => self.double(at, &mut parts, &mut plain)?,
                '$' => self.dollar(at, &mut parts, &mut plain)?,
                '\\' => match self.chars.next() {
                    Some((_, '\r')) => {
                        self.chars.next_if(|(_, c)| *c == '\n');
                    }
                    Some((_, '\n')) | None => {}
                    Some((_, c)) => plain.push(c),
                },
                c => plain.push(c),
            }
        }
        push(&mut parts, &mut plain);
        Ok(Word { text: joined(&parts), at: self.at(start) })
    }

    fn open(&self, at: usize) -> Trouble {
        Trouble::new(self.at(at), "a quote or bracket is opened here and never closed")
    }

    fn single(&mut self, at: usize, plain: &mut String) -> Result<(), Trouble> {
        loop {
            match self.chars.next() {
                Some((_, '\'')) => return Ok(()),
                Some((_, c)) => plain.push(c),
                None => return Err(self.open(at)),
            }
        }
    }

    fn double(&mut self, at: usize, parts: &mut Vec<Part>, plain: &mut String) -> Result<(), Trouble> {
        loop {
            match self.chars.next() {
                Some((_, '"')) => return Ok(()),
                Some((_, '\\')) => match self.chars.next() {
                    Some((_, c @ ('$' | '`' | '"' | '\\'))) => plain.push(c),
                    Some((_, '\n')) => {}
                    Some((_, c)) => plain.extend(['\\', c]),
                    None => return Err(self.open(at)),
                },
                Some((at, '$')) => self.dollar(at, parts, plain)?,
                Some((_, c)) => plain.push(c),
                None => return Err(self.open(at)),
            }
        }
    }

    /// What follows a '$': a variable, or a file by `$(cat FILE)`. Anything else stays as it stands.
    fn dollar(&mut self, at: usize, parts: &mut Vec<Part>, plain: &mut String) -> Result<(), Trouble> {
        let rest = &self.text[at + 1..];
        let (length, part) = match rest.chars().next() {
            Some('{') => {
                let end = rest.find('}').ok_or_else(|| self.open(at))?;
                let inside = &rest[1..end];
                let name = inside.split([':', '-', '?']).next().unwrap_or(inside);
                // A default would be lost, as would what else a shell can do to a value.
                let known = is_variable(name).then(|| Part::Env(name.to_owned()));
                (end + 1, known)
            }
            Some('(') => {
                let end = rest.find(')').ok_or_else(|| self.open(at))?;
                let file = rest[1..end].trim().strip_prefix("cat ").or(rest[1..end].trim().strip_prefix('<'));
                let known = file.and_then(|file| plain_path(file.trim())).map(Part::File);
                (end + 1, known)
            }
            _ => {
                let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                (length, is_variable(&rest[..length]).then(|| Part::Env(rest[..length].to_owned())))
            }
        };
        if let Some(part) = part {
            push(parts, plain);
            parts.push(part);
            while self.chars.next_if(|(next, _)| *next < at + 1 + length).is_some() {}
        } else {
            plain.push('$');
        }
        Ok(())
    }
}

fn push(parts: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(Part::Text(std::mem::take(plain)));
    }
}

/// The one path that a shell makes of a text, if no variable stands in it.
fn plain_path(text: &str) -> Option<String> {
    let mut words = shell_words::split(text).ok()?;
    (words.len() == 1 && !text.contains('$')).then(|| words.swap_remove(0))
}

/// A value for a shell: text in quotes where it needs them, variables and files for the shell to put in.
pub(super) fn quoted(parts: &[Part]) -> String {
    if let [Part::Text(text)] = parts {
        return quoted_text(text);
    }
    let mut out = String::from("\"");
    for part in parts {
        match part {
            Part::Text(text) => {
                for c in text.chars() {
                    if matches!(c, '$' | '`' | '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
            Part::Env(name) if is_variable(name) => out.extend([format!("${{{name}}}")]),
            // A shell has no variable of such a name.
            Part::Env(name) => out.extend([format!("$(printenv {})", quoted_text(name))]),
            Part::File(path) => out.extend([format!("$(cat {})", quoted_text(path))]),
        }
    }
    out + "\""
}

fn quoted_text(text: &str) -> String {
    shell_words::quote(text).into_owned()
}

/// The arguments of a command, and those that an export kept for it.
type Found = [Vec<Word>; 2];

/// The first command of one of these programs, and what else an export kept for it.
pub(super) fn find(text: &str, programs: &[&str]) -> Result<Option<Found>, Trouble> {
    let commands = commands(text)?;
    let (kept, commands): (Vec<Command>, Vec<Command>) = commands.into_iter().partition(|command| command.kept);
    let is_it = |word: &Word| programs.contains(&program(&word.text));
    let found = commands.into_iter().find_map(|command| {
        let at = command.words.iter().position(is_it)?;
        Some(command.words.into_iter().skip(at + 1).collect())
    });
    let kept = kept.into_iter().flat_map(|command| command.words).collect();
    Ok(found.map(|arguments| [arguments, kept]))
}

/// The name of a program without its folder and ending.
pub(super) fn program(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    name.strip_suffix(".sh").or(name.strip_suffix(".bat")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        let commands = commands(text).unwrap();
        commands.into_iter().map(|command| command.words.into_iter().map(|word| word.text).collect()).collect()
    }

    #[test]
    fn a_line_is_taken_apart_as_a_shell_does() {
        let cases: [(&str, &[&[&str]]); 12] = [
            ("a 'b c' \"d e\" f\\ g", &[&["a", "b c", "d e", "f g"]]),
            ("a \\\n  b \\\r\n c\nd", &[&["a", "b", "c"], &["d"]]),
            ("echo x | a b && c; d", &[&["echo", "x"], &["a", "b"], &["c"], &["d"]]),
            ("a # b\nc", &[&["a"], &["c"]]),
            ("a#b", &[&["a#b"]]),
            (
                "a '$B' \"$B\" $B ${B} ${B:-c} \\$B",
                &[&["a", "$B", "${env:B}", "${env:B}", "${env:B}", "${env:B}", "$B"]],
            ),
            ("a x\"$B\"'y'z", &[&["a", "x${env:B}yz"]]),
            ("a \"$(cat /run/pw)\" $(< 'p w') $(date)", &[&["a", "${file:/run/pw}", "${file:p w}", "$"], &["date"]]),
            ("a \"\\n\\\"\\\\\"", &[&["a", "\\n\"\\"]]),
            ("a < in > out b", &[&["a", "b"]]),
            ("$ a b", &[&["$", "a", "b"]]),
            ("a '' \"\"", &[&["a", "", ""]]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_at_its_place() {
        for (text, line, column) in [("a 'b", 1, 3), ("a\n b\"c", 2, 3), ("a \"${b", 1, 4), ("a $(b", 1, 3)] {
            let trouble = commands(text).unwrap_err();
            assert_eq!(trouble.at, Position { line, column }, "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        use Part::{Env, File, Text};
        let text = |text: &str| Text(text.to_owned());
        let cases = [
            vec![text("plain")],
            vec![text("")],
            vec![text("it's \"quoted\" $HOME `x` \\ \n!")],
            vec![text("a$b\\"), Env("B".into()), text("\"c'"), File("/run/p w".into())],
        ];
        for parts in cases {
            assert_eq!(words(&quoted(&parts)), [[joined(&parts)]]);
        }
    }
}
