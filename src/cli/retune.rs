//! What becomes of a profile that is changed, or chosen, while the workbench is open.

use crate::app::tuning::Change;
use crate::cli::target::TargetArgs;
use crate::config::profile_file::Override;
use crate::runtime::tuning::{Plan, Retune};

/// What is set in the workbench comes above the profile and the flags, which are read anew: a file may have changed
/// meanwhile. Another profile stands without the flags of the beginning.
pub fn retune(args: TargetArgs) -> Retune {
    Retune::new(move |profile, change: &Change| {
        let mut args = match profile {
            Some(name) => TargetArgs { profile: Some(name.to_owned()), ..TargetArgs::default() },
            None => args.clone(),
        };
        let set = |(name, text): &(String, Option<String>)| Override {
            option: Override::SESSION,
            name: name.clone(),
            text: text.clone(),
        };
        let more: Vec<Override> = change.iter().map(set).collect();
        let target = args.resolve_with(&more, &|name| std::env::var_os(name)).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(|problem| problem.message.clone()).collect();
            lines.join("; ")
        })?;
        let target = target.confirmed();
        let set = change.iter().filter_map(|(name, text)| Some(format!("{name}={}", text.as_ref()?)));
        args.set.extend(set);
        let running = Box::new(target.running(args.repeated()));
        Ok(Plan { settings: target.settings, running })
    })
}
