//! The dialogs about files and the editor.

use linger::app::files::{Broken, Edited, FileEntry, FileNews};
use linger::app::msg::Msg;

use crate::{at_all_sizes, composed};

#[test]
fn what_came_back_from_the_editor_is_no_record() {
    at_all_sizes("broken", |width, height| {
        let mut scene = composed(width, height);
        let problem = "record-4711-0.toml:18:18: value.json: not valid json: expected value at line 2, column 12";
        let broken = Broken {
            problem: problem.to_owned(),
            kept: "/home/ann/.local/state/linger/edit/record-4711-0.toml".into(),
            readable: Some(Box::default()),
        };
        scene.tell(Msg::Files(FileNews::Edited(Edited::Wrong(broken))));
        scene
    });
}

#[test]
fn a_record_file_is_chosen_and_saved() {
    at_all_sizes("picker", |width, height| {
        let mut scene = composed(width, height);
        scene.keys("<Alt-o>");
        let entry = |name: &str, folder: bool, preview: &[&str]| FileEntry {
            name: name.to_owned(),
            folder,
            preview: preview.iter().map(|&line| line.to_owned()).collect(),
        };
        let paid =
            ["# Paid by card.", "topic = \"orders\"", "key = \"user-42\"", "value = { json = '''", "{\u{1b}[31m"];
        let entries = vec![
            entry("order-created.toml", false, &[]),
            entry("order-paid.toml", false, &paid),
            entry("주문-취소.toml", false, &[]),
            entry("old", true, &[]),
            entry("..", true, &[]),
        ];
        scene.tell(Msg::Files(FileNews::Listed { folder: "/home/ann/records".into(), entries: Ok(entries) }));
        scene.keys("<Down><Enter>");
        scene
    });
    at_all_sizes("save-as", |width, height| {
        let mut scene = composed(width, height);
        scene.keys("<Alt-w>records/order");
        scene
    });
}
