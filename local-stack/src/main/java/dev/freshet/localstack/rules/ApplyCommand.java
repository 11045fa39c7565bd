package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code rules apply}: puts rules in force. */
@Command(
    name = "apply",
    sortOptions = false,
    header =
        "Puts rules, audiences and rules on lists in force, all of them or none; jobs take them within a"
            + " second.",
    description = {
      "",
      "A rule or an audience that was there before is replaced. A rule that does not say from when it holds does so"
          + " from now on.",
      ""
    })
final class ApplyCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Rules, audiences and rules on lists in YAML.")
  private List<Path> files = List.of();

  @Mixin private RuleTopicOptions options = new RuleTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    RuleFiles read = RuleFiles.read(files, Instant.now());
    RuleSet rules = read.orFail();
    read.remarks().forEach(remark -> console.err().println("remark: " + remark));
    console.err().flush();
    options.use(
        topic -> {
          topic.apply(rules);
          return ExitCode.OK;
        });
    console.out().println("applied " + rules.names());
    console.out().flush();
    return ExitCode.OK;
  }
}
