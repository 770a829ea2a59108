//! The profiles on the disk: what there is, and what is read, written, renamed and deleted.

use std::env::var_os;
use std::path::PathBuf;

use crate::app::profile::shelf::{Done, Edit, Known, ProfileNews, ProfileWish, Saving};
use crate::app::profile::writable_name;
use crate::config::paths::Folders;
use crate::config::profile_file::edit::Edit as Change;
use crate::config::profile_file::overview::{Overview, overviews};
use crate::config::profile_file::store::{self, Existing, Saved};
use crate::config::profile_file::{Sources, load};
use crate::domain::bootstrap;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{Guard, Profile, built_in};
use crate::domain::property::names::{find, row};

/// Does what is asked for. It can take a while.
pub fn serve(wish: ProfileWish) -> ProfileNews {
    serve_in(Folders::of(&|name| var_os(name)).profiles(), wish)
}

fn serve_in(folder: Option<PathBuf>, wish: ProfileWish) -> ProfileNews {
    let sources = Sources { environment: &|name| var_os(name), profiles: folder };
    let done = match &wish {
        ProfileWish::List => return ProfileNews::Listed(overviews(&sources).into_iter().map(known).collect()),
        ProfileWish::Read { which, why } => {
            let profile = load(which, &[], &sources).map(Box::new).map_err(|problems| told(&problems));
            return ProfileNews::Read { why: *why, profile };
        }
        ProfileWish::Save(Saving { saved, edits }) => {
            placed(written(saved, changes(edits), |changes| store::save(saved, changes, &sources)))
        }
        ProfileWish::SaveAs { name, over: false, .. } if is_there(name, &sources) => Done::Exists,
        ProfileWish::SaveAs { saving: Saving { saved, edits }, name, over } => {
            let existing = if *over { Existing::Replace } else { Existing::Keep };
            let mut changes = changes(edits);
            if saved.guard == Guard::Open && names_brokers(edits) {
                // Without a profile of its own each send to them asked: to keep a file is no will to change that.
                changes.push(Change::Guard(Some(Guard::Confirm)));
            }
            let save = |changes: &[Change]| store::save_as(saved, name, changes, existing, &sources);
            placed(written(saved, changes, save))
        }
        ProfileWish::Rename { from, to } => placed(store::rename(from, to, &sources).map(|saved| saved.path)),
        ProfileWish::Duplicate { from, to } => placed(store::duplicate(from, to, &sources).map(|saved| saved.path)),
        ProfileWish::Delete { name } => placed(store::delete(name, &sources)),
    };
    ProfileNews::Kept { wish, done }
}

/// Writes changes. What is taken out of a profile, and a profile below sets too, is set to its default instead.
fn written(
    saved: &Profile,
    mut changes: Vec<Change>,
    write: impl Fn(&[Change]) -> Result<Saved, Diagnostic>,
) -> Result<PathBuf, Diagnostic> {
    loop {
        let refused = match write(&changes) {
            Ok(Saved { path, .. }) => return Ok(path),
            Err(refused) => refused,
        };
        let about = refused.property.as_deref();
        let taken = |change: &Change| matches!(change, Change::Remove { name } if about == Some(name.as_str()));
        let Some(at) = changes.iter().position(taken) else { return Err(refused) };
        let property = refused.property.as_deref().and_then(|name| find(saved.model, name));
        let default = property.and_then(|property| Some((property, property.written_default(saved.model)?)));
        let Some((property, text)) = default else { return Err(refused) };
        let name = writable_name(property, saved.model).unwrap_or(property.name).to_owned();
        changes[at] = Change::Set { name, text };
    }
}

fn placed(kept: Result<PathBuf, Diagnostic>) -> Done {
    match kept {
        Ok(path) => Done::Well(path.display().to_string()),
        Err(problem) => Done::Failed(problem.to_string()),
    }
}

