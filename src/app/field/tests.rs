//! What each kind reads, and what a change of kind keeps.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn each_kind_reads_its_text() {
    type Read<'a> = Result<Option<&'a [u8]>, &'a str>;
    let cases: [(Kind, &str, Read<'_>); 14] = [
        (Kind::Null, "kept", Ok(None)),
        (Kind::Empty, "kept", Ok(Some(b""))),
        (Kind::Text, "", Ok(Some(b""))),
        (Kind::Text, "a\nb", Ok(Some(b"a\nb"))),
        (Kind::Text, "é", Ok(Some("é".as_bytes()))),
        (Kind::Json, "{\"a\": 1}", Ok(Some(b"{\"a\": 1}"))),
        (Kind::Json, " 1 ", Ok(Some(b" 1 "))),
        (Kind::Json, "", Err("line 1, column 1: nothing yet")),
        (Kind::Json, "{\n  \"한\": x}", Err("line 2, column 8: expected value")),
        (Kind::Hex, "00 fF\n10", Ok(Some(&[0, 255, 16]))),
        (Kind::Hex, "", Ok(Some(b""))),
        (Kind::Hex, "00\n 1é", Err("line 2, column 3: 'é' is not allowed")),
        (Kind::Base64, "aGk=", Ok(Some(b"hi"))),
        (Kind::Base64, "a*k=", Err("line 1, column 2: '*' is not allowed")),
    ];
    for (kind, text, expected) in cases {
        let field = Field::new(kind, text);
        match (field.payload(), expected) {
            (Ok(payload), Ok(bytes)) => assert_eq!(payload.as_deref(), bytes, "{kind:?} {text:?}"),
            (Err(mistake), Err(words)) => assert_eq!(mistake.to_string(), words, "{kind:?} {text:?}"),
            (got, expected) => panic!("{kind:?} {text:?}: {got:?}, not {expected:?}"),
        }
    }
}

#[test]
fn a_change_of_kind_keeps_the_bytes_or_says_what_it_cannot() {
    use Kind::{Base64, Empty, Hex, Json, Null, Text};
    // The kind and its text, the kinds then chosen, and what stands there in the end: kind, text, and what was said last.
    type Case<'a> = (Kind, &'a str, &'a [Kind], Kind, &'a str, &'a str);
    let cases: [Case<'_>; 16] = [
        (Text, "hi", &[Hex], Hex, "6869", ""),
        (Text, "hi", &[Base64], Base64, "aGk=", ""),
        (Text, "hi", &[Hex, Base64, Text], Text, "hi", ""),
        (Text, "{}", &[Json], Json, "{}", ""),
        (Json, "{ \"한\" : 1 }", &[Hex, Json], Json, "{ \"한\" : 1 }", ""),
        (Text, "a\nb", &[Hex, Text], Text, "a\nb", ""),
        (Text, "kept", &[Null], Null, "kept", "null now. Its text is kept: choosing text brings it back."),
        (Text, "kept", &[Null, Empty, Text], Text, "kept", ""),
        (Text, "kept", &[Null, Hex], Hex, "6b657074", ""),
        (Text, "", &[Null], Null, "", ""),
        (Hex, "00 ff", &[Text], Hex, "00 ff", "It stays hex: byte 2, 0xff, is no UTF-8 text."),
        (Hex, "ff", &[Base64], Base64, "/w==", ""),
        (Hex, "ff", &[Null, Text], Text, "", "The hex kept here is no UTF-8 text: undo brings it back."),
        (Hex, "0g", &[Text], Text, "0g", "It was no hex that could be read: its text stays as it stands."),
        (Base64, "*", &[Hex], Hex, "*", "It was no base64 that could be read: its text stays as it stands."),
        (Json, "{broken", &[Hex, Text], Text, "{broken", ""),
    ];
    for (kind, text, chosen, expected, stands, words) in cases {
        let mut field = Field::new(kind, text);
        let said = chosen.iter().map(|kind| field.set_kind(*kind)).last().flatten();
        assert_eq!((field.kind(), field.editor().text().as_str()), (expected, stands), "{kind:?} {text:?} {chosen:?}");
        assert_eq!(said.unwrap_or_default(), words, "{kind:?} {text:?} {chosen:?}");
    }
}

