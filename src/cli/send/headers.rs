//! `-H name=value` and `--header-null NAME`, in the order in which they were typed.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::domain::payload::Payload;
use crate::domain::record::Header;

const VALUE: &str = "header";
const NULL: &str = "header_null";

/// The headers of the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderArgs(pub Vec<Header>);

impl Args for HeaderArgs {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new(VALUE)
                    .short('H')
                    .long("header")
                    .value_name("NAME=VALUE")
                    .action(ArgAction::Append)
                    .value_parser(with_value)
                    .help("A header; may be given more than once, names may repeat, and the order is kept"),
            )
            .arg(
                Arg::new(NULL)
                    .long("header-null")
                    .value_name("NAME")
                    .action(ArgAction::Append)
                    .value_parser(with_null)
                    .help("A header with a null value"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for HeaderArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let of = |id| {
            let places = matches.indices_of(id).into_iter().flatten();
            places.zip(matches.get_many::<Header>(id).into_iter().flatten().cloned())
        };
        let mut headers: Vec<(usize, Header)> = of(VALUE).chain(of(NULL)).collect();
        headers.sort_by_key(|(place, _)| *place);
        Ok(Self(headers.into_iter().map(|(_, header)| header).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn with_value(text: &str) -> Result<Header, String> {
    let (name, value) =
        text.split_once('=').ok_or_else(|| format!("NAME=VALUE is allowed; a null value is --header-null '{text}'"))?;
    Ok(Header { name: name.to_owned(), value: Payload::text(value) })
}

// The signature is clap's.
#[allow(clippy::unnecessary_wraps)]
fn with_null(name: &str) -> Result<Header, String> {
    Ok(Header { name: name.to_owned(), value: Payload::NULL })
}
