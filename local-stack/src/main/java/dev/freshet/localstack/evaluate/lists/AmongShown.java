package dev.freshet.localstack.evaluate.lists;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.event.ListExposure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what was taken from a list that was shown stands among what was shown with it, in the order
 * of somebody's own list of that moment: unlike a place among all items it does not reward for
 * showing what the platform showed.
 */
final class AmongShown {

  /** So many items of one's own list are looked at. */
  static final int LIST_SIZE = 1_000;

  private static final long WINDOW_MILLIS = Duration.ofMinutes(30).toMillis();
  private static final int LISTS = 4;

  private final Replay replay;
  private final Map<String, Deque<ListExposure>> shown = new HashMap<>();
  private double sum;
  private double asShown;
  private int choices;

  AmongShown(Replay replay) {
    this.replay = replay;
  }

  /** Hears of a list. */
  void show(ListExposure exposure) {
    Deque<ListExposure> lists =
        shown.computeIfAbsent(exposure.user(), user -> new ArrayDeque<>(LISTS));
    lists.addFirst(exposure);
    if (lists.size() > LISTS) {
      lists.removeLast();
    }
  }

  /** The last list that a choice can have been taken from, or null. */
  @Nullable ListExposure from(Event choice) {
    String item = choice.interaction().item();
    return shown.getOrDefault(choice.interaction().user(), new ArrayDeque<>()).stream()
        .filter(list -> choice.atMillis() - list.atMillis() <= WINDOW_MILLIS)
        .filter(list -> list.items().contains(item))
        .findFirst()
        .orElse(null);
  }

  /**
   * Judges an order of what was shown.
   *
   * @param list one's own list, best first; what is not on it is in no order behind it
   * @param done items that are on no list for this user
   */
  void judge(ListExposure exposure, int chosen, int[] list, IntSet done) {
    int[] places = new int[replay.items()];
    for (int i = 0; i < list.length; i++) {
      places[list[i]] = i + 1;
    }
    int before = 0;
    int equal = 0;
    int beforeAsShown = 0;
    boolean isAfter = false;
    for (String id : exposure.items()) {
      int item = replay.knows(id) ? replay.itemNumber(id) : -1;
      isAfter |= item == chosen;
      if (item < 0 || item == chosen || done.contains(item)) {
        continue;
      }
      beforeAsShown += isAfter ? 0 : 1;
      before += places[item] > 0 && (places[chosen] == 0 || places[item] < places[chosen]) ? 1 : 0;
      equal += places[item] == 0 && places[chosen] == 0 ? 1 : 0;
    }
    sum += 1.0 / (1.0 + before + equal / 2.0);
    asShown += 1.0 / (1.0 + beforeAsShown);
    choices++;
  }

  /** Choices judged. */
  int choices() {
    return choices;
  }

  /** Mean of 1/place in one's own order, 0 without choices. */
  double reciprocalRank() {
    return choices == 0 ? 0.0 : sum / choices;
  }

  /** Mean of 1/place in the order shown, 0 without choices. */
  double asShown() {
    return choices == 0 ? 0.0 : asShown / choices;
  }
}
