#![allow(clippy::unwrap_used)]

use super::*;

const NOT_LEADER: &str = "NOT_LEADER_FOR_PARTITION";

fn batch(first: u64, records: u32) -> BatchId {
    BatchId { topic: Arc::from("orders"), partition: 3, first: Some(first), records }
}

fn ended(first: u64, records: u32, error: i32) -> Ended {
    Ended {
        batch: batch(first, records),
        broker: Some(1),
        bytes: 100,
        first_offset: Some(40),
        last_offset: Some(40 + i64::from(records) - 1),
        accepted: 1_000,
        error,
        error_text: (error != 0).then(|| Arc::from("MSG_SIZE_TOO_LARGE")),
    }
}

fn lane() -> Lane {
    Lane::new(1)
}

fn built(first: u64, attempt: u32) -> Built {
    let before = |sent| Attempt {
        broker: 1,
        sent: u64::from(sent),
        rtt: Some(7),
        outcome: RequestOutcome::Retry,
        cause: Some(Arc::from(NOT_LEADER)),
    };
    let earlier = Earlier { number: first, requests: (1..attempt).map(before).collect() };
    Built { batch: batch(first, 2), set_bytes: 94, earlier }
}

#[test]
fn an_acknowledged_answer_is_delivered_with_the_offsets_of_its_report() {
    let mut lane = lane();
    assert!(lane.sent(200, 10, 1).is_empty());
    assert_eq!(lane.in_flight(), 1);
    assert!(lane.answered(Some(7), 0, 17, 1).is_empty());
    assert_eq!(lane.in_flight(), 0);
    lane.acknowledged(0);
    let request = lane.ended(&ended(1, 2, 0), 1).unwrap().0;
    assert_eq!((request.outcome, request.attempt, request.rtt_micros), (RequestOutcome::Delivered, 1, Some(7)));
    assert_eq!((request.first_offset, request.last_offset, request.records), (Some(40), Some(41), Some(2)));
    assert_eq!((request.partition, request.wire_bytes, request.sent_micros), (Some(3), 200, 10));
}

#[test]
fn an_answer_without_acknowledgements_is_a_retry_with_its_cause() {
    let mut lane = lane();
    lane.built(built(1, 1));
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    lane.verdict(Verdict { batch: batch(1, 2), error: Some(Arc::from(NOT_LEADER)) });
    let retried = lane.settle(17 + SETTLED_AFTER, 1);
    assert_eq!(retried.len(), 1);
    assert_eq!((retried[0].outcome, retried[0].attempt), (RequestOutcome::Retry, 1));
    assert_eq!(retried[0].cause.as_deref(), Some(NOT_LEADER));
    assert_eq!((retried[0].partition, retried[0].records), (Some(3), Some(2)));

    lane.built(built(1, 2));
    lane.sent(200, 100_017, 1);
    lane.answered(Some(7), 0, 100_030, 1);
    lane.acknowledged(0);
    let request = lane.ended(&ended(1, 2, 0), 1).unwrap().0;
    assert_eq!((request.outcome, request.attempt, request.closed), (RequestOutcome::Delivered, 2, Closed::Retry));
}

#[test]
fn without_lines_a_retry_is_seen_by_the_next_event_and_its_batch_is_not_known() {
    let mut lane = lane();
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    let retried = lane.sent(200, 20, 1);
    assert_eq!(retried.len(), 1);
    assert_eq!(
        (retried[0].outcome, retried[0].partition, retried[0].cause.as_deref()),
        (RequestOutcome::Retry, None, None)
    );
}

#[test]
fn an_error_instead_of_an_answer_is_no_answer() {
    let mut lane = lane();
    lane.sent(200, 10, 1);
    lane.answered(None, -195, 17, 1);
    let lost = lane.settle(u64::MAX, 1);
    assert_eq!((lost[0].outcome, lost[0].rtt_micros), (RequestOutcome::NoAnswer, None));
    assert_eq!(lost[0].cause.as_deref(), Some("_TRANSPORT"));
}

#[test]
fn an_error_answer_with_nothing_in_flight_was_never_a_request() {
    let mut lane = lane();
    lane.built(built(1, 1));
    lane.answered(None, -195, 17, 1);
    assert!(lane.settle(u64::MAX, 1).is_empty());
    lane.sent(200, 20, 1);
    lane.answered(Some(5), 0, 25, 1);
    lane.acknowledged(0);
    assert_eq!(lane.ended(&ended(9, 1, 0), 1).unwrap().0.attempt, 1, "the line of the purged request is gone with it");
}

#[test]
fn a_refused_batch_failed_and_an_unanswered_one_with_acks_0_is_unawaited() {
    let mut lane = lane();
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    lane.acknowledged(10);
    assert_eq!(lane.ended(&ended(1, 2, 10), 1).unwrap().0.outcome, RequestOutcome::Failed);
    lane.sent(200, 20, 1);
    lane.answered(None, 0, 20, 1);
    lane.acknowledged(0);
    assert_eq!(lane.ended(&ended(3, 2, 0), 1).unwrap().0.outcome, RequestOutcome::Unawaited);
}

