//! `--trace FILE`: every Produce request, an object a line.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::domain::interchange::RequestLine;
use crate::domain::request::Request;

/// The file.
pub(super) struct Trace {
    path: String,
    out: BufWriter<File>,
    broken: bool,
}

impl Trace {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    /// It can't be written, and why.
    pub(super) fn create(path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(|error| format!("--trace '{name}': {error}"))?;
        Ok(Self { path: name, out: BufWriter::with_capacity(64 * 1024, file), broken: false })
    }

    /// Writes requests.
    ///
    /// # Errors
    /// The first time that it fails: what to tell the person. Nothing is written from then on.
    pub(super) fn write(&mut self, requests: &[Request]) -> Result<(), String> {
        let Self { out, .. } = self;
        let written = requests.iter().try_for_each(|request| {
            serde_json::to_writer(&mut *out, &RequestLine::from(request))?;
            out.write_all(b"\n")
        });
        self.judge(written)
    }

    /// Hands on what was written.
    ///
    /// # Errors
    /// As for `write`.
    pub(super) fn flush(&mut self) -> Result<(), String> {
        let written = self.out.flush();
        self.judge(written)
    }

    /// Whether requests were lost.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    fn judge(&mut self, written: io::Result<()>) -> Result<(), String> {
        match written {
            Err(error) if !self.broken => {
                self.broken = true;
                Err(format!("--trace '{}' can't be written: {error}; the rest of it is lost", self.path))
            }
            Err(_) | Ok(()) => Ok(()),
        }
    }
}
