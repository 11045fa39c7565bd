package dev.freshet.localstack.rules;

import dev.freshet.localstack.command.CommandException;
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
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Rules as people write them, in YAML: documents divided by {@code ---}, each a rule or a list of
 * rules.
 *
 * @param rules those that can be used
 * @param problems what cannot
 */
public record RuleFiles(List<UsableRule> rules, List<Problem> problems) {

  /**
   * Reads files.
   *
   * @param now when rules begin that do not say so
   * @throws IOException if a file cannot be read
   */
  public static RuleFiles read(List<Path> files, Instant now) throws IOException {
    RuleFiles read = new RuleFiles(new ArrayList<>(), new ArrayList<>());
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
    RuleFiles read = new RuleFiles(new ArrayList<>(), new ArrayList<>());
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(resource), resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      read.add(new SourceText(Path.of(resource), text), new RuleYaml(now), new HashMap<>());
    }
    return read;
  }

  private void add(SourceText source, RuleYaml yaml, Map<String, Path> names) {
    LoadSettings settings = LoadSettings.builder().setLabel(source.file().toString()).build();
    try {
      for (Node document : new Compose(settings).composeAllFromString(source.text())) {
        List<Node> nodes =
            document instanceof SequenceNode sequence ? sequence.getValue() : List.of(document);
        nodes.forEach(node -> add(source, node, yaml, names));
      }
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().orElse(null);
      problems.add(
          new Problem(
              source.file(),
              mark == null ? 1 : mark.getLine() + 1,
              mark == null ? 1 : mark.getColumn() + 1,
              "is no YAML: " + e.getProblem()));
    }
  }

  private void add(SourceText source, Node node, RuleYaml yaml, Map<String, Path> names) {
    try {
      UsableRule rule = yaml.read(source, node);
      Path before = names.putIfAbsent(rule.rule().id(), source.file());
      if (before != null) {
        throw source.problem(node, "id: " + rule.rule().id() + " is in " + before + " already");
      }
      rules.add(rule);
    } catch (ProblemException e) {
      problems.add(e.problem());
    }
  }

  /**
   * The rules, if all of them can be used.
   *
   * @throws CommandException telling what cannot be used
   */
  public List<UsableRule> orFail() {
    if (!problems.isEmpty()) {
      throw new CommandException(
          problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return rules;
  }
}
