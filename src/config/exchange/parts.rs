//! Values with references in them, taken apart.

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// As it stands.
    Text(String),
    /// What an environment variable holds.
    Env(String),
    /// What a file holds, without a newline at its end.
    File(String),
}

/// The parts of a value in the form of a profile. What only begins like a reference is text.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, opened) = rest.split_at(start);
        plain.push_str(before);
        let reference = opened.find('}').and_then(|end| Some((end, reference(&opened[2..end])?)));
        rest = if let Some((end, part)) = reference {
            push_text(&mut parts, &mut plain);
            parts.push(part);
            &opened[end + 1..]
        } else {
            plain.push_str("${");
            &opened[2..]
        };
    }
    plain.push_str(rest);
    push_text(&mut parts, &mut plain);
    parts
}

fn push_text(parts: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(Part::Text(std::mem::take(plain)));
    }
}

fn reference(inside: &str) -> Option<Part> {
    match inside.split_once(':') {
        Some(("env", name)) if !name.is_empty() => Some(Part::Env(name.to_owned())),
        Some(("file", path)) if !path.is_empty() => Some(Part::File(path.to_owned())),
        Some(_) | None => None,
    }
}

/// The value in the form of a profile.
pub(super) fn joined(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Env(name) => format!("${{env:{name}}}"),
            Part::File(path) => format!("${{file:{path}}}"),
        })
        .collect()
}

/// Whether a value is references alone, with nothing but signs between them: then it may be shown though it is a secret.
pub(super) fn is_reference(text: &str) -> bool {
    let parts = parts(text);
    parts.iter().any(|part| !matches!(part, Part::Text(_)))
        && parts.iter().all(|part| match part {
            Part::Text(text) => text.trim().is_empty(),
            Part::Env(_) | Part::File(_) => true,
        })
}

/// Whether it can be the name of an environment variable.
pub(super) fn is_variable(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `${NAME}`, as templates have it, in the form of a profile.
pub(super) fn from_template(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, opened) = rest.split_at(start);
        out.push_str(before);
        out.push_str("${");
        rest = &opened[2..];
        if rest.find('}').is_some_and(|end| is_variable(&rest[..end])) {
            out.push_str("env:");
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_apart_at_its_references_and_put_together_again() {
        let text = |text: &str| Part::Text(text.into());
        let env = |name: &str| Part::Env(name.into());
        let cases = [
            ("", vec![]),
            ("plain $ {x}", vec![text("plain $ {x}")]),
            ("${env:A}", vec![env("A")]),
            ("a${env:A}b${file:/run/pw}", vec![text("a"), env("A"), text("b"), Part::File("/run/pw".into())]),
            ("${vault:x}${env:A", vec![text("${vault:x}${env:A")]),
            ("${${env:A}}", vec![text("${"), env("A"), text("}")]),
            ("${env:}", vec![text("${env:}")]),
        ];
        for (whole, taken) in cases {
            assert_eq!(parts(whole), taken, "{whole}");
            assert_eq!(joined(&taken), whole);
        }
    }

    #[test]
    fn a_template_is_read_as_variables_of_the_environment() {
        let cases = [
            ("${A}", "${env:A}"),
            ("x ${A_1}${env:B} ${a.b} $C ${", "x ${env:A_1}${env:B} ${a.b} $C ${"),
            ("${1}", "${1}"),
        ];
        for (text, read) in cases {
            assert_eq!(from_template(text), read);
        }
    }
}