#[test]
fn reports_find_their_answers_in_order_without_lines_and_by_number_with_them() {
    let mut lane = lane();
    for at in [10, 20] {
        lane.sent(200 + at, at, 1);
    }
    for at in [30, 40] {
        lane.answered(Some(1), 0, at, 1);
        lane.acknowledged(0);
    }
    assert_eq!(lane.ended(&ended(1, 2, 0), 1).unwrap().0.wire_bytes, 210);
    assert_eq!(lane.ended(&ended(3, 2, 0), 1).unwrap().0.wire_bytes, 220);
    assert_eq!(lane.ended(&ended(5, 2, 0), 1), None, "an implicit acknowledgement has no answer of its own");

    for (first, at) in [(5, 50), (7, 60)] {
        lane.sent(200 + at, at, 1);
        lane.answered(Some(1), 0, at, 1);
        lane.verdict(Verdict { batch: batch(first, 2), error: None });
        lane.acknowledged(0);
    }
    assert_eq!(lane.ended(&ended(7, 2, 0), 1).unwrap().0.wire_bytes, 260);
    assert_eq!(lane.ended(&ended(5, 2, 0), 1).unwrap().0.wire_bytes, 250);
}

#[test]
fn a_line_that_does_not_fit_the_written_bytes_belongs_to_a_later_request() {
    let mut lane = lane();
    lane.built(Built { set_bytes: 50_000, ..built(9, 1) });
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    lane.acknowledged(0);
    assert_eq!(lane.ended(&ended(1, 2, 0), 1).unwrap().0.wire_bytes, 200);
    lane.sent(50_100, 20, 1);
    lane.answered(Some(7), 0, 27, 1);
    lane.acknowledged(0);
    assert_eq!(lane.ended(&ended(9, 2, 0), 1).unwrap().0.wire_bytes, 50_100);
}

#[test]
fn a_record_that_times_out_in_the_queue_does_not_end_the_batch_that_was_answered() {
    let mut lane = lane();
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    lane.acknowledged(Code::MSG_TIMED_OUT);
    assert_eq!(lane.settle(u64::MAX, 1)[0].outcome, RequestOutcome::Retry);
    lane.sent(200, 20, 1);
    lane.answered(None, -185, 27, 1);
    lane.acknowledged(Code::MSG_TIMED_OUT);
    assert_eq!(lane.ended(&ended(1, 2, Code::MSG_TIMED_OUT), 1).unwrap().0.outcome, RequestOutcome::NoAnswer);
}

#[test]
fn a_batch_whose_connection_broke_and_that_is_purged_from_the_queue_was_not_answered() {
    const TRANSPORT: i32 = Code::TRANSPORT;
    for of_the_queue in [Code::PURGE_QUEUE, Code::MSG_TIMED_OUT] {
        let mut lane = lane();
        lane.sent(200, 10, 1);
        lane.answered(None, TRANSPORT, 17, 1);
        lane.acknowledged(of_the_queue);
        assert_eq!(lane.ended(&ended(1, 2, of_the_queue), 1), None, "it was in the queue by then");
        assert_eq!(lane.settle(u64::MAX, 1)[0].outcome, RequestOutcome::NoAnswer);
    }
}

#[test]
fn what_no_report_belongs_to_is_settled_when_all_were_reported() {
    for (error, code, outcome) in [
        (0, 0, RequestOutcome::Delivered),
        (0, 10, RequestOutcome::Failed),
        (Code::TIMED_OUT, Code::MSG_TIMED_OUT, RequestOutcome::NoAnswer),
    ] {
        let mut lane = lane();
        lane.sent(200, 10, 1);
        lane.answered((error == 0).then_some(7), error, 17, 1);
        lane.acknowledged(code);
        assert_eq!(lane.settle(u64::MAX, 1), []);
        assert_eq!(lane.settle_all(16, 1), [], "it came later");
        assert_eq!(lane.settle_all(17, 1)[0].outcome, outcome);
    }
}

#[test]
fn records_purged_before_they_were_written_leave_the_answers_of_others_alone() {
    let mut lane = lane();
    lane.sent(200, 10, 1);
    lane.answered(Some(7), 0, 17, 1);
    lane.acknowledged(0);
    lane.acknowledged(Code::PURGE_QUEUE);
    assert_eq!(lane.ended(&ended(3, 2, Code::PURGE_QUEUE), 1), None);
    assert_eq!(lane.ended(&ended(1, 2, 0), 1).unwrap().0.outcome, RequestOutcome::Delivered);
}

#[test]
fn without_numbers_an_older_request_that_no_line_tells_of_ends_before_a_newer_one_with_its_line() {
    let plain = |records| BatchId { first: None, ..batch(1, records) };
    let mut lane = lane();
    // Built before lines came on, and after.
    lane.sent(200, 10, 1);
    lane.built(Built { batch: plain(3), ..built(1, 1) });
    lane.sent(190, 20, 1);
    for at in [30, 31] {
        lane.answered(Some(7), 0, at, 1);
        lane.acknowledged(0);
    }
    let end = |records| Ended { batch: plain(records), ..ended(1, records, 0) };
    let sizes = [2, 3].map(|records| lane.ended(&end(records), 1).unwrap().0.wire_bytes);
    assert_eq!(sizes, [200, 190]);
}
