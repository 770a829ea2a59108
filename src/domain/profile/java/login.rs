//! `SaslChannelBuilder.configure`: the callback handlers and the login, as far as they need no other machine.

use super::classes::{self, Class, Role};
use super::jaas::Module;
use super::{Cause, Run};

/// Login modules of the JDK outside of java.base.
const OF_THE_JDK: [&str; 4] = ["Krb5LoginModule", "KeyStoreLoginModule", "UnixLoginModule", "NTLoginModule"];

const OAUTH_HANDLER: &str = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
const KERBEROS_HANDLER: &str = "org.apache.kafka.common.security.kerberos.KerberosClientCallbackHandler";

/// The causes that `SaslChannelBuilder` wraps.
pub(super) fn log_in(run: &Run, module: &Module) -> Result<(), Vec<Cause>> {
    let mechanism = run.text("sasl.mechanism").unwrap_or_default();
    if let Some(class) = class(run, "sasl.client.callback.handler.class") {
        class.cast(Role::CallbackHandler)?;
        handler_mechanism(run.text("sasl.client.callback.handler.class").unwrap_or_default(), mechanism)?;
    }
    if let Some(class) = class(run, "sasl.login.class") {
        class.cast(Role::Login)?;
    }
    if let Some(class) = class(run, "sasl.login.callback.handler.class") {
        class.cast(Role::CallbackHandler)?;
        let name = run.text("sasl.login.callback.handler.class").unwrap_or_default();
        handler_mechanism(name, mechanism)?;
        if name == OAUTH_HANDLER {
            token_endpoint(run)?;
        }
    }
    if mechanism == "GSSAPI" && run.text("sasl.login.class").is_none() {
        service_name(run, module)?;
    }
    login_module(run, module)
}

fn class<'a>(run: &'a Run, property: &str) -> Option<Class<'a>> {
    classes::find(run.model, run.text(property)?)
}

/// Some of Kafka's handlers serve one mechanism only.
fn handler_mechanism(handler: &str, mechanism: &str) -> Result<(), Vec<Cause>> {
    let bearer = handler.contains(".oauthbearer.");
    if bearer && mechanism != "OAUTHBEARER" {
        return Err(vec![Cause::illegal_argument(format!("Unexpected SASL mechanism: {mechanism}"))]);
    }
    if handler == KERBEROS_HANDLER && mechanism != "GSSAPI" {
        let message = "Kerberos callback handler should only be used with GSSAPI";
        return Err(vec![Cause::new("java.lang.IllegalStateException", message)]);
    }
    Ok(())
}

/// `DefaultJwtRetriever.configure`, where the system property that allows addresses is not set.
fn token_endpoint(run: &Run) -> Result<(), Vec<Cause>> {
    const RETRIEVER: &str = "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever";
    const ENDPOINT: &str = "sasl.oauthbearer.token.endpoint.url";
    if run.text("sasl.oauthbearer.jwt.retriever.class") != Some(RETRIEVER) {
        return Ok(());
    }
    let url = run.text(ENDPOINT).filter(|url| !url.is_empty());
    let why = match url {
        None => format!("The OAuth configuration option {ENDPOINT} value is required"),
        Some(url) => super::value::invalid(
            ENDPOINT,
            url,
            "The URL cannot be accessed due to restrictions. Update the system property \
             'org.apache.kafka.sasl.oauthbearer.allowed.urls' to allow the URL to be accessed.",
        ),
    };
    let message = format!(
        "The class {RETRIEVER} defined in the sasl.oauthbearer.jwt.retriever.class configuration encountered an error \
         on configure(): {why}"
    );
    Err(vec![Cause::config(message)])
}

/// `KerberosLogin.getServiceName`.
fn service_name(run: &Run, module: &Module) -> Result<(), Vec<Cause>> {
    let message = match (module.options.get("serviceName"), run.text("sasl.kerberos.service.name")) {
        (Some(jaas), Some(config)) if jaas != config => format!(
            "Conflicting serviceName values found in JAAS and Kafka configs value in JAAS file {jaas}, value in Kafka \
             config {config}"
        ),
        (None, None) => "No serviceName defined in either JAAS or Kafka config".to_owned(),
        (Some(_), Some(_) | None) | (None, Some(_)) => return Ok(()),
    };
    Err(vec![Cause::illegal_argument(message)])
}

/// `LoginContext.login` finds the module; what the modules of Kafka do then can't fail.
fn login_module(run: &Run, module: &Module) -> Result<(), Vec<Cause>> {
    const EXCEPTION: &str = "javax.security.auth.login.LoginException";
    let of_the_jdk = module.class.strip_prefix("com.sun.security.auth.module.");
    if of_the_jdk.is_some_and(|name| OF_THE_JDK.contains(&name)) {
        return Ok(());
    }
    match classes::find(run.model, &module.class) {
        None => Err(vec![Cause::new(EXCEPTION, format!("No LoginModule found for {}", module.class))]),
        Some(class) if !class.is(Role::LoginModule) => {
            Err(vec![Cause::new(EXCEPTION, class.cast_failed(Role::LoginModule).printed())])
        }
        Some(_) => Ok(()),
    }
}
