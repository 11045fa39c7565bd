package dev.freshet.scoring.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrailTest {

  private static final long A = 1L;
  private static final long B = 2L;
  private static final long C = 3L;

  private Trail trail = new Trail();

  private List<PairGain> enter(long item, long atMillis) {
    List<PairGain> changes = new ArrayList<>();
    trail.enter(item, atMillis, changes);
    return changes;
  }

  private static PairGain step(long before, long from, long to, double sign, long atMillis) {
    return new PairGain(from, to, 0.0, sign, before, atMillis);
  }

  @Test
  void tellsEachStepWithTheItemBeforeItHoweverOftenItIsTaken() {
    assertThat(enter(A, 10)).isEmpty();
    assertThat(enter(B, 20)).containsExactly(step(0, A, B, 1, 20));
    assertThat(enter(A, 30)).containsExactly(step(A, B, A, 1, 30));
    assertThat(trail.before()).isEqualTo(B);
    assertThat(enter(B, 40)).containsExactly(step(B, A, B, 1, 40));
    assertThat(trail.before()).isEqualTo(A);
  }

  @Test
  void takesSeveralTouchesOfAnItemInARowForOne() {
    enter(A, 10);
    enter(B, 20);
    for (int i = 0; i < 10; i++) {
      assertThat(enter(B, 30 + i)).isEmpty();
      assertThat(trail.before()).isEqualTo(A);
    }

    assertThat(enter(C, 50)).containsExactly(step(A, B, C, 1, 50));
  }

  @Test
  void putsALateStepAtItsPlaceAndTakesBackWhatItParts() {
    enter(A, 10);
    enter(C, 30);

    assertThat(enter(B, 20))
        .containsExactlyInAnyOrder(
            step(0, A, C, -1, 30), step(0, A, B, 1, 20), step(A, B, C, 1, 30));
    assertThat(trail.before()).isZero();
  }

  @Test
  void partsSeveralTouchesInARowWithALateOneOfAnotherItem() {
    enter(A, 10);
    enter(A, 20);
    enter(A, 40);

    assertThat(enter(B, 30)).containsExactlyInAnyOrder(step(0, A, B, 1, 30), step(A, B, A, 1, 40));
  }

  @Test
  void keepsTheOrderOfArrivalWithinOneMoment() {
    enter(C, 10);
    assertThat(enter(A, 10)).containsExactly(step(0, C, A, 1, 10));
    assertThat(enter(B, 10)).containsExactly(step(C, A, B, 1, 10));
  }

  @Test
  void joinsAPairOfTheSameMomentThatChangesTogetherWithIt() {
    enter(A, 10);
    List<PairGain> changes = new ArrayList<>(List.of(new PairGain(A, B, 0.5, 0.0, 0L, 20)));
    trail.enter(B, 20, changes);

    assertThat(changes).containsExactly(new PairGain(A, B, 0.5, 1.0, 0L, 20));
  }

  @Test
  void passesOverAStepBeforeAllThatItHolds() {
    for (int i = 0; i < 20; i++) {
      enter(10 + i, 100 + i);
    }

    assertThat(enter(A, 50)).isEmpty();
    assertThat(trail.before()).isZero();
    assertThat(enter(30, 120)).containsExactly(step(28, 29, 30, 1, 120));
  }

  @Test
  void addsUpToTheSameInWhateverOrderAFewStepsArrive() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      List<long[]> steps = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        steps.add(new long[] {1 + random.nextInt(3), 10L * i});
      }
      Map<PairGain, Double> inOrder = sums(steps);
      Collections.shuffle(steps, random);

      assertThat(sums(steps)).isEqualTo(inOrder);
    }
  }

  private static Map<PairGain, Double> sums(List<long[]> steps) {
    Trail trail = new Trail();
    Map<PairGain, Double> sums = new HashMap<>();
    for (long[] step : steps) {
      List<PairGain> changes = new ArrayList<>();
      trail.enter(step[0], step[1], changes);
      for (PairGain change : changes) {
        PairGain once =
            step(change.before(), change.earlier(), change.later(), 1, change.atMillis());
        sums.merge(once, change.next(), Double::sum);
      }
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  @Test
  void survivesPacking() {
    enter(A, 10);
    enter(B, 20);
    ByteBuffer buffer = ByteBuffer.allocate(trail.serializedBytes());
    trail.serialize(buffer);
    buffer.flip();
    trail = Trail.deserialize(buffer);

    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(enter(C, 30)).containsExactly(step(A, B, C, 1, 30));
  }
}
