import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/** The definition of the producer's properties, in the words of the client of any release. */
final class Definition {
    private Definition() {}

    /**
     * What ProducerConfig defines, a key a line in the order of definition: of the clients at hand, or of those in
     * another "jar", which sees nothing of ours but the logger it needs.
     */
    static JsonNode tell(JsonNode command) throws Exception {
        if (!command.hasNonNull("jar")) {
            return of(Definition.class.getClassLoader());
        }
        URL jar = Path.of(command.get("jar").asText()).toUri().toURL();
        URL logger = Logger.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar, logger}, ClassLoader.getPlatformClassLoader())) {
            return of(loader);
        }
    }

    private static JsonNode of(ClassLoader loader) throws Exception {
        Class<?> config = loader.loadClass("org.apache.kafka.clients.producer.ProducerConfig");
        Object definition = config.getMethod("configDef").invoke(null);
        Map<?, ?> keys = (Map<?, ?>) definition.getClass().getMethod("configKeys").invoke(definition);
        Class<?> type = loader.loadClass("org.apache.kafka.common.config.ConfigDef$Type");
        List<String> lines = new ArrayList<>();
        for (Object key : keys.values()) {
            boolean required = !(boolean) key.getClass().getMethod("hasDefault").invoke(key);
            Object value = required ? null : field(key, "defaultValue");
            Object written = definition.getClass().getMethod("convertToString", Object.class, type)
                    .invoke(null, value, field(key, "type"));
            Object validator = field(key, "validator");
            ObjectNode line = Helper.JSON.createObjectNode();
            line.put("order", lines.size());
            line.put("name", (String) field(key, "name"));
            line.put("type", field(key, "type").toString());
            line.put("required", required);
            line.put("default", (String) written);
            line.put("importance", field(key, "importance").toString());
            line.put("validator", validator == null ? null : validator.toString());
            lines.add(line.toString());
        }
        return Helper.JSON.getNodeFactory().textNode("[\n" + String.join(",\n", lines) + "\n]\n");
    }

    private static Object field(Object key, String name) throws Exception {
        return key.getClass().getField(name).get(key);
    }
}
