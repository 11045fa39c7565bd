package dev.freshet.localstack.rules;

import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one rule on lists as people write it. */
final class ListRuleYaml {

  private static final String KIND = "kind";
  private static final String LIST = "list";
  private static final String WHEN = "when";

  private static final Map<String, ListAction> ACTIONS = actions();

  private static final Set<String> RULE =
      Set.of(
          "id",
          KIND,
          "placements",
          WHEN,
          "pin",
          "factor",
          "hide",
          "most",
          "only",
          "each",
          "audience",
          "from",
          "until",
          "priority",
          "owner",
          "reason");

  private final ItemConditions conditions = new ItemConditions();
  private final Instant now;

  /**
   * @param now when a rule begins that does not say so; one that ends until then is refused
   */
  ListRuleYaml(Instant now) {
    this.now = now;
  }

  private static Map<String, ListAction> actions() {
    Map<String, ListAction> actions = new LinkedHashMap<>();
    actions.put("pin", ListAction.PIN);
    actions.put("factor", ListAction.FACTOR);
    actions.put("hide", ListAction.HIDE);
    actions.put("most", ListAction.MOST);
    actions.put("only", ListAction.ONLY);
    return actions;
  }

  /** Whether a mapping is meant as a rule on lists: no other rule has a kind. */
  static boolean isMeant(Node node) {
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(KIND));
  }

  /**
   * The rule of a mapping.
   *
   * @throws ProblemException telling the first thing that is wrong
   */
  UsableListRule read(SourceText source, Node node) throws ProblemException {
    Fields fields = new Fields(source, node, RULE);
    if (!fields.text(KIND).equals(LIST)) {
      throw source.problem(
          fields.at(KIND), "kind must be list; a rule of incentives, or an audience, has none");
    }
    try {
      UsableListRule usable = conditions.usable(rule(source, node, fields));
      fields.requireNotOver(usable.rule().untilMillis(), now, "rule");
      return usable;
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    } catch (WrongConditionException e) {
      throw source.problem(
          (ScalarNode) fields.at(WHEN), e.line(), e.column(), "when: " + e.getMessage());
    }
  }

  private ListRule rule(SourceText source, Node node, Fields fields) throws ProblemException {
    String name = action(source, node, fields);
    ListAction action = ACTIONS.getOrDefault(name, ListAction.HIDE);
    return new ListRule(
        fields.required("id"),
        Set.copyOf(fields.texts("placements")),
        // Not stripped: where something is wrong is counted from its beginning.
        fields.text(WHEN),
        action,
        amount(fields, name, action),
        fields.text("each").strip(),
        fields.text("audience").strip(),
        fields.has("from") ? RuleYaml.moment(fields, "from") : now.toEpochMilli(),
        fields.has("until") ? RuleYaml.moment(fields, "until") : ListRule.NO_END,
        fields.has("priority") ? fields.read("priority", Integer::parseInt, "a whole number") : 0,
        fields.text("owner").strip(),
        fields.text("reason").strip());
  }

  private static String action(SourceText source, Node node, Fields fields)
      throws ProblemException {
    List<String> given = ACTIONS.keySet().stream().filter(fields::has).toList();
    if (given.size() != 1) {
      throw source.problem(
          given.isEmpty() ? node : fields.at(given.get(1)),
          "must have one of pin, factor, hide, most and only, has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    return given.get(0);
  }

  private static double amount(Fields fields, String name, ListAction action)
      throws ProblemException {
    if (action == ListAction.HIDE || action == ListAction.ONLY) {
      fields.read(name, ListRuleYaml::requireTrue, "true, or left out");
      return 0.0;
    }
    return action == ListAction.FACTOR
        ? fields.read(name, Double::parseDouble, "a number such as 2.5")
        : fields.whole(name, 1);
  }

  private static boolean requireTrue(String text) {
    if (!text.equals("true")) {
      throw new IllegalArgumentException(text);
    }
    return true;
  }
}
