//! What differs between the draft and something else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::learned::Learned;
use crate::app::profile::{Difference, With, writable_name};
use crate::app::state::State;
use crate::domain::property::{ClientModel, Value};
use crate::domain::theme::Role;
use crate::ui::panes::profile::page::wrapped;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit, span};

/// Columns of a name at most.
const NAME: usize = 40;

/// Draws the comparison.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let (Some(compare), Some(review)) = (&state.profile.compare, state.profile.review()) else { return };
    let width = usize::from(area.width);
    let lines = match state.profile.differences() {
        None => wrapped("Looking.", Role::Dim, styles, width),
        Some(Err(why)) => wrapped(&why, Role::Bad, styles, width),
        Some(Ok(all)) if all.is_empty() => {
            wrapped(&format!("Nothing differs from {}.", compare.with.words()), Role::Good, styles, width)
        }
        Some(Ok(all)) => all.iter().map(|one| line(one, review.profile.model, &compare.with, styles, width)).collect(),
    };
    let told = format!("here {} {}", styles.glyphs.arrow, compare.with.words());
    let head = match count(state) {
        0 => told,
        1 => format!("1 differs: {told}"),
        count => format!("{count} differ: {told}"),
    };
    frame.render_widget(
        Line::styled(cut(&head, width, &styles.glyphs), styles.of(Role::Title)),
        Rect { height: 1.min(area.height), ..area },
    );
    let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let height = usize::from(area.height);
    learned.profile = (height, lines.len());
    let top = compare.top.min(lines.len().saturating_sub(height));
    for (line, y) in lines.into_iter().skip(top).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

fn count(state: &State) -> usize {
    state.profile.differences().and_then(Result::ok).map_or(0, |all| all.len())
}

/// A property with its two values.
fn line<'a>(one: &Difference, model: ClientModel, beside: &With, styles: &Styles, width: usize) -> Line<'a> {
    let glyphs = &styles.glyphs;
    let name = writable_name(one.property, model).unwrap_or(one.property.name);
    let columns = (width * 2 / 5).min(NAME);
    let each = width.saturating_sub(columns + 4) / 2;
    let shown = |value: Option<&Value>| match value.map(ToString::to_string) {
        None => "not set".to_owned(),
        Some(text) if text.is_empty() => "empty".to_owned(),
        Some(text) => text,
    };
    let there = match beside {
        With::Client(other) if !one.property.is_in(*other) => "does not have it".to_owned(),
        With::Client(_) | With::Defaults | With::Running | With::Saved | With::Profile(_) => shown(one.there.as_ref()),
    };
    Line::from(vec![
        span(fit(&cut(name, columns.saturating_sub(1), glyphs), columns, glyphs), styles.of(Role::Text)),
        span(fit(&shown(one.here.as_ref()), each, glyphs), styles.of(Role::Text)),
        span(fit(&format!(" {} ", glyphs.arrow), 4, glyphs), styles.of(Role::Dim)),
        span(cut(&there, each, glyphs), styles.of(Role::Warning)),
    ])
}
