package dev.freshet.localstack.run;

import dev.freshet.testing.LoopbackFlink;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** A Flink in this process on which runs are tried. */
final class LoopbackCluster {

  private LoopbackCluster() {}

  /** A cluster for so many tasks of each operator. */
  static MiniClusterExtension of(int tasks) {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(LoopbackFlink.configuration())
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(tasks)
            .build());
  }
}
