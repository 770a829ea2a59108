//! The brokers' errors about who may do what: permissions, authentication, delegation tokens, versions.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    29 TOPIC_AUTHORIZATION_FAILED [TopicAuthorizationException] permanent no {
        meaning "no permission to write to the topic"
        causes "the principal has no WRITE on the topic, no CREATE where it does not exist, or it logs in as somebody \
            else than meant; a misspelt topic looks the same"
        change "sasl.jaas.config" "ssl.keystore.location"
        next "Have WRITE and DESCRIBE granted on the topic: kafka-acls.sh --add --allow-principal User:NAME --producer \
            --topic TOPIC. It takes effect within seconds."
        java "in the Future: TopicAuthorizationException, or a TimeoutException with it as its cause where the topic \
            may not even be described"
        clients "in the delivery report of the first record; afterwards from produce() at once"
    }
    30 GROUP_AUTHORIZATION_FAILED [GroupAuthorizationException] permanent none {
        meaning "no permission to use the consumer group"
        causes "the principal has no READ on the group id; a transactional producer meets it in \
            sendOffsetsToTransaction()"
        change
        next "Have READ granted on the group: kafka-acls.sh --add --allow-principal User:NAME --operation Read --group \
            GROUP."
        java consumer
        clients consumer
    }
    31 CLUSTER_AUTHORIZATION_FAILED [ClusterAuthorizationException] fatal_if_idempotent no {
        meaning "no permission on the cluster"
        causes "an idempotent producer may write to no topic at all, or a broker before 2.8 wants IDEMPOTENT_WRITE; \
            new defaults of Java 3 turn idempotence on"
        change "enable.idempotence"
        next "Have WRITE on the topic granted (before 2.8: IdempotentWrite on the cluster), then open a new producer; \
            or set enable.idempotence=false."
        java "in the Future of each record: ClusterAuthorizationException; the producer is in its fatal state"
        clients "in the error callback as a fatal error; records end with _PURGE_QUEUE (-152)"
    }
    33 UNSUPPORTED_SASL_MECHANISM [UnsupportedSaslMechanismException] permanent no {
        meaning "the broker does not offer this SASL mechanism"
        causes "the listener enables others: PLAIN where SCRAM is wanted, SCRAM-SHA-256 for SCRAM-SHA-512"
        change "sasl.mechanism" "broker sasl.enabled.mechanisms"
        next "Set sasl.mechanism to one that the reason lists; the credentials must exist for that mechanism."
        java future
        clients "as _AUTHENTICATION (-169) in the error callback, with the broker's mechanisms listed"
    }
    34 ILLEGAL_SASL_STATE [IllegalSaslStateException] permanent no {
        meaning "the request does not fit the state of the SASL authentication"
        causes "a SASL client on a listener without SASL"
        change "security.protocol" "bootstrap.servers"
        next "Use the port of the SASL listener, or security.protocol PLAINTEXT or SSL for this one."
        java future
        clients "as _AUTHENTICATION (-169) in the error callback, with an empty list of mechanisms"
    }
    35 UNSUPPORTED_VERSION [UnsupportedVersionException] permanent no {
        meaning "the broker does not support this version of the request"
        causes "a client newer than the broker, or a broker of Kafka 4 that dropped what a client from before 2.1 \
            speaks"
        change "enable.idempotence" "compression.type"
        next "Compare both versions (kafka-broker-api-versions.sh). Upgrade the older side, or switch off the feature \
            that the message names."
        java future
        clients "as _UNSUPPORTED_FEATURE (-165)"
    }
    53 TRANSACTIONAL_ID_AUTHORIZATION_FAILED [TransactionalIdAuthorizationException] fatal no {
        meaning "no permission to use this transactional.id"
        causes "the principal lacks WRITE and DESCRIBE on the transactional id, or the id was renamed and the ACL was \
            not"
        change "transactional.id"
        next "Have it granted: kafka-acls.sh --add --allow-principal User:NAME --producer --transactional-id ID; then \
            open a new producer."
        java transaction
        clients "returned by init_transactions() as a fatal error; produce() then returns _FATAL (-150)"
    }
    54 SECURITY_DISABLED [SecurityDisabledException] permanent none {
        meaning "the cluster has no authorizer, so it keeps no ACLs"
        causes "kafka-acls.sh or an Admin program against brokers without authorizer.class.name"
        change
        next "A producer does not meet this: without an authorizer it may write everywhere. Configure one on every \
            broker before ACLs are added."
        java admin
        clients admin
    }
    58 SASL_AUTHENTICATION_FAILED [SaslAuthenticationException] permanent no {
        meaning "the broker refused the user, the password or the token"
        causes "a wrong password, a user that was not created for this mechanism, an OAuth token that is expired or \
            for another audience"
        change "sasl.jaas.config" "sasl.mechanism"
        next "Try the same user with kafka-console-producer.sh. For SCRAM create it anew per mechanism; for OAuth the \
            reason stands only in the broker's log."
        java future
        clients "as _AUTHENTICATION (-169) in the error callback; records end with _MSG_TIMED_OUT (-192)"
    }
    61 DELEGATION_TOKEN_AUTH_DISABLED [DelegationTokenDisabledException] permanent none {
        meaning "the brokers do not issue delegation tokens"
        causes "delegation.token.secret.key is not set on the brokers"
        change
        next "A producer does not meet this: it only logs in with a token. Set the secret key on all brokers, or use \
            another login."
        java admin
        clients admin
    }
    62 DELEGATION_TOKEN_NOT_FOUND [DelegationTokenNotFoundException] permanent none {
        meaning "the brokers have no such delegation token"
        causes "it expired and was removed, or belongs to another cluster"
        change
        next "A producer does not meet this; its login with such a token fails as 58. Issue a new token and give it to \
            the clients."
        java admin
        clients admin
    }
    63 DELEGATION_TOKEN_OWNER_MISMATCH [DelegationTokenOwnerMismatchException] permanent none {
        meaning "only a token's owner or a named renewer may renew or end it"
        causes "kafka-delegation-tokens.sh runs as another principal than the token's owner"
        change
        next "A producer does not meet this. Run the renewal as the owner, or list the renewer when the token is made."
        java admin
        clients admin
    }
    64 DELEGATION_TOKEN_REQUEST_NOT_ALLOWED [UnsupportedByAuthenticationException] permanent none {
        meaning "delegation tokens can't be asked for over this kind of connection"
        causes "the Admin client came by PLAINTEXT, by TLS without a client certificate, or itself with a token"
        change
        next "A producer does not meet this. Ask for tokens over SASL or mutual TLS."
        java admin
        clients admin
    }
    65 DELEGATION_TOKEN_AUTHORIZATION_FAILED [DelegationTokenAuthorizationException] permanent none {
        meaning "no permission on the delegation token"
        causes "DESCRIBE on the token, or on the user whose tokens are listed, is missing"
        change
        next "A producer does not meet this. Have kafka-acls.sh --delegation-token TOKEN_ID --operation Describe \
            granted to the principal."
        java admin
        clients admin
    }
    66 DELEGATION_TOKEN_EXPIRED [DelegationTokenExpiredException] permanent none {
        meaning "the delegation token is too old to be renewed"
        causes "nobody renewed it in time, or delegation.token.max.lifetime.ms is over"
        change
        next "A producer does not meet this by name; its login fails as 58. Make a new token and renew it by a timer."
        java admin
        clients admin
    }
    67 INVALID_PRINCIPAL_TYPE [InvalidPrincipalTypeException] permanent none {
        meaning "a principal must be of the form User:name here"
        causes "a renewer of a delegation token was given with another type, such as Group"
        change
        next "A producer does not meet this. Write the renewer as User:NAME."
        java admin
        clients admin
    }
    93 UNACCEPTABLE_CREDENTIAL [UnacceptableCredentialException] permanent none {
        meaning "the new SCRAM credential is not acceptable"
        causes "an empty user or password, or iterations outside of 4096 to 16384"
        change
        next "A producer does not meet this. Create the SCRAM user again with 4096 iterations and a password."
        java admin
        clients admin
    }
    97 PRINCIPAL_DESERIALIZATION_FAILURE [PrincipalDeserializationException] permanent none {
        meaning "the controller could not read the principal of a forwarded request"
        causes "brokers with different principal.builder.class, or one that can't be serialized"
        change
        next "A producer does not meet this. Give all brokers and controllers the same KafkaPrincipalBuilder that \
            implements KafkaPrincipalSerde."
        java brokers
        clients brokers
    }
};
