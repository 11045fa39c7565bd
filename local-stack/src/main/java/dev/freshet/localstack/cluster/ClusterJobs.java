package dev.freshet.localstack.cluster;

import dev.freshet.effect.EffectJob;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.stickiness.StickinessJob;
import dev.freshet.testing.FlinkClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jobs of a cluster: submitted from their shaded jars as {@code flink run} does, saved,
 * stopped.
 */
public final class ClusterJobs {

  /** All jobs, each under its name. */
  public static final List<String> NAMES =
      List.of(RecommendationsJob.NAME, StickinessJob.NAME, EngagementJob.NAME, EffectJob.NAME);

  private final Path root;
  private final ClusterFolders folders;
  private final FlinkClient client;
  private final JobManager jobManager;

  /**
   * @param root of the repository, where the jars were built
   */
  ClusterJobs(Path root, ClusterFolders folders, FlinkClient client, JobManager jobManager) {
    this.root = root;
    this.folders = folders;
    this.client = client;
    this.jobManager = jobManager;
  }

  /**
   * Finds the jar with which a job is deployed.
   *
   * @param root of the repository
   * @throws CommandException if it was not built
   */
  static Path jar(Path root, String job) {
    Path target = root.resolve("jobs").resolve(job).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-job.jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(target));
    } catch (IOException e) {
      throw notBuilt(target);
    }
  }

  private static CommandException notBuilt(Path target) {
    return new CommandException(
        "no job jar in " + target + "; build it: ./mvnw -DskipTests -DskipITs package");
  }

  /** The job manager that runs them. */
  public JobManager jobManager() {
    return jobManager;
  }

  /** Submits jobs, each from its newest savepoint or checkpoint if there is one. */
  public void submit(List<String> names, int parallelism) throws InterruptedException {
    for (String name : names) {
      submit(name, parallelism, folders.newestSnapshot(name).map(Path::toString));
    }
  }

  private void submit(String name, int parallelism, Optional<String> snapshot)
      throws InterruptedException {
    List<String> options = new ArrayList<>(List.of("--parallelism", "" + parallelism));
    snapshot.ifPresent(place -> options.addAll(List.of("--fromSavepoint", place)));
    List<String> arguments = new ArrayList<>(folders.jobArguments(name));
    arguments.add("--execution.checkpointing.dir=" + folders.checkpoints(name).toUri());
    arguments.add("--execution.checkpointing.savepoint-dir=" + folders.savepoints(name).toUri());
    try {
      client.run(options, jar(root, name), arguments);
    } catch (IOException | IllegalStateException e) {
      throw new CommandException("the job " + name + " is not submitted: " + e.getMessage(), e);
    }
  }

  /** Takes a savepoint of each job; tells where, by job. */
  public Map<String, String> savepoint() throws InterruptedException {
    Map<String, String> places = new LinkedHashMap<>();
    for (Map.Entry<String, JobManager.Job> job : jobManager.jobs().entrySet()) {
      places.put(
          job.getKey(), jobManager.savepoint(job.getValue(), folders.savepoints(job.getKey())));
    }
    return places;
  }

  /** Stops each job with a savepoint; tells where, by job. */
  public Map<String, String> stop(boolean drain) throws InterruptedException {
    Map<String, String> places = new LinkedHashMap<>();
    for (Map.Entry<String, JobManager.Job> job : jobManager.jobs().entrySet()) {
      places.put(
          job.getKey(), jobManager.stop(job.getValue(), folders.savepoints(job.getKey()), drain));
    }
    return places;
  }

  /** Stops each job with a savepoint and starts it from there; tells where that is, by job. */
  public Map<String, String> restart(int parallelism) throws InterruptedException {
    Map<String, String> places = stop(false);
    for (Map.Entry<String, String> job : places.entrySet()) {
      submit(job.getKey(), parallelism, Optional.of(job.getValue()));
    }
    return places;
  }
}
