package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SECOND;
import static dev.freshet.stickiness.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The parallelism of a single vertex is changed, as an autoscaler does. */
class ParallelismIT {

  private static final int USERS = 40;
  private static final int EVENTS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  @TempDir private Path directory;
  private Platform platform;
  private Configuration options;

  @BeforeEach
  void open() {
    platform = new Platform(directory);
    options = platform.options();
    options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    options.set(StickinessOptions.DELAY, Duration.ZERO);
  }

  @AfterEach
  void close(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }

  /** The vertex of an operator with this name. */
  private String vertex(String operator) {
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    StickinessJob.define(env, options);
    return StreamSupport.stream(
            env.getStreamGraph().getJobGraph().getVertices().spliterator(), false)
        .filter(vertex -> vertex.getName().contains(operator))
        .map(vertex -> vertex.getID().toString())
        .findFirst()
        .orElseThrow();
  }

  private static Interaction event(int number) {
    return click("user-" + number % USERS, MONDAY_NOON + number * SECOND);
  }

  @Test
  void theLastThatIsKnownOfAUserIsWrittenLast() throws Exception {
    options.set(PipelineOptions.PARALLELISM_OVERRIDES, Map.of(vertex("Publish stickiness"), "4"));
    platform.start(options);
    List<Interaction> log =
        IntStream.range(0, USERS * EVENTS).mapToObj(ParallelismIT::event).toList();
    platform.happen(log);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(log.subList(log.size() - USERS, log.size()))
                    .allSatisfy(
                        last ->
                            assertThat(platform.stickiness(last.user()))
                                .containsEntry("asOf", Long.toString(last.atMillis()))));
  }
}
