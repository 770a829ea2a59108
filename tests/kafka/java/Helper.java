import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Apache Kafka's clients and tools behind one line-based door, so that a test does not wait for a Java start each time.
 * Every line of standard input is a command as a JSON object with an "id" and a "do"; its answer is a line with the same
 * id and either "answer" or "error". Commands run side by side. The end of standard input ends the process.
 */
public final class Helper {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream ANSWERS = System.out;

    private Helper() {}

    public static void main(String[] args) throws Exception {
        // What tools print must not get among the answers.
        System.setOut(System.err);
        ExecutorService workers = Executors.newCachedThreadPool();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode command = JSON.readTree(line);
            workers.execute(() -> answer(command));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void answer(JsonNode command) {
        ObjectNode reply = JSON.createObjectNode();
        reply.set("id", command.get("id"));
        try {
            reply.set("answer", carryOut(command));
        } catch (Throwable e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            reply.put("error", trace.toString());
        }
        byte[] bytes = (reply + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (ANSWERS) {
            ANSWERS.write(bytes, 0, bytes.length);
            ANSWERS.flush();
        }
    }

    private static JsonNode carryOut(JsonNode command) throws Exception {
        return switch (command.get("do").asText()) {
            case "awaitNodes" -> Cluster.awaitNodes(command);
            case "createTopic" -> Cluster.createTopic(command);
            case "deleteTopic" -> Cluster.deleteTopic(command);
            case "topics" -> Cluster.topics(command);
            case "leaders" -> Cluster.leaders(command);
            case "endOffsets" -> ReadBack.endOffsets(command);
            case "read" -> ReadBack.read(command);
            case "send" -> Sender.send(command);
            case "topicCount" -> Metrics.topicCount(command);
            case "producerQuota" -> Metrics.producerQuota(command);
            case "dumpLog" -> LogDump.dump(command);
            case "murmur2" -> Fixtures.murmur2(command);
            case "sizes" -> Fixtures.sizes(command);
            case "configdef" -> Definition.tell(command);
            case "verdicts" -> Fixtures.verdicts(command);
            case "choices" -> JSON.getNodeFactory()
                    .textNode(Choices.tell(command.get("release").asText(), command.path("jar").asText(null)));
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }
}
