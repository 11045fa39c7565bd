package dev.freshet.localstack.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file in YAML as it was written, to find where something is.
 *
 * @param file its name
 * @param text all of it
 */
public record SourceText(Path file, String text) {

  /**
   * Tells what each document has, or each entry of a document that is a list.
   *
   * @throws ProblemException when it comes to what is no YAML, or if there is nothing
   */
  public void forEachNode(Consumer<Node> reader) throws ProblemException {
    boolean isEmpty = true;
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    try {
      for (Node document : new Compose(settings).composeAllFromString(text)) {
        List<Node> nodes =
            document instanceof SequenceNode sequence ? sequence.getValue() : List.of(document);
        nodes.forEach(reader);
        isEmpty &= nodes.isEmpty();
      }
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().orElse(null);
      int line = mark == null ? 1 : mark.getLine() + 1;
      int column = mark == null ? 1 : mark.getColumn() + 1;
      throw new ProblemException(new Problem(file, line, column, "is no YAML: " + e.getProblem()));
    }
    if (isEmpty) {
      throw new ProblemException(
          at(0, "has nothing in it: write down one at least, or leave the file out"));
    }
  }

  /** A problem at the beginning of a node. */
  public ProblemException problem(Node node, String what) {
    return new ProblemException(at(node.getStartMark().map(Mark::getIndex).orElse(0), what));
  }

  /**
   * A problem within a text, whichever way YAML writes it: what is not white space comes in the
   * same order.
   *
   * @param line in the value of the node, counted from 1
   * @param column in the line, counted from 1
   */
  ProblemException problem(ScalarNode node, int line, int column, String what) {
    int before = visible(node.getValue(), offset(node.getValue(), line, column));
    int index = begin(node);
    while (index < text.length() && (before > 0 || isSpace(index))) {
      before -= isSpace(index) ? 0 : 1;
      index++;
    }
    return new ProblemException(at(Math.min(index, text.length()), what));
  }

  private static int offset(String value, int line, int column) {
    int start = 0;
    for (int next = 1; next < line; next++) {
      int end = value.indexOf('\n', start);
      start = end < 0 ? value.length() : end + 1;
    }
    return Math.min(value.length(), start + column - 1);
  }

  private static int visible(String value, int until) {
    return (int) value.substring(0, until).chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  private int begin(ScalarNode node) {
    int index = node.getStartMark().map(Mark::getIndex).orElse(0);
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      int end = text.indexOf('\n', index);
      return end < 0 ? text.length() : end + 1;
    }
    return style == ScalarStyle.PLAIN ? index : index + 1;
  }

  private boolean isSpace(int index) {
    return Character.isWhitespace(text.charAt(index));
  }

  private Problem at(int index, String what) {
    int line = 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    int column = index - text.lastIndexOf('\n', index - 1);
    return new Problem(file, line, column, what);
  }
}
