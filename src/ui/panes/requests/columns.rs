//! The columns of the list of requests.

use ratatui::text::Line;

use crate::app::requests::segments::{doing, segments};
use crate::app::requests::{Requests, Row};
use crate::domain::request::{Closed, Request, RequestOutcome};
use crate::domain::theme::Role;
use crate::ui::panes::time_bar;
use crate::ui::styles::Styles;
use crate::ui::text::{duration, fit, span};

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Broker,
    Place,
    Partition,
    Attempt,
    Records,
    Bytes,
    Wire,
    Fill,
    Closed,
    Wait,
    Rtt,
}

/// The columns in their order: what, its head, its cells, and how early it is left out for the bar; 0 is never. `~`
/// marks what is derived.
const COLUMNS: [(Column, &str, usize, u8); 11] = [
    (Column::Broker, "broker", 6, 0),
    (Column::Partition, "part", 5, 0),
    (Column::Place, "partition", 20, 6),
    (Column::Attempt, "try", 3, 0),
    (Column::Records, "recs", 6, 0),
    (Column::Bytes, "bytes", 6, 5),
    (Column::Wire, "wire", 6, 4),
    (Column::Fill, "fill", 5, 3),
    (Column::Closed, "closed~", 7, 1),
    (Column::Wait, "wait", 6, 2),
    (Column::Rtt, "rtt", 6, 0),
];

/// The fewest cells of the bar that say something.
const BAR: usize = 12;

/// The columns that there is room for, and what the bar gets.
pub struct Columns {
    columns: Vec<(Column, &'static str, usize)>,
    /// Cells of the bar.
    pub bar: usize,
}

impl Columns {
    /// The columns in so many cells.
    pub fn of(width: usize) -> Self {
        let used = |out: u8| {
            let shown = COLUMNS.iter().filter(|(.., order)| *order <= out);
            shown.map(|(.., cells, _)| cells + 1).sum::<usize>() + 1
        };
        // The whole name of the partition stands in for its number.
        let most = (0..=6_u8).rev().find(|out| used(*out) + BAR <= width).unwrap_or(0);
        let wanted = |(column, _, _, order): &&(Column, &str, usize, u8)| {
            *order <= most && !(most == 6 && *column == Column::Partition)
        };
        let columns: Vec<_> =
            COLUMNS.iter().filter(wanted).map(|(column, head, cells, _)| (*column, *head, *cells)).collect();
        let used = columns.iter().map(|(.., cells)| cells + 1).sum::<usize>() + 1;
        Self { columns, bar: width.saturating_sub(used) }
    }

    /// The heads, with the ends of the bars' scale.
    pub fn head<'a>(&self, scale: u64, styles: &Styles) -> Line<'a> {
        let heads = self.columns.iter().map(|(column, head, cells)| {
            if column.is_text() { format!("{head:cells$} ") } else { format!("{head:>cells$} ") }
        });
        let mut words: Vec<String> = std::iter::once(" ".to_owned()).chain(heads).collect();
        if scale > 0 && self.bar >= BAR {
            words.push(format!("0{:>width$}", scale_words(scale), width = self.bar - 1));
        }
        Line::styled(words.concat(), styles.of(Role::Dim))
    }

    /// A row; `joint` joins it to the other attempts of its batch.
    pub fn row<'a>(&self, requests: &Requests, row: &Row<'_>, joint: &str, scale: u64, styles: &Styles) -> Line<'a> {
        let request = row.request;
        let role = role(request.outcome);
        let mut words = String::new();
        for (column, _, cells) in &self.columns {
            let text = column.text(requests, request);
            let text = if column.is_text() { fit(&text, *cells, &styles.glyphs) } else { format!("{text:>cells$}") };
            words += &text;
            words.push(' ');
        }
        let mut spans = vec![span(joint.to_owned(), styles.of(Role::Dim)), span(words, styles.of(role))];
        let mut attempts = requests.attempts(row);
        attempts.retain(|other| other.attempt <= request.attempt);
        spans.extend(time_bar::bar(&segments(&attempts), scale, self.bar, styles));
        Line::from(spans)
    }
}

impl Column {
    fn is_text(self) -> bool {
        match self {
            Self::Broker | Self::Place | Self::Partition | Self::Closed => true,
            Self::Attempt | Self::Records | Self::Bytes | Self::Wire | Self::Fill | Self::Wait | Self::Rtt => false,
        }
    }