/// Whether brokers elsewhere are written into the profile that so far stood in none.
fn names_brokers(edits: &[Edit]) -> bool {
    edits.iter().any(|edit| {
        let address = row(&edit.name).is_some_and(|property| property.name == "bootstrap.servers");
        address && edit.written.as_ref().is_some_and(|written| !bootstrap::is_loopback(written.expose()))
    })
}

/// Whether the person has a profile of this name already.
fn is_there(name: &str, sources: &Sources<'_>) -> bool {
    sources.profiles.as_ref().is_some_and(|folder| folder.join(format!("{name}.toml")).exists())
}

fn changes(edits: &[Edit]) -> Vec<Change> {
    let change = |edit: &Edit| match &edit.written {
        Some(written) => Change::Set { name: edit.name.clone(), text: written.expose().to_owned() },
        None => Change::Remove { name: edit.name.clone() },
    };
    edits.iter().map(change).collect()
}

fn known(overview: Overview) -> Known {
    Known {
        place: overview.file.as_ref().map_or_else(|| built_in(&overview.name), |file| file.display().to_string()),
        built_in: overview.file.is_none(),
        name: overview.name,
        description: overview.description,
        guard: overview.guard,
        needs: overview.unset,
        broken: (!overview.problems.is_empty()).then(|| told(&overview.problems)),
    }
}

