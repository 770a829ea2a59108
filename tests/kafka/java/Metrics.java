import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** What a broker counts, and the quotas it is given. */
final class Metrics {
    private Metrics() {}

    /** How often a topic's meter of a broker was marked, as MessagesInPerSec: 0 while it never was. */
    static JsonNode topicCount(JsonNode command) throws Exception {
        String url = "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + command.get("port").asInt() + "/jmxrmi";
        ObjectName bean = new ObjectName("kafka.server:type=BrokerTopicMetrics,name=" + command.get("name").asText()
                + ",topic=" + command.get("topic").asText());
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            Object count = connector.getMBeanServerConnection().getAttribute(bean, "Count");
            return Helper.JSON.getNodeFactory().numberNode((Long) count);
        } catch (InstanceNotFoundException e) {
            return Helper.JSON.getNodeFactory().numberNode(0L);
        }
    }

    /** Gives a client id so many bytes a second to produce, or lifts that. */
    static JsonNode producerQuota(JsonNode command) throws Exception {
        Map<String, String> entity = new HashMap<>();
        entity.put(ClientQuotaEntity.CLIENT_ID, command.get("clientId").asText());
        Double rate = command.hasNonNull("bytesPerSecond") ? command.get("bytesPerSecond").asDouble() : null;
        ClientQuotaAlteration alteration = new ClientQuotaAlteration(
                new ClientQuotaEntity(entity), List.of(new ClientQuotaAlteration.Op("producer_byte_rate", rate)));
        try (Admin admin = Cluster.admin(command)) {
            admin.alterClientQuotas(List.of(alteration)).all().get();
        }
        return Helper.JSON.getNodeFactory().nullNode();
    }
}
