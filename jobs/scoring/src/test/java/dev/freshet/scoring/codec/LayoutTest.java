package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.history.UserHistory;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.similarity.CoOccurrenceRow;
import dev.freshet.scoring.training.ShownLists;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {

  private static final byte[] OF_A_LATER_RELEASE = {10, 0, 0, 0, 0};

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
            "lists shown", (ThrowingCallable) () -> ShownLists.deserialize(OF_A_LATER_RELEASE)),
        Arguments.of(
            "user profile", (ThrowingCallable) () -> UserProfile.deserialize(OF_A_LATER_RELEASE)));
  }

  @ParameterizedTest
  @MethodSource("deserializing")
  void isRefusedInALayoutThatIsNotKnown(String what, ThrowingCallable deserialize) {
    assertThatThrownBy(deserialize)
        .isInstanceOf(UnknownLayoutException.class)
        .hasMessageContaining(what + " of version 10, of which this build knows version ");
  }

  @Test
  void readsOlderVersionsAndWritesTheNewest() {
    Layout layout = Layout.of("visits", 3).reading(2);

    assertThat(layout.version()).isEqualTo((byte) 3);
    assertThatThrownBy(() -> layout.require((byte) 4))
        .hasMessage("visits of version 4, of which this build knows version 2 and 3");
  }

  @Test
  void knowsThoseOfItsParts() {
    assertThat(UserProfile.LAYOUT.all())
        .extracting(Layout::what)
        .containsExactly("user profile", "interest vector");
  }
}
