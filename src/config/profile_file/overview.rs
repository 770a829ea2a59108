//! All profiles at a glance, also those that can't be used.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::PathBuf;

use super::{Sources, UNSET, build, chain, list};
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::Guard;
use crate::domain::property::ClientModel;

/// One profile at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Its name.
    pub name: String,
    /// Its file; `None` for a built-in one.
    pub file: Option<PathBuf>,
    /// What it is for.
    pub description: Option<String>,
    /// Whose defaults and rules it follows.
    pub model: ClientModel,
    /// What must happen before a record is sent.
    pub guard: Guard,
    /// The variables of the environment that it asks for and that are not set, each once.
    pub unset: Vec<String>,
    /// What is wrong with it, but for variables that are not set.
    pub problems: Vec<Diagnostic>,
}

/// All profiles there are, the built-in ones first.
pub fn overviews(sources: &Sources<'_>) -> Vec<Overview> {
    list(sources).into_iter().map(|name| overview(name, sources)).collect()
}

fn overview(name: String, sources: &Sources<'_>) -> Overview {
    let unset: RefCell<Vec<String>> = RefCell::default();
    let environment = |name: &str| -> Option<OsString> {
        let value = (sources.environment)(name);
        let mut unset = unset.borrow_mut();
        if value.is_none() && !unset.iter().any(|known| known == name) {
            unset.push(name.to_owned());
        }
        value
    };
    let listening = Sources { environment: &environment, profiles: sources.profiles.clone() };
    let mut problems = Vec::new();
    let layers = chain::read(&name, &listening, &mut problems);
    let profile = build::build(&layers, &[], &listening, &mut problems);
    problems.retain(|problem| problem.id != UNSET);
    let (file, description, model, guard) = match profile {
        Some(profile) => (profile.file, profile.description, profile.model, profile.guard),
        None => (None, None, ClientModel::default(), Guard::default()),
    };
    let file = file.or_else(|| match chain::named(&name, sources) {
        Ok(chain::Source::File(path)) => Some(path),
        Ok(chain::Source::BuiltIn(_) | chain::Source::Stdin) | Err(_) => None,
    });
    Overview { name, file, description, model, guard, unset: unset.into_inner(), problems }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::BUILT_IN;
    use super::*;

    #[test]
    fn a_broken_profile_is_listed_with_what_is_wrong_and_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
        write("a-broken.toml", b"[producer\n");
        write("b-bytes.toml", b"\xff");
        write("c-good.toml", b"description = 'c'\nextends = 'secured'\n[workbench]\nguard = 'confirm'\n");
        write(
            "d-unset.toml",
            b"description = 'd'\n[producer]\nclient.id = '${env:A}'\nacks = '${env:A}'\nlinger.ms = '${env:B}'\n",
        );
        write(".hidden.toml", b"");
        write("notes.txt", b"");
        std::fs::create_dir(folder.path().join("e-folder.toml")).unwrap();
        let environment = |name: &str| name.starts_with("KAFKA").then(|| "x".into());
        let sources = Sources { environment: &environment, profiles: Some(folder.path().to_owned()) };
        let all = overviews(&sources);
        let own: Vec<&Overview> = all.iter().skip(BUILT_IN.len()).collect();
        let names: Vec<&str> = own.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a-broken", "b-bytes", "c-good", "d-unset"]);
        let problems: Vec<Vec<String>> =
            own.iter().map(|one| one.problems.iter().map(ToString::to_string).collect()).collect();
        assert!(problems[0][0].contains("a-broken.toml:1:10: this is not TOML"), "{problems:?}");
        assert!(problems[1][0].ends_with("b-bytes.toml' can't be read: it is not text (UTF-8)"), "{problems:?}");
        assert_eq!((&problems[2][..], &problems[3][..]), (&[][..], &[][..]));
        assert_eq!((own[2].guard, own[2].description.as_deref()), (Guard::Confirm, Some("c")));
        assert_eq!(own[3].unset, ["A", "B"]);
        assert_eq!(own[1].file, Some(folder.path().join("b-bytes.toml")));
    }

    #[test]
    fn nothing_is_wrong_with_the_built_in_profiles() {
        for one in overviews(&Sources { environment: &|_| None, profiles: None }) {
            assert_eq!((one.problems, one.file), (vec![], None), "{}", one.name);
            let asks = if one.name == "secured" { vec!["KAFKA_USERNAME", "KAFKA_PASSWORD"] } else { vec![] };
            assert_eq!(one.unset, asks);
            assert!(one.description.is_some());
        }
    }
}
