//! What the properties that something is held against stand at.

use super::Limits;

impl Limits {
    /// The value in force of the property of this name, as a profile writes it; `None` for one that is not among them.
    pub fn value(&self, property: &str) -> Option<String> {
        let number = match property {
            "linger.ms" => self.linger / 1_000,
            "batch.size" => self.batch_size,
            "buffer.memory" => self.buffer_memory,
            "max.in.flight.requests.per.connection" => self.max_in_flight,
            "max.block.ms" => self.max_block / 1_000,
            "request.timeout.ms" => self.request_timeout / 1_000,
            "delivery.timeout.ms" => self.delivery_timeout / 1_000,
            "retry.backoff.ms" => self.retry_backoff / 1_000,
            "acks" if self.acks == -1 => return Some("all".to_owned()),
            "acks" => return Some(self.acks.to_string()),
            "enable.idempotence" => return Some(self.idempotent.to_string()),
            _ => return None,
        };
        Some(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn a_value_is_written_as_a_profile_writes_it() {
        let limits = Limits { linger: 5_000, batch_size: 16_384, acks: -1, idempotent: true, ..Limits::default() };
        let table = [
            ("linger.ms", Some("5")),
            ("batch.size", Some("16384")),
            ("acks", Some("all")),
            ("enable.idempotence", Some("true")),
            ("compression.type", None),
        ];
        for (name, value) in table {
            assert_eq!(limits.value(name).as_deref(), value, "{name}");
        }
        assert_eq!(Limits { acks: 1, ..limits }.value("acks").as_deref(), Some("1"));
    }
}
