//! What the tests stand on: Kafka's jars, brokers, Kafka's own clients, and the linger binary.

pub mod broker;
pub mod helper;
pub mod jars;
pub mod ports;
pub mod product;
pub mod proxy;
pub mod secured;
pub mod segments;
pub mod stage;
pub mod topics;
pub mod wait;
