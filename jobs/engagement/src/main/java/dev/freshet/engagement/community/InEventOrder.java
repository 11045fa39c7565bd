package dev.freshet.engagement.community;

import dev.freshet.scoring.community.Passing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a key has heard and waits until nothing earlier is waited for, by the timer that ends the
 * waiting. What comes later than that waits for the next watermark.
 *
 * <p>What waits for one timer lies in parts of a bounded size, so that in a key of which much is
 * heard within a second each addition costs as little as in another.
 */
final class InEventOrder<N extends News> {

  /** How much makes a part. */
  private static final int PART = 50;

  /** Timers are so many apart, which is where their parts are kept. */
  private static final int MOST_PARTS = (int) Lateness.STEP_MILLIS;

  private final Lateness lateness;
  private final MapState<Long, List<N>> waiting;
  private final MapState<Long, Integer> counts;
  private final ValueState<Long> armed;

  /**
   * @param type of the news
   */
  InEventOrder(RuntimeContext context, Class<N> type, Lateness lateness) {
    this.lateness = lateness;
    waiting = context.getMapState(waitingState(type));
    counts = context.getMapState(countsState());
    armed = context.getState(armedState());
  }

  /**
   * The state's name and type are part of every savepoint: change them only with a migration. It
   * has no time to live: a timer takes out what is in it.
   */
  static <N> MapStateDescriptor<Long, List<N>> waitingState(Class<N> type) {
    return new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(TypeInformation.of(type)));
  }

  /** The same. It holds how much waits for each timer. */
  static MapStateDescriptor<Long, Integer> countsState() {
    return new MapStateDescriptor<>("waiting-counts", Types.LONG, Types.INT);
  }

  /** The same. It holds for when the timer is set by which something passes, if there is one. */
  static ValueStateDescriptor<Long> armedState() {
    return new ValueStateDescriptor<>("armed", Types.LONG);
  }

  /** Keeps something until the timer of event time that is told here. */
  long add(N news) throws Exception {
    long timer = lateness.hearingMillis(news.atMillis());
    int count = count(timer);
    long part = timer + Math.min(count / PART, MOST_PARTS - 1);
    List<N> before = waiting.get(part);
    List<N> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
    all.add(news);
    waiting.put(part, all);
    counts.put(timer, count + 1);
    return timer;
  }

  private int count(long timer) throws Exception {
    Integer count = counts.get(timer);
    return count == null ? 0 : count;
  }

  /** Takes out what waited for a timer, in its order. */
  List<N> take(long timer) throws Exception {
    Long set = armed.value();
    if (set != null && set <= timer) {
      armed.clear();
    }
    int count = count(timer);
    if (count == 0) {
      return List.of();
    }
    counts.remove(timer);
    List<N> due = new ArrayList<>(count);
    for (long part = timer; due.size() < count && part < timer + MOST_PARTS; part++) {
      List<N> of = waiting.get(part);
      due.addAll(of == null ? List.of() : of);
      waiting.remove(part);
    }
    due.sort(News.ORDER);
    return due;
  }

  /** Up to when everything was heard of by a timer. */
  long heardMillis(long timer) {
    return lateness.heardMillis(timer);
  }

  /**
   * Sets a timer for something that passes by time alone, unless there is one before that, which
   * then has to call this again.
   */
  void arm(long passesMillis, LongConsumer timers) throws Exception {
    if (passesMillis == Passing.NEVER) {
      return;
    }
    long timer = lateness.hearingMillis(passesMillis);
    Long set = armed.value();
    if (set == null || timer < set) {
      timers.accept(timer);
      armed.update(timer);
    }
  }
}
