//! What the workbench looks like: every pane and dialog at three sizes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "panes/answers.rs"]
mod answers;
#[path = "panes/composing.rs"]
mod composing;
#[path = "panes/files.rs"]
mod files;
#[path = "panes/partitions.rs"]
mod partitions;
mod scene;
#[path = "panes/topic_form.rs"]
mod topic_form;
#[path = "panes/troubles.rs"]
mod troubles;

use linger::app::msg::Msg;
use linger::domain::failure::Code;
use linger::domain::outcome::Failure;
use linger::domain::topic::{ClusterView, TopicLook};
use scene::{Scene, failure, found, guarded_session, session, standing};

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

/// Compares a scene with its pictures at all sizes.
fn at_all_sizes(name: &str, make: impl Fn(u16, u16) -> Scene) {
    for (width, height) in SIZES {
        let mut scene = make(width, height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), scene.picture());
    }
}

fn home(width: u16, height: u16) -> Scene {
    Scene::new(session(), width, height)
}

/// A record as in a busy day: keyed, JSON, with headers.
fn composed(width: u16, height: u16) -> Scene {
    let mut scene = home(width, height);
    scene.keys("<F4>j{<Enter>  \"order\": 42,<Enter>  \"total\": \"12.50\"<Enter>}<Up><Up><Up><Up>user-42");
    scene.keys("<Down><Down><Down><Down><Down>trace-id<Enter>7f3a<Down>source<Enter><F4>n<Up><Up>");
    scene
}

/// Records that ended in different ways.
fn with_results(width: u16, height: u16) -> Scene {
    let mut scene = composed(width, height);
    scene.keys("<F5>").accepted(0, 3).delivered(0, 3, 1841);
    scene.keys("<F5>").accepted(1, 3).delivered(1, 3, 1842);
    scene.keys("<F5>").failed(2, failure(10, false, None));
    scene.keys("<F5>").accepted(3, 1).failed(3, failure(-192, true, Some("127.0.0.1:9091: connection refused")));
    scene.keys("<F5>").accepted(4, 3);
    scene.keys("<F5>");
    scene
}

#[test]
fn empty() {
    at_all_sizes("empty", home);
}

#[test]
fn before_anything_is_known() {
    at_all_sizes("unknown", |width, height| Scene::bare(session(), width, height));
}

#[test]
fn a_composed_record() {
    at_all_sizes("composed", composed);
}

#[test]
fn help_and_quit_are_hinted_at_however_small_the_screen_is() {
    for (width, height) in [(60, 16), (80, 24), (120, 40)] {
        let mut scene = with_results(width, height);
        for focus in ["", "<Tab>", "<Tab>", "<Tab>", "<Tab>"] {
            let picture = scene.keys(focus).picture();
            let hints = picture.lines().nth(usize::from(height) - 1).unwrap();
            assert!(hints.contains(" help") && hints.contains(" quit"), "{width}x{height}: {hints}");
        }
    }
}

#[test]
fn a_timestamp_is_read_whole_beside_the_results_too() {
    let mut scene = home(120, 40);
    scene.keys("<Down><Down>1700000000000");
    let picture = scene.picture();
    assert!(picture.contains("timestamp  1700000000000 ") && picture.contains("2023-11-14"), "{picture}");
}

#[test]
fn a_send_that_was_given_up_says_so_in_words_and_why_it_waited() {
    let mut scene = home(80, 24);
    scene.keys("<F5>").failed(0, Failure::new(Code::INTERRUPTED, false, Some("nobody answers".to_owned()), false));
    let picture = scene.picture();
    assert!(picture.contains("given up · nobody answers"), "{picture}");
    let picture = scene.keys("<Alt-5>").picture();
    assert!(picture.contains("error      given up before it was accepted"), "{picture}");
    assert!(picture.contains("because    nobody answers"), "{picture}");
}

