package dev.freshet.localstack.cluster;

import dev.freshet.testing.ChildProcess;
import dev.freshet.testing.FlinkImage;
import dev.freshet.testing.FlinkProcesses;
import dev.freshet.testing.ZooKeeperProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Flink as in production: a job manager whose successor goes on with the jobs, and task managers,
 * each in a JVM of its own that has Flink's image and nothing else on its class path.
 *
 * <p>High availability is by ZooKeeper, where production has Kubernetes: who leads is told there,
 * and what runs is kept on the local disk.
 */
public final class FlinkCluster implements AutoCloseable {

  /** How many task managers there are. */
  public static final int TASK_MANAGERS = 2;

  private static final int TASK_MANAGER_HEAP_MIB = 768;

  private final ZooKeeperProcess zooKeeper;
  private final FlinkProcesses processes;
  private final ClusterJobs jobs;

  private FlinkCluster(Path root, ClusterFolders folders, ClusterSettings settings) {
    zooKeeper = ZooKeeperProcess.start(folders.zooKeeper(), FlinkImage.classPath());
    processes =
        FlinkProcesses.start(
            folders.flink(),
            new FlinkProcesses.Plan(
                TASK_MANAGERS,
                settings.slots(),
                TASK_MANAGER_HEAP_MIB,
                options(folders, settings, zooKeeper.address()),
                FlinkImage.classPath()));
    jobs = new ClusterJobs(root, folders, processes.client(), new JobManager(processes.restPort()));
  }

  /**
   * Starts all processes; they may still be finding each other afterwards. No job runs yet.
   *
   * @param root of the repository, where the jars of the jobs were built
   * @param directory for all that it writes; what a cluster killed before has left is ended
   */
  public static FlinkCluster start(Path root, Path directory, ClusterSettings settings) {
    ClusterFolders folders = new ClusterFolders(directory.toAbsolutePath());
    ChildProcess.endOrphans(folders.path());
    // Jobs go on from their newest snapshot, not as a former job manager left them.
    delete(folders.zooKeeper());
    delete(folders.highAvailability());
    folders.keepJobArguments(settings.jobArguments());
    return new FlinkCluster(root, folders, settings);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static Map<String, String> options(
      ClusterFolders folders, ClusterSettings settings, String zooKeeper) {
    Map<String, String> options = new HashMap<>(settings.ofFlink());
    options.put("high-availability.type", "zookeeper");
    options.put("high-availability.zookeeper.quorum", zooKeeper);
    options.put("high-availability.storageDir", folders.highAvailability().toUri().toString());
    return options;
  }

  public FlinkProcesses processes() {
    return processes;
  }

  public ClusterJobs jobs() {
    return jobs;
  }

  @Override
  public void close() {
    processes.close();
    zooKeeper.close();
  }
}
