import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.RetriableException;

/** What is done to a cluster, and asked of it, through Kafka's Admin. Nothing here can create a topic by looking. */
final class Cluster {
    /** Between two looks at a state that is waited for. */
    private static final long LOOK_AGAIN_MS = 20;

    private Cluster() {}

    static Admin admin(JsonNode command) {
        return Admin.create(Map.of(
                "bootstrap.servers", command.get("bootstrap").asText(),
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "100",
                "retry.backoff.ms", "20"));
    }

    /** Waits until this many brokers are registered and the controller answers. */
    static JsonNode awaitNodes(JsonNode command) throws Exception {
        int wanted = command.get("nodes").asInt();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(command.get("withinMillis").asLong());
        Admin admin = admin(command);
        try {
            while (true) {
                int seen = 0;
                try {
                    long left = Math.max(1, deadline - System.nanoTime());
                    seen = admin.describeCluster().nodes().get(left, TimeUnit.NANOSECONDS).size();
                } catch (ExecutionException | TimeoutException e) {
                    // Not there: looked at again until the deadline.
                }
                if (seen == wanted) {
                    return Helper.JSON.getNodeFactory().numberNode(seen);
                }
                pause(deadline, seen + " of " + wanted + " nodes are there");
            }
        } finally {
            // An orderly end would wait for the answer that does not come.
            admin.close(Duration.ZERO);
        }
    }

    /** Creates a topic and waits until each of its partitions has a leader and every replica in sync. */
    static JsonNode createTopic(JsonNode command) throws Exception {
        String name = command.get("topic").asText();
        Map<String, String> configs = new HashMap<>();
        command.path("configs").properties().forEach(e -> configs.put(e.getKey(), e.getValue().asText()));
        NewTopic topic = command.hasNonNull("assignments")
                ? new NewTopic(name, assignments(command.get("assignments")))
                : new NewTopic(
                        name,
                        Optional.of(command.get("partitions").asInt()),
                        Optional.of((short) command.get("replicas").asInt()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (Admin admin = admin(command)) {
            admin.createTopics(List.of(topic.configs(configs))).all().get();
            while (!isReady(admin, name)) {
                pause(deadline, "topic " + name + " has no leader everywhere");
            }
        }
        return Helper.JSON.getNodeFactory().nullNode();
    }

    /** Deletes a topic and waits until it is not listed any more. */
    static JsonNode deleteTopic(JsonNode command) throws Exception {
        String name = command.get("topic").asText();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (Admin admin = admin(command)) {
            admin.deleteTopics(List.of(name)).all().get();
            while (admin.listTopics().names().get().contains(name)) {
                pause(deadline, "topic " + name + " is still there");
            }
        }
        return Helper.JSON.getNodeFactory().nullNode();
    }

    /** The names of all topics, internal ones too. */
    static JsonNode topics(JsonNode command) throws Exception {
        ArrayNode names = Helper.JSON.createArrayNode();
        try (Admin admin = admin(command)) {
            admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().forEach(names::add);
        }
        return names;
    }

    /** The leader of each partition, in order; -1 where there is none. */
    static JsonNode leaders(JsonNode command) throws Exception {
        ArrayNode leaders = Helper.JSON.createArrayNode();
        try (Admin admin = admin(command)) {
            describe(admin, command.get("topic").asText()).partitions()
                    .forEach(p -> leaders.add(p.leader() == null ? -1 : p.leader().id()));
        }
        return leaders;
    }

    /** The replicas of each partition. */
    private static Map<Integer, List<Integer>> assignments(JsonNode partitions) {
        Map<Integer, List<Integer>> assignments = new HashMap<>();
        for (JsonNode nodes : partitions) {
            List<Integer> ids = new ArrayList<>();
            nodes.forEach(id -> ids.add(id.asInt()));
            assignments.put(assignments.size(), ids);
        }
        return assignments;
    }

    private static boolean isReady(Admin admin, String topic) throws Exception {
        try {
            return describe(admin, topic).partitions().stream()
                    .allMatch(p -> p.leader() != null && !p.leader().isEmpty() && p.isr().size() == p.replicas().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }

    private static TopicDescription describe(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    private static void pause(long deadline, String state) throws Exception {
        if (System.nanoTime() > deadline) {
            throw new TimeoutException("waited too long: " + state);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
    }
}
