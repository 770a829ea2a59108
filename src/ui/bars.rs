//! The lines above and below the panes: title and hints.

use ratatui::text::{Line, Span};

use crate::app::command::{Command, Context, Entry, ProfileCommand, TABLE};
use crate::app::editor::width_of;
use crate::app::learned::Target;
use crate::app::state::{Pane, State};
use crate::app::when::time_of_day;
use crate::domain::standing::BrokerStanding;
use crate::domain::theme::Role;
use crate::ui::Place;
use crate::ui::guards;
use crate::ui::styles::Styles;
use crate::ui::text::share;
use crate::ui::text::{count, cut, short, short_duration, span, spread, width_of_spans};

/// The title: the profile and the cluster, always; whether brokers can be reached; how many records went where.
pub fn title<'a>(state: &'a State, styles: &Styles, width: u16) -> Line<'a> {
    let width = usize::from(width);
    let glyphs = &styles.glyphs;
    let mut left = vec![span(" linger ", styles.of(Role::Title)), Span::raw(" ")];
    let mut brokers = brokers(state, styles);
    let mut right = right(state, styles, true);
    // Nobody should take an old picture for the present, however little room there is.
    if state.pause.is_some() && width < WITH_ALL {
        brokers.clear();
    }
    let fixed = width_of_spans(&left) + width_of_spans(&brokers) + 4;
    let (full, short, role) = names(state, styles);
    // What is cut to make room: first the words of the counts, then how it is guarded, at last the cluster's name.
    if fixed + width_of(&full) + width_of_spans(&right) > width {
        right = self::right(state, styles, false);
    }
    let flow = if state.pause.is_none() { flow(state, styles) } else { Vec::new() };
    if fixed + width_of(&full) + width_of_spans(&right) + width_of_spans(&flow) <= width {
        right.splice(0..0, flow);
    }
    let room = width.saturating_sub(fixed + width_of_spans(&right));
    let words = if width_of(&full) <= room { full } else { short };
    left.push(span(cut(&words, room.max(SHORTEST_NAMES), glyphs), styles.of(role)));
    left.push(Span::raw("  "));
    left.append(&mut brokers);
    if let (Some(reason), true) = (&state.standing.reason, none_reached(state)) {
        let room = width.saturating_sub(width_of_spans(&left) + width_of_spans(&right) + 4);
        if room >= SHORTEST_REASON {
            left.push(span(cut(&format!(": {reason}"), room, glyphs), styles.of(Role::Bad)));
        }
    }
    let identity = identity(state).unwrap_or_default();
    if !identity.is_empty() && width_of_spans(&left) + width_of(&identity) + 4 + width_of_spans(&right) <= width {
        left.push(Span::raw("  "));
        left.push(span(identity, styles.of(Role::Dim)));
    }
    spread(left, right, width)
}

/// Who an idempotent producer is for the brokers.
fn identity(state: &State) -> Option<String> {
    let identity = state.watch.meter.as_ref()?.identity.as_ref()?;
    Some(match (identity.id, identity.epoch) {
        (Some(id), Some(epoch)) => format!("pid {id}/{epoch}"),
        (Some(id), None) => format!("pid {id}"),
        (None, _) => "no pid yet".to_owned(),
    })
}

/// What stands at the right end, with or without what can be left out.
fn right<'a>(state: &'a State, styles: &Styles, words: bool) -> Vec<Span<'a>> {
    match paused(state, styles, words) {
        Some(paused) => vec![span(paused, styles.of(Role::Selected))],
        None => counts(state, styles, words),
    }
}

/// Since when the panes stand still, and what came since.
pub fn paused(state: &State, styles: &Styles, words: bool) -> Option<String> {
    let (pause, since) = (state.pause.as_ref()?, state.since_pause()?);
    let time = time_of_day(pause.since, &state.session.time_zone);
    let time = time.split('.').next().unwrap_or_default();
    let dot = styles.glyphs.dot;
    if !words {
        return Some(format!(" PAUSED since {time} "));
    }
    Some(format!(
        " PAUSED since {time} {dot} {} records, {} requests since ",
        count(since.records),
        count(since.requests)
    ))
}

