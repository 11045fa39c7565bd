package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.UsableRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Rules and audiences as people write them, in YAML: documents divided by {@code ---}, each a rule,
 * an audience, or a list of them.
 *
 * @param rules those that can be used
 * @param audiences those that can be used
 * @param problems what cannot
 */
public record RuleFiles(
    List<UsableRule> rules, List<UsableAudience> audiences, List<Problem> problems) {

  private RuleFiles() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /**
   * Reads files.
   *
   * @param now when rules begin that do not say so
   * @throws IOException if a file cannot be read
   */
  public static RuleFiles read(List<Path> files, Instant now) throws IOException {
    RuleFiles read = new RuleFiles();
    RuleYaml yaml = new RuleYaml(now);
    Map<String, Path> names = new HashMap<>();
    for (Path file : files) {
      read.add(new SourceText(file, Files.readString(file)), yaml, names);
    }
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
      read.add(new SourceText(Path.of(resource), text), new RuleYaml(now), new HashMap<>());
    }
    return read;
  }

  private void add(SourceText source, RuleYaml yaml, Map<String, Path> names) {
    try {
      source.forEachNode(node -> add(source, node, yaml, names));
    } catch (ProblemException e) {
      problems.add(e.problem());
    }
  }

  private void add(SourceText source, Node node, RuleYaml yaml, Map<String, Path> names) {
    try {
      if (AudienceYaml.isMeant(node)) {
        UsableAudience audience = new AudienceYaml().read(source, node);
        requireNew(source, node, "audience: " + audience.audience().name(), names);
        audiences.add(audience);
      } else {
        UsableRule rule = yaml.read(source, node);
        requireNew(source, node, "id: " + rule.rule().id(), names);
        rules.add(rule);
      }
    } catch (ProblemException e) {
      problems.add(e.problem());
    }
  }

  private static void requireNew(SourceText source, Node node, String name, Map<String, Path> names)
      throws ProblemException {
    Path before = names.putIfAbsent(name, source.file());
    if (before != null) {
      throw source.problem(node, name + " is in " + before + " already");
    }
  }

  /**
   * All that there is, if all of it can be used.
   *
   * @throws CommandException telling what cannot be used
   */
  public RuleSet orFail() {
    Problem.requireNone(problems);
    return new RuleSet(rules, audiences);
  }
}
