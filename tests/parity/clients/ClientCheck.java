import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sourcelab.kafka.connect.apiclient.Configuration;
import org.sourcelab.kafka.connect.apiclient.KafkaConnectClient;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorPluginConfigDefinition;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorPluginConfigValidationResults;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorStatus;
import org.sourcelab.kafka.connect.apiclient.request.dto.NewConnectorDefinition;
import org.sourcelab.kafka.connect.apiclient.request.post.PostConnectorRestart;
import org.sourcelab.kafka.connect.apiclient.rest.exceptions.ConcurrentConfigModificationException;
import org.sourcelab.kafka.connect.apiclient.rest.exceptions.InvalidRequestException;
import org.sourcelab.kafka.connect.apiclient.rest.exceptions.ResourceNotFoundException;

/** Every call of AKHQ's client once. Arguments: the worker's URL, a name, a file to read. */
public class ClientCheck {
    private static KafkaConnectClient client;

    public static void main(String[] arguments) throws Exception {
        String name = arguments[1];
        client = new KafkaConnectClient(new Configuration(arguments[0]));
        Map<String, String> config = Map.of("connector.class", "FileStreamSource", "tasks.max", "1", "file", arguments[2], "topic", name + "-topic",
            "value.converter", "org.apache.kafka.connect.storage.StringConverter");
        about();
        changes(name, config);
        states(name);
        client.deleteConnector(name);
        eventually("deleted", () -> !client.getConnectors().contains(name));
        missing("status of a deleted connector", () -> eventually("no status", () -> client.getConnectorStatus(name) == null));
        System.out.println("all calls answered");
    }

    private static void about() throws Exception {
        check("version", client.getConnectServerVersion().getVersion().matches("\\d+\\..*"));
        check("plugins", client.getConnectorPlugins().stream().anyMatch(each -> each.getClassName().equals("org.apache.kafka.connect.file.FileStreamSourceConnector")
            && each.getType().equals("source") && each.getVersion() != null));
        ConnectorPluginConfigValidationResults results = client.validateConnectorPluginConfig(
            ConnectorPluginConfigDefinition.newBuilder().withName("FileStreamSource").withConfig("connector.class", "FileStreamSource")
                .withConfig("name", "x").withConfig("tasks.max", "none").build());
        check("validate: 3 errors", results.getErrorCount() == 3 && results.getName().equals("FileStreamSource") && results.getGroups().contains("Common"));
        check("validate: definitions", results.getConfigs().stream().anyMatch(each -> each.getDefinition().getName().equals("topic")
            && each.getDefinition().isRequired() && each.getDefinition().getType().equals("STRING") && !each.getValue().getErrors().isEmpty()));
        missing("unknown connector", () -> client.getConnector("no such"));
    }

    private static void changes(String name, Map<String, String> config) throws Exception {
        NewConnectorDefinition wanted = new NewConnectorDefinition(name, config);
        check("create", retried(() -> client.addConnector(wanted)).getConfig().get("file").equals(config.get("file")));
        eventually("running", () -> states(client.getConnectorStatus(name)).equals(List.of("RUNNING", "RUNNING")));
        check("info", client.getConnector(name).getType().equals("source") && client.getConnector(name).getTasks().size() == 1);
        check("config", client.getConnectorConfig(name).entrySet().containsAll(config.entrySet()) && client.getConnectorConfig(name).get("name").equals(name));
        check("expanded", client.getConnectorsWithAllExpandedMetadata().getDefinitionForConnector(name).getName().equals(name)
            && client.getConnectorsWithExpandedStatus().getStatusForConnector(name).getTasks().size() == 1
            && client.getConnectorsWithExpandedInfo().getDefinitionForConnector(name).getConfig().containsKey("topic"));
        eventually("topics", () -> client.getConnectorTopics(name).getTopics().equals(List.of(name + "-topic")));
        check("topics reset", client.resetConnectorTopics(name));
        Map<String, String> more = new java.util.HashMap<>(config);
        more.put("batch.size", "9");
        check("update", retried(() -> client.updateConnectorConfig(name, more)).getConfig().get("batch.size").equals("9"));
        eventually("task config", () -> client.getConnectorTasks(name).iterator().next().getConfig().getOrDefault("batch.size", "").equals("9"));
        try {
            retried(() -> client.updateConnectorConfig(name, Map.of("connector.class", "FileStreamSource")));
            check("an invalid config is refused", false);
        } catch (InvalidRequestException expected) {
            check("refusal names the key", expected.getMessage().contains("topic"));
        }
    }

    private static void states(String name) throws Exception {
        eventually("running again", () -> states(client.getConnectorStatus(name)).equals(List.of("RUNNING", "RUNNING")));
        check("pause", client.pauseConnector(name));
        eventually("paused", () -> states(client.getConnectorStatus(name)).equals(List.of("PAUSED", "PAUSED")));
        check("resume", client.resumeConnector(name));
        eventually("resumed", () -> states(client.getConnectorStatus(name)).equals(List.of("RUNNING", "RUNNING")));
        check("restart", retried(() -> client.restartConnector(name)));
        check("restart with tasks", retried(() -> client.restartConnector(new PostConnectorRestart(name).withIncludeTasks(true).withOnlyFailed(false))));
        eventually("restarted", () -> states(client.getConnectorStatus(name)).equals(List.of("RUNNING", "RUNNING")));
        check("task restart", retried(() -> client.restartConnectorTask(name, 0)));
        eventually("task status", () -> client.getConnectorTaskStatus(name, 0).getState().equals("RUNNING"));
        check("worker id", client.getConnectorTaskStatus(name, 0).getWorkerId().matches(".+:\\d+"));
        check("stop", retried(() -> client.stopConnector(name)));
        eventually("stopped", () -> states(client.getConnectorStatus(name)).equals(List.of("STOPPED")));
    }

    private static List<String> states(ConnectorStatus status) {
        List<String> found = status.getTasks().stream().map(ConnectorStatus.TaskStatus::getState).collect(Collectors.toList());
        found.add(0, status.getConnector().get("state"));
        return found;
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void missing(String what, Callable<?> call) throws Exception {
        try {
            call.call();
        } catch (ResourceNotFoundException expected) {
            return;
        }
        throw new AssertionError(what + ": not missing");
    }

    /** Again while the worker rebalances. */
    private static <T> T retried(Callable<T> call) throws Exception {
        for (long end = System.nanoTime() + 30_000_000_000L;;) {
            try {
                return call.call();
            } catch (ConcurrentConfigModificationException later) {
                check("an answer without a rebalance", System.nanoTime() < end);
                Thread.sleep(50);
            }
        }
    }

    private static Void eventually(String what, Callable<Boolean> condition) throws Exception {
        for (long end = System.nanoTime() + 30_000_000_000L;;) {
            try {
                if (condition.call()) {
                    return null;
                }
            } catch (ResourceNotFoundException missing) {
                if (what.startsWith("no ")) {
                    throw missing;
                }
            }
            check(what, System.nanoTime() < end);
            Thread.sleep(50);
        }
    }
}
