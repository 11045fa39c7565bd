package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list that a user was shown, or what the user did with one item. Two that are equal are one that
 * was told twice.
 *
 * @param atMillis when, event time
 * @param reaction what the user did; null for a list
 * @param items the codes of the items of the list, or of the one item, if there is one
 * @param seconds how long was studied; 0 for all else
 * @param kinds of each item of the list the {@linkplain ReasonKind#letter letter} of why it was
 *     shown; empty for all else
 */
public record Action(
    long atMillis, @Nullable Reaction reaction, List<Integer> items, long seconds, String kinds) {

  /** Of a longer list the first ones are kept. */
  static final int MOST_ITEMS = 100;

  /** In the order of time, and whatever was told first: a list before what is done with it. */
  static final Comparator<Action> ORDER =
      Comparator.comparingLong(Action::atMillis).thenComparing(Action::compareOfOneMoment);

  private static final int LIST = -1;

  public Action {
    items = List.copyOf(items);
  }

  /**
   * The user was shown a list of these items.
   *
   * @param reasons of each of them why it was shown; none if nobody said so
   */
  public static Action shown(long atMillis, List<String> items, List<String> reasons) {
    Set<Integer> codes = new LinkedHashSet<>();
    StringBuilder kinds = new StringBuilder();
    int last = Math.min(MOST_ITEMS, items.size());
    for (int place = 0; place < last; place++) {
      if (codes.add(code(items.get(place)))) {
        String reason = reasons.isEmpty() ? "" : reasons.get(place);
        kinds.append(ReasonKind.of(reason).letter());
      }
    }
    return new Action(atMillis, null, List.copyOf(codes), 0L, kinds.toString());
  }

  /** The user did something with an item. */
  public static Action reacted(long atMillis, Reaction reaction, String item) {
    return new Action(atMillis, reaction, List.of(code(item)), 0L, "");
  }

  /** The user was active in a way that is due to no list. */
  public static Action active(long atMillis) {
    return new Action(atMillis, Reaction.ACTIVITY, List.of(), 0L, "");
  }

  /** The user studied an item for so many seconds. */
  public static Action studied(long atMillis, String item, long seconds) {
    return new Action(atMillis, Reaction.STUDY, List.of(code(item)), seconds, "");
  }

  /**
   * What stands for an item. Of 100,000 items two share one as a rule, of 10,000 with a probability
   * of 1 %.
   */
  static int code(String item) {
    return (int) Fingerprint.of(item);
  }

  /** A sorted set compares its first entry with itself. */
  private static int compareOfOneMoment(Action one, Action other) {
    if (one.equals(other)) {
      return 0;
    }
    int places = Integer.compare(one.place(), other.place());
    int codes = places == 0 ? Arrays.compare(one.codes(), other.codes()) : places;
    int seconds = codes == 0 ? Long.compare(one.seconds, other.seconds) : codes;
    return seconds == 0 ? one.kinds.compareTo(other.kinds) : seconds;
  }

  private int place() {
    return reaction == null ? LIST : reaction.place();
  }

  int[] codes() {
    return items.stream().mapToInt(Integer::intValue).toArray();
  }

  void write(StateWriter out) {
    out.number(atMillis);
    out.number(place());
    out.number(items.size());
    for (int code : items) {
      out.number(code);
    }
    out.number(seconds);
    out.text(kinds);
  }

  static Action read(StateReader in) {
    long atMillis = in.number();
    int place = in.count();
    Integer[] codes = new Integer[in.count()];
    Arrays.setAll(codes, each -> in.count());
    Reaction reaction = place == LIST ? null : Reaction.at(place);
    return new Action(atMillis, reaction, List.of(codes), in.number(), in.text());
  }
}
