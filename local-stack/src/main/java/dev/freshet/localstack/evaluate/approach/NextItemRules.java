package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import java.util.stream.Stream;

/**
 * Baseline: sequential rules "who did this did that later" (Ludewig and Jannach 2018), which keep
 * the direction and count 1/distance.
 */
public final class NextItemRules implements Approach {

  private final int reach;
  private final int recent;
  private final PairCounts rules;
  private final RecentItems[] histories;
  private final Popularity popularity;
  private final Scores scores;

  /**
   * @param reach how many items back a rule may begin
   * @param recent how many of the user's last items a list is made from, the last one counting 1,
   *     the one before 1/2, and so on
   * @param popularity fills lists up; learns along
   */
  public NextItemRules(int users, int items, int reach, int recent, Popularity popularity) {
    this.reach = reach;
    this.recent = recent;
    this.popularity = popularity;
    rules = new PairCounts(items);
    histories =
        Stream.generate(() -> new RecentItems(reach + 1)).limit(users).toArray(RecentItems[]::new);
    scores = new Scores(items);
  }

  @Override
  public String name() {
    return "next-item rules, reach " + reach + ", last " + recent;
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    RecentItems history = histories[user];
    for (int back = 0; back < Math.min(recent, history.size()); back++) {
      double weight = 1.0 / (1 + back);
      rules.row(history.item(back), (to, count) -> scores.add(to, weight * count));
    }
    return scores.best(size, excluded, popularity);
  }

  @Override
  public void learn(Event event) {
    RecentItems history = histories[event.user()];
    for (int back = 0; back < Math.min(reach, history.size()); back++) {
      if (history.item(back) != event.item()) {
        rules.add(history.item(back), event.item(), 1.0 / (1 + back));
      }
    }
    history.touch(event.item(), event.strength());
    popularity.learn(event);
  }
}
