package dev.freshet.localstack.rules;

import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.engagement.UsableRule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules and audiences that can be used. */
public record RuleSet(List<UsableRule> rules, List<UsableAudience> audiences) {

  public static final RuleSet NONE = new RuleSet(List.of(), List.of());

  public RuleSet {
    rules = List.copyOf(rules);
    audiences = List.copyOf(audiences);
  }

  /** Whether there is neither. */
  public boolean isEmpty() {
    return rules.isEmpty() && audiences.isEmpty();
  }

  /** The ids of rules, then the names of audiences, for people. */
  public String names() {
    return Stream.concat(
            rules.stream().map(usable -> usable.rule().id()),
            audiences.stream().map(usable -> "audience " + usable.audience().name()))
        .collect(Collectors.joining(", "));
  }
}
