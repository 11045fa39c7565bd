package dev.freshet.scoring.interest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.history.Engagement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterestVectorTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final HalfLife A_DAY = HalfLife.ofDays(1);

  private final InterestVector interests = new InterestVector();

  private void add(double gain, long atMillis, String... tags) {
    add(interests, gain, atMillis, tags);
  }

  private static void add(InterestVector vector, double strength, long atMillis, String... tags) {
    vector.add(List.of(tags), Engagement.NONE, new Engagement(atMillis, strength), A_DAY, 4);
  }

  private static Map<String, Double> strongest(InterestVector interests, int limit, long atMillis) {
    Map<String, Double> found = new LinkedHashMap<>();
    interests.strongest(limit, atMillis, A_DAY, found::put);
    return found;
  }

  @Test
  void fadesWithTheHalfLife() {
    add(4.0, NOON, "code");

    assertThat(strongest(interests, 9, NOON)).containsEntry("code", 4.0);
    assertThat(strongest(interests, 9, NOON + DAY).get("code")).isCloseTo(2.0, within(1e-12));
  }

  @Test
  void sharesAGainAmongTheTagsByTheRootOfTheirNumber() {
    add(4.0, NOON, "a", "b", "c", "d");

    assertThat(strongest(interests, 9, NOON)).containsEntry("a", 2.0).hasSize(4);
  }

  @Test
  void namesTheStrongestFirst() {
    add(1.0, NOON, "weak");
    add(3.0, NOON, "strong");
    add(2.0, NOON, "middle");

    assertThat(strongest(interests, 2, NOON).keySet()).containsExactly("strong", "middle");
  }

  @Test
  void doesNotDependOnTheOrderOfArrival() {
    InterestVector other = new InterestVector();
    add(1.0, NOON, "a");
    add(2.0, NOON + 3 * DAY, "b");
    add(3.0, NOON + 2 * DAY, "a");
    add(other, 3.0, NOON + 2 * DAY, "a");
    add(other, 2.0, NOON + 3 * DAY, "b");
    add(other, 1.0, NOON, "a");

    Map<String, Double> expected = strongest(interests, 9, NOON + 4 * DAY);
    Map<String, Double> found = strongest(other, 9, NOON + 4 * DAY);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (tag, weight) ->
            assertThat(weight).isCloseTo(expected.getOrDefault(tag, Double.NaN), within(1e-12)));
  }

  @Test
  void staysFiniteOverYears() {
    add(1.0, NOON, "old");
    add(1.0, NOON + 3_000 * DAY, "new");

    assertThat(strongest(interests, 9, NOON + 3_000 * DAY))
        .containsEntry("new", 1.0)
        .doesNotContainKey("old");
    assertThat(interests.interests().weights()).containsExactly(0.0, 1.0);
  }

  @Test
  void keepsTheStrongestTagsWhenThereAreTooMany() {
    for (int i = 1; i <= 6; i++) {
      add(i, NOON, "tag-" + i);
    }

    assertThat(interests.size()).isEqualTo(5);
    assertThat(strongest(interests, 9, NOON)).doesNotContainKey("tag-1").containsKey("tag-6");
  }

  @Test
  void tellsNobodyWhatIsSpokenAgainstButRemembersIt() {
    add(1.0, NOON, "code");
    add(2.0, NOON, "health");
    add(-2.0, NOON, "code");

    assertThat(strongest(interests, 9, NOON)).containsExactly(Map.entry("health", 2.0));
    assertThat(interests.interests().weights()).containsExactly(-1.0, 2.0);
    add(4.0, NOON, "code");
    assertThat(strongest(interests, 9, NOON)).containsEntry("code", 3.0);
  }

  @Test
  void keepsWhatIsSpokenAgainstMostWhenThereAreTooManyTags() {
    add(-9.0, NOON, "against");
    for (int i = 1; i <= 6; i++) {
      add(i, NOON, "tag-" + i);
    }

    assertThat(interests.interests().tags()).contains("against", "tag-6").doesNotContain("tag-1");
  }

  @Test
  void leavesNothingOfWhatIsTakenBack() {
    Engagement against = new Engagement(NOON, -2.0);
    add(3.0, NOON + 300 * DAY, "a");
    add(-3.0, NOON + 300 * DAY, "a");
    interests.add(List.of("b"), Engagement.NONE, against, A_DAY, 4);
    interests.add(List.of("b"), against, Engagement.NONE, A_DAY, 4);

    assertThat(interests.interests().weights()).containsOnly(0.0);
  }

  @Test
  void ignoresWhatChangesNothing() {
    Engagement click = new Engagement(NOON, 1.0);
    interests.add(List.of("a"), click, click, A_DAY, 4);
    add(1.0, NOON);

    assertThat(interests.size()).isZero();
  }

  @Test
  void replacesWhatAnItemWasWorth() {
    Engagement click = new Engagement(NOON + DAY, 1.0);
    interests.add(List.of("a"), Engagement.NONE, click, A_DAY, 4);
    interests.add(List.of("a"), click, new Engagement(NOON, 4.0), A_DAY, 4);

    assertThat(strongest(interests, 9, NOON + DAY).get("a")).isCloseTo(2.0, within(1e-12));
  }

  @Test
  void survivesPacking() {
    add(4.0, NOON, "code");
    add(1.0, NOON + DAY, "übung");
    InterestVector deserialized = InterestVector.deserialize(interests.serialize());

    assertThat(strongest(deserialized, 9, NOON + DAY))
        .isEqualTo(strongest(interests, 9, NOON + DAY));
    assertThat(deserialized.interests().tags()).containsExactly("code", "übung");
    assertThat(deserialized.interests().weights()).isEqualTo(interests.interests().weights());
  }

  @Test
  void refusesALayoutItDoesNotKnow() {
    byte[] serialized = interests.serialize();
    serialized[0] = 9;

    assertThatThrownBy(() -> InterestVector.deserialize(serialized))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("interest vector of version 9");
  }
}
