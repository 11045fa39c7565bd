package dev.freshet.localstack.diff;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.dump.KeyClass.Sense;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a difference to people and to programs.
 *
 * @param places how many places of the lists were compared
 * @param detailed whether everything is told, or the first few of each kind
 */
record DiffReport(DumpDifference difference, int places, boolean detailed) {

  private static final int FEW = 5;

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "contents  %,d keys compared (interest, similar, stickiness): %s%n",
        difference.compared(Sense.CONTENT),
        difference.contentsAgree()
            ? "no difference"
            : "%,d differ, %,d only in the first, %,d only in the second"
                .formatted(
                    difference.contents().size(),
                    difference.onlyInFirst().size(),
                    difference.onlyInSecond().size()));
    print("only in the first", difference.onlyInFirst(), out);
    print("only in the second", difference.onlyInSecond(), out);
    List<String> contents =
        difference.contents().entrySet().stream()
            .map(entry -> entry.getKey() + "  " + first(entry.getValue()))
            .toList();
    print("differ", contents, out);
    List<ListChange> changed = changed();
    out.printf(
        Locale.ROOT,
        "lists     %,d users: mean overlap of the first %d places %.4f; %,d lists changed%n",
        difference.lists().size(),
        places,
        difference.meanOverlap(),
        changed.size());
    print("changed most", changed.stream().map(ListChange::line).toList(), out);
    out.printf(
        Locale.ROOT,
        "models    largest move of a weight %.6f, of a user's probability %.3f%n",
        DumpDifference.largest(difference.weights()),
        DumpDifference.largest(difference.probabilities()));
    out.flush();
  }

  private String first(List<String> differences) {
    return detailed || differences.size() == 1
        ? String.join("; ", differences)
        : differences.get(0) + "; %,d more".formatted(differences.size() - 1);
  }

  private List<ListChange> changed() {
    return difference.lists().stream().filter(ListChange::isChange).toList();
  }

  private void print(String title, List<String> lines, PrintWriter out) {
    if (lines.isEmpty()) {
      return;
    }
    out.println("  " + title + ":");
    int shown = detailed ? lines.size() : Math.min(FEW, lines.size());
    lines.stream().limit(shown).forEach(line -> out.println("    " + line));
    if (shown < lines.size()) {
      out.printf(Locale.ROOT, "    and %,d more (--details)%n", lines.size() - shown);
    }
  }

  /** Everything, for programs. */
  ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("contentsCompared", difference.compared(Sense.CONTENT));
    root.put("contentsAgree", difference.contentsAgree());
    root.set("onlyInFirst", mapper.valueToTree(difference.onlyInFirst()));
    root.set("onlyInSecond", mapper.valueToTree(difference.onlyInSecond()));
    ObjectNode contents = root.putObject("differ");
    for (Map.Entry<String, List<String>> entry : difference.contents().entrySet()) {
      contents.set(entry.getKey(), mapper.valueToTree(entry.getValue()));
    }
    root.put("places", places);
    root.put("users", difference.lists().size());
    root.put("meanOverlap", difference.meanOverlap());
    ArrayNode lists = root.putArray("lists");
    for (ListChange change : changed()) {
      ObjectNode list = lists.addObject();
      list.put("user", change.user());
      list.put("overlap", change.overlap());
      list.put("meanMove", change.meanMove());
      list.set("before", mapper.valueToTree(change.before()));
      list.set("after", mapper.valueToTree(change.after()));
    }
    root.set("weightMoves", mapper.valueToTree(difference.weights()));
    root.set("probabilityMoves", mapper.valueToTree(difference.probabilities()));
    return root;
  }
}
