//! A file in the person's own editor, for a subcommand.

use std::path::Path;

use crate::config::paths::Environment;
use crate::term::editor::EditorCommand;

/// Opens a file in the editor that the environment names, which has the terminal until it ends.
///
/// # Errors
/// There is no editor, or it failed; in a person's words.
pub fn edit(file: &Path, environment: &Environment<'_>) -> Result<(), String> {
    let editor = EditorCommand::from_env(environment);
    let ended = editor.start(file).and_then(|mut child| child.wait());
    let status = ended.map_err(|error| format!("the editor can't be started: {error}"))?;
    editor.failure(status).map_or(Ok(()), Err)
}
