package dev.freshet.localstack.cluster;

import dev.freshet.localstack.up.LoopbackPrometheus;
import dev.freshet.testing.ChildProcess;
import dev.freshet.testing.FlinkImage;
import dev.freshet.testing.FlinkProcesses;
import dev.freshet.testing.ZooKeeperProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.HeartbeatManagerOptions;

/**
 * A Flink as in production: a job manager whose successor goes on with the jobs, and task managers,
 * each in a JVM of its own that has Flink's image on its class path, and of this repository only
 * where metrics are served.
 *
 * <p>High availability is by ZooKeeper, where production has Kubernetes: who leads is told there,
 * and what runs is kept on the local disk.
 */
public final class FlinkCluster implements AutoCloseable {

  /** Heap of each task manager. */
  static final int TASK_MANAGER_HEAP_MIB = 768;

  private static final String MANAGED_MEMORY = "384m";

  /** Flink's own, where processes of tests would be given less. */
  private static final Map<String, String> PATIENCE =
      Map.of(
          HeartbeatManagerOptions.HEARTBEAT_INTERVAL.key(), "10 s",
          HeartbeatManagerOptions.HEARTBEAT_TIMEOUT.key(), "50 s");

  private final ZooKeeperProcess zooKeeper;
  private final FlinkProcesses processes;
  private final ClusterJobs jobs;

  private FlinkCluster(Path root, ClusterFolders folders, ClusterSettings settings) {
    zooKeeper = ZooKeeperProcess.start(folders.zooKeeper(), FlinkImage.classPath());
    processes =
        FlinkProcesses.start(
            folders.flink(),
            new FlinkProcesses.Plan(
                settings.taskManagers(),
                settings.slots(),
                TASK_MANAGER_HEAP_MIB,
                options(folders, settings, zooKeeper.address()),
                classPath()));
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
    settings.jobs().forEach(job -> folders.keepJobArguments(job, settings.jobArguments(job)));
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

  /** Flink's image, and the reporter that serves metrics on this machine only. */
  private static String classPath() {
    return FlinkImage.classPath() + File.pathSeparator + placeOf(LoopbackPrometheus.class);
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where " + type + " is from", e);
    }
  }

  private static Map<String, String> options(
      ClusterFolders folders, ClusterSettings settings, String zooKeeper) {
    Map<String, String> options = new HashMap<>(PATIENCE);
    options.put("taskmanager.memory.managed.size", MANAGED_MEMORY);
    options.putAll(settings.ofFlink());
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
