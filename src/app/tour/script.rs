//! The script.

use super::{Act, Step, Wait};
use crate::app::command::Command as C;
use Act::{Press, Type};

const fn step(caption: &'static str, acts: &'static [Act], wait: Wait) -> Step {
    Step { caption, acts, wait }
}

/// The steps of the tour.
pub const STEPS: &[Step] = &[
    step(
        "Welcome. This is the producing side of Kafka: a record is composed in one pane, and what becomes of it is seen in \
         the others. The cluster is in this process: nothing leaves your machine.",
        &[],
        Wait::Topic,
    ),
    step(
        "A record has a key and a value. The key decides the partition, which is told before anything is sent.",
        &[
            Press(C::GoToRecord),
            Press(C::PreviousField),
            Type("user-42"),
            Press(C::NextField),
            Type("{\"order\": 42, \"total\": 12.5}"),
        ],
        Wait::Nothing,
    ),
    step(
        "Now it is sent. The answer tells the partition, the offset in it, and how long that took.",
        &[Press(C::Send)],
        Wait::Delivered,
    ),
    step(
        "One record says little about a producer. A small load: a thousand records a second. The Pipeline shows how they \
         wait in batches, travel in requests, and are answered.",
        &[Press(C::GoToPipeline), Press(C::Load), Press(C::StartLoad)],
        Wait::Load(6_000),
    ),
    step(
        "linger.ms is how long a batch waits for more records. It becomes 100 ms while the load goes on: a new producer \
         takes over from the old one, in order, and nothing is lost.",
        &[Press(C::TypeValue), Type("100"), Press(C::ApplyValue)],
        Wait::Changed,
    ),
    step(
        "Before and after the change are compared over equal windows: fewer and fuller requests, for more latency. Which of \
         them you want is yours to say.",
        &[],
        Wait::Compared,
    ),
    step("The same key that started the load stops it.", &[Press(C::Load)], Wait::LoadOver),
    step(
        "And when something is wrong? max.request.size becomes 64 bytes, and the record in the form is larger.",
        &[Press(C::SetProperty), Type("max.request.size=64"), Press(C::ApplyValue)],
        Wait::Changed,
    ),
    step("It is sent all the same.", &[Press(C::GoToRecord), Press(C::Send)], Wait::Failed),
    step(
        "It failed, and its card says who raised the error, whether the record was written, which property to change and its \
         value now, and where a program would meet it.",
        &[Press(C::GoToResults), Press(C::Zoom)],
        Wait::Nothing,
    ),
    step(
        "So the property is changed back.",
        &[
            Press(C::Zoom),
            Press(C::GoToPipeline),
            Press(C::SetProperty),
            Type("max.request.size=1048576"),
            Press(C::ApplyValue),
        ],
        Wait::Changed,
    ),
    step("The same record goes through now.", &[Press(C::GoToRecord), Press(C::Send)], Wait::Delivered),
    step(
        "That was the tour. The workbench is yours as it stands: try another key, a null value, a header. With linger -b \
         HOST:PORT it works on a real cluster.",
        &[],
        Wait::Person,
    ),
];
