//! An export as the lines of a program.

use super::items::Item;
use super::parts::Part;

/// A Java class that makes the producer.
pub(super) fn java(items: &[Item]) -> String {
    let any = |is: fn(&Part) -> bool| items.iter().any(|item| item.apart.is_none() && item.parts.iter().any(is));
    let files = any(|part| matches!(part, Part::File(_)));
    let mut text = String::new();
    if files {
        text.push_str("import java.io.IOException;\nimport java.nio.file.Files;\nimport java.nio.file.Path;\n");
    }
    text.push_str("import java.util.Properties;\n\nimport org.apache.kafka.clients.producer.KafkaProducer;\n");
    let has = |name: &str| items.iter().any(|item| item.name == name);
    let types = if has("key.serializer") && has("value.serializer") {
        "Object, Object"
    } else {
        text.push_str("import org.apache.kafka.common.serialization.ByteArraySerializer;\n");
        "byte[], byte[]"
    };
    let throws = if files { " throws IOException" } else { "" };
    text.extend([format!(
        "\nclass ConfiguredProducer {{\n    static KafkaProducer<{types}> create(){throws} {{\n        \
         Properties properties = new Properties();\n"
    )]);
    for item in items {
        let value = java_value(&item.parts);
        let line = format!("properties.put({}, {value});\n", java_string(&item.name));
        match item.apart {
            Some(why) => text.extend([format!("        // {why}:\n        // {line}")]),
            None => text.extend([format!("        {line}")]),
        }
    }
    let serializers = match types {
        "byte[], byte[]" => ", new ByteArraySerializer(), new ByteArraySerializer()",
        _ => "",
    };
    text.extend([format!("        return new KafkaProducer<>(properties{serializers});\n    }}\n}}\n")]);
    text
}

fn java_value(parts: &[Part]) -> String {
    let value = sum(parts, java_string, "System.getenv({})", "Files.readString(Path.of({})).stripTrailing()");
    if value.is_empty() { "\"\"".to_owned() } else { value }
}

fn java_string(text: &str) -> String {
    string(text, |c| {
        let units: Vec<String> = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        units.concat()
    })
}

/// Lines of Python that make the producer of confluent-kafka.
pub(super) fn python(items: &[Item]) -> String {
    let any = |is: fn(&Part) -> bool| items.iter().any(|item| item.apart.is_none() && item.parts.iter().any(is));
    let mut text = String::new();
    if any(|part| matches!(part, Part::Env(_))) {
        text.push_str("import os\n");
    }
    if any(|part| matches!(part, Part::File(_))) {
        text.push_str("from pathlib import Path\n");
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str("from confluent_kafka import Producer\n\nproducer = Producer({\n");
    for item in items {
        let line = format!("{}: {},\n", python_string(&item.name), python_value(item));
        match item.apart {
            Some(why) => text.extend([format!("    # {why}:\n    # {line}")]),
            None => text.extend([format!("    {line}")]),
        }
    }
    text.push_str("})\n");
    text
}

fn python_value(item: &Item) -> String {
    if let Some(text) = item.text() {
        return match text {
            "true" => "True".to_owned(),
            "false" => "False".to_owned(),
            number if number.parse::<i64>().is_ok_and(|parsed| parsed.to_string() == number) => number.to_owned(),
            text => python_string(text),
        };
    }
    sum(&item.parts, python_string, "os.environ[{}]", "Path({}).read_text().rstrip(\"\\n\")")
}

fn python_string(text: &str) -> String {
    string(text, |c| format!("\\U{:08x}", u32::from(c)))
}

/// The parts of a value, added to each other: a text as the language's `string`, and what a reference leads to by an
/// expression that has `{}` in the place of its name.
fn sum(parts: &[Part], string: fn(&str) -> String, env: &str, file: &str) -> String {
    let of = |part: &Part| match part {
        Part::Text(text) => string(text),
        Part::Env(name) => env.replace("{}", &string(name)),
        Part::File(path) => file.replace("{}", &string(path)),
    };
    parts.iter().map(of).collect::<Vec<_>>().join(" + ")
}

/// A string literal; `escaped` says what is not printable ASCII.
fn string(text: &str, escaped: impl Fn(char) -> String) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c => out.push_str(&escaped(c)),
        }
    }
    out + "\""
}
