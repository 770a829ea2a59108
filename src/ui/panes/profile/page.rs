//! The page of the selected property: its value and where that comes from, what is found about it, and what it does.

use ratatui::text::Line;

use crate::app::profile::{Review, Row};
use crate::app::state::State;
use crate::domain::lint::Finding;
use crate::domain::property::amount;
use crate::domain::property::explain::Page;
use crate::domain::theme::Role;
use crate::ui::panes::profile::rows::mark;
use crate::ui::styles::Styles;
use crate::ui::text::{fit, span, wrap};

/// Columns of the labels.
const LABEL: usize = 13;

/// The lines of the page.
pub fn lines<'a>(state: &State, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let (Some(review), Some(row)) = (state.profile.review(), state.profile.selected_row()) else {
        let words = "No property is like that. Esc shows all of them.";
        return wrapped(words, Role::Dim, styles, width);
    };
    let page = Page::of(row.property);
    let mut lines = vec![Line::styled(crate::ui::text::cut(row.name, width, &styles.glyphs), styles.of(Role::Title))];
    lines.extend(value(row, review, styles, width));
    for finding in review.about(row.property) {
        lines.extend(finding_lines(finding, styles, width));
    }
    lines.push(Line::default());
    for paragraph in page.paragraphs() {
        lines.extend(wrapped(&paragraph, Role::Text, styles, width));
    }
    lines.push(Line::default());
    for (label, words) in page.rows() {
        lines.extend(labelled(label, &words, Role::Text, styles, width));
    }
    lines
}

/// The value in the draft, the one that runs where that is another, and where it comes from.
fn value<'a>(row: Row<'_>, review: &Review, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let told = |value: &str, words: Option<String>| match words {
        // Where the digits are the same, the unit is all that there is to say.
        Some(words) if words.starts_with(&format!("{value} ")) => words,
        Some(words) => format!("{value} ({words})"),
        None => value.to_owned(),
    };
    let mut lines =
        labelled("value", &format!("{}, {}", told(&row.value(), row.words()), row.origin()), Role::Text, styles, width);
    if row.pending {
        let now = review.running_setting(row.property).and_then(|setting| setting.value.as_ref());
        let words = now.and_then(|value| amount::words(row.property.unit, value));
        let now = told(&now.map_or("not set".to_owned(), ToString::to_string), words);
        lines.extend(labelled("runs with", &now, Role::Warning, styles, width));
    }
    if let Some(why) = &row.setting.changed {
        lines.extend(labelled("changed", &format!("by the client: {why}"), Role::Warning, styles, width));
    }
    lines
}

/// A finding with its evidence, what follows from it, and what ends it.
pub fn finding_lines<'a>(finding: &Finding, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let (sign, role) = mark(finding.severity, styles);
    let fix = finding.fix.as_ref().map(|fix| format!(" Fix: {fix}.")).unwrap_or_default();
    let words = format!("{}: {}.{fix}", finding.evidence, finding.message);
    let mut lines = wrap(&words, width.saturating_sub(2), &styles.glyphs).into_iter();
    let first = lines.next().unwrap_or_default();
    let first = Line::from(vec![span(format!("{sign} "), styles.of(role)), span(first, styles.of(Role::Text))]);
    std::iter::once(first).chain(lines.map(|line| Line::styled(format!("  {line}"), styles.of(Role::Text)))).collect()
}

/// Words over the whole width.
pub fn wrapped<'a>(words: &str, role: Role, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let style = styles.of(role);
    wrap(words, width, &styles.glyphs).into_iter().map(|line| Line::styled(line, style)).collect()
}

/// A label and words beside it.
pub fn labelled<'a>(label: &str, words: &str, role: Role, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let lines = wrap(words, width.saturating_sub(LABEL), &styles.glyphs);
    let label = |at: usize| if at == 0 { label } else { "" };
    let line = |(at, words): (usize, String)| {
        Line::from(vec![
            span(fit(label(at), LABEL, &styles.glyphs), styles.of(Role::Dim)),
            span(words, styles.of(role)),
        ])
    };
    lines.into_iter().enumerate().map(line).collect()
}
