package dev.freshet.localstack.up;

import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
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
          "Reward users by the rules in this file, rather than by a handful that come along. May be"
              + " repeated.")
  private List<Path> files = List.of();

  /**
   * The rules, in force from the beginning: a log may be of years ago.
   *
   * @throws dev.freshet.localstack.command.CommandException telling what cannot be used
   */
  public List<Rule> rules() throws IOException {
    RuleFiles read =
        files.isEmpty()
            ? RuleFiles.beside(RulesOption.class, "rules.yaml", Instant.EPOCH)
            : RuleFiles.read(files, Instant.EPOCH);
    return read.orFail().stream().map(UsableRule::rule).toList();
  }
}
