package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.Console;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code experiments stop}: ends experiments. */
@Command(
    name = "stop",
    sortOptions = false,
    header = "Ends experiments now: everybody gets the usual lists again within two seconds.",
    description = {
      "",
      "What was found out stays known. An experiment that has not begun, or is over, is taken off"
          + " the topic.",
      ""
    })
final class StopCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of experiments.")
  private List<String> names = List.of();

  @Option(
      names = "--force",
      description = {
        "Take off also what the topic does not have: a job that was stopped for longer than the"
            + " topic keeps what was removed (delete.retention.ms, a day) has not heard of it, and"
            + " goes on with what it knew."
      })
  private boolean isForced;

  @Mixin private ExperimentTopicOptions options = new ExperimentTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    options
        .use(topic -> topic.stop(names, isForced, Instant.now().toEpochMilli()))
        .forEach(console.out()::println);
    console.out().flush();
    return ExitCode.OK;
  }
}
