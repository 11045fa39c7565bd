package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PackedStateTest {

  private static final byte[] OF_A_LATER_RELEASE = {7, 0, 0, 0, 0};

  static Stream<Arguments> unpacking() {
    return Stream.of(
        Arguments.of(
            "user history", (ThrowingCallable) () -> UserHistory.unpack(OF_A_LATER_RELEASE)),
        Arguments.of(
            "neighbour row",
            (ThrowingCallable) () -> NeighbourRow.unpack(ByteBuffer.wrap(OF_A_LATER_RELEASE))),
        Arguments.of("item row", (ThrowingCallable) () -> ItemRow.unpack(OF_A_LATER_RELEASE)),
        Arguments.of("learner", (ThrowingCallable) () -> Learner.unpack(OF_A_LATER_RELEASE)));
  }

  @ParameterizedTest
  @MethodSource("unpacking")
  void isRefusedInALayoutThatIsNotKnown(String what, ThrowingCallable unpack) {
    assertThatThrownBy(unpack)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(what + " has version 7");
  }
}
