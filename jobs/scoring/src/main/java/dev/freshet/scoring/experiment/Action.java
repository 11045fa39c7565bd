package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that a user was shown, or what the user did with one item. Two that are equal are one that
 * was told twice.
 *
 * @param atMillis when, event time
 * @param reaction what the user did; null for a list
 * @param items the codes of the items of the list, or of the one item
 * @param seconds how long was studied; 0 for all else
 */
public record Action(
    long atMillis, @Nullable Reaction reaction, List<Integer> items, long seconds) {

  /** Of a longer list the first ones are kept. */
  static final int MOST_ITEMS = 100;

  /** In the order of time, and whatever was told first: a list before what is done with it. */
  static final Comparator<Action> ORDER =
      Comparator.comparingLong(Action::atMillis).thenComparing(Action::compareOfOneMoment);

  private static final int LIST = -1;

  public Action {
    items = List.copyOf(items);
  }

  /** The user was shown a list of these items. */
  public static Action shown(long atMillis, List<String> items) {
    List<Integer> codes = items.stream().limit(MOST_ITEMS).map(Action::code).distinct().toList();
    return new Action(atMillis, null, codes, 0L);
  }

  /** The user did something with an item. */
  public static Action reacted(long atMillis, Reaction reaction, String item) {
    return new Action(atMillis, reaction, List.of(code(item)), 0L);
  }

  /** The user studied an item for so many seconds. */
  public static Action studied(long atMillis, String item, long seconds) {
    return new Action(atMillis, Reaction.STUDY, List.of(code(item)), seconds);
  }

  /** Nobody else compares it, so it need not be one that every platform computes. */
  private static int code(String item) {
    return (int) Fingerprint.of(item);
  }

  /** A sorted set compares its first entry with itself. */
  private static int compareOfOneMoment(Action one, Action other) {
    if (one.equals(other)) {
      return 0;
    }
    int places = Integer.compare(one.place(), other.place());
    int codes = places == 0 ? Arrays.compare(one.codes(), other.codes()) : places;
    return codes == 0 ? Long.compare(one.seconds, other.seconds) : codes;
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
  }

  static Action read(StateReader in) {
    long atMillis = in.number();
    int place = in.count();
    Integer[] codes = new Integer[in.count()];
    Arrays.setAll(codes, each -> in.count());
    Reaction reaction = place == LIST ? null : Reaction.at(place);
    return new Action(atMillis, reaction, List.of(codes), in.number());
  }
}
