package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppealsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MONTH = 30L * 24 * 3_600_000;

  private final Appeals appeals = new Appeals();

  @BeforeEach
  void enter() {
    appeals.enter(0);
  }

  @Test
  void knowsNothingOfAnItemThatWasNeverShown() {
    assertThat(appeals.has(0)).isFalse();
    assertThat(appeals.log(0)).isZero();
  }

  @Test
  void riseWithWhatIsTakenMoreOftenThanForeseenAndFallWithTheRest() {
    appeals.count(0, 5.0, 15.0, NOON);
    assertThat(appeals.log(0)).isCloseTo(Math.log(2.0), within(1e-6));

    appeals.count(0, 25.0, 0.0, NOON);
    assertThat(appeals.log(0)).isCloseTo(Math.log(20.0 / 35.0), within(1e-6));
  }

  @Test
  void areSlowToBelieveInOneListAlone() {
    appeals.count(0, 0.02, 1.0, NOON);

    assertThat(appeals.log(0)).isBetween(0.1, 0.2);
  }

  @Test
  void countHalfAsMuchAfterAMonth() {
    appeals.count(0, 10.0, 30.0, NOON);
    appeals.count(0, 5.0, 5.0, NOON + MONTH);

    assertThat(appeals.log(0)).isCloseTo(Math.log(25.0 / 15.0), within(1e-6));
  }

  @Test
  void comeBackToNothingForAnItemThatIsShownNoMore() {
    appeals.count(0, 20.0, 0.0, NOON);
    assertThat(appeals.log(0)).isCloseTo(Math.log(5.0 / 25.0), within(1e-6));

    assertThat(appeals.fade(0, NOON + 1)).isFalse();
    assertThat(appeals.fade(0, NOON + 3 * MONTH)).isTrue();
    assertThat(appeals.log(0)).isCloseTo(Math.log(5.0 / 7.5), within(1e-6));
  }

  @Test
  void stayAsTheyAreUntilTheyWouldChangeVisibly() {
    assertThat(appeals.count(0, 0.05, 0.0, NOON)).isFalse();
    assertThat(appeals.log(0)).isZero();
    assertThat(appeals.count(0, 0.1, 0.0, NOON)).isTrue();
    assertThat(appeals.log(0)).isNegative();
  }

  @Test
  void areTheSameAfterTheyWereWritten() throws IOException {
    appeals.count(0, 2.0, 1.0, NOON);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    appeals.write(0, new DataOutputStream(bytes));
    Appeals others = new Appeals();
    others.read(3, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(bytes.size()).isEqualTo(28);
    assertThat(others.log(3)).isEqualTo(appeals.log(0));
    appeals.count(0, 1.0, 1.0, NOON + MONTH);
    others.count(3, 1.0, 1.0, NOON + MONTH);
    assertThat(others.log(3)).isEqualTo(appeals.log(0));
  }
}
