//! How well what was typed fits a name.

/// A character that follows the one before it at once.
const NEXT: u32 = 9;
/// A character that begins a word.
const START: u32 = 8;
/// A character that begins the name.
const FIRST: u32 = 4;

/// How well the characters of `typed` fit `name`, higher is better; `None` if the name does not have them in this order.
/// Case and spaces count for nothing. Characters that stand together and those that begin words count for more, and so
/// does a name that has few others.
pub fn score(typed: &str, name: &str) -> Option<u32> {
    let wanted: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let starts = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    // The best score of the characters so far whose last one stands at each place of the name.
    let mut best: Vec<Option<u32>> = Vec::new();
    for (nth, character) in wanted.iter().enumerate() {
        let mut now = vec![None; name.len()];
        let mut before = None;
        for at in 0..name.len() {
            if nth > 0 && at > 0 {
                before = before.max(best[at - 1]);
            }
            if name[at] != *character || (nth > 0 && before.is_none()) {
                continue;
            }
            let joined = at.checked_sub(1).and_then(|at| *best.get(at)?).map(|score| score + NEXT);
            let bonus = 1 + if starts(at) { START } else { 0 } + if at == 0 { FIRST } else { 0 };
            now[at] = Some(before.unwrap_or(0).max(joined.unwrap_or(0)) + bonus);
        }
        best = now;
    }
    if wanted.is_empty() {
        return Some(0);
    }
    let rest = u32::try_from(name.len().saturating_sub(wanted.len()).min(40)).unwrap_or(0);
    let whole = if wanted == name { 1_000 } else { 0 };
    best.into_iter().flatten().max().map(|score| score * 8 + 40 - rest + whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_name_fits_if_it_has_the_characters_in_their_order() {
        let cases = [
            ("", "zoom", true),
            ("zm", "zoom", true),
            ("mz", "zoom", false),
            ("zoooom", "zoom", false),
            ("ZOOM", "zoom", true),
            ("go res", "go-to-results", true),
            ("topic 주", "topic 주문", true),
            ("x", "", false),
            ("", "", true),
        ];
        for (typed, name, fits) in cases {
            assert_eq!(score(typed, name).is_some(), fits, "{typed} {name}");
        }
    }

    #[test]
    fn the_name_that_was_meant_fits_best() {
        let cases = [
            ("zo", "zoom", "choose-topic"),
            ("gr", "go-to-results", "only-partition-group"),
            ("send", "send", "send-once"),
            ("res", "go-to-results", "previous-field-set"),
            ("pp", "previous-pane", "help-page-up"),
            ("kind", "kind", "keep-kind"),
        ];
        for (typed, better, worse) in cases {
            assert!(score(typed, better).unwrap() > score(typed, worse).unwrap_or(0), "{typed}: {better}, {worse}");
        }
    }
}
