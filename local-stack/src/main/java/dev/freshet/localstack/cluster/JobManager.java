package dev.freshet.localstack.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.testing.LoopbackFlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.CheckpointException;

/** The job manager of a cluster, asked over HTTP. */
public final class JobManager {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LONGEST_SAVEPOINT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long LOOK_MILLIS = 100;
  private static final String DECLINED = CheckpointException.class.getName();
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  /**
   * @param port on the loopback interface
   */
  public JobManager(int port) {
    address = "http://" + LoopbackFlink.ADDRESS + ":" + port;
  }

  /**
   * A job that has not ended.
   *
   * @param id Flink's id of it
   * @param tasks how many there are
   * @param running how many of them run, or have come to their end, as one that reads a topic to
   *     the end that it has at the start
   */
  public record Job(String id, int tasks, int running) {

    /** Whether all of it runs. */
    public boolean isRunning() {
      return tasks > 0 && running == tasks;
    }
  }

  /**
   * The jobs by name.
   *
   * @throws UncheckedIOException if the job manager does not answer
   */
  public Map<String, Job> jobs() throws InterruptedException {
    Map<String, Job> jobs = new TreeMap<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (!ENDED.contains(job.path("state").asText())) {
        JsonNode tasks = job.path("tasks");
        jobs.put(
            job.path("name").asText(),
            new Job(
                job.path("jid").asText(),
                tasks.path("total").asInt(),
                tasks.path("running").asInt() + tasks.path("finished").asInt()));
      }
    }
    return jobs;
  }

  /**
   * Takes a savepoint, and returns where it is.
   *
   * @throws CommandException if it fails
   */
  public String savepoint(Job job, Path directory) throws InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.put("target-directory", directory.toUri().toString());
    request.put("cancel-job", false);
    return taken(job, "/savepoints", request);
  }

  /**
   * Stops a job with a savepoint, and returns where that is.
   *
   * @param drain whether nothing more is to come: what waits for later is done before
   * @throws CommandException if it fails
   */
  public String stop(Job job, Path directory, boolean drain) throws InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.put("targetDirectory", directory.toUri().toString());
    request.put("drain", drain);
    return taken(job, "/stop", request);
  }

  /** A task that does not run yet, or just ends, declines a savepoint: then it is asked again. */
  private String taken(Job job, String how, ObjectNode request) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_SAVEPOINT_NANOS;
    while (true) {
      JsonNode asked = post("/jobs/" + job.id() + how, request);
      JsonNode operation = await(job, asked.path("request-id").asText(), deadline);
      if (operation.hasNonNull("location")) {
        return operation.path("location").asText();
      }
      String failure = operation.path("failure-cause").path("stack-trace").asText();
      if (!failure.contains(DECLINED) || System.nanoTime() > deadline) {
        throw new CommandException("no savepoint: " + firstLine(failure));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private JsonNode await(Job job, String request, long deadline) throws InterruptedException {
    String path = "/jobs/" + job.id() + "/savepoints/" + request;
    JsonNode answer = get(path);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      if (System.nanoTime() > deadline) {
        throw new CommandException("a savepoint of the job " + job.id() + " takes too long");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      answer = get(path);
    }
    return answer.path("operation");
  }

  private static String firstLine(String failure) {
    return failure.lines().findFirst().orElse("no reason is told");
  }

  private JsonNode get(String path) throws InterruptedException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, JsonNode body) throws InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  /** One that has just started, or lost its place for a moment, says so: then it is asked again. */
  private JsonNode send(HttpRequest request) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      while (response.statusCode() == HttpURLConnection.HTTP_UNAVAILABLE
          && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        response = http.send(request, BodyHandlers.ofString());
      }
      if (response.statusCode() >= 300) {
        throw new CommandException(
            "the job manager answers " + response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the job manager at " + address + " does not answer", e);
    }
  }
}
