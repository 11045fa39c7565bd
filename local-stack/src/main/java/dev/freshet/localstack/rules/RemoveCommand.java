package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code rules remove}: ends rules. */
@Command(
    name = "remove",
    sortOptions = false,
    header =
        "Ends rules, audiences and rules on lists. What rules have given stays given; members leave.",
    description = "")
final class RemoveCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description =
          "Ids of rules that are in force; of an audience its name after audience:, such as"
              + " audience:drifting-away; of a rule on lists its id after list:.")
  private List<String> ids = List.of();

  @Mixin private RuleTopicOptions options = new RuleTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    options.use(this::remove);
    console.out().println("removed " + String.join(", ", ids));
    console.out().flush();
    return ExitCode.OK;
  }

  private Integer remove(RuleTopic topic) {
    Set<String> known = topic.read().keySet();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new CommandException("there is no rule or audience " + id + ", but " + known);
      }
    }
    topic.remove(ids);
    return ExitCode.OK;
  }
}
