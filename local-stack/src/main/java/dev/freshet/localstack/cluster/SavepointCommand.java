package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code cluster savepoint}. */
@Command(
    name = "savepoint",
    sortOptions = false,
    header = "Takes a savepoint of each job of the cluster that runs, and tells where it is.")
final class SavepointCommand implements Callable<Integer> {

  @Mixin private ClusterPlace place = new ClusterPlace();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws InterruptedException {
    place.jobs().savepoint().forEach((job, at) -> console.print(job + "  " + at));
    return ExitCode.OK;
  }
}
