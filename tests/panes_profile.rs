//! What the Profile pane and its dialogs look like, at three sizes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use linger::app::msg::Msg;
use linger::app::profile::shelf::{Known, ProfileNews, Why};
use linger::domain::profile::{Guard, Profile};
use scene::{Scene, session};

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

/// Compares a scene with its pictures at all sizes.
fn at_all_sizes(name: &str, make: impl Fn(u16, u16) -> Scene) {
    for (width, height) in SIZES {
        let mut scene = make(width, height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), scene.picture());
    }
}

fn pane(width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(session(), width, height);
    scene.keys("<Alt-2>");
    scene
}

/// A draft about which the linter and the client have something to say.
fn drafted(width: u16, height: u16) -> Scene {
    let mut scene = pane(width, height);
    scene.keys("/compression.type<Enter><Enter><^U>gzip<Enter>/<^U>linger<Enter><Enter><^U>0<Enter>");
    scene.keys("/<^U>acks<Enter><Enter><^U>1<Enter><Esc>");
    scene
}

#[test]
fn the_properties() {
    at_all_sizes("profile", pane);
    at_all_sizes("profile-zoomed", |width, height| {
        let mut scene = pane(width, height);
        scene.keys("z");
        scene
    });
}

#[test]
fn a_search() {
    at_all_sizes("profile-search", |width, height| {
        let mut scene = pane(width, height);
        scene.keys("/ling");
        scene
    });
    at_all_sizes("profile-search-nothing", |width, height| {
        let mut scene = pane(width, height);
        scene.keys("/xyzzy");
        scene
    });
}

#[test]
fn a_draft() {
    at_all_sizes("profile-draft", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("c");
        scene
    });
    at_all_sizes("profile-findings", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("w");
        scene
    });
    at_all_sizes("profile-refused", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("/enable.idem<Enter><Enter><^U>true<Enter><Esc>wz");
        scene
    });
}

#[test]
fn the_page_of_a_property() {
    at_all_sizes("profile-page", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("/linger<Enter>e");
        scene
    });
}

#[test]
fn a_value_that_is_typed() {
    for (name, keys) in [
        ("value-words", "/buffer.memory<Enter><Enter><^U>64 MiB"),
        ("value-wrong", "/linger<Enter><Enter><^U>1.5 ms"),
        ("value-choices", "/compression.type<Enter><Enter><Down>"),
        ("value-secret", "/sasl.password<Enter><Enter>hunter2"),
    ] {
        at_all_sizes(name, |width, height| {
            let mut scene = pane(width, height);
            scene.keys(keys);
            scene
        });
    }
}

#[test]
fn a_comparison() {
    for (name, keys) in [("compare-defaults", "the def<Enter>"), ("compare-java-2", "java-2<Enter>z")] {
        at_all_sizes(name, |width, height| {
            let mut scene = drafted(width, height);
            scene.keys("d").keys(keys);
            scene
        });
    }
}

fn listed(scene: &mut Scene) {
    let known = |name: &str, built_in: bool, guard, broken: Option<&str>| Known {
        name: name.to_owned(),
        built_in,
        place: if built_in { format!("built-in profile '{name}'") } else { format!("/home/ann/.config/linger/{name}") },
        description: Some(format!("What {name} is for")),
        guard,
        needs: if name == "secured" { vec!["KAFKA_PASSWORD".to_owned()] } else { Vec::new() },
        broken: broken.map(str::to_owned),
    };
    let profiles = vec![
        known("embedded", true, Guard::Open, None),
        known("local", true, Guard::Open, None),
        known("secured", true, Guard::Open, None),
        known("production", false, Guard::Confirm, None),
        known("archive", false, Guard::ReadOnly, None),
        known("wrong", false, Guard::Open, Some("wrong.toml:3:1: 'lingr.ms' is not a producer property")),
    ];
    scene.tell(Msg::Profile(ProfileNews::Listed(profiles)));
}

#[test]
fn the_list_of_profiles() {
    let cases = [
        ("profiles", "<Alt-l>"),
        ("profiles-broken", "<Alt-l>"),
        ("profiles-needs", "<Alt-l>"),
        ("profiles-compare", "d"),
    ];
    for (name, keys) in cases {
        at_all_sizes(name, |width, height| {
            let mut scene = drafted(width, height);
            scene.keys(keys);
            listed(&mut scene);
            scene.keys(match name {
                "profiles-broken" => "wrong",
                "profiles-needs" => "secured",
                _ => "",
            });
            scene
        });
    }
}

#[test]
fn what_is_asked_before_a_profile_is_written_or_left() {
    let read = |scene: &mut Scene, why| {
        let profile = Box::new(Profile::clone(&session().running.profile));
        scene.tell(Msg::Profile(ProfileNews::Read { why, profile: Ok(profile) }));
    };
    at_all_sizes("profile-save-as", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("S");
        read(&mut scene, Why::SaveAs);
        scene.keys("tuned");
        scene
    });
    at_all_sizes("profile-save-secret", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("/sasl.password<Enter><Enter>hunter2<Enter><Esc>S");
        read(&mut scene, Why::SaveAs);
        scene.keys("tuned<Enter>");
        scene
    });
    at_all_sizes("profile-leave", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("<Alt-l>");
        listed(&mut scene);
        scene.keys("production<Enter>");
        scene
    });
    at_all_sizes("profile-delete", |width, height| {
        let mut scene = drafted(width, height);
        scene.keys("<Alt-l>");
        listed(&mut scene);
        scene.keys("archive<Alt-x>");
        scene
    });
}

#[test]
fn without_utf8_everything_is_ascii() {
    for (width, height) in SIZES {
        let mut scene = drafted(width, height);
        scene.styles =
            linger::ui::styles::Styles::new(&linger::config::theme::built_in(), linger::ui::styles::Depth::None, false);
        for keys in ["", "w", "e", "e/ling", "<Enter><Enter>"] {
            scene.keys(keys);
            let picture = scene.picture();
            assert!(picture.is_ascii(), "{picture}");
        }
    }
}
