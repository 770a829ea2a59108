//! A record as the log has it, beside what was sent: bytes that differ are marked.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::learned::Learned;
use crate::app::results::Row;
use crate::app::state::State;
use crate::app::when::date;
use crate::domain::outcome::TimestampType;
use crate::domain::payload::Payload;
use crate::domain::read_back::{Difference, Part, ReadRecord};
use crate::domain::theme::Role;
use crate::ui::panes::detail::{Detail, LABEL};
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, count, cut, fit, span, wrap};

/// The most lines of a text that is the same on both sides.
const TEXT_LINES: usize = 20;
/// The most rows of bytes that are shown of one payload.
const BYTE_ROWS: usize = 200;

/// Draws it, or how far it is.
pub fn draw(row: &Row, state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let mut detail = Detail::new(state, styles, area);
    match state.read_back.as_ref().and_then(|(_, read)| read.as_ref()) {
        None => {
            let place = row.outcome().map(place_of).unwrap_or_default();
            detail.status(&format!("{} reading {place} back", styles.glyphs.waiting), Role::Warning);
        }
        Some(Err(why)) => {
            detail.status(&format!("{} it can't be read back", styles.glyphs.bad), Role::Bad);
            detail.field("because", why);
        }
        Some(Ok(read)) => found(row, read, state, styles, &mut detail),
    }
    detail.finish(frame, area, learned);
}

fn place_of(outcome: &crate::domain::outcome::Outcome) -> String {
    let partition = outcome.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
    let offset = outcome.offset.map(|offset| format!(" @ {offset}")).unwrap_or_default();
    format!("{}{partition}{offset}", outcome.topic)
}

fn found<'a>(row: &Row, read: &ReadRecord, state: &'a State, styles: &'a Styles, detail: &mut Detail<'a>) {
    let sent = row.record();
    let parts = read.beside(sent.map(AsRef::as_ref));
    let place = format!("{}-{} @ {}", read.topic, read.partition, read.offset);
    let differ: Vec<&str> = parts.iter().filter(|part| !part.is_same()).map(|part| part.name.as_str()).collect();
    match (sent, differ.as_slice()) {
        (None, _) => {
            let words = format!("{} {place}: what was sent is no longer kept", styles.glyphs.warning);
            detail.status(&words, Role::Warning);
        }
        (Some(_), []) => {
            detail.status(&format!("{} {place}: in the log as it was sent", styles.glyphs.good), Role::Good);
        }
        (Some(_), differ) => {
            let words = format!("{} {place}: differs in {}", styles.glyphs.bad, differ.join(", "));
            detail.status(&words, Role::Bad);
        }
    }
    let columns = Columns::of(detail.width());
    let dim = styles.of(Role::Dim);
    detail.line(vec![
        detail.label(""),
        span(fit("sent", columns.side, &styles.glyphs), dim),
        span("  in the log".to_owned(), dim),
    ]);
    for part in &parts {
        part_lines(part, sent.is_some(), &columns, styles, detail);
    }
    timestamp(row, read, state, &columns, styles, detail);
}

/// Two texts beside each other.
struct Columns {
    side: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        Self { side: width.saturating_sub(LABEL + 2) / 2 }
    }

    /// Bytes of a row of one side: an offset, two digits and a space each, and the text.
    fn bytes(&self) -> usize {
        match self.side.saturating_sub(6) / 4 {
            16.. => 16,
            8..16 => 8,
            _ => 4,
        }
    }
}

fn part_lines<'a>(part: &Part, known: bool, columns: &Columns, styles: &'a Styles, detail: &mut Detail<'a>) {
    if let Some((sent, read)) = &part.header {
        let same = sent == read || !known;
        let role = styles.of(if same { Role::Text } else { Role::Bad });
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| if known { "none" } else { "" }.to_owned());
        detail.line(vec![
            detail.label(&part.name),
            span(fit(&name(sent), columns.side, &styles.glyphs), role),
            Span::raw("  "),
            span(cut(&name(read), columns.side, &styles.glyphs), role),
        ]);
    }
    let label = if part.header.is_some() { "" } else { part.name.as_str() };
    let difference = if known { part.difference() } else { Difference::Same };
    let role = styles.of(match difference {
        Difference::Same => Role::Text,
        Difference::Presence | Difference::Bytes { .. } => Role::Bad,
    });
    let side = |payload: &Option<Payload>| match payload {
        None if known => "none".to_owned(),
        None => String::new(),
        Some(payload) => size(payload),
    };
    let said = match difference {
        Difference::Same if known => format!("{}, the same", side(&part.read)),
        Difference::Same | Difference::Presence => side(&part.read),
        Difference::Bytes { count: number, first } => {
            let differ = if number == 1 { "differs" } else { "differ" };
            format!("{}, {} {differ}, first at {first}", side(&part.read), count(number as u64))
        }
    };
    detail.line(vec![
        detail.label(label),
        span(fit(&side(&part.sent), columns.side, &styles.glyphs), role),
        Span::raw("  "),
        span(cut(&said, columns.side, &styles.glyphs), role),
    ]);
    let content = |payload: &Option<Payload>| payload.as_ref().and_then(Payload::as_deref).unwrap_or_default().to_vec();
    let (sent, read) = (content(&part.sent), content(&part.read));
    match (difference, std::str::from_utf8(&read)) {
        (Difference::Same, Ok(text)) => texts(if known { text } else { "" }, text, columns, styles, detail),
        _ => rows_of_bytes(&sent, &read, difference, columns, styles, detail),
    }
}

