package dev.freshet.runtime.keys;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all keys that an operator's task has in a state once for each reason that there is:
 * some keys at a time, between which events and barriers pass.
 *
 * <p>That it is under way is part of every checkpoint. A task that failed in the middle, or was
 * rescaled then, goes through all its keys again. A reason that comes in the middle begins anew, or
 * waits for the end.
 */
public final class KeyVisits<K> implements AutoCloseable {

  /** Keys are visited in so small parts that events hardly wait for one. */
  private static final long STEP_MILLIS = 20;

  private static final int PART = 100;

  private final AbstractStreamOperator<?> operator;
  private final ListState<Long> underWay;
  private @Nullable Visited<K> visited;
  private @Nullable KeyWalk<K> walk;
  private boolean isWaking;

  /** The moment that visits are told. */
  private @Nullable Long sinceMillis;

  /** The moment that the visits after those that are under way are told. */
  private @Nullable Long nextMillis;

  /** Does something with each key, which is the current one. */
  public interface Visitor<K> {

    /**
     * Does it.
     *
     * @param sinceMillis as it was begun with
     */
    void visit(K key, long sinceMillis) throws Exception;
  }

  /** Where keys are, and what is done with them. */
  private record Visited<K>(
      String state, ThrowingRunnable<Exception> writeBack, Visitor<K> visitor) {}

  /**
   * @param store where it keeps that it is under way
   */
  public KeyVisits(AbstractStreamOperator<?> operator, OperatorStateStore store) throws Exception {
    this.operator = operator;
    // Whichever task it was under way in, its keys may be in any by now.
    underWay = store.getUnionListState(underWayState());
    for (long since : underWay.get()) {
      sinceMillis = sinceMillis == null ? since : Math.min(sinceMillis, since);
    }
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Long> underWayState() {
    return new ListStateDescriptor<>("visits-under-way", Types.LONG);
  }

  /**
   * Goes on with what was under way.
   *
   * @param state the name of the state
   * @param writeBack writes what is only cached to that state, where all keys can be walked through
   */
  public void open(String state, ThrowingRunnable<Exception> writeBack, Visitor<K> visitor) {
    visited = new Visited<>(state, writeBack, visitor);
    if (sinceMillis != null) {
      begin(sinceMillis);
    }
  }

  /**
   * Visits all keys, soon.
   *
   * @param since the moment that visits are told, which has a meaning for them alone
   */
  public void begin(long since) {
    stop();
    sinceMillis = since;
    if (!isWaking) {
      wakeLater();
    }
  }

  /**
   * Visits all keys, soon; but after those visits have ended that are under way. For what happens
   * so often that beginning anew would never come to an end: however often it does meanwhile, all
   * keys are visited once more.
   *
   * @param since as for {@link #begin}
   */
  public void beginNext(long since) {
    if (sinceMillis == null) {
      begin(since);
    } else {
      nextMillis = since;
    }
  }

  // What the action throws fails the task; the future is for those who take the timer back.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void wakeLater() {
    isWaking = true;
    ProcessingTimeService clock = operator.getProcessingTimeService();
    clock.registerTimer(clock.getCurrentProcessingTime() + STEP_MILLIS, timestamp -> wake());
  }

  private void wake() throws Exception {
    isWaking = false;
    if (visited == null || sinceMillis == null) {
      return;
    }
    if (walk == null) {
      visited.writeBack().run();
      walk = KeyWalk.of(operator, visited.state());
    }
    for (int part = 0; part < PART && walk.hasNext(); part++) {
      K key = walk.next();
      operator.setCurrentKey(key);
      visited.visitor().visit(key, sinceMillis);
    }
    if (walk.hasNext()) {
      wakeLater();
    } else {
      stop();
      sinceMillis = null;
      goOn();
    }
  }

  private void goOn() {
    Long next = nextMillis;
    nextMillis = null;
    if (next != null) {
      begin(next);
    }
  }

  private void stop() {
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }

  /** For the checkpoint. */
  public void snapshot() throws Exception {
    underWay.update(sinceMillis == null ? List.of() : List.of(sinceMillis));
  }

  /** Stops; to be called before the operator closes its state. */
  @Override
  public void close() {
    visited = null;
    stop();
  }
}
