//! Commands of the Requests pane, and the ways between a record and the requests that carried it.

use crate::app::command::{Command, RequestsCommand};
use crate::app::dialog::{Dialog, Filtered};
use crate::app::key::{Code, Key};
use crate::app::requests::filter::{Filter, Only};
use crate::app::requests::inside::{carried, records};
use crate::app::requests::{Requests, View};
use crate::app::results::{EntryId, Filter as ResultsFilter, Row};
use crate::app::state::{Pane, State};

/// Runs a command of the pane.
pub(super) fn run(state: &mut State, command: RequestsCommand) {
    use RequestsCommand as C;
    let page = isize::try_from(state.learned.requests_page.max(2)).unwrap_or(2) - 1;
    let kept = state.requests.span().unwrap_or_default();
    let requests = &mut state.requests;
    match command {
        C::Up => scroll(requests, state.zoom, -1),
        C::Down => scroll(requests, state.zoom, 1),
        C::PageUp => scroll(requests, state.zoom, -page),
        C::PageDown => scroll(requests, state.zoom, page),
        C::Newest => {
            requests.follow();
            requests.axis.reset();
            requests.lane = 0;
        }
        C::Oldest => requests.select_by(isize::MAX),
        C::Detail => requests.detail = !requests.detail && !requests.is_empty(),
        C::OnlyBroker => requests.toggle_broker(),
        C::OnlyPartition => requests.toggle_partition(),
        C::OnlySlow => requests.toggle_only(Only::Slowest),
        C::OnlyRetried => requests.toggle_only(Only::Retried),
        C::OnlyFailed => requests.toggle_only(Only::Failed),
        C::All => requests.set_filter(Filter::default()),
        C::TypeFilter => state.open(Dialog::Filter { of: Filtered::Requests, text: String::new(), wrong: None }),
        C::ShowRecord => show_record(state),
        C::View => {
            requests.view = match requests.view {
                View::Both => View::Waterfall,
                View::Waterfall => View::List,
                View::List => View::Both,
            };
        }
        C::Earlier => requests.axis.shift(kept, false),
        C::Later => requests.axis.shift(kept, true),
        C::Longer => requests.axis.scale(kept, true),
        C::Shorter => requests.axis.scale(kept, false),
    }
}

/// Moves the selection; where only the waterfall is, it is the lanes that move.
pub(super) fn scroll(requests: &mut Requests, zoom: bool, rows: isize) {
    if zoom && requests.view == View::Waterfall {
        let last = requests.lanes().iter().len().saturating_sub(1);
        requests.lane = requests.lane.saturating_add_signed(rows).min(last);
    } else {
        requests.select_by(rows);
    }
}

/// Goes to the newest composed record that the selected request carried.
fn show_record(state: &mut State) {
    let Some(request) = state.requests.selected().map(|row| row.request) else { return };
    let limits = state.requests.generations.limits(request.generation);
    let newest = records(&state.results, request, limits).next().map(|row| row.n);
    match newest {
        Some(n) => {
            // The filter would hide it: it gives way.
            if state.results.row(n).is_some_and(|row| !row.is_shown()) {
                state.results.set_filter(ResultsFilter::default());
                state.say("All results are shown again.", false);
            }
            state.results.select(EntryId::Record(n), state.learned.page);
            state.focus = Pane::Results;
        }
        None => state.say("No record of the form that is still kept was in this request.", false),
    }
}

/// Goes to the last request that carried the selected record.
pub(super) fn show_request(state: &mut State) {
    let Some(outcome) = state.results.selected().and_then(Row::outcome) else {
        state.say("The record has not come to its end yet.", false);
        return;
    };
    let Some(number) = state.requests.find(|request| carried(request, outcome)) else {
        state.say("No request that is still kept carried this record.", false);
        return;
    };
    if !state.requests.select(number) {
        state.requests.set_filter(Filter::default());
        state.requests.select(number);
        state.say("All requests are shown again.", false);
    }
    state.focus = Pane::Requests;
}

/// A key for the filter that is typed.
pub(super) fn in_filter(state: &mut State, of: Filtered, mut text: String, command: Option<Command>, key: Option<Key>) {
    match command {
        Some(Command::ApplyFilter) => match of {
            Filtered::Results => state.results.set_filter(ResultsFilter::read(&text)),
            Filtered::Requests => match Filter::read(&text) {
                Ok(filter) => state.requests.set_filter(filter),
                Err(wrong) => state.dialog = Some(Dialog::Filter { of, text, wrong: Some(wrong) }),
            },
        },
        Some(Command::KeepFilter) => {}
        _ => {
            if key.is_some_and(|key| key.code == Code::Backspace) {
                text.pop();
            } else if key == Some(Key::ctrl('u')) {
                text.clear();
            } else if let Some(character) = key.and_then(Key::typed).filter(|character| !character.is_control()) {
                text.push(character);
            }
            state.dialog = Some(Dialog::Filter { of, text, wrong: None });
        }
    }
}
