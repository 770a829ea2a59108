//! Which themes there are: those compiled in, and a person's own in the configuration folder.

use std::ffi::OsStr;
use std::path::Path;

use super::io_reason;
use super::theme::read_named;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::theme::NamedTheme;

/// The themes that are compiled in: their names, and their files.
const BUILT_IN: [(&str, &str); 6] = [
    ("default", include_str!("../../themes/default.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../themes/colour-blind.toml")),
    ("monochrome", include_str!("../../themes/monochrome.toml")),
];

/// The themes that are compiled in; the first is the one to begin with.
pub fn built_in() -> Vec<NamedTheme> {
    BUILT_IN.into_iter().map(|(name, text)| read_named(name, &format!("themes/{name}.toml"), text).0).collect()
}

/// The themes that are compiled in and those of a folder, each named after its file; of two with one name the folder's
/// counts. What is wrong in a file warns, and the rest of it works. A folder that is not there holds none.
pub fn all(folder: Option<&Path>) -> (Vec<NamedTheme>, Vec<Diagnostic>) {
    let mut themes = built_in();
    let mut warnings = Vec::new();
    let files = folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut paths: Vec<_> = files.map(|file| file.path()).collect();
    paths.retain(|path| path.extension() == Some(OsStr::new("toml")));
    paths.sort();
    for path in paths {
        match open(&path) {
            Ok((theme, more)) => {
                warnings.extend(more);
                match themes.iter_mut().find(|known| known.name == theme.name) {
                    Some(known) => *known = theme,
                    None => themes.push(theme),
                }
            }
            Err(problem) => warnings.push(Diagnostic::warning(problem.place, problem.message)),
        }
    }
    (themes, warnings)
}

/// Reads the theme of a file.
///
/// # Errors
/// It can't be read.
pub fn open(path: &Path) -> Result<(NamedTheme, Vec<Diagnostic>), Diagnostic> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let place = Place::File { path: shown.clone(), at: None };
        Diagnostic::error(place, format!("it can't be read: {}", io_reason(&error)))
    })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(read_named(&name, &shown, &text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::theme::{Colour, Role};

    #[test]
    fn every_built_in_theme_names_every_role_says_what_it_is_and_has_no_fault() {
        for (name, text) in BUILT_IN {
            let (theme, faults) = read_named(name, name, text);
            assert_eq!((theme.name.as_str(), faults), (name, Vec::new()));
            assert!(!theme.description.is_empty(), "{name}");
            for (_, role) in Role::ALL {
                assert!(text.contains(&format!("\n{role} = ")), "{name}: {role}");
            }
        }
    }

    #[test]
    fn a_persons_own_themes_stand_beside_the_built_in_ones_or_in_their_stead() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("mine.toml", "description = \"Mine\"\n[roles]\nbad = \"magenta\"\nbda = \"red\"\n");
        write("dark.toml", "[roles]\nbad = \"blue\"\n");
        write("notes.txt", "no theme");
        let (themes, warnings) = all(Some(folder.path()));
        assert_eq!(themes.len(), BUILT_IN.len() + 1);
        let bad = |name: &str| themes.iter().find(|theme| theme.name == name).unwrap().theme.paint(Role::Bad).front;
        assert_eq!((bad("mine"), bad("dark")), (Some(Colour::Named(5)), Some(Colour::Named(4))));
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].ends_with("mine.toml:4:1: warning: 'bda' is no role; did you mean 'bad'?"));
    }

    #[test]
    fn without_a_folder_there_are_the_built_in_ones() {
        assert_eq!(all(None).0.len(), BUILT_IN.len());
        assert_eq!(all(Some(Path::new("/nowhere"))), (built_in(), Vec::new()));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let problem = open(Path::new("/nowhere/t.toml")).unwrap_err();
        assert_eq!(problem.to_string(), "/nowhere/t.toml: it can't be read: no such file");
    }
}
