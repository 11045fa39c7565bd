package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.history.UserHistory;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.similarity.CoOccurrenceRow;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FormatVersionTest {

  private static final byte[] OF_A_LATER_RELEASE = {7, 0, 0, 0, 0};

  static Stream<Arguments> deserializing() {
    return Stream.of(
        Arguments.of(
            "user history", (ThrowingCallable) () -> UserHistory.deserialize(OF_A_LATER_RELEASE)),
        Arguments.of(
            "co-occurrence row",
            (ThrowingCallable)
                () -> CoOccurrenceRow.deserialize(ByteBuffer.wrap(OF_A_LATER_RELEASE))),
        Arguments.of("item row", (ThrowingCallable) () -> ItemRow.deserialize(OF_A_LATER_RELEASE)),
        Arguments.of(
            "user profile", (ThrowingCallable) () -> UserProfile.deserialize(OF_A_LATER_RELEASE)));
  }

  @ParameterizedTest
  @MethodSource("deserializing")
  void isRefusedInALayoutThatIsNotKnown(String what, ThrowingCallable deserialize) {
    assertThatThrownBy(deserialize)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(what + " has version 7");
  }
}
