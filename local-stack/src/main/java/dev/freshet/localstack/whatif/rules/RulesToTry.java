package dev.freshet.localstack.whatif.rules;

import dev.freshet.localstack.command.Usage;
import dev.freshet.localstack.rules.RuleFiles;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say which rules on lists are tried. */
public final class RulesToTry {

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Try the rules on lists (kind: list) of this YAML file: the lists of B are read by them,"
              + " those of A are not. May be repeated. A rule that does not say from when it holds"
              + " does so from the beginning; other rules and audiences of the file have no"
              + " effect.")
  private List<Path> files = List.of();

  @Option(
      names = "--placement",
      paramLabel = "NAME",
      description = "Where the lists are shown. Without it only rules for all placements apply.")
  private String placement = "";

  @Option(
      names = "--audience",
      paramLabel = "NAME=FILE",
      description =
          "The members of an audience, an id of a user in each line. May be repeated. Rules for an"
              + " audience that is not given are left out: the log does not tell its members.")
  private Map<String, Path> audiences = Map.of();

  @Option(
      names = "--everybody",
      description = "Rules for an audience that is not given apply to all users.")
  private boolean isForEverybody;

  @Option(
      names = "--always",
      description = "Rules hold from the beginning to the end of the log, whatever they say.")
  private boolean isAlways;

  /**
   * Reads the rules.
   *
   * @throws IOException if a file cannot be read
   * @throws dev.freshet.localstack.command.CommandException telling each rule that cannot be used,
   *     with file, line and column
   * @throws dev.freshet.localstack.command.UsageException if none of them can apply to a list
   */
  public TriedRules read() throws IOException {
    if (files.isEmpty()) {
      requireUnused();
      return TriedRules.NONE;
    }
    List<UsableListRule> rules = RuleFiles.read(files, Instant.EPOCH).orFail().lists();
    Usage.require(!rules.isEmpty(), "--rules: no rule on lists (kind: list) is in " + names());
    TriedRules tried =
        new TriedRules(rules.stream().map(this::tried).toList(), placement, members(rules));
    Usage.require(
        !tried.names().isEmpty(), "no rule can be tried: " + String.join("; ", tried.leftOut()));
    return tried;
  }

  private void requireUnused() {
    Usage.require(placement.isEmpty(), "--placement goes with --rules");
    Usage.require(audiences.isEmpty(), "--audience goes with --rules");
    Usage.require(!isForEverybody, "--everybody goes with --rules");
    Usage.require(!isAlways, "--always goes with --rules");
  }

  private String names() {
    return files.stream().map(Path::toString).collect(Collectors.joining(" and "));
  }

  private Map<String, Set<String>> members(List<UsableListRule> rules) throws IOException {
    Set<String> asked =
        rules.stream()
            .map(usable -> usable.rule().audience())
            .filter(audience -> !audience.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Set<String>> members = new HashMap<>();
    for (Map.Entry<String, Path> audience : audiences.entrySet()) {
      Usage.require(
          asked.contains(audience.getKey()),
          "--audience %s: no rule is for it; %s"
              .formatted(
                  audience.getKey(),
                  asked.isEmpty()
                      ? "none is for an audience"
                      : "rules are for " + String.join(", ", asked)));
      try (Stream<String> lines = Files.lines(audience.getValue())) {
        members.put(
            audience.getKey(),
            lines.map(String::strip).filter(id -> !id.isEmpty()).collect(Collectors.toSet()));
      }
    }
    return members;
  }

  private UsableListRule tried(UsableListRule usable) {
    ListRule rule = usable.rule();
    boolean isWidened = isForEverybody && !audiences.containsKey(rule.audience());
    ListRule tried =
        new ListRule(
            rule.id(),
            rule.placements(),
            rule.when(),
            rule.action(),
            rule.amount(),
            rule.each(),
            isWidened ? "" : rule.audience(),
            isAlways ? 0L : rule.fromMillis(),
            isAlways ? ListRule.NO_END : rule.untilMillis(),
            rule.priority(),
            rule.owner(),
            rule.reason());
    return new UsableListRule(tried, usable.isMeant(), usable.changesWithTime());
  }
}
