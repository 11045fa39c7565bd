package dev.freshet.localstack.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The fields of a mapping in a file. */
public final class Fields {

  private final SourceText source;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param known what fields there may be
   */
  public Fields(SourceText source, Node node, Set<String> known) throws ProblemException {
    this.source = source;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw source.problem(node, "must be a mapping with some of " + sorted(known));
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = text(tuple.getKeyNode());
      if (!known.contains(name)) {
        throw source.problem(
            tuple.getKeyNode(), "there is no field " + name + ", but " + sorted(known));
      }
      if (values.put(name, tuple.getValueNode()) != null) {
        throw source.problem(tuple.getKeyNode(), name + " is there twice: leave one out");
      }
    }
  }

  private static List<String> sorted(Set<String> known) {
    return known.stream().sorted().toList();
  }

  private String text(Node value) throws ProblemException {
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw source.problem(value, "must be a text");
  }

  /** What a rule, an audience or an experiment refuses begins with the name of the field. */
  public ProblemException refused(IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    String field = message.substring(0, Math.max(0, message.indexOf(':')));
    return source.problem(at(field), message);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable Node find(String name) {
    return values.get(name);
  }

  /** The node of a field, or of all of them if it is not there. */
  Node at(String name) {
    return values.getOrDefault(name, node);
  }

  /** A text; empty if it is not there. */
  public String text(String name) throws ProblemException {
    Node value = values.get(name);
    return value == null ? "" : text(value);
  }

  /** A text that must be there. */
  public String required(String name) throws ProblemException {
    if (text(name).isBlank()) {
      throw source.problem(at(name), name + " must be there");
    }
    return text(name);
  }

  /** One text or several. */
  public List<String> texts(String name) throws ProblemException {
    Node value = values.get(name);
    if (!(value instanceof SequenceNode sequence)) {
      return value == null ? List.of() : List.of(text(value));
    }
    List<String> texts = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      texts.add(text(each));
    }
    return texts;
  }

  /** What a text is read as. */
  public interface Reading<T> {

    /** Fails with a {@link RuntimeException} if it cannot be read. */
    T of(String text);
  }

  /**
   * A text that is read as something else.
   *
   * @param expected what it should be, for people
   */
  public <T> T read(String name, Reading<T> reading, String expected) throws ProblemException {
    String text = required(name);
    try {
      return reading.of(text.strip());
    } catch (RuntimeException e) {
      throw source.problem(at(name), name + " must be " + expected + ", but is " + text);
    }
  }

  /** A whole number; the other if it is not there. */
  long whole(String name, long otherwise) throws ProblemException {
    return has(name) ? read(name, Long::parseLong, "a whole number") : otherwise;
  }

  /**
   * Refuses what is over already.
   *
   * @param untilMillis its end, by the field {@code until}, epoch milliseconds
   * @param what what it is, such as experiment
   */
  public void requireNotOver(long untilMillis, Instant now, String what) throws ProblemException {
    if (untilMillis <= now.toEpochMilli()) {
      throw source.problem(
          at("until"),
          "until: %s is past: let it end later, or leave the %s out"
              .formatted(Instant.ofEpochMilli(untilMillis), what));
    }
  }

  /** The fields of a field, or null if it is not there. */
  public @Nullable Fields nested(String name, Set<String> known) throws ProblemException {
    Node value = values.get(name);
    return value == null ? null : new Fields(source, value, known);
  }

  /** The fields of each of several mappings; none if they are not there. */
  public List<Fields> each(String name, Set<String> known) throws ProblemException {
    Node value = values.get(name);
    if (!(value instanceof SequenceNode sequence)) {
      if (value == null) {
        return List.of();
      }
      throw source.problem(value, name + " must be a list of mappings");
    }
    List<Fields> all = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      all.add(new Fields(source, each, known));
    }
    return all;
  }
}
