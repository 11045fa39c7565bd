package dev.freshet.k8s.image;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.testing.LoopbackFlink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a job manager says of its only job, and what processes of Flink measure. */
final class FlinkRest {

  private static final Duration LONGEST_SAVEPOINT = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private final int port;

  FlinkRest(int port) {
    this.port = port;
  }

  int completedCheckpoints() throws IOException, InterruptedException {
    return checkpoints().path("counts").path("completed").asInt();
  }

  /** Where the job began, empty if it began from nothing. */
  String restoredFrom() throws IOException, InterruptedException {
    return checkpoints().path("latest").path("restored").path("external_path").asText();
  }

  /**
   * Stops the job with a savepoint. Until it was asked where that is, the job manager does not end.
   *
   * @return where the savepoint is
   */
  String stop() throws IOException, InterruptedException {
    String job = job();
    HttpRequest request =
        request(port, "/jobs/" + job + "/stop")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    String id = json.readTree(send(request)).path("request-id").asText();
    return await()
        .atMost(LONGEST_SAVEPOINT)
        .until(
            () -> get("/jobs/" + job + "/savepoints/" + id),
            answer -> answer.path("status").path("id").asText().equals("COMPLETED"))
        .path("operation")
        .path("location")
        .asText();
  }

  /** The metrics that a process shows. */
  String scrape(int metricsPort) throws IOException, InterruptedException {
    return send(request(metricsPort, "/metrics").build());
  }

  private JsonNode checkpoints() throws IOException, InterruptedException {
    return get("/jobs/" + job() + "/checkpoints");
  }

  private String job() throws IOException, InterruptedException {
    return get("/jobs").path("jobs").path(0).path("id").asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(send(request(port, path).build()));
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://" + LoopbackFlink.ADDRESS + ":" + port + path));
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
