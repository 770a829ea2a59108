//! The commands of the form, of the Requests pane, of files and of topics; what each does stands in the command table.

/// A command of the form; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormCommand {
    FormatJson,
    CompactJson,
    HeaderUp,
    HeaderDown,
    Topics,
    TopicUp,
    TopicDown,
    ChooseTopic,
    KeepTopic,
    Ways,
    NextWayField,
    PreviousWayField,
    TurnWay,
    CloseWays,
    StopWaiting,
    Bytes,
    BytesUp,
    BytesDown,
    CloseBytes,
}

/// A command of the Requests pane; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestsCommand {
    Up,
    Down,
    PageUp,
    PageDown,
    Newest,
    Oldest,
    Detail,
    OnlyBroker,
    OnlyPartition,
    OnlySlow,
    OnlyRetried,
    OnlyFailed,
    All,
    TypeFilter,
    ShowRecord,
    View,
    Earlier,
    Later,
    Longer,
    Shorter,
}

/// A command about files and the editor; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilesCommand {
    Edit,
    EditAgain,
    TakeAsItIs,
    PutAway,
    Open,
    Save,
    SaveAs,
    FileUp,
    FileDown,
    ChooseFile,
    NoFile,
    WriteFile,
    WriteNoFile,
}

/// A command about the cluster's topics; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicCommand {
    New,
    Grow,
    Ask,
    NextField,
    PreviousField,
    Close,
    Change,
    DoNotChange,
}
