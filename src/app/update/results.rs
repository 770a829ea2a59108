//! Commands of the Results pane.

use crate::app::command::ResultsCommand;
use crate::app::dialog::{Dialog, Filtered};
use crate::app::msg::Effect;
use crate::app::results::{Filter, View};
use crate::app::state::State;
use crate::app::update::{again, requests};

/// Runs a command of the pane.
pub(super) fn run(state: &mut State, command: ResultsCommand, at: i64) -> Vec<Effect> {
    use ResultsCommand as C;
    let page = state.learned.page;
    let by_page = isize::try_from(page.max(2)).unwrap_or(2) - 1;
    let reads = matches!(state.results.view(), View::Detail | View::ReadBack);
    match command {
        C::Up | C::Down | C::PageUp | C::PageDown | C::Newest | C::Oldest if reads => read(state, command),
        C::Up => state.results.select_by(-1, page),
        C::Down => state.results.select_by(1, page),
        C::PageUp => state.results.select_by(-by_page, page),
        C::PageDown => state.results.select_by(by_page, page),
        C::Newest => state.results.follow(),
        C::Oldest => state.results.select_by(isize::MAX, page),
        C::NextFailure => next_failure(state, false),
        C::PreviousFailure => next_failure(state, true),
        C::Detail => state.results.toggle_view(View::Detail),
        C::DetailDown => scroll_detail(state, 1),
        C::DetailUp => scroll_detail(state, -1),
        C::Life => state.results.toggle_view(View::Life),
        C::TypeFilter => {
            let text = state.results.filter().typed().to_owned();
            state.open(Dialog::Filter { of: Filtered::Results, text, wrong: None });
        }
        C::OnlyFailed => {
            let failed = Filter::failed();
            let filter = if *state.results.filter() == failed { Filter::default() } else { failed };
            state.results.set_filter(filter);
        }
        C::All => state.results.set_filter(Filter::default()),
        C::Copy if state.results.is_empty() => state.say("There is no result to copy yet.", false),
        C::Copy => state.open(Dialog::Copy { index: 0, to_file: false }),
        C::ReadBack => return again::read_back(state),
        C::Resend => return again::resend(state, at),
        C::Edit => return again::edit(state),
        C::ShowRequest => requests::show_request(state),
    }
    Vec::new()
}

/// Moves in the detail that is shown alone.
fn read(state: &mut State, command: ResultsCommand) {
    use ResultsCommand as C;
    let page = isize::try_from(state.learned.detail.0.max(2)).unwrap_or(2) - 1;
    scroll_detail(
        state,
        match command {
            C::Up => -1,
            C::Down => 1,
            C::PageUp => -page,
            C::PageDown => page,
            C::Newest => isize::MIN,
            C::Oldest => isize::MAX,
            _ => 0,
        },
    );
}

/// Scrolls what is known of the selected one.
pub(super) fn scroll_detail(state: &mut State, lines: isize) {
    let (page, all) = state.learned.detail;
    state.results.scroll_detail(lines, all.saturating_sub(page));
}

fn next_failure(state: &mut State, newer: bool) {
    if !state.results.select_failure(newer, state.learned.page) {
        let place = if newer { "above" } else { "below" };
        state.say(format!("No failure {place} this row."), false);
    }
}
