//! From the caller's objects to bytes.

use super::super::Importance::{High, Low};
use super::{CALLBACK, Kind, Property, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Serialize, [
    java(33, "key.serializer", Kind::Class, None, High)
        .required()
        .own_way("linger serializes the key in the format it is typed in")
        .text(
            "The class that turns the key object of a record into bytes. It has no default, and the producer does not \
             start without it, though it may be passed to the constructor instead. It decides the partition too, for \
             the hash is taken over its bytes: the same number as text and as a long lands elsewhere. Must fit what \
             the readers' key.deserializer expects.",
        ),
    java(34, "value.serializer", Kind::Class, None, High)
        .required()
        .own_way("linger serializes the value in the format it is typed in")
        .text(
            "The class that turns the value object of a record into bytes. Required, unless given to the constructor. \
             What it throws comes straight out of send(), before any byte is counted or any retry is thought of. \
             Schema-aware serializers (Avro, Protobuf, JSON Schema) make network calls of their own here, so that the \
             first send of a type can block for longer than max.block.ms.",
        ),
    java(39, "interceptor.classes", Kind::List, Some(""), Low)
        .own_way("Java classes can't run here; the request trace and the results show what they would see")
        .text(
            "Classes that see each record before it is serialized and each acknowledgement when it returns, in the \
             order of the list; they may replace the record. Used for tracing and auditing. They run on the caller's \
             thread and on the sender's, so a slow one slows every send, and what they throw is logged and swallowed. \
             Leave it empty unless a library asks for it.",
        ),
    native("interceptors", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text(
            "Functions of a C program that look at configuration, records and requests as they pass; plugins bring \
             them along.",
        ),
]);
