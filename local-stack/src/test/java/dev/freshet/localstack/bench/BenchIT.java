package dev.freshet.localstack.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.localstack.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole bench over a tiny log. How fast anything was is nothing to test. */
@Tag("benchmarks")
class BenchIT {

  private static final int EVENTS = 3_000;

  @TempDir private Path folder;

  private static CommandRun bench(String... args) {
    return CommandRun.of(new BenchCommand(), args);
  }

  private static String[] onceOverATinyLog(String... args) {
    return Stream.concat(
            Stream.of(args),
            Stream.of("--events=" + EVENTS, "--users=200", "--items=150", "--runs=1"))
        .toArray(String[]::new);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static Map<String, JsonNode> byJob(JsonNode report) {
    Map<String, JsonNode> jobs = new HashMap<>();
    report.get("jobs").forEach(job -> jobs.put(job.get("job").asText(), job));
    return jobs;
  }

  @Test
  void measuresTheJobsBesideTheirFloors() throws IOException {
    Path plot = folder.resolve("bench.png");
    CommandRun run = bench(onceOverATinyLog("--only=b,c,p,d,e,g", "--json=-", "--plot=" + plot));

    assertThat(plot).isNotEmptyFile();
    JsonNode report = json(run);
    assertThat(report.at("/log/users").asInt()).isBetween(100, 200);
    Map<String, JsonNode> jobs = byJob(report);
    assertThat(jobs).containsOnlyKeys("b", "c", "p", "d", "e", "g");
    assertThat(jobs.values())
        .allSatisfy(
            job -> {
              assertThat(job.at("/runs/0/events").asInt()).isEqualTo(EVENTS);
              assertThat(job.at("/runs/0/checkpoints").asInt()).isPositive();
              assertThat(job.get("bytesPerUser").asDouble()).isPositive();
              assertThat(job.get("cpuSecondsPerMillion").asDouble()).isPositive();
            });
    JsonNode peer = report.at("/jobs/2");
    assertThat(peer.get("job").asText()).isEqualTo("p");
    assertThat(peer.get("bytesPerItem").asDouble()).isPositive();
    // A list for each user, and the mark by which the sink knows that Redis lost nothing.
    assertThat(peer.at("/runs/0/redis/keys").asInt())
        .isEqualTo(report.at("/log/users").asInt() + 1);
    JsonNode recommendations = report.at("/jobs/3");
    assertThat(recommendations.get("timesPeer").asDouble()).isPositive();
    assertThat(recommendations.get("bytesPerItem").asDouble()).isPositive();
    assertThat(recommendations.get("redisWritesPerEvent").asDouble()).isPositive();
    // A list for each user and neighbours for each item, at least.
    assertThat(recommendations.at("/runs/0/redis/keys").asInt())
        .isGreaterThan(report.at("/log/users").asInt() + report.at("/log/items").asInt() - 1);
  }

  @Test
  void measuresTheEffectJobWithTheListsThatItReads() throws IOException {
    JsonNode report = json(bench(onceOverATinyLog("--only=b,h", "--json=-")));

    Map<String, JsonNode> jobs = byJob(report);
    assertThat(jobs).containsOnlyKeys("b", "h");
    assertThat(requireNonNull(jobs.get("b")).at("/runs/0/events").asInt()).isEqualTo(EVENTS);
    JsonNode effect = requireNonNull(jobs.get("h"));
    assertThat(effect.at("/runs/0/events").asInt()).isGreaterThan(EVENTS);
    assertThat(effect.get("bytesPerUser").asDouble()).isPositive();
    // The placement, the experiment, the mark by which the sink knows that Redis lost nothing.
    assertThat(effect.at("/runs/0/redis/keys").asInt()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void measuresWhatAnEventCostsAtEachSize() throws IOException {
    CommandRun run = bench(onceOverATinyLog("growth", "--factors=1,3", "--json=-"));

    JsonNode sizes = json(run).get("sizes");
    assertThat(sizes).extracting(size -> size.get("factor").asInt()).containsExactly(1, 3);
    assertThat(sizes)
        .extracting(size -> size.get("events").asInt())
        .containsExactly(EVENTS, 3 * EVENTS);
    assertThat(sizes)
        .allSatisfy(
            size -> {
              assertThat(size.get("cpuSecondsPerMillion").asDouble()).isPositive();
              // One where the counting begins, and one where it ends.
              assertThat(size.at("/runs/0/checkpoints").asInt()).isGreaterThan(1);
            });
  }

  @Test
  void measuresReadsWithAnExperimentWithRulesAndWithTags() throws IOException {
    CommandRun run =
        bench(
            "reads",
            "--experiments",
            "--rules",
            "--tags",
            "--users=20",
            "--connections=1",
            "--pipeline=4",
            "--seconds=0.2",
            "--runs=1",
            "--json=-");

    assertThat(json(run).get("figures"))
        .extracting(figure -> figure.get("way").asText())
        .containsExactly("GET", "RECOMMEND", "VARIANT", "RULES", "TAGS");
  }

  @Test
  void measuresReadsBesidePlainGets() throws IOException {
    CommandRun run =
        bench(
            "reads",
            "--users=20",
            "--connections=1,2",
            "--pipeline=4",
            "--seconds=0.2",
            "--runs=1",
            "--json=-");

    JsonNode figures = json(run).get("figures");
    assertThat(figures).hasSize(4);
    assertThat(figures)
        .allSatisfy(
            figure -> {
              assertThat(figure.get("perSecond").asDouble()).isPositive();
              assertThat(figure.get("serverMicros").asDouble()).isPositive();
            });
  }

  @Test
  void seesEveryWatchedEventInRedis() throws IOException {
    CommandRun run =
        bench(
            onceOverATinyLog(
                "freshness",
                "--capacity=400",
                "--shares=0.5",
                "--warm-up=1",
                "--seconds=2",
                "--json=-"));

    JsonNode figures = json(run).get("figures");
    assertThat(figures).hasSize(2);
    assertThat(figures)
        .allSatisfy(
            figure -> {
              assertThat(figure.get("samples").asInt()).isPositive();
              assertThat(figure.get("missing").asInt()).isZero();
              assertThat(figure.get("millis50").asDouble()).isPositive();
            });
  }

  @Test
  void measuresWhatACatalogueCosts() throws IOException {
    Path plot = folder.resolve("catalogue.png");
    CommandRun run = bench(withATinyCatalogue("--json=-", "--plot=" + plot));

    assertThat(plot).isNotEmptyFile();
    JsonNode report = json(run);
    assertThat(report.at("/catalogue/items").asInt()).isEqualTo(500);
    for (String figure :
        List.of(
            "writtenSeconds",
            "readSeconds",
            "firstListSeconds",
            "freshSeconds",
            "emptyHeapBytes",
            "heapBytes",
            "checkpointSeconds",
            "checkpointSizeBytes",
            "recoveredSeconds")) {
      assertThat(report.get("figures").path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(report.has("failed")).isFalse();
  }

  @Test
  void tellsHowFarAJobCameWithACatalogue() throws IOException {
    CommandRun run =
        bench(
            withATinyCatalogue(
                "--set=redis.uri=redis://localhost:1", "--set=redis.max-attempts=1", "--json=-"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("failed while starting without a catalogue", "Connection refused");
    assertThat(new ObjectMapper().readTree(run.out()).at("/failed/phase").asText())
        .isEqualTo("starting without a catalogue");
  }

  private static String[] withATinyCatalogue(String... args) {
    return Stream.concat(
            Stream.of("catalogue"),
            Stream.concat(
                Stream.of("--items=500", "--tags=50", "--vectors=4", "--heap=512"),
                Stream.concat(
                    Stream.of("--rate=100", "--users=200", "--fresh=60"), Stream.of(args))))
        .toArray(String[]::new);
  }

  @Test
  void endsAndTellsWhyWhenAJobCannotRun() {
    CommandRun run = bench(onceOverATinyLog("--only=b", "--set=state.backend.type=nowhere"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("JobRun has died").contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "bench, '--only=a,z', no job",
    "bench, --users=0, '--users must be 1 or more, is 0'",
    "bench catalogue, --heap=100, '--heap must be 512 or more, is 100'",
    "bench growth, --runs=0, '--runs must be 1 or more, is 0'"
  })
  void refusesWhatCannotBe(String command, String option, String complaint) {
    String[] words = (command + " " + option).replace("bench ", "").split(" ");

    CommandRun run = bench(words);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(command + ": " + complaint)
        .contains("Try " + command + " --help.");
  }
}
