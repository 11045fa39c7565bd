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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code rules remove}: ends rules. */
@Command(
    name = "remove",
    sortOptions = false,
    header =
        "Ends rules, audiences and rules on lists. What rules have given stays given; members"
            + " leave.",
    description = "")
final class RemoveCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description =
          "Ids of rules that are in force; of an audience its name after audience:, such as"
              + " audience:drifting-away; of a rule on lists its id after list:.")
  private List<String> ids = List.of();

  @Option(
      names = "--force",
      description = {
        "End them also if the topic has none of these ids: a job that was stopped for longer than"
            + " the topic keeps what was removed (delete.retention.ms, a day) has not heard of it,"
            + " and goes on with what it knew."
      })
  private boolean isForced;

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
    if (!isForced) {
      requireKnown(topic.read().keySet());
    }
    topic.remove(ids);
    return ExitCode.OK;
  }

  private void requireKnown(Set<String> known) {
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new CommandException(
            "there is no rule or audience %s, but %s; if a job still goes by it, end it with --force"
                .formatted(id, known));
      }
    }
  }
}
