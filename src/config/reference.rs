//! `${env:NAME}` and `${file:PATH}` in values.

use std::path::Path;

use super::paths::Environment;

const FORMS: &str = "allowed: ${env:NAME}, ${file:PATH}";

/// Puts what the references of a value stand for in their places. A file's path counts from `folder`; one newline at
/// its end is dropped.
///
/// # Errors
/// The reference that leads nowhere, and why. Never what a reference stands for.
pub(super) fn resolve(text: &str, folder: &Path, environment: &Environment<'_>) -> Result<String, String> {
    let mut resolved = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, reference) = rest.split_at(start);
        resolved.push_str(before);
        let Some(end) = reference.find('}') else {
            return Err(format!("'{reference}' has no closing brace; {FORMS}"));
        };
        let (whole, after) = reference.split_at(end + 1);
        resolved.push_str(&look_up(whole, folder, environment)?);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

/// Whether a value has a reference in it.
pub(super) fn has_reference(text: &str) -> bool {
    text.contains("${")
}

fn look_up(whole: &str, folder: &Path, environment: &Environment<'_>) -> Result<String, String> {
    match whole[2..whole.len() - 1].split_once(':') {
        Some(("env", name)) => match environment(name) {
            Some(value) => {
                value.into_string().map_err(|_| format!("the environment variable '{name}' is not text (UTF-8)"))
            }
            None => Err(format!("the environment variable '{name}' is not set")),
        },
        Some(("file", path)) => match std::fs::read_to_string(folder.join(path)) {
            Ok(text) => {
                let line = text.strip_suffix('\n').unwrap_or(&text);
                Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
            }
            Err(error) => Err(format!("the file '{path}' can't be read: {}", super::io_reason(&error))),
        },
        Some(_) | None => Err(format!("'{whole}' is no reference; {FORMS}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn references_are_replaced_and_the_rest_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pw"), "s3cret\n").unwrap();
        let environment = |name: &str| (name == "WHO").then(|| "alice".into());
        let cases = [
            ("plain $ {x}", "plain $ {x}"),
            ("${env:WHO}", "alice"),
            ("a-${env:WHO}-b${env:WHO}", "a-alice-balice"),
            ("${file:pw}", "s3cret"),
        ];
        for (text, resolved) in cases {
            assert_eq!(resolve(text, folder.path(), &environment).unwrap(), resolved);
        }
        let bad = [
            ("${env:NOBODY}", "the environment variable 'NOBODY' is not set"),
            ("${file:none}", "the file 'none' can't be read: no such file"),
            ("${env:WHO", "'${env:WHO' has no closing brace; allowed: ${env:NAME}, ${file:PATH}"),
            ("${vault:x}", "'${vault:x}' is no reference; allowed: ${env:NAME}, ${file:PATH}"),
            ("${}", "'${}' is no reference; allowed: ${env:NAME}, ${file:PATH}"),
        ];
        for (text, told) in bad {
            assert_eq!(resolve(text, folder.path(), &environment).unwrap_err(), told);
        }
    }
}
