package dev.freshet.scoring.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
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
  private static final PairGains GAINS = new PairGains(REACH, REACH, 1L);
  private static final int BOUND = 5;

  private final UserHistory history = new UserHistory();

  private HistoryChange interact(long item, long atMillis) {
    return history.update(item, atMillis, 1.0, GAINS, BOUND);
  }

  @Test
  void pairsAnItemWithThoseBeforeItByTheRootOfTheirDistance() {
    assertThat(interact(A, 10).gains()).isEmpty();
    assertThat(interact(B, 20).gains()).containsExactly(new PairGain(A, B, 1.0, 1.0, 0L, 20));
    assertThat(interact(C, 30).gains())
        .containsExactly(
            new PairGain(B, C, 1.0, 1.0, A, 30),
            new PairGain(A, C, 1.0 / Math.sqrt(2.0), 0.0, 0L, 30));
  }

  @Test
  void pairsNothingBeyondItsReach() {
    for (long item = 1; item <= REACH + 1; item++) {
      interact(item, item);
    }

    assertThat(interact(99, 99).gains()).extracting(PairGain::earlier).containsExactly(4L, 3L, 2L);
  }

  @Test
  void pairsItemsOfOtherSittingsOnlyWhereNoneLiesBetween() {
    PairGains gains = new PairGains(REACH, 1, 10L);
    history.update(A, 0, 1.0, gains, BOUND);
    history.update(B, 20, 1.0, gains, BOUND);

    assertThat(history.update(C, 30, 1.0, gains, BOUND).gains())
        .containsExactly(new PairGain(B, C, 1.0, 1.0, A, 30));
    assertThat(history.update(44L, 30, 1.0, gains, BOUND).gains())
        .containsExactly(
            new PairGain(C, 44L, 1.0, 1.0, B, 30),
            new PairGain(B, 44L, 1 / Math.sqrt(2), 0.0, 0L, 30));
  }

  @Test
  void tellsWhereTheUserStoodAndStands() {
    HistoryChange click = history.update(A, 10, 1.0, GAINS, BOUND);
    HistoryChange comment = history.update(A, 20, 4.0, GAINS, BOUND);
    HistoryChange again = history.update(A, 30, 2.0, GAINS, BOUND);

    assertThat(click.from()).isEqualTo(Engagement.NONE);
    assertThat(click.to()).isEqualTo(new Engagement(10, 1.0));
    assertThat(comment.from()).isEqualTo(click.to());
    assertThat(comment.to()).isEqualTo(new Engagement(10, 4.0));
    assertThat(again)
        .isEqualTo(new HistoryChange(comment.to(), comment.to(), false, List.of(), 0L));
    assertThat(history.engagement(A)).isEqualTo(comment.to());
    assertThat(history.engagement(B)).isEqualTo(Engagement.NONE);
    assertThat(history.size()).isEqualTo(1);
  }

  @Test
  void countsWhatSpeaksAgainstItsItemAsNoStep() {
    HistorySettings settings = new HistorySettings(GAINS, BOUND);
    history.update(Interaction.click("1", "ada", "python", 10), settings);
    HistoryChange against =
        history.update(Interaction.of("2", "ada", "php", 20, InteractionKind.DISLIKE), settings);
    HistoryChange next = history.update(Interaction.click("3", "ada", "java", 30), settings);

    assertThat(against)
        .isEqualTo(new HistoryChange(Engagement.NONE, Engagement.NONE, false, List.of(), 0L));
    assertThat(next.gains()).extracting(PairGain::earlier).containsExactly(history.item(0));
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.interactions()).isEqualTo(3);
  }

  @Test
  void leavesWhatWasDoneWithAnItemThatIsSpokenAgainst() {
    HistorySettings settings = new HistorySettings(GAINS, BOUND);
    HistoryChange click = history.update(Interaction.click("1", "ada", "php", 10), settings);
    HistoryChange against =
        history.update(Interaction.of("2", "ada", "php", 20, InteractionKind.DISLIKE), settings);

    assertThat(against.from()).isEqualTo(click.to());
    assertThat(against.to()).isEqualTo(click.to());
  }

  @Test
  void insertsALateItemAtItsPlaceAndTellsWhatThatChanges() {
    interact(A, 10);
    interact(C, 30);
    HistoryChange late = interact(B, 20);

    assertThat(late.to().firstMillis()).isEqualTo(20);
    assertThat(late.from()).isEqualTo(Engagement.NONE);
    assertThat(late.gains())
        .containsExactlyInAnyOrder(
            new PairGain(A, B, 1.0, 1.0, 0L, 20),
            new PairGain(B, C, 1.0, 1.0, A, 30),
            new PairGain(A, C, 1.0 / Math.sqrt(2.0) - 1.0, -1.0, 0L, 30));
    assertThat(List.of(history.item(0), history.item(1), history.item(2))).containsExactly(A, B, C);
  }

  @Test
  void movesAnItemThatTurnsOutToHaveBeenTouchedEarlier() {
    interact(A, 10);
    interact(B, 20);
    HistoryChange earlier = interact(B, 5);

    assertThat(earlier.to().firstMillis()).isEqualTo(5);
    assertThat(earlier.from().firstMillis()).isEqualTo(20);
    assertThat(earlier.gains())
        .containsExactlyInAnyOrder(
            new PairGain(A, B, -1.0, -1.0, 0L, 20),
            new PairGain(B, A, 1.0, 1.0, 0L, 10),
            new PairGain(A, B, 0.0, 1.0, B, 20));
    assertThat(history.item(0)).isEqualTo(B);
  }

  @Test
  void countsAsTooLateWhatLiesBeforeAllThatAFullHistoryHolds() {
    for (long item = 1; item <= BOUND; item++) {
      interact(item, 10 * item);
    }
    HistoryChange tooLate = interact(99, 5);

    assertThat(tooLate.tooLate()).isTrue();
    assertThat(tooLate.to()).isEqualTo(new Engagement(5, 1.0));
    assertThat(tooLate.gains()).extracting(PairGain::gain).containsOnly(0.0);
    assertThat(history.size()).isEqualTo(BOUND);
    assertThat(interact(98, 15).tooLate()).isFalse();
    assertThat(history.item(0)).isEqualTo(98);
  }

  @Test
  void addsUpToTheSameWhateverTheOrderOfArrival() {
    addsUpToTheSame(200, GAINS, 6, BOUND);
    addsUpToTheSame(3, new PairGains(20, 20, 1L), 40, 40);
    addsUpToTheSame(3, new PairGains(20, 2, 30L), 40, 40);
  }

  private static void addsUpToTheSame(int rounds, PairGains gains, int items, int eventCount) {
    Random random = new Random(1);
    for (int round = 0; round < rounds; round++) {
      List<long[]> events = new ArrayList<>();
      for (int i = 0; i < eventCount; i++) {
        events.add(new long[] {1 + random.nextInt(items), random.nextInt(5 * items)});
      }
      Map<List<Long>, Double> inOrder = sums(events, gains, eventCount);
      Collections.shuffle(events, random);

      Map<List<Long>, Double> shuffled = sums(events, gains, eventCount);
      assertThat(shuffled.keySet()).isEqualTo(inOrder.keySet());
      shuffled.forEach(
          (pair, gain) ->
              assertThat(gain).isCloseTo(inOrder.getOrDefault(pair, Double.NaN), within(1e-9)));
    }
  }

  /** The sum of each pair's gains, by earlier, later and time; zero sums left out. */
  private static Map<List<Long>, Double> sums(List<long[]> events, PairGains gains, int bound) {
    UserHistory history = new UserHistory();
    Map<List<Long>, Double> sums = new HashMap<>();
    for (long[] event : events) {
      for (PairGain pair : history.update(event[0], event[1], 1.0, gains, bound).gains()) {
        sums.merge(
            List.of(pair.earlier(), pair.later(), pair.atMillis()), pair.gain(), Double::sum);
      }
    }
    sums.values().removeIf(sum -> Math.abs(sum) < 1e-9);
    return sums;
  }

  @Test
  void survivesPacking() {
    for (int item = 1; item <= 12; item++) {
      history.update(item, item, item, GAINS, 20);
    }
    history.giveExample();
    UserHistory deserialized = UserHistory.deserialize(history.serialize());

    assertThat(deserialized.lastExample()).isEqualTo(12);
    assertThat(deserialized.size()).isEqualTo(12);
    assertThat(deserialized.interactions()).isEqualTo(12);
    assertThat(deserialized.item(11)).isEqualTo(12);
    assertThat(deserialized.engagement(12)).isEqualTo(new Engagement(12, 12.0));
    assertThat(deserialized.update(5, 5, 1.0, GAINS, 20))
        .isEqualTo(history.update(5, 5, 1.0, GAINS, 20));
    assertThat(history.serialize()).hasSize(4 + 12 * 13 + 1 + 6 * 9);
  }

  @Test
  void keepsTimesFarApartWhenPacked() {
    long year = 365L * 86_400_000;
    history.update(A, -year, 1.0, GAINS, 20);
    history.update(B, 50 * year, 2.0, GAINS, 20);
    history.update(3, 50 * year, 0.5, GAINS, 20);

    UserHistory deserialized = UserHistory.deserialize(history.serialize());

    assertThat(deserialized.engagement(A)).isEqualTo(new Engagement(-year, 1.0));
    assertThat(deserialized.engagement(B)).isEqualTo(new Engagement(50 * year, 2.0));
    assertThat(deserialized.engagement(3)).isEqualTo(new Engagement(50 * year, 0.5));
  }

  /** Release 0.1.0 wrote them so. */
  @Test
  void readsAHistoryThatDoesNotSayWhatWasLearnedFromLast() {
    UserHistory history = new UserHistory();
    history.update(A, 1, 1.0, GAINS, 20);
    history.update(B, 2, 1.0, GAINS, 20);
    byte[] now = history.serialize();
    byte[] before = new byte[now.length - 1];
    before[0] = 5;
    before[1] = now[1];
    System.arraycopy(now, 3, before, 2, before.length - 2);

    UserHistory deserialized = UserHistory.deserialize(before);

    assertThat(deserialized.interactions()).isEqualTo(2);
    assertThat(deserialized.lastExample()).isEqualTo(2);
    assertThat(deserialized.item(1)).isEqualTo(B);
  }
}
