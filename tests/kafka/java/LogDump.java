import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.tools.DumpLogSegments;

/** Kafka's DumpLogSegments: what it prints about the batches of segment files. */
final class LogDump {
    private LogDump() {}

    /** One at a time: the tool prints to the process's standard output. */
    static synchronized JsonNode dump(JsonNode command) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            DumpLogSegments.main(new String[] {"--files", command.get("files").asText()});
        } finally {
            System.setOut(before);
        }
        return Helper.JSON.getNodeFactory().textNode(printed.toString(StandardCharsets.UTF_8));
    }
}
