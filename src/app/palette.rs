//! The palette: every command of the panes by its name, the recent ones first, with the reason why one is not available.

use crate::app::command::{Command, Context, Entry, GuardCommand, RequestsCommand, TABLE};
use crate::app::editor::{Editor, Lines};
use crate::app::fuzzy::score;
use crate::app::guard;
use crate::app::record::Stop;
use crate::app::state::State;
use crate::app::topic_change;

/// Commands that are remembered as recent ones.
const RECENT: usize = 5;

/// What the palette remembers.
#[derive(Clone, Debug)]
pub struct Palette {
    /// What is searched for.
    pub input: Editor,
    /// The chosen line of the list.
    pub index: usize,
    recent: Vec<Command>,
}

impl Default for Palette {
    fn default() -> Self {
        Self { input: Editor::new(Lines::One, ""), index: 0, recent: Vec::new() }
    }
}

impl Palette {
    /// Begins a search.
    pub(super) fn begin(&mut self) {
        self.input.set("");
        self.index = 0;
    }

    /// A command was run from here.
    pub(super) fn note(&mut self, command: Command) {
        self.recent.retain(|known| *known != command);
        self.recent.insert(0, command);
        self.recent.truncate(RECENT);
    }
}

/// A line of the palette.
#[derive(Clone, Debug)]
pub struct Item {
    /// The command's row in the table.
    pub entry: &'static Entry,
    /// Why it can't be run now.
    pub why_not: Option<String>,
}

/// The lines that fit what is searched for, the best first. With nothing searched for, the recent ones stand first, then
/// those of the pane, then those that work everywhere, at last those that can't be run.
pub fn items(state: &State) -> Vec<Item> {
    let typed = state.palette.input.text();
    let typed = typed.trim();
    let offered = TABLE.iter().filter(|entry| !entry.context.is_dialog() && entry.command != Command::Palette);
    let mut found: Vec<_> = offered
        .filter_map(|entry| {
            let fits = fit(typed, entry)?;
            let why_not = why_not(state, entry);
            let recent = state.palette.recent.iter().position(|known| *known == entry.command).unwrap_or(RECENT);
            let rank = if typed.is_empty() {
                (why_not.is_some(), recent, u32::from(entry.context == Context::Anywhere))
            } else {
                (false, 0, u32::MAX - fits * 2 - u32::from(why_not.is_none()))
            };
            Some(((rank, recent), Item { entry, why_not }))
        })
        .collect();
    // The order of the table breaks ties.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

/// How well a command fits what was typed: by its name, or by words that its line of help has.
fn fit(typed: &str, entry: &Entry) -> Option<u32> {
    if let Some(score) = score(typed, entry.id) {
        return Some(score + 1);
    }
    let doc = entry.doc.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| doc.contains(word)).then_some(1)
}

/// Why a command can't be run now; `None` if it can.
pub fn why_not(state: &State, entry: &Entry) -> Option<String> {
    if let Some(pane) = entry.context.pane().filter(|pane| *pane != state.focus) {
        let go = state.keymap.shown(pane.command()).map(|key| format!(" ({key})")).unwrap_or_default();
        return Some(format!("belongs to the {} pane{go}", pane.name()));
    }
    let command = entry.command;
    if let Command::Requests(command) = command {
        return not_of_requests(state, command);
    }
    if let Command::Topic(command) = command {
        return topic_change::why_not(state, command);
    }
    let of_producer = matches!(command, Command::Send | Command::Load | Command::TypeValue | Command::SetProperty)
        || matches!(command, Command::StepUp | Command::StepDown);
    if let Some(reason) = state.producer_error.as_ref().filter(|_| of_producer) {
        return Some(format!("there is no producer: {reason}"));
    }
    if let Command::Guard(command) = command {
        return match command {
            GuardCommand::Disarm => state.armed.is_none().then(|| "no sends are allowed ahead".to_owned()),
            GuardCommand::Arm => guard::why_not_arm(state, &state.record.topic_name()),
            // Those of dialogs stand in no list.
            GuardCommand::ArmSends
            | GuardCommand::Take
            | GuardCommand::Close
            | GuardCommand::EndLoad
            | GuardCommand::KeepLoad => None,
        };
    }
    if matches!(command, Command::Send | Command::Load)
        && let Some(why) = state.read_only(&state.record.topic_name())
    {
        return Some(why);
    }
    if command == Command::Send {
        return state.record.first_problem(state.topic_view()).map(|problem| problem.what);
    }
    if command == Command::Kind && state.record.payload_stop().is_none() && state.record.stop() != Stop::Topic {
        return Some("only a payload has a kind: go to one".to_owned());
    }
    let without_rows = entry.context == Context::Results && state.results.is_empty();
    without_rows.then(|| "nothing was sent yet".to_owned())
}

fn not_of_requests(state: &State, command: RequestsCommand) -> Option<String> {
    use RequestsCommand as C;
    if state.requests.told() == 0 {
        return Some("there was no Produce request yet".to_owned());
    }
    let zoomed = matches!(command, C::View | C::Earlier | C::Later | C::Longer | C::Shorter);
    (zoomed && !state.zoom).then(|| "only while the pane is zoomed".to_owned())
}
