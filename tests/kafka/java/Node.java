import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * One Kafka node that can't outlive who started it: it formats its storage if that is new, runs the broker, and stops at
 * once when its standard input ends. The pipe closes however the other side ends, killed or not.
 *
 * <p>Usage: Node CLUSTER_ID CONFIG_FILE [MORE FOR THE FORMATTING…]
 */
public final class Node {
    private Node() {}

    public static void main(String[] args) {
        Thread leash = new Thread(Node::haltAtEndOfInput, "leash");
        leash.setDaemon(true);
        leash.start();
        List<String> format = new ArrayList<>();
        format.addAll(List.of("format", "--ignore-formatted", "--cluster-id", args[0], "--config", args[1]));
        format.addAll(Arrays.asList(args).subList(2, args.length));
        int code = StorageTool.execute(format.toArray(new String[0]), System.out);
        if (code != 0) {
            Runtime.getRuntime().halt(code);
        }
        Kafka.main(new String[] {args[1]});
    }

    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said on this line: only its end counts.
            }
        } catch (IOException e) {
            // A broken line is an ended one.
        }
        Runtime.getRuntime().halt(1);
    }
}
