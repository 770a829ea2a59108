//! Spring Boot's `spring.kafka.*`, from `application.yml` or `application.properties`.

use super::parts::is_variable;
use super::yaml::{self, Leaf};
use super::{Found, Pair, Trouble, properties, utf8};
use crate::domain::diagnostic::Position;
use crate::domain::property::{Unit, names};

/// Sections of `spring.kafka` that are not a producer's.
const OTHERS: [&str; 6] = ["consumer", "listener", "streams", "admin", "retry", "bootstrapregistry"];

/// The pairs of a YAML file.
pub(super) fn read_yaml(bytes: &[u8]) -> Result<Found, Trouble> {
    Ok(read(&yaml::documents(utf8(bytes)?)?))
}

/// The pairs of a `.properties` file, which may have several documents too (`#---`).
pub(super) fn read_properties(bytes: &[u8]) -> Result<Found, Trouble> {
    let found = properties::read_raw(bytes)?;
    let mut documents = vec![Vec::new()];
    let mut breaks = document_breaks(bytes).into_iter().peekable();
    for pair in found.pairs {
        while breaks.next_if(|line| *line < pair.at.line).is_some() {
            documents.push(Vec::new());
        }
        if let Some(document) = documents.last_mut() {
            document.push(Leaf { path: pair.name, text: pair.text, at: pair.at });
        }
    }
    let mut read = read(&documents);
    read.notes.extend(found.notes);
    Ok(read)
}

fn document_breaks(bytes: &[u8]) -> Vec<usize> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    let is_break = |line: &str| ["#---", "!---"].contains(&line.trim_end());
    text.lines().enumerate().filter(|(_, line)| is_break(line)).map(|(index, _)| index + 1).collect()
}

/// Whether the key is one of Spring's for Kafka.
pub(super) fn is_of_kafka(path: &str) -> bool {
    rest_of(path).is_some()
}

fn rest_of(path: &str) -> Option<&str> {
    let lower = path.get(..13)?;
    lower.eq_ignore_ascii_case("spring.kafka.").then(|| &path[13..])
}

fn read(documents: &[Vec<Leaf>]) -> Found {
    let mut found = Found::default();
    let mut ranked: Vec<(u8, Pair)> = Vec::new();
    let mut login = Login::default();
    let mut aside = Aside::default();
    let all: Vec<Leaf> = documents.iter().filter(|leaves| profile_of(leaves).is_none()).flatten().cloned().collect();
    for leaves in documents {
        if let Some(leaf) = profile_of(leaves) {
            let message = format!("the document of the Spring profile '{}' is left out", leaf.text);
            found.note(leaf.at, message);
        }
    }
    for leaf in &all {
        let Some(rest) = rest_of(&leaf.path) else {
            aside.not_kafka += 1;
            continue;
        };
        let text = placeholders(leaf, &all, &mut found, 0);
        let leaf = Leaf { text, ..leaf.clone() };
        take(rest, &leaf, &mut ranked, &mut login, &mut aside, &mut found);
    }
    aside.tell(&mut found);
    ranked.extend(login.pair().map(|pair| (0, pair)));
    // What is said of the producer goes above what is said of all clients; its own properties above both.
    ranked.sort_by_key(|(rank, pair)| (*rank, pair.at));
    for (_, pair) in ranked {
        found.pairs.retain(|before| before.name != pair.name);
        found.pairs.push(pair);
    }
    found
}

/// What makes a document count for a profile only.
fn profile_of(leaves: &[Leaf]) -> Option<&Leaf> {
    leaves.iter().find(|leaf| {
        let path = plain(&leaf.path);
        path.starts_with("springconfigactivate") || path == "springprofiles" || path.starts_with("springprofiles[")
    })
}

/// What is left out, told once for each kind.
#[derive(Default)]
struct Aside {
    not_kafka: usize,
    sections: Vec<(String, Position)>,
}

impl Aside {
    fn tell(self, found: &mut Found) {
        for (section, at) in self.sections {
            found.note(at, format!("spring.kafka.{section}: it is not the producer's; left out"));
        }
        if self.not_kafka > 0 {
            let start = Position { line: 1, column: 1 };
            found.note(start, format!("what is not spring.kafka's is left out: {} values", self.not_kafka));
        }
    }
}

