import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;

/**
 * Where the producers of several releases put records by the classes for partitioner.class. A real KafkaProducer is
 * asked, whose network never gets ready, so that batches stay queued until this drains them.
 */
public final class Choices {
    private static final String TOPIC = "t";
    private static final int EVENTS = 80;
    private static final int[][] LEADERS = {{1, 2, 1, 2, 1, 2}, {1, -1, 2, -1, 1, 2}, {-1, -1, -1}, {-1, 1}};

    private final StringBuilder lines = new StringBuilder();
    private final List<Integer> draws = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private Partitioner asked;

    private Choices() {}

    /** The scenarios of a release whose client is in this jar; without one, of the client at hand. */
    static String tell(String release, String file) throws Exception {
        if (file == null) {
            return lines(release);
        }
        URL jar = Path.of(file).toUri().toURL();
        URL logger = Logger.class.getProtectionDomain().getCodeSource().getLocation();
        URL ours = Choices.class.getProtectionDomain().getCodeSource().getLocation();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar, logger, ours}, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Method there = loader.loadClass("Choices").getMethod("lines", String.class);
            return (String) there.invoke(null, release);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Each line an object: a scenario, a record that was appended, or a partition whose oldest batch left. */
    public static String lines(String release) throws Exception {
        Choices all = new Choices();
        List<String> classes = new ArrayList<>(List.of("org.apache.kafka.clients.producer.RoundRobinPartitioner"));
        if (!release.startsWith("4")) {
            classes.add("org.apache.kafka.clients.producer.internals.DefaultPartitioner");
            classes.add("org.apache.kafka.clients.producer.UniformStickyPartitioner");
        }
        for (String name : classes) {
            for (int shape = 0; shape < LEADERS.length; shape++) {
                all.scenario(release, name, LEADERS[shape], new Random(31L * shape + name.length()));
            }
        }
        return all.lines.toString();
    }

    private void scenario(String release, String name, int[] leaders, Random random) throws Exception {
        int batchSize = 400;
        start(name, batchSize, leaders);
        List<String> shape = new ArrayList<>();
        for (int leader : leaders) {
            shape.add(Integer.toString(leader));
        }
        lines.append("{\"e\":\"scenario\",\"release\":\"").append(release).append("\",\"class\":\"").append(name);
        lines.append("\",\"leaders\":[").append(String.join(",", shape)).append("],\"available\":");
        lines.append(available()).append(",\"batch_size\":").append(batchSize).append("}\n");
        for (int event = 0; event < EVENTS; event++) {
            if (random.nextInt(12) == 0) {
                drain();
            } else {
                append(event, leaders.length, random);
            }
        }
        producer.close(Duration.ZERO);
    }

