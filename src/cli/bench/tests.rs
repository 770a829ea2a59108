//! What the flags come to.

#![allow(clippy::unwrap_used)]

use clap::Parser;

use super::*;
use crate::domain::load::{Plan, Until};
use crate::kafka::settings::Settings;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    bench: BenchArgs,
}

fn parse(args: &[&str]) -> Result<BenchArgs, clap::Error> {
    let all = std::iter::once("bench").chain(args.iter().copied());
    Command::try_parse_from(all).map(|command| command.bench)
}

fn plan(args: &[&str]) -> Result<Plan, String> {
    parse(args).unwrap().plan("t".to_owned())
}

#[test]
fn flags_come_to_a_plan() {
    let until = Until { records: Some(1_000), duration: None };
    let plain = Plan { topic: "t".into(), until, size: 100, keys: Keys::None, rate: None };
    let timed = Until { records: None, duration: Some(Duration::from_secs(90)) };
    let both = Until { records: Some(5), duration: Some(Duration::from_millis(500)) };
    for (args, expected) in [
        (&["--records", "1000"][..], plain.clone()),
        (
            &["--duration", "1m30s", "--rate", "20000", "--size", "1024", "--keys", "uniform:500"],
            Plan { until: timed, rate: Some(20_000), size: 1_024, keys: Keys::Uniform(500), ..plain.clone() },
        ),
        (
            &["--records", "5", "--duration", "500ms", "--keys", "sequential"],
            Plan { until: both, keys: Keys::Sequential, ..plain.clone() },
        ),
    ] {
        assert_eq!(plan(args), Ok(expected), "{args:?}");
    }
}

#[test]
fn a_bad_flag_names_itself_its_value_and_what_is_allowed() {
    for (args, parts) in [
        (&[][..], ["--records", "--duration", "required"]),
        (&["--records", "0"], ["--records <N>", "'0'", "1 or more"]),
        (&["--records", "-1"], ["--records <N>", "'-1'", "1 or more"]),
        (&["--duration", "5"], ["--duration <D>", "'5'", "30s, 500ms or 1m30s"]),
        (&["--duration", "0s"], ["--duration <D>", "'0s'", "above 0"]),
        (&["--records", "1", "--size", "1"], ["--size <B>", "'1'", "2 to 2147483647"]),
        (&["--records", "1", "--rate", "0"], ["--rate <R>", "'0'", "1 to 4294967295"]),
        (&["--records", "1", "--keys", "uniform"], ["--keys", "'uniform'", "none, sequential and uniform:N"]),
        (&["--records", "1", "--keys", "uniform:0"], ["--keys", "'uniform:0'", "uniform:N"]),
        (&["--records", "1", "--keys", "none:1"], ["--keys", "'none:1'", "uniform:N"]),
        (&["--records", "1", "--format", "xml"], ["--format <KIND>", "'xml'", "text, json"]),
    ] {
        let error = parse(args).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let said = error.to_string();
        for part in parts {
            assert!(said.contains(part), "{args:?}: {said}");
        }
    }
}

#[test]
fn a_value_holds_the_digits_of_the_largest_number_and_a_space() {
    for (args, fits) in [
        (&["--records", "10", "--size", "2"][..], true),
        (&["--records", "11", "--size", "2"], false),
        (&["--records", "1000", "--size", "4"], true),
        (&["--records", "1001", "--size", "4"], false),
        (&["--duration", "10s", "--rate", "100", "--size", "4"], true),
        (&["--duration", "11s", "--rate", "100", "--size", "4"], false),
        (&["--duration", "11s", "--rate", "100", "--records", "1000", "--size", "4"], true),
        (&["--duration", "10s", "--size", "9"], true),
        (&["--duration", "10s", "--size", "8"], false),
    ] {
        assert_eq!(plan(args).is_ok(), fits, "{args:?}");
    }
    let said = "--size: '3' holds no value that begins with the record's number, of up to 4 digits among 5 000 records, \
                and a space; allowed: 5 or more";
    assert_eq!(plan(&["--records", "5000", "--size", "3"]), Err(said.to_owned()));
}

#[test]
fn a_record_that_no_producer_takes_is_refused_before_anything_starts() {
    let settings = |set: &str| -> Settings {
        let target = TargetArgs { set: vec![set.to_owned()], ..TargetArgs::default() };
        target.resolve(&|_| None).unwrap().settings
    };
    let plan = plan(&["--records", "1000", "--size", "2000", "--keys", "sequential"]).unwrap();
    assert_eq!(plan::check_size(&plan, &settings("linger.ms=1")), Ok(()));
    let said = plan::check_size(&plan, &settings("max.request.size=2000")).unwrap_err();
    assert!(said.starts_with("--size: '2000' can't be sent: The message is 20"), "{said}");
}
