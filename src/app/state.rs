//! Everything the interface knows. Only [`update`](crate::app::update::update) changes it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::guard::Armed;
use crate::app::keymap::Keymap;
use crate::app::learned::Learned;
use crate::app::looks::Looks;
use crate::app::msg::Effect;
use crate::app::palette::Palette;
use crate::app::pause::Pause;
use crate::app::pipeline::Pipeline;
use crate::app::profile::ProfilePane;
use crate::app::record::{RecordPane, shape_of};
use crate::app::requests::Requests;
use crate::app::results::Results;
use crate::app::sequence::Sequence;
use crate::app::session::{Drafts, Session};
use crate::app::switching::Departures;
use crate::app::tour::Tour;
use crate::app::watch::Watch;
use crate::app::ways::Ways;
use crate::app::weight::Scales;
use crate::domain::partitioner::{Preview, Rule};
use crate::domain::read_back::Answer;
use crate::domain::standing::Standing;
use crate::domain::topic::{ClusterView, TopicLook, TopicView};

/// A pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The form.
    Record,
    /// The producer's properties.
    Profile,
    /// The producer's inside.
    Pipeline,
    /// The Produce requests.
    Requests,
    /// The outcomes.
    Results,
}

impl Pane {
    /// The panes, in the order in which Tab goes through them.
    pub const ALL: [Pane; 5] = [Pane::Record, Pane::Profile, Pane::Pipeline, Pane::Requests, Pane::Results];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "Record",
            Self::Profile => "Profile",
            Self::Pipeline => "Pipeline",
            Self::Requests => "Requests",
            Self::Results => "Results",
        }
    }

    /// Its number, from 1: the digit of the key that goes to it.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0) + 1
    }

    /// The command that goes to it.
    pub fn command(self) -> Command {
        match self {
            Self::Record => Command::GoToRecord,
            Self::Profile => Command::GoToProfile,
            Self::Pipeline => Command::GoToPipeline,
            Self::Requests => Command::GoToRequests,
            Self::Results => Command::GoToResults,
        }
    }

    /// The pane `steps` further.
    #[must_use]
    pub fn stepped(self, steps: usize) -> Self {
        let at = Self::ALL.iter().position(|pane| *pane == self).unwrap_or(0);
        Self::ALL[(at + steps) % Self::ALL.len()]
    }
}

/// What is known of the topic in the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicKnowledge {
    /// The topic that was asked for last.
    pub asked: String,
    /// What was seen of it; `None` until the answer is there.
    pub look: Option<TopicLook>,
    /// Where the producer would put the record in the form, if that depends on what was sent before.
    pub foreseen: Option<Preview>,
}

impl TopicKnowledge {
    /// The topic was seen. What it allows is told after its partitions: until then what was known of that stays.
    pub(super) fn see(&mut self, look: &TopicLook) {
        let mut look = look.clone();
        if let (TopicLook::Found(now), Some(TopicLook::Found(before))) = (&mut look, &self.look)
            && now.name == before.name
        {
            now.max_message_bytes = now.max_message_bytes.or(before.max_message_bytes);
            now.min_insync_replicas = now.min_insync_replicas.or(before.min_insync_replicas);
            now.timestamp_type = now.timestamp_type.or(before.timestamp_type);
        }
        self.look = Some(look);
    }
}

/// A line for the person, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub text: String,
    /// Whether something went wrong.
    pub wrong: bool,
}

/// The state of the interface.
// Each flag is a fact of its own, not a state of one machine.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct State {
    /// The run's fixed facts.
    pub session: Session,
    /// The keys in force.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The pane that has the keys.
    pub focus: Pane,
    /// Whether the focused pane is shown alone.
    pub zoom: bool,
    /// The form.
    pub record: RecordPane,
    /// The record file that stands in the form.
    pub file: Option<PathBuf>,
    /// The producer's properties.
    pub profile: ProfilePane,
    /// The producer's inside.
    pub pipeline: Pipeline,
    /// The Produce requests.
    pub requests: Requests,
    /// The outcomes.
    pub results: Results,
    /// The record that was read back last, or is being read: its number, and what was read once that is there.
    pub read_back: Option<(u64, Option<Answer>)>,
    /// The dialog in front, if there is one.
    pub dialog: Option<Dialog>,
    /// Whether the dialog in front was drawn: nobody answers what could not be read.
    pub dialog_shown: bool,
    /// How the producer stands.
    pub standing: Standing,
    /// What the producer is doing.
    pub watch: Watch,
    /// What stands still and what goes on behind it, during a pause.
    pub pause: Option<Pause>,
    /// The theme, and whose the mouse is.
    pub looks: Looks,
    /// What the palette remembers.
    pub palette: Palette,
    /// What was seen of the cluster last, or why nothing was.
    pub cluster: Option<Result<ClusterView, String>>,
    /// What is known of the topic in the form.
    pub topic: TopicKnowledge,
    /// What the record in the form weighs compressed.
    pub scales: Scales,
    /// How the record in the form is sent.
    pub ways: Ways,
    /// The records of one key that are still to be sent or awaited.
    pub sequence: Option<Sequence>,
    /// The records that were sent with no result awaited.
    pub unawaited: BTreeSet<u64>,
    /// The topics that were sent to in this run, the last one first.
    pub recent_topics: Vec<String>,
    /// Whether a person who wants to be asked before every send allowed them for this run.
    pub sends_allowed: bool,
    /// Sends to a guarded topic that ask no more.
    pub armed: Option<Armed>,
    /// Whether the next second was asked for.
    pub arm_ticks: bool,
    /// The clusters and profiles that records went to before.
    pub departures: Departures,
    /// The topics whose creation was allowed for this run.
    pub creation_allowed: BTreeSet<String>,
    /// Why there is no producer, if there is none.
    pub producer_error: Option<String>,
    /// The tour, while it goes on.
    pub tour: Option<Tour>,
    /// A line for the person.
    pub notice: Option<Notice>,
    /// What the last draw learned.
    pub learned: Learned,
    /// When the last key came, microseconds since the epoch.
    pub last_key_at: Option<i64>,
    /// Whether the picture on the screen is no longer the state's.
    pub dirty: bool,
}

