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

/** The command {@code rules check}: tells what is wrong with rules, and where. */
@Command(
    name = "check",
    header =
        "Tells what is wrong with rules, audiences and rules on lists: file, line, column and what.",
    description = "")
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Rules, audiences and rules on lists in YAML.")
  private List<Path> files = List.of();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() throws IOException {
    RuleFiles read = RuleFiles.read(files, Instant.now());
    read.problems().forEach(console.out()::println);
    read.remarks().forEach(remark -> console.out().println("remark: " + remark));
    if (!read.audiences().isEmpty()) {
      console.out().printf("%d audiences can be used%n", read.audiences().size());
    }
    if (!read.lists().isEmpty()) {
      console.out().printf("%d rules on lists can be used%n", read.lists().size());
    }
    console
        .out()
        .printf("%d rules can be used, %d cannot%n", read.rules().size(), read.problems().size());
    console.out().flush();
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
