//! The same against a running librdkafka: what its events, lines and states amount to.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::*;
use crate::domain::payload::Payload;
use crate::domain::record::Record;
use crate::kafka::native::mock::MockCluster;
use crate::kafka::native::{Event as Told, Handle, Hooks, Topic};

const PATIENT: Duration = Duration::from_secs(30);

/// What the client says goes here, by the ways it really takes.
struct Ear {
    reasons: Mutex<Reasons>,
    begun: Instant,
}

impl Ear {
    fn hear(&self, event: &Event<'_>) {
        self.reasons.lock().unwrap().note(self.now(), event);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap()
    }
}

impl Hooks for Ear {
    fn request_sent(&self, _broker: i32, _api_key: i16, _size: usize) {}
    fn response_received(&self, _broker: i32, _api_key: i16, _rtt_micros: i64, _error: i32) {}
    fn acknowledged(&self, _opaque: usize, _error: i32) {}

    fn broker_state(&self, id: i32, host: &str, port: i32, state: &str) {
        self.hear(&Event::BrokerState { id, host, port, state });
    }

    fn log(&self, level: i32, facility: &str, text: &str) {
        self.hear(&Event::Log { level, facility, text });
    }
}

struct Client {
    handle: Arc<Handle>,
    ear: Arc<Ear>,
    delivered: Cell<usize>,
}

impl Client {
    fn new(bootstrap: &str) -> Self {
        let ear = Arc::new(Ear { reasons: Mutex::new(Reasons::new(bootstrap)), begun: Instant::now() });
        let properties = [("bootstrap.servers", bootstrap), ("log_level", "6"), ("log.connection.close", "true")];
        let owned: Vec<_> = properties.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let handle = Arc::new(Handle::new(&owned, Arc::clone(&ear) as _).unwrap());
        Self { handle, ear, delivered: Cell::new(0) }
    }

    fn serve(&self) {
        self.handle.poll(Duration::from_millis(20), &mut |event| match event {
            Told::Error { code, text } => self.ear.hear(&Event::Error { code, text }),
            Told::Reports(reports) => reports.for_each(|report| {
                assert_eq!(report.error(), 0);
                self.delivered.set(self.delivered.get() + 1);
            }),
            Told::Statistics(_) => {}
        });
    }

    /// Serves events until the overall reason is as wished.
    fn until(&self, wished: impl Fn(Option<&Reason>) -> bool) -> Option<Reason> {
        let deadline = Instant::now() + PATIENT;
        loop {
            self.serve();
            let reason = self.ear.reasons.lock().unwrap().overall(self.ear.now());
            if wished(reason.as_ref()) {
                return reason;
            }
            assert!(Instant::now() < deadline, "the reason is {reason:?}");
        }
    }

    fn delivered(&self, count: usize) {
        let deadline = Instant::now() + PATIENT;
        while self.delivered.get() < count {
            self.serve();
            assert!(Instant::now() < deadline, "nothing was delivered");
        }
    }

    fn reason(&self, kind: Kind) -> Reason {
        self.until(|reason| reason.is_some_and(|reason| reason.kind == kind)).unwrap()
    }
}

/// A server that does this with each connection.
fn server(serve: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || listener.incoming().flatten().for_each(serve));
    address
}

/// Nobody listens there: no system gives a port below 1024 to whoever asks for any.
const CLOSED: &str = "127.0.0.1:451";

#[test]
fn a_closed_port_refuses() {
    let address = CLOSED;
    let reason = Client::new(CLOSED).reason(Kind::Refused);
    assert_eq!(reason.text, format!("connection to {address} refused"));
    assert!(!reason.permanent);
}

#[test]
fn a_name_without_an_address_can_not_be_resolved() {
    let reason = Client::new("nowhere.invalid:9092").reason(Kind::NotResolved);
    assert!(reason.text.starts_with("the host of nowhere.invalid:9092 can't be resolved ("), "{}", reason.text);
}

#[test]
fn an_http_server_is_not_kafka() {
    let address = server(|mut stream| {
        let mut request = [0; 64];
        let _ = stream.read(&mut request);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let reason = Client::new(&address).reason(Kind::NotKafka);
    assert_eq!(reason.text, format!("{address} is not a Kafka broker: it speaks HTTP"));
    assert!(reason.permanent);
}

#[test]
fn a_server_that_hangs_up_is_told_from_a_silent_one() {
    let address = server(drop);
    let client = Client::new(&address);
    client.reason(Kind::ClosedUnanswered);

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let reason = Client::new(&address).reason(Kind::NoAnswer);
    assert_eq!(reason.text, format!("{address} accepts connections but does not answer (not a Kafka broker?)"));
}

#[test]
fn one_dead_bootstrap_server_is_past_when_the_other_answers() {
    let mock = MockCluster::new(1).unwrap();
    assert!(mock.create_topic("t", 1, 1));
    let dead = CLOSED.to_owned();
    let client = Client::new(&format!("{dead},{}", mock.bootstrap()));
    let topic = Topic::new(&client.handle, "t").unwrap();
    topic.metadata(PATIENT).unwrap();
    client.until(|reason| reason.is_none());
    topic.produce(&record(), 0, 1, 1).unwrap();
    client.delivered(1);
    client.until(|reason| reason.is_none());
}

#[test]
fn an_advertised_address_where_nobody_listens_is_told_as_such() {
    let mock = MockCluster::new(1).unwrap();
    assert!(mock.create_topic("t", 1, 1));
    let advertised = CLOSED.to_owned();
    let client = Client::new(&proxy(&mock.bootstrap(), &advertised));
    let topic = Topic::new(&client.handle, "t").unwrap();
    topic.metadata(PATIENT).unwrap();
    topic.produce(&record(), 0, 1, 1).unwrap();
    let reason = client.reason(Kind::Refused);
    let sentence = format!("broker 1's advertised address {advertised} refuses connections (advertised.listeners)");
    assert_eq!((reason.text, reason.broker, reason.advertised), (sentence, Some(1), true));
}

fn record() -> Record {
    Record { topic: "t".to_owned(), value: Payload::text("x"), ..Record::default() }
}

/// Another address for a broker, which tells clients that it is to be found at `advertised`.
fn proxy(broker: &str, advertised: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (own, told) = (on_the_wire(broker), on_the_wire(advertised));
    let broker = broker.to_owned();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut server = TcpStream::connect(&broker).unwrap();
            let (mut asks, mut asked) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut asks, &mut asked));
            let (own, told) = (own.clone(), told.clone());
            std::thread::spawn(move || {
                let mut answer = vec![0; 65536];
                while let Ok(size @ 1..) = server.read(&mut answer) {
                    for at in 0..size.saturating_sub(own.len() - 1) {
                        if answer[at..].starts_with(&own) {
                            answer[at..at + told.len()].copy_from_slice(&told);
                        }
                    }
                    if client.write_all(&answer[..size]).is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

/// Host and port as a metadata answer has them.
fn on_the_wire(address: &str) -> Vec<u8> {
    let (host, port) = address.rsplit_once(':').unwrap();
    [host.as_bytes(), &port.parse::<i32>().unwrap().to_be_bytes()].concat()
}
