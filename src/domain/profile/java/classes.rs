//! The classes of kafka-clients and of the JDK's java.base: what is on the class path, and what becomes of an instance.
//!
//! A line of the table is a package, the releases that have it (4, 3, 2) and its public classes. After a colon: `i` an
//! interface, `a` abstract, `p` its constructor is not public, `o` it can be made without arguments, then the
//! interfaces of Kafka's it has, as letters of [`Role`].

use super::Cause;
use crate::domain::property::ClientModel;

/// An interface that a class can be wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Partitioner,
    Interceptor,
    MetricsReporter,
    SslEngineFactory,
    CallbackHandler,
    Login,
    ConfigProvider,
    LoginModule,
}

impl Role {
    const fn letter(self) -> char {
        match self {
            Self::Partitioner => 'P',
            Self::Interceptor => 'I',
            Self::MetricsReporter => 'M',
            Self::SslEngineFactory => 'E',
            Self::CallbackHandler => 'C',
            Self::Login => 'L',
            Self::ConfigProvider => 'F',
            Self::LoginModule => 'J',
        }
    }

    /// The interface's name.
    const fn interface(self) -> &'static str {
        match self {
            Self::Partitioner => "org.apache.kafka.clients.producer.Partitioner",
            Self::Interceptor => "org.apache.kafka.clients.producer.ProducerInterceptor",
            Self::MetricsReporter => "org.apache.kafka.common.metrics.MetricsReporter",
            Self::SslEngineFactory => "org.apache.kafka.common.security.auth.SslEngineFactory",
            Self::CallbackHandler => "org.apache.kafka.common.security.auth.AuthenticateCallbackHandler",
            Self::Login => "org.apache.kafka.common.security.auth.Login",
            Self::ConfigProvider => "org.apache.kafka.common.config.provider.ConfigProvider",
            Self::LoginModule => "javax.security.auth.spi.LoginModule",
        }
    }
}

/// A class on the class path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class<'a> {
    name: &'a str,
    marks: &'static str,
}

/// The class of this name, as `ClassLoader.loadClass` finds it.
pub(super) fn find(model: ClientModel, name: &str) -> Option<Class<'_>> {
    let release = match model {
        ClientModel::Java | ClientModel::Librdkafka => '4',
        ClientModel::Java3 => '3',
        ClientModel::Java2 => '2',
    };
    let (package, simple) = name.rsplit_once('.')?;
    let lines = include_str!("classes.txt").lines().filter_map(|line| line.split_once(' '));
    let mut here = lines.filter(|(known, _)| *known == package).filter_map(|(_, rest)| rest.split_once(' '));
    here.find_map(|(releases, classes)| {
        let classes = if releases.contains(release) { classes } else { "" };
        let mut classes = classes.split(' ').map(|class| class.split_once(':').unwrap_or((class, "")));
        classes.find(|(known, _)| *known == simple).map(|(_, marks)| Class { name, marks })
    })
}

impl Class<'_> {
    /// Whether it has the interface.
    pub(super) fn is(&self, role: Role) -> bool {
        self.marks.contains(role.letter())
    }

    /// `Class.toString`.
    fn described(&self) -> String {
        let what = if self.marks.contains('i') { "interface" } else { "class" };
        format!("{what} {}", self.name)
    }

    /// `Utils.newInstance`.
    fn new_instance(&self) -> Result<(), Vec<Cause>> {
        let name = self.name;
        let failed = |message: String, cause: Cause| Err(vec![Cause::kafka(message), cause]);
        let not_made = format!("Could not instantiate class {name}");
        match self.marks.trim_start_matches('i').chars().next() {
            Some('o') => Ok(()),
            Some('a') => failed(not_made, Cause { class: "java.lang.InstantiationException", message: None }),
            Some('p') => {
                let module = if name.starts_with("java.") { " (in module java.base)" } else { "" };
                let message = format!(
                    "class org.apache.kafka.common.utils.Utils cannot access a member of class {name}{module} \
                     with modifiers \"private\""
                );
                failed(not_made, Cause::new("java.lang.IllegalAccessException", message))
            }
            Some(_) | None => failed(
                format!("Could not find a public no-argument constructor for {name}"),
                Cause::new("java.lang.NoSuchMethodException", format!("{name}.<init>()")),
            ),
        }
    }

    /// `AbstractConfig.getConfiguredInstance` of a class: made first, then asked for its interface.
    pub(super) fn configured(&self, role: Role) -> Result<(), Vec<Cause>> {
        self.new_instance()?;
        if self.is(role) {
            return Ok(());
        }
        Err(vec![Cause::kafka(format!("{} is not an instance of {}", self.described(), role.interface()))])
    }

    /// An instance that is cast to the interface without being asked.
    pub(super) fn cast(&self, role: Role) -> Result<(), Vec<Cause>> {
        self.new_instance()?;
        if self.is(role) { Ok(()) } else { Err(vec![self.cast_failed(role)]) }
    }

    /// The words of the Java runtime for a cast that can't be.
    pub(super) fn cast_failed(&self, role: Role) -> Cause {
        let (name, interface) = (self.name, role.interface());
        let place = |name: &str| {
            if name.starts_with("java") {
                "module java.base of loader 'bootstrap'"
            } else {
                "unnamed module of loader 'app'"
            }
        };
        let places = if place(name) == place(interface) {
            format!("{name} and {interface} are in {}", place(name))
        } else {
            format!("{name} is in {}; {interface} is in {}", place(name), place(interface))
        };
        let message = format!("class {name} cannot be cast to class {interface} ({places})");
        Cause::new("java.lang.ClassCastException", message)
    }
}

/// `AbstractConfig.getConfiguredInstances` of a list of names: found and asked for its interface first, then made.
pub(super) fn configured_list(model: ClientModel, names: &[String], role: Role) -> Result<(), Vec<Cause>> {
    names.iter().try_for_each(|name| match find(model, name) {
        None => Err(vec![
            Cause::kafka(format!("Class {name} cannot be found")),
            Cause::new("java.lang.ClassNotFoundException", name.clone()),
        ]),
        Some(class) if !class.is(role) => Err(vec![Cause::new("java.lang.ClassCastException", class.described())]),
        Some(class) => class.new_instance(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_where_their_release_has_them() {
        use ClientModel::{Java, Java2, Java3};
        let cases = [
            ("org.apache.kafka.clients.producer.RoundRobinPartitioner", [true, true, true]),
            ("org.apache.kafka.clients.producer.UniformStickyPartitioner", [false, true, true]),
            ("java.lang.Object", [true, true, true]),
            ("java.util.concurrent.ConcurrentHashMap", [true, true, true]),
            ("java.lang.object", [false, false, false]),
            ("Object", [false, false, false]),
            ("", [false, false, false]),
            ("org.apache.kafka.clients.producer 432", [false, false, false]),
        ];
        for (name, there) in cases {
            assert_eq!([Java, Java3, Java2].map(|model| find(model, name).is_some()), there, "{name}");
        }
    }
}
