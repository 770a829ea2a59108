//! Java's `.properties`, as `java.util.Properties.load(InputStream)` reads them: in ISO-8859-1.

use std::iter::Peekable;
use std::str::Chars;

use super::parts::from_template;
use super::{Found, Pair, Trouble, comment_text};
use crate::domain::diagnostic::Position;

/// What begins a line of an export that this form's programs are not to see, and that comes back with an import.
pub(super) const KEPT: &str = "#:";

/// The pairs of a file; `${NAME}` of a template is a variable of the environment.
pub(super) fn read(bytes: &[u8]) -> Result<Found, Trouble> {
    let mut found = read_raw(bytes)?;
    for pair in &mut found.pairs {
        pair.text = from_template(&pair.text);
    }
    Ok(found)
}

/// The pairs of a file, with their values as they are.
pub(super) fn read_raw(bytes: &[u8]) -> Result<Found, Trouble> {
    let mut found = Found::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes, |rest| {
        found.note(START, "the file begins with a mark (BOM) that Java takes for a part of the first name; left out");
        rest
    });
    if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        let at = first_beyond_ascii(bytes);
        found.note(at, "the file is UTF-8, but Kafka's tools read it as ISO-8859-1, and so does the import");
    }
    let text: String = bytes.iter().copied().map(char::from).collect();
    let mut comments = Vec::new();
    let mut logical: Option<Logical> = None;
    for (index, line) in text.replace("\r\n", "\n").split(['\n', '\r']).enumerate() {
        let trimmed = line.trim_start_matches(is_blank);
        let kept = trimmed.strip_prefix(KEPT).filter(|_| logical.is_none());
        let trimmed = kept.map_or(trimmed, |kept| kept.trim_start_matches(is_blank));
        if kept.is_some() {
            // The export's own words.
            comments.clear();
        }
        let at = Position { line: index + 1, column: line.chars().count() - trimmed.chars().count() + 1 };
        if logical.is_none() && trimmed.is_empty() {
            comments.clear();
        } else if logical.is_none() && trimmed.starts_with(['#', '!']) {
            comments.push(comment_text(trimmed));
        } else {
            let mut line = logical.take().unwrap_or(Logical { at, chars: Vec::new() });
            if line.chars.is_empty() {
                line.at = at;
            }
            if line.take(trimmed, at)? {
                logical = Some(line);
            } else if !line.chars.is_empty() {
                found.pairs.push(line.pair(std::mem::take(&mut comments)));
            }
        }
    }
    // Java takes even a lone backslash at the end for a pair, of nothing.
    found.pairs.extend(logical.map(|line| line.pair(comments)));
    Ok(found)
}

const START: Position = Position { line: 1, column: 1 };

fn first_beyond_ascii(bytes: &[u8]) -> Position {
    let offset = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let before: String = bytes[..offset].iter().copied().map(char::from).collect();
    Position::of(&before, before.len())
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0c')
}

/// A line with those that continue it.
struct Logical {
    at: Position,
    /// The characters, and whether a backslash makes each a plain one.
    chars: Vec<(char, bool)>,
}

impl Logical {
    /// Takes a natural line, and tells whether the next belongs to it.
    fn take(&mut self, line: &str, at: Position) -> Result<bool, Trouble> {
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            if c != '\\' {
                self.chars.push((c, false));
                continue;
            }
            let c = match chars.next() {
                None => return Ok(true),
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\x0c',
                Some('u') => {
                    let column = at.column + line.chars().count() - chars.clone().count() - 2;
                    let code = code_unit(&mut chars).and_then(|unit| code_point(unit, &mut chars));
                    code.ok_or_else(|| {
                        let at = Position { line: at.line, column };
                        Trouble::new(at, "'\\u' is to be followed by the four hexadecimal digits of a character")
                    })?
                }
                Some(c) => c,
            };
            self.chars.push((c, true));
        }
        Ok(false)
    }

    /// The name up to a separator, and the value behind it.
    fn pair(self, comments: Vec<String>) -> Pair {
        let is_blank = |(c, escaped): &(char, bool)| is_blank(*c) && !escaped;
        let is_sign = |(c, escaped): &(char, bool)| matches!(c, '=' | ':') && !escaped;
        let end = self.chars.iter().position(|c| is_blank(c) || is_sign(c)).unwrap_or(self.chars.len());
        let (name, rest) = self.chars.split_at(end);
        let mut rest = rest.iter().skip_while(|c| is_blank(c)).peekable();
        rest.next_if(|c| is_sign(c));
        let value: String = rest.skip_while(|c| is_blank(c)).map(|(c, _)| *c).collect();
        let name: String = name.iter().map(|(c, _)| *c).collect();
        Pair { name, text: value, at: self.at, comments }
    }
}