/// Letters, digits and brackets in lower case, which are the same in all relaxed forms.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_' | '.')).flat_map(char::to_lowercase).collect()
}

fn take(
    rest: &str,
    leaf: &Leaf,
    ranked: &mut Vec<(u8, Pair)>,
    login: &mut Login,
    aside: &mut Aside,
    found: &mut Found,
) {
    let (section, inside) = rest.split_once('.').unwrap_or((rest, ""));
    let name_of_section = plain(section);
    if OTHERS.contains(&name_of_section.split('[').next().unwrap_or_default()) {
        if !aside.sections.iter().any(|(known, _)| known == section) {
            aside.sections.push((section.to_owned(), leaf.at));
        }
        return;
    }
    match name_of_section.as_str() {
        "template" if plain(inside) == "defaulttopic" => found.topic = Some(leaf.text.clone()),
        "jaas" => login.take(inside, leaf, found),
        "producer" => property(inside, 2, leaf, ranked, found),
        _ => property(rest, 0, leaf, ranked, found),
    }
}

/// One of the keys that are the producer's or all clients'.
fn property(key: &str, rank: u8, leaf: &Leaf, ranked: &mut Vec<(u8, Pair)>, found: &mut Found) {
    let pair = |name: &str, text: String| Pair { name: name.to_owned(), text, at: leaf.at, comments: Vec::new() };
    if let Some(name) = own_property(key) {
        ranked.push((rank + 1, pair(name, leaf.text.clone())));
        return;
    }
    let (base, index) = key.split_once('[').map_or((key, false), |(base, _)| (base, true));
    let Some(name) = kafka_name(&plain(base)) else {
        ranked.push((rank, pair(&leaf.path, leaf.text.clone())));
        return;
    };
    if name == "transactional.id" {
        found.note(leaf.at, "transaction-id-prefix: Spring puts a number behind it for each producer");
    }
    let text = resource(&with_unit(name, &leaf.text), leaf.at, found);
    if index && let Some((_, before)) = ranked.iter_mut().find(|(at, before)| *at == rank && before.name == name) {
        before.text = format!("{},{text}", before.text);
        return;
    }
    ranked.push((rank, pair(name, text)));
}

/// The name under `properties`, which is Kafka's own: `properties.linger.ms` or `properties[linger.ms]`.
fn own_property(key: &str) -> Option<&str> {
    let rest = key.get(..10).filter(|word| word.eq_ignore_ascii_case("properties")).map(|_| &key[10..])?;
    match rest.strip_prefix('.') {
        Some(name) => Some(name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name)),
        None => rest.strip_prefix('[')?.strip_suffix(']'),
    }
}

/// Kafka's name for one of Spring's.
fn kafka_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "bootstrapservers" => "bootstrap.servers",
        "clientid" => "client.id",
        "acks" => "acks",
        "batchsize" => "batch.size",
        "buffermemory" => "buffer.memory",
        "compressiontype" => "compression.type",
        "keyserializer" => "key.serializer",
        "valueserializer" => "value.serializer",
        "retries" => "retries",
        "transactionidprefix" => "transactional.id",
        "securityprotocol" => "security.protocol",
        "sslkeypassword" => "ssl.key.password",
        "sslkeystorecertificatechain" => "ssl.keystore.certificate.chain",
        "sslkeystorekey" => "ssl.keystore.key",
        "sslkeystorelocation" => "ssl.keystore.location",
        "sslkeystorepassword" => "ssl.keystore.password",
        "sslkeystoretype" => "ssl.keystore.type",
        "ssltruststorecertificates" => "ssl.truststore.certificates",
        "ssltruststorelocation" => "ssl.truststore.location",
        "ssltruststorepassword" => "ssl.truststore.password",
        "ssltruststoretype" => "ssl.truststore.type",
        "sslprotocol" => "ssl.protocol",
        _ => return None,
    })
}

