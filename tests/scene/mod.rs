//! A workbench without a terminal and without Kafka: keys go in, and the picture and the effects can be looked at.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod flow;
pub mod requests;

use std::sync::Arc;

use jiff::tz::TimeZone;
use linger::app::in_force::InForce;
use linger::app::key::Key;
use linger::app::msg::{Effect, Msg};
use linger::app::session::{Confirmations, Drafts, Running, Session};
use linger::app::state::State;
use linger::app::update::update;
use linger::config::profile_file::{Sources, load};
use linger::config::theme;
use linger::domain::failure::Code;
use linger::domain::guard::Guards;
use linger::domain::outcome::{Failure, Outcome, Status, TimestampType};
use linger::domain::partitioner::{Preview, Rule, Until, Why};
use linger::domain::profile::{Guard, Profile, TopicGuard};
use linger::domain::record::Record;
use linger::domain::standing::{BrokerStanding, Standing};
use linger::domain::topic::{PartitionView, TopicLook, TopicView};
use linger::ui::styles::{Depth, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// 2026-11-21 14:03:20Z in microseconds.
pub const START: i64 = 1_795_269_800_000_000;

/// Where the interface is at home: a cluster in this process.
pub fn session() -> Session {
    Session {
        running: running("embedded", "embedded"),
        time_zone: TimeZone::UTC,
        topic: "orders".to_owned(),
        record: None,
        confirmations: Confirmations::default(),
        drafts: Drafts::Kept,
        notice: None,
    }
}

/// Far from home.
pub fn guarded_session() -> Session {
    let running = running("production", "broker-1.example.com:9092");
    Session { running: guarded_as(Guard::Confirm, &[], running), ..session() }
}

/// At a broker on this machine.
pub fn local_session() -> Session {
    Session { running: running("local", "localhost:9092"), ..session() }
}

/// The same with guards: of the profile, and of topics.
pub fn guarded_as(guard: Guard, topics: &[(&str, Guard)], running: Running) -> Running {
    let topic = |(pattern, guard): &(&str, Guard)| TopicGuard { pattern: (*pattern).to_owned(), guard: *guard };
    let topic_guards = topics.iter().map(topic).collect();
    let profile = Profile { guard, topic_guards, ..Profile::clone(&running.profile) };
    Running { guards: Guards::of(&profile, &running.cluster, true), profile: Arc::new(profile), ..running }
}

/// What follows from a profile that says nothing but its cluster.
pub fn running(name: &str, cluster: &str) -> Running {
    let sources = Sources { environment: &|_| None, profiles: None };
    let embedded = cluster == "embedded";
    let profile = load(if embedded { "embedded" } else { "local" }, &[], &sources).expect("it is compiled in");
    Running {
        profile: Arc::new(Profile { name: name.to_owned(), ..profile }),
        name: name.to_owned(),
        cluster: cluster.to_owned(),
        embedded,
        guards: Guards::default(),
        max_request_size: 1_048_576,
        partitioner: Rule::default(),
        in_force: InForce::default(),
        target: Vec::new(),
        site: 0,
    }
}

pub struct Scene {
    pub state: State,
    /// What was asked for since the last look.
    pub effects: Vec<Effect>,
    pub at: i64,
    pub styles: Styles,
}

/// The sticky partition, as the producer tells it.
pub fn sticky(partition: i32) -> Preview {
    Preview { partition: Some(partition), why: Why::Sticky(Until::Bytes) }
}

/// The producer told where a record would go.
pub fn foreseen(topic: &str, preview: Preview) -> Msg {
    Msg::Foreseen { topic: topic.to_owned(), preview: Some(preview) }
}

impl Scene {
    /// A workbench that knows nothing of its cluster yet.
    pub fn bare(session: Session, width: u16, height: u16) -> Self {
        let (state, effects) = State::begin(session, width, height);
        let styles = Styles::new(&theme::built_in(), Depth::Sixteen, true);
        let mut scene = Self { state, effects, at: START, styles };
        scene.draw();
        scene
    }

    /// A workbench whose three brokers are up and whose topic has six partitions.
    pub fn new(session: Session, width: u16, height: u16) -> Self {
        let mut scene = Self::bare(session, width, height);
        scene.tell(Msg::Standing(standing(3)));
        scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 6) });
        scene.tell(foreseen("orders", sticky(3)));
        scene.effects.clear();
        scene
    }

    pub fn wide() -> Self {
        Self::new(session(), 120, 40)
    }

    /// Tells the interface something, and draws if there is something to draw.
    pub fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.effects.extend(effects);
        if self.state.dirty {
            self.draw();
        }
    }

    /// Draws, hands back what was learned, and returns the picture.
    pub fn draw(&mut self) -> Buffer {
        let (width, height) = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut learned = None;
        terminal.draw(|frame| learned = Some(linger::ui::draw(&self.state, &self.styles, frame))).unwrap();
        update(&mut self.state, Msg::Drawn(learned.unwrap()));
        assert!(!self.state.dirty);
        terminal.backend().buffer().clone()
    }

    /// The picture as text.
    pub fn picture(&mut self) -> String {
        let buffer = self.draw();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = linger::app::editor::width_of(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        match self.state.learned.cursor {
            Some((x, y)) => text + &format!("cursor at {x}, {y}\n"),
            None => text + "no cursor\n",
        }
    }

    /// Presses keys a tenth of a second apart: what stands in `<>` is a key's name, everything else is typed.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in read_keys(keys) {
            self.at += 100_000;
            self.tell(Msg::Key { key, at: self.at });
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()));
        self
    }

    /// The effects since the last look, but for the many questions where a record would go.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        let effects = std::mem::take(&mut self.effects);
        effects.into_iter().filter(|effect| !matches!(effect, Effect::Foresee { .. })).collect()
    }

    /// The records whose partition was asked for since the last look.
    pub fn take_foresights(&mut self) -> Vec<Record> {
        let effects = std::mem::take(&mut self.effects);
        let foresight = |effect| if let Effect::Foresee { record, .. } = effect { Some(*record) } else { None };
        effects.into_iter().filter_map(foresight).collect()
    }

    /// Whether something was sent since the last look.
    pub fn sent(&mut self) -> bool {
        self.take_effects().iter().any(|effect| matches!(effect, Effect::Send { .. }))
    }

    pub fn accepted(&mut self, n: u64, partition: i32) -> &mut Self {
        self.at += 1_000;
        self.tell(Msg::Accepted { n, partition, timestamp: self.at / 1_000, at: self.at });
        self
    }

    pub fn delivered(&mut self, n: u64, partition: i32, offset: i64) -> &mut Self {
        self.at += 6_100;
        let outcome = delivered(n, partition, offset, self.at / 1_000 - 6);
        self.tell(Msg::Ended { outcome: Box::new(outcome), at: self.at });
        self
    }

    pub fn failed(&mut self, n: u64, failure: Failure) -> &mut Self {
        self.at += 1_000;
        let outcome = Outcome {
            status: Status::Failed(failure),
            offset: None,
            timestamp_type: None,
            latency_micros: None,
            broker: None,
            attempts: 0,
            journey: None,
            ..delivered(n, 1, 0, self.at / 1_000)
        };
        self.tell(Msg::Ended { outcome: Box::new(outcome), at: self.at });
        self
    }
}