fn size(payload: &Payload) -> String {
    match payload.as_deref() {
        None => "null".to_owned(),
        Some([]) => "empty".to_owned(),
        Some(content) => bytes(content.len() as u64),
    }
}

fn texts<'a>(left: &str, right: &str, columns: &Columns, styles: &'a Styles, detail: &mut Detail<'a>) {
    if right.is_empty() {
        return;
    }
    // No more of a large text is wrapped than can be shown.
    let head = |text: &str| -> String { text.chars().take(TEXT_LINES * columns.side.max(1)).collect() };
    let (left, right) = (head(left), head(right));
    let wrapped = |text: &str| {
        if text.is_empty() { Vec::new() } else { wrap(text, columns.side.saturating_sub(1), &styles.glyphs) }
    };
    let (left, right) = (wrapped(&left), wrapped(&right));
    let style = styles.of(Role::Dim);
    for at in 0..right.len().min(TEXT_LINES) {
        let piece = |lines: &[String]| lines.get(at).map(|line| format!(" {line}")).unwrap_or_default();
        detail.line(vec![
            detail.label(""),
            span(fit(&piece(&left), columns.side, &styles.glyphs), style),
            Span::raw("  "),
            span(piece(&right), style),
        ]);
    }
    if right.len() > TEXT_LINES {
        detail.line(vec![detail.label(""), span(" and more, the same".to_owned(), style)]);
    }
}

/// Rows of both sides: of what differs those that do, and one before and behind each; of what is the same the first.
fn rows_of_bytes<'a>(
    sent: &[u8],
    read: &[u8],
    difference: Difference,
    columns: &Columns,
    styles: &'a Styles,
    detail: &mut Detail<'a>,
) {
    let wide = columns.bytes();
    let rows = sent.len().max(read.len()).div_ceil(wide);
    let piece = |side: &'_ [u8], row: usize| -> Vec<u8> {
        side.get(row * wide..side.len().min((row + 1) * wide)).unwrap_or_default().to_vec()
    };
    let differs = |row: usize| piece(sent, row) != piece(read, row);
    let wanted = |row: usize| match difference {
        Difference::Same => row < TEXT_LINES,
        Difference::Presence => true,
        Difference::Bytes { .. } => {
            differs(row) || (row > 0 && differs(row - 1)) || (row + 1 < rows && differs(row + 1))
        }
    };
    let (mut shown, mut skipped) = (0, false);
    for row in 0..rows {
        if !wanted(row) || shown >= BYTE_ROWS {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            detail.line(vec![detail.label(""), span(styles.glyphs.cut.to_owned(), styles.of(Role::Dim))]);
        }
        shown += 1;
        let (left, right) = (piece(sent, row), piece(read, row));
        let mut line = vec![detail.label("")];
        line.extend(half(row * wide, &left, &right, columns, styles));
        line.push(Span::raw("  "));
        line.extend(half(row * wide, &right, &left, columns, styles));
        detail.line(line);
    }
    if skipped {
        let words = if shown >= BYTE_ROWS { "and more" } else { "the rest is the same" };
        detail.line(vec![detail.label(""), span(words.to_owned(), styles.of(Role::Dim))]);
    }
}

/// A row of one side, its bytes marked where the other side has others or none.
fn half<'a>(from: usize, own: &[u8], other: &[u8], columns: &Columns, styles: &'a Styles) -> Vec<Span<'a>> {
    let wide = columns.bytes();
    let mark = |at: usize| styles.of(if own.get(at) == other.get(at) { Role::Text } else { Role::Bad });
    let offset = if own.is_empty() { String::new() } else { format!("{from:04x} ") };
    let mut spans = vec![span(format!("{offset:5}"), styles.of(Role::Dim))];
    for at in 0..wide {
        let digits = own.get(at).map_or("   ".to_owned(), |byte| format!("{byte:02x} "));
        spans.push(span(digits, mark(at)));
    }
    for at in 0..wide {
        let sign = own.get(at).map_or(' ', |byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' });
        spans.push(span(sign.to_string(), mark(at)));
    }
    let used = 5 + wide * 4;
    spans.push(Span::raw(" ".repeat(columns.side.saturating_sub(used))));
    spans
}

fn timestamp<'a>(
    row: &Row,
    read: &ReadRecord,
    state: &State,
    columns: &Columns,
    styles: &'a Styles,
    detail: &mut Detail<'a>,
) {
    let zone = &state.session.time_zone;
    let sent = row.record().and_then(|record| record.timestamp).or(row.outcome().and_then(|outcome| outcome.timestamp));
    let words = |millis: i64| date(millis, zone);
    let kind = read.timestamp.map(|(_, kind)| format!("  {}", TimestampType::name(kind))).unwrap_or_default();
    let found = read.timestamp.map_or("none".to_owned(), |(millis, _)| words(millis)) + &kind;
    detail.line(vec![
        detail.label("timestamp"),
        span(fit(&sent.map(words).unwrap_or_default(), columns.side, &styles.glyphs), styles.of(Role::Text)),
        Span::raw("  "),
        span(cut(&found, columns.side, &styles.glyphs), styles.of(Role::Text)),
    ]);
    if let Some(why) = read.other_timestamp(sent) {
        detail.field("", why);
    }
}
