//! Kafka's configuration providers (KIP-297, KIP-421): `${alias:path:key}` in a value.

use super::Found;

/// The class that reads variables of the environment (KIP-887).
pub(super) const ENVIRONMENT: &str = "org.apache.kafka.common.config.provider.EnvVarConfigProvider";
/// The class that reads whole files.
pub(super) const DIRECTORY: &str = "org.apache.kafka.common.config.provider.DirectoryConfigProvider";

/// The property with the aliases of the providers.
pub(super) const ALIASES: &str = "config.providers";

/// Puts a profile's references in the places of Kafka's, as far as a profile has the like, and takes away the providers
/// that are then of no use.
pub(super) fn resolve(found: &mut Found) {
    let Some(aliases) = found.pairs.iter().rfind(|pair| pair.name == ALIASES).cloned() else { return };
    let class = |alias: &str| {
        let name = format!("{ALIASES}.{alias}.class");
        found.pairs.iter().rfind(|pair| pair.name == name).map(|pair| pair.text.trim().to_owned())
    };
    let known = |alias: &&str| matches!(class(alias).as_deref(), Some(ENVIRONMENT | DIRECTORY));
    let (ours, others): (Vec<&str>, Vec<&str>) =
        aliases.text.split(',').map(str::trim).filter(|alias| !alias.is_empty()).partition(known);
    let ours: Vec<(String, bool)> =
        ours.into_iter().map(|alias| (alias.to_owned(), class(alias).as_deref() == Some(ENVIRONMENT))).collect();
    let rest = others.join(",");
    found.pairs.retain(|pair| {
        let class = pair.name.strip_prefix(ALIASES).and_then(|name| name.strip_prefix('.')?.strip_suffix(".class"));
        let of_ours = class.is_some_and(|alias| ours.iter().any(|(ours, _)| ours == alias));
        !of_ours && (pair.name != ALIASES || !rest.is_empty())
    });
    for pair in &mut found.pairs {
        if pair.name == ALIASES {
            pair.text.clone_from(&rest);
        } else {
            pair.text = replaced(&pair.text, &ours);
        }
    }
}

fn replaced(text: &str, ours: &[(String, bool)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, opened) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = opened.find('}') else { break };
        let (whole, after) = opened.split_at(end + 1);
        let inside = &whole[2..end];
        let provider = inside.split_once(':').and_then(|(alias, key)| {
            ours.iter().find(|(ours, _)| ours == alias).map(|(_, environment)| (*environment, key))
        });
        match provider {
            Some((true, key)) => {
                out.push_str("${env:");
                out.push_str(key.rsplit(':').next().unwrap_or(key));
                out.push('}');
            }
            Some((false, key)) => {
                out.push_str("${file:");
                out.push_str(&key.replacen(':', "/", 1));
                out.push('}');
            }
            None => out.push_str(whole),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
