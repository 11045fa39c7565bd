package dev.freshet.localstack.rules;

import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules, audiences and rules on lists that can be used. */
public record RuleSet(
    List<UsableRule> rules, List<UsableAudience> audiences, List<UsableListRule> lists) {

  public static final RuleSet NONE = new RuleSet(List.of(), List.of());

  public RuleSet {
    rules = List.copyOf(rules);
    audiences = List.copyOf(audiences);
    lists = List.copyOf(lists);
  }

  /** Those without rules on lists. */
  public RuleSet(List<UsableRule> rules, List<UsableAudience> audiences) {
    this(rules, audiences, List.of());
  }

  /** Whether there is nothing that the engagement job would know. */
  public boolean isEmpty() {
    return rules.isEmpty() && audiences.isEmpty();
  }

  /** The ids of rules, then the names of audiences, then the ids of rules on lists, for people. */
  public String names() {
    return Stream.of(
            rules.stream().map(usable -> usable.rule().id()),
            audiences.stream().map(usable -> "audience " + usable.audience().name()),
            lists.stream().map(usable -> "list " + usable.rule().id()))
        .flatMap(each -> each)
        .collect(Collectors.joining(", "));
  }
}
