package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private Experts experts = new Experts();

  private void add(String user, Contribution contribution, long atMillis) {
    experts.add(new Credit(user, contribution, atMillis), SETTINGS);
  }

  private List<Expert> best(long nowMillis) {
    return experts.best(10, nowMillis, SETTINGS);
  }

  @Test
  void listsWhoAnswersWellFirst() {
    add("ben", Contribution.ANSWER, NOON);
    add("ben", Contribution.ANSWER, NOON);
    add("ada", Contribution.ANSWER, NOON);
    add("ada", Contribution.ACCEPTED, NOON);
    add("ada", Contribution.LIKED, NOON);

    assertThat(best(NOON))
        .containsExactly(new Expert("ada", 4.5, 1, 1, 1), new Expert("ben", 2.0, 2, 0, 0));
    assertThat(best(NOON)).extracting(Expert::reason).containsExactly("accepted:1", "answers:2");
    assertThat(experts.best(1, NOON, SETTINGS)).hasSize(1);
  }

  @Test
  void letsPointsFadeWhateverTheirOrder() {
    add("ada", Contribution.ANSWER, NOON);
    add("ben", Contribution.ANSWER, NOON + 90 * DAY);
    add("ada", Contribution.ANSWER, NOON - 90 * DAY);

    List<Expert> then = best(NOON + 90 * DAY);
    assertThat(then).extracting(Expert::user).containsExactly("ben", "ada");
    assertThat(then.get(1).points()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void staysFiniteOverYears() {
    add("ada", Contribution.ANSWER, NOON);
    add("ben", Contribution.ANSWER, NOON + 100_000 * DAY);

    assertThat(best(NOON + 100_000 * DAY).get(0)).isEqualTo(new Expert("ben", 1.0, 1, 0, 0));
  }

  @Test
  void breaksTiesByUser() {
    add("ben", Contribution.ANSWER, NOON);
    add("ada", Contribution.ANSWER, NOON);

    assertThat(best(NOON)).extracting(Expert::user).containsExactly("ada", "ben");
  }

  @Test
  void keepsTheBestOfMany() {
    add("best", Contribution.ACCEPTED, NOON);
    for (int i = 0; i < 10_000; i++) {
      add("user" + i, Contribution.ANSWER, NOON);
    }

    assertThat(best(NOON).get(0).user()).isEqualTo("best");
    assertThat(experts.best(10_000, NOON, SETTINGS)).hasSizeLessThanOrEqualTo(250);
  }

  @Test
  void letsGoOfWhoHasHelpedNobodyForAYear() {
    add("ada", Contribution.ANSWER, NOON);
    add("ben", Contribution.ANSWER, NOON + DAY);
    add("ada", Contribution.LIKED, NOON + 2 * DAY);
    assertThat(experts.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 366 * DAY);
    assertThat(experts.expire(NOON + 366 * DAY - 1, SETTINGS)).isFalse();
    assertThat(experts.asOfMillis()).isEqualTo(NOON + 2 * DAY);

    assertThat(experts.expire(NOON + 366 * DAY, SETTINGS)).isTrue();

    assertThat(experts.asOfMillis()).isEqualTo(NOON + 366 * DAY);
    experts = Experts.deserialize(experts.serialize());
    assertThat(best(experts.asOfMillis())).extracting(Expert::user).containsExactly("ada");
    assertThat(experts.nextExpiryMillis(SETTINGS)).isEqualTo(NOON + 367 * DAY);
    assertThat(experts.expire(NOON + 367 * DAY, SETTINGS)).isTrue();
    assertThat(experts.nextExpiryMillis(SETTINGS)).isEqualTo(Passing.NEVER);
  }

  @Test
  void goesOnFromItsBytes() {
    assertThat(experts.isNobody()).isTrue();
    assertThat(best(NOON)).isEmpty();
    add("ada", Contribution.ANSWER, NOON);
    add("ada", Contribution.LIKED, NOON);
    experts = Experts.deserialize(experts.serialize());
    add("ada", Contribution.ACCEPTED, NOON + 90 * DAY);

    assertThat(experts.isNobody()).isFalse();
    assertThat(best(NOON + 90 * DAY)).containsExactly(new Expert("ada", 3.75, 1, 1, 1));
  }
}
