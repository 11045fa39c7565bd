package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.localstack.command.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
          + " from now on. Rules on lists that undo those in force, or are undone by them, are refused.",
      ""
    })
final class ApplyCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Rules, audiences and rules on lists in YAML.")
  private List<Path> files = List.of();

  @Option(
      names = "--force",
      description =
          "Apply rules on lists also if they undo those that are in force, or are undone by them, and"
              + " remark on it.")
  private boolean isForced;

  @Mixin private RuleTopicOptions options = new RuleTopicOptions();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    RuleFiles read = RuleFiles.read(files, now);
    RuleSet rules = read.orFail();
    read.remarks().forEach(this::remark);
    options.use(
        topic -> {
          if (!read.lists().isEmpty()) {
            topic.create();
            requireBeside(new ListsInForce(read, topic, now));
          }
          topic.apply(rules);
          return ExitCode.OK;
        });
    console.out().println("applied " + rules.names());
    console.out().flush();
    return ExitCode.OK;
  }

  private void requireBeside(ListsInForce inForce) {
    List<String> conflicts = inForce.conflicts();
    if (!conflicts.isEmpty() && !isForced) {
      throw new CommandException(
          "nothing is applied, as rules in force would be undone, or undo others: change what follows,"
              + " remove what is in the way, or apply with --force\n"
              + String.join("\n", conflicts));
    }
    conflicts.forEach(this::remark);
    inForce.remarks().forEach(this::remark);
  }

  private void remark(Object what) {
    console.err().println("remark: " + what);
    console.err().flush();
  }
}
