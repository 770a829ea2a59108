//! The ways in which a secret is given.

use std::path::{Path, PathBuf};

use linger::domain::property;

use super::CANARY;

/// One way: a profile and what stands on the command line beside it.
pub struct Carrier {
    /// What it is, for a person.
    pub name: &'static str,
    /// The profile file.
    pub profile: PathBuf,
    /// More arguments, as of `--set`.
    pub arguments: Vec<String>,
}

/// The names of every secret there is, by both clients.
pub fn secrets() -> Vec<&'static str> {
    let names = |row: &'static property::Property| row.java.map(|_| row.name).into_iter().chain(row.native_names());
    let mut names: Vec<&str> = property::all().filter(|row| row.is_secret()).flat_map(names).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// One name for each secret, so that none is set twice.
fn once_each() -> Vec<&'static str> {
    property::all().filter(|row| row.is_secret()).map(|row| row.name).collect()
}

/// One name for each that a producer can be started with.
fn usable() -> Vec<&'static str> {
    let usable = |row: &&'static property::Property| {
        row.is_secret() && !matches!(row.translation, property::Translation::NotAvailable(_))
    };
    property::all().filter(usable).map(|row| row.name).collect()
}

/// A name as a person mistypes it.
fn misspelt(name: &str) -> String {
    let (rest, last) = name.split_at(name.len() - 2);
    format!("{rest}{}", &last[1..])
}

/// A login module's options with the canary in the password's place; a text of PEM; or the canary alone.
fn value(name: &str) -> String {
    match name {
        "sasl.jaas.config" => {
            format!(
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"{CANARY}\";"
            )
        }
        name if name.contains("pem") || name.contains("certificate") || name == "ssl.keystore.key" => {
            format!("-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----\n")
        }
        _ => CANARY.to_owned(),
    }
}

/// Every secret, and every misspelt name of one, with the value it is given.
pub fn given() -> Vec<(String, String)> {
    let right = once_each().into_iter().map(|name| (name.to_owned(), value(name)));
    right.chain(secrets().into_iter().map(|name| (misspelt(name), value(name)))).collect()
}

const CONNECTION: &str = "\"bootstrap.servers\" = \"127.0.0.1:1\"\n\"max.block.ms\" = 300\n";

fn toml(name: &str, value: &str) -> String {
    format!("\"{name}\" = {}\n", toml::Value::String(value.to_owned()))
}

