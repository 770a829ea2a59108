//! What came of a load, as a line of JSON.

use serde::Serialize;

use crate::domain::load;

/// A report, ready to be serialized with its promised names in their order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportLine {
    r#type: &'static str,
    records: u64,
    failed: u64,
    records_per_second: Option<u64>,
    megabytes_per_second: Option<f64>,
    latency_micros: LatencyObject,
    requests: u64,
    records_per_request: Option<f64>,
    batch_fill: Option<f64>,
    retries: u64,
    blocked_micros: u64,
    cpu_micros_per_record: Option<f64>,
    generations: u32,
}

#[derive(Clone, Debug, Serialize)]
struct LatencyObject {
    mean: Option<u64>,
    p50: Option<u64>,
    p95: Option<u64>,
    p99: Option<u64>,
    p999: Option<u64>,
    max: Option<u64>,
}

impl From<&load::Report> for ReportLine {
    fn from(report: &load::Report) -> Self {
        let latency = &report.latency;
        Self {
            r#type: "report",
            records: report.records,
            failed: report.failed,
            records_per_second: report.records_per_second().map(whole),
            megabytes_per_second: report
                .megabytes_per_second()
                .map(|rate| rounded(rate, if rate < 1.0 { 1e6 } else { 1e3 })),
            latency_micros: LatencyObject {
                mean: latency.mean().map(whole),
                p50: latency.at(0.5),
                p95: latency.at(0.95),
                p99: latency.at(0.99),
                p999: latency.at(0.999),
                max: latency.max(),
            },
            requests: report.requests,
            records_per_request: report.records_per_request().map(|records| rounded(records, 1e2)),
            batch_fill: report.batch_fill().map(|fill| rounded(fill, 1e4)),
            retries: report.retries,
            blocked_micros: report.blocked_micros,
            cpu_micros_per_record: report.cpu_micros_per_record().map(|micros| rounded(micros, 1e3)),
            generations: report.generations,
        }
    }
}

/// To the nearest whole number; none of these is negative or near the limits.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn line(report: &load::Report) -> String {
        serde_json::to_string(&ReportLine::from(report)).unwrap()
    }

    #[test]
    fn a_report_has_the_promised_fields_in_order() {
        let mut report = load::Report {
            records: 3,
            failed: 2,
            possibly_written: 1,
            elapsed_micros: 2_000_000,
            bytes: 333,
            requests: 5,
            request_records: 3,
            requests_delivered: 2,
            request_bytes: 333,
            request_room: 32_768,
            retries: 1,
            blocked_micros: 17,
            cpu_micros: 10,
            generations: 2,
            ..load::Report::default()
        };
        report.latency.record(100, 3);
        let promised = r#"{"type":"report","records":3,"failed":2,"recordsPerSecond":2,"megabytesPerSecond":0.000167,"latencyMicros":{"mean":100,"p50":100,"p95":100,"p99":100,"p999":100,"max":100},"requests":5,"recordsPerRequest":1.5,"batchFill":0.0102,"retries":1,"blockedMicros":17,"cpuMicrosPerRecord":3.333,"generations":2}"#;
        assert_eq!(line(&report), promised);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let nothing = load::Report { generations: 1, ..load::Report::default() };
        let promised = r#"{"type":"report","records":0,"failed":0,"recordsPerSecond":null,"megabytesPerSecond":null,"latencyMicros":{"mean":null,"p50":null,"p95":null,"p99":null,"p999":null,"max":null},"requests":0,"recordsPerRequest":null,"batchFill":null,"retries":0,"blockedMicros":0,"cpuMicrosPerRecord":null,"generations":1}"#;
        assert_eq!(line(&nothing), promised);
    }
}
