package dev.freshet.localstack.rules;

import dev.freshet.engagement.EngagementInProcess;
import dev.freshet.engagement.GivenReward;
import dev.freshet.localstack.report.Text;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.effect.Thousandths;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts whom rules reach, what they give, and who is in audiences. */
final class RuleCosts implements EngagementInProcess.Results {

  private static final String ROW = "%-24s %9s %9s %9s %9s %11s %9s %9s %11s %9s";

  private final SortedMap<String, Cost> costs = new TreeMap<>();
  private final AudienceCounts audiences;

  private static final class Cost {
    private final Set<String> users = new HashSet<>();
    private final Set<String> heldOut = new HashSet<>();
    private long rewards;
    private long refused;
    private long points;
    private long coupons;
    private long messages;

    /** Thousandths of the money that rules name. */
    private long money;

    private long errors;
  }

  RuleCosts(RuleSet rules) {
    rules.rules().forEach(rule -> costs.put(rule.rule().id(), new Cost()));
    audiences = new AudienceCounts(rules.audiences());
  }

  private Cost of(String rule) {
    return costs.computeIfAbsent(rule, any -> new Cost());
  }

  @Override
  public void write(RedisWrite write) {
    // What readers would see is not asked for.
  }

  @Override
  public void given(Grant grant, GivenReward reward) {
    Cost cost = of(grant.rule());
    cost.users.add(grant.user());
    cost.rewards++;
    cost.points += grant.reward().points();
    cost.coupons += grant.reward().coupon().isEmpty() ? 0 : 1;
    cost.messages += grant.reward().message().isEmpty() ? 0 : 1;
    cost.money += grant.reward().costThousandths();
  }

  @Override
  public void heldOut(Grant grant) {
    of(grant.rule()).heldOut.add(grant.user());
  }

  @Override
  public void refused(Grant grant) {
    of(grant.rule()).refused++;
  }

  @Override
  public void failed(String rule, ConditionException failure) {
    of(rule).errors++;
  }

  @Override
  public void passed(Passage passage) {
    audiences.enter(passage);
  }

  @Override
  public void unanswered(String audience, ConditionException failure) {
    audiences.failed(audience);
  }

  /** A line for each rule, below a heading, then one for each audience. */
  List<String> table() {
    List<String> lines = new ArrayList<>(costs.isEmpty() ? List.of() : ruleTable());
    lines.addAll(audiences.table());
    return lines;
  }

  private List<String> ruleTable() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.of(
            ROW,
            "rule",
            "users",
            "held out",
            "rewards",
            "refused",
            "points",
            "coupons",
            "messages",
            "cost",
            "errors"));
    costs.forEach(
        (rule, cost) ->
            lines.add(
                Text.of(
                    ROW,
                    rule,
                    Text.count(cost.users.size()),
                    Text.count(cost.heldOut.size()),
                    Text.count(cost.rewards),
                    Text.count(cost.refused),
                    Text.count(cost.points),
                    Text.count(cost.coupons),
                    Text.count(cost.messages),
                    Text.of("%,.3f", Thousandths.toMoney(cost.money)),
                    Text.count(cost.errors))));
    return lines;
  }
}
