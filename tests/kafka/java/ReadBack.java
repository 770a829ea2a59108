import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The independent reader: Kafka's own consumer, without a group and without commits. Bytes are told in hex. */
final class ReadBack {
    private ReadBack() {}

    /** Every record of a topic: partition by partition from the first offset to the end as it is now. */
    static JsonNode read(JsonNode command) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(command)) {
            List<TopicPartition> partitions = partitions(consumer, command);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<Integer, ArrayNode> rows = new TreeMap<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        rows.computeIfAbsent(record.partition(), p -> Helper.JSON.createArrayNode()).add(row(record));
                    }
                }
            }
            ArrayNode all = Helper.JSON.createArrayNode();
            rows.values().forEach(all::addAll);
            return all;
        }
    }

    /** The offset behind the last record of each partition, in order. */
    static JsonNode endOffsets(JsonNode command) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(command)) {
            List<TopicPartition> partitions = partitions(consumer, command);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            ArrayNode answer = Helper.JSON.createArrayNode();
            partitions.forEach(p -> answer.add(ends.get(p)));
            return answer;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(JsonNode command) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", command.get("bootstrap").asText(),
                        "allow.auto.create.topics", "false",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_uncommitted",
                        "fetch.max.wait.ms", "20"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, JsonNode command) {
        String topic = command.get("topic").asText();
        List<TopicPartition> found = new ArrayList<>();
        consumer.partitionsFor(topic).forEach(p -> found.add(new TopicPartition(topic, p.partition())));
        if (found.isEmpty()) {
            throw new IllegalStateException("topic " + topic + " is not there");
        }
        found.sort(java.util.Comparator.comparingInt(TopicPartition::partition));
        return found;
    }

    private static ObjectNode row(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode row = Helper.JSON.createObjectNode();
        row.put("partition", record.partition());
        row.put("offset", record.offset());
        row.put("timestamp", record.timestamp());
        row.put("timestampType", record.timestampType().toString());
        row.put("key", hex(record.key()));
        row.put("value", hex(record.value()));
        row.put("serializedKeySize", record.serializedKeySize());
        row.put("serializedValueSize", record.serializedValueSize());
        ArrayNode headers = row.putArray("headers");
        for (Header header : record.headers()) {
            headers.addArray().add(header.key()).add(hex(header.value()));
        }
        return row;
    }

    static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(JsonNode hex) {
        return hex == null || hex.isNull() ? null : HexFormat.of().parseHex(hex.asText());
    }
}
