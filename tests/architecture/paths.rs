//! Which modules of the crate a source file names.

use super::source::{Kind, Token};

/// A path from the root of the crate, and the line it is named on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CratePath {
    pub line: usize,
    /// `app`, `key`, `Key`.
    pub segments: Vec<String>,
}

/// Every path that leads to the root of the crate: `crate::…`, `linger::…`, and `super::…` where it climbs that far.
/// `depth` is how many modules deep the file itself is: 0 for `lib.rs`, 1 for `app/mod.rs`, 2 for `app/state.rs`.
pub fn crate_paths(tokens: &[Token], depth: usize) -> Vec<CratePath> {
    let code: Vec<&Token> = tokens.iter().filter(|token| !matches!(token.kind, Kind::Comment(_))).collect();
    let mut paths = Vec::new();
    let mut braces = Braces::default();
    let mut at = 0;
    while at < code.len() {
        braces.see(&code, at);
        let starts = at == 0 || code[at - 1].kind != Kind::PathSep;
        if starts && (code[at].is_word("crate") || code[at].is_word("linger")) && sep(&code, at + 1) {
            collect(&code, at + 2, &mut Vec::new(), &mut paths);
        }
        if starts && code[at].is_word("super") {
            let mut climbed = 0;
            while code.get(at).is_some_and(|token| token.is_word("super")) && sep(&code, at + 1) {
                climbed += 1;
                at += 2;
            }
            if climbed > 0 {
                if climbed >= depth + braces.modules() {
                    collect(&code, at, &mut Vec::new(), &mut paths);
                }
                continue;
            }
        }
        at += 1;
    }
    paths
}

fn sep(code: &[&Token], at: usize) -> bool {
    code.get(at).is_some_and(|token| token.kind == Kind::PathSep)
}

/// Reads a path, or a tree of them as in `use`, from `at`, and returns where it ends.
fn collect(code: &[&Token], at: usize, prefix: &mut Vec<String>, paths: &mut Vec<CratePath>) -> usize {
    let Some(token) = code.get(at) else { return at };
    match &token.kind {
        Kind::Word(word) => {
            prefix.push(word.clone());
            let end = if sep(code, at + 1) && leads_on(code, at + 2) {
                collect(code, at + 2, prefix, paths)
            } else {
                paths.push(CratePath { line: token.line, segments: prefix.clone() });
                at + 1
            };
            prefix.pop();
            end
        }
        Kind::Sign('{') => {
            let mut at = at + 1;
            while let Some(token) = code.get(at) {
                if token.is_sign('}') {
                    return at + 1;
                }
                at = match () {
                    () if leads_on(code, at) => collect(code, at, prefix, paths),
                    () if token.is_word("as") => at + 2,
                    () => at + 1,
                };
            }
            at
        }
        // `crate::*`, and whatever else ends a path.
        _ => {
            paths.push(CratePath { line: token.line, segments: prefix.clone() });
            at + 1
        }
    }
}

fn leads_on(code: &[&Token], at: usize) -> bool {
    code.get(at).is_some_and(|token| {
        matches!(&token.kind, Kind::Word(word) if word != "as") || token.is_sign('{') || token.is_sign('*')
    })
}

/// The braces that are open, and which of them are modules'.
#[derive(Default)]
struct Braces {
    open: Vec<bool>,
}

impl Braces {
    fn see(&mut self, code: &[&Token], at: usize) {
        if code[at].is_sign('{') {
            self.open.push(at >= 2 && code[at - 2].is_word("mod"));
        } else if code[at].is_sign('}') {
            self.open.pop();
        }
    }

    fn modules(&self) -> usize {
        self.open.iter().filter(|module| **module).count()
    }
}
