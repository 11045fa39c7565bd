package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.engagement.Learning.DAY;
import static dev.freshet.scoring.engagement.Learning.HOUR;
import static dev.freshet.scoring.engagement.Learning.MONDAY_NOON;
import static dev.freshet.scoring.engagement.Learning.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParticipantTest {

  /**
   * A streak of one day of three, one reward for two items of a month, once, and an event of
   * Tuesday that waits.
   */
  private static final String IN_LAYOUT_1 =
      "018098dbe6956780d292ea9567c4c00202021480c0a7e29667ffffffffffffffffff010000000004056974656d"
          + "73bdd5daa40fc2c00204c4c002bca48502000204c585e3cc0c82fdc494050673747265616bfbabf5d308"
          + "ffffffff0f02c4c00200ffffffff0f0000020080888eb99667afcbcbcdddf4ffbac501057374756479056c"
          + "6f67696300000000000000007ff8000000000000007ff8000000000000";

  private static final Reward BADGE = new Reward(30, "finisher", "", 0L, "");

  @Test
  void comesBackFromItsBytes() {
    Learning ada =
        new Learning(
            rule("streak", Every.streak(3), Limit.NONE),
            rule("items", new Every(3, Counted.ITEMS, Window.MONTH), new Limit(1, Window.EVER)));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("go", MONDAY_NOON + HOUR);
    ada.settle(MONDAY_NOON + HOUR);
    ada.studies("logic", MONDAY_NOON + DAY);
    Standing standing = new Standing("new", 12.0, -1.0, 0.401, 0.7, Map.of("go", 0.3));
    ada.hears(new Told(Told.Subject.STICKINESS, MONDAY_NOON, standing));
    ada.hears(new Told(Told.Subject.INTERESTS, MONDAY_NOON, standing));
    ada.hears(Told.expert("sums", true, MONDAY_NOON + HOUR));
    ada.settle(MONDAY_NOON + HOUR);
    ada.hears(Told.expert("logic", true, MONDAY_NOON + 2 * DAY));
    ada.hears(new Told(Told.Subject.STICKINESS, MONDAY_NOON + 2 * DAY, Standing.UNKNOWN));
    ada.user.earn(BADGE);
    ada.user.dueMillis = 42L;

    Participant back = Participant.deserialize(ada.user.serialize());

    assertThat(back.serialize()).isEqualTo(ada.user.serialize());
    assertThat(back.dueMillis).isEqualTo(42L);
    assertThat(back.points()).isEqualTo(30);
    assertThat(back.badges()).containsExactly("finisher");
    assertThat(back.standing())
        .isEqualTo(new Standing("new", 12.0, -1.0, 0.401, 0.7, Map.of("go", 0.3), List.of("sums")));
    assertThat(back.waitingMillis()).isEqualTo(MONDAY_NOON + DAY);
    assertThat(back.expiryMillis).isEqualTo(ada.user.expiryMillis);
    assertThat(back.activeDays(20514, 7)).isEqualTo(ada.user.activeDays(20514, 7));
    assertThat(ada.incentives.nextMillis(back)).isEqualTo(ada.incentives.nextMillis(ada.user));
  }

  @Test
  void readsTheLayoutWithoutHowOftenCountingBeganAnew() {
    Limit once = new Limit(1, Window.EVER);
    Learning ada =
        new Learning(
            rule("streak", Every.streak(3), Limit.NONE),
            rule("items", new Every(2, Counted.ITEMS, Window.MONTH), once));
    ada.user = Participant.deserialize(HexFormat.of().parseHex(IN_LAYOUT_1));
    ada.studies("art", MONDAY_NOON + 2 * DAY);
    ada.studies("music", MONDAY_NOON + 2 * DAY + HOUR);
    ada.settle(MONDAY_NOON + 2 * DAY + HOUR);

    assertThat(ada.occurrences()).containsExactly("streak-2026-03-04");
  }

  @Test
  void takesLittleRoom() {
    Learning ada = new Learning();
    for (int rule = 0; rule < 10; rule++) {
      ada.rules.put(
          new UsableRule(
              rule("rule-" + rule, new Every(20, Counted.ITEMS, Window.EVER), Limit.NONE),
              Condition.ALWAYS,
              Condition.ALWAYS));
    }
    for (int item = 0; item < 10; item++) {
      ada.studies("item-" + item, MONDAY_NOON + item);
    }
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.user.serialize()).hasSizeLessThan(1_024);
  }

  @Test
  void knowsTheActiveDaysOfSixtyFour() {
    Participant user = new Participant();
    for (int day = 100; day < 200; day++) {
      user.act(day * DAY, day);
    }

    assertThat(user.activeDays(199, 64)).isEqualTo(64);
    assertThat(user.activeDays(199, 7)).isEqualTo(7);
    assertThat(user.activeDays(203, 7)).isEqualTo(3);
    assertThat(user.activeDays(300, 28)).isZero();
    assertThat(user.activeDays(190, 7)).isEqualTo(7);
    assertThat(user.activeDays(140, 28)).isEqualTo(5);
    assertThat(user.activeDays(135, 28)).isZero();
    assertThat(user.streak(199)).isEqualTo(100);
    assertThat(user.streak(200)).isEqualTo(100);
    assertThat(user.streak(201)).isZero();
  }

  @Test
  void anEarlierDayIsEnteredWhereItBelongs() {
    Participant user = new Participant();

    assertThat(user.act(10 * DAY, 10)).isTrue();
    assertThat(user.act(10 * DAY, 10)).isFalse();
    assertThat(user.act(8 * DAY, 8)).isTrue();
    assertThat(user.act(8 * DAY, 8)).isFalse();
    assertThat(user.activeDays(10, 7)).isEqualTo(2);
    assertThat(user.firstMillis()).isEqualTo(8 * DAY);
    assertThat(user.lastMillis()).isEqualTo(10 * DAY);
  }
}
