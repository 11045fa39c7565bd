package dev.freshet.scoring.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.Moment;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.Participant;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.RuleBook;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class AttendanceTest implements Attendance.Listener {

  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final Layout LAYOUT = Layout.of("attendance", 1);
  private static final IncentiveSettings SETTINGS =
      new IncentiveSettings(ZoneOffset.UTC, Duration.ZERO, new Levels(List.of(100)));

  private final Participant user = new Participant();
  private final List<String> changes = new ArrayList<>();
  private Attendance attendance = new Attendance();

  private static Audience audience(Duration enterAfter, Duration leaveAfter) {
    return new Audience("idle", "…", enterAfter, leaveAfter, 10);
  }

  /** Who has done nothing for three days. */
  private static UsableAudience idle(Duration enterAfter, Duration leaveAfter) {
    return new UsableAudience(
        audience(enterAfter, leaveAfter),
        moment -> moment.nowMillis() - moment.lastSeenMillis() >= 3 * DAY,
        moment -> {
          long turn = moment.lastSeenMillis() + 3 * DAY;
          return turn > moment.nowMillis() ? turn : Turn.NEVER;
        });
  }

  private void act(long atMillis, UsableAudience... audiences) {
    pass(atMillis - 1, audiences);
    Incentives incentives = new Incentives(SETTINGS);
    incentives.accept(
        user, Occasion.of(Interaction.click("c" + atMillis, "ada", "go", atMillis)), NOON - DAY);
    incentives.look("ada", user, atMillis, new RuleBook(), item -> List.of(), new Unheard());
    attendance.learn(atMillis);
  }

  private void pass(long untilMillis, UsableAudience... audiences) {
    attendance.pass(untilMillis, List.of(audiences), at -> Moment.of(user, SETTINGS, at), this);
    StateWriter out = new StateWriter(LAYOUT);
    attendance.write(out);
    attendance = Attendance.read(new StateReader(LAYOUT, out.bytes()));
  }

  @Override
  public void entered(String audience, long atMillis) {
    changes.add("enter " + (atMillis - NOON) / HOUR);
  }

  @Override
  public void left(String audience, long sinceMillis, long atMillis) {
    changes.add(
        "leave %d since %d".formatted((atMillis - NOON) / HOUR, (sinceMillis - NOON) / HOUR));
  }

  @Override
  public void failed(String audience, ConditionException failure) {
    changes.add(String.valueOf(failure.getMessage()));
  }

  @Test
  void isEnteredByTimeAloneAndLeftByAnEvent() {
    UsableAudience idle = idle(Duration.ZERO, Duration.ZERO);
    act(NOON, idle);
    pass(NOON + 3 * DAY - 1, idle);
    assertThat(changes).isEmpty();
    assertThat(attendance.dueMillis()).isEqualTo(NOON + 3 * DAY);

    pass(NOON + 3 * DAY, idle);
    assertThat(changes).containsExactly("enter 72");
    assertThat(attendance.audiences()).containsOnlyKeys("idle");
    assertThat(attendance.dueMillis()).isEqualTo(Turn.NEVER);

    act(NOON + 4 * DAY, idle);
    pass(NOON + 4 * DAY, idle);
    assertThat(changes).containsExactly("enter 72", "leave 96 since 72");
    assertThat(attendance.audiences()).isEmpty();
  }

  @Test
  void whatDoesNotLastIsNoChange() {
    UsableAudience idle = idle(Duration.ofHours(5), Duration.ofDays(4));
    act(NOON, idle);
    act(NOON + 3 * DAY + 4 * HOUR, idle);
    act(NOON + 8 * DAY, idle);
    act(NOON + 9 * DAY, idle);
    pass(NOON + 30 * DAY, idle);

    // Idle from the 148th hour, so long enough by the 153rd; again just when it would be left.
    assertThat(changes).containsExactly("enter 153");
  }

  @Test
  void whoNeverDidAnythingIsInNoAudience() {
    UsableAudience all =
        new UsableAudience(audience(Duration.ZERO, Duration.ZERO), at -> true, at -> 0L);
    attendance.learn(NOON);
    pass(NOON + DAY, all);

    assertThat(changes).isEmpty();
    assertThat(attendance.dueMillis()).isEqualTo(Turn.NEVER);
  }

  @Test
  void whatFailsDoesNotHold() {
    UsableAudience failing =
        new UsableAudience(
            audience(Duration.ZERO, Duration.ZERO),
            at -> {
              throw new ConditionException("no such key", new IllegalStateException());
            },
            at -> Turn.NEVER);
    act(NOON, failing);
    pass(NOON, failing);

    assertThat(changes).containsExactly("no such key");
    assertThat(attendance.audiences()).isEmpty();
  }

  @Test
  void anAudienceThatEndsIsLeft() {
    UsableAudience idle = idle(Duration.ZERO, Duration.ZERO);
    act(NOON, idle);
    pass(NOON + 3 * DAY, idle);
    attendance.end("idle", NOON + 5 * DAY, this);
    attendance.end("other", NOON + 5 * DAY, this);

    assertThat(changes).containsExactly("enter 72", "leave 120 since 72");
  }

  @Test
  void whatIsLearnedOfAMomentThatHasPassedCountsFromTheNextOne() {
    act(NOON, idle(Duration.ZERO, Duration.ZERO));
    pass(NOON, idle(Duration.ZERO, Duration.ZERO));
    attendance.learn(NOON - HOUR);

    assertThat(attendance.dueMillis()).isEqualTo(NOON + 1);
  }

  @Test
  void allAudiencesThatAreNoMoreAreLeft() {
    UsableAudience idle = idle(Duration.ZERO, Duration.ZERO);
    act(NOON, idle);
    pass(NOON + 3 * DAY, idle);
    attendance.endAllBut(Set.of("idle", "other"), NOON + 4 * DAY, this);
    assertThat(changes).containsExactly("enter 72");

    attendance.endAllBut(Set.of("other"), NOON + 5 * DAY, this);
    assertThat(changes).containsExactly("enter 72", "leave 120 since 72");
    assertThat(attendance.audiences()).isEmpty();
  }

  @Test
  void anotherAudienceIsAskedFromWhenItCame() {
    UsableAudience idle = idle(Duration.ZERO, Duration.ZERO);
    attendance.askAgain(NOON);
    assertThat(attendance.dueMillis()).isEqualTo(Turn.NEVER);

    act(NOON);
    pass(NOON + 4 * DAY);
    attendance.askAgain(NOON + 4 * DAY + 1);
    pass(NOON + 5 * DAY, idle);
    assertThat(changes).containsExactly("enter 96");
    assertThat(attendance.audiences()).containsExactly(entry("idle", NOON + 4 * DAY + 1));
  }

  @Test
  void isLeftByWhoIsAboutToBeForgotten() {
    UsableAudience idle = idle(Duration.ZERO, Duration.ZERO).within(Duration.ofDays(10));
    act(NOON, idle);
    pass(NOON + 3 * DAY, idle);
    assertThat(attendance.dueMillis()).isEqualTo(NOON + 10 * DAY);

    pass(NOON + 30 * DAY, idle);
    assertThat(changes).containsExactly("enter 72", "leave 240 since 72");
    act(NOON + 40 * DAY, idle);
    pass(NOON + 43 * DAY, idle);
    assertThat(changes).hasSize(3).last().isEqualTo("enter 1032");
  }

  /** The condition holds at moments of its own, which are random. */
  @Test
  void knowsTheSameAsWhoAsksAtEachMoment() {
    Random random = new Random(5);
    for (int trial = 0; trial < 500; trial++) {
      boolean[] holds = new boolean[120];
      for (int at = 0, length = 1 + random.nextInt(20); at < holds.length; at++) {
        holds[at] = at > 0 && (random.nextInt(length) == 0 ? !holds[at - 1] : holds[at - 1]);
      }
      Duration enterAfter = Duration.ofMillis(random.nextInt(6));
      Duration leaveAfter = Duration.ofMillis(random.nextInt(6));
      assertThat(timed(holds, enterAfter, leaveAfter))
          .as("trial %d", trial)
          .isEqualTo(askedAtEachMoment(holds, enterAfter, leaveAfter));
    }
  }

  private static List<Long> timed(boolean[] holds, Duration enterAfter, Duration leaveAfter) {
    AttendanceTest test = new AttendanceTest();
    test.act(NOON);
    UsableAudience random =
        new UsableAudience(
            audience(enterAfter, leaveAfter),
            moment -> holds[(int) (moment.nowMillis() - NOON)],
            moment -> nextTurn(holds, (int) (moment.nowMillis() - NOON)));
    List<Long> changes = new ArrayList<>();
    Attendance.Listener noting =
        new Attendance.Listener() {
          @Override
          public void entered(String audience, long atMillis) {
            changes.add(atMillis - NOON);
          }

          @Override
          public void left(String audience, long sinceMillis, long atMillis) {
            changes.add(atMillis - NOON);
          }

          @Override
          public void failed(String audience, ConditionException failure) {
            throw failure;
          }
        };
    test.attendance.pass(
        NOON + holds.length - 1, List.of(random), at -> Moment.of(test.user, SETTINGS, at), noting);
    return changes;
  }

  private static long nextTurn(boolean[] holds, int from) {
    for (int at = from + 1; at < holds.length; at++) {
      if (holds[at] != holds[at - 1]) {
        return NOON + at;
      }
    }
    return Turn.NEVER;
  }

  /** By the definition: a state is left when the other has lasted for so long. */
  private static List<Long> askedAtEachMoment(
      boolean[] holds, Duration enterAfter, Duration leaveAfter) {
    List<Long> changes = new ArrayList<>();
    boolean isMember = false;
    for (int at = 0; at < holds.length; at++) {
      boolean member = isMember;
      long lasting = (member ? leaveAfter : enterAfter).toMillis();
      LongPredicate differs = moment -> moment >= 0 && holds[(int) moment] != member;
      boolean hasLasted = true;
      for (long moment = at - lasting; moment <= at; moment++) {
        hasLasted &= differs.test(moment);
      }
      if (hasLasted) {
        isMember = !isMember;
        changes.add((long) at);
      }
    }
    return changes;
  }

  /** Nothing is rewarded here. */
  private static final class Unheard implements Incentives.Listener {
    @Override
    public void followed(FollowUp news) {}

    @Override
    public void granted(Grant grant) {}

    @Override
    public void progressed(ProgressChange change) {}

    @Override
    public void failed(String rule, ConditionException failure) {}
  }
}
