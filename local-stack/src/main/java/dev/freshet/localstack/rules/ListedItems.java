package dev.freshet.localstack.rules;

import dev.freshet.localstack.report.Text;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.ListRules;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/** Which items of a log's catalogue rules on lists are about, as of the end of the log. */
final class ListedItems {

  private static final int MOST_NAMED = 10;
  private static final String ROW = "%-24s %-24s %9s  %s";

  private final List<UsableListRule> usable;
  private final Recommender recommender;
  private final ListRules rules;
  private long latestMillis = EventTime.NEVER;

  ListedItems(List<UsableListRule> usable) {
    this.usable = usable;
    recommender =
        new Recommender(
            RecommendationsSettings.from(new Configuration(), RedisKeys.plain()).scoring());
    rules = new ListRules(recommender.table(), Integer.MAX_VALUE);
    usable.forEach(rules::put);
  }

  boolean isEmpty() {
    return usable.isEmpty();
  }

  void accept(CatalogueItem item) {
    if (!isEmpty()) {
      recommender.accept(item);
      rules.describe(item, 0L);
    }
  }

  void accept(Interaction interaction) {
    if (!isEmpty() && !interaction.plan()) {
      recommender.accept(interaction);
      latestMillis = Math.max(latestMillis, interaction.atMillis());
    }
  }

  /** A line for each rule below a heading, then what they undo of each other. */
  List<String> table() {
    if (isEmpty()) {
      return List.of();
    }
    long now = latestMillis == EventTime.NEVER ? 0L : latestMillis;
    recommender.refresh(now);
    List<String> lines = new ArrayList<>();
    lines.add(Text.of(ROW, "rule on lists", "action", "items", "the best of them"));
    Map<String, Set<String>> named = new HashMap<>();
    for (UsableListRule each : usable) {
      ListRule rule = each.rule();
      List<String> items = rules.itemsOf(rule.id(), now);
      named.put(rule.id(), Set.copyOf(items));
      lines.add(
          Text.of(
              ROW,
              rule.id(),
              ListRuleText.action(rule),
              Text.count(items.size()),
              String.join(" ", items.subList(0, Math.min(MOST_NAMED, items.size())))));
    }
    new ListConflicts(
            usable.stream().map(UsableListRule::rule).toList(),
            rule -> Optional.ofNullable(named.get(rule.id())),
            (rule, what) -> lines.add(rule.id() + ": " + what))
        .tell();
    return lines;
  }
}
