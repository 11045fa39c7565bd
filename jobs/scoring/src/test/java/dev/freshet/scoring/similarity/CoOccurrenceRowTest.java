package dev.freshet.scoring.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.history.PairGains;
import dev.freshet.scoring.history.UserHistory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CoOccurrenceRowTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final HalfLife A_DAY = HalfLife.ofDays(1);
  private static final long ITEM = 1L;
  private static final int BOUND = 4;

  private final CoOccurrenceRow row = new CoOccurrenceRow();

  private Neighbours strongest(int limit, long atMillis) {
    return row.strongest(ITEM, limit, atMillis, A_DAY);
  }

  private static final PairGains FIVE = new PairGains(5, 5, 1L);

  private static CoOccurrenceRow deserialized(CoOccurrenceRow row) {
    return CoOccurrenceRow.deserialize(ByteBuffer.wrap(row.serialize()));
  }

  @Test
  void hasNobodyAtFirst() {
    assertThat(strongest(9, NOON).size()).isZero();
    assertThat(row.countAt(NOON, A_DAY)).isZero();
  }

  @Test
  void dividesBothDirectionsByTheRootOfTheCount() {
    row.count(4.0, NOON, A_DAY);
    row.addLater(2L, 1.0, 1.0, NOON, A_DAY, BOUND);
    row.addEarlier(2L, 0.5, NOON, A_DAY, BOUND);
    Neighbours found = strongest(9, NOON);

    assertThat(found.item()).isEqualTo(ITEM);
    assertThat(found.items()).containsExactly(2L);
    assertThat(found.similar()).containsExactly(0.75f);
  }

  @Test
  void keepsTheDirectionApart() {
    row.count(4.0, NOON, A_DAY);
    row.addLater(2L, 1.0, 0.0, NOON, A_DAY, BOUND);
    row.addEarlier(3L, 2.0, NOON, A_DAY, BOUND);
    Neighbours found = strongest(9, NOON);

    assertThat(found.items()).containsExactly(3L, 2L);
    assertThat(found.after()).containsExactly(0.0f, 0.25f);
  }

  @Test
  void givesTheShareOfWhatCameDirectlyAfter() {
    row.count(4.0, NOON, A_DAY);
    row.addLater(2L, 1.0, 1.0, NOON, A_DAY, BOUND);
    row.addLater(2L, 1.0, 1.0, NOON, A_DAY, BOUND);
    row.addLater(2L, 1.0, 1.0, NOON, A_DAY, BOUND);
    row.addLater(3L, 1.0, 1.0, NOON, A_DAY, BOUND);

    assertThat(strongest(9, NOON).next()).containsExactly(0.75f, 0.25f);
  }

  @Test
  void fades() {
    row.count(4.0, NOON, A_DAY);
    row.addLater(2L, 2.0, 0.0, NOON, A_DAY, BOUND);

    assertThat(row.countAt(NOON + 2 * DAY, A_DAY)).isCloseTo(1.0, within(1e-12));
    assertThat(strongest(9, NOON).similar()[0]).isCloseTo(1.0f, within(1e-6f));
    assertThat(strongest(9, NOON + 2 * DAY).similar()[0]).isCloseTo(0.5f, within(1e-6f));
    assertThat(strongest(9, NOON + 2 * DAY).after()[0]).isCloseTo(0.5f, within(1e-6f));
  }

  @Test
  void staysFiniteOverYears() {
    row.count(1.0, NOON, A_DAY);
    row.addLater(2L, 1.0, 1.0, NOON, A_DAY, BOUND);
    row.addEarlier(2L, 1.0, NOON, A_DAY, BOUND);
    long later = NOON + 3_000 * DAY;
    row.count(1.0, later, A_DAY);
    row.addLater(3L, 1.0, 1.0, later, A_DAY, BOUND);

    assertThat(row.countAt(later, A_DAY)).isEqualTo(1.0);
    assertThat(strongest(1, later).items()).containsExactly(3L);
    assertThat(strongest(2, later).similar()).containsExactly(1.0f, 0.0f);
    assertThat(strongest(2, later).next()).containsExactly(1.0f, 0.0f);
  }

  @Test
  void isCutToItsBoundWhenAQuarterMoreHasGathered() {
    row.count(1.0, NOON, A_DAY);
    for (int i = 1; i <= BOUND + 1; i++) {
      row.addLater(i, i, i, NOON, A_DAY, BOUND);
      row.addEarlier(i, i, NOON, A_DAY, BOUND);
    }
    assertThat(row.size()).isEqualTo(BOUND + 1);

    row.addLater(9L, 0.5, 0.5, NOON, A_DAY, BOUND);

    assertThat(row.size()).isEqualTo(BOUND + 1);
    assertThat(strongest(9, NOON).items()).containsExactly(5L, 4L, 3L, 2L, 9L);
    assertThat(strongest(9, NOON).similar()).containsExactly(10f, 8f, 6f, 4f, 0.5f);
    assertThat(strongest(9, NOON).after()).containsExactly(5f, 4f, 3f, 2f, 0.5f);
  }

  @Test
  void appliesWhatAnInteractionChanged() {
    UserHistory history = new UserHistory();
    history.update(ITEM, NOON, 1.0, FIVE, 10);
    HistoryChange change = history.update(2L, NOON + 1, 1.0, FIVE, 10);
    RowUpdate update = RowUpdate.of(2L, NOON + 1, change);
    row.count(1.0, NOON, A_DAY);
    row.apply(change.gains().get(0), ITEM, A_DAY, BOUND);

    assertThat(update.atMillis()).isEqualTo(NOON + 1);
    assertThat(update.from()).isEqualTo(Engagement.NONE);
    assertThat(update.to()).isEqualTo(new Engagement(NOON + 1, 1.0));
    assertThat(strongest(9, NOON).items()).containsExactly(2L);
    assertThat(strongest(9, NOON).next()).containsExactly(1.0f);

    CoOccurrenceRow other = new CoOccurrenceRow();
    other.apply(update, A_DAY, BOUND);
    assertThat(other.countAt(NOON + 1, A_DAY)).isEqualTo(1.0);
    assertThat(other.latestMillis()).isEqualTo(NOON + 1);
    assertThat(other.strongest(2L, 9, NOON + 1, A_DAY).similar()).containsExactly(1.0f);
    assertThat(other.strongest(2L, 9, NOON + 1, A_DAY).after()).containsExactly(0.0f);
  }

  @Test
  void takesBackWhatALateEventMadeWrong() {
    UserHistory history = new UserHistory();
    HistoryChange first = history.update(ITEM, NOON + DAY, 1.0, FIVE, 10);
    row.apply(RowUpdate.of(ITEM, NOON + DAY, first), A_DAY, BOUND);
    HistoryChange earlier = history.update(ITEM, NOON, 1.0, FIVE, 10);
    row.apply(RowUpdate.of(ITEM, NOON, earlier), A_DAY, BOUND);

    assertThat(row.countAt(NOON, A_DAY)).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void countsAUserWhoComesAgainOnce() {
    UserHistory history = new UserHistory();
    for (double strength : new double[] {1.0, 1.0, 4.0}) {
      HistoryChange change = history.update(ITEM, NOON, strength, FIVE, 10);
      row.apply(RowUpdate.of(ITEM, NOON, change), A_DAY, BOUND);
    }

    assertThat(row.countAt(NOON, A_DAY)).isEqualTo(1.0);
  }

  @Test
  void updatesARowWithThePairsOfItsOwnItemAlone() {
    UserHistory history = new UserHistory();
    history.update(ITEM, NOON, 1.0, FIVE, 10);
    history.update(3L, NOON + 2, 1.0, FIVE, 10);
    HistoryChange late = history.update(2L, NOON + 1, 1.0, FIVE, 10);
    RowUpdate update = RowUpdate.of(2L, NOON + 1, late);

    assertThat(late.gains()).hasSize(3);
    assertThat(update.neighbours()).containsExactlyInAnyOrder(ITEM, 3L);
  }

  @Test
  void knowsTheEarlierAndTheLaterItemOfAPair() {
    PairGain pair = new PairGain(ITEM, 2L, 0.5, 1.0, 0L, NOON);
    row.apply(pair, ITEM, A_DAY, BOUND);
    CoOccurrenceRow later = new CoOccurrenceRow();
    later.apply(pair, 2L, A_DAY, BOUND);
    row.count(1.0, NOON, A_DAY);
    later.count(1.0, NOON, A_DAY);

    assertThat(strongest(9, NOON).after()).containsExactly(0.5f);
    assertThat(later.strongest(2L, 9, NOON, A_DAY).items()).containsExactly(ITEM);
    assertThat(later.strongest(2L, 9, NOON, A_DAY).after()).containsExactly(0f);
  }

  @Test
  void survivesPacking() {
    row.count(4.0, NOON, A_DAY);
    for (int i = 2; i < 9; i++) {
      row.addLater(i, i, 1.0, NOON, A_DAY, 20);
      row.addEarlier(i, 0.5, NOON, A_DAY, 20);
    }
    CoOccurrenceRow deserialized = deserialized(row);
    Neighbours expected = strongest(9, NOON + DAY);
    Neighbours found = deserialized.strongest(ITEM, 9, NOON + DAY, A_DAY);

    assertThat(found.items()).isEqualTo(expected.items());
    assertThat(found.similar()).isEqualTo(expected.similar());
    assertThat(found.after()).isEqualTo(expected.after());
    assertThat(found.next()).isEqualTo(expected.next());
    assertThat(deserialized.countAt(NOON, A_DAY)).isEqualTo(4.0);
    assertThat(row.serialize()).hasSize(37 + 7 * (9 + 3 * 8));
  }

  @Test
  void takesNoRoomForSumsThatAreZero() {
    row.addLater(2L, 1.0, 0.0, NOON, A_DAY, BOUND);
    row.addEarlier(3L, 0.5, NOON, A_DAY, BOUND);

    CoOccurrenceRow deserialized = deserialized(row);

    assertThat(row.serialize()).hasSize(37 + 2 * (9 + 8));
    assertThat(deserialized.serialize()).isEqualTo(row.serialize());
    assertThat(deserialized.strongest(ITEM, 9, NOON, A_DAY))
        .usingRecursiveComparison()
        .isEqualTo(strongest(9, NOON));
  }
}
