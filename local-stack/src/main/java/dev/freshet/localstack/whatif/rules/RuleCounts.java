package dev.freshet.localstack.whatif.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.localstack.report.Text;
import dev.freshet.localstack.rules.ListRuleText;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what rules do to lists, each compared with the one that there would be without rules. */
public final class RuleCounts {

  private static final String ROW = "%-24s %-24s %10s %10s %10s %s";

  private final TriedRules tried;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private final Set<String> users = new HashSet<>();
  private final Set<String> changedUsers = new HashSet<>();
  private int lists;
  private int changed;
  private double overlaps;
  private int cutShort;

  private static final class Count {

    private final ListRule rule;
    private int atItsTime;
    private int lists;
    private int touchedLists;
    private long items;

    Count(ListRule rule) {
      this.rule = rule;
    }

    private void add(Set<String> touched) {
      lists++;
      touchedLists += touched.isEmpty() ? 0 : 1;
      items += touched.size();
    }

    /** What it does to items, in a word. */
    private String verb() {
      if (rule.action() == ListAction.PIN) {
        return "placed";
      }
      if (rule.action() == ListAction.FACTOR) {
        return rule.amount() < 1 ? "buried" : "lifted";
      }
      return "hidden";
    }
  }

  RuleCounts(TriedRules tried) {
    this.tried = tried;
    tried.applicable().forEach(rule -> counts.put(rule.id(), new Count(rule)));
  }

  /**
   * Counts a list.
   *
   * @param atMillis when it was read
   * @param rulesCutShort of how many rules not all items were told to readers then
   */
  void add(RuledList ruled, long atMillis, int rulesCutShort) {
    String user = ruled.list().user();
    lists++;
    users.add(user);
    overlaps += ruled.list().overlap();
    if (ruled.list().isChange()) {
      changed++;
      changedUsers.add(user);
    }
    cutShort = Math.max(cutShort, rulesCutShort);
    Map<String, Set<String>> touched = ruled.touched();
    for (Count count : counts.values()) {
      count.atItsTime += count.rule.isOn(atMillis) ? 1 : 0;
      Set<String> items = touched.get(count.rule.id());
      if (items != null) {
        count.add(items);
      }
    }
  }

  private double meanOverlap() {
    return lists == 0 ? 1.0 : overlaps / lists;
  }

  /** A table for people; ends in a line break. */
  public String text() {
    Text text = new Text();
    text.add(
        "The rules in the %,d lists of 20 that were judged, of %,d users%s:%n",
        lists, users.size(), tried.placement().isEmpty() ? "" : ", in " + tried.placement());
    line(text, Text.of(ROW, "rule on lists", "action", "applied to", "acted on", "items", ""));
    for (Count count : counts.values()) {
      line(
          text,
          Text.of(
              ROW,
              count.rule.id(),
              ListRuleText.action(count.rule),
              Text.count(count.lists),
              Text.count(count.touchedLists),
              Text.count(count.items),
              count.verb()));
    }
    text.add(
        "%,d of the lists changed, those of %,d of the users (%.1f %%); mean overlap of the first"
            + " 20 places %.4f.%n",
        changed,
        changedUsers.size(),
        users.isEmpty() ? 0.0 : 100.0 * changedUsers.size() / users.size(),
        meanOverlap());
    remarks().forEach(remark -> line(text, remark));
    return text.toString();
  }

  private static void line(Text text, String line) {
    text.add("%s%n", line.stripTrailing());
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (Count count : counts.values()) {
      if (count.atItsTime == 0) {
        remarks.add(
            "%s: no list was read at its time, from %s%s (--always)"
                .formatted(
                    count.rule.id(),
                    Instant.ofEpochMilli(count.rule.fromMillis()),
                    count.rule.untilMillis() == ListRule.NO_END
                        ? ""
                        : " until " + Instant.ofEpochMilli(count.rule.untilMillis())));
      } else if (count.lists == 0) {
        remarks.add(
            count.rule.audience().isEmpty()
                ? count.rule.id() + ": there is no item for it to act on"
                : count.rule.id() + ": there is no item for it to act on, or no list of a member");
      }
    }
    if (cutShort > 0) {
      remarks.add(
          "Of %d rules readers are told the best items alone, as of all together there are more"
                  .formatted(cutShort)
              + " than recommendations.rules.items.");
    }
    tried.leftOut().forEach(reason -> remarks.add("Left out: " + reason));
    return remarks;
  }

  /** Writes the same for programs. */
  public void write(ObjectNode json) {
    json.put("placement", tried.placement());
    json.put("lists", lists);
    json.put("changedLists", changed);
    json.put("users", users.size());
    json.put("changedUsers", changedUsers.size());
    json.put("meanOverlap", meanOverlap());
    ArrayNode rules = json.putArray("rules");
    for (Count count : counts.values()) {
      rules
          .addObject()
          .put("id", count.rule.id())
          .put("action", ListRuleText.action(count.rule))
          .put("appliedTo", count.lists)
          .put("actedOn", count.touchedLists)
          .put(count.verb(), count.items);
    }
    ArrayNode remarks = json.putArray("remarks");
    remarks().forEach(remarks::add);
  }
}
