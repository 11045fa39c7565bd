package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.Console;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
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

/** The command {@code rules apply}: puts rules in force. */
@Command(
    name = "apply",
    sortOptions = false,
    header = "Puts rules in force, all of them or none; jobs take them within a second.",
    description = {
      "",
      "A rule that was there before is replaced. One that does not say from when it holds does so"
          + " from now on.",
      ""
    })
final class ApplyCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Rules in YAML.")
  private List<Path> files = List.of();

  @Mixin private RuleTopicOptions options = new RuleTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    List<Rule> rules =
        RuleFiles.read(files, Instant.now()).orFail().stream().map(UsableRule::rule).toList();
    options.use(
        topic -> {
          topic.apply(rules);
          return ExitCode.OK;
        });
    console
        .out()
        .println("applied " + rules.stream().map(Rule::id).collect(Collectors.joining(", ")));
    console.out().flush();
    return ExitCode.OK;
  }
}
