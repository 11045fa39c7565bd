package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.InteractionStrength;
import dev.freshet.scoring.history.Engagement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PopularityTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final List<HalfLife> HORIZONS = List.of(HalfLife.ofHours(1), HalfLife.ofDays(1));

  private static final List<InteractionKind> KINDS = List.of(InteractionKind.values());

  private final Popularity popularity = new Popularity(HORIZONS.size());

  /** Somebody is there for the first time. */
  private void enter(long atMillis, double strength) {
    popularity.enter(atMillis, Engagement.NONE, new Engagement(atMillis, strength), HORIZONS);
  }

  private static double[] sums(Popularity popularity) {
    return popularity.facts("python", 0.0).popularity();
  }

  @Test
  void isNothingBeforeAnybodyCame() {
    assertThat(popularity.interactedMillis()).isEqualTo(EventTime.NEVER);
    assertThat(sums(popularity)).containsExactly(0.0, 0.0);
  }

  @Test
  void addsUpItsUsersAndFadesAtEachHorizon() {
    enter(NOON, 4.0);
    assertThat(sums(popularity)).containsExactly(4.0, 4.0);
    enter(NOON + DAY, 1.0);

    assertThat(sums(popularity)[0]).isCloseTo(1.0 + 4.0 / (1 << 24), within(1e-12));
    assertThat(sums(popularity)[1]).isCloseTo(3.0, within(1e-12));
  }

  @Test
  void takesALateEntryAsFadedAlready() {
    enter(NOON + DAY, 1.0);
    enter(NOON, 4.0);
    ItemFacts facts = popularity.facts("python", 7.0);

    assertThat(facts.item()).isEqualTo("python");
    assertThat(facts.users()).isEqualTo(7.0);
    assertThat(facts.popularity()[1]).isCloseTo(3.0, within(1e-12));
    assertThat(facts.appearedMillis()).isEqualTo(NOON);
    assertThat(facts.interactedMillis()).isEqualTo(NOON + DAY);
    assertThat(popularity.interactedMillis()).isEqualTo(NOON + DAY);
  }

  @Test
  void countsAUserOnceByTheBestTheyDidFromWhenTheyWereFirstThere() {
    Engagement click = new Engagement(NOON, 1.0);
    Engagement comment = new Engagement(NOON, 4.0);
    enter(NOON, 1.0);
    popularity.enter(NOON + DAY, click, comment, HORIZONS);
    popularity.enter(NOON + DAY, comment, comment, HORIZONS);

    assertThat(sums(popularity)[1]).isCloseTo(2.0, within(1e-12));
  }

  @Test
  void fadesWhenAUserComesAgainForNothingBetter() {
    Engagement click = new Engagement(NOON, 1.0);
    enter(NOON, 1.0);
    popularity.enter(NOON + DAY, click, click, HORIZONS);

    assertThat(sums(popularity)[1]).isCloseTo(0.5, within(1e-12));
    assertThat(popularity.interactedMillis()).isEqualTo(NOON + DAY);
    assertThat(popularity.facts("python", 0.0).appearedMillis()).isEqualTo(NOON);
  }

  @Test
  void movesAUserWhoTurnsOutToHaveComeEarlier() {
    enter(NOON + DAY, 2.0);
    Engagement later = new Engagement(NOON + DAY, 2.0);
    popularity.enter(NOON, later, new Engagement(NOON, 2.0), HORIZONS);

    assertThat(sums(popularity)[1]).isCloseTo(1.0, within(1e-12));
    assertThat(popularity.facts("python", 0.0).appearedMillis()).isEqualTo(NOON);
  }

  @Test
  void staysFiniteOverYears() {
    enter(NOON, 1.0);
    enter(NOON + 3_000 * DAY, 1.0);
    enter(NOON - 3_000 * DAY, 1.0);

    assertThat(sums(popularity)).containsExactly(1.0, 1.0);
  }

  /** Users who click and come again for more, once each, over some days. */
  private static List<Interaction> visits(Random random) {
    List<Interaction> visits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      InteractionKind kind = KINDS.get(random.nextInt(KINDS.size()));
      long atMillis = NOON + (long) (random.nextDouble() * 5 * DAY);
      visits.add(Interaction.of("e" + i, "user-" + random.nextInt(50), "python", atMillis, kind));
    }
    return visits;
  }

  private static Popularity after(List<Interaction> visits) {
    Popularity popularity = new Popularity(HORIZONS.size());
    List<Engagement> standings = new ArrayList<>(Collections.nCopies(50, Engagement.NONE));
    for (Interaction visit : visits) {
      int user = Integer.parseInt(visit.user().substring("user-".length()));
      Engagement from = standings.get(user);
      Engagement to = from.with(visit.atMillis(), InteractionStrength.of(visit));
      popularity.enter(visit.atMillis(), from, to, HORIZONS);
      standings.set(user, to);
    }
    return popularity;
  }

  @Test
  void doesNotDependOnTheOrderOfArrival() {
    Random random = new Random(5);
    List<Interaction> visits = visits(random);
    Popularity expected = after(visits);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(visits, random);
      Popularity found = after(visits);

      assertThat(sums(found)).containsExactly(sums(expected), within(1e-9));
      assertThat(found.interactedMillis()).isEqualTo(expected.interactedMillis());
      assertThat(found.facts("python", 0.0).appearedMillis())
          .isEqualTo(expected.facts("python", 0.0).appearedMillis());
    }
  }

  @Test
  void survivesPacking() {
    enter(NOON, 4.0);
    enter(NOON + HOUR, 1.0);
    ByteBuffer buffer = ByteBuffer.allocate(popularity.serializedBytes());
    popularity.serialize(buffer);
    assertThat(buffer.remaining()).isZero();
    Popularity deserialized = Popularity.deserialize(buffer.flip());

    assertThat(deserialized.facts("python", 2.0))
        .usingRecursiveComparison()
        .isEqualTo(popularity.facts("python", 2.0));
    enter(NOON + DAY, 1.0);
    deserialized.enter(NOON + DAY, Engagement.NONE, new Engagement(NOON + DAY, 1.0), HORIZONS);
    assertThat(sums(deserialized)).isEqualTo(sums(popularity));
  }

  @Test
  void tellsFactsThatLaterEntriesDoNotChange() {
    enter(NOON, 4.0);
    ItemFacts before = popularity.facts("python", 0.0);
    enter(NOON, 4.0);

    assertThat(before.popularity()).containsExactly(4.0, 4.0);
  }
}
