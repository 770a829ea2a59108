//! The editor and files: what is asked for, and what becomes of the form.

use std::path::PathBuf;

use crate::scene::{Scene, session};
use crate::{header, sends};
use linger::app::dialog::Dialog;
use linger::app::files::{Broken, Edited, FileEntry, FileNews, FileWish, Saved};
use linger::app::msg::{Effect, Msg};
use linger::app::session::Session;
use linger::domain::draft::{Draft, Written};
use linger::domain::format::Format;
use linger::domain::payload::Payload;
use linger::domain::record::Record;

/// The draft that goes to the editor.
fn edited(scene: &mut Scene) -> Draft {
    scene.take_effects();
    scene.keys("<F2>");
    match scene.take_effects().as_slice() {
        [Effect::File(FileWish::Edit(draft))] => (**draft).clone(),
        effects => panic!("{effects:?}"),
    }
}

fn json(text: &str) -> Written {
    Written::As(Format::Json, text.into())
}

fn came_back(scene: &mut Scene, edited: Edited) {
    scene.tell(Msg::Files(FileNews::Edited(edited)));
}

fn broken(readable: Option<Draft>) -> Edited {
    let problem = "record-7-0.toml:3:9: value.json: not valid json: expected value at line 1, column 6".to_owned();
    let kept = PathBuf::from("/home/ann/.local/state/linger/edit/record-7-0.toml");
    Edited::Wrong(Broken { problem, kept, readable: readable.map(Box::new) })
}

#[test]
fn the_editor_gets_the_whole_form_right_or_not() {
    let mut scene = Scene::wide();
    scene.keys("<F4>j{\"a\":<Up>k<Up>x<Down><Down><Down>name<Enter><F4>n");
    let draft = edited(&mut scene);
    assert_eq!((draft.topic.as_str(), draft.partition.as_str(), draft.timestamp.as_str()), ("orders", "x", ""));
    assert_eq!((draft.key, draft.value), (Written::text("k"), json("{\"a\":")));
    assert_eq!(draft.headers, [("name".to_owned(), Written::Null)]);
}

#[test]
fn what_the_editor_brings_is_in_the_form_and_nothing_was_sent() {
    let mut scene = Scene::wide();
    scene.keys("before<F2>");
    let draft = Draft {
        topic: "orders".to_owned(),
        partition: "2".to_owned(),
        timestamp: "1700000000000".to_owned(),
        key: Written::Empty,
        value: Written::Null,
        headers: vec![("a".to_owned(), Written::text("1")), ("a".to_owned(), Written::As(Format::Hex, "ff".into()))],
    };
    came_back(&mut scene, Edited::Changed(Box::new(draft.clone())));
    assert!(sends(&mut scene).is_empty());
    assert_eq!(edited(&mut scene), draft);
    scene.keys("<F5>");
    let record = Record {
        topic: "orders".to_owned(),
        partition: Some(2),
        timestamp: Some(1_700_000_000_000),
        key: Payload::text(""),
        value: Payload::NULL,
        headers: vec![header("a", Payload::text("1")), header("a", Payload::bytes([0xff]))],
    };
    assert_eq!(sends(&mut scene), [record]);
}

#[test]
fn another_topic_from_the_editor_is_looked_at() {
    let mut scene = Scene::wide();
    scene.keys("<F2>").take_effects();
    came_back(&mut scene, Edited::Changed(Box::new(Draft { topic: "payments".to_owned(), ..Draft::default() })));
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "payments".to_owned() }]);
}

#[test]
fn what_was_not_changed_can_still_be_taken_back() {
    let mut scene = Scene::wide();
    scene.keys("v");
    let draft = Draft { key: Written::text("k"), ..edited(&mut scene) };
    came_back(&mut scene, Edited::Changed(Box::new(draft)));
    scene.keys("<^_>");
    assert_eq!(edited(&mut scene).value, Written::text(""));
}

#[test]
fn an_edit_without_a_result_leaves_the_form_and_says_why() {
    for (ended, said) in [
        (Edited::Unchanged { soon: false }, "Nothing was changed."),
        (Edited::Unchanged { soon: true }, "code --wait"),
        (Edited::Failed { why: "there is no editor 'vmi'".to_owned(), kept: None }, "there is no editor 'vmi'"),
        (Edited::Failed { why: "x".to_owned(), kept: Some("/s/r.toml".into()) }, "kept in /s/r.toml"),
    ] {
        let mut scene = Scene::wide();
        scene.keys("v");
        let before = edited(&mut scene);
        came_back(&mut scene, ended);
        assert!(scene.picture().contains(said), "{said}");
        assert_eq!(edited(&mut scene), before);
    }
}

#[test]
fn a_text_that_is_no_record_is_edited_again_taken_as_it_is_or_put_away() {
    let kept = PathBuf::from("/home/ann/.local/state/linger/edit/record-7-0.toml");
    let draft = Draft { topic: "orders".to_owned(), value: json("{"), ..Draft::default() };
    let begin = |readable| {
        let mut scene = Scene::wide();
        scene.keys("v<F2>").take_effects();
        came_back(&mut scene, broken(readable));
        scene
    };
    let mut scene = begin(Some(draft.clone()));
    scene.keys("<Enter>");
    assert_eq!(scene.take_effects(), [Effect::File(FileWish::EditAgain(kept.clone()))]);

    let mut scene = begin(Some(draft.clone()));
    scene.keys("t");
    assert_eq!(scene.take_effects().last(), Some(&Effect::File(FileWish::Forget(kept))));
    assert_eq!(edited(&mut scene).value, json("{"));

    let mut scene = begin(None);
    scene.keys("t");
    assert!(matches!(scene.state.dialog, Some(Dialog::Broken(_))), "there is nothing to be taken");
    scene.keys("<Esc>");
    assert!(scene.picture().contains("kept in /home/ann/"));
    assert_eq!(edited(&mut scene).value, Written::text("v"));
}

