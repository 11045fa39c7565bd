package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static dev.freshet.scoring.stickiness.Learner.UTC;
import static dev.freshet.scoring.stickiness.Learner.click;
import static dev.freshet.scoring.stickiness.Learner.deed;
import static dev.freshet.scoring.stickiness.Learner.noon;
import static dev.freshet.scoring.stickiness.Learner.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.event.InteractionKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class StickinessTest {

  private static final StickinessSettings SETTINGS = StickinessSettings.defaults(UTC);
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private final Stickiness stickiness = new Stickiness(SETTINGS);

  private StickinessState state(Learner learner, int day) {
    return stickiness.stateAt(learner.days(), noon(day));
  }

  private Components components(Learner learner, int day) {
    return stickiness.components(learner.days(), day);
  }

  @Test
  void halvesRecencyEveryTwoIdleWeeks() {
    Learner learner = new Learner().clicks(MONDAY);

    assertThat(components(learner, MONDAY).recency()).isEqualTo(1.0);
    assertThat(components(learner, MONDAY + 14).recency()).isEqualTo(0.5);
    assertThat(components(learner, MONDAY + 28).recency()).isEqualTo(0.25);
  }

  @Test
  void isNothingBeforeTheFirstDay() {
    assertThat(stickiness.scoreOn(new Learner().clicks(MONDAY).days(), MONDAY - 1)).isZero();
    assertThat(stickiness.scoreOn(new ActivityDays(), MONDAY)).isZero();
  }

  @Test
  void growsInFrequencyWithActiveDaysAndStreak() {
    // Two of the last 7 and of the last 28 days, a streak of two.
    Components two = components(new Learner().clicks(MONDAY, MONDAY + 1), MONDAY + 1);

    assertThat(two.frequency())
        .isCloseTo(
            0.4 * 0.5 + 0.4 * (1 - Math.pow(0.5, 2 / 6.0)) + 0.2 * (1 - Math.pow(0.5, 0.5)),
            within(1e-12));
  }

  @Test
  void growsInDepthWithStudyAndFadesInFourWeeks() {
    Learner learner = new Learner().does(study("a", noon(MONDAY), 3600, true));
    double items = 0.4 * (1 - Math.pow(0.5, learner.days().distinctItems(MONDAY, 28) / 6));

    assertThat(components(learner, MONDAY).depth())
        .isCloseTo(0.4 * 0.5 + 0.2 * (1 - Math.pow(0.5, 0.5)) + items, within(1e-12));
    assertThat(components(learner, MONDAY + 14).depth())
        .isCloseTo(
            0.4 * (1 - Math.pow(0.5, 0.5)) + 0.2 * (1 - Math.pow(0.5, 0.25)) + items,
            within(1e-12));
    assertThat(components(learner, MONDAY + 27).depth()).isPositive();
    assertThat(components(learner, MONDAY + 28).depth()).isZero();
  }

  @Test
  void countsThreeCommentsAsHalfOfTheCommunity() {
    Learner learner =
        new Learner()
            .does(
                deed(InteractionKind.COMMENT, "a", noon(MONDAY)),
                deed(InteractionKind.QUESTION, "a", noon(MONDAY)));

    assertThat(components(learner, MONDAY).community()).isCloseTo(0.5, within(1e-12));
    assertThat(components(learner, MONDAY + 14).community())
        .isCloseTo(1 - Math.pow(0.5, 0.5), within(1e-12));
    assertThat(components(learner, MONDAY + 28).community()).isZero();
  }

  @Test
  void countsACommentStormNoMoreThanTenComments() {
    Learner storm = new Learner();
    Learner talk = new Learner();
    for (int i = 0; i < 1000; i++) {
      storm.does(deed(InteractionKind.COMMENT, "a", noon(MONDAY) + i));
    }
    for (int i = 0; i < 10; i++) {
      talk.does(deed(InteractionKind.COMMENT, "a", noon(MONDAY) + i));
    }

    assertThat(components(storm, MONDAY)).isEqualTo(components(talk, MONDAY));
  }

  @Test
  void makesTheScoreTheWeightedMeanOfTheComponents() {
    StickinessState state = state(new Learner().clicks(MONDAY), MONDAY);
    Components parts = state.components();

    assertThat(state.score())
        .isCloseTo(
            35 * parts.recency()
                + 40 * parts.frequency()
                + 15 * parts.depth()
                + 10 * parts.community(),
            within(1e-9));
  }

  @Test
  void doesNotHoldADayThatIsNotOverAgainstTheUser() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 2);

    assertThat(state(learner, MONDAY + 3)).isEqualTo(state(learner, MONDAY + 2));
    assertThat(state(learner, MONDAY + 3).streak()).isEqualTo(3);
  }

  @Test
  void losesAStreakOfThreeWhenAWholeDayWasIdle() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 2);
    StickinessState broken = state(learner, MONDAY + 4);

    assertThat(broken.streak()).isZero();
    assertThat(broken.bestStreak()).isEqualTo(3);
    assertThat(broken.score()).isLessThan(state(learner, MONDAY + 3).score());
  }

  @Test
  void callsAUserNewForAWeek() {
    Learner learner = new Learner().clicks(MONDAY);

    assertThat(state(learner, MONDAY).tier()).isEqualTo(Tier.NEW);
    assertThat(state(learner, MONDAY + 7).tier()).isEqualTo(Tier.NEW);
    assertThat(state(learner, MONDAY + 8).tier()).isEqualTo(Tier.CASUAL);
  }

  @Test
  void makesADailyLearnerDevoted() {
    Learner learner = new Learner();
    for (int day = MONDAY; day < MONDAY + 28; day++) {
      learner.does(
          study("item" + day, noon(day), 1200, true),
          deed(InteractionKind.COMMENT, "item" + day, noon(day)));
    }

    assertThat(state(learner, MONDAY + 27).tier()).isEqualTo(Tier.DEVOTED);
    assertThat(state(learner, MONDAY + 27).score()).isBetween(90.0, 100.0);
  }

  @Test
  void takesAUserFromRegularOverAtRiskToDormant() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 20);

    assertThat(state(learner, MONDAY + 20).tier()).isEqualTo(Tier.DEVOTED);
    assertThat(state(learner, MONDAY + 24).tier()).isEqualTo(Tier.REGULAR);
    assertThat(state(learner, MONDAY + 34).tier()).isEqualTo(Tier.AT_RISK);
    assertThat(state(learner, MONDAY + 48).tier()).isEqualTo(Tier.AT_RISK);
    assertThat(state(learner, MONDAY + 49).tier()).isEqualTo(Tier.DORMANT);
  }

  @Test
  void neverCallsOneAtRiskWhoWasNeverRegular() {
    Learner learner = new Learner().clicks(MONDAY, MONDAY + 9);

    for (int day = MONDAY + 8; day < MONDAY + 37; day++) {
      assertThat(state(learner, day).tier()).isEqualTo(Tier.CASUAL);
    }
    assertThat(state(learner, MONDAY + 38).tier()).isEqualTo(Tier.DORMANT);
  }

  @Test
  void leavesATierLaterThanItEntersIt() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 20);
    double devoted = SETTINGS.tiers().devoted();
    int inBand = MONDAY + 21;
    while (stickiness.scoreOn(learner.days(), inBand) >= devoted) {
      inBand++;
    }

    assertThat(stickiness.scoreOn(learner.days(), inBand)).isBetween(devoted - 5, devoted);
    assertThat(stickiness.tier(learner.days(), inBand)).isEqualTo(Tier.DEVOTED);
  }

  @Test
  void givesTheSameTierWhateverArrivedWhen() {
    Learner inOrder = new Learner().clicksDaily(MONDAY, MONDAY + 20);
    Learner late = new Learner();
    for (int day = MONDAY + 20; day >= MONDAY; day--) {
      late.does(click("item" + (day - MONDAY), noon(day)));
      stickiness.stateAt(late.days(), noon(MONDAY + 20));
    }

    assertThat(state(late, MONDAY + 24)).isEqualTo(state(inOrder, MONDAY + 24));
  }

  @Test
  void showsTheTrendAgainstFourWeeksAgo() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 20);

    assertThat(state(learner, MONDAY + 20).trend()).isEqualTo(state(learner, MONDAY + 20).score());
    assertThat(state(learner, MONDAY + 49).trend())
        .isCloseTo(
            stickiness.scoreOn(learner.days(), MONDAY + 48)
                - stickiness.scoreOn(learner.days(), MONDAY + 20),
            within(1e-12))
        .isLessThan(-50);
  }

  @Test
  void changesNextWhenTheFirstIdleDayIsOver() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 2);

    long next = stickiness.nextChangeMillis(learner.days(), noon(MONDAY + 2));

    assertThat(next).isEqualTo(stickiness.beginning(MONDAY + 4));
    assertThat(state(learner, MONDAY + 3).looksLike(state(learner, MONDAY + 2))).isTrue();
    assertThat(
            stickiness
                .stateAt(learner.days(), next)
                .looksLike(stickiness.stateAt(learner.days(), next - 1)))
        .isFalse();
  }

  @Test
  void changesOnlyAtTheMomentsItNames() {
    Learner learner = new Learner().clicksDaily(MONDAY, MONDAY + 20);
    ActivityDays days = learner.days();
    long now = noon(MONDAY + 20);
    int changes = 0;
    for (long next = stickiness.nextChangeMillis(days, now);
        next != Stickiness.NEVER;
        next = stickiness.nextChangeMillis(days, now)) {
      assertThat(next).isGreaterThan(now);
      assertThat(stickiness.stateAt(days, next - 1).looksLike(stickiness.stateAt(days, now)))
          .isTrue();
      assertThat(stickiness.stateAt(days, next).looksLike(stickiness.stateAt(days, now))).isFalse();
      now = next;
      changes++;
    }

    assertThat(changes).isBetween(50, 120);
    assertThat(Math.round(stickiness.stateAt(days, now).score())).isZero();
  }

  @Test
  void tellsAStateAsItCameToBeWheneverSomebodyLooks() {
    ActivityDays days = new Learner().clicksDaily(MONDAY - 20, MONDAY).days();
    long changeMillis = stickiness.beginning(MONDAY + 1);
    StickinessState told = stickiness.stateOn(days, MONDAY);
    for (int day = MONDAY; day < MONDAY + 366; day++) {
      StickinessState seen = stickiness.stateOn(days, day);
      if (!seen.looksLike(told)) {
        told = seen;
        changeMillis = stickiness.beginning(day + 1);
      }

      assertThat(stickiness.asItCameToBe(days, seen)).isEqualTo(told);
    }
    assertThat(changeMillis).isGreaterThan(stickiness.beginning(MONDAY + 60));
  }

  @Test
  void forgetsAUserWhenTheDaysOfRetentionAreOver() {
    assertThat(stickiness.forgottenMillis(new Learner().clicks(MONDAY).days()))
        .isEqualTo(stickiness.beginning(MONDAY + 366));
  }

  @Test
  void beginsDaysInThePlatformsZoneAcrossAChangeOfClocks() {
    Stickiness newYork = new Stickiness(StickinessSettings.defaults(NEW_YORK));
    int shortDay = Learner.day(LocalDate.of(2026, 3, 8));
    ActivityDays days = new ActivityDays();
    days.add(click("a", Instant.parse("2026-03-08T04:59:59.999Z").toEpochMilli()), NEW_YORK);

    assertThat(newYork.beginning(shortDay))
        .isEqualTo(Instant.parse("2026-03-08T05:00:00Z").toEpochMilli());
    assertThat(newYork.beginning(shortDay + 1))
        .isEqualTo(Instant.parse("2026-03-09T04:00:00Z").toEpochMilli());
    assertThat(newYork.stateAt(days, newYork.beginning(shortDay + 1) - 1).streak()).isOne();
    assertThat(newYork.stateAt(days, newYork.beginning(shortDay + 1)).streak()).isZero();
  }

  @Test
  void findsATierByThePlaceItHasInSavedState() {
    for (Tier tier : Tier.values()) {
      assertThat(Tier.at(tier.place())).isEqualTo(tier);
    }
    assertThat(Tier.AT_RISK.place()).isEqualTo(4);
    assertThatThrownBy(() -> Tier.at(6)).hasMessageContaining("place 6");
  }

  @Test
  void differsForAReaderInWhatIsShown() {
    Components parts = new Components(1, 1, 1, 1);
    StickinessState shown = new StickinessState(1, 50.2, parts, Tier.REGULAR, 3.1, 4, 9, 2, 5);

    assertThat(shown.looksLike(new StickinessState(2, 49.9, parts, Tier.REGULAR, 2.9, 4, 9, 2, 5)))
        .isTrue();
    assertThat(shown.looksLike(new StickinessState(1, 50.6, parts, Tier.REGULAR, 3.1, 4, 9, 2, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.DEVOTED, 3.1, 4, 9, 2, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.REGULAR, 4.1, 4, 9, 2, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.REGULAR, 3.1, 5, 9, 2, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.REGULAR, 3.1, 4, 8, 2, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.REGULAR, 3.1, 4, 9, 1, 5)))
        .isFalse();
    assertThat(shown.looksLike(new StickinessState(1, 50.2, parts, Tier.REGULAR, 3.1, 4, 9, 2, 6)))
        .isFalse();
    assertThat(Tier.AT_RISK.label()).isEqualTo("at-risk");
  }
}
