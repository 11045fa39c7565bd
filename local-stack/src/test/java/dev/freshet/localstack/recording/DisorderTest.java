package dev.freshet.localstack.recording;

import static dev.freshet.localstack.recording.Records.NOON;
import static dev.freshet.localstack.recording.Records.ONE_MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisorderTest {

  private static final int RECORDS = 1_000;

  private static List<Timed> inOrder() {
    List<Timed> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      long atMillis = NOON + i * 1_000L;
      records.add(new Timed(atMillis, Records.at(i, atMillis)));
    }
    return records;
  }

  private static List<Long> offsets(Disorder disorder) {
    List<Long> offsets = new ArrayList<>();
    disorder
        .applyTo(inOrder().iterator())
        .forEachRemaining(timed -> offsets.add(timed.record().offset()));
    return offsets;
  }

  private static Disorder shuffle(double share, double duplicates, long seed) {
    return new Disorder(Duration.ofMinutes(1), share, duplicates, seed);
  }

  @Test
  void leavesEverythingAsItWasUnlessAskedTo() {
    assertThat(offsets(Disorder.NONE)).hasSize(RECORDS).isSorted();
  }

  @Test
  void losesAndInventsNothing() {
    assertThat(offsets(shuffle(0.2, 0.0, 7)))
        .hasSize(RECORDS)
        .doesNotHaveDuplicates()
        .isNotEqualTo(offsets(Disorder.NONE));
  }

  @Test
  void letsRecordsComeLateByNoMoreThanTheBound() {
    long newest = 0;
    int late = 0;
    for (var each = shuffle(0.2, 0.1, 7).applyTo(inOrder().iterator()); each.hasNext(); ) {
      long atMillis = each.next().record().timestampMillis();
      assertThat(newest - atMillis).isLessThan(2 * ONE_MINUTE);
      late += atMillis < newest ? 1 : 0;
      newest = Math.max(newest, atMillis);
    }
    assertThat(late).isBetween(RECORDS / 10, RECORDS / 2);
  }

  @Test
  void keepsLateRecordsWithinTheBoundWhereNoneComesTwice() {
    long newest = 0;
    for (var each = shuffle(1.0, 0.0, 7).applyTo(inOrder().iterator()); each.hasNext(); ) {
      long atMillis = each.next().record().timestampMillis();
      assertThat(newest - atMillis).isLessThanOrEqualTo(ONE_MINUTE);
      newest = Math.max(newest, atMillis);
    }
  }

  @Test
  void repeatsTheShareThatWasAskedFor() {
    List<Long> offsets = offsets(shuffle(0.0, 0.05, 7));

    assertThat(new HashSet<>(offsets)).hasSize(RECORDS);
    assertThat(offsets.size() - RECORDS).isBetween(20, 90);
  }

  @Test
  void doesTheSameForTheSameSeed() {
    assertThat(offsets(shuffle(0.2, 0.05, 7))).isEqualTo(offsets(shuffle(0.2, 0.05, 7)));
    assertThat(offsets(shuffle(0.2, 0.05, 8))).isNotEqualTo(offsets(shuffle(0.2, 0.05, 7)));
  }

  @Test
  void advancesTheTimeOfTheLogOnly() {
    List<Long> times = new ArrayList<>();
    shuffle(0.5, 0.5, 7)
        .applyTo(inOrder().iterator())
        .forEachRemaining(timed -> times.add(timed.atMillis()));

    assertThat(times).isSorted();
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> shuffle(1.5, 0.0, 1)).hasMessageContaining("0 to 1, is 1.5");
    assertThatThrownBy(() -> shuffle(0.0, Double.NaN, 1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> new Disorder(Duration.ofMillis(-1), 0.0, 0.0, 1))
        .hasMessageContaining("0 or more");
  }
}
