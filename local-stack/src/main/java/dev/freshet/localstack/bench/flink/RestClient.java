package dev.freshet.localstack.bench.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What a job manager tells of one job over HTTP. */
public final class RestClient {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String job;

  /**
   * @param port of the job manager, on the loopback interface
   */
  public RestClient(int port, String jobId) {
    job = "http://127.0.0.1:" + port + "/jobs/" + jobId;
  }

  /**
   * A failure of the job.
   *
   * @param what its first line
   */
  public record Failure(long atMillis, String what) {}

  /** A completed checkpoint. */
  public record Checkpoint(Duration duration, long bytes) {}

  /** Why the job has failed so far, the latest first. */
  public List<Failure> failures() throws InterruptedException {
    List<Failure> failures = new ArrayList<>();
    get("/exceptions")
        .path("exceptionHistory")
        .path("entries")
        .forEach(
            entry ->
                failures.add(
                    new Failure(
                        entry.path("timestamp").asLong(),
                        rootCause(entry.path("stacktrace").asText()))));
    return failures;
  }

  /** The first line of what caused all the rest. */
  static String rootCause(String stackTrace) {
    String cause = "Caused by: ";
    List<String> lines = stackTrace.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(cause))
        .reduce((earlier, later) -> later)
        .map(line -> line.substring(cause.length()))
        .orElse(lines.isEmpty() ? "" : lines.get(0));
  }

  /**
   * The largest value of a metric of any operator or task of the job; empty if there is none of
   * that name.
   */
  public OptionalDouble largest(String metric) throws InterruptedException {
    return values(metric, "", "max");
  }

  /** The sum of a metric of all tasks with an operator of this name. */
  public OptionalDouble sum(String metric, String operator) throws InterruptedException {
    return values(metric, operator, "sum");
  }

  private OptionalDouble values(String metric, String operator, String aggregate)
      throws InterruptedException {
    OptionalDouble found = OptionalDouble.empty();
    for (JsonNode vertex : get("").path("vertices")) {
      if (vertex.path("name").asText().contains(operator)) {
        String metrics = "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
        for (JsonNode name : get(metrics)) {
          String id = name.path("id").asText();
          if (id.equals(metric) || id.endsWith("." + metric)) {
            double value =
                get(metrics
                        + "?agg="
                        + aggregate
                        + "&get="
                        + URLEncoder.encode(id, StandardCharsets.UTF_8))
                    .path(0)
                    .path(aggregate)
                    .asDouble();
            found = OptionalDouble.of(Math.max(found.orElse(value), value));
          }
        }
      }
    }
    return found;
  }

  /** Asks for a checkpoint, and tells under which name it is asked after. */
  public String triggerCheckpoint() throws InterruptedException {
    return send(request("/checkpoints")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"checkpointType\":\"CONFIGURED\"}"))
            .build())
        .path("request-id")
        .asText();
  }

  /**
   * The id of a checkpoint that was asked for, or a negative number while it is under way.
   *
   * @throws IllegalStateException if it has failed
   */
  public long checkpointId(String request) throws InterruptedException {
    JsonNode answer = get("/checkpoints/" + request);
    if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      return -1;
    }
    JsonNode failure = answer.path("operation").path("failureCause");
    if (!failure.isMissingNode() && !failure.isNull()) {
      throw new IllegalStateException(rootCause(failure.path("stack-trace").asText()));
    }
    return answer.path("operation").path("checkpointId").asLong();
  }

  /** What a completed checkpoint came to. */
  public Checkpoint checkpoint(long id) throws InterruptedException {
    JsonNode details = get("/checkpoints/details/" + id);
    return new Checkpoint(
        Duration.ofMillis(details.path("end_to_end_duration").asLong()),
        details.path("state_size").asLong());
  }

  private JsonNode get(String path) throws InterruptedException {
    return send(request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(job + path)).timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "the job manager answers " + response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the job manager does not answer " + request.uri(), e);
    }
  }
}
