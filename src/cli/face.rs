//! The flags, settings and files that say what the interface looks like, and its keys.

use std::path::Path;

use clap::Args;

use crate::app::keymap::Keymap;
use crate::config::paths::Folders;
use crate::config::settings::{Name, OwnSettings};
use crate::config::{keymap, themes};
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::property::names::nearest;
use crate::domain::theme::NamedTheme;
use crate::runtime::workbench::Face;

/// What the workbench looks like.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct FaceArgs {
    /// The theme: a built-in one (default, dark, light, high-contrast, colour-blind, monochrome), one of yours, or a
    /// TOML file.
    #[arg(long, value_name = "NAME|FILE")]
    pub theme: Option<String>,
    /// Leaves the mouse to the terminal, which then selects text with it.
    #[arg(long)]
    pub no_mouse: bool,
}

/// What the flags, the settings and the files come to, and what in the settings and the files can't be used: there the
/// rest works.
///
/// # Errors
/// The theme of `--theme` is not there.
pub fn face(args: &FaceArgs, settings: &OwnSettings, folders: &Folders) -> Result<(Face, Vec<Diagnostic>), Diagnostic> {
    let (mut themes, mut told) = themes::all(folders.themes().as_deref());
    let theme = if let Some(named) = &args.theme {
        find(named, None, &mut themes, &mut told).map_err(|what| Diagnostic::error(Place::Option("--theme"), what))?
    } else {
        let beside = settings.path().and_then(Path::parent);
        find(settings.in_force(Name::Theme), beside, &mut themes, &mut told).unwrap_or_else(|what| {
            told.push(Diagnostic::error(settings.place(Name::Theme), format!("theme: {what}")));
            0
        })
    };
    let (keymap, more) = own_keymap(folders);
    told.extend(more);
    let mouse = !args.no_mouse && settings.in_force(Name::Mouse) == "on";
    Ok((Face { keymap, themes, theme, mouse }, told))
}

/// The number of a theme, by its name or its file, which is read; relative paths count from a folder, if there is one.
fn find(
    named: &str,
    folder: Option<&Path>,
    themes: &mut Vec<NamedTheme>,
    told: &mut Vec<Diagnostic>,
) -> Result<usize, String> {
    if named.contains('/') || Path::new(named).extension().is_some_and(|end| end == "toml") {
        let path = folder.map_or_else(|| Path::new(named).to_owned(), |folder| folder.join(named));
        let (theme, more) = themes::open(&path).map_err(|problem| problem.to_string())?;
        told.extend(more);
        themes.push(theme);
        return Ok(themes.len() - 1);
    }
    if let Some(at) = themes.iter().position(|theme| theme.name == named) {
        return Ok(at);
    }
    let known = || themes.iter().map(|theme| theme.name.as_str());
    let meant = nearest(named, known()).map_or_else(
        || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean '{near}'?"),
    );
    Err(format!("there is no theme '{named}'; {meant}"))
}

/// The default keys with those of `keymap.toml` in their stead.
fn own_keymap(folders: &Folders) -> (Keymap, Vec<Diagnostic>) {
    let Some(path) = folders.keymap() else { return (Keymap::default(), Vec::new()) };
    let shown = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let (bindings, mut told) = keymap::read(&shown, &text);
            let (keymap, more) = Keymap::with(&bindings);
            told.extend(more);
            (keymap, told)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Keymap::default(), Vec::new()),
        Err(error) => {
            let place = Place::File { path: shown, at: None };
            (Keymap::default(), vec![Diagnostic::warning(place, format!("it can't be read: {error}"))])
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::app::command::Command;

    /// The face of these flags, with these files in the configuration folder.
    fn with(theme: Option<&str>, files: &[(&str, &str)]) -> Result<(Face, Vec<String>), String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let folders = Folders { config: Some(folder.path().to_owned()), ..Folders::default() };
        let args = FaceArgs { theme: theme.map(str::to_owned), no_mouse: false };
        let shown = |problem: &Diagnostic| problem.to_string().replace(&format!("{}/", folder.path().display()), "");
        let (face, told) =
            face(&args, &OwnSettings::load(&folders), &folders).map_err(|problem| problem.to_string())?;
        Ok((face, told.iter().map(shown).collect()))
    }

    fn name(face: &Face) -> &str {
        &face.themes[face.theme].name
    }

    #[test]
    fn the_flag_goes_before_the_setting_and_that_before_the_default() {
        let setting = [("config.toml", "theme = \"light\"\n")];
        for (flag, files, expected) in [
            (None, &[] as &[_], "default"),
            (None, &setting, "light"),
            (Some("dark"), &setting, "dark"),
            (None, &[("config.toml", "theme = \"mine\""), ("themes/mine.toml", "")], "mine"),
            (None, &[("config.toml", "theme = \"other/x.toml\""), ("other/x.toml", "")], "x"),
        ] {
            let (face, told) = with(flag, files).unwrap();
            assert_eq!((name(&face), told), (expected, Vec::new()));
        }
    }

    #[test]
    fn a_theme_that_is_not_there_is_named_with_the_nearest_one() {
        let problem = with(Some("drak"), &[]).unwrap_err();
        assert_eq!(problem, "--theme: there is no theme 'drak'; did you mean 'dark'?");
        let problem = with(Some("/nowhere/x.toml"), &[]).unwrap_err();
        assert_eq!(problem, "--theme: /nowhere/x.toml: it can't be read: no such file");
        let (face, told) = with(None, &[("config.toml", "# mine\ntheme = \"sunshine\"\n")]).unwrap();
        assert_eq!(name(&face), "default");
        let list = "there are default, dark, light, high-contrast, colour-blind, monochrome";
        assert_eq!(told, [format!("config.toml:2:9: theme: there is no theme 'sunshine'; {list}")]);
    }

    #[test]
    fn a_keymap_counts_and_what_is_wrong_in_it_is_told() {
        let (face, told) = with(None, &[("keymap.toml", "[keys]\nzoom = \"F12\"\nzom = \"F11\"\n")]).unwrap();
        assert_eq!(face.keymap.shown(Command::Zoom).map(|key| key.to_string()), Some("F12".to_owned()));
        assert_eq!(told, ["keymap.toml:3:1: warning: 'zom' is no command; did you mean 'zoom'?"]);
    }

    #[test]
    fn the_mouse_is_ours_unless_a_flag_or_a_setting_leaves_it_to_the_terminal() {
        assert!(with(None, &[]).unwrap().0.mouse);
        assert!(!with(None, &[("config.toml", "mouse = \"off\"\n")]).unwrap().0.mouse);
        let args = FaceArgs { no_mouse: true, ..FaceArgs::default() };
        assert!(!face(&args, &OwnSettings::default(), &Folders::default()).unwrap().0.mouse);
    }
}
