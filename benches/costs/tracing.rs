//! A Produce request of 120 records, from the socket to the traced request.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use linger::domain::request::Request;
use linger::kafka::trace::{BatchId, Ended, Trace};

const RECORDS: u32 = 120;
const SENT: &str = "[thrd:127.0.0.1:41235/1]: 127.0.0.1:41235/1: orders [3]: Produce MessageSet with 120 message(s) \
                    (12123 bytes, ApiVersion 9, MsgVersion 2, MsgId 1, BaseSeq 0, PID{Id:4001,Epoch:2}, uncompressed)";
const DELIVERED: &str = "[thrd:127.0.0.1:41235/1]: 127.0.0.1:41235/1: orders [3]: MessageSet with 120 message(s) \
                         (MsgId 1, BaseSeq 0) delivered";

/// With the lines librdkafka writes about each batch, as at a person's pace, and without, as under load.
pub fn request(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tracing");
    group.throughput(Throughput::Elements(1));
    for (name, lines) in [("tracing of one request", false), ("tracing of one request with its lines", true)] {
        let trace = Trace::new(1);
        let ended = ended();
        group.bench_function(name, |bencher| bencher.iter(|| traced(&trace, black_box(&ended), lines)));
    }
    group.finish();
}

/// Everything that is told about one request, in librdkafka's order.
fn traced(trace: &Trace, ended: &Ended, lines: bool) -> Request {
    if lines {
        assert!(trace.line("PRODUCE", SENT));
    }
    trace.request_sent(1, 12_345);
    trace.response_received(1, 1_200, 0);
    if lines {
        assert!(trace.line("MSGSET", DELIVERED));
    }
    for _ in 0..RECORDS {
        trace.acknowledged(0);
    }
    let (request, _) = trace.ended(ended).expect("the request of the batch");
    assert_eq!(request.attempt, 1);
    assert!(trace.take_settled().is_empty());
    request
}

fn ended() -> Ended {
    Ended {
        batch: BatchId { topic: Arc::from("orders"), partition: 3, first: Some(1), records: RECORDS },
        broker: Some(1),
        bytes: 12_000,
        first_offset: Some(1_722),
        last_offset: Some(1_841),
        accepted: 1_000,
        error: 0,
        error_text: None,
    }
}
