package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.Console;
import dev.freshet.scoring.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code experiments apply}: puts experiments on their topic. */
@Command(
    name = "apply",
    sortOptions = false,
    header =
        "Puts experiments in force, all of them or none; readers have them within two seconds.",
    description = {
      "",
      "An experiment that was there before is replaced. One that has begun keeps its beginning,"
          + " its salt, its placements, its variants, what decides, its guardrails and the users"
          + " planned, and the shares grow in the same proportion at most, whether it runs or is"
          + " over: what is known goes by its name. Give another experiment another name. A new one"
          + " that does not say from when it runs does so from now on.",
      ""
    })
final class ApplyCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiments in YAML.")
  private List<Path> files = List.of();

  @Mixin private ExperimentTopicOptions options = new ExperimentTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    List<Experiment> experiments = ExperimentFiles.read(files, now).orFail();
    options
        .use(topic -> topic.apply(experiments, now.toEpochMilli()))
        .told()
        .forEach(console.out()::println);
    console
        .out()
        .println(
            "applied "
                + experiments.stream().map(Experiment::name).collect(Collectors.joining(", ")));
    console.out().flush();
    return ExitCode.OK;
  }
}
