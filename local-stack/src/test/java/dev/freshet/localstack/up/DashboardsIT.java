package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.metrics.DashboardPicture;
import dev.freshet.localstack.metrics.Monitoring;
import dev.freshet.localstack.metrics.Tool;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.scoring.event.Interaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus that scrapes jobs at work: every panel has something to draw.
 *
 * <p>With {@code -Dtest.jvm.options=-Dpictures.record=true} the panels are drawn into {@code docs}.
 */
@Tag("monitoring")
class DashboardsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Four jobs tell sixteen thousand figures, which takes seconds while they start. */
  private static final long SECONDS_PER_SCRAPE = 5;

  private static final long SCRAPES = Long.getLong("pictures.seconds", 60) / SECONDS_PER_SCRAPE;
  private static final Path DOCS = Path.of("../docs");

  private final Ports ports = new Ports(new PrintWriter(Writer.nullWriter()));
  private final int metrics = port("metrics", 39249);
  private final int prometheus = port("Prometheus", 39090);

  private int port(String what, int usual) {
    return ports.choose(what, "", null, usual);
  }

  @Test
  void haveSomethingToDrawInEveryPanel(@TempDir Path folder) throws Exception {
    Tool tool = Tool.find("prometheus");
    Stack.Addresses addresses =
        new Stack.Addresses(
            port("Flink", 38081), port("Kafka", 39092), port("Redis", 36379), metrics);
    try (DataDirectory data = DataDirectory.open(null);
        Stack stack =
            new Stack(
                data,
                addresses,
                new Configuration(),
                new RulesOption().rules(),
                new ExperimentsOption().experiments());
        Producer producer = new Producer(stack.settings().kafka());
        Producer disturber = new Producer(stack.settings().kafka())) {
      Feeding feeding =
          new Feeding(new SimulatedFeed(SimulatorSettings.withSeed(1)), producer, new Pace(200));
      feeding.start();
      Process server = startPrometheus(tool, folder);
      try {
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  disturb(disturber);
                  return scrapes();
                },
                count -> count >= SCRAPES);
        drawAll();
        requireHealthyRules();
      } finally {
        server.destroy();
        server.waitFor();
        feeding.stop();
      }
    }
  }

  /** A client whose clock is wrong, beside simulated learners. */
  private static void disturb(Producer disturber) {
    long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    disturber.send(Interaction.click("early-" + tomorrow, "eve", "item", tomorrow));
    disturber.flush();
  }

  private Process startPrometheus(Tool tool, Path folder) throws Exception {
    Path rules = Monitoring.writeRules(folder);
    Files.writeString(
        folder.resolve("prometheus.yaml"),
        """
        global: {scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: 5s}
        rule_files: ['%2$s']
        scrape_configs:
        - job_name: freshet
          honor_labels: true
          static_configs: [{targets: ['127.0.0.1:%3$d']}]
        """
            .formatted(SECONDS_PER_SCRAPE, rules, metrics));
    Process server =
        new ProcessBuilder(
                tool.file().toString(),
                "--config.file=prometheus.yaml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + prometheus)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return server;
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + prometheus + "/api/v1/" + path);
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    if (answer.statusCode() == HttpURLConnection.HTTP_UNAVAILABLE) {
      throw new ConnectException("Prometheus is not ready yet");
    }
    return JSON.readTree(answer.body()).get("data");
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(Monitoring.query(expression), StandardCharsets.UTF_8);
  }

  /** How often the jobs were scraped while they ran. */
  private int scrapes() throws IOException, InterruptedException {
    try {
      JsonNode count =
          ask("query?query=" + encoded("max(count_over_time(flink_jobmanager_job_uptime[1h]))"));
      return count.get("result").isEmpty() ? 0 : count.at("/result/0/value/1").asInt();
    } catch (ConnectException e) {
      return 0;
    }
  }

  private void drawAll() throws IOException, InterruptedException {
    Set<String> empty = new TreeSet<>();
    for (String dashboard : Monitoring.DASHBOARDS) {
      DashboardPicture picture = new DashboardPicture();
      for (Monitoring.Panel panel : Monitoring.panels(dashboard)) {
        Map<String, List<double[]>> lines = lines(panel);
        if (lines.isEmpty()) {
          empty.add(dashboard + ": " + panel.title());
        }
        picture.add(panel, lines);
      }
      if (Boolean.getBoolean("pictures.record")) {
        picture.write(DOCS.resolve("metrics-" + dashboard + ".png"));
      }
    }

    assertThat(empty).isEmpty();
  }

  /** Points of time, in seconds from the first scrape, and value, by legend. */
  private Map<String, List<double[]>> lines(Monitoring.Panel panel)
      throws IOException, InterruptedException {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    long end = System.currentTimeMillis() / 1000;
    long start = end - SCRAPES * SECONDS_PER_SCRAPE;
    for (Map.Entry<String, String> series : panel.series().entrySet()) {
      JsonNode found =
          ask(
              "query_range?query=%s&start=%d&end=%d&step=1"
                  .formatted(encoded(series.getValue()), start, end));
      for (JsonNode line : found.get("result")) {
        List<double[]> points = points(line.get("values"), start);
        if (!points.isEmpty()) {
          lines.put(legend(series.getKey(), line.get("metric")), points);
        }
      }
    }
    return lines;
  }

  private static List<double[]> points(JsonNode values, long start) {
    List<double[]> points = new ArrayList<>();
    for (JsonNode value : values) {
      double y = Double.parseDouble(value.get(1).asText().replace("Inf", "Infinity"));
      if (Double.isFinite(y)) {
        points.add(new double[] {value.get(0).asDouble() - start, y});
      }
    }
    return points;
  }

  private static String legend(String format, JsonNode labels) {
    String legend = format;
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      legend = legend.replace("{{" + label.getKey() + "}}", label.getValue().asText());
    }
    return legend;
  }

  private void requireHealthyRules() throws IOException, InterruptedException {
    for (JsonNode group : ask("rules").get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        String name = rule.get("name").asText();
        assertThat(rule.path("lastError").asText()).as(name).isEmpty();
        assertThat(rule.get("state").asText()).as(name).isNotEqualTo("firing");
      }
    }
  }
}
