#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::*;

/// Runs the named keys, separated by spaces; anything that is no key's name is typed.
fn run(editor: &mut Editor, keys: &str) {
    for word in keys.split(' ') {
        match word.parse::<Key>() {
            Ok(key) if word.chars().count() > 1 => {
                editor.key(key, 10);
            }
            Ok(_) | Err(_) => word.chars().for_each(|character| {
                editor.key(Key::from(character), 10);
            }),
        }
    }
}

/// The text with `|` where the cursor stands.
fn shown(editor: &Editor) -> String {
    let (line, byte) = editor.cursor();
    let mut lines = editor.lines().to_vec();
    lines[line].insert(byte, '|');
    lines.join("/")
}

#[test]
fn keys_edit_a_text_as_people_expect() {
    let family = "👨‍👩‍👧‍👦";
    let cases = [
        ("", "abc", "abc|"),
        ("", "ab Left c", "ac|b"),
        ("", "ab Enter c", "ab/c|"),
        ("ab\ncd", "Backspace Backspace Backspace", "ab|"),
        ("ab\ncd", "Home Backspace", "ab|cd"),
        ("ab\ncd", "Ctrl-Home End Delete", "ab|cd"),
        ("ab\ncd", "Ctrl-Home Delete", "|b/cd"),
        ("ab\ncd", "Ctrl-Home Left", "|ab/cd"),
        ("ab\ncd", "Right", "ab/cd|"),
        ("ab\ncd", "Home Left", "ab|/cd"),
        ("ab\ncd", "Up Right", "ab/|cd"),
        (family, "Left", &format!("|{family}")),
        (&format!("a{family}b"), "Left Backspace", "a|b"),
        (&format!("a{family}b"), "Home Right Delete", "a|b"),
        ("한국어", "Left Backspace", "한|어"),
        ("e\u{301}x", "Left Backspace", "|x"),
        ("🇰🇷🇩🇪", "Backspace", "🇰🇷|"),
        ("one two three", "^W", "one two |"),
        ("one two three", "Ctrl-Left Ctrl-Left", "one |two three"),
        ("one two", "Home Ctrl-Right", "one| two"),
        ("one two", "Home Ctrl-Delete", "| two"),
        ("one two", "Ctrl-Left ^U", "|two"),
        ("one two", "Ctrl-Left ^K", "one |"),
        ("a\n\nb", "Ctrl-Left Ctrl-Left", "a/|/b"),
    ];
    for (text, keys, expected) in cases {
        let mut editor = Editor::new(Lines::Many, text);
        run(&mut editor, keys);
        assert_eq!(shown(&editor), expected, "{text:?} {keys}");
    }
}

#[test]
fn up_and_down_move_by_drawn_rows_and_keep_the_column() {
    let cases = [
        // Ten columns: "0123456789" and "abc" are two rows of one line.
        ("0123456789abc", "Up", "012|3456789abc"),
        ("0123456789abc", "Home Down", "0123456789|abc"),
        ("0123\n0\n0123", "Up Up", "0123|/0/0123"),
        ("0123\n0\n0123", "Up", "0123/0|/0123"),
        ("한국\nabcd", "Up", "한국|/abcd"),
        ("한국\nabc", "Up", "한|국/abc"),
        ("a\nb", "Ctrl-Home Up", "|a/b"),
        ("a\nb", "Down", "a/b|"),
    ];
    for (text, keys, expected) in cases {
        let mut editor = Editor::new(Lines::Many, text);
        run(&mut editor, keys);
        assert_eq!(shown(&editor), expected, "{text:?} {keys}");
    }
}

#[test]
fn the_edges_ignore_moves_so_that_the_form_can_take_them() {
    let mut editor = Editor::new(Lines::Many, "ab");
    for (key, edit) in [
        (Code::Up, Edit::Ignored),
        (Code::Down, Edit::Ignored),
        (Code::Right, Edit::Ignored),
        (Code::Left, Edit::Moved),
        (Code::Home, Edit::Moved),
        (Code::Left, Edit::Ignored),
        (Code::Backspace, Edit::Ignored),
        (Code::Delete, Edit::Changed),
    ] {
        assert_eq!(editor.key(Key::plain(key), 10), edit, "{key:?}");
    }
}

#[test]
fn a_single_line_takes_no_newline_and_shows_pasted_ones() {
    let mut editor = Editor::new(Lines::One, "a");
    assert_eq!(editor.key(Key::plain(Code::Enter), 10), Edit::Ignored);
    assert!(editor.paste("b\r\nc\rd\ne\n"));
    assert_eq!(editor.text(), "ab⏎c⏎d⏎e");
}

