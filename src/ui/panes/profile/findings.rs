//! What is wrong with the draft: what the client refuses, what the linter found, and what Java would answer.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::learned::Learned;
use crate::app::profile::Review;
use crate::app::state::State;
use crate::domain::profile::java::Verdict;
use crate::domain::property::ClientModel;
use crate::domain::theme::Role;
use crate::ui::panes::profile::page::{finding_lines, wrapped};
use crate::ui::styles::Styles;

/// Draws the findings, with the selected one in sight.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let Some(review) = state.profile.review() else { return };
    let width = usize::from(area.width);
    let mut lines = java(review, styles, width);
    if review.findings.is_empty() {
        lines.extend(wrapped("The linter finds nothing.", Role::Good, styles, width));
    }
    let at = state.profile.finding.min(review.findings.len().saturating_sub(1));
    let mut selected = 0..0;
    for (place, finding) in review.findings.iter().enumerate() {
        let from = lines.len();
        lines.extend(finding_lines(finding, styles, width));
        if place == at {
            selected = from..lines.len();
        }
    }
    let height = usize::from(area.height);
    learned.profile = (height, lines.len());
    let top = (selected.end.saturating_sub(height)).min(selected.start);
    for ((at, line), y) in lines.into_iter().enumerate().skip(top).zip(area.y..area.bottom()) {
        let area = Rect { y, height: 1, ..area };
        if selected.contains(&at) {
            frame.buffer_mut().set_style(area, styles.of(Role::Selected));
            frame.render_widget(line.style(styles.of(Role::Selected)), area);
        } else {
            frame.render_widget(line, area);
        }
    }
}

/// Java's answer in words: accepted, or the exception; and what it changes by itself.
fn java<'a>(review: &Review, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let client = match review.profile.model {
        ClientModel::Java => "Java 4.x",
        ClientModel::Java3 => "Java 3.9",
        ClientModel::Java2 => "Java 2.8",
        ClientModel::Librdkafka => "librdkafka",
    };
    let Some(verdict) = &review.verdict else { return Vec::new() };
    let mut lines = match verdict.message() {
        None => wrapped(&format!("{} {client} starts with this.", styles.glyphs.good), Role::Good, styles, width),
        // Told below, with what ends it.
        Some(message) if review.refused.iter().any(|refused| refused.message == message) => {
            let words = format!(
                "{} {client} does not start with this: {}",
                styles.glyphs.bad,
                verdict.exception().join(" <- ")
            );
            wrapped(&words, Role::Bad, styles, width)
        }
        Some(_) => {
            let words = format!("{} {client} does not start with this: {}", styles.glyphs.bad, verdict.words());
            wrapped(&words, Role::Bad, styles, width)
        }
    };
    for words in silently(review, verdict) {
        lines.extend(wrapped(&format!("  {words}"), Role::Warning, styles, width));
    }
    lines.push(Line::default());
    lines
}

/// What the client changes without being asked.
fn silently(review: &Review, verdict: &Verdict) -> Vec<String> {
    if !verdict.is_ok() {
        return Vec::new();
    }
    let changed = review.effective.settings().iter().filter_map(|setting| {
        let why = setting.changed.as_ref()?;
        let value = setting.value.as_ref().map_or("null".to_owned(), ToString::to_string);
        Some(format!("It runs with {}={value} by itself: {why}.", setting.property.name))
    });
    changed.collect()
}
