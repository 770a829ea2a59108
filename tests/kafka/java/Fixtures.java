import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the committed fixtures again from Kafka's own classes. A fixture's questions (its first columns) are taken from
 * the file, its answers are computed anew, and the whole file is told as it should be.
 */
final class Fixtures {
    private static final int[] PARTITIONS = {1, 2, 3, 6, 7, 12, 50, 100, 1000};

    private Fixtures() {}

    /** Per key: its hash, the hash without its sign, and the partition for each number of partitions. */
    static JsonNode murmur2(JsonNode command) throws Exception {
        StringBuilder table = new StringBuilder("key_hex\tmurmur2\tpositive");
        for (int partitions : PARTITIONS) {
            table.append("\tp").append(partitions);
        }
        table.append('\n');
        for (String[] row : rows(command)) {
            int hash = Utils.murmur2(HexFormat.of().parseHex(row[0]));
            table.append(row[0]).append('\t').append(hash).append('\t').append(Utils.toPositive(hash));
            for (int partitions : PARTITIONS) {
                table.append('\t').append(Utils.toPositive(hash) % partitions);
            }
            table.append('\n');
        }
        return Helper.JSON.getNodeFactory().textNode(table.toString());
    }

    /** Per record: the upper bound the producer checks against its limits, and the size of a batch that holds it alone. */
    static JsonNode sizes(JsonNode command) throws Exception {
        StringBuilder table = new StringBuilder("key_len\tvalue_len\theaders\tupper_bound\tbatch_size\n");
        for (String[] row : rows(command)) {
            byte[] key = zeros(row[0]);
            byte[] value = zeros(row[1]);
            Header[] headers = headers(row[2]);
            int bound = AbstractRecords.estimateSizeInBytesUpperBound(
                    RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, key, value, headers);
            int batch = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(0, key, value, headers))
                    .sizeInBytes();
            table.append(String.join("\t", row[0], row[1], row[2])).append('\t').append(bound).append('\t');
            table.append(batch).append('\n');
        }
        return Helper.JSON.getNodeFactory().textNode(table.toString());
    }

    /**
     * Per combination of properties: whether a producer starts with them, what it says if not, and the values it runs
     * with. Each line of the file as it should be, in the order of the file.
     */
    static JsonNode verdicts(JsonNode command) throws Exception {
        ArrayNode verdicts = Helper.JSON.createArrayNode();
        for (String line : Files.readAllLines(Path.of(command.get("file").asText()))) {
            JsonNode asked = Helper.JSON.readTree(line).get("props");
            ObjectNode verdict = verdicts.addObject();
            verdict.set("props", asked);
            Map<String, Object> properties = new HashMap<>();
            asked.properties().forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
            ByteArraySerializer serializer = new ByteArraySerializer();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, serializer, serializer)) {
                verdict.put("verdict", "ok").putNull("stage").putNull("message");
                effective(producer, verdict);
            } catch (RuntimeException e) {
                boolean inConstructor = "Failed to construct kafka producer".equals(e.getMessage());
                verdict.put("verdict", "error").put("stage", inConstructor ? "construct" : "config");
                verdict.put("message", words(e));
            }
        }
        return verdicts;
    }

    private static String words(Throwable e) {
        List<String> words = new ArrayList<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            // The runtime's words go on with where the classes come from.
            int more = cause instanceof ClassCastException ? message.indexOf(" cannot be cast") : -1;
            words.add(cause.getClass().getSimpleName() + ": " + (more < 0 ? message : message.substring(0, more)));
        }
        return String.join(" <- ", words);
    }

    private static void effective(KafkaProducer<?, ?> producer, ObjectNode verdict) throws Exception {
        ProducerConfig config = (ProducerConfig) field(producer, "producerConfig");
        Object accumulator = field(producer, "accumulator");
        verdict.put("idempotence", config.getBoolean("enable.idempotence"));
        verdict.put("acks", config.getString("acks"));
        verdict.put("retries", config.getInt("retries"));
        verdict.put("max_in_flight", config.getInt("max.in.flight.requests.per.connection"));
        verdict.put("transactional_id", config.getString("transactional.id"));
        verdict.put("delivery_timeout_ms", (Integer) field(accumulator, "deliveryTimeoutMs"));
        verdict.put("linger_ms", (Integer) field(accumulator, "lingerMs"));
        verdict.put("batch_size", (Integer) field(accumulator, "batchSize"));
        verdict.put("reconnect_backoff_max_ms", config.getLong("reconnect.backoff.max.ms"));
    }

    private static Object field(Object of, String name) throws Exception {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static List<String[]> rows(JsonNode command) throws Exception {
        List<String[]> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of(command.get("file").asText()));
        lines.subList(1, lines.size()).forEach(line -> rows.add(line.split("\t")));
        return rows;
    }

    private static byte[] zeros(String length) {
        return length.equals("-1") ? null : new byte[Integer.parseInt(length)];
    }

    /** "-" for none, or "name in hex:length of the value" with commas between. */
    private static Header[] headers(String column) {
        if (column.equals("-")) {
            return new Header[0];
        }
        List<Header> headers = new ArrayList<>();
        for (String header : column.split(",")) {
            String[] parts = header.split(":");
            String name = new String(HexFormat.of().parseHex(parts[0]), java.nio.charset.StandardCharsets.UTF_8);
            headers.add(new RecordHeader(name, zeros(parts[1])));
        }
        return headers.toArray(new Header[0]);
    }
}