fn code_unit(chars: &mut Peekable<Chars<'_>>) -> Option<u32> {
    (0..4).try_fold(0, |code, _| Some(code * 16 + chars.next_if(char::is_ascii_hexdigit)?.to_digit(16)?))
}

/// The character of a code unit and, if that is the first half of one, of the next.
fn code_point(unit: u32, chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    if !(0xd800..0xdc00).contains(&unit) {
        return char::from_u32(unit);
    }
    let second = (chars.next()? == '\\' && chars.next()? == 'u').then(|| code_unit(chars))??;
    let code = 0x10000 + ((unit - 0xd800) << 10) + second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(code)
}

/// A name or a value, to be read by Java as it is.
pub(super) fn escaped(text: &str, is_name: bool) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\x0c' => out.push_str("\\f"),
            ' ' if is_name || index == 0 => out.push_str("\\ "),
            ':' | '=' | '#' | '!' if is_name => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.extend([format!("\\u{unit:04x}")]);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;

    fn pairs(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
        let found = read_raw(bytes).ok()?;
        Some(found.pairs.into_iter().map(|pair| (pair.name, pair.text)).collect())
    }

    #[test]
    fn files_are_read_as_java_reads_them() {
        #[derive(serde::Deserialize)]
        struct Case {
            #[serde(rename = "in")]
            bytes: String,
            out: Option<BTreeMap<String, String>>,
        }
        let cases = include_str!("../../../tests/fixtures/exchange/properties.jsonl");
        let mut held = 0;
        for line in cases.lines() {
            let case: Case = serde_json::from_str(line).unwrap();
            let bytes = data_encoding::HEXLOWER.decode(case.bytes.as_bytes()).unwrap();
            // Ours alone.
            if bytes.windows(2).any(|pair| pair == KEPT.as_bytes()) {
                continue;
            }
            assert_eq!(pairs(&bytes), case.out, "{:?}", String::from_utf8_lossy(&bytes));
            held += 1;
        }
        assert!(held > 600, "{held}");
    }

    #[test]
    fn what_is_escaped_is_read_back() {
        for text in ["", " a ", "a b", "#=:!\\", "\t\n\r\x0c\0\x7f", "é中😀", "a=b:c", "\u{a0}x"] {
            let line = format!("{}={}", escaped("x", true), escaped(text, false));
            assert_eq!(pairs(line.as_bytes()).unwrap(), [("x".to_owned(), text.to_owned())].into(), "{line}");
            let line = format!("{}=1", escaped(text, true));
            assert_eq!(pairs(line.as_bytes()).unwrap(), [(text.to_owned(), "1".to_owned())].into(), "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, line, column) in [("a=\\u12", 1, 3), ("a=b\n  c\\\n d=\\uxyz", 3, 4), ("x=\\ud83d", 1, 3)] {
            assert_eq!(read_raw(text.as_bytes()).unwrap_err().at, Position { line, column }, "{text}");
        }
    }

    #[test]
    fn comments_belong_to_the_line_below() {
        let found = read_raw(b"# far\n\n# one\n! two\na=b\n#: c=d\n").unwrap();
        let comments: Vec<&[String]> = found.pairs.iter().map(|pair| pair.comments.as_slice()).collect();
        assert_eq!(comments, [["one".to_owned(), "two".to_owned()].as_slice(), &[]]);
        assert_eq!((found.pairs[1].name.as_str(), found.pairs[1].at), ("c", Position { line: 6, column: 4 }));
    }
}
