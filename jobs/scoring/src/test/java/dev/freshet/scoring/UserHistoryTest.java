package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserHistoryTest {

  private static final long A = 11L;
  private static final long B = 22L;
  private static final long C = 33L;
  private static final int REACH = 3;
  private static final int SLACK = 2;

  private final UserHistory history = new UserHistory();

  private Touch touch(long item, long atMillis) {
    return history.touch(item, atMillis, 1.0, REACH, SLACK);
  }

  @Test
  void pairsAnItemWithThoseBeforeItByTheRootOfTheirDistance() {
    assertThat(touch(A, 10).gains()).isEmpty();
    assertThat(touch(B, 20).gains()).containsExactly(new PairGain(A, B, 1.0, 1.0, 20));
    assertThat(touch(C, 30).gains())
        .containsExactly(
            new PairGain(B, C, 1.0, 1.0, 30), new PairGain(A, C, 1.0 / Math.sqrt(2.0), 0.0, 30));
  }

  @Test
  void pairsNothingBeyondItsReach() {
    for (long item = 1; item <= REACH + 1; item++) {
      touch(item, item);
    }

    assertThat(touch(99, 99).gains()).extracting(PairGain::earlier).containsExactly(4L, 3L, 2L);
  }

  @Test
  void countsOnlyWhatIsBetterThanBefore() {
    assertThat(history.touch(A, 10, 1.0, REACH, SLACK).strengthGain()).isEqualTo(1.0);
    assertThat(history.touch(A, 20, 3.0, REACH, SLACK).strengthGain()).isEqualTo(2.0);
    assertThat(history.touch(A, 30, 2.0, REACH, SLACK).strengthGain()).isZero();
    assertThat(history.strength(0)).isEqualTo(3.0);
    assertThat(history.size()).isEqualTo(1);
  }

  @Test
  void tellsTheFirstTouchOfAnItem() {
    assertThat(touch(A, 10).first()).isTrue();
    assertThat(touch(A, 20)).isEqualTo(new Touch(false, 0.0, false, 10, 10, List.of()));
    assertThat(history.holds(A)).isTrue();
    assertThat(history.holds(B)).isFalse();
  }

  @Test
  void insertsALateItemAtItsPlaceAndTellsWhatThatChanges() {
    touch(A, 10);
    touch(C, 30);
    Touch late = touch(B, 20);

    assertThat(late.counted()).isEqualTo(20);
    assertThat(late.uncounted()).isEqualTo(Touch.NEVER);
    assertThat(late.gains())
        .containsExactlyInAnyOrder(
            new PairGain(A, B, 1.0, 1.0, 20),
            new PairGain(B, C, 1.0, 1.0, 30),
            new PairGain(A, C, 1.0 / Math.sqrt(2.0) - 1.0, -1.0, 30));
    assertThat(List.of(history.item(0), history.item(1), history.item(2))).containsExactly(A, B, C);
  }

  @Test
  void movesAnItemThatTurnsOutToHaveBeenTouchedEarlier() {
    touch(A, 10);
    touch(B, 20);
    Touch earlier = touch(B, 5);

    assertThat(earlier.counted()).isEqualTo(5);
    assertThat(earlier.uncounted()).isEqualTo(20);
    assertThat(earlier.first()).isFalse();
    assertThat(earlier.gains())
        .containsExactlyInAnyOrder(
            new PairGain(A, B, -1.0, -1.0, 20), new PairGain(B, A, 1.0, 1.0, 10));
    assertThat(history.item(0)).isEqualTo(B);
  }

  @Test
  void countsAsTooLateWhatLiesBeforeAllThatAFullHistoryHolds() {
    for (long item = 1; item <= REACH + SLACK; item++) {
      touch(item, 10 * item);
    }
    Touch tooLate = touch(99, 5);

    assertThat(tooLate.tooLate()).isTrue();
    assertThat(tooLate.first()).isTrue();
    assertThat(tooLate.strengthGain()).isEqualTo(1.0);
    assertThat(tooLate.gains()).isEmpty();
    assertThat(history.size()).isEqualTo(REACH + SLACK);
    assertThat(touch(98, 15).tooLate()).isFalse();
    assertThat(history.item(0)).isEqualTo(98);
  }

  @Test
  void addsUpToTheSameWhateverTheOrderOfArrival() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<long[]> events = new ArrayList<>();
      for (int i = 0; i < REACH + SLACK; i++) {
        events.add(new long[] {1 + random.nextInt(6), random.nextInt(5)});
      }
      Map<List<Long>, Double> inOrder = sums(events);
      Collections.shuffle(events, random);

      Map<List<Long>, Double> shuffled = sums(events);
      assertThat(shuffled.keySet()).isEqualTo(inOrder.keySet());
      shuffled.forEach(
          (pair, gain) ->
              assertThat(gain).isCloseTo(inOrder.getOrDefault(pair, Double.NaN), within(1e-9)));
    }
  }

  /** The sum of each pair's gains, by earlier, later and time; zero sums left out. */
  private static Map<List<Long>, Double> sums(List<long[]> events) {
    UserHistory history = new UserHistory();
    Map<List<Long>, Double> sums = new HashMap<>();
    for (long[] event : events) {
      for (PairGain pair : history.touch(event[0], event[1], 1.0, REACH, SLACK).gains()) {
        sums.merge(
            List.of(pair.earlier(), pair.later(), pair.atMillis(), 0L), pair.gain(), Double::sum);
        sums.merge(
            List.of(pair.earlier(), pair.later(), pair.atMillis(), 1L), pair.next(), Double::sum);
      }
    }
    sums.values().removeIf(sum -> Math.abs(sum) < 1e-9);
    return sums;
  }

  @Test
  void survivesPacking() {
    for (int item = 1; item <= 12; item++) {
      history.touch(item, item, item, 20, 0);
    }
    UserHistory unpacked = UserHistory.unpack(history.pack());

    assertThat(unpacked.size()).isEqualTo(12);
    assertThat(unpacked.item(11)).isEqualTo(12);
    assertThat(unpacked.strength(11)).isEqualTo(12.0);
    assertThat(unpacked.touch(5, 5, 1.0, 20, 0)).isEqualTo(history.touch(5, 5, 1.0, 20, 0));
    assertThat(history.pack()).hasSize(5 + 12 * 20);
  }
}
