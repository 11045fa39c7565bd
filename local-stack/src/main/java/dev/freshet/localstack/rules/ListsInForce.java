package dev.freshet.localstack.rules;

import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.runtime.record.ListRuleRecords;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Rules on lists that are on the topic, beside which those of files are to be. */
final class ListsInForce {

  private final RuleFiles read;
  private final String topic;
  private final Instant now;

  /** Those that are there and stay. */
  private final List<UsableListRule> staying;

  /**
   * @param read what is to come
   * @param topic where others are; those that cannot be used, or are over, do nothing
   */
  ListsInForce(RuleFiles read, RuleTopic topic, Instant now) {
    this.read = read;
    this.topic = topic.topic();
    this.now = now;
    Set<String> replaced =
        read.lists().stream().map(each -> each.rule().id()).collect(Collectors.toSet());
    staying =
        usable(topic.read()).stream()
            .filter(each -> each.rule().untilMillis() > now.toEpochMilli())
            .filter(each -> !replaced.contains(each.rule().id()))
            .toList();
  }

  private static List<UsableListRule> usable(Map<String, byte[]> records) {
    RecordEncoding<dev.freshet.schemas.ListRule> encoding = RecordEncoding.listRules();
    ItemConditions conditions = new ItemConditions();
    List<UsableListRule> usable = new ArrayList<>();
    records.forEach(
        (key, record) -> {
          if (ListRuleRecords.isKey(key)) {
            try {
              usable.add(conditions.usable(ListRuleRecords.rule(encoding.decode(record))));
            } catch (IllegalArgumentException
                | WrongConditionException
                | UnknownSchemaException
                | MalformedRecordException e) {
              // The job does not use it either.
            }
          }
        });
    return usable;
  }

  /** Which rules would be undone, those of the files or those that are there, in words. */
  List<String> conflicts() {
    return caused(
        (rules, told) ->
            new ListConflicts(rules(rules), new IdsInConditions(rules)::of, told).tell());
  }

  /** What is doubtful of all of them together, in words. */
  List<String> remarks() {
    return caused(
        (rules, told) -> {
          new ListLimits(rules(rules), now).tell(told);
          new ListDoubts(rules(rules), new IdsInConditions(rules)::of).tell(told);
        });
  }

  private static List<ListRule> rules(List<UsableListRule> usable) {
    return usable.stream().map(UsableListRule::rule).toList();
  }

  /** What tells something of rules. */
  private interface Telling {
    void tell(List<UsableListRule> rules, BiConsumer<ListRule, String> told);
  }

  private record Told(ListRule rule, String what) {}

  /** What is told of all rules that is told neither of those of the files nor of the others. */
  private List<String> caused(Telling telling) {
    Set<Told> known = new HashSet<>();
    telling.tell(read.lists(), (rule, what) -> known.add(new Told(rule, what)));
    telling.tell(staying, (rule, what) -> known.add(new Told(rule, what)));
    List<UsableListRule> all = new ArrayList<>(staying);
    all.addAll(read.lists());
    List<String> lines = new ArrayList<>();
    telling.tell(
        all,
        (rule, what) -> {
          if (known.add(new Told(rule, what))) {
            lines.add(line(rule, what));
          }
        });
    return lines;
  }

  private String line(ListRule rule, String what) {
    return read.places().containsKey(rule)
        ? read.problem(rule, what).toString()
        : "topic %s: %s: %s".formatted(topic, ListRuleRecords.key(rule.id()), what);
  }
}
