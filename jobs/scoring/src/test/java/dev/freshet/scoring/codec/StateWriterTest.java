package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateWriterTest {

  private static final byte VERSION = 3;

  @Test
  void isReadInTheSameOrder() {
    String long1 = "é".repeat(1_000);
    byte[] bytes =
        new StateWriter(VERSION)
            .number(-1)
            .text(long1)
            .real(Double.NaN)
            .number(Long.MIN_VALUE)
            .text("")
            .number(7)
            .bytes();

    StateReader reader = new StateReader("state", VERSION, bytes);

    assertThat(reader.number()).isEqualTo(-1);
    assertThat(reader.text()).isEqualTo(long1);
    assertThat(reader.real()).isNaN();
    assertThat(reader.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.text()).isEmpty();
    assertThat(reader.count()).isEqualTo(7);
  }

  @Test
  void takesNoMoreBytesThanNeeded() {
    assertThat(new StateWriter(VERSION).number(1).text("ada").bytes()).hasSize(6);
  }

  @Test
  void isRefusedByABuildOfAnotherLayout() {
    byte[] bytes = new StateWriter(VERSION).bytes();

    assertThatThrownBy(() -> new StateReader("state", (byte) 2, bytes))
        .hasMessageContaining("serialized state has version 3");
  }
}