/// A size (`32MB`, of 1 024 KB) or a time (`5s`) of Spring's as a plain number.
fn with_unit(name: &str, text: &str) -> String {
    const SIZES: [(&str, i64); 5] = [("B", 1), ("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("TB", 1 << 40)];
    const TIMES: [(&str, i64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    let units: &[(&str, i64)] = match names::row(name).map(|property| property.unit) {
        Some(Unit::Bytes) => &SIZES,
        Some(Unit::Milliseconds) => &TIMES,
        Some(Unit::None | Unit::Seconds | Unit::Kibibytes) | None => return text.to_owned(),
    };
    let trimmed = text.trim();
    let digits = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(digits);
    let scale = units.iter().find(|(known, _)| *known == unit).map(|(_, scale)| *scale);
    let number = number.parse::<i64>().ok().zip(scale).and_then(|(number, scale)| number.checked_mul(scale));
    number.map_or_else(|| text.to_owned(), |number| number.to_string())
}

/// A file as Spring names it.
fn resource(text: &str, at: Position, found: &mut Found) -> String {
    if let Some(inside) = text.strip_prefix("classpath:") {
        found.note(at, format!("'{inside}' is on Spring's class path; put the file's own path there"));
    }
    let path = text.strip_prefix("file:").map(|path| path.strip_prefix("//").unwrap_or(path));
    path.unwrap_or(text).to_owned()
}

/// `spring.kafka.jaas.*`.
#[derive(Default)]
struct Login {
    at: Option<Position>,
    disabled: bool,
    module: Option<String>,
    flag: Option<String>,
    options: Vec<(String, String)>,
}

impl Login {
    fn take(&mut self, key: &str, leaf: &Leaf, found: &mut Found) {
        let option = key.get(..7).filter(|word| word.eq_ignore_ascii_case("options")).map(|_| &key[7..]);
        let option = option.map(|name| name.trim_start_matches(['.', '[']).trim_end_matches(']'));
        match (plain(key).as_str(), option) {
            (_, Some(name)) => self.options.push((name.to_owned(), leaf.text.clone())),
            ("enabled", None) => self.disabled = leaf.text != "true",
            ("loginmodule", None) => self.module = Some(leaf.text.clone()),
            ("controlflag", None) => self.flag = Some(leaf.text.clone()),
            (_, None) => found.note(leaf.at, format!("'{}' is left out", leaf.path)),
        }
        self.at.get_or_insert(leaf.at);
    }

    fn pair(self) -> Option<Pair> {
        let at = self.at.filter(|_| !self.disabled)?;
        let mut text = self.module.unwrap_or_else(|| "com.sun.security.auth.module.Krb5LoginModule".to_owned());
        text.push(' ');
        text.push_str(&self.flag.unwrap_or_else(|| "required".to_owned()).to_lowercase());
        for (name, value) in &self.options {
            text.extend([format!(" {name}=\"{}\"", super::jaas::escaped(value))]);
        }
        text.push(';');
        Some(Pair { name: "sasl.jaas.config".to_owned(), text, at, comments: Vec::new() })
    }
}

/// `${NAME}` and `${name:default}` of Spring's: what the file itself says of the name, or a variable of the environment.
fn placeholders(leaf: &Leaf, all: &[Leaf], found: &mut Found, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = leaf.text.as_str();
    while let Some(start) = rest.find("${") {
        let (before, opened) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = opened.find('}') else { break };
        let (name, default) = match opened[2..end].split_once(':') {
            Some((name, default)) => (name, Some(default)),
            None => (&opened[2..end], None),
        };
        rest = &opened[end + 1..];
        if let Some(known) = all.iter().find(|known| known.path == name && depth < 8) {
            out.push_str(&placeholders(known, all, found, depth + 1));
            continue;
        }
        let variable = if is_variable(name) { name.to_owned() } else { relaxed(name) };
        out.extend([format!("${{env:{variable}}}")]);
        match default {
            Some(_) => found.note(leaf.at, format!("{}: set {variable}; the default beside it is left out", leaf.path)),
            None => found.note(leaf.at, format!("{}: set {variable}", leaf.path)),
        }
    }
    out.push_str(rest);
    out
}

/// How Spring finds a property in the environment: dots become underscores, dashes go.
fn relaxed(name: &str) -> String {
    let upper = name.replace('-', "").to_uppercase();
    upper.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
