//! Standard input, read in a thread of its own: it may block for ever, and must not keep anything else from ending.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::SyncSender;

use super::line::{LineRules, json_record};
use crate::domain::record::Record;

/// Records handed on together, at most.
const CHUNK_RECORDS: usize = 256;

/// Bytes of records handed on together, at most (a single record can be more).
const CHUNK_BYTES: usize = 256 * 1024;

/// Chunks read ahead of the sender.
pub(super) const CHUNKS: usize = 4;

/// What the reader hands on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// Records, in order.
    Records(Vec<Record>),
    /// The reading ends here: a line is bad, or nothing more can be read. The message names the line.
    Bad(String),
}

/// How lines are understood.
pub(super) enum Parser {
    /// Each line by rules.
    Lines(LineRules),
    /// Each line an object.
    Json {
        /// The topic of objects that name none.
        topic: Option<String>,
    },
}

impl Parser {
    /// The record of a line; `None` for a line that stands for none.
    fn parse(&self, line: &[u8]) -> Result<Option<Record>, String> {
        match self {
            Self::Lines(rules) => rules.record(line).map(Some),
            Self::Json { .. } if line.trim_ascii().is_empty() => Ok(None),
            Self::Json { topic } => json_record(line, topic.as_deref()).map(Some),
        }
    }
}

/// Reads lines until the end, a bad line, or until nobody takes them. `prompt` is called before each line that is
/// waited for; `longest` bounds a line's bytes.
pub(super) fn read(
    mut input: BufReader<impl Read>,
    parser: &Parser,
    longest: usize,
    chunks: &SyncSender<Chunk>,
    mut prompt: impl FnMut(),
) {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    let mut line = Vec::new();
    let mut number: u64 = 0;
    loop {
        if !input.buffer().contains(&b'\n') {
            // What is complete goes on before the next line is waited for.
            if !hand_on(&mut chunk, chunks) {
                return;
            }
            bytes = 0;
            prompt();
        }
        number += 1;
        line.clear();
        let bad = match read_line(&mut input, longest, &mut line) {
            Ok(false) => None,
            Ok(true) => match parser.parse(&line) {
                Ok(record) => {
                    if let Some(record) = record {
                        bytes += line.len();
                        chunk.push(record);
                    }
                    if (chunk.len() >= CHUNK_RECORDS || bytes >= CHUNK_BYTES) && !hand_on(&mut chunk, chunks) {
                        return;
                    }
                    continue;
                }
                Err(error) => Some(error),
            },
            Err(error) => Some(error.to_string()),
        };
        if hand_on(&mut chunk, chunks)
            && let Some(bad) = bad
        {
            // If nobody is left to hear it, the run is over anyway.
            let _ = chunks.send(Chunk::Bad(format!("standard input, line {number}: {bad}")));
        }
        return;
    }
}

/// Hands a chunk on; whether somebody took it.
fn hand_on(chunk: &mut Vec<Record>, chunks: &SyncSender<Chunk>) -> bool {
    chunk.is_empty() || chunks.send(Chunk::Records(std::mem::take(chunk))).is_ok()
}

/// Reads a line without its end (`\n` or `\r\n`); false at the end of the input.
fn read_line(input: &mut impl BufRead, longest: usize, line: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        if line.len() + taken > longest {
            return Err(io::Error::other(format!(
                "the line is longer than {longest} bytes, and max.request.size allows no such record"
            )));
        }
        line.extend_from_slice(&buffer[..taken]);
        input.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::domain::format::Format;

    fn rules() -> Parser {
        Parser::Lines(LineRules {
            template: Record { topic: "t".into(), ..Record::default() },
            separator: None,
            key_format: Format::Text,
            value_format: Format::Text,
        })
    }

    fn read_all(input: &[u8], parser: &Parser, longest: usize) -> (Vec<String>, Option<String>) {
        let (sender, receiver) = sync_channel(1000);
        read(BufReader::with_capacity(8, input), parser, longest, &sender, || {});
        drop(sender);
        let mut values = Vec::new();
        let mut bad = None;
        for chunk in receiver {
            match chunk {
                Chunk::Records(records) => {
                    let text = |record: Record| String::from_utf8(record.value.as_deref().unwrap().to_vec()).unwrap();
                    values.extend(records.into_iter().map(text));
                }
                Chunk::Bad(message) => bad = Some(message),
            }
        }
        (values, bad)
    }

    #[test]
    fn each_line_is_a_record_whatever_ends_it() {
        let cases: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("a", &["a"]),
            ("a\n", &["a"]),
            ("a\r\nb\r\n", &["a", "b"]),
            ("a\n\nb", &["a", "", "b"]),
            ("\n", &[""]),
            ("a line longer than the buffer\nb\rc", &["a line longer than the buffer", "b\rc"]),
        ];
        for (input, expected) in cases {
            assert_eq!(read_all(input.as_bytes(), &rules(), 100).0, expected, "{input:?}");
        }
    }

    #[test]
    fn objects_may_stand_apart() {
        let parser = Parser::Json { topic: Some("t".into()) };
        let input = b"{\"value\":\"a\"}\n\n  \n{\"value\":\"b\"}\n";
        assert_eq!(read_all(input, &parser, 100), (vec!["a".into(), "b".into()], None));
    }

    #[test]
    fn a_bad_line_ends_the_reading_and_is_named_by_its_number() {
        let parser = Parser::Json { topic: Some("t".into()) };
        let (values, bad) = read_all(b"{\"value\":\"a\"}\n\n{\"vlaue\":\"b\"}\n{\"value\":\"c\"}\n", &parser, 100);
        assert_eq!(values, ["a"]);
        let bad = bad.unwrap();
        assert!(bad.starts_with("standard input, line 3: unknown field 'vlaue', did you mean 'value'?"), "{bad}");
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_memory() {
        let (values, bad) = read_all(&[b'x'; 1000], &rules(), 100);
        assert!(values.is_empty());
        assert!(bad.unwrap().starts_with("standard input, line 1: the line is longer than 100 bytes"));
    }

    #[test]
    fn a_prompt_stands_before_each_line_that_is_waited_for() {
        let (sender, receiver) = sync_channel(1000);
        let mut prompts = 0;
        read(BufReader::new(&b"a\nb\n"[..]), &rules(), 100, &sender, || prompts += 1);
        drop(sender);
        assert_eq!(prompts, 2, "before the first line, and at the end");
        assert_eq!(receiver.iter().count(), 1, "what came together goes on together");
    }

    #[test]
    fn nobody_listening_ends_the_reading() {
        let (sender, receiver) = sync_channel(1000);
        drop(receiver);
        read(BufReader::with_capacity(8, io::repeat(b'\n')), &rules(), 100, &sender, || {});
    }
}
