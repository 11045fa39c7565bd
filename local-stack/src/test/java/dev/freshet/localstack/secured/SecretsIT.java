package dev.freshet.localstack.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.testing.LoopbackFlink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No secret is found in what a job says, least of all when it fails for it. */
class SecretsIT {

  /** What every password of these tests ends with. */
  private static final String SECRET = "hunter2";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Class<?>[] OPTIONS =
      RuntimeSettings.optionsWith(RecommendationsOptions.class);

  @TempDir private static Path directory;
  private static SecuredServers servers;
  private static MiniCluster flink;
  private LogText log;

  @BeforeAll
  static void start() throws Exception {
    servers = new SecuredServers(directory);
    Configuration configuration = LoopbackFlink.configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder().setConfiguration(configuration).build());
    flink.start();
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
    servers.close();
  }

  @BeforeEach
  void listen() {
    log = new LogText();
  }

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  /** Options as an operator gives them, secrets in files or in the file of {@code --config}. */
  private static Configuration options(Map<String, String> more) throws IOException {
    Map<String, String> all = servers.options("recommendations");
    all.putAll(more);
    if (more.containsKey("redis.password")) {
      all.remove("redis.password-file");
    }
    Path file = Files.createTempFile(directory, "job", ".yaml");
    Files.writeString(
        file,
        all.entrySet().stream()
            .map(option -> option.getKey() + ": '" + option.getValue() + "'")
            .collect(Collectors.joining("\n")));
    return JobConfiguration.from(new String[] {"--config", file.toString()}, OPTIONS);
  }

  private static Map<String, String> wrong(String key) throws IOException {
    String guess = "guess-" + SECRET;
    if (key.equals("kafka.properties-file")) {
      return Map.of(key, servers.propertiesWithKeyStorePassword(guess).toString());
    }
    return Map.of(key, key.endsWith("-file") ? servers.secret(guess) : guess);
  }

  private static JobID submit(Configuration options) throws Exception {
    options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // A job without events finds out when it takes a checkpoint.
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    env.setParallelism(1);
    RecommendationsJob.define(env, options);
    return flink.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
  }

  private static String failure(JobID job) throws Exception {
    return flink
        .requestJobResult(job)
        .get()
        .getSerializedThrowable()
        .map(SerializedThrowable::getFullStringifiedStackTrace)
        .orElse("");
  }

  /** Everything that the web page shows of a job. */
  private static String webPage(JobID job) throws Exception {
    StringBuilder pages = new StringBuilder();
    for (String page :
        List.of("", "/config", "/exceptions", "/plan", "/jobmanager/config", "/metrics")) {
      pages.append(get("/jobs/" + job + page));
    }
    return pages
        .append(get("/jobmanager/config"))
        .append(get("/jobmanager/environment"))
        .append(get("/jobmanager/metrics"))
        .toString();
  }

  private static String get(String path) throws Exception {
    URI rest = flink.getRestAddress().get();
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(rest.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @ParameterizedTest
  @CsvSource({
    "redis.password-file, 'redis.username, redis.password'",
    "redis.password, 'redis.username, redis.password'",
    "redis.tls.trust-store-password-file, redis.tls.trust-store",
    "redis.tls.key-store-password-file, redis.tls.key-store",
    "kafka.properties-file, keystore"
  })
  void areNowhereWhenAStartFailsForThem(String key, String told) throws Exception {
    Configuration options = options(wrong(key));
    JobID job = submit(options);

    assertThat(failure(job)).contains(told).doesNotContain(SECRET);
    assertThat(webPage(job)).contains(job.toString()).doesNotContain(SECRET);
    assertThat(log.text()).isNotEmpty().doesNotContain(SECRET);
    assertThat(RuntimeSettings.from(options, "job").toString()).doesNotContain(SECRET);
  }

  @Test
  void areNowhereWhileAJobRuns() throws Exception {
    JobID job = submit(options(Map.of("redis.password", SecuredServers.PASSWORD)));
    await().atMost(PATIENCE).until(() -> flink.getJobStatus(job).get() == JobStatus.RUNNING);

    assertThat(webPage(job)).contains(job.toString()).doesNotContain(SECRET);
    assertThat(log.text()).doesNotContain(SECRET);
    flink.cancelJob(job).get();
    flink.requestJobResult(job).get();
  }

  @Test
  void areNotInWhatIsSaidOfWrongOptions() {
    for (String option :
        List.of(
            "redis.password",
            "redis.tls.key-store-password",
            "kafka.properties.ssl.keystore.key",
            "kafka.properties.sasl.jaas.config")) {
      assertThatThrownBy(
              () -> JobConfiguration.from(new String[] {"--" + option, "a " + SECRET}, OPTIONS))
          .hasMessageContaining("--" + option + " is a secret")
          .extracting(SecretsIT::text)
          .asString()
          .doesNotContain(SECRET);
    }
    assertThat(JobConfiguration.help(new String[] {"--help", "--redis.password", SECRET}, OPTIONS))
        .get()
        .asString()
        .contains("--redis.password <text>")
        .doesNotContain(SECRET);
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
