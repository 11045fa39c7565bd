package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.testing.FlinkClient;
import dev.freshet.testing.FlinkImage;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data-dir} of all commands about one cluster. */
final class ClusterPlace {

  private static final String ROOT = "freshet.root";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the cluster keeps everything. By default local-stack/target/cluster, which is"
              + " emptied at the end.")
  private @Nullable Path directory;

  /** Where the repository is. */
  static Path root() {
    return Optional.ofNullable(System.getProperty(ROOT))
        .map(Path::of)
        .orElseThrow(() -> new CommandException("start this with ./local-stack/cluster"));
  }

  /** Whether it is left as it is at the end. */
  boolean isKept() {
    return directory != null;
  }

  Path path() {
    Path path = directory == null ? root().resolve("local-stack/target/cluster") : directory;
    return path.toAbsolutePath().normalize();
  }

  /**
   * The jobs of the cluster that runs here.
   *
   * @throws CommandException if none does
   */
  ClusterJobs jobs() {
    ClusterFolders folders = new ClusterFolders(path());
    JobManager jobManager = new JobManager(folders.running().restPort());
    return new ClusterJobs(
        root(), folders, new FlinkClient(folders.flink(), FlinkImage.classPath()), jobManager);
  }
}
