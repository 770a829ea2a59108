//! librdkafka's mock cluster: a real TCP server on loopback, inside the process.

use std::ptr::NonNull;
use std::sync::Arc;

use rdkafka::bindings as c;

use super::{CreateError, Handle, Hooks, c_string, known_error, text_of};

/// The cluster's own client says nothing that anybody needs.
struct Silent;

impl Hooks for Silent {
    fn request_sent(&self, _broker: i32, _api_key: i16, _size: usize) {}
    fn response_received(&self, _broker: i32, _api_key: i16, _rtt_micros: i64, _error: i32) {}
    fn acknowledged(&self, _opaque: usize, _error: i32) {}
    fn broker_state(&self, _id: i32, _host: &str, _port: i32, _state: &str) {}
    fn log(&self, _level: i32, _facility: &str, _text: &str) {}
}

/// A running mock cluster; dropping it ends its brokers.
pub struct MockCluster {
    cluster: NonNull<c::rd_kafka_mock_cluster_t>,
    /// The client that the cluster lives in; dropped after it.
    _handle: Handle,
}

// SAFETY: every call goes through the cluster's own operation queue, which is thread-safe.
unsafe impl Send for MockCluster {}
// SAFETY: as above.
unsafe impl Sync for MockCluster {}

impl Drop for MockCluster {
    fn drop(&mut self) {
        // SAFETY: live and owned; the client that holds it is dropped after this body.
        unsafe { c::rd_kafka_mock_cluster_destroy(self.cluster.as_ptr()) };
    }
}

impl MockCluster {
    /// Starts this many brokers on free loopback ports.
    ///
    /// # Errors
    /// When the client or the cluster can't be made.
    pub fn new(brokers: i32) -> Result<Self, CreateError> {
        let properties = [("client.id".to_owned(), "linger-embedded".to_owned())];
        let handle = Handle::new(&properties, Arc::new(Silent))?;
        // SAFETY: the client is live and outlives the cluster.
        let cluster = unsafe { c::rd_kafka_mock_cluster_new(handle.rk.as_ptr(), brokers) };
        match NonNull::new(cluster) {
            Some(cluster) => Ok(Self { cluster, _handle: handle }),
            None => Err(CreateError { property: None, message: "the embedded cluster could not be started".into() }),
        }
    }

    /// `host:port,…` of the brokers.
    pub fn bootstrap(&self) -> String {
        // SAFETY: the cluster is live and owns the string.
        unsafe { text_of(c::rd_kafka_mock_cluster_bootstraps(self.cluster.as_ptr())) }
    }

    /// Caps the versions of a request type that the brokers offer.
    pub fn set_api_versions(&self, api_key: i16, min: i16, max: i16) -> bool {
        // SAFETY: the cluster is live.
        ok(unsafe { c::rd_kafka_mock_set_apiversion(self.cluster.as_ptr(), api_key, min, max) })
    }

    /// Creates a topic. False if it exists.
    pub fn create_topic(&self, name: &str, partitions: i32, replicas: i32) -> bool {
        let Some(name) = c_string(name) else { return false };
        // SAFETY: the cluster is live, the name lives during the call.
        ok(unsafe { c::rd_kafka_mock_topic_create(self.cluster.as_ptr(), name.as_ptr(), partitions, replicas) })
    }

    /// The next requests of this type, at any broker, end with these error codes, in order. Codes that librdkafka does
    /// not know are left out.
    pub fn push_errors(&self, api_key: i16, codes: &[i32]) {
        let errors: Vec<_> = codes.iter().filter_map(|code| known_error(*code)).collect();
        // SAFETY: the cluster is live, the array is as long as said and is copied.
        unsafe {
            c::rd_kafka_mock_push_request_errors_array(self.cluster.as_ptr(), api_key, errors.len(), errors.as_ptr());
        }
    }

    /// Takes a broker off the network.
    pub fn broker_down(&self, broker: i32) -> bool {
        // SAFETY: the cluster is live.
        ok(unsafe { c::rd_kafka_mock_broker_set_down(self.cluster.as_ptr(), broker) })
    }

    /// Brings a broker back.
    pub fn broker_up(&self, broker: i32) -> bool {
        // SAFETY: the cluster is live.
        ok(unsafe { c::rd_kafka_mock_broker_set_up(self.cluster.as_ptr(), broker) })
    }

    /// Makes a broker tell clients this address, right or wrong. False if the host has a NUL in it.
    pub fn advertise(&self, broker: i32, host: &str, port: u16) -> bool {
        let Some(host) = c_string(host) else { return false };
        // SAFETY: the cluster is live, the name lives during the call and is copied.
        unsafe {
            c::rd_kafka_mock_broker_set_host_port(self.cluster.as_ptr(), broker, host.as_ptr(), i32::from(port));
        }
        true
    }

    /// Delays every answer of a broker.
    pub fn set_rtt(&self, broker: i32, rtt_millis: i32) -> bool {
        // SAFETY: the cluster is live.
        ok(unsafe { c::rd_kafka_mock_broker_set_rtt(self.cluster.as_ptr(), broker, rtt_millis) })
    }

    /// Makes a broker the leader of a partition.
    pub fn set_leader(&self, topic: &str, partition: i32, broker: i32) -> bool {
        let Some(topic) = c_string(topic) else { return false };
        // SAFETY: the cluster is live, the name lives during the call.
        ok(unsafe { c::rd_kafka_mock_partition_set_leader(self.cluster.as_ptr(), topic.as_ptr(), partition, broker) })
    }

    /// Begins to remember the requests that arrive.
    pub fn track_requests(&self) {
        // SAFETY: the cluster is live.
        unsafe { c::rd_kafka_mock_start_request_tracking(self.cluster.as_ptr()) };
    }

    /// (broker, `ApiKey`) of the requests that arrived since tracking began, in order.
    pub fn requests(&self) -> Vec<(i32, i16)> {
        let mut count = 0;
        // SAFETY: the cluster is live; the array of `count` requests is ours until destroyed below.
        unsafe {
            let requests = c::rd_kafka_mock_get_requests(self.cluster.as_ptr(), &raw mut count);
            if requests.is_null() {
                return Vec::new();
            }
            let seen = std::slice::from_raw_parts(requests, count)
                .iter()
                .map(|request| (c::rd_kafka_mock_request_id(*request), c::rd_kafka_mock_request_api_key(*request)))
                .collect();
            c::rd_kafka_mock_request_destroy_array(requests, count);
            seen
        }
    }
}

fn ok(error: c::rd_kafka_resp_err_t) -> bool {
    error == c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR
}
