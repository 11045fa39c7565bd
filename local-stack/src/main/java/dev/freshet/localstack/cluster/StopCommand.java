package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code cluster stop}. */
@Command(
    name = "stop",
    sortOptions = false,
    header = "Stops the cluster that runs, and waits until it has stopped.")
final class StopCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 180;

  @Mixin private ClusterPlace place = new ClusterPlace();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws InterruptedException {
    long pid = new ClusterFolders(place.path()).running().pid();
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(ProcessHandle::destroy);
    try {
      if (process.isPresent()) {
        process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException(
          "process " + pid + " has not ended after " + PATIENCE_SECONDS + " s", e);
    }
    console.print("Stopped.");
    return ExitCode.OK;
  }
}