/// Every way, with its files in this folder.
pub fn all(folder: &Path) -> Vec<Carrier> {
    std::fs::write(folder.join("secret.txt"), CANARY).unwrap();
    let mut carriers = Vec::new();
    let mut carry = |name: &'static str, text: String, arguments: Vec<String>| {
        let profile = folder.join(format!("way-{}.toml", carriers.len()));
        std::fs::write(&profile, text).unwrap();
        carriers.push(Carrier { name, profile, arguments });
    };
    let producer = |lines: &[String]| format!("[producer]\n{CONNECTION}{}", lines.concat());
    let each =
        |text: &dyn Fn(&str) -> String| once_each().iter().map(|name| toml(name, &text(name))).collect::<Vec<_>>();
    let sets = |name: &dyn Fn(&str) -> String| -> Vec<String> {
        once_each().iter().flat_map(|row| ["--set".to_owned(), format!("{}={}", name(row), value(row))]).collect()
    };
    let each_usable =
        |text: &dyn Fn(&str) -> String| usable().iter().map(|name| toml(name, &text(name))).collect::<Vec<_>>();
    let login = [toml("sasl.password", "${env:CANARY}"), "[librdkafka]\n".into(), toml("ssl.key.password", CANARY)];
    carry("a profile that can be used", producer(&each_usable(&value)), vec![]);
    carry("the environment, usable", producer(&each_usable(&|_| "${env:CANARY}".to_owned())), vec![]);
    carry("a file, usable", producer(&each_usable(&|_| "${file:secret.txt}".to_owned())), vec![]);
    carry("[librdkafka] above it", producer(&login), vec![]);
    carry(
        "--set of all that can be used",
        producer(&[]),
        usable().iter().flat_map(|row| ["--set".to_owned(), format!("{row}={}", value(row))]).collect(),
    );
    carry("a profile file", producer(&each(&value)), vec![]);
    carry("the environment", producer(&each(&|_| "${env:CANARY}".to_owned())), vec![]);
    carry("a file", producer(&each(&|_| "${file:secret.txt}".to_owned())), vec![]);
    carry("a reference with more around it", producer(&each(&|_| format!("{CANARY}${{env:CANARY}}"))), vec![]);
    carry("a reference without an end", producer(&each(&|_| format!("x${{{CANARY}"))), vec![]);
    carry("what is no reference", producer(&each(&|_| format!("${{{CANARY}}} ${{{CANARY}:x}}"))), vec![]);
    carry("--set", producer(&[]), sets(&str::to_owned));
    carry("a misspelt name under [producer]", producer(&misspelt_each()), vec![]);
    carry("a misspelt name in --set", producer(&[]), sets(&misspelt));
    carry("a name of Spring's", producer(&[toml("spring.kafka.producer.ssl.key-password", CANARY)]), vec![]);
    carry(
        "a misspelt name under [librdkafka]",
        producer(&["[librdkafka]\n".into()]) + &misspelt_each().concat(),
        vec![],
    );
    let native =
        ["sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem", "sasl.oauthbearer.client.secret"];
    let native: String = native.iter().map(|name| toml(name, &value(name))).collect();
    carry("[librdkafka]", producer(&["[librdkafka]\n".into(), native]), vec![]);
    let extra = ["my.app.password", "api.key", "vault.token", "no.name.of.a.secret", "ssl.key.password"];
    let extra: String = extra.iter().map(|name| toml(name, CANARY)).collect();
    carry("[extra]", producer(&["[extra]\n".into(), extra]), vec![]);
    let misspelt_extra = misspelt_each().concat();
    carry("a misspelt name under [extra]", producer(&["[extra]\n".into(), misspelt_extra]), vec![]);
    carry("a misspelt table", producer(&["[extr]\n".into(), toml("sasl.password", CANARY)]), vec![]);
    carry("TOML that is none", producer(&[format!("\"sasl.password\" = {CANARY}\n")]), vec![]);
    carry("TOML of another kind", producer(&[format!("\"sasl.password\" = [\"{CANARY}\"]\n")]), vec![]);
    carry("a string without an end", producer(&[format!("\"sasl.password\" = \"{CANARY}\n")]), vec![]);
    for (name, jaas) in [
        ("a login that is none", CANARY.to_owned()),
        ("a login without a class", format!("alice {CANARY};")),
        ("a login without quotes", format!("x.PlainLoginModule required username=a password=my {CANARY};")),
        ("a login of Java's own", format!("x.MyLoginModule required secret={CANARY};")),
        ("a login that does not end", format!("x.PlainLoginModule required username=\"a\" password=\"{CANARY}")),
    ] {
        let lines = [
            toml("security.protocol", "SASL_PLAINTEXT"),
            toml("sasl.mechanism", "PLAIN"),
            toml("sasl.jaas.config", &jaas),
        ];
        carry(name, producer(&lines), vec![]);
    }
    carriers.extend(connecting(folder));
    carriers
}

fn misspelt_each() -> Vec<String> {
    secrets().iter().map(|name| toml(&misspelt(name), &value(name))).collect()
}

/// Those that get as far as connecting, to where nobody listens, or as far as librdkafka's own complaints.
pub fn connecting(folder: &Path) -> Vec<Carrier> {
    let text = |lines: &[(&str, &str)]| {
        let lines: String = lines.iter().map(|(name, value)| toml(name, value)).collect();
        format!("[producer]\n{CONNECTION}{lines}")
    };
    let jaas = value("sasl.jaas.config");
    let pem = value("ssl.key.pem");
    let chain = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let sasl = [("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN")];
    let stores = [("ssl.keystore.type", "PEM"), ("ssl.keystore.key", pem.as_str())];
    [
        ("a password", text(&[&sasl[..], &[("sasl.username", "a"), ("sasl.password", CANARY)]].concat())),
        ("a login module", text(&[&sasl[..], &[("sasl.jaas.config", &jaas)]].concat())),
        (
            "a key that is none",
            text(&[("security.protocol", "SSL"), ("ssl.key.pem", &pem), ("ssl.certificate.pem", chain)]),
        ),
        (
            "a key store that is none",
            text(&[&stores[..], &[("security.protocol", "SSL"), ("ssl.keystore.certificate.chain", chain)]].concat()),
        ),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (name, text))| {
        let profile = folder.join(format!("connecting-{number}.toml"));
        std::fs::write(&profile, text).unwrap();
        Carrier { name, profile, arguments: vec![] }
    })
    .collect()
}
