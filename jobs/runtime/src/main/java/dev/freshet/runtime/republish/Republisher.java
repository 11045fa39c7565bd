package dev.freshet.runtime.republish;

import dev.freshet.runtime.failure.Errand;
import dev.freshet.runtime.failure.TimerFailures;
import dev.freshet.runtime.keys.KeyWalk;
import dev.freshet.runtime.redis.GenerationWatch;
import dev.freshet.runtime.redis.RedisSettings;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes everything that an operator's task has in keyed state once more for each generation
 * that begins in Redis: some keys at a time, between which events and barriers pass.
 *
 * <p>The generation that is complete is part of every checkpoint. A task that failed in the middle
 * of one, or was rescaled then, begins it again.
 */
public final class Republisher<K, O> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Republisher.class);

  private static final long POLL_MILLIS = 500;

  /** Keys are published in so small parts that events hardly wait for one. */
  private static final long STEP_MILLIS = 20;

  private static final long LOG_MILLIS = 10_000;

  private final AbstractStreamOperator<O> operator;
  private final Republishing<K, O> source;
  private final RedisSettings redis;
  private final ListState<Long> generations;
  private final RepublishMetrics metrics;

  /** The latest that is complete. */
  private long complete;

  /** The latest that was begun. */
  private long begun;

  private @Nullable GenerationWatch watch;
  private @Nullable KeyWalk<K> walk;
  private ThrowingRunnable<Exception> writeBack = () -> {};
  private @Nullable TimerFailures failures;
  private @Nullable Collector<O> out;
  private long begunMillis;
  private long loggedMillis;

  private Republisher(
      AbstractStreamOperator<O> operator,
      Republishing<K, O> source,
      RedisSettings redis,
      ListState<Long> generations)
      throws Exception {
    this.operator = operator;
    this.source = source;
    this.redis = redis;
    this.generations = generations;
    metrics = new RepublishMetrics(operator.getMetricGroup());
    complete = least(generations.get());
    begun = complete;
    metrics.complete(complete);
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<Long> generationsState() {
    return new ListStateDescriptor<>("published-generation", Types.LONG);
  }

  /**
   * The one for an operator with a function, or null if there is nothing to publish again.
   *
   * @param store where it keeps which generation is complete
   */
  // The function and the operator agree on the types, or its stream would not compile.
  @SuppressWarnings("unchecked")
  public static <K, O> @Nullable Republisher<K, O> of(
      AbstractStreamOperator<O> operator, Object function, OperatorStateStore store)
      throws Exception {
    if (!(function instanceof Republishing<?, ?> republishing)) {
      return null;
    }
    RedisSettings redis = republishing.redis();
    return redis == null || redis.republishRate() == 0
        ? null
        : new Republisher<>(
            operator,
            (Republishing<K, O>) republishing,
            redis,
            // What is complete in all tasks is so in each, however keys are divided among them.
            store.getUnionListState(generationsState()));
  }

  private static long least(Iterable<Long> generations) {
    long least = Long.MAX_VALUE;
    for (long generation : generations) {
      least = Math.min(least, generation);
    }
    return least == Long.MAX_VALUE ? 0L : least;
  }

  /**
   * Begins to watch.
   *
   * @param writeBack writes what is only cached to keyed state, where all keys can be walked
   *     through
   * @param failures those of the operator, which leave keys out at which it fails too often
   */
  public void open(
      Collector<O> out, ThrowingRunnable<Exception> writeBack, TimerFailures failures) {
    this.out = out;
    this.writeBack = writeBack;
    this.failures = failures;
    String task = operator.getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks();
    watch = new GenerationWatch(redis, complete, "redis-watch " + task);
    wakeIn(POLL_MILLIS);
  }

  // What the action throws fails the task; the future is for those who take the timer back.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void wakeIn(long millis) {
    clock().registerTimer(now() + millis, timestamp -> wake());
  }

  private ProcessingTimeService clock() {
    return operator.getProcessingTimeService();
  }

  private long now() {
    return clock().getCurrentProcessingTime();
  }

  private void wake() throws Exception {
    if (watch == null || out == null || failures == null) {
      return;
    }
    if (watch.generation() > begun && source.canRepublish()) {
      begin(watch.generation());
    }
    if (walk != null) {
      goOn(walk, out, failures);
    }
    wakeIn(walk == null ? POLL_MILLIS : STEP_MILLIS);
  }

  private void begin(long generation) throws Exception {
    stop();
    begun = generation;
    begunMillis = now();
    loggedMillis = begunMillis;
    metrics.begun();
    source.republishAll();
    writeBack.run();
    ValueStateDescriptor<?> state = source.publishedState();
    walk = state == null ? KeyWalk.none() : KeyWalk.of(operator, state.getName());
  }

  private void goOn(KeyWalk<K> keys, Collector<O> out, TimerFailures failures) throws Exception {
    long most = Math.max(1L, redis.republishRate() * STEP_MILLIS / 1_000L);
    for (long published = 0; published < most && keys.hasNext(); published++) {
      K key = keys.next();
      operator.setCurrentKey(key);
      failures.ofKey(key, Errand.REPUBLISH, () -> source.republish(key, out));
      metrics.republished();
    }
    if (keys.hasNext()) {
      metrics.cameTo(keys.progress());
      tell(keys);
    } else {
      end(keys);
    }
  }

  private void tell(KeyWalk<K> keys) {
    if (now() - loggedMillis >= LOG_MILLIS) {
      loggedMillis = now();
      LOG.info(
          "Redis has lost something: {} keys published again, {} %",
          keys.count(), Math.round(100 * keys.progress()));
    }
  }

  private void end(KeyWalk<K> keys) {
    complete = begun;
    metrics.complete(complete);
    LOG.info(
        "Published {} keys for the generation {} of documents in {} ms",
        keys.count(),
        complete,
        now() - begunMillis);
    stop();
  }

  private void stop() {
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }

  /** For the checkpoint, before which everything published was emitted. */
  public void snapshot() throws Exception {
    generations.update(List.of(complete));
  }

  /** Stops; to be called before the operator closes its state. */
  @Override
  public void close() {
    stop();
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
