//! Where linger's own files are: the XDG base directories.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Looks up an environment variable.
pub type Environment<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// linger's folders. `None` where the environment names no home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// `$XDG_CONFIG_HOME/linger`, by default `~/.config/linger`.
    pub config: Option<PathBuf>,
    /// `$XDG_STATE_HOME/linger`, by default `~/.local/state/linger`.
    pub state: Option<PathBuf>,
}

impl Folders {
    /// The folders this environment names. As the XDG specification asks, a path that is not absolute counts as none.
    pub fn of(environment: &Environment<'_>) -> Self {
        let absolute = |name: &str| environment(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = absolute("HOME");
        let folder = |name: &str, below_home: &str| {
            let base = absolute(name).or_else(|| home.as_ref().map(|home| home.join(below_home)));
            base.map(|base| base.join("linger"))
        };
        Self { config: folder("XDG_CONFIG_HOME", ".config"), state: folder("XDG_STATE_HOME", ".local/state") }
    }

    /// The file of linger's own settings.
    pub fn settings(&self) -> Option<PathBuf> {
        self.config.as_deref().map(|config| config.join("config.toml"))
    }

    /// Where a person's own themes are.
    pub fn themes(&self) -> Option<PathBuf> {
        self.config.as_deref().map(|config: &Path| config.join("themes"))
    }

    /// A person's own keys, if there are any.
    pub fn keymap(&self) -> Option<PathBuf> {
        self.config.as_deref().map(|config: &Path| config.join("keymap.toml"))
    }

    /// Where a person's own profiles are.
    pub fn profiles(&self) -> Option<PathBuf> {
        self.config.as_deref().map(|config: &Path| config.join("profiles"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_follow_the_xdg_base_directories() {
        type Case = (&'static [(&'static str, &'static str)], Option<&'static str>, Option<&'static str>);
        let cases: &[Case] = &[
            (&[("HOME", "/h")], Some("/h/.config/linger"), Some("/h/.local/state/linger")),
            (&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/c")], Some("/c/linger"), Some("/h/.local/state/linger")),
            (&[("HOME", "/h"), ("XDG_STATE_HOME", "/s")], Some("/h/.config/linger"), Some("/s/linger")),
            (&[("HOME", "/h"), ("XDG_CONFIG_HOME", "")], Some("/h/.config/linger"), Some("/h/.local/state/linger")),
            (&[("HOME", "/h"), ("XDG_CONFIG_HOME", "c")], Some("/h/.config/linger"), Some("/h/.local/state/linger")),
            (&[("XDG_CONFIG_HOME", "/c")], Some("/c/linger"), None),
            (&[], None, None),
        ];
        for (variables, config, state) in cases {
            let lookup =
                |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| value.into());
            let folders = Folders::of(&lookup);
            assert_eq!(folders.config.as_deref(), config.map(Path::new), "{variables:?}");
            assert_eq!(folders.state.as_deref(), state.map(Path::new), "{variables:?}");
            assert_eq!(folders.settings(), config.map(|config| Path::new(config).join("config.toml")));
            assert_eq!(folders.profiles(), config.map(|config| Path::new(config).join("profiles")));
        }
    }
}