#[test]
fn a_record_file_begins_the_form_and_is_no_change_of_it() {
    let draft = Draft { timestamp: "-2h".to_owned(), value: json("{\"a\": 1}"), ..Draft::default() };
    let mut scene = Scene::new(Session { record: Some(draft), ..session() }, 120, 40);
    let begun = edited(&mut scene);
    assert_eq!((begun.topic.as_str(), begun.timestamp.as_str()), ("orders", "-2h"));
    assert!(!scene.state.record.is_changed());
}

fn listed(scene: &mut Scene, folder: &str, names: &[&str]) {
    let entry = |name: &&str| FileEntry {
        name: name.trim_end_matches('/').to_owned(),
        folder: name.ends_with('/'),
        preview: vec![format!("value = '{name}'")],
    };
    let entries = Ok(names.iter().map(entry).collect());
    scene.tell(Msg::Files(FileNews::Listed { folder: folder.into(), entries }));
}

fn wishes(scene: &mut Scene) -> Vec<FileWish> {
    let effects = scene.take_effects().into_iter();
    effects.filter_map(|effect| if let Effect::File(wish) = effect { Some(wish) } else { None }).collect()
}

#[test]
fn a_record_file_is_chosen_by_typing_a_part_of_its_name() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-o>");
    assert_eq!(wishes(&mut scene), [FileWish::List(".".into())]);
    listed(&mut scene, "/r", &["order-created.toml", "order-paid.toml", "user.toml", "old/", "../"]);
    scene.keys("PAID");
    assert!(scene.picture().contains("value = 'order-paid.toml'"), "the preview");
    scene.keys("<Enter>");
    assert_eq!(wishes(&mut scene), [FileWish::Open("/r/order-paid.toml".into())]);
    let draft = Draft { topic: "orders".to_owned(), value: Written::text("paid"), ..Draft::default() };
    let path = PathBuf::from("/r/order-paid.toml");
    scene.tell(Msg::Files(FileNews::Opened { path: path.clone(), draft: Ok(Box::new(draft.clone())) }));
    assert_eq!(edited(&mut scene), draft);
    assert!(!scene.sent() && !scene.state.record.is_changed());
    // It is saved where it came from, without a question.
    scene.keys("<Alt-w>");
    assert_eq!(wishes(&mut scene), [FileWish::Save { path, draft: Box::new(draft), over: true }]);
}

#[test]
fn a_folder_is_gone_into_and_nothing_but_a_second_enter_replaces_what_was_not_sent() {
    let mut scene = Scene::wide();
    scene.keys("typed<Alt-o>");
    listed(&mut scene, "/r", &["a.toml", "old/", "../"]);
    scene.keys("<Down><Enter>");
    assert_eq!(wishes(&mut scene).last(), Some(&FileWish::List("/r/old".into())));
    listed(&mut scene, "/r/old", &["a.toml", "../"]);
    scene.keys("<Enter>");
    assert_eq!(wishes(&mut scene), []);
    assert!(scene.picture().contains("was not sent"));
    scene.keys("<Enter>");
    assert_eq!(wishes(&mut scene), [FileWish::Open("/r/old/a.toml".into())]);
}

#[test]
fn a_form_without_a_file_is_asked_for_its_name_and_another_file_only_overwritten_at_a_second_enter() {
    let mut scene = Scene::wide();
    scene.keys("v<Alt-w>r<Enter>");
    let path = PathBuf::from("r.toml");
    let wish = |scene: &mut Scene| match wishes(scene).pop() {
        Some(FileWish::Save { path, over, .. }) => (path, over),
        wish => panic!("{wish:?}"),
    };
    assert_eq!(wish(&mut scene), (path.clone(), false));
    scene.tell(Msg::Files(FileNews::Saved { path: path.clone(), saved: Saved::Exists }));
    assert!(scene.picture().contains("Enter again overwrites it"));
    scene.keys("<Enter>");
    assert_eq!(wish(&mut scene), (path.clone(), true));
    scene.tell(Msg::Files(FileNews::Saved { path: path.clone(), saved: Saved::Done }));
    assert!(scene.picture().contains("Saved as r.toml"));
    scene.keys("<Alt-a><Backspace><Backspace><Backspace><Backspace><Backspace>2<Enter>");
    assert_eq!(wish(&mut scene), ("r2.toml".into(), false));
    let failed = Saved::Failed("no such folder".to_owned());
    scene.tell(Msg::Files(FileNews::Saved { path: "r2.toml".into(), saved: failed }));
    assert!(scene.picture().contains("Not saved: no such folder"));
    scene.keys("<Esc>");
    assert_eq!(wishes(&mut scene), []);
}

#[test]
fn what_can_not_be_opened_leaves_the_form() {
    let mut scene = Scene::wide();
    scene.keys("v");
    let before = edited(&mut scene);
    let why = "/r/a.toml:1:9: value is '1'; allowed is a string".to_owned();
    scene.tell(Msg::Files(FileNews::Opened { path: "/r/a.toml".into(), draft: Err(why) }));
    assert!(scene.picture().contains("Not opened: /r/a.toml:1:9"));
    assert_eq!(edited(&mut scene), before);
}
