//! The tour: its ticks press keys as a person does, and a person's keys steer it.

use crate::app::key::Key;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::app::tour::{Said, Turn, said};
use crate::app::update::{on_key, run, unchanged};

/// A moment of the tour.
pub(super) fn ticked(state: &mut State, at: i64) -> Vec<Effect> {
    let Some(mut tour) = state.tour.take() else { return unchanged(state) };
    let turn = tour.tick(state, at);
    let mut effects = match turn {
        Turn::End => return ended(state),
        Turn::Stay => unchanged(state),
        Turn::Show => Vec::new(),
        Turn::Press(key) => on_key(state, key, at),
        Turn::Run(command) => run(state, command, at),
    };
    state.tour = Some(tour);
    effects.push(Effect::TickTour);
    effects
}

/// A key of the person.
pub(super) fn pressed(state: &mut State, key: Key, at: i64) -> Vec<Effect> {
    match said(state, key) {
        Said::GoOn => {
            if let Some(tour) = &mut state.tour {
                tour.go_on();
            }
            Vec::new()
        }
        Said::Enough => ended(state),
        Said::Leave => {
            state.tour = None;
            on_key(state, key, at)
        }
        Said::Both => on_key(state, key, at),
        Said::Nothing => unchanged(state),
    }
}

fn ended(state: &mut State) -> Vec<Effect> {
    state.tour = None;
    state.say("The tour is over, and the workbench is yours as it stands.", false);
    Vec::new()
}
