//! The person's own editor, which has the terminal until it ends.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};

use nix::sys::signal::Signal;

/// The editor of a system where nobody chose one.
const USUAL: &str = "vi";

/// Which editor, as a shell reads it: with arguments, as in "code --wait".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorCommand(String);

impl EditorCommand {
    /// The editor of `$VISUAL`, else of `$EDITOR`, else vi.
    pub fn from_env(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let named = |name: &str| environment(name)?.into_string().ok().filter(|command| !command.trim().is_empty());
        Self(named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| USUAL.to_owned()))
    }

    /// Starts it on a file. The terminal must have been given back, and nobody else may read from it.
    ///
    /// # Errors
    /// There is no shell to start it with.
    pub fn start(&self, file: &Path) -> io::Result<Child> {
        // The shell splits the command as the person's own would, and the file's name can't be split.
        Command::new("/bin/sh").arg("-c").arg(format!("{} \"$1\"", self.0)).arg("sh").arg(file).spawn()
    }

    /// Why it ended without a result, if it did.
    pub fn failure(&self, status: ExitStatus) -> Option<String> {
        let Self(command) = self;
        let signal = status.signal().or_else(|| status.code().filter(|code| *code > 128).map(|code| code - 128));
        if let Some(signal) = signal {
            let name = Signal::try_from(signal).map_or_else(|_| format!("signal {signal}"), |name| name.to_string());
            return Some(format!("the editor '{command}' was ended by {name}"));
        }
        match status.code() {
            Some(0) => None,
            Some(127) => Some(format!("there is no editor '{command}': $VISUAL or $EDITOR names yours")),
            Some(126) => Some(format!("the editor '{command}' can't be run: $VISUAL or $EDITOR names yours")),
            Some(code) => Some(format!("the editor '{command}' ended with exit code {code}")),
            None => Some(format!("the editor '{command}' ended, nobody knows how")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn named(variables: &[(&str, &str)]) -> EditorCommand {
        EditorCommand::from_env(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn visual_goes_before_editor_and_vi_is_everywhere() {
        let cases: [(&[(&str, &str)], &str); 5] = [
            (&[("VISUAL", "code --wait"), ("EDITOR", "nano")], "code --wait"),
            (&[("VISUAL", " "), ("EDITOR", "nano")], "nano"),
            (&[("EDITOR", "nano")], "nano"),
            (&[("EDITOR", "")], "vi"),
            (&[], "vi"),
        ];
        for (variables, command) in cases {
            assert_eq!(named(variables), EditorCommand(command.to_owned()));
        }
    }

    /// Runs an editor on a file of this name, and returns why it failed and what stands in the file.
    fn edit(command: &str, name: &str) -> (Option<String>, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, "before\n").unwrap();
        let editor = EditorCommand(command.to_owned());
        let status = editor.start(&file).unwrap().wait().unwrap();
        (editor.failure(status), std::fs::read_to_string(&file).unwrap())
    }

    #[test]
    fn its_arguments_are_split_as_a_shell_does_and_the_name_of_the_file_is_not() {
        for name in ["r.toml", "a record's \"$HOME\".toml"] {
            assert_eq!(edit("sed -i -e 's/before/after it/'", name), (None, "after it\n".to_owned()), "{name}");
        }
    }

    #[test]
    fn why_there_is_no_result_is_said() {
        let cases = [
            ("no-such-editor --wait", "there is no editor 'no-such-editor --wait': $VISUAL or $EDITOR names yours"),
            ("/", "the editor '/' can't be run: $VISUAL or $EDITOR names yours"),
            ("false", "the editor 'false' ended with exit code 1"),
            ("kill -9 $$;", "the editor 'kill -9 $$;' was ended by SIGKILL"),
            ("sh -c 'kill -TERM $$'", "the editor 'sh -c 'kill -TERM $$'' was ended by SIGTERM"),
        ];
        for (command, why) in cases {
            assert_eq!(edit(command, "r.toml"), (Some(why.to_owned()), "before\n".to_owned()));
        }
    }
}
