package dev.freshet.scoring.training;

import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.ShownAlternatives;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.ChoiceSet;
import dev.freshet.scoring.ranking.ListSettings;
import dev.freshet.scoring.training.ShownLists.ShownList;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Learns from lists that users were shown: what was taken from a list was chosen against the other
 * items on it, and what was left without taking from it was a choice of "none of these".
 *
 * <p>It teaches the weights of places and of fading, which are told apart by the signals, how
 * appealing each item is, that is how many times as often as foreseen it is taken, and, where the
 * settings ask for it, the weights of the signals.
 *
 * <p>What is taken counts for the list shown last that has it, and once a list. A list is left when
 * it is too late to take from it, or when something is taken from a later one of the same
 * placement. That it is too late is noticed when the user acts or is shown something again.
 */
public final class ShownLearner {

  private final Trainer trainer;
  private final ExposureSettings settings;
  private final ChoiceSet alternatives;

  /** A learner of what a trainer's model is taught. */
  public ShownLearner(Trainer trainer, ListSettings lists, ExposureSettings settings) {
    this.trainer = trainer;
    this.settings = settings;
    alternatives = new ChoiceSet(lists, trainer.table());
  }

  /**
   * Enters a list, with the signals that its items have at this moment. One that a later action of
   * the user has overtaken is left out, as is one shown to a user of whom nothing is known.
   *
   * @param user the user as they were when it was shown
   * @param lists those that the user was shown before
   * @param weight how many lists this one stands for, 1 or more
   */
  public void show(UserProfile user, ShownLists lists, ListExposure shown, double weight) {
    leaveBefore(lists, shown.atMillis() - settings.windowMillis());
    long id = Fingerprint.of(shown.id());
    if (user.seenSize() == 0
        || shown.atMillis() < user.latestMillis()
        || lists.lists().stream().anyMatch(list -> list.id() == id)) {
      return;
    }
    int gap = Gap.between(user.latestMillis(), shown.atMillis());
    Pulse pulse = trainer.pulse(gap);
    if (pulse.size() == 0) {
      return;
    }
    alternatives.fill(user, pulse, trainer.peers());
    ShownList list = list(user, shown, id, gap, weight);
    if (list.items().length > 0) {
      lists.lists().add(list);
      if (lists.lists().size() > ShownLists.MOST) {
        leave(lists.lists().remove(0));
      }
    }
  }

  private ShownList list(UserProfile user, ListExposure shown, long id, int gap, double weight) {
    int places = Math.min(ShownLists.PLACES, shown.items().size());
    int[] known = new int[places];
    int[] placeOf = new int[places];
    int size = 0;
    for (int place = 0; place < places; place++) {
      int alternative =
          alternatives.alternativeShown(user, Fingerprint.of(shown.items().get(place)));
      if (alternative != ChoiceModel.OUTSIDE && !isAmong(alternative, known, size)) {
        known[size] = alternative;
        placeOf[size++] = place;
      }
    }
    double[] all = alternatives.signals();
    double[] signals = new double[size * Signal.COUNT];
    double[] fading = new double[size];
    long[] items = new long[size];
    for (int i = 0; i < size; i++) {
      items[i] = trainer.table().fingerprint(alternatives.index(known[i]));
      fading[i] = user.fading(items[i]);
      int to = i * Signal.COUNT;
      System.arraycopy(all, known[i] * Signal.COUNT, signals, to, Signal.COUNT);
      signals[to + Signal.CONSTANT.index()] = 0.0;
    }
    return new ShownList(
        id,
        Fingerprint.of(shown.placement()),
        shown.atMillis(),
        weight,
        ChoiceModel.bucket(user.seenSize()),
        gap,
        items,
        new ShownAlternatives(signals, Arrays.copyOf(placeOf, size), fading));
  }

  private static boolean isAmong(int alternative, int[] known, int size) {
    for (int i = 0; i < size; i++) {
      if (known[i] == alternative) {
        return true;
      }
    }
    return false;
  }

  /**
   * Learns from what a user does, if it was taken from a list.
   *
   * @param lists those that the user was shown
   * @param item fingerprint of what the user acts on
   * @param atMillis when
   * @param isChoice whether it is one that the model may learn from
   * @return whether it was learned from, and is not to be learned from as another choice
   */
  public boolean take(ShownLists lists, long item, long atMillis, boolean isChoice) {
    leaveBefore(lists, atMillis - settings.windowMillis());
    ShownList from = null;
    for (ShownList list : lists.lists()) {
      if (list.indexOf(item) >= 0
          && list.atMillis() <= atMillis
          && (from == null || list.atMillis() >= from.atMillis())) {
        from = list;
      }
    }
    if (from == null) {
      return false;
    }
    lists.lists().remove(from);
    for (Iterator<ShownList> others = lists.lists().iterator(); others.hasNext(); ) {
      ShownList other = others.next();
      if (other.placement() == from.placement() && other.atMillis() <= from.atMillis()) {
        others.remove();
        leave(other);
      }
    }
    if (isChoice) {
      learn(from, from.indexOf(item));
    }
    return isChoice && settings.learn();
  }

  private void leaveBefore(ShownLists lists, long millis) {
    for (Iterator<ShownList> all = lists.lists().iterator(); all.hasNext(); ) {
      ShownList list = all.next();
      if (list.atMillis() < millis) {
        all.remove();
        leave(list);
      }
    }
  }

  private void leave(ShownList list) {
    learn(list, ChoiceModel.OUTSIDE);
  }

  private void learn(ShownList list, int chosen) {
    trainer.learnShown(list, chosen, settings);
  }
}
