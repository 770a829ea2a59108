//! The row and the detail of something that happened again and again.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::learned::Learned;
use crate::app::results::{Group, Subject};
use crate::app::state::State;
use crate::app::when::time_of_day;
use crate::domain::failure::Code;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::theme::Role;
use crate::domain::trouble::{Trouble, What};
use crate::ui::panes::detail::Detail;
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, failure_words, safe, span, spread, width_of_spans};

/// The row of a group.
pub fn line<'a>(group: &Group, state: &State, styles: &Styles, width: usize) -> Line<'a> {
    let glyphs = &styles.glyphs;
    let zone = &state.session.time_zone;
    let (mark, role, words) = match &group.subject {
        Subject::Trouble { trouble, .. } => {
            let (mark, role) = look(trouble.what, group.is_over(), styles);
            (mark, role, group.words(zone))
        }
        Subject::Load(sample) => (glyphs.bad, Role::Bad, load_words(sample, styles)),
    };
    let right = vec![span(safe(&often(group.count), glyphs), styles.of(Role::Text))];
    let mut left = vec![
        span(format!("{mark} "), styles.of(role)),
        span(time_of_day(group.first, zone), styles.of(Role::Dim)),
        Span::raw("  "),
    ];
    let room = width.saturating_sub(width_of_spans(&left) + width_of_spans(&right) + 2);
    left.push(span(cut(&words, room, glyphs), styles.of(role)));
    spread(left, right, width)
}

fn often(times: u64) -> String {
    format!("×{}", count(times))
}

/// A broker that is gone wants care, and may come back by itself; what does not heal is wrong.
fn look(what: What, over: bool, styles: &Styles) -> (&'static str, Role) {
    if over {
        return (styles.glyphs.good, Role::Dim);
    }
    match what {
        What::Connection | What::Other => (styles.glyphs.warning, Role::Warning),
        What::AllBrokersDown | What::Authentication | What::Tls | What::Fatal => (styles.glyphs.bad, Role::Bad),
    }
}

fn load_words(sample: &Outcome, styles: &Styles) -> String {
    let partition = sample.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
    let why = match &sample.status {
        Status::Delivered | Status::Sent => String::new(),
        Status::Failed(failure) => failure_words(failure, &styles.glyphs),
    };
    format!("{}{partition}  load: {why}", sample.topic)
}

/// Draws the detail of a group.
pub fn draw(group: &Group, state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let mut detail = Detail::new(state, styles, area);
    let zone = &state.session.time_zone;
    let last = time_of_day(group.last, zone);
    match &group.subject {
        Subject::Trouble { trouble, .. } => {
            let (mark, role) = look(trouble.what, group.is_over(), styles);
            detail.status(&format!("{mark} {} ({}) from the client", trouble.name(), trouble.code), role);
            let words = group.words(zone);
            detail.field("what", &words);
            if !words.contains(&trouble.text) {
                detail.field("because", &trouble.text);
            }
            about(trouble, group.is_over(), &mut detail);
        }
        Subject::Load(sample) => {
            if let Status::Failed(failure) = &sample.status {
                detail.failed(failure, sample);
            }
            let partition = sample.partition.map(|partition| format!("   partition {partition}")).unwrap_or_default();
            detail.field("topic", &format!("{}{partition}", sample.topic));
            detail.field(
                "records",
                &format!("{} of a load; the cause is that of record {}", count(group.count), sample.n),
            );
        }
    }
    detail.field("told", &format!("{}, first {}, last {last}", often(group.count), time_of_day(group.first, zone)));
    if let Subject::Load(sample) = &group.subject
        && let Status::Failed(failure) = &sample.status
    {
        detail.card(failure, &sample.topic);
    }
    detail.finish(frame, area, learned);
}

/// What a trouble means, and what may help.
fn about(trouble: &Trouble, over: bool, detail: &mut Detail<'_>) {
    if let Some(code) = Code::find(trouble.code).filter(|code| code.meaning != trouble.text) {
        detail.field("meaning", code.meaning);
    }
    if let Some(broker) = &trouble.broker {
        let id = broker.id.map(|id| format!("{id}   ")).unwrap_or_default();
        detail.field("broker", &format!("{id}{}", broker.address));
    }
    if let Some(next) = trouble.what.next_step().filter(|_| !over) {
        detail.field("next", next);
    }
}