impl State {
    /// The state at the start, and what it asks for first.
    pub fn begin(session: Session, width: u16, height: u16) -> (Self, Vec<Effect>) {
        let mut record = RecordPane::new(&session.topic, None);
        if let Some(draft) = &session.record {
            record.begin_with(draft, session.drafts == Drafts::Restored);
        }
        let notice = session.notice.clone();
        let mut state = Self {
            session,
            keymap: Keymap::default(),
            size: (width, height),
            focus: Pane::Record,
            zoom: false,
            record,
            file: None,
            profile: ProfilePane::default(),
            pipeline: Pipeline::default(),
            requests: Requests::default(),
            results: Results::default(),
            read_back: None,
            dialog: None,
            dialog_shown: false,
            standing: Standing::default(),
            watch: Watch::default(),
            pause: None,
            looks: Looks::default(),
            palette: Palette::default(),
            cluster: None,
            topic: TopicKnowledge::default(),
            scales: Scales::default(),
            ways: Ways::default(),
            sequence: None,
            unawaited: BTreeSet::new(),
            recent_topics: Vec::new(),
            sends_allowed: false,
            armed: None,
            arm_ticks: false,
            departures: Departures::default(),
            creation_allowed: BTreeSet::new(),
            producer_error: None,
            tour: None,
            notice,
            learned: Learned::default(),
            last_key_at: None,
            dirty: true,
        };
        let mut effects = vec![Effect::LookAtCluster];
        effects.extend(state.look_at_topic());
        effects.extend(state.weigh());
        state.review_profile();
        (state, effects)
    }

    /// The topic in the form, if the cluster is known to have it.
    pub fn topic_view(&self) -> Option<&TopicView> {
        match &self.topic.look {
            Some(TopicLook::Found(view)) if self.topic.asked == self.record.topic_name() => Some(view),
            Some(TopicLook::Found(_) | TopicLook::Unknown | TopicLook::Failed(_)) | None => None,
        }
    }

    /// The cluster's topic whose name is nearest to one that it does not have, if any is near.
    pub fn nearest_topic(&self, missing: &str) -> Option<&str> {
        let Some(Ok(cluster)) = &self.cluster else { return None };
        let distance = |topic: &&String| strsim::damerau_levenshtein(topic, missing);
        let nearest = cluster.topics.iter().min_by_key(distance)?;
        (distance(&nearest) <= 2.min(missing.chars().count() / 2)).then_some(nearest)
    }

    /// Since when nothing moves, microseconds since the epoch; `None` while something does, if nothing ever did, and
    /// while a load runs, however slow it is.
    pub fn idle_since(&self) -> Option<u64> {
        let runs = self.watch.load.as_ref().is_some_and(|load| !load.stopped);
        self.pipeline.series.idle_since().filter(|_| !runs)
    }

    /// Whether a text has the cursor: characters are typed into it.
    pub fn types_text(&self) -> bool {
        self.dialog.is_none() && self.focus == Pane::Record
    }

    /// Whether a person wants to be asked before every send, and did not say otherwise in this run.
    pub fn asks_always(&self) -> bool {
        self.session.confirmations.every_send && !self.sends_allowed
    }

    /// Asks for the topic in the form if its name changed.
    pub(super) fn look_at_topic(&mut self) -> Option<Effect> {
        let topic = self.record.topic_name();
        if topic == self.topic.asked {
            return None;
        }
        self.topic = TopicKnowledge { asked: topic.clone(), look: None, foreseen: None };
        let valid = crate::domain::refusal::validate_topic(&topic).is_ok();
        valid.then_some(Effect::LookAt { topic })
    }

    /// How partitions are chosen.
    pub fn partitioner(&self) -> Rule {
        self.session.running.partitioner
    }

    /// Asks where the record in the form would go, if only the producer knows.
    pub(super) fn foresee(&self) -> Option<Effect> {
        let view = self.topic_view()?;
        let told = self.record.partition_preview(Some(view), self.partitioner(), None)?;
        if !told.why.only_producer_knows() {
            return None;
        }
        let record = self.record.compose(0, Some(view)).ok()?;
        Some(Effect::Foresee { record: Box::new(record), shape: shape_of(view) })
    }

    /// Puts a dialog in front.
    pub(super) fn open(&mut self, dialog: Dialog) {
        self.dialog = Some(dialog);
        self.dialog_shown = false;
    }

    pub(super) fn say(&mut self, text: impl Into<String>, wrong: bool) {
        self.notice = Some(Notice { text: text.into(), wrong });
    }
}