/// The fewest columns for names, brokers and a pause.
const WITH_ALL: usize = 80;
/// The fewest columns for the names of profile and cluster.
const SHORTEST_NAMES: usize = 24;
/// The fewest columns in which a reason says something.
const SHORTEST_REASON: usize = 16;

/// The names of profile and cluster, with and without what is said of the guard, and their role.
pub fn names(state: &State, styles: &Styles) -> (String, String, Role) {
    let (running, dot) = (&state.session.running, styles.glyphs.dot);
    let names = if running.name == running.cluster {
        running.name.clone()
    } else {
        format!("{} {dot} {}", running.name, running.cluster)
    };
    match (&state.armed, guards::word(state)) {
        (Some(armed), _) => {
            // It runs out: whatever is cut, how long it lasts is not.
            let left = armed.left();
            (format!(" no question: {left} {dot} {names} "), format!(" {left} {dot} {names} "), Role::Guard)
        }
        (None, Some(guard)) => (format!(" {names} {dot} {guard} "), format!(" {names} "), Role::Guard),
        (None, None) => (names.clone(), names, Role::Text),
    }
}

/// Whether no broker is connected, and it is known why.
pub fn none_reached(state: &State) -> bool {
    state.standing.reason.is_some() && !state.standing.brokers.iter().any(BrokerStanding::is_up)
}

/// How many brokers there are, and whether they are reached.
pub fn brokers<'a>(state: &'a State, styles: &Styles) -> Vec<Span<'a>> {
    let brokers = &state.standing.brokers;
    let up = brokers.iter().filter(|broker| broker.is_up()).count();
    // The client connects to a broker when it has something for it: one that is not connected is not down.
    let down = brokers.iter().filter(|broker| broker.state == "DOWN" || broker.state == "TRY_CONNECT").count();
    if state.producer_error.is_some() {
        return vec![span("no producer", styles.of(Role::Bad))];
    }
    if brokers.is_empty() {
        return vec![span("no broker yet", styles.of(Role::Dim))];
    }
    let all = match brokers.len() {
        1 => "1 broker".to_owned(),
        all => format!("{all} brokers"),
    };
    let (words, role) = match (up, down) {
        (0, _) if none_reached(state) => (format!("{all}, none reached"), Role::Bad),
        (0, _) => (format!("connecting to {all}"), Role::Dim),
        (_, 0) => (all, Role::Dim),
        (_, down) => (format!("{all}, {down} not reached"), Role::Warning),
    };
    vec![span(words, styles.of(role))]
}

/// What flows now, in numbers; nothing while nothing does.
fn flow<'a>(state: &'a State, styles: &Styles) -> Vec<Span<'a>> {
    let series = &state.pipeline.series;
    let Some(meter) = state.watch.meter.as_ref().filter(|_| state.idle_since().is_none()) else { return Vec::new() };
    let now = series.now();
    let latency = series.p99().map_or(String::new(), |p99| format!("p99 {}  ", short_duration(p99)));
    let used = share(meter.buffer_used, meter.limits.buffer_memory) * 100.0;
    let words = format!("{} rec/s  {latency}buffer {used:.0} %  ", short(now.per_second(now.delivered)));
    vec![span(words, styles.of(Role::Text))]
}

/// How many records went where; nothing before the first.
fn counts<'a>(state: &'a State, styles: &Styles, words: bool) -> Vec<Span<'a>> {
    let counts = state.results_now().counts();
    let glyphs = &styles.glyphs;
    let mut spans = Vec::new();
    for (number, mark, word, role) in [
        (counts.ok, glyphs.good, "delivered", Role::Good),
        (counts.failed, glyphs.bad, "failed", Role::Bad),
        (counts.open, glyphs.waiting, "waiting", Role::Warning),
    ] {
        if number > 0 {
            spans.push(span(format!("{mark} "), styles.of(role)));
            let word = if words { format!(" {word}") } else { String::new() };
            spans.push(Span::raw(format!("{}{word}  ", count(number))));
        }
    }
    if let Some(last) = spans.pop() {
        spans.push(Span::raw(last.content.trim_end().to_owned() + " "));
    }
    spans
}