#[test]
fn a_pasted_line_end_of_any_kind_is_a_newline() {
    let mut editor = Editor::new(Lines::Many, "<>");
    editor.key(Key::plain(Code::Left), 10);
    editor.paste("a\rb\r\nc\nd\te\u{1b}[2J");
    assert_eq!(editor.text(), "<a\nb\nc\nd\te\u{1b}[2J>");
}

#[test]
fn a_carriage_return_in_a_loaded_text_is_kept() {
    assert_eq!(Editor::new(Lines::Many, "a\r\nb\r").text(), "a\r\nb\r");
}

#[test]
fn undo_and_redo_go_through_the_changes() {
    let mut editor = Editor::new(Lines::Many, "a");
    run(&mut editor, "b");
    editor.paste("cd\nef");
    assert_eq!(editor.text(), "abcd\nef");
    assert!(editor.undo());
    assert_eq!(editor.text(), "ab");
    assert!(editor.undo());
    assert_eq!(editor.text(), "a");
    assert!(!editor.undo());
    assert!(editor.redo() && editor.redo() && !editor.redo());
    assert_eq!(editor.text(), "abcd\nef");
}

#[test]
fn what_is_too_big_to_edit_is_held_whole_and_only_shown() {
    for text in ["x".repeat(MAX_LINE_BYTES + 1), "\n".repeat(MAX_LINES), "line\n".repeat(500_000)] {
        let mut editor = Editor::new(Lines::Many, "ab");
        editor.key(Key::plain(Code::Left), 10);
        assert!(editor.paste(&text));
        assert!(editor.is_preview());
        assert_eq!(editor.len(), text.len() + 2);
        assert_eq!(editor.text(), format!("a{text}b"));
        assert_eq!(editor.key(Key::from('x'), 10), Edit::Ignored);
        assert!(!editor.paste("more"));
        editor.set("");
        assert!(!editor.is_preview());
    }
}

#[test]
fn typing_stops_where_the_preview_begins() {
    let mut editor = Editor::new(Lines::Many, &"x".repeat(MAX_LINE_BYTES));
    assert_eq!(editor.key(Key::from('x'), 10), Edit::Ignored);
    assert_eq!(editor.len(), MAX_LINE_BYTES);
    assert!(!editor.is_preview());
}

#[test]
fn the_cursor_behind_a_full_row_stands_on_a_row_of_its_own() {
    let editor = Editor::new(Lines::Many, "0123456789");
    let (rows, cursor) = editor.rows(10);
    assert_eq!(rows, [Row { line: 0, from: 0, to: 10 }, Row { line: 0, from: 10, to: 10 }]);
    assert_eq!(cursor, (1, 0));
}

#[test]
fn a_wide_character_is_never_cut_by_the_wrapping() {
    let editor = Editor::new(Lines::Many, "a한국어");
    let (rows, cursor) = editor.rows(4);
    assert_eq!(
        rows,
        [Row { line: 0, from: 0, to: 4 }, Row { line: 0, from: 4, to: 10 }, Row { line: 0, from: 10, to: 10 }]
    );
    assert_eq!(cursor, (2, 0));
}

proptest! {
    /// Whatever is typed, pasted and moved: the cursor stays between two graphemes and the rows cover the text.
    #[test]
    fn the_cursor_stays_between_graphemes(
        start in "\\PC{0,12}",
        steps in prop::collection::vec((0..14usize, "[a\u{301}👨\u{200d}👩한\\n\\t ]{0,3}"), 0..30),
        width in 0..12usize,
    ) {
        let mut editor = Editor::new(Lines::Many, &start);
        let keys = [Code::Left, Code::Right, Code::Up, Code::Down, Code::Home, Code::End, Code::Backspace, Code::Delete,
            Code::Enter, Code::PageUp, Code::PageDown];
        for (step, text) in steps {
            match step {
                0..=10 => { editor.key(Key::plain(keys[step]), width); }
                11 => { editor.paste(&text); }
                12 => { editor.undo(); }
                _ => { editor.key(Key { ctrl: true, ..Key::plain(Code::Left) }, width); }
            }
            let (line, byte) = editor.cursor();
            let text = &editor.lines()[line];
            let between = byte == text.len() || text.grapheme_indices(true).any(|(start, _)| start == byte);
            prop_assert!(between, "{:?} at {}", text, byte);
            let (rows, (row, _)) = editor.rows(width);
            prop_assert!(row < rows.len());
            let drawn: usize = rows.iter().map(|row| row.to - row.from).sum();
            prop_assert_eq!(drawn + editor.lines().len() - 1, editor.len());
        }
    }
}

#[test]
fn a_single_line_takes_no_text_longer_than_a_line() {
    let mut editor = Editor::new(Lines::One, "a");
    assert!(!editor.paste(&"x".repeat(MAX_LINE_BYTES + 1)));
    assert_eq!(editor.text(), "a");
}
