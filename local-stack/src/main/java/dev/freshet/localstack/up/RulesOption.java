package dev.freshet.localstack.up;

import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.localstack.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --rules} of commands that run a platform. */
public final class RulesOption {

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Reward users by the rules in this file and keep its audiences, rather than by a handful that come along. May be"
              + " repeated.")
  private List<Path> files = List.of();

  /**
   * The rules and audiences, in force from the beginning: a log may be of years ago.
   *
   * @throws dev.freshet.localstack.command.CommandException telling what cannot be used
   */
  public RuleSet rules() throws IOException {
    RuleFiles read =
        files.isEmpty()
            ? RuleFiles.beside(RulesOption.class, "rules.yaml", Instant.EPOCH)
            : RuleFiles.read(files, Instant.EPOCH);
    return read.orFail();
  }
}
