import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Java producer that linger is measured against: records in, what it answered for each out. */
final class Sender {
    private Sender() {}

    static JsonNode send(JsonNode command) throws Exception {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", command.get("bootstrap").asText());
        properties.put("enable.metrics.push", "false");
        command.path("properties").properties().forEach(e -> properties.put(e.getKey(), e.getValue().asText()));
        ArrayNode answers = Helper.JSON.createArrayNode();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (JsonNode record : command.get("records")) {
                sent.add(producer.send(parse(command.get("topic").asText(), record)));
            }
            producer.flush();
            for (Future<RecordMetadata> future : sent) {
                tell(future, answers.addObject());
            }
        }
        return answers;
    }

    private static ProducerRecord<byte[], byte[]> parse(String topic, JsonNode record) {
        ProducerRecord<byte[], byte[]> parsed = new ProducerRecord<>(
                topic,
                record.hasNonNull("partition") ? record.get("partition").asInt() : null,
                record.hasNonNull("timestamp") ? record.get("timestamp").asLong() : null,
                ReadBack.bytes(record.get("key")),
                ReadBack.bytes(record.get("value")));
        for (JsonNode header : record.path("headers")) {
            parsed.headers().add(new RecordHeader(header.get(0).asText(), ReadBack.bytes(header.get(1))));
        }
        return parsed;
    }

    private static void tell(Future<RecordMetadata> future, ObjectNode answer) throws InterruptedException {
        try {
            RecordMetadata metadata = future.get();
            answer.put("partition", metadata.partition());
            answer.put("offset", metadata.offset());
            answer.put("timestamp", metadata.timestamp());
            answer.put("serializedKeySize", metadata.serializedKeySize());
            answer.put("serializedValueSize", metadata.serializedValueSize());
        } catch (ExecutionException e) {
            answer.put("error", e.getCause().getClass().getSimpleName());
            answer.put("message", e.getCause().getMessage());
        }
    }
}