pub fn read_keys(keys: &str) -> Vec<Key> {
    let mut read = Vec::new();
    let mut rest = keys;
    while let Some(character) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            read.push(name.parse().unwrap_or_else(|error| panic!("{keys}: {error}")));
            rest = after;
        } else {
            read.push(Key::from(character));
            rest = &rest[character.len_utf8()..];
        }
    }
    read
}

pub fn standing(up: usize) -> Standing {
    let brokers = (1..=3).map(|id| BrokerStanding {
        id,
        address: format!("127.0.0.1:909{id}"),
        state: if usize::try_from(id).unwrap() <= up { "UP" } else { "DOWN" }.to_owned(),
    });
    Standing { brokers: brokers.collect(), ..Standing::default() }
}

pub fn found(topic: &str, partitions: i32) -> TopicLook {
    let partition =
        |id| PartitionView { id, leader: Some(1 + id % 3), replicas: vec![1, 2, 3], in_sync: vec![1, 2, 3] };
    TopicLook::Found(TopicView {
        name: topic.to_owned(),
        partitions: (0..partitions).map(partition).collect(),
        max_message_bytes: Some(1_048_588),
        min_insync_replicas: Some(1),
        timestamp_type: Some(TimestampType::CreateTime),
    })
}

pub fn delivered(n: u64, partition: i32, offset: i64, timestamp: i64) -> Outcome {
    Outcome {
        n,
        status: Status::Delivered,
        topic: "orders".to_owned(),
        partition: Some(partition),
        offset: Some(offset),
        timestamp: Some(timestamp),
        timestamp_type: Some(TimestampType::CreateTime),
        key_size: 7,
        value_size: 31,
        latency_micros: Some(6_100),
        broker: Some(1),
        attempts: 1,
        journey: None,
    }
}

/// The failure of a code, as the producer tells it.
pub fn failure(code: i32, possibly_persisted: bool, cause: Option<&str>) -> Failure {
    assert!(Code::find(code).is_some());
    Failure::new(code, possibly_persisted, cause.map(str::to_owned), true)
}
