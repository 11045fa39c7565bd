package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.up.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a cluster keeps what it writes, and tells other commands of itself.
 *
 * @param path of all of it
 */
record ClusterFolders(Path path) {

  private static final String PID = "pid";
  private static final String REST_PORT = "rest-port";
  private static final String PARALLELISM = "parallelism";

  /**
   * What other commands have to know of a cluster that runs.
   *
   * @param pid of the process that started it
   */
  record State(long pid, int restPort, int parallelism) {}

  Path checkpoints(String job) {
    return DataDirectory.checkpoints(path, job);
  }

  Path savepoints(String job) {
    return DataDirectory.savepoints(path, job);
  }

  Optional<Path> newestSnapshot(String job) {
    return DataDirectory.newestSnapshot(path, job);
  }

  /** Configuration and logs of Flink's processes. */
  Path flink() {
    return path.resolve("flink");
  }

  Path zooKeeper() {
    return path.resolve("zookeeper");
  }

  /** What job managers keep of running jobs. */
  Path highAvailability() {
    return path.resolve("high-availability");
  }

  /** Where this machine keeps what production keeps elsewhere, as options of Flink. */
  Map<String, String> storage() {
    return Map.of(
        "execution.checkpointing.dir", path.toUri().toString(),
        "execution.checkpointing.savepoint-dir", path.toUri().toString(),
        "high-availability.storageDir", path.resolve("high-availability").toUri().toString(),
        "io.tmp.dirs", path.resolve("temporary").toString(),
        "state.backend.rocksdb.localdir", path.resolve("rocksdb").toString());
  }

  private Path jobArgumentsFile(String job) {
    return path.resolve("arguments-" + job);
  }

  private Path stateFile() {
    return path.resolve("cluster.properties");
  }

  /** The arguments that a job is started with. */
  List<String> jobArguments(String job) {
    try {
      return Files.readAllLines(jobArgumentsFile(job));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jobArgumentsFile(job), e);
    }
  }

  void keepJobArguments(String job, List<String> arguments) {
    try {
      Files.createDirectories(path);
      Files.write(jobArgumentsFile(job), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + jobArgumentsFile(job), e);
    }
  }

  void tell(State state) {
    Properties properties = new Properties();
    properties.setProperty(PID, Long.toString(state.pid()));
    properties.setProperty(REST_PORT, Integer.toString(state.restPort()));
    properties.setProperty(PARALLELISM, Integer.toString(state.parallelism()));
    try (var out = Files.newBufferedWriter(stateFile())) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + stateFile(), e);
    }
  }

  /**
   * Tells of the cluster that runs here.
   *
   * @throws CommandException if none does
   */
  State running() {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(stateFile())) {
      properties.load(in);
    } catch (IOException e) {
      throw noneRuns();
    }
    State state =
        new State(
            Long.parseLong(properties.getProperty(PID)),
            Integer.parseInt(properties.getProperty(REST_PORT)),
            Integer.parseInt(properties.getProperty(PARALLELISM)));
    if (ProcessHandle.of(state.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
      throw noneRuns();
    }
    return state;
  }

  private CommandException noneRuns() {
    return new CommandException(
        "no cluster runs in "
            + path
            + "; start one with ./local-stack/cluster, or name its"
            + " --data-dir");
  }

  /** From now on no cluster runs here. */
  void forget() {
    try {
      Files.deleteIfExists(stateFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + stateFile(), e);
    }
  }
}
