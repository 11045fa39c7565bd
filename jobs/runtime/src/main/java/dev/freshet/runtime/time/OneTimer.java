package dev.freshet.runtime.time;

import dev.freshet.scoring.event.EventTime;
import java.util.function.LongConsumer;

/** The one timer of event time that a key has. */
public final class OneTimer {

  private OneTimer() {}

  /**
   * Sets it anew.
   *
   * @param setMillis for when it is set, or {@link EventTime#NEVER}
   * @param nextMillis for when it is to be set; {@link Long#MAX_VALUE} or {@link EventTime#NEVER}
   *     for never
   * @return for when it is set then, or {@link EventTime#NEVER}
   */
  public static long moved(
      long setMillis, long nextMillis, LongConsumer setting, LongConsumer deletion) {
    long dueMillis = nextMillis == Long.MAX_VALUE ? EventTime.NEVER : nextMillis;
    if (dueMillis != setMillis && setMillis != EventTime.NEVER) {
      deletion.accept(setMillis);
    }
    if (dueMillis != setMillis && dueMillis != EventTime.NEVER) {
      setting.accept(dueMillis);
    }
    return dueMillis;
  }
}
