package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The command {@code rules}: what is done with rules of incentives, audiences and rules on lists,
 * each by a command of its own.
 */
@Command(
    name = "rules",
    sortOptions = false,
    header =
        "Checks, applies, lists, removes and tries rules of incentives, audiences, and rules on"
            + " lists.",
    description = {
      "",
      "A rule says who is rewarded, for what, how often and with what. It is written in YAML, its"
          + " conditions in CEL. An audience says who is of a kind now. docs/engagement.md tells"
          + " what there is. A rule on lists (kind: list) pins, boosts, buries or hides items:"
          + " docs/rules.md.",
      ""
    },
    subcommands = {
      CheckCommand.class,
      ApplyCommand.class,
      ListCommand.class,
      RemoveCommand.class,
      DryRunCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  rules check weekly.yaml",
      "  rules dry-run weekly.yaml --log logs/events.csv",
      "  rules apply weekly.yaml",
      "  rules list",
      "  rules remove weekly",
      "",
      "Exit codes: 0 done, 1 a rule cannot be used, a log cannot be read or Kafka did not answer, 2"
          + " wrong usage."
    })
public final class RulesCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UsageException("name what to do: check, apply, list, remove or dry-run");
  }
}
