//! Keys as the interface knows them, whatever terminal library read them.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character as typed: `A`, not shift and `a`.
    Char(char),
    /// A function key: `F(5)` is F5.
    F(u8),
    /// Enter (a carriage return).
    Enter,
    /// Tab.
    Tab,
    /// Shift-Tab: a key of its own in terminals.
    BackTab,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers, pressed or repeated (releases are no keys).
///
/// The one who reads the terminal makes these rules true: a character carries no `shift` (it is in the character), a
/// control character is `ctrl` with the lower-case letter, 0x1f is `ctrl` with `_`, and Shift-Tab is [`Code::BackTab`]
/// without `shift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt (Option, Meta) was held.
    pub alt: bool,
    /// Shift was held (never set for characters).
    pub shift: bool,
}

impl Key {
    /// The key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// Control and a character.
    pub const fn ctrl(character: char) -> Self {
        Self { code: Code::Char(character), ctrl: true, alt: false, shift: false }
    }

    /// The character that the key types into a text, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }
}

impl From<char> for Key {
    fn from(character: char) -> Self {
        Self::plain(Code::Char(character))
    }
}

/// The short name shown in hints and help: `F5`, `^T`, `Alt-x`, `Shift-F4`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        if self.ctrl {
            if let Code::Char(character) = self.code
                && character != ' '
            {
                return write!(f, "^{}", character.to_ascii_uppercase());
            }
            f.write_str("Ctrl-")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(character) => write!(f, "{character}"),
            Code::F(number) => write!(f, "F{number}"),
            other => f.write_str(NAMES.iter().find(|(_, code)| *code == other).map_or("", |(name, _)| name)),
        }
    }
}

const NAMES: [(&str, Code); 15] = [
    ("Enter", Code::Enter),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("Esc", Code::Esc),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

/// Reads the names that [`Key`]'s display writes.
impl FromStr for Key {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut key = Self::plain(Code::Enter);
        let mut rest = name;
        if let Some(code) = code_named(rest) {
            key.code = code;
            return Ok(key);
        }
        if let Some(tail) = rest.strip_prefix("Alt-") {
            (key.alt, rest) = (true, tail);
        }
        if key.alt
            && let Some(code) = code_named(rest)
        {
            key.code = code;
            return Ok(key);
        }
        if let Some(tail) = rest.strip_prefix("Shift-") {
            (key.shift, rest) = (true, tail);
        }
        if let Some(tail) = rest.strip_prefix("Ctrl-") {
            (key.ctrl, rest) = (true, tail);
        }
        if let Some(tail) = rest.strip_prefix('^')
            && let Some(character) = tail.chars().next()
            && tail.chars().nth(1).is_none()
        {
            key.ctrl = true;
            key.code = Code::Char(character.to_ascii_lowercase());
            return Ok(key);
        }
        key.code = code_named(rest).ok_or_else(|| no_key(name))?;
        if let Code::Char(character) = key.code {
            // As terminals tell them: see the rules above.
            key.code = Code::Char(match (key.ctrl, key.shift) {
                (true, _) => character.to_ascii_lowercase(),
                (false, true) => character.to_ascii_uppercase(),
                (false, false) => character,
            });
            key.shift = false;
        }
        Ok(key)
    }
}

/// That there is no key of this name, and which is meant perhaps.
fn no_key(name: &str) -> String {
    let known = NAMES.iter().map(|(known, _)| (*known).to_owned()).chain((1..=24).map(|number| format!("F{number}")));
    let spelt = |known: &String| strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    let control = ["ctrl-", "ctrl+", "c-", "control-"].iter().find_map(|prefix| {
        let (start, tail) = name.split_at_checked(prefix.len())?;
        (start.eq_ignore_ascii_case(prefix) && tail.chars().count() == 1).then(|| format!("^{}", tail.to_uppercase()))
    });
    let nearest = known.min_by_key(spelt).filter(|known| spelt(known) <= if known.len() > 3 { 2 } else { 1 });
    if let Some(meant) = control.or(nearest) {
        return format!("'{name}' is not the name of a key; did you mean '{meant}'?");
    }
    let names: Vec<&str> = NAMES.iter().map(|(known, _)| *known).collect();
    format!(
        "'{name}' is not the name of a key; allowed: a character, F1 to F24, Space, {}, and these behind ^ (one \
         character), Ctrl-, Alt-, Shift-",
        names.join(", ")
    )
}

fn code_named(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    if name == "Space" {
        return Some(Code::Char(' '));
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Some(Code::Char(character)),
        (Some('F'), Some(_)) => name[1..].parse().ok().filter(|number| (1..=24).contains(number)).map(Code::F),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_key_reads_back_as_the_key() {
        let names =
            ["F5", "F12", "^T", "^_", "Tab", "Shift-Tab", "Alt-x", "Alt-^T", "Shift-F4", "a", "A", "?", "-", "Space"];
        for name in names {
            let key: Key = name.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(key.to_string(), name);
        }
        for (name, code) in NAMES {
            assert_eq!(name.parse(), Ok(Key::plain(code)));
            assert_eq!(Key::plain(code).to_string(), name);
        }
    }

    #[test]
    fn what_is_no_key_is_refused_by_name() {
        for name in ["", "F0", "F25", "Fx", "Entre", "Ctrl-", "ctrl-t"] {
            assert!(name.parse::<Key>().is_err(), "{name}");
        }
        let told = "'Entre' is not the name of a key; did you mean 'Enter'?";
        assert_eq!("Entre".parse::<Key>(), Err(told.to_owned()));
    }

    #[test]
    fn a_key_is_read_as_terminals_tell_it() {
        for (name, as_told) in
            [("Ctrl-T", "^T"), ("Shift-a", "A"), ("Alt-Shift-Tab", "Alt-Shift-Tab"), ("Alt-Shift-F4", "Alt-Shift-F4")]
        {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()), Ok(as_told.to_owned()));
        }
        assert_eq!("Alt-Shift-Tab".parse(), Ok(Key { alt: true, ..Key::plain(Code::BackTab) }));
    }

    #[test]
    fn only_a_bare_character_types() {
        assert_eq!(Key::from('x').typed(), Some('x'));
        assert_eq!(Key::ctrl('x').typed(), None);
        assert_eq!(Key::plain(Code::Enter).typed(), None);
    }
}
