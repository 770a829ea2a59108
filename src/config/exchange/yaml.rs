//! YAML, flattened: every scalar with the path that leads to it.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScanError, Span};

use super::Trouble;
use crate::domain::diagnostic::Position;

/// A scalar and where its key stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The keys on the way, with dots between; an element of a list has its number in brackets.
    pub path: String,
    /// As it is written, whatever YAML would make of it; empty for null.
    pub text: String,
    pub at: Position,
}

#[derive(Clone, Debug)]
enum Node {
    Scalar(String, Position),
    List(Vec<Node>),
    Map(Vec<((String, Position), Node)>),
}

impl Node {
    fn count(&self) -> usize {
        1 + match self {
            Self::Scalar(..) => 0,
            Self::List(nodes) => nodes.iter().map(Self::count).sum(),
            Self::Map(pairs) => pairs.iter().map(|(_, node)| node.count()).sum(),
        }
    }
}

/// More levels than any configuration has.
const DEEPEST: usize = 64;
/// More scalars than any configuration has: aliases of aliases grow without bounds.
const MOST: usize = 20_000;

/// The documents of a text.
pub(super) fn documents(text: &str) -> Result<Vec<Vec<Leaf>>, Trouble> {
    let mut reader = Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), depth: 0, left: MOST };
    let mut documents = Vec::new();
    loop {
        match reader.next()? {
            (Event::DocumentStart(_), _) => {
                let (event, span) = reader.next()?;
                let node = reader.node(event, span)?;
                let mut leaves = Vec::new();
                flatten(&node, String::new(), None, &mut leaves);
                documents.push(leaves);
            }
            (Event::StreamEnd, _) => return Ok(documents),
            _ => {}
        }
    }
}

fn too_many(at: Position) -> Trouble {
    Trouble::new(at, format!("more than {MOST} values are not read"))
}

fn position(marker: &Marker) -> Position {
    Position { line: marker.line().max(1), column: marker.col() + 1 }
}

#[allow(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn trouble(error: ScanError) -> Trouble {
    Trouble::new(position(error.marker()), format!("this is not YAML: {}", error.info()))
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    anchors: HashMap<usize, Node>,
    depth: usize,
    /// How many values more are read.
    left: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Trouble> {
        match self.parser.next_event() {
            Some(event) => event.map_err(trouble),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, Trouble> {
        let at = position(&span.start);
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Trouble::new(at, format!("more than {DEEPEST} levels are not read")));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| too_many(at))?;
        let (anchor, node) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_null =
                    style == saphyr_parser::ScalarStyle::Plain && ["~", "null", "Null", "NULL"].contains(&&*text);
                (anchor, Node::Scalar(if is_null { String::new() } else { text.into_owned() }, at))
            }
            Event::SequenceStart(anchor, _) => (anchor, self.list()?),
            Event::MappingStart(anchor, _) => (anchor, self.map()?),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor);
                let node = node.ok_or_else(|| Trouble::new(at, "this refers to nothing before it"))?;
                self.left = self.left.checked_sub(node.count()).ok_or_else(|| too_many(at))?;
                (0, node.clone())
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => (0, Node::Scalar(String::new(), at)),
        };
        self.depth -= 1;
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self) -> Result<Node, Trouble> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Node::List(nodes)),
                (event, span) => nodes.push(self.node(event, span)?),
            }
        }
    }

    fn map(&mut self) -> Result<Node, Trouble> {
        let mut pairs = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Node::Map(pairs));
            }
            let at = position(&span.start);
            let key = match self.node(event, span)? {
                Node::Scalar(key, at) => (key, at),
                Node::List(_) | Node::Map(_) => return Err(Trouble::new(at, "a key must be a word")),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            match (key.0.as_str(), value) {
                ("<<", Node::Map(merged)) => pairs.extend(merged),
                (_, value) => pairs.push((key, value)),
            }
        }
    }
}

fn flatten(node: &Node, path: String, key: Option<Position>, leaves: &mut Vec<Leaf>) {
    match node {
        Node::Scalar(text, at) => leaves.push(Leaf { path, text: text.clone(), at: key.unwrap_or(*at) }),
        Node::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                flatten(node, format!("{path}[{index}]"), key, leaves);
            }
        }
        Node::Map(pairs) => {
            for ((name, at), node) in pairs {
                let path = match (path.is_empty(), name.starts_with('[')) {
                    (true, _) => name.clone(),
                    (false, true) => format!("{path}{name}"),
                    (false, false) => format!("{path}.{name}"),
                };
                flatten(node, path, Some(*at), leaves);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_scalar_is_found_by_its_path_and_place() {
        let text = "spring:\n  kafka:\n    bootstrap-servers:\n      - a:1\n      - b:2\n    producer:\n      acks: 1\n\
                    \x20     properties:\n        linger.ms: 007\n        \"[max.block.ms]\": ~\n---\nx: {y: 'null', z: &a 5, w: *a}\n";
        let documents = documents(text).unwrap();
        let leaves = |index: usize| {
            let leaves: &Vec<Leaf> = &documents[index];
            let leaf = |leaf: &Leaf| (leaf.path.clone(), leaf.text.clone(), leaf.at.line, leaf.at.column);
            leaves.iter().map(leaf).collect::<Vec<_>>()
        };
        let leaf = |path: &str, text: &str, line, column| (path.to_owned(), text.to_owned(), line, column);
        assert_eq!(
            leaves(0),
            [
                leaf("spring.kafka.bootstrap-servers[0]", "a:1", 3, 5),
                leaf("spring.kafka.bootstrap-servers[1]", "b:2", 3, 5),
                leaf("spring.kafka.producer.acks", "1", 7, 7),
                leaf("spring.kafka.producer.properties.linger.ms", "007", 9, 9),
                leaf("spring.kafka.producer.properties[max.block.ms]", "", 10, 9),
            ]
        );
        assert_eq!(leaves(1), [leaf("x.y", "null", 12, 5), leaf("x.z", "5", 12, 16), leaf("x.w", "5", 12, 25)]);
    }

    #[test]
    fn what_is_no_yaml_is_told_at_its_place() {
        for (text, line) in [("a: [1, 2", 1), ("a:\n\t- b", 2), ("a: 'x", 1), ("a: b: c", 1), ("a: *b", 1)] {
            assert!(documents(text).is_err_and(|trouble| trouble.at.line >= line), "{text}");
        }
    }

    #[test]
    fn what_grows_without_bounds_is_refused() {
        let mut text = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            text.extend([format!("a{level}: &a{level} [{}]\n", [before.as_str(); 10].join(","))]);
        }
        assert!(documents(&text).is_err());
        assert!(documents(&"[".repeat(10_000)).is_err());
    }
}
