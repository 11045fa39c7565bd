package dev.freshet.localstack.experiments;

import dev.freshet.localstack.command.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code experiments}: what is done with experiments, each by a command of its own. */
@Command(
    name = "experiments",
    sortOptions = false,
    header = "Checks, applies, lists and stops experiments.",
    description = {
      "",
      "An experiment says which users get what, for how long, and what decides whether it is"
          + " better. It is written in YAML. docs/effect.md tells what there is.",
      ""
    },
    subcommands = {
      CheckCommand.class,
      ApplyCommand.class,
      ListCommand.class,
      StopCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  experiments check fresh-first.yaml",
      "  experiments apply fresh-first.yaml",
      "  experiments list",
      "  experiments stop fresh-first",
      "",
      "Exit codes: 0 done, 1 an experiment cannot be used or is in the way of another, or Kafka did"
          + " not answer, 2 wrong usage."
    })
public final class ExperimentsCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UsageException("name what to do: check, apply, list or stop");
  }
}
