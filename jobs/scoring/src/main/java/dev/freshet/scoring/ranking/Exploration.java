package dev.freshet.scoring.ranking;

import dev.freshet.scoring.items.ScoredItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives places of a list to items of which little is known, as the function in Redis does.
 *
 * <p>Each place is given away with the same chance, and to one of the items that are left in
 * proportion to what could be gained: a Plackett–Luce sample (Plackett: "The analysis of
 * permutations", Applied Statistics 24, 1975; Luce: "Individual choice behavior", 1959). So the
 * chance of each item in its place, after those before it, is known, and what another way of
 * choosing would have brought can be estimated from what was shown (Swaminathan et al.: "Off-policy
 * evaluation for slate recommendation", 2017).
 *
 * @param share the chance of a place to be given away, 0 to 1
 * @param salt of the experiment
 */
public record Exploration(double share, String salt) {

  /** Why a newcomer is on a list. */
  public static final String NEW = "new:";

  private static final long MINUTE_MILLIS = 60_000;

  /**
   * A place of a list.
   *
   * @param chance of the item to be there, after those before it
   */
  public record Place(String item, double score, String reason, double chance) {}

  /** The list with newcomers in it where nothing is pinned. */
  public List<Place> explore(
      List<Recommendation> ranked, List<ScoredItem> allowed, String user, long atMillis) {
    return explore(ranked, new BitSet(), allowed, user, atMillis);
  }

  /**
   * The list with newcomers in it. What is in a place depends on no place behind it, so that a list
   * can be read page by page.
   *
   * @param ranked the list without them
   * @param pinned places that are not given away, the first being 0
   * @param allowed newcomers that may be in it, with what could be gained; one that the list has
   *     anyway may come before its place
   * @param user whose list it is
   * @param atMillis when it is read: the same within a minute
   */
  public List<Place> explore(
      List<Recommendation> ranked,
      BitSet pinned,
      List<ScoredItem> allowed,
      String user,
      long atMillis) {
    Draws draws = new Draws(salt + ":" + Math.floorDiv(atMillis, MINUTE_MILLIS) + '\0' + user);
    Map<String, ScoredItem> open = new LinkedHashMap<>();
    allowed.forEach(each -> open.put(each.item(), each));
    Set<String> listed = new HashSet<>();
    List<Place> places = new ArrayList<>();
    int next = 0;
    for (int place = 0; place < ranked.size(); place++) {
      boolean isGiven = draws.next() < share && !pinned.get(place);
      if (pinned.get(place)) {
        places.add(place(ranked.get(place), 1.0));
        continue;
      }
      while (pinned.get(next) || listed.contains(ranked.get(next).item())) {
        next++;
      }
      Recommendation usual = ranked.get(next);
      ScoredItem usualAsNew = open.get(usual.item());
      double sum = open.values().stream().mapToDouble(ScoredItem::score).reduce(0.0, Double::sum);
      double usualChance = open.isEmpty() ? 1.0 : 1 - share;
      if (isGiven && !open.isEmpty()) {
        ScoredItem item = drawn(List.copyOf(open.values()), draws.next() * sum);
        double chance = share * (item.score() / sum);
        places.add(
            new Place(
                item.item(),
                item.score(),
                NEW,
                item.equals(usualAsNew) ? usualChance + chance : chance));
        open.remove(item.item());
        listed.add(item.item());
      } else {
        places.add(
            place(
                usual,
                usualAsNew == null
                    ? usualChance
                    : usualChance + share * (usualAsNew.score() / sum)));
        open.remove(usual.item());
        listed.add(usual.item());
      }
    }
    return places;
  }

  private static Place place(Recommendation row, double chance) {
    return new Place(row.item(), row.score(), row.reason(), chance);
  }

  private static ScoredItem drawn(List<ScoredItem> items, double drawn) {
    double reached = 0.0;
    int at = -1;
    do {
      at++;
      reached += items.get(at).score();
    } while (drawn >= reached && at < items.size() - 1);
    return items.get(at);
  }

  /**
   * Numbers between 0 and 1 that follow from a seed (Park, Miller: "Random number generators: good
   * ones are hard to find", Communications of the ACM 31, 1988, with the factor of 1993).
   */
  private static final class Draws {

    private static final long FACTOR = 48_271;
    private static final long LARGEST = 2_147_483_647L;

    /** The first seven hexadecimal digits of a hash. */
    private static final int SEED_BITS = 28;

    private long state;

    Draws(String seed) {
      int first = ByteBuffer.wrap(sha1(seed)).getInt();
      state = (first >>> (Integer.SIZE - SEED_BITS)) + 1L;
    }

    double next() {
      state = state * FACTOR % LARGEST;
      return (double) state / LARGEST;
    }

    private static byte[] sha1(String text) {
      try {
        return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-1", e);
      }
    }
  }
}
