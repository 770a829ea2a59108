//! Finding brokers and talking to them.

use super::super::Importance::{High, Low, Medium};
use super::{CALLBACK, Kind, OBSOLETE, Property, Stage, java, native, staged};

const DNS: Kind = Kind::choice(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]);
const DNS_2: Kind = Kind::choice(&["default", "use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]);

pub(super) static ROWS: &[Property] = &staged(Stage::Connection, [
    java(0, "bootstrap.servers", Kind::List, None, High)
        .required()
        .older(Some(""), Some(""))
        .same(Kind::Text, None, High)
        .also(&["metadata.broker.list"])
        .text(
            "The brokers asked first, as host:port with commas between. The rest of the cluster is learnt from their \
             answer, and records go to the addresses that the brokers advertise, not to these. Two or three from \
             different failure domains are enough; with one, its outage keeps new clients from starting. Names that \
             resolve to nothing are skipped as long as one is good.",
        ),
    java(15, "client.id", Kind::Text, Some(""), Medium)
        .same(Kind::Text, Some("rdkafka"), Low)
        .text(
            "A name for this program in the brokers' request logs, metrics and quotas; it has no part in \
             authentication. Set it to something that tells the service and, where useful, the instance apart: without \
             it every producer is called producer-1 and quotas by client can't be given. Two producers of one JVM with \
             the same id clash in JMX, with a warning.",
        ),
    java(1, "client.dns.lookup", DNS, Some("use_all_dns_ips"), Medium)
        .kind_2(DNS_2)
        .same(DNS, Some("use_all_dns_ips"), Low)
        .text(
            "What becomes of a host name with several addresses: 'use_all_dns_ips' tries each before the connection \
             counts as failed, 'resolve_canonical_bootstrap_servers_only' turns each bootstrap entry into its \
             canonical names first, which Kerberos behind an alias needs. Leave it, except for that. Every address \
             tried may take socket.connection.setup.timeout.ms.",
        ),
    native("broker.address.family", Kind::choice(&["any", "v4", "v6"]), Some("any"), Low)
        .text(
            "Restricts connections to IPv4 or IPv6, which helps where localhost resolves to an address that nobody \
             listens on.",
        ),
    native("broker.address.ttl", Kind::whole(0, 86_400_000), Some("1000"), Low)
        .ms()
        .text("How long the result of a name look-up is reused for new connections."),
    java(16, "send.buffer.bytes", Kind::int(-1), Some("131072"), Medium)
        .bytes()
        .renamed("socket.send.buffer.bytes", Kind::whole(0, 100_000_000), Some("0"), Low)
        .text(
            "The size asked of the system for a socket's send buffer; -1 leaves it to the system, which mostly tunes \
             itself well. On long fat lines the buffer bounds the throughput (bandwidth times round trip), and then it \
             may need megabytes and the system's limits raised. Not related to buffer.memory, which holds records \
             before they reach the socket.",
        ),
    java(17, "receive.buffer.bytes", Kind::int(-1), Some("32768"), Medium)
        .bytes()
        .renamed("socket.receive.buffer.bytes", Kind::whole(0, 100_000_000), Some("0"), Low)
        .text(
            "The size asked of the system for a socket's receive buffer; -1 takes the system's. A producer receives \
             only short answers and metadata, hence raising it hardly ever pays, except for metadata of very large \
             clusters over slow lines. The counterpart for what leaves is send.buffer.bytes.",
        ),
    native("receive.message.max.bytes", Kind::whole(1000, 2_147_483_647), Some("100000000"), Medium)
        .bytes()
        .text(
            "Refuses a broker's answer that claims to be larger, as a guard against eating all memory on garbage.",
        ),
    java(35, "socket.connection.setup.timeout.ms", Kind::long(i64::MIN), Some("10000"), Medium)
        .ms()
        .same(Kind::whole(1000, 2_147_483_647), Some("30000"), Medium)
        .text(
            "How long the TCP connection to one address may take to come about before the next is tried. Each failure \
             in a row doubles it, with some spread, up to socket.connection.setup.timeout.max.ms (KIP-601). Lower it \
             where dead hosts swallow packets and another address is at hand; raise it for lines with round trips of \
             seconds. TLS and login come after it.",
        ),
    java(36, "socket.connection.setup.timeout.max.ms", Kind::long(i64::MIN), Some("30000"), Medium)
        .ms()
        .no_effect("librdkafka does not raise the time for a connection's setup")
        .text(
            "Where the doubling of socket.connection.setup.timeout.ms ends after repeated failures to reach a broker. \
             A generous ceiling spares a network in trouble a storm of half-open connections, a tight one shortens the \
             wait once it is well. Set it equal to the first timeout for a constant one.",
        ),
    java(37, "connections.max.idle.ms", Kind::long(i64::MIN), Some("540000"), Medium)
        .ms()
        .same(Kind::whole(0, 2_147_483_647), Some("0"), Medium)
        .text(
            "Closes a connection on which nothing passed for so long. Stay a little below the broker's own \
             connections.max.idle.ms (10 minutes) and below what firewalls and load balancers forget after, else the \
             first record after a pause runs into a dead connection and waits for request.timeout.ms. Reopening costs \
             a TLS handshake and a login.",
        ),
    java(19, "reconnect.backoff.ms", Kind::long(0), Some("50"), Low)
        .ms()
        .same(Kind::whole(0, 3_600_000), Some("100"), Medium)
        .text(
            "The pause before the client dials a broker again after a connection failed or broke. It doubles with \
             every failure up to reconnect.backoff.max.ms, spread by 20 percent. Set alone, it also lifts that maximum \
             to its own value. Small values find a restarted broker faster, at the cost of many attempts while it is \
             down.",
        ),
    java(20, "reconnect.backoff.max.ms", Kind::long(0), Some("1000"), Low)
        .ms()
        .same(Kind::whole(0, 3_600_000), Some("10000"), Medium)
        .text(
            "The longest pause between two attempts at a broker that keeps refusing. With many clients a few seconds \
             or more keep them from all knocking at once as the broker starts. Records wait meanwhile and their \
             delivery.timeout.ms runs, so stay well below that. Starts from reconnect.backoff.ms.",
        ),
    native("reconnect.backoff.jitter.ms", Kind::whole(0, 3_600_000), Some("0"), Low)
        .ms()
        .no_effect(OBSOLETE)
        .text(
            "Formerly the spread of reconnection attempts; the spread is built into reconnect.backoff.ms now.",
        ),
    native("socket.keepalive.enable", Kind::Bool, Some("false"), Low)
        .text("Has TCP probe a silent connection, so that one a firewall has dropped is noticed."),
    native("socket.nagle.disable", Kind::Bool, Some("true"), Low)
        .text("Sends small packets at once rather than waiting to fill them; switching it off costs delay."),
    native("socket.max.fails", Kind::whole(0, 1_000_000), Some("1"), Low)
        .text(
            "Requests that may time out before the connection is given up. 1 is advised, since later answers can't be \
             told apart safely; 0 never gives up.",
        ),
    native("socket.blocking.max.ms", Kind::whole(1, 60_000), Some("1000"), Low)
        .ms()
        .no_effect(OBSOLETE)
        .text("A limit on blocking in socket calls of old versions; without meaning now."),
    native("api.version.request", Kind::Bool, Some("true"), High)
        .text(
            "Whether to ask a broker which requests it understands; false is for brokers older than 0.10 and on its \
             way out.",
        ),
    native("api.version.request.timeout.ms", Kind::whole(1, 300_000), Some("10000"), Low)
        .ms()
        .text(
            "How long a broker may take to say which requests it understands before the connection counts as failed.",
        ),
    native("api.version.fallback.ms", Kind::whole(0, 604_800_000), Some("0"), Medium)
        .ms()
        .text(
            "After the question for versions failed: how long to take broker.version.fallback for granted; deprecated.",
        ),
    native("broker.version.fallback", Kind::Text, Some("0.10.0"), Medium)
        .text(
            "The age a broker is taken to have when it can't be asked for its versions; only brokers before 0.10 need \
             it.",
        ),
    native("client.rack", Kind::Text, None, Low)
        .text(
            "Where this client stands, in the words of the brokers' broker.rack; consumers fetch from near replicas by \
             it, producers gain nothing.",
        ),
    native("socket_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A C function that opens sockets, to have them closed in child processes without a race."),
    native("connect_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A C function that connects a socket, for proxies and tunnels."),
    native("closesocket_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A C function that closes a socket which socket_cb opened."),
    native("resolve_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A C function that looks up host names in place of the system's resolver."),
]);
