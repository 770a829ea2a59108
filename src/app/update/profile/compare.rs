//! Comparing the draft.

use crate::app::msg::Effect;
use crate::app::profile::shelf::{ProfileWish, Why};
use crate::app::profile::{Compare, View, With};
use crate::app::state::{Pane, State};
use crate::domain::profile::{Effective, Profile};

/// Compares the draft with something; what has to be read is asked for.
pub(super) fn begin(state: &mut State, with: With) -> Vec<Effect> {
    state.focus = Pane::Profile;
    state.profile.view = View::Compare;
    let read = match &with {
        With::Saved => Some(own(state)),
        With::Profile(name) => Some(name.clone()),
        With::Defaults | With::Running | With::Client(_) => None,
    };
    state.profile.compare = Some(Compare { with, other: None, top: 0 });
    read.map(|which| Effect::Profile(ProfileWish::Read { which, why: Why::Compare })).into_iter().collect()
}

/// The running profile as it is asked for: its file where it has one.
pub(super) fn own(state: &State) -> String {
    let profile = &state.session.running.profile;
    profile.file.as_ref().map_or_else(|| profile.name.clone(), |file| file.display().to_string())
}

/// The other profile was read.
pub(super) fn told(state: &mut State, read: Result<Box<Profile>, String>) {
    if let Some(compare) = &mut state.profile.compare {
        compare.other = Some(read.map(|profile| Box::new(Effective::lenient(&profile).0)));
    }
}
