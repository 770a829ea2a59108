//! The Profile pane: finding a property, drafting a value, and applying it.

use std::sync::Arc;

use crate::scene::{Scene, session};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::profile::shelf::{Done, Edit, Known, ProfileNews, ProfileWish, Question, Saving, Why};
use linger::app::profile::{View, Written};
use linger::app::session::Running;
use linger::domain::profile::{Guard, Origin, Profile};
use linger::domain::property::ClientModel;
use linger::domain::swap::SwapStep;

fn pane() -> Scene {
    let mut scene = Scene::wide();
    scene.keys("<Alt-2>").take_effects();
    scene
}

fn selected(scene: &Scene) -> (&'static str, String) {
    let row = scene.state.profile.selected_row().unwrap();
    (row.name, row.value())
}

fn notice(scene: &Scene) -> &str {
    scene.state.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

fn asked(scene: &mut Scene) -> Vec<String> {
    let told = |effect| match effect {
        Effect::Tune(change) => Some(linger::app::tuning::words(&change)),
        Effect::UseProfile { name, changes, .. } => {
            Some(format!("use {name} {}", linger::app::tuning::words(&changes)))
        }
        _ => None,
    };
    scene.take_effects().into_iter().filter_map(told).collect()
}

pub(crate) fn wishes(scene: &mut Scene) -> Vec<ProfileWish> {
    let told = |effect| if let Effect::Profile(wish) = effect { Some(wish) } else { None };
    scene.take_effects().into_iter().filter_map(told).collect()
}

pub(crate) fn running(scene: &mut Scene, change: impl FnOnce(&mut Profile)) {
    let mut profile = Profile::clone(&scene.state.session.running.profile);
    change(&mut profile);
    let running = Running { profile: Arc::new(profile), ..scene.state.session.running.clone() };
    scene.tell(Msg::Running(Box::new(running)));
}

/// The producer runs with what was asked for.
pub(crate) fn apply(scene: &mut Scene, name: &str, value: &str) {
    let property = linger::domain::property::names::row(name).unwrap();
    let read = property.read(ClientModel::default(), name, value, value).unwrap();
    running(scene, |profile| {
        let name = name.to_owned();
        let entry =
            linger::domain::profile::Entry { property, name, value: read, reference: None, origin: Origin::Session };
        profile.set(entry);
    });
    let change = vec![(name.to_owned(), Some(value.to_owned()))].into();
    scene.tell(Msg::Swap { change, step: SwapStep::Done { generation: 2, paused_micros: 1 }, at: scene.at });
}

#[test]
fn a_property_is_found_by_typing_drafted_and_applied() {
    let mut scene = pane();
    scene.keys("/ling<Enter>");
    assert_eq!(selected(&scene), ("linger.ms", "5".to_owned()));
    scene.keys("<Enter>").paste("").keys("<^U>100 ms<Enter>");
    assert_eq!(selected(&scene), ("linger.ms", "100".to_owned()));
    assert_eq!((scene.state.dialog.clone(), asked(&mut scene).len()), (None, 0), "a draft changes nothing yet");
    scene.keys("<F6>");
    assert_eq!(asked(&mut scene), ["linger.ms=100"]);
    assert_eq!(scene.state.profile.draft.len(), 1, "it is pending until it is done");
    scene.keys("<F6>");
    assert_eq!(asked(&mut scene), [""; 0], "once is enough");
    apply(&mut scene, "linger.ms", "100");
    assert!(scene.state.profile.draft.is_empty());
    assert_eq!(scene.state.profile.selected_row().unwrap().origin(), "set in the workbench");
    scene.keys("<F6>");
    assert!(notice(&scene).contains("nothing to apply"), "{}", notice(&scene));
}

#[test]
fn the_pane_begins_at_linger_ms_in_its_group() {
    let scene = pane();
    assert_eq!(selected(&scene).0, "linger.ms");
    let lines = scene.state.profile.lines();
    let at = scene.state.profile.place(&lines).unwrap();
    for height in 1..lines.len() {
        let top = scene.state.profile.window(&lines, height);
        assert!((top..top + height).contains(&at), "{height}");
    }
    assert!(lines[scene.state.profile.window(&lines, 8)].row().is_none(), "the heading is in sight");
}

#[test]
fn keys_change_the_draft() {
    let cases: [(&str, &[&str]); 10] = [
        ("/acks<Enter><Enter><^U>1<Enter>", &["acks=1"]),
        ("/acks<Enter><Enter><Down><Enter>", &["acks=-1"]),
        ("/compression.type<Enter><Enter><Down><Down><Enter>", &["compression.type=snappy"]),
        ("/buffer.memory<Enter><Enter><^U>64 MiB<Enter>", &["buffer.memory=67108864"]),
        ("/linger<Enter><Enter><^U>x<Enter><Esc>", &[]),
        ("/linger<Enter><Enter><^U>7<Esc>", &[]),
        ("/linger<Enter><Enter><^U>7<Enter>u", &[]),
        ("/linger<Enter><Enter><^U>7<Enter>Uu", &["linger.ms=7"]),
        ("/linger<Enter><Enter><^U>7<Enter>x", &[]),
        ("/sasl.password<Enter><Enter>hunter2<Enter>", &["sasl.password=****"]),
    ];
    for (keys, expected) in cases {
        let mut scene = pane();
        scene.keys(keys).keys("<F6>");
        assert_eq!(asked(&mut scene), expected, "{keys}");
    }
}

#[test]
fn a_value_that_is_none_is_not_taken_and_the_reason_names_what_is_allowed() {
    let mut scene = pane();
    scene.keys("/linger<Enter><Enter><^U>-1<Enter>");
    assert_eq!(scene.state.dialog, Some(Dialog::Value));
    assert_eq!(notice(&scene), "Not taken: '-1' is out of range; allowed: 0 or more (milliseconds)");
}

#[test]
fn a_draft_that_the_client_refuses_is_not_applied() {
    let mut scene = pane();
    scene.keys("/enable.idem<Enter><Enter><^U>true<Enter>/<^U>acks<Enter><Enter><^U>1<Enter><F6>");
    // Said again, the default counts as set; then its condition does too.
    assert_eq!(asked(&mut scene), [""; 0], "{}", notice(&scene));
    assert!(notice(&scene).starts_with("Not applied: Must set acks to all"), "{}", notice(&scene));
}

#[test]
fn what_is_set_is_taken_away_and_what_is_not_is_told() {
    let mut scene = pane();
    scene.keys("/linger<Enter>x");
    assert!(notice(&scene).contains("not set"), "{}", notice(&scene));
    apply(&mut scene, "linger.ms", "50");
    scene.keys("x");
    assert_eq!(selected(&scene), ("linger.ms", "5".to_owned()));
    scene.keys("<F6>");
    assert_eq!(asked(&mut scene), ["linger.ms=default"]);
}

#[test]
fn a_finding_is_fixed_by_one_key() {
    let mut scene = pane();
    scene.keys("/compression.type<Enter><Enter><^U>gzip<Enter><Esc>w");
    assert_eq!(scene.state.profile.view, View::Findings);
    let review = scene.state.profile.review().unwrap();
    let at = review.findings.iter().position(|finding| finding.id == "gzip").unwrap();
    scene.keys(&"<Down>".repeat(at)).keys("f");
    let change = scene.state.profile.draft.changes().next().unwrap();
    assert_eq!((change.0.name, change.1.unwrap().expose()), ("compression.type", "zstd"));
}

#[test]
fn escape_closes_one_thing_after_the_other() {
    let mut scene = pane();
    scene.keys("/ling<Enter>ze<Esc>");
    assert_eq!((scene.state.profile.view, scene.state.profile.search()), (View::Rows, "ling"));
    scene.keys("<Esc>");
    assert_eq!((scene.state.profile.search(), scene.state.zoom), ("", true));
    scene.keys("<Esc>");
    assert!(!scene.state.zoom);
}

#[test]
fn typing_does_not_run_commands_while_a_property_is_searched_for() {
    let mut scene = pane();
    scene.keys("/qz?x ");
    assert_eq!((scene.state.profile.search(), scene.state.dialog.clone()), ("qz?x ", Some(Dialog::Search)));
    scene.paste("y\n");
    assert_eq!(scene.state.profile.search(), "qz?x y");
}

pub(crate) fn saved(scene: &Scene) -> Box<Profile> {
    Box::new(Profile::clone(&scene.state.session.running.profile))
}

/// A workbench on a profile of the person's own.
pub(crate) fn own() -> Scene {
    let mut running = session().running;
    let mut profile = Profile::clone(&running.profile);
    (profile.name, profile.source) = ("mine".to_owned(), "/p/mine.toml".to_owned());
    profile.file = Some("/p/mine.toml".into());
    (running.profile, running.name) = (Arc::new(profile), "mine".to_owned());
    let mut scene = Scene::new(linger::app::session::Session { running, ..session() }, 120, 40);
    scene.keys("<Alt-2>").take_effects();
    scene
}

pub(crate) fn set(name: &str, text: &str) -> Edit {
    Edit { name: name.to_owned(), written: Some(Written::Text(text.to_owned())) }
}

#[test]
fn saving_shows_what_changes_and_writes_it_after_a_yes() {
    let mut scene = own();
    scene.keys("/linger<Enter><Enter><^U>100 ms<Enter>s");
    let read = ProfileWish::Read { which: "/p/mine.toml".to_owned(), why: Why::Save };
    assert_eq!(wishes(&mut scene), [read]);
    let saved = saved(&scene);
    scene.tell(Msg::Profile(ProfileNews::Read { why: Why::Save, profile: Ok(saved.clone()) }));
    let saving = Saving { saved, edits: vec![set("linger.ms", "100")] };
    let question = Question::Save(saving.clone());
    assert_eq!(scene.state.dialog, Some(Dialog::ProfileQuestion(Box::new(question))));
    scene.keys("<Enter>");
    assert_eq!(wishes(&mut scene), [], "Enter is no yes");
    scene.keys("y");
    let wish = ProfileWish::Save(saving);
    assert_eq!(wishes(&mut scene), std::slice::from_ref(&wish));
    scene.tell(Msg::Profile(ProfileNews::Kept { wish, done: Done::Well("/p/mine.toml".to_owned()) }));
    assert_eq!(notice(&scene), "Saved in /p/mine.toml: 1 change.");
}

#[test]
fn a_secret_can_be_saved_as_a_reference() {
    let mut scene = own();
    scene.keys("/sasl.password<Enter><Enter>hunter2<Enter>s");
    let saved = saved(&scene);
    scene.tell(Msg::Profile(ProfileNews::Read { why: Why::Save, profile: Ok(saved.clone()) }));
    assert!(!format!("{:?}", scene.state.dialog).contains("hunter2"));
    scene.take_effects();
    scene.keys("r");
    let edits = vec![set("sasl.password", "${env:SASL_PASSWORD}")];
    assert_eq!(wishes(&mut scene), [ProfileWish::Save(Saving { saved, edits })]);
}

#[test]
fn a_built_in_profile_is_saved_under_a_new_name_and_the_workbench_goes_on_with_it() {
    let mut scene = pane();
    scene.keys("/linger<Enter><Enter><^U>100<Enter>s");
    assert!(notice(&scene).contains("built in"), "{}", notice(&scene));
    let read = ProfileWish::Read { which: "embedded".to_owned(), why: Why::SaveAs };
    assert_eq!(wishes(&mut scene), [read]);
    let saved = saved(&scene);
    scene.tell(Msg::Profile(ProfileNews::Read { why: Why::SaveAs, profile: Ok(saved.clone()) }));
    scene.keys("a/b<Enter>");
    assert_eq!(wishes(&mut scene), [], "that is no name");
    scene.keys("<^U>tuned<Enter>");
    let wish = |over| ProfileWish::SaveAs {
        saving: Saving { saved: saved.clone(), edits: vec![set("linger.ms", "100")] },
        name: "tuned".to_owned(),
        over,
    };
    assert_eq!(wishes(&mut scene), [wish(false)]);
    scene.tell(Msg::Profile(ProfileNews::Kept { wish: wish(false), done: Done::Exists }));
    scene.keys("<Enter>");
    assert_eq!(wishes(&mut scene), [wish(true)], "over another one only when asked twice");
    scene.tell(Msg::Profile(ProfileNews::Kept { wish: wish(true), done: Done::Well("/p/tuned.toml".to_owned()) }));
    assert_eq!(asked(&mut scene), ["use tuned "]);
}

fn known(name: &str, built_in: bool, broken: Option<&str>) -> Known {
    Known {
        name: name.to_owned(),
        built_in,
        place: format!("/p/{name}.toml"),
        description: None,
        guard: Guard::Open,
        needs: Vec::new(),
        broken: broken.map(str::to_owned),
    }
}

fn listed(scene: &mut Scene) {
    let profiles = vec![known("embedded", true, None), known("local", true, None), known("mine", false, None)];
    let broken = known("wrong", false, Some("/p/wrong.toml:1:1: no"));
    let needs = vec!["SASL_USER".to_owned(), "SASL_PASSWORD".to_owned()];
    let waits = Known { needs, ..known("secured", true, None) };
    scene.tell(Msg::Profile(ProfileNews::Listed(profiles.into_iter().chain([broken, waits]).collect())));
}

#[test]
fn a_profile_whose_variables_are_not_set_is_not_chosen_and_the_reason_names_them() {
    for keys in ["<Alt-l>", "d"] {
        let mut scene = pane();
        scene.keys(keys);
        listed(&mut scene);
        scene.keys("secured<Enter>");
        assert!(asked(&mut scene).is_empty());
        let said = notice(&scene);
        assert!(said.contains("SASL_USER, SASL_PASSWORD are not set: set them"), "{said}");
    }
}

#[test]
fn another_profile_is_chosen_from_the_list_and_unsaved_changes_are_asked_about() {
    let cases: [(&str, &str, &[&str]); 7] = [
        ("", "<Down><Enter>", &["use local "]),
        ("", "loc<Enter>", &["use local "]),
        ("", "<Enter>", &[]),
        ("", "wrong<Enter>", &[]),
        ("", "<Esc>", &[]),
        ("/linger<Enter><Enter><^U>7<Enter>", "<Down><Enter>n", &[]),
        ("/linger<Enter><Enter><^U>7<Enter>", "<Down><Enter>y", &["use local "]),
    ];
    for (before, keys, expected) in cases {
        let mut scene = pane();
        scene.keys(before).keys("<Alt-l>");
        listed(&mut scene);
        scene.keys(keys);
        assert_eq!(asked(&mut scene), expected, "{before} {keys}");
    }
}

#[test]
fn profiles_are_renamed_duplicated_and_deleted_from_the_list() {
    let rename = |to: &str| ProfileWish::Rename { from: "mine".to_owned(), to: to.to_owned() };
    let copy = |from: &str, to: &str| ProfileWish::Duplicate { from: from.to_owned(), to: to.to_owned() };
    let delete = ProfileWish::Delete { name: "mine".to_owned() };
    let cases: [(&str, &[ProfileWish]); 7] = [
        ("mine<Alt-r>2<Enter>", &[rename("mine2")]),
        ("mine<Alt-d>2<Enter>", &[copy("mine", "mine2")]),
        ("local<Alt-d>-2<Enter>", &[copy("local", "local-2")]),
        ("mine<Alt-x>y", &[delete]),
        ("mine<Alt-x>n", &[]),
        ("local<Alt-x>y", &[]),
        ("local<Alt-r>x<Enter>", &[]),
    ];
    for (keys, expected) in cases {
        let mut scene = pane();
        scene.keys("<Alt-l>");
        listed(&mut scene);
        scene.take_effects();
        scene.keys(keys);
        assert_eq!(wishes(&mut scene), expected, "{keys}");
    }
    let mut scene = own();
    scene.keys("<Alt-l>");
    listed(&mut scene);
    scene.keys("<Alt-x>");
    assert!(notice(&scene).contains("is in use"), "{}", notice(&scene));
}

#[test]
fn the_draft_is_compared_with_what_is_chosen() {
    let mut scene = pane();
    scene.keys("/linger<Enter><Enter><^U>100<Enter><Esc>d");
    listed(&mut scene);
    scene.take_effects();
    scene.keys("the defaults<Enter>");
    let differing = |scene: &Scene| {
        let all = scene.state.profile.differences().unwrap().unwrap();
        all.iter().map(|one| one.property.name).collect::<Vec<_>>()
    };
    assert_eq!(differing(&scene), ["linger.ms"]);
    scene.keys("d");
    listed(&mut scene);
    scene.keys("java-2<Enter>");
    assert!(differing(&scene).contains(&"enable.idempotence") && differing(&scene).contains(&"acks"));
    scene.keys("d");
    listed(&mut scene);
    scene.keys("local<Enter>");
    let read = ProfileWish::Read { which: "local".to_owned(), why: Why::Compare };
    assert_eq!(wishes(&mut scene), [ProfileWish::List, ProfileWish::List, read]);
}
