package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.engagement.Learning.DAY;
import static dev.freshet.scoring.engagement.Learning.MINUTE;
import static dev.freshet.scoring.engagement.Learning.MONDAY_NOON;
import static dev.freshet.scoring.engagement.Learning.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What other jobs tell of users. */
class KnowledgeTest {

  @Test
  void aRuleThatDoesNotSayOnWhatLooksAtWhatUsersDoAlone() {
    Learning ada = new Learning(rule("days", new Every(2, Counted.DAYS, Window.WEEK), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.hears(tier("casual", MONDAY_NOON + DAY));
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.grants).isEmpty();
  }

  @Test
  void aChangeOfWhatIsKnownIsNoActivity() {
    Learning ada = new Learning();
    ada.hears(tier("new", MONDAY_NOON));
    ada.settle(MONDAY_NOON);

    assertThat(ada.user.isKnown()).isFalse();
    assertThat(ada.user.standing().tier()).isEqualTo("new");
  }

  /** The stickiness job tells a user's tier. */
  static Told tier(String tier, long asOfMillis) {
    return new Told(
        Told.Subject.STICKINESS, asOfMillis, new Standing(tier, 80.0, 1.0, 0.9, 0.1, Map.of()));
  }

  /** A rule for each event, and each change of what is known. */
  private static Rule onAll(String id) {
    return Rule.onEach(id, Set.of("study", Rule.STICKINESS), "", Reward.points(10));
  }

  private static UsableRule seeing(String tier, Rule rule) {
    return new UsableRule(rule, Condition.ALWAYS, moment -> moment.standing().tier().equals(tier));
  }

  @Test
  void whatIsToldCountsFromItsMomentOn() {
    Learning ada = new Learning();
    ada.rules.put(seeing("devoted", onAll("devoted")));
    ada.studies("go", MONDAY_NOON);
    ada.studies("go", MONDAY_NOON + 4 * MINUTE);
    ada.hears(tier("devoted", MONDAY_NOON + MINUTE));
    ada.hears(tier("casual", MONDAY_NOON + 3 * MINUTE));
    ada.studies("go", MONDAY_NOON + 2 * MINUTE);
    ada.settle(MONDAY_NOON + 4 * MINUTE);

    assertThat(ada.grants)
        .extracting(Grant::atMillis)
        .containsExactly(MONDAY_NOON + MINUTE, MONDAY_NOON + 2 * MINUTE);
  }

  @Test
  void whatIsToldLateIsLookedAtAtOnceUnderTheSameName() {
    Learning inTime = new Learning();
    Learning late = new Learning();
    late.pass(MONDAY_NOON + DAY);
    for (Learning ada : List.of(inTime, late)) {
      ada.rules.put(seeing("at-risk", onAll("stay")));
      assertThat(ada.hears(tier("at-risk", MONDAY_NOON))).isTrue();
      ada.settle(MONDAY_NOON + DAY);
    }

    assertThat(late.grants).hasSize(1).isEqualTo(inTime.grants);
  }

  @Test
  void whatIsToldAgainIsNoNews() {
    Learning ada = new Learning(onAll("each"));
    assertThat(ada.hears(tier("new", MONDAY_NOON))).isTrue();
    assertThat(ada.hears(tier("new", MONDAY_NOON))).isFalse();
    assertThat(ada.hears(tier("casual", MONDAY_NOON + 2))).isTrue();
    assertThat(ada.hears(tier("new", MONDAY_NOON + 1))).isFalse();
    // Only its moment is another.
    assertThat(ada.hears(tier("casual", MONDAY_NOON + 3))).isFalse();
    assertThat(ada.hears(tier("regular", MONDAY_NOON + 3))).isTrue();
    ada.settle(MONDAY_NOON + MINUTE);

    assertThat(ada.occurrences()).hasSize(3).doesNotHaveDuplicates();
    assertThat(ada.user.standing().tier()).isEqualTo("regular");
  }

  @Test
  void aUserIsAnExpertOfEachTagFromOneMomentToAnother() {
    Learning ada = new Learning();
    ada.hears(Told.expert("sums", true, MONDAY_NOON + MINUTE));
    ada.hears(Told.expert("logic", true, MONDAY_NOON));
    ada.hears(Told.expert("sums", false, MONDAY_NOON + 2 * MINUTE));
    ada.settle(MONDAY_NOON + MINUTE);
    assertThat(ada.user.standing().expertIn()).containsExactly("logic", "sums");

    ada.settle(MONDAY_NOON + 2 * MINUTE);
    assertThat(ada.user.standing().expertIn()).containsExactly("logic");
  }

  @Test
  void interestsAreKnownButNoOccasion() {
    Learning ada = new Learning(onAll("each"));
    ada.hears(tier("new", MONDAY_NOON));
    ada.hears(
        new Told(
            Told.Subject.INTERESTS,
            MONDAY_NOON,
            new Standing("", 0.0, 0.0, 0.0, 0.0, Map.of("go", 0.5))));
    ada.settle(MONDAY_NOON);

    assertThat(ada.grants).hasSize(1);
    assertThat(ada.user.standing())
        .isEqualTo(new Standing("new", 80.0, 1.0, 0.9, 0.1, Map.of("go", 0.5)));
  }

  @Test
  void whoIsForgottenIsUnknownAtOnceButForWhatOthersTell() {
    Learning ada = new Learning(onAll("each"));
    ada.hears(tier("new", MONDAY_NOON));
    ada.settle(MONDAY_NOON);
    ada.hears(
        new Told(
            Told.Subject.INTERESTS,
            MONDAY_NOON,
            new Standing("", 0.0, 0.0, 0.0, 0.0, Map.of("go", 0.5))));
    ada.hears(tier("casual", MONDAY_NOON + DAY));

    ada.hears(Told.forgotten(Told.Subject.STICKINESS));
    assertThat(ada.user.standing().tier()).isEmpty();
    ada.settle(MONDAY_NOON + 2 * DAY);
    assertThat(ada.grants).hasSize(1);
    assertThat(ada.user.standing().interests()).containsOnlyKeys("go");

    // Nothing is older than what is known of who is not known.
    assertThat(ada.hears(tier("new", MONDAY_NOON))).isTrue();
  }

  @Test
  void whoNeverDidAnythingIsSeenForTheFirstTimeNow() {
    Learning ada = new Learning();
    List<Long> seen = new ArrayList<>();
    ada.rules.put(
        new UsableRule(
            onAll("each"),
            moment -> seen.add(moment.firstSeenMillis()) && seen.add(moment.lastSeenMillis()),
            Condition.ALWAYS));
    ada.hears(tier("new", MONDAY_NOON));
    ada.settle(MONDAY_NOON);

    assertThat(seen).containsExactly(MONDAY_NOON, MONDAY_NOON);
  }

  @Test
  void interestsAreKnownWhenRulesLookAtStickinessOfTheSameMoment() {
    Learning ada = new Learning();
    ada.rules.put(
        new UsableRule(
            onAll("go"), Condition.ALWAYS, moment -> moment.interests().containsKey("go")));
    ada.hears(tier("new", MONDAY_NOON));
    ada.hears(
        new Told(
            Told.Subject.INTERESTS,
            MONDAY_NOON,
            new Standing("", 0.0, 0.0, 0.0, 0.0, Map.of("go", 0.5))));
    ada.studies("go", MONDAY_NOON);
    ada.settle(MONDAY_NOON);

    assertThat(ada.grants).hasSize(1);
  }
}
