//! Rust source as tokens with their lines: just enough to see paths, and to tell code from comments and strings.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or a keyword.
    Word(String),
    /// `::`.
    PathSep,
    /// Any other character of the code.
    Sign(char),
    /// The inside of a string literal of any kind.
    Text(String),
    /// A comment, with its signs.
    Comment(String),
}

/// A token and the line it begins on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
}

impl Token {
    /// Whether this is that word.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    /// Whether this is that sign.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The tokens of a source text.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source, line: 1 };
    let mut tokens = Vec::new();
    loop {
        reader.take_while(char::is_whitespace);
        let line = reader.line;
        match reader.token() {
            Some(kind) => tokens.push(Token { line, kind }),
            None => return tokens,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    fn token(&mut self) -> Option<Kind> {
        let first = self.rest.chars().next()?;
        if self.rest.starts_with("//") {
            return Some(Kind::Comment(self.take_while(|c| c != '\n').to_owned()));
        }
        if self.rest.starts_with("/*") {
            let length = block_comment(self.rest);
            return Some(Kind::Comment(self.take(length).to_owned()));
        }
        if self.rest.starts_with("::") {
            self.take(2);
            return Some(Kind::PathSep);
        }
        if let Some(text) = self.raw_string().or_else(|| self.string()) {
            return Some(Kind::Text(text));
        }
        if first == '\'' {
            return Some(self.quote());
        }
        if first.is_alphanumeric() || first == '_' {
            return Some(Kind::Word(self.take_while(|c| c.is_alphanumeric() || c == '_').to_owned()));
        }
        self.take(first.len_utf8());
        Some(Kind::Sign(first))
    }

    /// `r"…"`, `r#"…"#`, `br"…"`, `cr"…"`.
    fn raw_string(&mut self) -> Option<String> {
        let after_r = ["r", "br", "cr"].iter().find_map(|prefix| self.rest.strip_prefix(prefix))?;
        let hashes = after_r.len() - after_r.trim_start_matches('#').len();
        let body = after_r[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let length = body.find(&close)?;
        let text = body[..length].to_owned();
        let whole = self.rest.len() - body.len() + length + close.len();
        self.take(whole);
        Some(text)
    }

    /// `"…"`, `b"…"`, `c"…"`.
    fn string(&mut self) -> Option<String> {
        let body = ["\"", "b\"", "c\""].iter().find_map(|prefix| self.rest.strip_prefix(prefix))?;
        let mut escaped = false;
        let length = body.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        })?;
        let text = body[..length].to_owned();
        let whole = self.rest.len() - body.len() + length + 1;
        self.take(whole);
        Some(text)
    }

    /// A character literal, or the mark of a lifetime.
    fn quote(&mut self) -> Kind {
        let mut chars = self.rest.char_indices().skip(1);
        let (_, first) = chars.next().unwrap_or((0, ' '));
        if first == '\\' {
            let close = self.rest[3..].find('\'').map_or(self.rest.len(), |at| at + 4);
            return Kind::Text(self.take(close).to_owned());
        }
        if let Some((at, '\'')) = chars.next() {
            return Kind::Text(self.take(at + 1).to_owned());
        }
        self.take(1);
        Kind::Sign('\'')
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }
}

/// The length of the block comment at the start; they nest.
fn block_comment(source: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0usize);
    while at < source.len() {
        if source[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if source[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += source[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    source.len()
}
