//! Whatever is typed, told and pasted: a draw at any size neither panics nor lets a text out of its cells.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use std::sync::Arc;

use linger::app::command::TABLE;
use linger::app::key::{Code, Key};
use linger::app::msg::{Mouse, MouseKind, Msg};
use linger::app::update::update;
use linger::domain::outcome::{Outcome, Status};
use linger::domain::request::Request;
use linger::domain::swap::SwapStep;
use linger::domain::topic::{ClusterView, TopicLook};
use linger::domain::trouble::{BrokerName, Told, Trouble, What};
use linger::ui::styles::{Depth, Styles};
use proptest::prelude::*;
use scene::flow::Flow;
use scene::requests::refused;
use scene::{START, Scene, failure, found, guarded_session, session, standing};

/// What can happen.
#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Press(u16, u16),
    Turn(u16, u16, bool),
    Trouble(String),
    Load(String, u64),
    Requests(String, i32),
    Flow(u8),
    Cluster(String),
    Swap(String),
    Notice(String),
    Name(&'static str),
    Accepted(u64),
    Delivered(u64, i64),
    Failed(u64, String),
    Standing(usize, Option<String>),
    Seen(u8, String),
    NoProducer(String),
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,12}",
        Just("한국어".to_owned()),
        Just("👨‍👩‍👧‍👦🇰🇷".to_owned()),
        Just("e\u{301}\u{301}".to_owned()),
        Just("\u{1b}[2J\u{0}\u{7f}\u{9b}".to_owned()),
        Just("\u{202e}\u{2066}\u{200b}\u{ad}\u{feff}".to_owned()),
        Just("\t\r\n".to_owned()),
        Just("ｶﾞﾊﾟ".to_owned()),
        "\\PC{0,4}",
        Just("x".repeat(300)),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn step() -> impl Strategy<Value = Step> {
    let code = prop_oneof![
        8 => prop::sample::select(vec!['a', 'y', 'n', 'w', 'j', 'd', 'z', 'q', '?', '{', '7', '한', '\u{301}'])
            .prop_map(Code::Char),
        6 => prop::sample::select(vec![Code::Enter, Code::Tab, Code::BackTab, Code::Esc, Code::Backspace, Code::Delete,
            Code::Up, Code::Down, Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown]),
        3 => (1..=12u8).prop_map(Code::F),
    ];
    let command =
        prop::sample::select(TABLE.iter().flat_map(|entry| entry.keys.iter().copied()).collect::<Vec<&'static str>>());
    prop_oneof![
        12 => (code, prop::bool::weighted(0.1)).prop_map(|(code, ctrl)| Step::Key(Key { ctrl, ..Key::plain(code) })),
        2 => text().prop_map(Step::Paste),
        12 => command.prop_map(Step::Name),
        1 => (0..=200u16, 0..=200u16).prop_map(|(width, height)| Step::Resize(width, height)),
        3 => (0..=200u16, 0..=80u16).prop_map(|(column, row)| Step::Press(column, row)),
        1 => (0..=200u16, 0..=80u16, any::<bool>()).prop_map(|(column, row, up)| Step::Turn(column, row, up)),
        1 => text().prop_map(Step::Trouble),
        1 => (text(), 0..1u64 << 40).prop_map(|(cause, count)| Step::Load(cause, count)),
        1 => (text(), any::<i32>()).prop_map(|(cause, number)| Step::Requests(cause, number)),
        2 => (1..40u8).prop_map(Step::Flow),
        1 => text().prop_map(Step::Cluster),
        1 => text().prop_map(Step::Swap),
        1 => text().prop_map(Step::Notice),
        1 => (0..6u64).prop_map(Step::Accepted),
        1 => (0..6u64, any::<i64>()).prop_map(|(n, offset)| Step::Delivered(n, offset)),
        1 => (0..6u64, text()).prop_map(|(n, cause)| Step::Failed(n, cause)),
        1 => (0..4usize, prop::option::of(text())).prop_map(|(up, reason)| Step::Standing(up, reason)),
        2 => (0..3u8, text()).prop_map(|(what, reason)| Step::Seen(what, reason)),
        1 => text().prop_map(Step::NoProducer),
    ]
}

fn message(step: Step, scene: &Scene) -> Msg {
    let at = scene.at;
    match step {
        Step::Key(key) => Msg::Key { key, at },
        Step::Paste(text) => Msg::Paste(text),
        Step::Resize(width, height) => Msg::Resize { width, height },
        Step::Name(name) => Msg::Key { key: name.parse().unwrap(), at },
        Step::Press(column, row) => Msg::Mouse(Mouse { kind: MouseKind::Press, column, row, at }),
        Step::Turn(column, row, up) => {
            Msg::Mouse(Mouse { kind: if up { MouseKind::ScrollUp } else { MouseKind::ScrollDown }, column, row, at })
        }
        Step::Trouble(text) => trouble(&text, at),
        Step::Load(cause, count) => {
            let failed = Status::Failed(failure(-192, true, Some(&cause)));
            let outcome = Outcome { status: failed, topic: cause, ..scene::delivered(count, 0, 0, -1) };
            Msg::LoadFailed { outcome: Box::new(outcome), count, missed: 0, at }
        }
        Step::Requests(cause, number) => {
            let request = Request {
                cause: Some(cause.clone().into()),
                topic: Some(cause.into()),
                ..refused(number, number, 3, 1)
            };
            Msg::Requests { requests: vec![request, scene::requests::request(number, 1, 9)], dropped: 3 }
        }
        Step::Flow(tenths) => {
            let mut flow = Flow::new(i32::from(tenths), 1 + i32::from(tenths % 5));
            (0..tenths).for_each(|_| flow.tenth());
            Msg::Metered(Arc::new(flow.meter))
        }
        Step::Cluster(text) => {
            Msg::ClusterSeen(Ok(ClusterView { topics: vec![text.clone(), text], ..ClusterView::default() }))
        }
        Step::Swap(text) => {
            Msg::Swap { change: vec![(text.clone(), Some(text.clone()))].into(), step: SwapStep::Refused(text), at }
        }
        Step::Notice(text) => Msg::Notice(text),
        Step::Accepted(n) => Msg::Accepted { n, partition: i32::MAX, timestamp: i64::MAX, at },
        Step::Delivered(n, offset) => {
            let outcome = scene::delivered(n, i32::MAX, offset, offset);
            Msg::Ended { outcome: Box::new(outcome), at: i64::MIN }
        }
        Step::Failed(n, cause) => {
            let status = Status::Failed(failure(-192, n % 2 == 0, Some(&cause)));
            let outcome = Outcome { status, ..scene::delivered(n, 0, 0, -1) };
            Msg::Ended { outcome: Box::new(outcome), at }
        }
        Step::Standing(up, reason) => {
            let mut standing = standing(up);
            standing.reason = reason;
            Msg::Standing(standing)
        }
        Step::Seen(what, reason) => {
            let topic = scene.state.record.topic_name();
            let look = match what {
                0 => found(&topic, 1_000),
                1 => TopicLook::Unknown,
                _ => TopicLook::Failed(reason),
            };
            Msg::TopicSeen { topic, look }
        }
        Step::NoProducer(reason) => Msg::ProducerFailed(reason),
    }
}

fn trouble(text: &str, at: i64) -> Msg {
    let broker = Some(BrokerName { id: Some(1), address: text.to_owned() });
    let trouble = Trouble { what: What::Connection, code: -195, text: text.to_owned(), broker };
    let at = u64::try_from(at).unwrap();
    Msg::Trouble(Told::Trouble { trouble, times: 2, since: at, at })
}

/// Whether a cell of the screen holds what could move the cursor, change colours or turn the text around.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_state_draws_at_any_size(
        guarded in any::<bool>(),
        utf8 in any::<bool>(),
        begin in (0..=200u16, 0..=200u16),
        steps in prop::collection::vec(step(), 0..60),
        sizes in prop::collection::vec((0..=200u16, 0..=200u16), 1..4),
        names in (text(), text()),
        hostile in any::<bool>(),
    ) {
        let mut session = if guarded { guarded_session() } else { session() };
        if hostile {
            (session.running.name, session.running.cluster) = names;
        }
        let mut scene = Scene::bare(session, begin.0, begin.1);
        scene.styles = Styles::new(&linger::config::theme::built_in(), Depth::Palette, utf8);
        scene.at = START;
        for (index, step) in steps.into_iter().enumerate() {
            scene.at += 50_000;
            let msg = message(step, &scene);
            update(&mut scene.state, msg);
            // The screen is not drawn after every message, as in a busy moment.
            if index % 5 == 0 {
                scene.draw();
            }
        }
        for size in sizes {
            scene.state.size = size;
            let buffer = scene.draw();
            for cell in buffer.content() {
                prop_assert!(!cell.symbol().contains(is_harmful), "{:?}", cell.symbol());
            }
            if let Some((x, y)) = scene.state.learned.cursor {
                prop_assert!(x < size.0 && y < size.1, "cursor at {x}, {y} on {size:?}");
            }
        }
    }
}
