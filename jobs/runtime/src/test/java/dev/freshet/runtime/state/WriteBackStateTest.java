package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.checkpoint.CheckpointOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// Each kind of function has a Context of its own.
@SuppressWarnings("SameNameButDifferent")
class WriteBackStateTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final Duration INTERVAL = Duration.ofSeconds(4);
  private static final int MAX_PARALLELISM = 8;
  private static final CacheLimits ROOMY = CacheLimits.ofEntries(1000);
  private static final OutputTag<String> GREETINGS = new OutputTag<>("greetings", Types.STRING);

  private final List<AbstractStreamOperatorTestHarness<String>> opened = new ArrayList<>();
  private final Configuration job =
      new Configuration().set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);

  /** Counts visits; a leading "?" only reads, "!" peeks, "=" tells what is stored, "-" clears. */
  private static final class Counter extends KeyedProcessFunction<String, String, String>
      implements WriteBackFunction<String> {

    private final CacheLimits limits;
    private transient WriteBackState<String, Visits> visits;

    private Counter(CacheLimits limits) {
      this.limits = limits;
    }

    @Override
    public void declare(WriteBackStates<String> states) {
      visits = Visits.state(states, limits);
    }

    @Override
    public void processElement(String visit, Context context, Collector<String> out)
        throws IOException {
      if (visit.startsWith("=")) {
        out.collect(context.getCurrentKey() + " stored " + stored(getRuntimeContext()));
      } else if (visit.startsWith("?")) {
        out.collect(context.getCurrentKey() + (visits.value() == null ? " unknown" : " known"));
      } else if (visit.startsWith("!")) {
        out.collect(context.getCurrentKey() + (visits.peek() == null ? " unknown" : " known"));
      } else if (visit.startsWith("-")) {
        visits.clear();
      } else {
        out.collect(Visits.count(visits, context.getCurrentKey()));
        context.output(GREETINGS, "hello " + context.getCurrentKey());
        context
            .timerService()
            .registerEventTimeTimer(context.timerService().currentWatermark() + 10);
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
        throws IOException {
      out.collect("timer " + Visits.count(visits, context.getCurrentKey()));
    }
  }

  /** Reads what is stored, as any operator without the cache would. */
  private static final class PlainReader extends KeyedProcessFunction<String, String, String> {

    @Override
    public void processElement(String user, Context context, Collector<String> out)
        throws IOException {
      out.collect(user + "=" + stored(getRuntimeContext()));
    }
  }

  /** The visits of the current key that the store knows of. */
  private static int stored(RuntimeContext context) throws IOException {
    byte[] serialized = context.getState(Visits.descriptor()).value();
    return serialized == null ? 0 : serialized[Long.BYTES - 1];
  }

  @AfterEach
  void close() throws Exception {
    for (AbstractStreamOperatorTestHarness<String> harness : opened) {
      harness.close();
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> open(
      OneInputStreamOperator<String, String> operator,
      OperatorSubtaskState state,
      int parallelism,
      int task)
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, String, String> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator,
            visit -> visit.replaceFirst("^[?!=-]", ""),
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            task);
    opened.add(harness);
    harness.getEnvironment().getJobConfiguration().addAll(job);
    EmbeddedRocksDBStateBackend rocksDb = new EmbeddedRocksDBStateBackend(true);
    rocksDb.getMemoryConfiguration().setUseManagedMemory(false);
    harness.setStateBackend(rocksDb);
    harness.setup();
    harness.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            state, MAX_PARALLELISM, 1, parallelism, task));
    harness.open();
    at(harness, NOON);
    return harness;
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> counter(CacheLimits limits)
      throws Exception {
    return open(
        new WriteBackOperator<>(new Counter(limits)), OperatorSubtaskState.builder().build(), 1, 0);
  }

  /** A counter that had a checkpoint at noon. */
  private KeyedOneInputStreamOperatorTestHarness<String, String, String> counterWithCheckpoint()
      throws Exception {
    var counter = counter(ROOMY);
    OperatorSubtaskState ignored = counter.snapshot(1, NOON);
    return counter;
  }

  /** The cache and the store each have a clock. */
  private static void at(AbstractStreamOperatorTestHarness<String> harness, long millis)
      throws Exception {
    harness.setProcessingTime(millis);
    harness.setStateTtlProcessingTime(millis);
  }

  private static void visit(
      KeyedOneInputStreamOperatorTestHarness<String, String, String> harness, String... users)
      throws Exception {
    for (String user : users) {
      harness.processElement(user, NOON);
    }
  }

  /** What the counter told of its store. */
  private static List<String> storedIn(
      KeyedOneInputStreamOperatorTestHarness<String, String, String> counter) {
    return counter.extractOutputValues().stream().filter(told -> told.contains("stored")).toList();
  }

  private static List<String> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> "user-" + i).toList();
  }

  @Test
  void keepsOneValuePerKey() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada", "ben", "ada");

    assertThat(counter.extractOutputValues()).containsExactly("ada=1", "ben=1", "ada=2");
  }

  @Test
  void isPeekedAtWithoutTakingTheCacheFromOthers() throws Exception {
    var counter = counter(CacheLimits.ofEntries(1));
    visit(counter, "ada", "ben", "!ada", "!ben", "!cyd", "=ada", "=ben");

    assertThat(counter.extractOutputValues())
        .containsExactly(
            "ada=1",
            "ben=1",
            "ada known",
            "ben known",
            "cyd unknown",
            "ada stored 1",
            "ben stored 0");
  }

  @Test
  void isNotPeekedAtAfterItsTimeToLive() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    at(counter, NOON + Visits.TTL.toMillis());
    visit(counter, "!ada");

    assertThat(counter.extractOutputValues()).containsExactly("ada=1", "ada unknown");
  }

  @Test
  void leavesSideOutputsAndTimersToTheFunction() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    counter.processWatermark(NOON);
    visit(counter, "ben");

    assertThat(counter.extractOutputValues()).containsExactly("ada=1", "timer ada=2", "ben=1");
    assertThat(counter.getSideOutput(GREETINGS)).hasSize(2);
  }

  @Test
  void writesEveryChangedValueBeforeACheckpoint() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada", "ben", "ada");
    OperatorSubtaskState snapshot = counter.snapshot(1, NOON);
    visit(counter, "ada");

    var reader = open(new KeyedProcessOperator<>(new PlainReader()), snapshot, 1, 0);
    visit(reader, "ada", "ben", "cid");

    assertThat(reader.extractOutputValues()).containsExactly("ada=2", "ben=1", "cid=0");
  }

  @Test
  void writesAheadWhatHasBeenLeftAloneForAsLongAsThereIsUntilTheNextCheckpoint() throws Exception {
    var counter = counterWithCheckpoint();
    visit(counter, "ada");
    at(counter, NOON + 1_000);
    visit(counter, "ben");
    at(counter, NOON + 1_999);
    visit(counter, "cid", "=ada");
    at(counter, NOON + 2_000);
    visit(counter, "cid", "=ada", "=ben");
    at(counter, NOON + 2_499);
    visit(counter, "cid", "=ben");
    at(counter, NOON + 3_200);
    visit(counter, "cid", "=ben", "=cid");

    assertThat(storedIn(counter))
        .containsExactly(
            "ada stored 0",
            "ada stored 1",
            "ben stored 0",
            "ben stored 0",
            "ben stored 1",
            "cid stored 0");
  }

  @Test
  void writesAheadWithEachUpdateOfABurstAndNotTheFirstAlone() throws Exception {
    var counter = counterWithCheckpoint();
    visit(counter, users(40).toArray(String[]::new));
    visit(counter, "ada");
    at(counter, NOON + 3_999);
    visit(counter, "ada", "ada", "ada", "ada", "ada");
    visit(counter, users(40).stream().map(user -> "=" + user).toArray(String[]::new));

    assertThat(storedIn(counter)).hasSize(40).allMatch(told -> told.endsWith("stored 1"));
  }

  @Test
  void writesNothingAheadThatChangedAMomentAgoHoweverNearACheckpointIs() throws Exception {
    var counter = counterWithCheckpoint();
    at(counter, NOON + 3_745);
    visit(counter, "ada");
    at(counter, NOON + 3_750);
    visit(counter, "ben");
    at(counter, NOON + 3_999);
    visit(counter, "cid", "=ada", "=ben");

    assertThat(storedIn(counter)).containsExactly("ada stored 1", "ben stored 0");
  }

  @Test
  void doesNotWriteOnAndOnWhenACheckpointDoesNotComeWhenItIsDue() throws Exception {
    var counter = counterWithCheckpoint();
    at(counter, NOON + 1_000);
    visit(counter, "ada");
    at(counter, NOON + 4_001);
    visit(counter, "ben", "=ada");
    at(counter, NOON + 4_251);
    visit(counter, "cid", "=ada", "=ben");

    assertThat(storedIn(counter)).containsExactly("ada stored 0", "ada stored 0", "ben stored 0");
  }

  @Test
  void leavesAllToTheCheckpointUntilItHasSeenOne() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    at(counter, NOON + 3_999);
    visit(counter, "ben", "=ada");

    assertThat(counter.extractOutputValues()).containsExactly("ada=1", "ben=1", "ada stored 0");
  }

  @Test
  void leavesAllToTheCheckpointIfNothingIsToBeWrittenAhead() throws Exception {
    job.set(CheckpointOptions.WRITE_AHEAD, false);
    var counter = counterWithCheckpoint();
    visit(counter, "ada");
    at(counter, NOON + 3_999);
    visit(counter, "ben", "=ada");

    assertThat(storedIn(counter)).containsExactly("ada stored 0");
  }

  @Test
  void readsWhatWasStoredWithoutIt() throws Exception {
    var plain = counter(ROOMY);
    visit(plain, "ada", "ada");
    OperatorSubtaskState snapshot = plain.snapshot(1, NOON);

    var restored = open(new WriteBackOperator<>(new Counter(ROOMY)), snapshot, 1, 0);
    visit(restored, "ada");

    assertThat(restored.extractOutputValues()).containsExactly("ada=3");
  }

  @Test
  void countsExactlyWhileAlmostEveryValueMustMakeRoom() throws Exception {
    var counter = counter(CacheLimits.ofEntries(3));
    for (int round = 0; round < 5; round++) {
      visit(counter, users(50).toArray(String[]::new));
    }

    assertThat(counter.extractOutputValues())
        .endsWith(users(50).stream().map(user -> user + "=5").toArray(String[]::new));
  }

  @Test
  void keepsToItsLimitOfBytes() throws Exception {
    var counter = counter(new CacheLimits(1000, 5 * Long.BYTES));
    visit(counter, users(50).toArray(String[]::new));
    OperatorSubtaskState ignored = counter.snapshot(1, NOON);
    visit(counter, users(50).toArray(String[]::new));

    assertThat(counter.extractOutputValues()).hasSize(100).endsWith("user-49=2");
  }

  @Test
  void findsEveryValueAfterRescaling() throws Exception {
    var counter = counter(CacheLimits.ofEntries(10));
    visit(counter, users(50).toArray(String[]::new));
    visit(counter, users(50).toArray(String[]::new));
    OperatorSubtaskState snapshot = counter.snapshot(1, NOON);

    List<String> counts = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      var half = open(new WriteBackOperator<>(new Counter(ROOMY)), snapshot, 2, task);
      for (String user : users(50)) {
        if (isOf(user, task)) {
          visit(half, user);
        }
      }
      counts.addAll(half.extractOutputValues());
    }

    assertThat(counts)
        .containsExactlyInAnyOrderElementsOf(users(50).stream().map(u -> u + "=3").toList());
  }

  private static boolean isOf(String user, int task) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(user, MAX_PARALLELISM, 2) == task;
  }

  @Test
  void forgetsACachedValueThatWasNotUsedForTheTimeToLive() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada", "ada");
    at(counter, NOON + Visits.TTL.toMillis());
    visit(counter, "ada");

    assertThat(counter.extractOutputValues()).endsWith("ada=1");
  }

  @Test
  void keepsAValueThatIsWrittenWithinTheTimeToLive() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    at(counter, NOON + Visits.TTL.toMillis() - 1);
    visit(counter, "ada");
    at(counter, NOON + 2 * Visits.TTL.toMillis() - 2);
    visit(counter, "ada");

    assertThat(counter.extractOutputValues()).endsWith("ada=3");
  }

  @Test
  void doesNotGiveAnExpiredValueNewLifeByWritingIt() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    at(counter, NOON + Visits.TTL.toMillis());
    OperatorSubtaskState snapshot = counter.snapshot(1, NOON);

    var restored = open(new WriteBackOperator<>(new Counter(ROOMY)), snapshot, 1, 0);
    visit(restored, "ada");

    assertThat(restored.extractOutputValues()).containsExactly("ada=1");
  }

  @Test
  void forgetsWhatIsCleared() throws Exception {
    var counter = counter(ROOMY);
    visit(counter, "ada");
    OperatorSubtaskState ignored = counter.snapshot(1, NOON);
    visit(counter, "-ada", "?ada", "ada");

    assertThat(counter.extractOutputValues()).containsExactly("ada=1", "ada unknown", "ada=1");
  }
}
