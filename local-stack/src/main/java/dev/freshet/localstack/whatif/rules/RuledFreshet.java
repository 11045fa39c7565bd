package dev.freshet.localstack.whatif.rules;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.diff.ListChange;
import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.scoring.listrule.ListRules;
import dev.freshet.scoring.ranking.AppliedRules;
import java.util.List;

/**
 * The recommender with rules on lists. It learns the same as without them, so each list is compared
 * with that which the user would have read without rules.
 */
public final class RuledFreshet extends Freshet {

  private final Replay replay;
  private final TriedRules tried;
  private final ListRules rules;
  private final RuleCounts counts;

  public RuledFreshet(Replay replay, RecommendationsSettings settings, TriedRules tried) {
    super(replay, settings.scoring());
    this.replay = replay;
    this.tried = tried;
    rules = new ListRules(recommender().table(), settings.ruleItems());
    tried.rules().forEach(rules::put);
    replay.catalogue().forEach(item -> rules.describe(item, 0L));
    counts = new RuleCounts(tried);
  }

  /** What the rules did to the lists that were asked for as an approach. */
  public RuleCounts counts() {
    return counts;
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    List<String> before = super.list(user, atMillis, size);
    AppliedRules applied = applied(user, atMillis);
    List<String> after = list(user, atMillis, size, () -> applied);
    ListChange list = new ListChange(replay.userId(user), before, after);
    counts.add(new RuledList(list, size, applied), atMillis, rules.cutShort());
    return after.stream().mapToInt(replay::itemNumber).toArray();
  }

  @Override
  public List<String> list(int user, long atMillis, int size) {
    return list(user, atMillis, size, () -> applied(user, atMillis));
  }

  private AppliedRules applied(int user, long atMillis) {
    double zero = recommender().pulse().floor();
    return tried.applying(rules.serve(zero, atMillis), replay.userId(user), atMillis);
  }
}
