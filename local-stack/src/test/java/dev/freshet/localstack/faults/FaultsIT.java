package dev.freshet.localstack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.localstack.faults.Fault.Excuse;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.stickiness.StickinessJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One platform is befallen by one fault after the other, each once or twice at seeded moments,
 * while events flow and a reader reads. After each, Redis holds what it would hold without it.
 *
 * <p>The table goes to standard output and to {@code target/faults.md}; docs/reliability.md keeps
 * one. {@code -Dfaults.only=REGEX} runs the faults in whose names it is found, {@code
 * -Dfaults.times=N} each so many times, and {@code -Dfaults.seed=N} chooses other moments.
 */
@Tag("platform")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

  private static final List<String> JOBS = List.of(RecommendationsJob.NAME, StickinessJob.NAME);

  private static final String HEADINGS =
      """
      | fault | times | recovery, s | longest staleness, s | lost | doubled | overlap | reader errors | older reads | reads without Redis |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  /** Kept, so that one can look into the logs. */
  private static final Path DIRECTORY = Path.of("target", "faults");

  private final long seed = Long.getLong("faults.seed", 1);
  private final List<String> rows = new ArrayList<>();
  private @Nullable Watched watched;
  private int platforms;

  /** A platform that is read all the while. */
  private record Watched(Platform platform, Reader reader) implements AutoCloseable {

    static Watched start(Path folder) throws InterruptedException {
      Platform platform = new Platform(folder, JOBS, RuleSet.NONE);
      Reader reader = new Reader(platform.readersUri(), platform.flow().unseen());
      platform.warmUp();
      return new Watched(platform, reader);
    }

    @Override
    public void close() {
      reader.close();
      platform.close();
    }
  }

  static Stream<Fault> faults() {
    Pattern only = Pattern.compile(System.getProperty("faults.only", ""));
    Integer times = Integer.getInteger("faults.times");
    return Faults.all()
        .filter(fault -> only.matcher(fault.name()).find())
        .map(fault -> times == null ? fault : fault.times(times));
  }

  @BeforeAll
  static void empty() throws IOException {
    FileUtils.deleteDirectory(DIRECTORY.toFile());
  }

  private Watched watched() throws InterruptedException {
    Watched running = watched;
    if (running == null) {
      running = Watched.start(DIRECTORY.resolve("platform-" + platforms++));
      watched = running;
    }
    return running;
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Order(1)
  void leavesEverythingRight(Fault fault) throws Exception {
    assumeFalse(fault.excuses(Excuse.NOT_POSSIBLE), "needs libfaketime");
    boolean borne = false;
    try {
      Random moments = new Random(seed + fault.name().hashCode());
      Outcome outcome = new Trial(watched().platform(), watched().reader(), moments).run(fault);
      rows.add(outcome.row(fault));
      System.out.println(outcome.row(fault));
      assertBorne(fault, outcome);
      borne = true;
    } finally {
      if (!borne) {
        // What is wrong now stays so, and would be held against the next.
        close();
      }
    }
  }

  private static void assertBorne(Fault fault, Outcome outcome) {
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(outcome.contents().same())
        .as("Redis holds what it should, but%n%s", outcome.contents().text())
        .isTrue();
    softly.assertThat(outcome.unaccounted()).as("records not accounted for").isZero();
    if (!fault.excuses(Excuse.AWAY)) {
      softly.assertThat(outcome.away()).as("reads without an answer").isZero();
    }
    if (!fault.excuses(Excuse.SET_BACK)) {
      softly.assertThat(outcome.errors()).as("what readers were told").isEmpty();
      softly.assertThat(outcome.older()).as("reads of something older than before").isZero();
    }
    softly.assertAll();
  }

  @Test
  @Order(2)
  void holdsInTheEndWhatARunWithoutFaultsHolds() throws Exception {
    assumeTrue(watched != null, "what was not borne is over");
    Platform running = watched().platform();
    running.jobs().stop(true);

    Contents contents = running.contents(Contents.AT_THE_END);

    assertThat(contents.same()).as(contents.text()).isTrue();
  }

  @AfterAll
  void tell() throws IOException {
    close();
    String table = HEADINGS + String.join("\n", rows) + "\n";
    System.out.println(table);
    Files.writeString(DIRECTORY.resolveSibling("faults.md"), table);
  }

  private void close() {
    Watched running = watched;
    watched = null;
    if (running != null) {
      running.close();
    }
  }
}
