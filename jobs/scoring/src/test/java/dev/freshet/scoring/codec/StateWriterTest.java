package dev.freshet.scoring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateWriterTest {

  private static final Layout LAYOUT = Layout.of("state", 3);

  @Test
  void isReadInTheSameOrder() {
    String long1 = "é".repeat(1_000);
    byte[] bytes =
        new StateWriter(LAYOUT)
            .number(-1)
            .text(long1)
            .real(Double.NaN)
            .number(Long.MIN_VALUE)
            .text("")
            .number(7)
            .bytes();

    StateReader reader = new StateReader(LAYOUT, bytes);

    assertThat(reader.number()).isEqualTo(-1);
    assertThat(reader.text()).isEqualTo(long1);
    assertThat(reader.real()).isNaN();
    assertThat(reader.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.text()).isEmpty();
    assertThat(reader.count()).isEqualTo(7);
  }

  @Test
  void takesNoMoreBytesThanNeeded() {
    assertThat(new StateWriter(LAYOUT).number(1).text("ada").bytes()).hasSize(6);
  }

  @Test
  void isRefusedByABuildOfAnotherLayout() {
    byte[] bytes = new StateWriter(LAYOUT).bytes();

    assertThatThrownBy(() -> new StateReader(Layout.of("state", 2), bytes))
        .hasMessageContaining("state of version 3");
  }
}
