//! Java, Kafka's jars and the helper classes: found, taken and compiled once, kept under the build folder.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The release of `tests/kafka/pom.xml`; part of the folder's name, so that another release never mixes with it.
const KAFKA: &str = "4.3.1";

/// Kafka 4's brokers need it.
const OLDEST_JAVA: u32 = 17;

/// A Java that can start Kafka's classes and ours.
pub struct Jvm {
    java: PathBuf,
    classpath: OsString,
}

impl Jvm {
    /// Takes the jars and compiles the helper classes where that has not been done before.
    pub fn prepare() -> Result<Self, String> {
        let jars = jars()?;
        let classes = classes(&jars)?;
        let mut classpath = classes.into_os_string();
        classpath.push(":");
        classpath.push(jars.join("*"));
        Ok(Self { java: tool("java").ok_or("java is gone")?, classpath })
    }

    /// A command that runs one of our classes with this much heap. What only pays in long runs is turned off.
    pub fn command(&self, class: &str, heap: &str) -> Command {
        self.command_with(class, heap, &[])
    }

    /// The same with more options for Java.
    pub fn command_with(&self, class: &str, heap: &str, options: &[String]) -> Command {
        let mut command = Command::new(&self.java);
        command
            .args(options)
            .args([heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"])
            .arg("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
            .arg("-Dorg.slf4j.simpleLogger.showDateTime=true")
            .arg("-cp")
            .arg(&self.classpath)
            .arg(class);
        command
    }
}

/// Why Kafka can't run here, if it can't. Looks only, takes nothing.
pub fn missing() -> Option<String> {
    for name in ["java", "javac"] {
        if tool(name).is_none() {
            return Some(format!("Java is missing: no '{name}' on the PATH or in JAVA_HOME/bin"));
        }
    }
    let version = java_version();
    if version.is_none_or(|version| version < OLDEST_JAVA) {
        let found = version.map_or("its version could not be read".to_owned(), |version| format!("found {version}"));
        return Some(format!("Kafka {KAFKA} needs Java {OLDEST_JAVA} or later, {found}"));
    }
    if !jars_folder().is_dir() && tool("mvn").is_none() {
        return Some(format!("Maven is missing: no 'mvn' on the PATH, and Kafka {KAFKA} was not taken before"));
    }
    None
}

/// The folder cargo keeps for integration tests, under the build folder.
pub fn build_folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn jars_folder() -> PathBuf {
    build_folder().join(format!("kafka-jars-{KAFKA}"))
}

fn jars() -> Result<PathBuf, String> {
    once(jars_folder(), |folder| {
        let pom = sources().join("pom.xml");
        let mut maven = Command::new(tool("mvn").ok_or("mvn is gone")?);
        maven.args(["-q", "-B", "dependency:copy-dependencies"]);
        maven.arg(format!("-Dkafka.version={KAFKA}")).arg("-f").arg(pom);
        maven.arg(format!("-DoutputDirectory={}", folder.display()));
        succeed("Maven could not take Kafka's jars", &mut maven)
    })
}

/// The jar of the Java client of an older release, to ask what was true then.
pub fn older_clients(release: &str) -> Result<PathBuf, String> {
    let folder = once(build_folder().join(format!("kafka-clients-{release}")), |folder| {
        let mut maven = Command::new(tool("mvn").ok_or("mvn is gone")?);
        maven.args(["-q", "-B", "dependency:copy"]);
        maven.arg(format!("-Dartifact=org.apache.kafka:kafka-clients:{release}"));
        maven.arg(format!("-DoutputDirectory={}", folder.display()));
        succeed("Maven could not take an older client", &mut maven)
    })?;
    Ok(folder.join(format!("kafka-clients-{release}.jar")))
}

/// Our classes, compiled; the folder's name holds a hash of all that they are made of.
fn classes(jars: &Path) -> Result<PathBuf, String> {
    let mut files: Vec<PathBuf> = fs::read_dir(sources().join("java"))
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(|e| format!("the Java sources can't be listed: {e}"))?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    KAFKA.hash(&mut hasher);
    java_version().hash(&mut hasher);
    for file in &files {
        fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?.hash(&mut hasher);
    }
    once(build_folder().join(format!("kafka-classes-{:016x}", hasher.finish())), |folder| {
        let mut javac = Command::new(tool("javac").ok_or("javac is gone")?);
        javac.args(["-nowarn", "-proc:none", "-encoding", "UTF-8", "-cp"]).arg(jars.join("*"));
        javac.arg("-d").arg(folder).args(&files);
        succeed("javac could not compile tests/kafka/java", &mut javac)
    })
}

/// Fills a folder that is there whole or not at all, also when two runs fill it at the same time.
fn once(folder: PathBuf, fill: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = folder.with_extension(format!("partial-{}", std::process::id()));
    fs::create_dir_all(&partial).map_err(|e| format!("{}: {e}", partial.display()))?;
    let filled = fill(&partial).and_then(|()| match fs::rename(&partial, &folder) {
        Err(e) if !folder.is_dir() => Err(format!("{}: {e}", folder.display())),
        Ok(()) | Err(_) => Ok(folder),
    });
    if partial.is_dir() {
        fs::remove_dir_all(&partial).map_err(|e| format!("{}: {e}", partial.display()))?;
    }
    filled
}

fn succeed(what: &str, command: &mut Command) -> Result<(), String> {
    let Output { status, stdout, stderr } = command.output().map_err(|e| format!("{what}: {e}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{what} ({status}):\n{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kafka")
}

/// A program of `JAVA_HOME`, or of the PATH.
fn tool(name: &str) -> Option<PathBuf> {
    let home = env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    home.into_iter().chain(env::split_paths(&path)).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The feature release of `java -version`, which prints `openjdk version "17.0.15" …`, or `"1.8.0_402"` before 9.
fn java_version() -> Option<u32> {
    let output = Command::new(tool("java")?).arg("-version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let quoted = text.split('"').nth(1)?;
    quoted.split(['.', '-', '+']).next()?.parse().ok()
}