#[test]
fn a_tombstone() {
    at_all_sizes("tombstone", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<F4>n<Up>user-42<Up>9");
        scene
    });
}

#[test]
fn mistakes_in_every_field() {
    at_all_sizes("mistakes", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<F4>j{<Enter> x}<Up><Up><F4>x0g<Up>x<Up>!<Down><Down><Down><Down><Down><Down>tomorrow");
        scene
    });
}

#[test]
fn a_topic_that_does_not_exist_yet() {
    at_all_sizes("new-topic", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Up><Up><Up><^U>payments");
        scene.tell(Msg::TopicSeen { topic: "payments".to_owned(), look: TopicLook::Unknown });
        scene
    });
    at_all_sizes("mistyped-topic", |width, height| {
        let mut scene = home(width, height);
        let topics = ["orders", "payments"].map(str::to_owned).to_vec();
        scene.tell(Msg::ClusterSeen(Ok(ClusterView { topics, ..ClusterView::default() })));
        scene.keys("<Up><Up><Up><Left>e");
        scene.tell(Msg::TopicSeen { topic: "orderes".to_owned(), look: TopicLook::Unknown });
        scene.keys("<F5>");
        scene.tell(Msg::TopicSeen { topic: "orderes".to_owned(), look: TopicLook::Unknown });
        scene
    });
}

#[test]
fn text_of_every_kind_of_script_lines_up() {
    at_all_sizes("scripts", |width, height| {
        let mut scene = home(width, height);
        scene.paste("한국어 텍스트\n日本語\n👨‍👩‍👧‍👦 family\ne\u{301}\ttab\n\u{1b}[31mred\u{202e}txt\u{0}\u{7f}");
        scene.keys("<Ctrl-Home><Up>").paste("키-42");
        scene.keys("<F5>").accepted(0, 3).delivered(0, 3, 1);
        scene
    });
}

#[test]
fn a_payload_too_big_to_edit() {
    at_all_sizes("big", |width, height| {
        let mut scene = home(width, height);
        scene.paste(&"{\"line\": \"of a big payload\"}\n".repeat(100_000));
        scene
    });
}

#[test]
fn results_below_the_form() {
    at_all_sizes("results-unfocused", with_results);
}

#[test]
fn results_while_the_cluster_is_away() {
    at_all_sizes("results-waiting", |width, height| {
        let mut scene = with_results(width, height);
        let mut away = standing(0);
        away.reason = Some("127.0.0.1:9091: connection refused".to_owned());
        scene.tell(Msg::Standing(away));
        scene.keys("<Alt-5><Down>");
        scene
    });
}

#[test]
fn the_detail_of_a_delivered_record() {
    at_all_sizes("detail-delivered", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><End>");
        scene
    });
}

#[test]
fn the_detail_of_a_failed_record() {
    at_all_sizes("detail-failed", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><Down><Down>");
        scene
    });
}

#[test]
fn results_alone() {
    at_all_sizes("results-zoomed", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><Down><Down>z");
        scene
    });
}

#[test]
fn help() {
    at_all_sizes("help", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<F1>");
        scene
    });
}

#[test]
fn commands_found_by_name() {
    at_all_sizes("palette", |width, height| {
        let mut scene = composed(width, height);
        scene.keys("<^P>");
        scene
    });
    at_all_sizes("palette-found", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<^P>copy<Enter>");
        scene
    });
}

#[test]
fn the_list_of_themes() {
    at_all_sizes("themes", |width, height| {
        let mut scene = home(width, height);
        let choice = |theme: linger::domain::theme::NamedTheme| linger::app::looks::Choice {
            name: theme.name,
            description: theme.description,
        };
        scene.state.looks.themes = linger::config::themes::built_in().into_iter().map(choice).collect();
        scene.keys("<^P>theme<Enter><Down>");
        scene
    });
}

#[test]
fn kinds() {
    at_all_sizes("kinds", |width, height| {
        let mut scene = composed(width, height);
        scene.keys("<F4>");
        scene
    });
}