#[test]
fn long_bytes_are_written_in_lines() {
    let mut field = Field::new(Kind::Text, &"x".repeat(100));
    for (kind, lines) in [(Kind::Hex, 4), (Kind::Base64, 3)] {
        field.set_kind(kind);
        assert_eq!(field.editor().lines().len(), lines, "{kind:?}");
        assert_eq!(field.payload(), &Ok(Payload::text("x".repeat(100))));
    }
}

#[test]
fn changes_of_kind_and_of_text_are_taken_back_in_their_order() {
    let mut field = Field::new(Kind::Text, "a");
    let stands = |field: &Field| (field.kind(), field.editor().text());
    field.key(Key::from('b'), 10);
    field.set_kind(Kind::Hex);
    field.key(Key::from('7'), 10);
    field.set_kind(Kind::Null);
    field.key(Key::from('x'), 10);
    let states = [
        (Kind::Text, ""),
        (Kind::Null, "61627"),
        (Kind::Hex, "61627"),
        (Kind::Hex, "6162"),
        (Kind::Text, "ab"),
        (Kind::Text, "a"),
    ];
    assert_eq!(stands(&field), (Kind::Text, "x".to_owned()));
    for (kind, text) in states {
        assert!(field.undo());
        assert_eq!(stands(&field), (kind, text.to_owned()));
    }
    assert!(!field.undo());
    for (kind, text) in states.iter().rev().skip(1) {
        assert!(field.redo());
        assert_eq!(stands(&field), (*kind, (*text).to_owned()));
    }
    assert!(field.redo() && !field.redo());
    assert_eq!(field.payload(), &Ok(Payload::text("x")));
    assert!(field.undo() && field.undo());
    field.set_kind(Kind::Empty);
    assert!(!field.redo(), "what was changed since can't be made again");
}

#[test]
fn a_paste_that_is_too_big_to_edit_is_taken_back_with_what_was_typed_kept() {
    for big in ["x".repeat(100_000), "x".repeat(17_000), "\n".repeat(2_100)] {
        let mut field = Field::new(Kind::Text, "typed");
        assert!(field.paste(&big) && field.editor().is_preview());
        assert!(field.undo());
        assert_eq!(field.payload(), &Ok(Payload::text("typed")));
        assert!(field.redo() && field.editor().is_preview());
        assert_eq!(field.editor().len(), 5 + big.len());
    }
}

#[test]
fn json_is_laid_out_and_taken_back() {
    let mut field = Field::new(Kind::Text, "{\"a\":[1.50,2]}");
    assert_eq!(field.lay_out_json(Layout::Lines), Ok(()));
    assert_eq!((field.kind(), field.editor().text().as_str()), (Kind::Json, "{\n  \"a\": [\n    1.50,\n    2\n  ]\n}"));
    assert_eq!(field.lay_out_json(Layout::Compact), Ok(()));
    assert_eq!(field.payload(), &Ok(Payload::text("{\"a\":[1.50,2]}")));
    assert!(field.undo() && field.undo());
    assert_eq!((field.kind(), field.editor().text().as_str()), (Kind::Text, "{\"a\":[1.50,2]}"));
    let refusals = [
        (Kind::Json, "{", "That is no JSON: EOF while parsing an object at line 1, column 2."),
        (Kind::Hex, "00", "Only JSON can be formatted or made compact."),
        (Kind::Null, "", "Only JSON can be formatted or made compact."),
    ];
    for (kind, text, words) in refusals {
        let mut field = Field::new(kind, text);
        assert_eq!(field.lay_out_json(Layout::Lines), Err(words.to_owned()));
        assert_eq!(field.editor().text(), text);
    }
}

#[test]
fn typing_into_null_or_empty_begins_a_text() {
    for kind in [Kind::Null, Kind::Empty] {
        let mut field = Field::new(kind, "old");
        field.key(Key::from('x'), 10);
        assert_eq!(field.kind(), Kind::Text);
        assert_eq!(field.payload(), &Ok(Payload::text("x")));
    }
}

#[test]
fn a_payload_comes_back_as_the_same_bytes() {
    let payloads: [&[u8]; 6] = [b"text", b"{\"a\":[1]}", b"{broken", &[0xff, 0x00], b"a\r\nb\n", "한".as_bytes()];
    for bytes in payloads {
        let payload = Payload::bytes(bytes);
        assert_eq!(Field::of(&payload).payload(), &Ok(payload));
    }
    assert_eq!(Field::of(&Payload::NULL).kind(), Kind::Null);
    assert_eq!(Field::of(&Payload::bytes("")).kind(), Kind::Empty);
}
