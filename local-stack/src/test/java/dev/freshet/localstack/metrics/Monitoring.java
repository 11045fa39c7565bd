package dev.freshet.localstack.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.YamlParserUtils;

/** The rules and dashboards that are deployed. */
public final class Monitoring {

  /** Where they lie. */
  public static final Path FOLDER = Path.of("../k8s/base/monitoring");

  /** The rules, and what their tests are called. */
  static final String RULES = "alerts.yaml";

  static final String TESTS = "alerts-test.yaml";

  private static final Path JSON_LOGS = Path.of("../k8s/components/json-logs/json-logs.yaml");

  /** The dashboards, by what the files are called. */
  public static final List<String> DASHBOARDS = List.of("health", "quality");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Monitoring() {}

  /**
   * A panel of a dashboard.
   *
   * @param title what it is called
   * @param unit Grafana's name of its unit
   * @param series what is drawn, by legend
   */
  public record Panel(String title, String unit, Map<String, String> series) {}

  /** The rules, as JSON. */
  public static List<JsonNode> alerts() throws Exception {
    List<JsonNode> rules = new ArrayList<>();
    rules().get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    return rules;
  }

  private static JsonNode rules() throws Exception {
    return yaml(FOLDER.resolve(RULES)).get("spec");
  }

  /**
   * Writes the rules as Prometheus itself reads them, without what Kubernetes has around them, and
   * their tests beside them.
   *
   * @return the file with the rules
   */
  public static Path writeRules(Path folder) throws Exception {
    Files.copy(FOLDER.resolve(TESTS), folder.resolve(TESTS));
    // JSON is YAML, too.
    return Files.write(folder.resolve(RULES), JSON.writeValueAsBytes(rules()));
  }

  /** The tests of the rules, as JSON. */
  public static JsonNode alertsTest() throws Exception {
    return yaml(FOLDER.resolve(TESTS));
  }

  private static JsonNode yaml(Path file) throws Exception {
    return JSON.valueToTree(YamlParserUtils.loadYamlFile(file.toFile()));
  }

  /** How logs become JSON, as Log4j reads it. */
  static String jsonLogs() throws Exception {
    return yaml(JSON_LOGS).at("/spec/logConfiguration/log4j-console.properties").asText();
  }

  /** The panels of a dashboard. */
  public static List<Panel> panels(String dashboard) throws IOException {
    JsonNode json = JSON.readTree(FOLDER.resolve("dashboards/" + dashboard + ".json").toFile());
    List<Panel> panels = new ArrayList<>();
    json.get("panels").forEach(panel -> panels.add(panel(panel)));
    return panels;
  }

  private static Panel panel(JsonNode panel) {
    Map<String, String> series = new LinkedHashMap<>();
    panel
        .get("targets")
        .forEach(
            target -> series.put(target.get("legendFormat").asText(), target.get("expr").asText()));
    return new Panel(
        panel.get("title").asText(), panel.at("/fieldConfig/defaults/unit").asText(), series);
  }

  /** An expression with what Grafana would put in the place of its variables. */
  public static String query(String expression) {
    return expression.replace("$job", ".*").replace("$__rate_interval", "20s");
  }

  /** Every expression of rules and panels, by where it is. */
  public static Map<String, String> expressions() throws Exception {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (JsonNode alert : alerts()) {
      expressions.put("alert " + alert.get("alert").asText(), alert.get("expr").asText());
    }
    for (String dashboard : DASHBOARDS) {
      for (Panel panel : panels(dashboard)) {
        panel
            .series()
            .forEach(
                (legend, expression) ->
                    expressions.put(dashboard + ": " + panel.title() + ": " + legend, expression));
      }
    }
    return expressions;
  }
}