    /// The cell of a request; what is not known is `?`.
    fn text(self, requests: &Requests, request: &Request) -> String {
        let unknown = || "?".to_owned();
        match self {
            Self::Broker => format!("b{}", request.broker),
            Self::Partition => request.partition.map_or_else(unknown, |partition| format!("p{partition}")),
            Self::Place => place(request).unwrap_or_else(unknown),
            Self::Attempt => request.attempt.to_string(),
            Self::Records => request.records.map_or_else(unknown, |records| compact(records.into())),
            Self::Bytes => request.bytes.map_or_else(unknown, compact),
            Self::Wire => compact(request.wire_bytes),
            Self::Fill => fill(requests, request).map_or_else(unknown, |fill| format!("{fill} %")),
            Self::Closed => match request.closed {
                Closed::Unknown => unknown(),
                Closed::Size | Closed::Count | Closed::Linger | Closed::Flush | Closed::Retry => {
                    request.closed.name().to_owned()
                }
            },
            Self::Wait => {
                let wait = request.accepted_micros.map(|accepted| request.sent_micros.saturating_sub(accepted));
                wait.map_or_else(unknown, millis)
            }
            Self::Rtt => match (request.rtt_micros, request.outcome) {
                (Some(rtt), _) => millis(rtt),
                (None, RequestOutcome::Unawaited) => "-".to_owned(),
                (None, RequestOutcome::NoAnswer) => "none".to_owned(),
                (None, RequestOutcome::Delivered | RequestOutcome::Retry | RequestOutcome::Failed) => unknown(),
            },
        }
    }
}

/// `orders-3`; nothing if it is not known.
pub fn place(request: &Request) -> Option<String> {
    Some(format!("{}-{}", request.topic.as_deref()?, request.partition?))
}

/// The bytes of the batch, in percent of the `batch.size` of its producer.
pub fn fill(requests: &Requests, request: &Request) -> Option<u64> {
    let limits = requests.generations.limits(request.generation)?;
    let percent = u128::from(request.bytes?) * 100 / u128::from(limits.batch_size.max(1));
    u64::try_from(percent).ok()
}

/// How a row of this end is drawn.
pub fn role(outcome: RequestOutcome) -> Role {
    match outcome {
        RequestOutcome::Delivered | RequestOutcome::Unawaited => Role::Text,
        RequestOutcome::Retry => Role::Warning,
        RequestOutcome::Failed | RequestOutcome::NoAnswer => time_bar::looks(doing(outcome), true).1,
    }
}

/// A number in at most six cells: `120`, `12.0 k`, `1.2 M`.
fn compact(number: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000)];
    for (unit, size) in UNITS {
        if number >= size {
            let whole = number / size;
            return match whole {
                0..100 => format!("{whole}.{} {unit}", number % size * 10 / size),
                _ => format!("{whole} {unit}"),
            };
        }
    }
    number.to_string()
}

/// Milliseconds without their unit, short ones to a hundredth; from a second on, with it.
fn millis(micros: u64) -> String {
    match micros {
        0..10_000 => format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10),
        10_000..1_000_000 => format!("{}.{}", micros / 1_000, micros % 1_000 / 100),
        1_000_000..100_000_000 => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
        _ => format!("{} s", micros / 1_000_000),
    }
}

/// The length of a scale, which is a round number or some of its halves: `20 ms`, `0.5 ms`, `5 s`, `12.5 s`.
pub fn scale_words(micros: u64) -> String {
    match micros {
        _ if micros >= 1_000_000 && micros.is_multiple_of(1_000_000) => format!("{} s", micros / 1_000_000),
        _ if micros >= 1_000_000 => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
        _ if micros.is_multiple_of(1_000) => format!("{} ms", micros / 1_000),
        _ => duration(micros),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_no_room_for_is_left_out_and_the_bar_stays() {
        let heads = |width: usize| {
            let columns = Columns::of(width);
            (columns.columns.iter().map(|(_, head, _)| *head).collect::<Vec<_>>().join(" "), columns.bar)
        };
        assert_eq!(heads(120).0, "broker partition try recs bytes wire fill closed~ wait rtt");
        assert_eq!(heads(80).0, "broker part try recs bytes wire fill closed~ wait rtt");
        assert_eq!(heads(76).0, "broker part try recs wire fill closed~ wait rtt");
        assert_eq!(heads(71).0, "broker part try recs fill closed~ wait rtt");
        assert_eq!(heads(60).0, "broker part try recs closed~ wait rtt");
        assert_eq!(heads(10), ("broker part try recs rtt".to_owned(), 0));
        for width in 44..200 {
            assert!(heads(width).1 >= BAR, "{width}");
        }
    }

    #[test]
    fn numbers_fit_their_columns() {
        for (number, text) in [(0, "0"), (999, "999"), (12_000, "12.0 k"), (999_999, "999 k"), (1_200_000, "1.2 M")] {
            assert_eq!(compact(number), text);
        }
        for (micros, text) in [
            (0, "0.00"),
            (43, "0.04"),
            (5_040, "5.04"),
            (50_400, "50.4"),
            (999_999, "999.9"),
            (8_200_000, "8.2 s"),
            (120_000_000, "120 s"),
        ] {
            assert_eq!(millis(micros), text);
        }
        for (micros, text) in
            [(500, "0.5 ms"), (20_000, "20 ms"), (5_000_000, "5 s"), (12_500_000, "12.5 s"), (6_250, "6.2 ms")]
        {
            assert_eq!(scale_words(micros), text);
        }
    }
}
