package dev.freshet.scoring.ranking;

import dev.freshet.scoring.items.ScoredItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * A list with newcomers in it, made place by place. What rules pin has its place. Any other is
   * given away, or goes to the best of what no limit leaves out: of that without a tag that has had
   * its share, or of all if there is none. What is in a place depends on no place behind it, so
   * that a list can be read page by page.
   *
   * @param making what it is made of
   * @param allowed newcomers that may be in it, with what could be gained; one that the list has
   *     anyway may come before its place
   * @param user whose list it is
   * @param atMillis when it is read: the same within a minute
   */
  public List<Place> explore(
      ListMaking making, List<ScoredItem> allowed, String user, long atMillis) {
    Draws draws = new Draws(salt + ":" + Math.floorDiv(atMillis, MINUTE_MILLIS) + '\0' + user);
    AppliedRules.Arrangement arrangement = making.rules().arrangement(making.bestFirst());
    TagShare.Places tags = new TagShare.Places(making.tags());
    List<Recommendation> left = new ArrayList<>(making.bestFirst());
    List<ScoredItem> newcomers = new ArrayList<>(allowed);
    List<Place> places = new ArrayList<>();
    while (places.size() < making.size()) {
      int place = places.size() + 1;
      boolean isGiven = draws.next() < share;
      left.removeIf(row -> !arrangement.mayHavePlace(row.item()));
      newcomers.removeIf(each -> !arrangement.mayHavePlace(each.item()));
      if (arrangement.hasPinAt(place) || (left.isEmpty() && arrangement.hasPins())) {
        Recommendation pin = arrangement.nextPin();
        places.add(new Place(pin.item(), pin.score(), pin.reason(), 1.0));
        tags.take(pin.item());
        continue;
      }
      if (left.isEmpty()) {
        break;
      }
      Recommendation usual =
          left.stream()
              .filter(row -> !tags.areTaken(row.item(), place))
              .findFirst()
              .orElse(left.get(0));
      List<ScoredItem> open =
          newcomers.stream().filter(each -> !tags.areTaken(each.item(), place)).toList();
      Place next = next(arrangement.because(usual), open, isGiven, draws);
      places.add(next);
      arrangement.takePlace(next.item());
      tags.take(next.item());
      left.removeIf(row -> row.item().equals(next.item()));
      newcomers.removeIf(each -> each.item().equals(next.item()));
    }
    return places;
  }

  /** A place for the usual row, or for one of the newcomers that are open if it is given away. */
  private Place next(Recommendation usual, List<ScoredItem> open, boolean isGiven, Draws draws) {
    double sum = open.stream().mapToDouble(ScoredItem::score).reduce(0.0, Double::sum);
    double usualChance = open.isEmpty() ? 1.0 : 1 - share;
    if (isGiven && !open.isEmpty()) {
      ScoredItem drawn = drawn(open, draws.next() * sum);
      double chance = share * (drawn.score() / sum);
      boolean isUsual = drawn.item().equals(usual.item());
      return new Place(drawn.item(), drawn.score(), NEW, isUsual ? usualChance + chance : chance);
    }
    double chanceAsNew =
        open.stream()
            .filter(each -> each.item().equals(usual.item()))
            .mapToDouble(each -> share * (each.score() / sum))
            .findFirst()
            .orElse(0.0);
    return new Place(usual.item(), usual.score(), usual.reason(), usualChance + chanceAsNew);
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
