//! The Profile pane: what is in no file yet, and what of it comes into one.

use crate::profile::{apply, own, running, saved, set, wishes};
use crate::scene::Scene;
use linger::app::msg::{Effect, Msg};
use linger::app::profile::shelf::{Done, ProfileNews, ProfileWish, Saving, Why};

/// One whose profile sets acks.
fn with_acks() -> Scene {
    let mut scene = own();
    apply(&mut scene, "acks", "1");
    running(&mut scene, |profile| "/p/acks.toml".clone_into(&mut profile.source));
    scene
}

#[test]
fn what_is_set_and_what_is_taken_away_is_unsaved_until_it_is_saved() {
    let mut scene = with_acks();
    assert_eq!(scene.state.profile.unsaved(), 0, "another profile begins saved");
    let saved = saved(&scene);
    running(&mut scene, |profile| profile.producer.retain(|entry| entry.name != "acks"));
    assert_eq!(scene.state.profile.unsaved(), 1);
    scene.keys("/linger<Enter><Enter><^U>${env:LINGER}<Enter>");
    assert_eq!(scene.state.profile.unsaved(), 2);
    scene.keys("s");
    scene.tell(Msg::Profile(ProfileNews::Read { why: Why::Save, profile: Ok(saved) }));
    scene.take_effects();
    scene.keys("y");
    let wish = wishes(&mut scene).remove(0);
    let ProfileWish::Save(Saving { edits, .. }) = &wish else { panic!("{wish:?}") };
    assert_eq!(*edits, [set("linger.ms", "${env:LINGER}"), set("acks", "all")], "no file of its own sets acks");
    scene.tell(Msg::Profile(ProfileNews::Kept { wish, done: Done::Well("/p/mine.toml".to_owned()) }));
    assert_eq!(scene.state.profile.unsaved(), 1, "the reference does not run yet");
}

#[test]
fn a_profile_that_is_renamed_keeps_what_is_not_saved() {
    let mut scene = with_acks();
    running(&mut scene, |profile| profile.producer.retain(|entry| entry.name != "acks"));
    scene.keys("/linger<Enter><Enter><^U>7<Enter>");
    scene.take_effects();
    let wish = ProfileWish::Rename { from: "mine".to_owned(), to: "new".to_owned() };
    scene.tell(Msg::Profile(ProfileNews::Kept { wish, done: Done::Well("/p/new.toml".to_owned()) }));
    let effects = scene.take_effects();
    let changes = vec![("acks".to_owned(), None)].into();
    assert!(effects.contains(&Effect::UseProfile { name: "new".to_owned(), changes, elsewhere: false }), "{effects:?}");
    running(&mut scene, |profile| "/p/new.toml".clone_into(&mut profile.source));
    assert_eq!(scene.state.profile.unsaved(), 2);
}