#[test]
fn the_question_before_a_send_to_a_cluster_that_is_not_local() {
    at_all_sizes("confirm-guarded", |width, height| {
        let mut scene = Scene::new(guarded_session(), width, height);
        scene.keys("hello<F5>");
        scene
    });
}

#[test]
fn the_question_before_a_send_that_creates_a_topic() {
    at_all_sizes("confirm-creates", |width, height| {
        let mut scene = Scene::bare(guarded_session(), width, height);
        scene.keys("<F4>n<F5>");
        scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
        scene
    });
}

#[test]
fn the_question_when_the_cluster_could_not_be_asked() {
    at_all_sizes("confirm-not-known", |width, height| {
        let mut scene = Scene::bare(session(), width, height);
        scene.keys("<F5>");
        let look = TopicLook::Failed("127.0.0.1:9092: connection refused".to_owned());
        scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look });
        scene
    });
}

#[test]
fn looking_before_a_send() {
    at_all_sizes("looking", |width, height| {
        let mut scene = Scene::bare(session(), width, height);
        scene.keys("<F5>");
        scene
    });
}

#[test]
fn the_question_before_leaving() {
    at_all_sizes("leave", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("!<F10>");
        scene
    });
}

#[test]
fn leaving_with_records_outstanding() {
    at_all_sizes("flushing", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<F10>w");
        scene.tell(Msg::FlushProgress { outstanding: 1 });
        scene
    });
}

#[test]
fn a_notice() {
    at_all_sizes("notice", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<F4>j{<F5>");
        scene
    });
}

#[test]
fn no_producer() {
    at_all_sizes("no-producer", |width, height| {
        let mut scene = home(width, height);
        scene.tell(Msg::ProducerFailed("No such configuration property: 'lingre.ms'".to_owned()));
        scene.keys("<F5>");
        scene
    });
}

#[test]
fn without_utf8_everything_is_ascii() {
    for (width, height) in SIZES {
        let mut scene = with_results(width, height);
        scene.styles =
            linger::ui::styles::Styles::new(&linger::config::theme::built_in(), linger::ui::styles::Depth::None, false);
        scene.keys("한👨‍👩‍👧‍👦").tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 6) });
        let picture = scene.picture();
        assert!(picture.is_ascii(), "{picture}");
        insta::assert_snapshot!(format!("ascii-{width}x{height}"), picture);
    }
}

#[test]
fn the_name_of_a_cluster_that_is_not_local_stands_out_whatever_the_terminal_shows() {
    use linger::ui::styles::{Depth, Styles};
    use ratatui::style::Modifier;
    for depth in [Depth::None, Depth::Sixteen, Depth::Palette, Depth::True] {
        for (session, expected) in [(session(), false), (guarded_session(), true)] {
            let mut scene = Scene::new(session, 80, 24);
            scene.styles = Styles::new(&linger::config::theme::built_in(), depth, true);
            let picture = scene.draw();
            let cell = &picture[(12, 0)];
            let reversed = cell.modifier.contains(Modifier::REVERSED);
            let stands_out = reversed || cell.bg != picture[(79, 0)].bg;
            assert_eq!(stands_out, expected, "{depth:?}");
        }
    }
}

#[test]
fn null_and_empty_and_text_do_not_look_alike() {
    let mut looks = Vec::new();
    for keys in ["<F4>n", "<F4>e", ""] {
        let mut scene = home(80, 24);
        scene.keys(keys);
        let picture = scene.draw();
        let line: String = (1..79).map(|x| picture[(x, 5)].symbol()).collect();
        looks.push((line, picture[(13, 5)].style()));
    }
    assert!(looks[0].0 != looks[1].0 && looks[1].0 != looks[2].0);
    assert_eq!(looks[0].1, looks[1].1, "null and empty are words in one style");
    assert_ne!(looks[1].1, looks[2].1, "and a text's kind in another");
}
