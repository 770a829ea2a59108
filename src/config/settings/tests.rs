#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn read(text: &str) -> OwnSettings {
    OwnSettings::of(Path::new("/c/linger/config.toml"), text)
}

fn said(text: &str) -> Vec<String> {
    read(text).problems().iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_file_gives_goes_before_the_defaults() {
    let settings = read("theme = \"dark\"\n[confirm]\nquit = \"always\"\n");
    assert_eq!(settings.problems(), []);
    assert_eq!((settings.in_force(Name::Theme), settings.text(Name::Theme)), ("dark", Some("dark")));
    assert_eq!(settings.position(Name::ConfirmQuit), Some(Position { line: 3, column: 8 }));
    assert_eq!((settings.in_force(Name::Profile), settings.text(Name::Profile)), ("embedded", None));
    assert_eq!((settings.in_force(Name::ConfirmSend), settings.position(Name::ConfirmSend)), ("guarded", None));
}

#[test]
fn a_table_may_be_written_with_dots_and_a_file_with_a_byte_order_mark() {
    let settings = read("\u{feff}confirm.quit = \"outstanding\"");
    assert_eq!((settings.in_force(Name::ConfirmQuit), settings.problems()), ("outstanding", [].as_slice()));
}

#[test]
fn every_default_can_be_written_and_every_setting_has_a_row_of_its_own() {
    for (at, setting) in TABLE.iter().enumerate() {
        assert!(!setting.doc.is_empty() && !setting.doc.ends_with('.'), "{}", setting.id);
        assert!(TABLE[at + 1..].iter().all(|other| other.id != setting.id && other.name != setting.name));
        let text = format!("{} = \"{}\"", setting.id, setting.default);
        assert_eq!(said(&text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_wrong_line_leaves_the_rest_in_force() {
    let settings = read("them = \"dark\"\nprofile = \"local\"\n");
    assert_eq!(settings.problems().len(), 1);
    assert_eq!(settings.profile().unwrap().as_deref(), Some("local"));
}

#[test]
fn a_profile_that_may_be_named_where_nothing_can_be_read_is_not_taken_for_none() {
    for text in ["profile = 3", "profle = \"local\"", "profile = \"local", "profile = \"\""] {
        assert_eq!(read(text).profile().unwrap_err().len(), 1, "{text}");
    }
    assert_eq!(read("").profile(), Ok(None));
    assert_eq!(OwnSettings::default().profile(), Ok(None));
}

#[test]
fn a_profile_file_stands_beside_the_settings() {
    let profile = |text: &str| read(&format!("profile = \"{text}\"")).profile().unwrap();
    assert_eq!(profile("team.toml").as_deref(), Some("/c/linger/team.toml"));
    assert_eq!(profile("../p/team").as_deref(), Some("/c/linger/../p/team"));
    assert_eq!(profile("/p/team.toml").as_deref(), Some("/p/team.toml"));
    assert_eq!(profile("team").as_deref(), Some("team"));
}

#[test]
fn a_file_that_is_not_there_is_no_mistake_and_one_that_cannot_be_read_is() {
    let home = tempfile::tempdir().unwrap();
    let folders = Folders { config: Some(home.path().to_owned()), state: None };
    let settings = OwnSettings::load(&folders);
    assert!(!settings.exists() && settings.problems().is_empty());
    assert_eq!(settings.path(), Some(home.path().join("config.toml").as_path()));
    assert!(!home.path().join("config.toml").exists(), "it is never written");
    std::fs::create_dir(home.path().join("config.toml")).unwrap();
    let settings = OwnSettings::load(&folders);
    assert!(settings.problems()[0].to_string().ends_with("config.toml: it can't be read: it is a folder"));
    assert!(settings.profile().is_err());
}