/// The first of what is wrong, and how much more there is.
fn told(problems: &[Diagnostic]) -> String {
    match problems {
        [] => "it can't be used".to_owned(),
        [one] => one.to_string(),
        [one, more @ ..] => format!("{one} ({} more)", more.len()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::app::profile::Written;
    use crate::app::profile::shelf::Why;
    use crate::domain::secret::Secret;

    fn set(name: &str, text: &str) -> Edit {
        Edit { name: name.to_owned(), written: Some(Written::Text(text.to_owned())) }
    }

    fn read(folder: &std::path::Path, which: &str) -> Box<crate::domain::profile::Profile> {
        let wish = ProfileWish::Read { which: which.to_owned(), why: Why::Save };
        let ProfileNews::Read { profile, .. } = serve_in(Some(folder.to_owned()), wish) else { panic!("not read") };
        profile.unwrap()
    }

    fn done(folder: &std::path::Path, wish: ProfileWish) -> Done {
        let ProfileNews::Kept { done, .. } = serve_in(Some(folder.to_owned()), wish) else { panic!("not kept") };
        done
    }

    #[test]
    fn a_profile_is_saved_under_a_new_name_changed_renamed_copied_and_deleted() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("profiles");
        let file = |name: &str| folder.join(format!("{name}.toml"));
        let saving = Saving { saved: read(&folder, "local"), edits: vec![set("linger.ms", "100")] };
        let save_as = |over| ProfileWish::SaveAs { saving: saving.clone(), name: "tuned".to_owned(), over };
        assert_eq!(done(&folder, save_as(false)), Done::Well(file("tuned").display().to_string()));
        assert_eq!(done(&folder, save_as(false)), Done::Exists);
        assert!(matches!(done(&folder, save_as(true)), Done::Well(_)));
        let text = std::fs::read_to_string(file("tuned")).unwrap();
        std::fs::write(file("tuned"), format!("# mine\n{text}")).unwrap();
        let edits = vec![set("acks", "all"), Edit { name: "linger.ms".to_owned(), written: None }];
        let saved = done(&folder, ProfileWish::Save(Saving { saved: read(&folder, "tuned"), edits }));
        assert!(matches!(saved, Done::Well(_)), "{saved:?}");
        let text = std::fs::read_to_string(file("tuned")).unwrap();
        assert!(text.starts_with("# mine\n") && text.contains("acks") && !text.contains("linger"), "{text}");
        let rename = ProfileWish::Rename { from: "tuned".to_owned(), to: "fast".to_owned() };
        assert!(matches!(done(&folder, rename), Done::Well(_)));
        let copy = ProfileWish::Duplicate { from: "fast".to_owned(), to: "faster".to_owned() };
        assert!(matches!(done(&folder, copy), Done::Well(_)));
        assert!(matches!(done(&folder, ProfileWish::Delete { name: "fast".to_owned() }), Done::Well(_)));
        assert!(file("faster").exists() && !file("fast").exists() && !file("tuned").exists());
        assert!(matches!(done(&folder, ProfileWish::Delete { name: "local".to_owned() }), Done::Failed(_)));
    }

    #[test]
    fn brokers_elsewhere_stay_guarded_when_they_get_a_profile_of_their_own() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("profiles");
        for (name, address, guard) in [("here", "127.0.0.1:9", Guard::Open), ("there", "b-1:9092", Guard::Confirm)] {
            let saving = Saving { saved: read(&folder, "local"), edits: vec![set("bootstrap.servers", address)] };
            let wish = ProfileWish::SaveAs { saving, name: name.to_owned(), over: false };
            assert!(matches!(done(&folder, wish), Done::Well(_)), "{name}");
            assert_eq!(read(&folder, name).guard, guard, "{name}");
        }
    }

    #[test]
    fn what_is_taken_out_is_not_set_any_more_though_a_profile_below_sets_it() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("base.toml"), "[producer]\n\"linger.ms\" = 50\n").unwrap();
        let file = home.path().join("mine.toml");
        let text = "extends = \"base\"\n[producer]\n\"linger.ms\" = 100 # mine\nacks = \"1\"\n";
        std::fs::write(&file, text).unwrap();
        let take = |name: &str| Edit { name: name.to_owned(), written: None };
        let edits = vec![take("linger.ms"), take("acks")];
        let wish = ProfileWish::Save(Saving { saved: read(home.path(), "mine"), edits });
        assert!(matches!(done(home.path(), wish), Done::Well(_)));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("\"linger.ms\" = 5 # mine") && !text.contains("acks"), "{text}");
        let name = home.path().join("base.toml");
        std::fs::write(name, "[producer]\n\"ssl.truststore.location\" = \"/a.pem\"\n").unwrap();
        let edits = vec![take("ssl.truststore.location")];
        let wish = ProfileWish::Save(Saving { saved: read(home.path(), "mine"), edits });
        let Done::Failed(why) = done(home.path(), wish) else { panic!("saved") };
        assert!(why.contains("'ssl.truststore.location' can't be left out") && why.contains("base.toml"), "{why}");
    }

    #[test]
    fn what_changed_on_the_disk_meanwhile_is_not_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("mine.toml");
        std::fs::write(&file, "extends = \"local\"\n").unwrap();
        let saved = read(home.path(), "mine");
        std::fs::write(&file, "extends = \"local\"\n# theirs\n").unwrap();
        let told = done(home.path(), ProfileWish::Save(Saving { saved, edits: vec![set("acks", "all")] }));
        assert!(matches!(told, Done::Failed(_)), "{told:?}");
        assert!(std::fs::read_to_string(&file).unwrap().contains("theirs"));
    }

    #[test]
    fn a_secret_that_is_written_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("mine.toml");
        std::fs::write(&file, "extends = \"local\"\n").unwrap();
        let written = Some(Written::Hidden(Secret::new("hunter2")));
        let saving = Saving {
            saved: read(home.path(), "mine"),
            edits: vec![Edit { name: "sasl.password".to_owned(), written }],
        };
        assert!(matches!(done(home.path(), ProfileWish::Save(saving)), Done::Well(_)));
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(std::fs::read_to_string(&file).unwrap().contains("hunter2"));
    }

    #[test]
    fn broken_profiles_are_listed_with_the_reason() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("wrong.toml"), "[producer]\n\"lingr.ms\" = 5\n").unwrap();
        let ProfileNews::Listed(all) = serve_in(Some(home.path().to_owned()), ProfileWish::List) else { panic!() };
        let wrong = all.iter().find(|known| known.name == "wrong").unwrap();
        assert!(wrong.broken.as_ref().unwrap().contains("lingr.ms") && !wrong.built_in, "{wrong:?}");
        let embedded = all.iter().find(|known| known.name == "embedded").unwrap();
        assert!(embedded.built_in && embedded.broken.is_none());
    }
}
