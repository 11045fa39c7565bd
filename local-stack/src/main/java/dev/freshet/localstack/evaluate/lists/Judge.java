package dev.freshet.localstack.evaluate.lists;

import com.carrotsearch.hppc.IntHashSet;
import dev.freshet.localstack.evaluate.approach.Approach;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.candidates.Exclusion;
import dev.freshet.scoring.event.ListExposure;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Runs an approach over a log prequentially (Gama, Sebastião, Rodrigues 2013): before each choice
 * it is asked for the list, then it learns what happened.
 */
final class Judge {

  /** Share of a log that is not timed, since the JVM is still compiling then. */
  private static final double UNTIMED = 0.4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Replay replay;
  private final List<Integer> choices;
  private final Exclusion exclusion;
  private final boolean isAmongShown;

  /** Judges the place of what was chosen among all items, and among what was shown with it. */
  Judge(Replay replay, List<Integer> choices, Exclusion exclusion) {
    this(replay, choices, exclusion, true);
  }

  /**
   * @param choices indexes of the events to judge, ascending
   * @param exclusion which items a user did stay out of lists
   * @param isAmongShown whether the place among what was shown is judged too, for which the
   *     approach is asked for a second, longer list
   */
  Judge(Replay replay, List<Integer> choices, Exclusion exclusion, boolean isAmongShown) {
    this.replay = replay;
    this.choices = choices;
    this.exclusion = exclusion;
    this.isAmongShown = isAmongShown;
  }

  /**
   * Judges an approach that has not learned yet.
   *
   * @param listener receives each event when it was learned, by its index
   */
  Outcome judge(Approach approach, IntConsumer listener) {
    List<Event> events = replay.events();
    IntHashSet[] excluded = new IntHashSet[replay.users()];
    int[] ranks = new int[choices.size()];
    BitSet listed = new BitSet(replay.items());
    int firstTimed = (int) (events.size() * UNTIMED);
    int firstTimedList = 0;
    long listNanos = 0;
    long learnNanos = 0;
    int judged = 0;
    int shown = 0;
    AmongShown amongShown = new AmongShown(replay);
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      IntHashSet done = excluded[event.user()];
      if (done == null) {
        done = new IntHashSet();
        excluded[event.user()] = done;
      }
      if (i == firstTimed) {
        firstTimedList = judged;
        listNanos = 0;
        learnNanos = 0;
      }
      long told = processorNanos();
      for (int before = replay.shownBefore(i); shown < before; shown++) {
        approach.show(replay.exposures().get(shown));
        amongShown.show(replay.exposures().get(shown));
      }
      long asked = processorNanos();
      learnNanos += asked - told;
      if (judged < choices.size() && choices.get(judged) == i) {
        int[] list = approach.list(event.user(), event.atMillis(), Metrics.LIST_SIZE, done);
        long answered = processorNanos();
        listNanos += answered - asked;
        ranks[judged++] = rank(list, event.item());
        for (int item : list) {
          listed.set(item);
        }
        ListExposure from = amongShown.from(event);
        if (isAmongShown && from != null) {
          int[] all = approach.list(event.user(), event.atMillis(), AmongShown.LIST_SIZE, done);
          amongShown.judge(from, event.item(), all, done);
        }
        asked = processorNanos();
      }
      approach.learn(event);
      learnNanos += processorNanos() - asked;
      if (isExcludedBy(event)) {
        done.add(event.item());
      }
      listener.accept(i);
    }
    return new Outcome(
        approach.name(),
        ranks,
        Metrics.of(ranks),
        listed.cardinality() / (double) Math.max(1, replay.items()),
        new Outcome.Shown(amongShown.choices(), amongShown.reciprocalRank(), amongShown.asShown()),
        new Outcome.Timing(
            events.size() - firstTimed, judged - firstTimedList, learnNanos, listNanos));
  }

  private boolean isExcludedBy(Event event) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> event.interaction().completed();
      case NOTHING -> false;
    };
  }

  private static int rank(int[] list, int item) {
    for (int i = 0; i < list.length; i++) {
      if (list[i] == item) {
        return i + 1;
      }
    }
    return Metrics.UNLISTED;
  }

  /** Time of this thread alone: neither other processes nor the compiler and collector count. */
  private static long processorNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