/// What can be done here, or what a person should know now, and what a click on it means.
pub fn hints<'a>(state: &'a State, styles: &Styles, width: u16) -> (Line<'a>, Vec<Place>) {
    let width = usize::from(width);
    if let Some(notice) = &state.notice {
        let role = if notice.wrong { Role::Bad } else { Role::Warning };
        let mark = if notice.wrong { styles.glyphs.bad } else { styles.glyphs.warning };
        let words = format!(" {mark} {}", notice.text);
        return (Line::styled(cut(&words, width, &styles.glyphs), styles.of(role)), Vec::new());
    }
    if state.dialog.is_some() {
        return (Line::default(), Vec::new());
    }
    let hints = wanted_hints(state);
    // Who knows how to find commands, how to get help and how to leave finds the rest.
    let stays = |command: Command| matches!(command, Command::Palette | Command::Help | Command::Quit);
    let wide = |(_, keys, hint): &(Command, String, &str)| width_of(keys) + width_of(hint) + 3;
    let mut kept: usize = hints.iter().filter(|(command, ..)| stays(*command)).map(wide).sum();
    let mut full = false;
    let mut used = 1;
    let (mut spans, mut places) = (vec![Span::raw(" ")], Vec::new());
    for hint in &hints {
        let wide = wide(hint);
        let (command, keys, words) = hint;
        if stays(*command) {
            kept -= wide;
        } else {
            full |= used + wide + kept > width + TRAILING;
            if full {
                continue;
            }
        }
        places.push((used, used + wide - TRAILING, Target::Command(*command)));
        spans.push(span(keys.clone(), styles.of(Role::Key)));
        spans.push(span(format!(" {words}  "), styles.of(Role::Dim)));
        used += wide;
    }
    (Line::from(spans), places)
}

/// Columns of space behind a hint, which the last one can do without.
const TRAILING: usize = 2;

/// The commands of the hint line with their keys and words, the most needed first.
fn wanted_hints(state: &State) -> Vec<(Command, String, &'static str)> {
    let keys = |command, most| {
        let keys: Vec<String> = state.keymap.keys(command).take(most).map(|key| key.to_string()).collect();
        keys.join(" ")
    };
    let mut hints = Vec::new();
    if state.focus == Pane::Pipeline && state.pipeline.tuning.draining().is_some() {
        hints.push((Command::Back, keys(Command::Back, 1), "give the change up"));
    } else if state.results_now().is_sending() {
        hints.push((Command::Back, keys(Command::Back, 1), "give the send up"));
    }
    let contexts: &[Context] = match state.focus {
        Pane::Record => &[Context::Record, Context::Anywhere],
        Pane::Profile => &[Context::Profile, Context::Anywhere],
        Pane::Pipeline => &[Context::Pipeline, Context::Anywhere],
        Pane::Requests => &[Context::Requests, Context::Anywhere],
        Pane::Results => &[Context::Results, Context::Anywhere],
    };
    let mut entries: Vec<&Entry> = TABLE.iter().filter(|entry| contexts.contains(&entry.context)).collect();
    // What only this pane can do is said before what goes everywhere.
    entries.sort_by_key(|entry| entry.context == Context::Anywhere && !is_of_pane(entry.command, state));
    for entry in entries {
        // Without a draft there is nothing to apply.
        if entry.command == Command::Profile(ProfileCommand::Apply) && state.profile.draft.is_empty() {
            continue;
        }
        let stops = entry.command == Command::Load && state.watch.load.is_some();
        let Some(hint) = (if stops { Some("stop the load") } else { entry.hint }) else { continue };
        let keys = keys(entry.command, 2);
        // A command without a key is found in the palette.
        if !keys.is_empty() {
            hints.push((entry.command, keys, hint));
        }
    }
    hints
}

/// Whether a command that goes everywhere is what this pane is there for, or ends what is watched there.
fn is_of_pane(command: Command, state: &State) -> bool {
    match state.focus {
        Pane::Record => matches!(command, Command::Send | Command::Load),
        Pane::Profile => command == Command::Profile(ProfileCommand::Apply),
        Pane::Pipeline | Pane::Requests | Pane::Results => command == Command::Load && state.watch.load.is_some(),
    }
}
