package dev.freshet.testing;

import java.nio.file.Path;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test of a job on a real Kafka and a real Redis: each test has a platform of its own, and all of
 * a class share a cluster for two tasks of each operator.
 *
 * @param <P> the platform of the job
 */
public abstract class OnJobPlatform<P extends JobPlatform> {

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(2);

  protected P platform;

  /** Those of the platform; a test may change them before it starts the job. */
  protected Configuration options;

  /** Where everything is kept. */
  @TempDir Path directory;

  private final Function<Path, P> open;

  /**
   * @param open makes a platform that keeps everything in a directory
   */
  protected OnJobPlatform(Function<Path, P> open) {
    this.open = open;
  }

  @BeforeEach
  final void openPlatform() {
    platform = open.apply(directory);
    options = platform.options();
  }

  @AfterEach
  final void closePlatform(@InjectMiniCluster MiniCluster cluster) throws Exception {
    LoopbackCluster.cancelJobs(cluster);
    platform.close();
  }
}
