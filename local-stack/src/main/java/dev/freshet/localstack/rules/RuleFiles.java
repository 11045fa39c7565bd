package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Rules, audiences and rules on lists as people write them, in YAML: documents divided by {@code
 * ---}, each one of them, or a list of them.
 *
 * @param rules those that can be used
 * @param audiences those that can be used
 * @param lists rules on lists that can be used
 * @param problems what cannot
 * @param remarks what can be used, but may be meant otherwise
 * @param places where each of the rules on lists was read
 */
public record RuleFiles(
    List<UsableRule> rules,
    List<UsableAudience> audiences,
    List<UsableListRule> lists,
    List<Problem> problems,
    List<Problem> remarks,
    Map<ListRule, Place> places) {

  /** Where a rule on lists was read. */
  record Place(SourceText source, Node node) {}

  private RuleFiles() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new LinkedHashMap<>());
  }

  /**
   * Reads files.
   *
   * @param now when rules begin that do not say so; those that end until then are refused
   * @throws IOException if a file cannot be read
   */
  public static RuleFiles read(List<Path> files, Instant now) throws IOException {
    RuleFiles read = new RuleFiles();
    Reading reading = new Reading(read, now);
    for (Path file : files) {
      reading.add(new SourceText(file, Files.readString(file)));
    }
    reading.end();
    return read;
  }

  /**
   * Reads rules that come along with a class.
   *
   * @param resource its name, beside the class
   */
  public static RuleFiles beside(Class<?> type, String resource, Instant now) throws IOException {
    RuleFiles read = new RuleFiles();
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(resource), resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Reading reading = new Reading(read, now);
      reading.add(new SourceText(Path.of(resource), text));
      reading.end();
    }
    return read;
  }

  /**
   * All that there is, if all of it can be used.
   *
   * @throws CommandException telling what cannot be used
   */
  public RuleSet orFail() {
    Problem.requireNone(problems);
    return new RuleSet(rules, audiences, lists);
  }

  /** A problem of one of the rules on lists. */
  Problem problem(ListRule rule, String what) {
    Place place = Objects.requireNonNull(places.get(rule));
    return place.source().problem(place.node(), rule.id() + ": " + what).problem();
  }

  /** One reading of files. */
  private static final class Reading {

    private final RuleFiles read;
    private final Instant now;
    private final RuleYaml yaml;
    private final ListRuleYaml listYaml;
    private final Map<String, Path> names = new HashMap<>();

    private Reading(RuleFiles read, Instant now) {
      this.read = read;
      this.now = now;
      yaml = new RuleYaml(now);
      listYaml = new ListRuleYaml(now);
    }

    private void add(SourceText source) {
      try {
        source.forEachNode(node -> add(source, node));
      } catch (ProblemException e) {
        read.problems.add(e.problem());
      }
    }

    private void add(SourceText source, Node node) {
      try {
        if (ListRuleYaml.isMeant(node)) {
          UsableListRule list = listYaml.read(source, node);
          requireNew(source, node, "kind: list, id: " + list.rule().id());
          read.lists.add(list);
          read.places.put(list.rule(), new Place(source, node));
        } else if (AudienceYaml.isMeant(node)) {
          UsableAudience audience = new AudienceYaml().read(source, node);
          requireNew(source, node, "audience: " + audience.audience().name());
          read.audiences.add(audience);
        } else {
          UsableRule rule = yaml.read(source, node);
          requireNew(source, node, "id: " + rule.rule().id());
          read.rules.add(rule);
        }
      } catch (ProblemException e) {
        read.problems.add(e.problem());
      }
    }

    private void requireNew(SourceText source, Node node, String name) throws ProblemException {
      Path before = names.putIfAbsent(name, source.file());
      if (before != null) {
        throw source.problem(node, name + " is in " + before + " already");
      }
    }

    private void end() {
      Set<String> known =
          read.audiences.stream().map(each -> each.audience().name()).collect(Collectors.toSet());
      List<ListRule> rules = List.copyOf(read.places.keySet());
      for (ListRule rule : rules) {
        if (!rule.audience().isEmpty() && !known.contains(rule.audience())) {
          read.remarks.add(
              read.problem(
                  rule,
                  "audience: %s is in none of these files: it must be in force already"
                      .formatted(rule.audience())));
        }
      }
      IdsInConditions ids = new IdsInConditions(read.lists);
      new ListLimits(rules, now).tell((rule, what) -> read.remarks.add(read.problem(rule, what)));
      new ListDoubts(rules, ids::of)
          .tell((rule, what) -> read.remarks.add(read.problem(rule, what)));
      new ListConflicts(rules, ids::of, (rule, what) -> read.problems.add(read.problem(rule, what)))
          .tell();
    }
  }
}
