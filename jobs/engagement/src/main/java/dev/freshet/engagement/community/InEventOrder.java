package dev.freshet.engagement.community;

import dev.freshet.runtime.time.WaitingParts;
import dev.freshet.scoring.community.Passing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a key has heard and waits until nothing earlier is waited for, by the timer that ends the
 * waiting. What comes later than that waits for the next watermark.
 */
final class InEventOrder<N extends News> {

  private final Lateness lateness;
  private final WaitingParts<N> waiting;
  private final ValueState<Long> armed;

  /**
   * @param type of the news
   */
  InEventOrder(RuntimeContext context, Class<N> type, Lateness lateness) {
    this.lateness = lateness;
    waiting =
        new WaitingParts<>(
            context.getMapState(waitingState(type)), context.getMapState(countsState()));
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
    waiting.add(timer, news);
    return timer;
  }

  /** Takes out what waited for a timer, in its order. */
  List<N> take(long timer) throws Exception {
    Long set = armed.value();
    if (set != null && set <= timer) {
      armed.clear();
    }
    List<N> due = new ArrayList<>(waiting.take(timer));
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
