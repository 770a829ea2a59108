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
    let values: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => java_string(text),
            Part::Env(name) => format!("System.getenv({})", java_string(name)),
            Part::File(path) => format!("Files.readString(Path.of({})).stripTrailing()", java_string(path)),
        })
        .collect();
    if values.is_empty() { "\"\"".to_owned() } else { values.join(" + ") }
}

fn java_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.extend([format!("\\u{unit:04x}")]);
                }
            }
        }
    }
    out + "\""
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
    let values: Vec<String> = item
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => python_string(text),
            Part::Env(name) => format!("os.environ[{}]", python_string(name)),
            Part::File(path) => format!("Path({}).read_text().rstrip(\"\\n\")", python_string(path)),
        })
        .collect();
    values.join(" + ")
}

fn python_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c => out.extend([format!("\\U{:08x}", u32::from(c))]),
        }
    }
    out + "\""
}
