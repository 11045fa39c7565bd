package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintTest {

  private final ByteBuffer buffer = ByteBuffer.allocate(Varint.MOST_BYTES);

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "268435455, 4",
    "4294967296, 5",
    "9223372036854775807, 9",
    "-1, 10",
    "-9223372036854775808, 10"
  })
  void takesAsFewBytesAsTheNumberNeeds(long number, int bytes) {
    Varint.put(buffer, number);

    assertThat(buffer.position()).isEqualTo(bytes);
    assertThat(Varint.get(buffer.flip())).isEqualTo(number);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "-1, 1",
    "63, 1",
    "-64, 1",
    "64, 2",
    "-65, 2",
    "9223372036854775807, 10",
    "-9223372036854775808, 10"
  })
  void takesFewBytesForASmallDifferenceOfAnySign(long number, int bytes) {
    Varint.putSigned(buffer, number);

    assertThat(buffer.position()).isEqualTo(bytes);
    assertThat(Varint.getSigned(buffer.flip())).isEqualTo(number);
  }

  @Test
  void refusesANumberThatDoesNotEnd() {
    byte[] endless = new byte[Varint.MOST_BYTES + 1];
    Arrays.fill(endless, 0, Varint.MOST_BYTES, (byte) -1);

    assertThatThrownBy(() -> Varint.get(ByteBuffer.wrap(endless)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not end");
  }
}