    private void start(String name, int batchSize, int[] leaders) throws Exception {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", "localhost:9");
        properties.put("partitioner.class", name);
        properties.put("batch.size", batchSize);
        properties.put("enable.idempotence", false);
        properties.put("acks", "1");
        properties.put("key.serializer", ByteArraySerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        for (Constructor<?> constructor : KafkaProducer.class.getDeclaredConstructors()) {
            List<Class<?>> types = List.of(constructor.getParameterTypes());
            if (types.contains(KafkaClient.class)) {
                constructor.setAccessible(true);
                @SuppressWarnings("unchecked")
                KafkaProducer<byte[], byte[]> made = (KafkaProducer<byte[], byte[]>)
                        constructor.newInstance(types.stream().map(type -> argument(type, properties)).toArray());
                producer = made;
            }
        }
        know(leaders);
        // 4.x keeps it elsewhere, and none of its classes draws.
        Field[] fields = KafkaProducer.class.getDeclaredFields();
        if (Arrays.stream(fields).anyMatch(field -> field.getName().equals("partitioner"))) {
            listen();
        }
    }

    /** Takes down which sticky partitions are drawn. */
    private void listen() throws Exception {
        Field partitioner = field(KafkaProducer.class, "partitioner");
        asked = (Partitioner) partitioner.get(producer);
        boolean drawsNone = available().size() == 1;
        partitioner.set(producer, proxy(Partitioner.class, (proxy, method, arguments) -> {
            Integer before = sticky();
            Object answer = call(asked, method, arguments);
            boolean first = method.getName().equals("partition") && before == null;
            boolean moved = method.getName().equals("onNewBatch") && (before == null || before.equals(arguments[2]));
            if ((first || moved) && sticky() != null && !drawsNone) {
                draws.add(sticky());
            }
            return answer;
        }));
    }

    /** The partitions that have a leader, in the order in which the client has them. */
    private List<Integer> available() throws Exception {
        List<Integer> available = new ArrayList<>();
        for (PartitionInfo partition : metadata().fetch().availablePartitionsForTopic(TOPIC)) {
            available.add(partition.partition());
        }
        return available;
    }

    private static Object argument(Class<?> type, Map<String, Object> properties) {
        if (type == ProducerConfig.class) {
            return new ProducerConfig(properties);
        }
        if (type == KafkaClient.class) {
            return proxy(KafkaClient.class, (proxy, method, arguments) -> idle(method, arguments));
        }
        if (type == Time.class) {
            return Time.SYSTEM;
        }
        try {
            return type.getSimpleName().equals("ApiVersions") ? type.getConstructor().newInstance() : null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A network that is never ready. */
    private static Object idle(Method method, Object[] arguments) throws InterruptedException {
        if (method.getName().equals("poll")) {
            Thread.sleep(Math.min((long) arguments[0], 10));
            return Collections.emptyList();
        }
        Class<?> type = method.getReturnType();
        if (type == boolean.class) {
            return method.getName().equals("active");
        }
        if (type == long.class) {
            return Long.MAX_VALUE;
        }
        return type == int.class ? (Object) 0 : null;
    }

    private void know(int[] leaders) throws Exception {
        MetadataResponseTopic topic = new MetadataResponseTopic().setName(TOPIC);
        for (int partition = 0; partition < leaders.length; partition++) {
            topic.partitions().add(new MetadataResponsePartition()
                    .setPartitionIndex(partition)
                    .setLeaderId(leaders[partition])
                    .setErrorCode((short) (leaders[partition] < 0 ? 5 : 0))
                    .setReplicaNodes(List.of(1, 2))
                    .setIsrNodes(List.of(1, 2)));
        }
        MetadataResponseData data = new MetadataResponseData();
        for (int broker = 1; broker <= 2; broker++) {
            data.brokers().add(new MetadataResponseBroker().setNodeId(broker).setHost("localhost").setPort(9));
        }
        data.topics().add(topic);
        ProducerMetadata metadata = metadata();
        metadata.add(TOPIC, System.currentTimeMillis());
        metadata.updateWithCurrentRequestVersion(
                new MetadataResponse(data, (short) 9), false, System.currentTimeMillis());
    }

    private void append(int event, int partitions, Random random) throws Exception {
        int kind = random.nextInt(10);
        Integer explicit = kind == 0 ? (Integer) random.nextInt(partitions) : null;
        String key = kind == 1 || kind == 2 ? "key-" + random.nextInt(9) : null;
        int size = random.nextInt(15) == 0 ? 600 : random.nextInt(150);
        long timestamp = 1_700_000_000_000L + event;
        draws.clear();
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        Object sent = producer.send(new ProducerRecord<>(TOPIC, explicit, timestamp, bytes, new byte[size]));
        Object result = field(sent.getClass(), "result").get(sent);
        Method where = result.getClass().getMethod("topicPartition");
        TopicPartition went = (TopicPartition) where.invoke(result);
        lines.append("{\"e\":\"append\",\"t\":").append(timestamp).append(",\"explicit\":").append(explicit);
        lines.append(",\"key\":").append(key == null ? "null" : '"' + key + '"').append(",\"value\":").append(size);
        lines.append(",\"draws\":").append(draws).append(",\"partition\":").append(went.partition());
        lines.append(",\"sticky\":").append(sticky()).append("}\n");
    }

    /** Takes the oldest batch of each partition that has a leader, as a sender would. */
    private void drain() throws Exception {
        Object accumulator = field(KafkaProducer.class, "accumulator").get(producer);
        Metadata metadata = metadata();
        Set<Node> nodes = new HashSet<>(metadata.fetch().nodes());
        nodes.removeIf(node -> metadata.fetch().partitionsForNode(node.id()).isEmpty());
        for (Method method : accumulator.getClass().getMethods()) {
            if (method.getName().equals("drain")) {
                Object cluster = method.getParameterTypes()[0] == Cluster.class
                        ? metadata.fetch()
                        : Metadata.class.getMethod("fetchMetadataSnapshot").invoke(metadata);
                Map<?, ?> drained = (Map<?, ?>) method.invoke(
                        accumulator, cluster, nodes, Integer.MAX_VALUE, System.currentTimeMillis());
                for (Object batches : drained.values()) {
                    for (Object batch : (List<?>) batches) {
                        left(accumulator, (TopicPartition) field(batch.getClass(), "topicPartition").get(batch));
                    }
                }
            }
        }
    }

    private void left(Object accumulator, TopicPartition partition) throws Exception {
        Method queue = accumulator.getClass().getDeclaredMethod("getDeque", TopicPartition.class);
        queue.setAccessible(true);
        int left = 0;
        for (Object batch : (Iterable<?>) queue.invoke(accumulator, partition)) {
            left += (int) field(batch.getClass(), "recordCount").get(batch);
        }
        lines.append("{\"e\":\"drained\",\"partition\":").append(partition.partition());
        lines.append(",\"left\":").append(left).append("}\n");
    }

    /** The sticky partition, if the partitioner has one. */
    private Integer sticky() throws Exception {
        if (asked == null) {
            return null;
        }
        try {
            Object cache = field(asked.getClass(), "stickyPartitionCache").get(asked);
            return (Integer) ((Map<?, ?>) field(cache.getClass(), "indexCache").get(cache)).get(TOPIC);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private ProducerMetadata metadata() throws Exception {
        return (ProducerMetadata) field(KafkaProducer.class, "metadata").get(producer);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
