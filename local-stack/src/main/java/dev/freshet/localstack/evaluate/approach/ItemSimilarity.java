package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import java.util.stream.Stream;

/**
 * Baseline: item-based collaborative filtering as TencentRec keeps it up to date (Huang et al.,
 * SIGMOD 2015), without windows of time.
 *
 * <p>A user's rating of an item is the best strength so far; two items gain the lower of a user's
 * two ratings; their similarity is the sum of those over {@code √(Σ ratings · Σ ratings)}. Listed
 * is what is similar to the user's last items, weighted by their ratings.
 */
public final class ItemSimilarity implements Approach {

  /** Items of a user with which a new one can gain. */
  private static final int HISTORY = 100;

  private final int recent;
  private final PairCounts pairs;
  private final double[] ratings;
  private final RecentItems[] histories;
  private final Popularity popularity;
  private final Scores scores;

  /**
   * @param recent how many of the user's last items a list is made from
   * @param popularity fills lists up; learns along
   */
  public ItemSimilarity(int users, int items, int recent, Popularity popularity) {
    this.recent = recent;
    this.popularity = popularity;
    pairs = new PairCounts(items);
    ratings = new double[items];
    histories =
        Stream.generate(() -> new RecentItems(HISTORY)).limit(users).toArray(RecentItems[]::new);
    scores = new Scores(items);
  }

  @Override
  public String name() {
    return "static item-CF, last " + recent;
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    RecentItems history = histories[user];
    for (int back = 0; back < Math.min(recent, history.size()); back++) {
      int from = history.item(back);
      double rating = history.strength(back);
      pairs.row(
          from,
          (to, common) -> scores.add(to, rating * common / Math.sqrt(ratings[from] * ratings[to])));
    }
    return scores.best(size, excluded, popularity);
  }

  @Override
  public void learn(Event event) {
    RecentItems history = histories[event.user()];
    int item = event.item();
    double before = history.strengthOf(item);
    double after = Math.max(before, event.strength());
    if (after > before) {
      ratings[item] += after - before;
      for (int back = 0; back < history.size(); back++) {
        int other = history.item(back);
        double rating = history.strength(back);
        double gain = Math.min(after, rating) - Math.min(before, rating);
        if (other != item && gain > 0) {
          pairs.add(item, other, gain);
          pairs.add(other, item, gain);
        }
      }
    }
    history.touch(item, after);
    popularity.learn(event);
  }
}
