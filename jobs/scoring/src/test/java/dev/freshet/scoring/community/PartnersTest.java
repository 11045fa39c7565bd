package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartnersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final CommunitySettings SETTINGS = CommunitySettings.defaults();

  private final Map<String, Cohort> cohorts = new HashMap<>();
  private Partners adas = new Partners();

  private Cohort cohort(String item) {
    return cohorts.computeIfAbsent(item, ignored -> new Cohort());
  }

  private void visit(String user, String item, double progress, long atMillis) {
    Cohort cohort = cohort(item);
    cohort.enter(user, progress, atMillis, SETTINGS);
    if (user.equals("ada")) {
      adas.meet(cohort.company(item, user, atMillis, SETTINGS), atMillis);
    }
  }

  private List<Partner> best(long nowMillis) {
    return adas.best(nowMillis, user -> true, SETTINGS);
  }

  @Test
  void areThoseAtTheSamePaceOfTheSameItem() {
    visit("ben", "algebra", 0.5, NOON);
    visit("cyd", "algebra", 0.4, NOON);
    visit("dan", "algebra", 0.9, NOON);
    visit("ada", "algebra", 0.5, NOON);

    List<Partner> partners = best(NOON);
    assertThat(partners).extracting(Partner::user).containsExactly("ben", "cyd");
    assertThat(partners.get(0).reason()).isEqualTo("with:algebra");
    assertThat(partners.get(1).score()).isCloseTo(0.6 * partners.get(0).score(), within(1e-12));
  }

  @Test
  void countAHalfWhereNobodyKnowsHowFarTheyAre() {
    visit("ben", "algebra", Double.NaN, NOON);
    visit("cyd", "algebra", 0.5, NOON);
    visit("ada", "algebra", 0.5, NOON);

    assertThat(best(NOON).get(1).score()).isCloseTo(0.5 * best(NOON).get(0).score(), within(1e-12));
  }

  @Test
  void keepTheirProgressWhenTheyComeWithoutIt() {
    visit("ben", "algebra", 0.9, NOON);
    visit("ben", "algebra", Double.NaN, NOON + 1);
    visit("ada", "algebra", 0.1, NOON + 2);

    assertThat(best(NOON + 2)).isEmpty();
  }

  @Test
  void shareWhatIsRare() {
    for (int i = 0; i < 50; i++) {
      visit("user" + i, "popular", 0.5, NOON);
    }
    visit("ben", "rare", 0.5, NOON);
    visit("ada", "popular", 0.5, NOON + 1);
    visit("ada", "rare", 0.5, NOON + 1);

    assertThat(best(NOON + 1).get(0).user()).isEqualTo("ben");
    assertThat(best(NOON + 1)).hasSize(20);
  }

  @Test
  void shareMoreWithMoreItemsAndNameTheRarest() {
    visit("cyd", "popular", 0.5, NOON);
    for (String item : List.of("popular", "rare")) {
      visit("ben", item, 0.5, NOON);
      visit("ada", item, 0.5, NOON);
    }

    Partner ben = best(NOON).get(0);
    assertThat(ben.user()).isEqualTo("ben");
    assertThat(ben.items()).isEqualTo(2);
    assertThat(ben.item()).isEqualTo("rare");
  }

  @Test
  void wereThereWithinAWeek() {
    visit("ben", "algebra", 0.5, NOON);
    visit("cyd", "algebra", 0.5, NOON + 3 * DAY);
    visit("ada", "algebra", 0.5, NOON + 3 * DAY);
    assertThat(best(NOON + 3 * DAY)).hasSize(2);
    assertThat(adas.nextExpiryMillis(NOON + 3 * DAY, SETTINGS)).isEqualTo(NOON + 7 * DAY);

    assertThat(best(NOON + 7 * DAY)).extracting(Partner::user).containsExactly("cyd");
    assertThat(best(NOON + 10 * DAY)).isEmpty();
    assertThat(adas.nextExpiryMillis(NOON + 10 * DAY, SETTINGS)).isEqualTo(Passing.NEVER);
  }

  @Test
  void areNobodyWhoDoesNotWant() {
    visit("ben", "algebra", 0.5, NOON);
    visit("cyd", "algebra", 0.5, NOON);
    visit("ada", "algebra", 0.5, NOON);

    assertThat(adas.best(NOON, user -> !user.equals("ben"), SETTINGS))
        .extracting(Partner::user)
        .containsExactly("cyd");
    cohort("algebra").leave("cyd");
    visit("ada", "algebra", 0.5, NOON + 1);
    assertThat(best(NOON + 1)).extracting(Partner::user).containsExactly("ben");
  }

  @Test
  void takeNoNoticeOfWhatIsOlder() {
    visit("ben", "algebra", 0.5, NOON);
    visit("ben", "algebra", 0.0, NOON - DAY);
    visit("ada", "algebra", 0.5, NOON);
    visit("ada", "algebra", 0.0, NOON - DAY);

    assertThat(best(NOON)).extracting(Partner::user).containsExactly("ben");
  }

  @Test
  void areOfABoundedNumberOfLearnersAndItems() {
    for (int i = 0; i < 1_000; i++) {
      visit("user" + i, "algebra", 0.5, NOON + i);
      visit("ben", "item" + i, 0.5, NOON + i);
      visit("ada", "item" + i, 0.5, NOON + i);
    }

    assertThat(cohort("algebra").serialize()).hasSizeLessThan(6_000);
    assertThat(best(NOON + 1_000).get(0).items()).isEqualTo(20);
  }

  @Test
  void goOnFromTheirBytes() {
    visit("ben", "algebra", 0.5, NOON);
    visit("ada", "algebra", Double.NaN, NOON);
    List<Partner> before = best(NOON);
    adas = Partners.deserialize(adas.serialize());
    Cohort cohort = Cohort.deserialize(cohort("algebra").serialize());

    assertThat(best(NOON)).isEqualTo(before).hasSize(1);
    assertThat(cohort.company("algebra", "ada", NOON, SETTINGS))
        .isEqualTo(cohort("algebra").company("algebra", "ada", NOON, SETTINGS));
    assertThat(cohort.isNobody()).isFalse();
    assertThat(new Cohort().company("algebra", "ada", NOON, SETTINGS).companions()).isEmpty();
  }
}
