package dev.freshet.k8s.check;

import dev.freshet.effect.EffectJob;
import dev.freshet.engagement.EngagementJob;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.stickiness.StickinessJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A job made from its manifest by its own code, up to the point where it would ask Kafka.
 *
 * <p>The files that its pods would have are laid out below a temporary directory, and the paths in
 * arguments and options lead there.
 */
final class DryRun {

  /** How the main method of a job begins. */
  private record Job(
      Function<String[], Configuration> options,
      BiConsumer<StreamExecutionEnvironment, Configuration> definition) {}

  private static final Map<String, Job> JOBS =
      Map.of(
          RecommendationsJob.class.getName(),
          new Job(RecommendationsJob::options, RecommendationsJob::define),
          StickinessJob.class.getName(),
          new Job(StickinessJob::options, StickinessJob::define),
          EngagementJob.class.getName(),
          new Job(EngagementJob::options, EngagementJob::define),
          EffectJob.class.getName(),
          new Job(EffectJob::options, EffectJob::define));

  private static final String OURS = "/opt/freshet/";

  private DryRun() {}

  static boolean knows(String entryClass) {
    return JOBS.containsKey(entryClass);
  }

  /**
   * The graph of a job as it would be submitted.
   *
   * @throws IllegalArgumentException with the job's own words for what is wrong with its options
   */
  static JobGraph of(FlinkDeployment job, Rendering rendering) {
    Path directory = temporaryDirectory();
    try {
      MountedFiles.of(job, rendering)
          .contents()
          .forEach((path, content) -> write(directory, path, content));
      return graph(job, directory);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).replace(directory.toString(), ""), e);
    } finally {
      FileUtils.deleteDirectoryQuietly(directory.toFile());
    }
  }

  private static JobGraph graph(FlinkDeployment deployment, Path directory) {
    Job job = JOBS.get(deployment.manifest().at("spec.job.entryClass").asText());
    if (job == null) {
      throw new IllegalArgumentException("there is no such job");
    }
    String[] arguments =
        deployment.arguments().stream()
            .map(argument -> inside(directory, argument))
            .toArray(String[]::new);
    Configuration options = job.options().apply(arguments);
    Configuration all = Configuration.fromMap(deployment.configuration());
    all.set(
        CoreOptions.DEFAULT_PARALLELISM, deployment.manifest().at("spec.job.parallelism").asInt());
    all.addAll(options);
    StreamExecutionEnvironment env = JobEnvironment.create(all);
    job.definition().accept(env, options);
    return env.getStreamGraph().getJobGraph();
  }

  private static String inside(Path directory, String text) {
    return text.replace(OURS, directory + OURS);
  }

  private static void write(Path directory, String path, String content) {
    try {
      Path file = directory.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, inside(directory, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("dry-run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
