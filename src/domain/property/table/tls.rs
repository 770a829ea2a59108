//! TLS.

use super::super::Importance::{High, Low, Medium};
use super::{CALLBACK, Kind, Property, Stage, java, native, staged};

const TRUST: &str = "PEM is given to librdkafka as 'ssl.ca.location'; JKS and PKCS#12 are to be converted";
const JVM: &str = "it configures the Java runtime";
const PROVIDERS: &str = "engines are not built in; use 'ssl.key.location' with a PEM file";

pub(super) static ROWS: &[Property] = &staged(Stage::Security, [
    java(40, "security.protocol", Kind::choice_any_case(&["SASL_SSL", "PLAINTEXT", "SSL", "SASL_PLAINTEXT"]), Some("PLAINTEXT"), Medium)
        .same(Kind::choice(&["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]), Some("plaintext"), High)
        .text(
            "How to speak with the brokers: PLAINTEXT, SSL for encryption, SASL_PLAINTEXT for a login in the clear, \
             SASL_SSL for both. It has to be that of the listener behind the address; the wrong one shows as \
             connections that close at once or time out, not as a clear error. SSL reads the ssl.* properties, SASL \
             needs sasl.mechanism and credentials. PLAIN passwords should only travel over SASL_SSL.",
        ),
    java(41, "security.providers", Kind::Text, None, Low)
        .no_effect(JVM)
        .text(
            "Java classes that add providers of cryptographic algorithms to the JVM before the client connects, for \
             example for FIPS. They act on the whole process and not on this client alone. Seldom needed: most \
             providers are installed in java.security; ssl.provider then picks one of them.",
        ),
    native("ssl.ca.location", Kind::Text, None, Low)
        .text(
            "The PEM file, or the folder of them, with the authorities trusted to sign broker certificates; 'probe' \
             searches the usual places of the system.",
        ),
    native("ssl.ca.pem", Kind::Text, None, Low)
        .text("The trusted authorities as PEM text instead of a file."),
    native("ssl_ca", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("An authority to trust, given by rd_kafka_conf_set_ssl_cert() instead of a file."),
    native("ssl.ca.certificate.stores", Kind::Text, Some("Root"), Low)
        .no_effect("only Windows has certificate stores")
        .text("The Windows certificate stores that trusted authorities come from; other systems have none."),
    native("ssl.certificate.location", Kind::Text, None, Low)
        .text("The PEM file with the client's certificate, for brokers that ask for one."),
    native("ssl.certificate.pem", Kind::Text, None, Low)
        .text("PEM text with the certificate the client shows, where a file is inconvenient."),
    native("ssl_certificate", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("What rd_kafka_conf_set_ssl_cert() was told to show as the client's certificate."),
    native("ssl.key.location", Kind::Text, None, Low)
        .text("The PEM file with the private key that belongs to the client's certificate."),
    native("ssl.key.pem", Kind::Secret, None, Low)
        .text("The private key of the client as PEM text; better given by reference than written down."),
    native("ssl_key", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("The key a program keeps in memory and hands over for mutual TLS, never written to disk."),
    java(49, "ssl.key.password", Kind::Secret, None, High)
        .same(Kind::Secret, None, Low)
        .text(
            "The passphrase of the client's private key, in the key store or in the PEM text. Needed only when the key \
             is encrypted; in a JKS or PKCS#12 store it is commonly that of the store. Goes with ssl.keystore.location \
             or ssl.keystore.key, and matters only where brokers demand client certificates (mutual TLS).",
        ),
    java(46, "ssl.keystore.type", Kind::Text, Some("JKS"), Medium)
        .converted("PEM is given to librdkafka as 'ssl.certificate.location' and 'ssl.key.location', PKCS#12 as it is")
        .text(
            "The format of the client's key store: JKS, PKCS12, or PEM, in which key and certificates are text. PEM \
             spares a conversion and lets ssl.keystore.key and ssl.keystore.certificate.chain carry the material \
             itself. Choose what the certificate authority hands out; the trust store has a type of its own, \
             ssl.truststore.type.",
        ),
    java(47, "ssl.keystore.location", Kind::Text, None, High)
        .same(Kind::Text, None, Low)
        .text(
            "The file with the client's private key and certificate, with which it proves itself in mutual TLS. Leave \
             it out when brokers do not ask for a certificate (ssl.client.auth=none). Read at start, so that a renewed \
             certificate needs a new producer. Goes with ssl.keystore.password; its format is ssl.keystore.type.",
        ),
    java(48, "ssl.keystore.password", Kind::Secret, None, High)
        .same(Kind::Secret, None, Low)
        .text(
            "Unlocks the key store of ssl.keystore.location. Not used with PEM stores, whose key has ssl.key.password \
             instead. Keep it out of files with a reference to a variable or a secret file; a wrong one stops the \
             producer as it is created, not at the first send.",
        ),
    java(50, "ssl.keystore.key", Kind::Secret, None, High)
        .converted("librdkafka is given it as 'ssl.key.pem'")
        .text(
            "The client's private key itself as PKCS#8 PEM text, for programs that get it from a vault and not as a \
             file (KIP-651). Requires ssl.keystore.type=PEM and ssl.keystore.certificate.chain; encrypted keys need \
             ssl.key.password. It excludes ssl.keystore.location. In properties files the line breaks have to be \
             escaped.",
        ),
    java(51, "ssl.keystore.certificate.chain", Kind::Secret, None, High)
        .converted("librdkafka is given it as 'ssl.certificate.pem'")
        .text(
            "The client's certificate followed by its intermediates as PEM text, beside ssl.keystore.key. Leave the \
             root out, for brokers have it in their trust store. Forgetting an intermediate shows only at brokers that \
             do not know it, as a handshake that fails. Valid with ssl.keystore.type=PEM alone.",
        ),
    java(53, "ssl.truststore.type", Kind::Text, Some("JKS"), Medium)
        .converted(TRUST)
        .text(
            "The format of the trust store: JKS, PKCS12 or PEM. A public authority needs no store at all, for the JVM \
             brings its own list. PEM is easiest for an authority of one's own. A type that does not fit the file is \
             an error at creation, with a message about the format that seldom names this property.",
        ),
    java(54, "ssl.truststore.location", Kind::Text, None, High)
        .converted(TRUST)
        .text(
            "The file with the authorities whose signatures on broker certificates are believed. Without it the JVM's \
             own list counts, which is right for public authorities and wrong for a company's. Point it at the \
             authority rather than at single broker certificates, which change. Its password is \
             ssl.truststore.password, its format ssl.truststore.type.",
        ),
    java(55, "ssl.truststore.password", Kind::Secret, None, High)
        .no_effect("trust stores are read as PEM, which has no password")
        .text(
            "The password of the trust store. It guards the integrity of the list, not a secret: JKS stores open \
             without it, only unchecked; PKCS#12 usually demands it, and PEM stores refuse one. Set it where \
             ssl.truststore.location is set and the tool that wrote the file asked for one.",
        ),
    java(52, "ssl.truststore.certificates", Kind::Secret, None, High)
        .converted("librdkafka is given it as 'ssl.ca.pem'")
        .text(
            "The certificates of trusted authorities as PEM text, instead of a file: useful in containers, where a \
             variable is easier to give than a volume. Needs ssl.truststore.type=PEM and excludes \
             ssl.truststore.location. Several can stand one after the other, for the time when an authority is \
             replaced.",
        ),
    java(58, "ssl.endpoint.identification.algorithm", Kind::Text, Some("https"), Low)
        .same(Kind::choice(&["none", "https"]), Some("https"), Low)
        .text(
            "With 'https' the host name that was dialled must stand in the broker's certificate; empty accepts any \
             trusted certificate, which lets any holder of one sit in the middle. When it fails, mend the \
             certificate's subject alternative names or advertised.listeners rather than emptying this. It checks the \
             advertised names too, not just bootstrap.servers.",
        ),
    native("enable.ssl.certificate.verification", Kind::Bool, Some("true"), Low)
        .text(
            "Whether the broker's certificate is checked at all; false accepts anybody and is for experiments only.",
        ),
    native("ssl.certificate.verify_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A C function that has the last word on a broker's certificate."),
    java(42, "ssl.protocol", Kind::Text, Some("TLSv1.3"), Medium)
        .no_effect("OpenSSL agrees with the broker on the version of TLS")
        .text(
            "The TLS version that the SSLContext is made for. TLSv1.3 also speaks 1.2 where ssl.enabled.protocols \
             lists it, so it needs a change only for JVMs or brokers that lack 1.3. Old values as SSL or TLSv1.1 are \
             broken, and refused by current Java versions.",
        ),
    java(45, "ssl.enabled.protocols", Kind::List, Some("TLSv1.2,TLSv1.3"), Medium)
        .no_effect("OpenSSL takes the newest version the broker knows")
        .text(
            "The TLS versions the client offers. Both sides take the newest they share, so shortening the list to \
             TLSv1.3 enforces it, at the price of brokers that only know 1.2. A version named here must be possible \
             under ssl.protocol and allowed by the JVM's jdk.tls.disabledAlgorithms.",
        ),
    java(43, "ssl.provider", Kind::Text, None, Medium)
        .no_effect(JVM)
        .text(
            "The name of the installed Java security provider that does TLS; unset takes the JVM's first that can. Set \
             it to force a hardware or FIPS provider. It must have been installed, in java.security or by \
             security.providers, or creation fails.",
        ),
    java(44, "ssl.cipher.suites", Kind::List, Some(""), Low)
        .older(None, None)
        .same(Kind::Text, None, Low)
        .text(
            "The cipher suites that may be agreed on; empty takes the defaults of the JVM, which are sound. Narrow it \
             for compliance rules only, and test against each broker: without an overlap the handshake fails with a \
             bare alert. TLS 1.3 suites have other names than those of 1.2, so a list for one disables the other.",
        ),
    native("ssl.curves.list", Kind::Text, None, Low)
        .text("The elliptic curves offered for the key exchange, in OpenSSL's names."),
    native("ssl.sigalgs.list", Kind::Text, None, Low)
        .text("The pairs of signature and hash that the client accepts from the broker, in OpenSSL's names."),
    native("ssl.crl.location", Kind::Text, None, Low)
        .text(
            "A file of certificates that their authorities have revoked, to be refused although they are signed.",
        ),
    java(56, "ssl.keymanager.algorithm", Kind::Text, Some("SunX509"), Low)
        .no_effect(JVM)
        .text(
            "The algorithm of the JVM's key manager, which picks the certificate the client shows in mutual TLS. The \
             default fits every common key store; another is of use with providers that bring their own kind of keys. \
             Without ssl.keystore.location or a key it never comes into play.",
        ),
    java(57, "ssl.trustmanager.algorithm", Kind::Text, Some("PKIX"), Low)
        .no_effect(JVM)
        .text(
            "The algorithm of the JVM's trust manager, which follows a broker's certificate to a trusted authority. \
             PKIX is the standard and able to check revocation when the JVM is told so. Changing it can weaken the \
             check, so leave it unless a provider documents a value; ssl.truststore.location is what one usually \
             wants.",
        ),
    java(59, "ssl.secure.random.implementation", Kind::Text, None, Low)
        .no_effect(JVM)
        .text(
            "The name of the JVM's random generator for TLS, such as SHA1PRNG or NativePRNG. Unset is right on today's \
             systems. Once a remedy for handshakes that waited for entropy in virtual machines, it is now mostly a \
             matter of certification, along with ssl.provider.",
        ),
    java(60, "ssl.engine.factory.class", Kind::Class, None, Low)
        .not_available("use 'ssl.ca.location', 'ssl.certificate.location' and 'ssl.key.location' with PEM files")
        .text(
            "A class that makes the TLS engines in place of the one that reads the ssl.* properties (KIP-519), for \
             keys in hardware or certificates that are renewed in a running process. It takes over everything: stores, \
             protocols and host name checks set in other properties have effect only if the class honours them.",
        ),
    native("ssl.providers", Kind::Text, None, Low)
        .text("OpenSSL 3 providers to load, as 'default,legacy' for key files with old ciphers."),
    native("ssl.engine.location", Kind::Text, None, Low)
        .not_available(PROVIDERS)
        .text("A library with an OpenSSL engine, for keys in hardware; deprecated in favour of providers."),
    native("ssl.engine.id", Kind::Text, Some("dynamic"), Low)
        .not_available(PROVIDERS)
        .text("Which engine of the library in ssl.engine.location is used."),
    native("ssl_engine_callback_data", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A pointer passed on to an OpenSSL engine when it loads keys."),
]);
