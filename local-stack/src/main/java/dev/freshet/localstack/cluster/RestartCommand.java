package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.Console;
import dev.freshet.localstack.command.Usage;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code cluster restart}. */
@Command(
    name = "restart",
    sortOptions = false,
    header = "Stops each job with a savepoint and starts it from there, as an upgrade does.",
    description = {
      "",
      "The jobs start from the jars as they are now, with the settings as the file of --config has"
          + " them now.",
      ""
    })
final class RestartCommand implements Callable<Integer> {

  @Mixin private ClusterPlace place = new ClusterPlace();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Tasks of each operator from now on. By default as before.")
  private @Nullable Integer parallelism;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws InterruptedException {
    if (parallelism != null) {
      Usage.atLeast(1, "--parallelism", parallelism);
    }
    ClusterFolders folders = new ClusterFolders(place.path());
    ClusterFolders.State state = folders.running();
    int tasks = parallelism == null ? state.parallelism() : parallelism;
    place.jobs().restart(tasks).forEach((job, at) -> console.print(job + "  from " + at));
    folders.tell(new ClusterFolders.State(state.pid(), state.restPort(), tasks));
    return ExitCode.OK;
  }
}
