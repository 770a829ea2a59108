#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::super::{Override, load};
use super::*;
use crate::domain::property::Value;

/// A folder of profiles with these files.
struct Home(tempfile::TempDir);

impl Home {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(home.file(name), text).unwrap();
        }
        home
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.file(name)).unwrap().permissions().mode() & 0o777
    }

    fn sources(&self) -> Sources<'static> {
        Sources { environment: &|_| None, profiles: Some(self.0.path().to_owned()) }
    }

    fn load(&self, name: &str, overrides: &[Override]) -> Profile {
        load(name, overrides, &self.sources()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn set(name: &str, text: &str) -> Edit {
    Edit::Set { name: name.to_owned(), text: text.to_owned() }
}

fn given(option: &'static str, name: &str, text: &str) -> Override {
    Override { option, name: name.to_owned(), text: Some(text.to_owned()) }
}

fn said<T: fmt::Debug>(result: Result<T, Diagnostic>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn changes_are_saved_in_the_profiles_own_file_and_nothing_is_left_beside_it() {
    let home = Home::new(&[("p.toml", "# mine\n[producer]\nlinger.ms = 5 # five\n")]);
    fs::set_permissions(home.file("p.toml"), fs::Permissions::from_mode(0o664)).unwrap();
    let saved = save(&home.load("p", &[]), &[set("linger.ms", "9"), set("acks", "1")], &home.sources()).unwrap();
    assert_eq!(home.text("p.toml"), "# mine\n[producer]\nlinger.ms = 9 # five\nacks = \"1\"\n");
    assert_eq!((saved.name.as_str(), &saved.path, saved.private), ("p", &home.file("p.toml"), false));
    assert_eq!(saved.to_string(), format!("saved 'p' in {}", home.file("p.toml").display()));
    assert_eq!((home.names(), home.mode("p.toml")), (vec!["p.toml".to_owned()], 0o664));
    assert_eq!(saved.revision, home.load("p", &[]).revision);
}

#[test]
fn what_the_workbench_set_is_saved_and_what_flags_set_is_not() {
    let home = Home::new(&[("p.toml", "[producer]\nlinger.ms = 5\n")]);
    let profile =
        home.load("p", &[given("--set", "acks", "1"), given(Override::SESSION, "queue.buffering.max.kbytes", "2")]);
    save(&profile, &[], &home.sources()).unwrap();
    assert_eq!(home.text("p.toml"), "[producer]\nlinger.ms = 5\nbuffer.memory = 2048\n");
}

#[test]
fn a_file_with_a_secret_in_it_is_its_owners_alone() {
    let home = Home::new(&[("p.toml", "")]);
    let profile = home.load("p", &[]);
    let reference = save(&profile, &[set("sasl.password", "${env:PW}")], &home.sources()).unwrap();
    assert_eq!((reference.private, home.mode("p.toml")), (false, 0o644));
    let profile = Profile { revision: reference.revision, ..profile };
    let literal = save(&profile, &[set("sasl.password", "canary")], &home.sources()).unwrap();
    assert_eq!((literal.private, home.mode("p.toml")), (true, 0o600));
    assert!(literal.to_string().ends_with(", which only you can read: a secret stands in it"));
    let copy = duplicate("p", "q", &home.sources()).unwrap();
    assert_eq!((copy.private, home.mode("q.toml")), (true, 0o600));
}

#[test]
fn a_link_stays_a_link_and_what_it_leads_to_is_written() {
    let home = Home::new(&[]);
    let other = Home::new(&[("real.toml", "[producer]\nacks = '1'\n")]);
    symlink(other.file("real.toml"), home.file("p.toml")).unwrap();
    save(&home.load("p", &[]), &[set("acks", "all")], &home.sources()).unwrap();
    assert_eq!(other.text("real.toml"), "[producer]\nacks = 'all'\n");
    assert!(home.file("p.toml").symlink_metadata().unwrap().is_symlink());
    assert_eq!((home.names().len(), other.names().len()), (1, 1));
}

#[test]
fn a_change_on_the_disk_is_noticed() {
    let home = Home::new(&[("p.toml", "[producer]\n")]);
    let profile = home.load("p", &[]);
    fs::write(home.file("p.toml"), "[producer]\nacks = '1'\n").unwrap();
    let told = format!(
        "the file '{}': has changed on the disk since it was read; nothing was written. \
         Read it again, or save under another name",
        home.file("p.toml").display()
    );
    assert_eq!(said(save(&profile, &[set("linger.ms", "1")], &home.sources())), told);
    assert_eq!(said(save_as(&profile, "q", &[], Existing::Keep, &home.sources())), told);
    assert_eq!(said(write_back(&home.file("p.toml"), "[producer]\n", "")), told);
    assert_eq!(home.text("p.toml"), "[producer]\nacks = '1'\n");
}

#[test]
fn what_can_not_be_written_is_told_with_the_reason() {
    let home = Home::new(&[("p.toml", "")]);
    let profile = home.load("p", &[]);
    let read_only = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let file = format!("the file '{}': ", home.file("p.toml").display());
    read_only(&home.file("p.toml"), 0o444);
    assert_eq!(
        said(save(&profile, &[set("acks", "1")], &home.sources())),
        format!("{file}can't be written: the file is read-only")
    );
    read_only(&home.file("p.toml"), 0o644);
    read_only(home.0.path(), 0o555);
    let folder = format!("can't be written: the folder '{}' is read-only", home.0.path().display());
    assert_eq!(said(save(&profile, &[set("acks", "1")], &home.sources())), format!("{file}{folder}"));
    assert_eq!(said(delete("p", &home.sources())), format!("{file}{folder}"));
    assert_eq!(said(rename("p", "q", &home.sources())), format!("{file}{folder}"));
    assert!(said(duplicate("p", "q", &home.sources())).ends_with(&folder));
    read_only(home.0.path(), 0o755);
    let gone = Sources { environment: &|_| None, profiles: None };
    let told = "profiles: there is no folder for them: the environment names no home";
    assert_eq!(said(duplicate("local", "q", &gone)), told);
}

#[test]
fn a_built_in_profile_is_saved_under_a_name_that_extends_it() {
    let home = Home::new(&[]);
    let sources = Sources { environment: &|_| None, profiles: Some(home.file("new/profiles")) };
    let profile = load("durable", &[given("-b", "bootstrap.servers", "a:1,b:2")], &sources).unwrap();
    assert_eq!(
        said(save(&profile, &[], &sources)),
        "built-in profile 'durable': it has no file of its own; save it under another name"
    );
    let edits = [set("linger.ms", "7"), Edit::Describe(Some("mine".into()))];
    let saved = save_as(&profile, "mine", &edits, Existing::Keep, &sources).unwrap();
    assert_eq!(
        fs::read_to_string(&saved.path).unwrap(),
        "extends = \"durable\"\ndescription = \"mine\"\n\n[producer]\n\"bootstrap.servers\" = \"a:1,b:2\"\n\"linger.ms\" = 7\n"
    );
    assert_eq!(load("mine", &[], &sources).unwrap().effective().unwrap().whole("linger.ms"), 7);
}

#[test]
fn a_profile_of_ones_own_is_copied_with_its_comments_or_extended_where_flags_stand_above_it() {
    let text = "# mine\n[producer]\nlinger.ms = 5 # five\n";
    let home = Home::new(&[("p.toml", text)]);
    save_as(&home.load("p", &[]), "q", &[set("linger.ms", "6")], Existing::Keep, &home.sources()).unwrap();
    assert_eq!(home.text("q.toml"), "# mine\n[producer]\nlinger.ms = 6 # five\n");
    let flags = home.load("p", &[given("--set", "acks", "1")]);
    save_as(&flags, "r", &[set("linger.ms", "6")], Existing::Keep, &home.sources()).unwrap();
    assert_eq!(home.text("r.toml"), "extends = \"p\"\n\n[producer]\nacks = \"1\"\n\"linger.ms\" = 6\n");
    assert_eq!(home.text("p.toml"), text);
}

#[test]
fn what_is_told_from_another_folder_is_found_from_the_new_one() {
    let home = Home::new(&[]);
    let other = Home::new(&[
        ("base.toml", "[producer]\nacks = '1'\n"),
        ("pw", "canary"),
        ("p.toml", "extends = 'base.toml'\n[producer]\nclient.id = '${file:pw}'\nsasl.password = '${file:pw}'\n"),
    ]);
    let profile = home.load(other.file("p.toml").to_str().unwrap(), &[]);
    let saved = save_as(&profile, "p", &[], Existing::Keep, &home.sources()).unwrap();
    let folder = other.0.path().display();
    assert_eq!(
        home.text("p.toml"),
        format!(
            "extends = '{folder}/base.toml'\n[producer]\nclient.id = '${{file:{folder}/pw}}'\n\
             sasl.password = '${{file:{folder}/pw}}'\n"
        )
    );
    let again = home.load("p", &[]);
    assert_eq!(again.producer.iter().map(|entry| &entry.value).collect::<Vec<_>>(), {
        profile.producer.iter().map(|entry| &entry.value).collect::<Vec<_>>()
    });
    assert!(!saved.private);
}

#[test]
fn nothing_is_overwritten_unasked() {
    let home = Home::new(&[("p.toml", "[producer]\nacks = '1'\n"), ("q.toml", "# q\n")]);
    let profile = home.load("p", &[]);
    let told = format!("the file '{}': is there already; nothing was written", home.file("q.toml").display());
    assert_eq!(said(save_as(&profile, "q", &[], Existing::Keep, &home.sources())), told);
    assert_eq!(said(duplicate("p", "q", &home.sources())), told);
    assert_eq!(said(rename("p", "q", &home.sources())), told);
    assert_eq!(home.text("q.toml"), "# q\n");
    save_as(&profile, "q", &[], Existing::Replace, &home.sources()).unwrap();
    assert_eq!(home.text("q.toml"), home.text("p.toml"));
    // Its own name is no other.
    save_as(&profile, "p", &[set("acks", "0")], Existing::Keep, &home.sources()).unwrap();
    assert_eq!(home.text("p.toml"), "[producer]\nacks = '0'\n");
}

#[test]
fn names_are_checked() {
    let home = Home::new(&[]);
    let long = "x".repeat(51);
    let cases = [
        ("", "'': a profile needs a name; allowed: letters,"),
        ("a/b", "'a/b': a profile's name can't have '/' in it; allowed: letters, digits, '.', '_' and '-',"),
        ("a b", "'a b': a profile's name can't have ' ' in it"),
        ("a\u{1b}", "'a\u{1b}': a profile's name can't have '\\u{1b}' in it"),
        (".a", "'.a': a profile's name can't begin so"),
        ("-", "'-': a profile's name can't begin so"),
        ("a.toml", "'a.toml': a profile's name goes without '.toml'"),
        ("local", "'local': a built-in profile has this name; take another"),
        (&long, &format!("'{long}': the name is too long; allowed: up to 50 characters")),
    ];
    for (name, told) in cases {
        let said = said(duplicate("durable", name, &home.sources()));
        assert!(said.starts_with(told), "{said}");
    }
    for name in ["a", "orders-eu_1.2", "Größe", "키"] {
        duplicate("durable", name, &home.sources()).unwrap();
        assert_eq!(home.text(&format!("{name}.toml")), "extends = \"durable\"\n");
    }
}

#[test]
fn profiles_are_renamed_and_deleted_unless_others_extend_them() {
    let home = Home::new(&[
        ("p.toml", "# p\n"),
        ("q.toml", "extends = 'p'\n"),
        ("r.toml", "extends = './p.toml'\n"),
        ("s.toml", "extends = 'q'\n"),
    ]);
    assert_eq!(extended_by("p", &home.sources()), ["q", "r"]);
    let told = format!("{}: 'q', 'r' extend it: change that first", home.file("p.toml").display());
    assert_eq!((said(rename("p", "x", &home.sources())), said(delete("p", &home.sources()))), (told.clone(), told));
    let renamed = rename("s", "t", &home.sources()).unwrap();
    assert_eq!((renamed.name.as_str(), home.text("t.toml").as_str()), ("t", "extends = 'q'\n"));
    assert_eq!(
        said(delete("q", &home.sources())),
        format!("{}: 't' extends it: change that first", home.file("q.toml").display())
    );
    assert_eq!(delete("t", &home.sources()).unwrap(), home.file("t.toml"));
    assert_eq!(home.names(), ["p.toml", "q.toml", "r.toml"]);
    assert_eq!(said(delete("local", &home.sources())), "local: a built-in profile can't be deleted");
    assert_eq!(said(rename("local", "x", &home.sources())), "local: a built-in profile can't be renamed");
    assert_eq!(
        said(delete("none", &home.sources())),
        "none: there is no profile of this name in the folder of your own"
    );
}

#[test]
fn what_would_not_mean_what_was_meant_is_not_written() {
    let home = Home::new(&[
        ("base.toml", "[producer]\nlinger.ms = 5\n[workbench]\nguard = 'confirm'\n"),
        ("p.toml", "extends = 'base'\n"),
    ]);
    let profile = home.load("p", &[]);
    let remove = Edit::Remove { name: "linger.ms".to_owned() };
    let told = said(save(&profile, std::slice::from_ref(&remove), &home.sources()));
    let base = home.file("base.toml");
    assert_eq!(
        told,
        format!(
            "{}: 'linger.ms' can't be left out: it is set in {}:2 (extended); \
             give it a value of its own, as its default",
            home.file("p.toml").display(),
            base.display()
        )
    );
    let weaker = Edit::Guard(Some(crate::domain::profile::Guard::Open));
    assert!(said(save(&profile, &[weaker], &home.sources())).contains("would weaken the 'confirm'"));
    assert!(said(save(&profile, &[Edit::Extends(Some("none".into()))], &home.sources())).contains("no profile 'none'"));
    assert_eq!(home.text("p.toml"), "extends = 'base'\n");
    // A variable that is not set here is no mistake.
    save(&profile, &[remove, set("linger.ms", "${env:NOBODY}")], &home.sources()).unwrap();
    assert_eq!(home.text("p.toml"), "extends = 'base'\n\n[producer]\n\"linger.ms\" = \"${env:NOBODY}\"\n");
}

#[test]
fn what_flags_and_the_workbench_set_becomes_edits() {
    let home = Home::new(&[("p.toml", "[producer]\nacks = '1'\n")]);
    let profile = home.load(
        "p",
        &[
            given("--set", "linger.ms", "5"),
            given("--set", "sasl.password", "canary"),
            given(Override::SESSION, "enable.idempotence", "FALSE"),
        ],
    );
    let edits = own_edits(&profile);
    assert_eq!(edits, [set("linger.ms", "5"), set("sasl.password", "canary"), set("enable.idempotence", "false")]);
    assert!(matches!(&profile.producer[2].value, Value::Secret(_)));
    assert!(!format!("{profile:?}").contains("canary"));
}
