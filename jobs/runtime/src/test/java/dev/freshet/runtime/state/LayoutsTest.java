package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.start.StartRefusedException;
import dev.freshet.scoring.codec.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// Each kind of function has a Context of its own.
@SuppressWarnings("SameNameButDifferent")
class LayoutsTest {

  private static final int MAX_PARALLELISM = 8;
  private static final OperatorSubtaskState NOTHING = OperatorSubtaskState.builder().build();

  private final List<AbstractStreamOperatorTestHarness<String>> opened = new ArrayList<>();

  private static ValueStateDescriptor<byte[]> descriptor() {
    return new ValueStateDescriptor<>(
        "notes", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /** A build that packs notes in one version of their layout, and may read an older one. */
  private static final class Build extends KeyedProcessFunction<String, String, String>
      implements WriteBackFunction<String> {

    private final int version;
    private final int older;
    private transient WriteBackState<String, Byte> notes;

    private Build(int version, int older) {
      this.version = version;
      this.older = older;
    }

    @Override
    public void declare(WriteBackStates<String> states) {
      Layout layout = Layout.of("bundle of notes", version).reading(older);
      notes =
          states.of(
              descriptor(),
              Codec.of(
                  layout,
                  note -> new byte[] {(byte) version, note},
                  packed -> {
                    layout.require(packed[0]);
                    return packed[1];
                  }),
              CacheLimits.ofEntries(10));
    }

    @Override
    public void processElement(String user, Context context, Collector<String> out)
        throws IOException {
      Byte known = notes.value();
      notes.update((byte) (known == null ? 1 : known + 1));
      out.collect(user + "=" + notes.value());
    }
  }

  /** A build that told nothing of its layouts: it packed notes in version 9. */
  private static final class EarlierBuild extends KeyedProcessFunction<String, String, String> {

    @Override
    public void processElement(String user, Context context, Collector<String> out)
        throws IOException {
      getRuntimeContext().getState(descriptor()).update(new byte[] {9, 1});
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AbstractStreamOperatorTestHarness<String> harness : opened) {
      harness.close();
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> open(
      OneInputStreamOperator<String, String> operator, OperatorSubtaskState state)
      throws Exception {
    return open(operator, state, 1, 0);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> open(
      OneInputStreamOperator<String, String> operator,
      OperatorSubtaskState state,
      int parallelism,
      int task)
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, user -> user, Types.STRING, MAX_PARALLELISM, parallelism, task);
    opened.add(harness);
    harness.setup();
    harness.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            state, MAX_PARALLELISM, 1, parallelism, task));
    harness.open();
    return harness;
  }

  private static OneInputStreamOperator<String, String> build(int version, int older) {
    return new WriteBackOperator<>(new Build(version, older));
  }

  /** What a build leaves behind that knew a user. */
  private OperatorSubtaskState leftBy(
      OneInputStreamOperator<String, String> operator, OperatorSubtaskState before, String user)
      throws Exception {
    var harness = open(operator, before);
    harness.processElement(user, 0L);
    return harness.snapshot(1, 1L);
  }

  @Test
  void refuseStateOfALaterBuildBeforeAnyOfItIsRead() throws Exception {
    OperatorSubtaskState left = leftBy(build(2, 1), NOTHING, "ada");

    assertThatThrownBy(() -> open(build(1, 0), left))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith(
            "The state notes has a bundle of notes of version 2, of which this build knows"
                + " version 0 and 1. Choose:")
        .hasMessageContaining("start the build that wrote it, or a newer one")
        .hasMessageContaining("--kafka.start earliest")
        .matches(
            refused ->
                ThrowableClassifier.findThrowableOfThrowableType(
                        refused, ThrowableType.NonRecoverableError)
                    .isPresent(),
            "is not tried again");
  }

  @Test
  void refuseItInEveryTaskAfterRescaling() throws Exception {
    OperatorSubtaskState left = leftBy(build(2, 1), NOTHING, "ada");

    for (int task = 0; task < 2; task++) {
      int one = task;
      assertThatThrownBy(() -> open(build(1, 0), left, 2, one))
          .isInstanceOf(StartRefusedException.class);
    }
  }

  @Test
  void goOnFromAnOlderLayoutThatIsStillRead() throws Exception {
    var later = open(build(2, 1), leftBy(build(1, 0), NOTHING, "ada"));
    later.processElement("ada", 0L);

    assertThat(later.extractOutputValues()).containsExactly("ada=2");
  }

  @Test
  void rememberTheOlderOnesThatValuesMayStillBeIn() throws Exception {
    OperatorSubtaskState mixed = leftBy(build(2, 1), leftBy(build(1, 0), NOTHING, "ada"), "ben");

    assertThatThrownBy(() -> open(build(3, 2), mixed))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("a bundle of notes of version 1, of which this build knows");
  }

  @Test
  void areFoundOutByTheValueWhereNobodyToldOfThem() throws Exception {
    var later =
        open(build(2, 1), leftBy(new KeyedProcessOperator<>(new EarlierBuild()), NOTHING, "ada"));

    assertThatThrownBy(() -> later.processElement("ada", 0L))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("The state notes has a bundle of notes of version 9");
  }
}
