package dev.freshet.runtime.time;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/**
 * What a key keeps until a timer takes it out. What waits for one timer lies in parts of a bounded
 * size, so that where much waits for the same one each addition costs as little as elsewhere, and a
 * timer touches nothing of the others.
 *
 * @param <T> what waits
 */
public final class WaitingParts<T> {

  /** Timers are so far apart at least, or their parts would lie in the same places. */
  public static final long STEP_MILLIS = 1_000;

  /** How much makes a part; the last one of a timer may have more. */
  private static final int PART = 50;

  private final MapState<Long, List<T>> parts;
  private final MapState<Long, Integer> counts;

  /**
   * @param parts by the timer and which part of it
   * @param counts how much waits for each timer
   */
  public WaitingParts(MapState<Long, List<T>> parts, MapState<Long, Integer> counts) {
    this.parts = parts;
    this.counts = counts;
  }

  /** Keeps something until a timer of event time, a multiple of {@value #STEP_MILLIS}. */
  public void add(long timer, T more) throws Exception {
    int count = count(timer);
    long part = timer + Math.min(count / PART, STEP_MILLIS - 1);
    List<T> before = parts.get(part);
    List<T> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
    all.add(more);
    parts.put(part, all);
    counts.put(timer, count + 1);
  }

  private int count(long timer) throws Exception {
    Integer count = counts.get(timer);
    return count == null ? 0 : count;
  }

  /** Takes out what waited for a timer, in the order in which it came. */
  public List<T> take(long timer) throws Exception {
    int count = count(timer);
    if (count == 0) {
      return List.of();
    }
    counts.remove(timer);
    List<T> due = new ArrayList<>(count);
    for (long part = timer; due.size() < count && part < timer + STEP_MILLIS; part++) {
      List<T> of = parts.get(part);
      due.addAll(of == null ? List.of() : of);
      parts.remove(part);
    }
    return due;
  }
}
