//! What can be done with a result, at three sizes.

use linger::app::msg::Msg;
use linger::domain::outcome::TimestampType;
use linger::domain::payload::Payload;
use linger::domain::read_back::ReadRecord;
use linger::domain::record::Header;

use crate::scene::{Scene, failure};
use crate::{at_all_sizes, with_results};

#[test]
fn the_list_of_forms_to_copy() {
    at_all_sizes("copy", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><End>c<Down>");
        scene
    });
    at_all_sizes("copy-failed", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5>ncf");
        scene
    });
}

#[test]
fn the_question_before_a_resend() {
    at_all_sizes("resend", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5>nr");
        scene
    });
}

#[test]
fn the_question_before_the_form_is_replaced() {
    at_all_sizes("replace", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("x<Alt-5>ne");
        scene
    });
}

#[test]
fn a_filter_and_what_came_since() {
    at_all_sizes("results-filtered", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5>/maybe \"connection ref\"<Enter>");
        scene
    });
    at_all_sizes("results-came", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><Down><Down><F5><F5>").failed(7, failure(19, false, None));
        scene
    });
}

#[test]
fn a_card_alone_in_the_middle() {
    at_all_sizes("detail-alone", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5>n<Enter><Down><Down>");
        scene
    });
}

/// The newest delivered record of `with_results`, read back with other bytes.
fn read_back(width: u16, height: u16, change: impl Fn(&mut ReadRecord)) -> Scene {
    let mut scene = with_results(width, height);
    scene.keys("<Alt-5><End>b");
    let row = scene.state.results.row(0).unwrap();
    let (sent, outcome) = (row.record().unwrap(), row.outcome().unwrap());
    let mut read = ReadRecord {
        topic: sent.topic.clone(),
        partition: 3,
        offset: 1841,
        timestamp: outcome.timestamp.map(|millis| (millis, TimestampType::CreateTime)),
        key: sent.key.clone(),
        value: sent.value.clone(),
        headers: sent.headers.clone(),
    };
    change(&mut read);
    scene.tell(Msg::ReadBack { n: 0, read: Ok(Box::new(read)) });
    scene
}

#[test]
fn a_record_that_is_in_the_log_as_it_was_sent() {
    at_all_sizes("read-back", |width, height| read_back(width, height, |_| {}));
}

#[test]
fn a_record_that_is_in_the_log_with_other_bytes() {
    at_all_sizes("read-back-differs", |width, height| {
        read_back(width, height, |read| {
            let mut value = read.value.as_deref().unwrap().to_vec();
            value[17] = 0x1b;
            value.truncate(28);
            read.value = Payload::bytes(value);
            read.key = Payload::NULL;
            read.headers[1].value = Payload::bytes(vec![0, 159, 255]);
            read.headers.push(Header { name: "added \u{202e}".to_owned(), value: Payload::text("") });
        })
    });
}

#[test]
fn a_record_that_is_gone() {
    at_all_sizes("read-back-gone", |width, height| {
        let mut scene = with_results(width, height);
        scene.keys("<Alt-5><End>b");
        let why = "offset 1841 is no longer in the log, which begins at 9000 now: retention (retention.ms, \
                   retention.bytes) or a call of DeleteRecords removed it";
        scene.tell(Msg::ReadBack { n: 0, read: Err(why.to_owned()) });
        scene
    });
}
