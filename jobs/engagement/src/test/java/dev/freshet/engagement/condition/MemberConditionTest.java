package dev.freshet.engagement.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.audience.Attendance;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
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
import dev.freshet.scoring.engagement.Standing;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When an audience is entered and left, by its condition as people write it. */
class MemberConditionTest {

  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000L;

  /** Days begin at no whole hour of the log. */
  private static final IncentiveSettings SETTINGS =
      new IncentiveSettings(ZoneId.of("Asia/Kolkata"), Duration.ZERO, new Levels(List.of(100)));

  private static final List<String> TERMS =
      List.of(
          "now - user.lastSeen > duration('%dh')",
          "duration('%dh') >= now - user.firstSeen",
          "now < user.firstSeen + duration('%dh')",
          "now - duration('%dh') <= user.lastSeen",
          "user.lastSeen - now < duration('-%dh')",
          "now == user.lastSeen + duration('%dh')",
          "now != user.firstSeen + duration('%dh')",
          "timestamp('2026-03-02T00:00:00Z') + duration('%dh') > now",
          "now - user.lastSeen > user.lastSeen - user.firstSeen + duration('%dh')",
          "user.activeDays7 * 24 > %d",
          "user.activeDays28 * 12 <= %d",
          "user.streak * 40 > %d",
          "user.score > %d",
          "user.tier == 'at-risk'",
          "user.interests['go'] > 0.5");

  /** What happens in a log, by hour. */
  private record History(SortedMap<Integer, Told> told, SortedMap<Integer, Boolean> acts) {

    private static final int HOURS = 24 * 30;

    static History of(Random random) {
      History history = new History(new TreeMap<>(), new TreeMap<>());
      for (int events = 1 + random.nextInt(8); events > 0; events--) {
        history.acts.put(random.nextInt(HOURS / 2), true);
      }
      for (int tiers = random.nextInt(4); tiers > 0; tiers--) {
        int hour = random.nextInt(HOURS);
        history.told.put(
            hour,
            new Told(
                Told.Subject.STICKINESS,
                START + hour * HOUR,
                new Standing(
                    random.nextBoolean() ? "at-risk" : "new",
                    random.nextInt(200),
                    0.0,
                    0.5,
                    Double.NaN,
                    Map.of())));
      }
      return history;
    }

    /** What happens within an hour, at its beginning. */
    boolean happens(int hour, Incentives incentives, Participant user) {
      long atMillis = START + hour * HOUR;
      if (acts.containsKey(hour)) {
        incentives.accept(
            user,
            Occasion.of(Interaction.click("c" + hour, "ada", "go", atMillis)),
            Long.MIN_VALUE);
      }
      Told news = told.get(hour);
      if (news != null) {
        incentives.accept(user, news);
      }
      incentives.look("ada", user, atMillis, new RuleBook(), item -> List.of(), new Changes());
      return acts.containsKey(hour) || news != null;
    }
  }

  private static UsableAudience audience(String member, int enterHours, int leaveHours)
      throws WrongConditionException {
    MemberCondition condition = new Conditions().compileMember(member);
    return new UsableAudience(
        new Audience(
            "some", member, Duration.ofHours(enterHours), Duration.ofHours(leaveHours), 10),
        condition.holds(),
        condition.turn());
  }

  /** Asks when something happens and at the moments that the condition names. */
  private static List<String> timed(History history, UsableAudience audience) {
    Incentives incentives = new Incentives(SETTINGS);
    Participant user = new Participant();
    Attendance attendance = new Attendance();
    Changes changes = new Changes();
    List<UsableAudience> audiences = List.of(audience);
    for (int hour = 0; hour <= History.HOURS; hour++) {
      long atMillis = START + hour * HOUR;
      attendance.pass(atMillis - 1, audiences, at -> Moment.of(user, SETTINGS, at), changes);
      if (history.happens(hour, incentives, user)) {
        attendance.learn(atMillis);
      }
    }
    long endMillis = START + History.HOURS * HOUR + 1;
    attendance.pass(endMillis, audiences, at -> Moment.of(user, SETTINGS, at), changes);
    return changes.all;
  }

  /**
   * Asks at each moment at which anything could be: the moments of the terms are half hours, or one
   * ms later.
   */
  private static List<String> always(History history, UsableAudience audience) {
    Incentives incentives = new Incentives(SETTINGS);
    Participant user = new Participant();
    List<String> changes = new ArrayList<>();
    boolean isMember = false;
    long turnedMillis = -1;
    for (long half = 0; half <= 2L * History.HOURS; half++) {
      if (half % 2 == 0) {
        history.happens((int) half / 2, incentives, user);
      }
      for (int beyond = 0; beyond <= 1; beyond++) {
        long atMillis = START + half * HOUR / 2 + beyond;
        boolean holds = holds(audience, user, atMillis);
        if (holds == isMember) {
          turnedMillis = -1;
          continue;
        }
        turnedMillis = turnedMillis < 0 ? atMillis : turnedMillis;
        Duration delay =
            isMember ? audience.audience().leaveAfter() : audience.audience().enterAfter();
        if (atMillis - turnedMillis >= delay.toMillis()) {
          isMember = holds;
          turnedMillis = -1;
          changes.add((isMember ? "enter " : "leave ") + (atMillis - START));
        }
      }
    }
    return changes;
  }

  private static boolean holds(UsableAudience audience, Participant user, long atMillis) {
    Moment moment = Moment.of(user, SETTINGS, atMillis);
    try {
      return moment.isOfKnownUser() && audience.member().holds(moment);
    } catch (ConditionException e) {
      return false;
    }
  }

  private static String random(Random random) {
    String text = term(random);
    for (int more = random.nextInt(3); more > 0; more--) {
      String other = term(random);
      text =
          switch (random.nextInt(4)) {
            case 0 -> "(%s) && %s".formatted(text, other);
            case 1 -> "(%s) || %s".formatted(text, other);
            case 2 -> "!(%s) && %s".formatted(text, other);
            default -> "((%s) ? %s : user.score > 50.0)".formatted(text, other);
          };
    }
    return text;
  }

  private static String term(Random random) {
    String term = TERMS.get(random.nextInt(TERMS.size()));
    return term.contains("%d") ? term.formatted(1 + random.nextInt(200)) : term;
  }

  @Test
  void isAskedAtEveryMomentAtWhichItsAnswerChanges() throws WrongConditionException {
    Random random = new Random(11);
    int changes = 0;
    for (int trial = 0; trial < 400; trial++) {
      History history = History.of(random);
      String member = random(random);
      UsableAudience audience = audience(member, random.nextInt(3) * 7, random.nextInt(3) * 5);
      List<String> expected = always(history, audience);

      assertThat(timed(history, audience)).as("trial %d: %s", trial, member).isEqualTo(expected);
      changes += expected.size();
    }
    assertThat(changes).isGreaterThan(400);
  }

  /** Everybody comes once, and then time alone decides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "now - user.lastSeen > duration('168h')|0|enter 604800001",
        "now - user.lastSeen < duration('168h')|0|enter 0, leave 604800000",
        "now < timestamp('2026-03-03T00:00:00Z')|12|enter 43200000, leave 129600000",
        "user.activeDays7 > 0|0|enter 0, leave 585000000",
        "user.streak == 0|0|enter 153000000",
        "user.points == 0|0|enter 0"
      })
  void isLeftAndEnteredByTimeAlone(String member, int afterHours, String expected)
      throws WrongConditionException {
    History once = new History(new TreeMap<>(), new TreeMap<>(Map.of(0, true)));

    assertThat(String.join(", ", timed(once, audience(member, afterHours, afterHours))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now.getHours() == 3",
        "(now - user.lastSeen).getHours() > 5",
        "now in [user.lastSeen]",
        "user.badges.exists(badge, now > timestamp(badge))",
        "(user.points > 3 ? now : user.lastSeen) > user.firstSeen",
        "string(now) == 'x'",
        "now - user.lastSeen > user.lastSeen - now"
      })
  void isRefusedWhereItsMomentsCannotBeTold(String member) {
    assertThatThrownBy(() -> new Conditions().compileMember(member))
        .isInstanceOf(WrongConditionException.class)
        .hasMessageStartingWith("now is")
        .hasMessageContaining("such as now - user.lastSeen > duration('72h')");
  }

  @Test
  void tellsWhereItIsRefused() {
    WrongConditionException wrong =
        catchThrowableOfType(
            WrongConditionException.class,
            () -> new Conditions().compileMember("user.points > 3 &&\n  now.getHours() == 3"));

    assertThat(wrong.line()).isEqualTo(2);
    assertThat(wrong.column()).isEqualTo(3);
    assertThat(wrong).hasMessageStartingWith("now is not compared:");
  }

  @Test
  void knowsNoEvent() {
    assertThatThrownBy(() -> new Conditions().compileMember("event.minutes > 3.0"))
        .hasMessage("an audience is about user and now, there is no event");
  }

  /** Notes who comes and goes; nothing is rewarded. */
  private static final class Changes implements Attendance.Listener, Incentives.Listener {
    private final List<String> all = new ArrayList<>();

    @Override
    public void followed(FollowUp news) {}

    @Override
    public void entered(String audience, long atMillis) {
      all.add("enter " + (atMillis - START));
    }

    @Override
    public void left(String audience, long sinceMillis, long atMillis) {
      all.add("leave " + (atMillis - START));
    }

    @Override
    public void granted(Grant grant) {}

    @Override
    public void progressed(ProgressChange change) {}

    @Override
    public void failed(String audience, ConditionException failure) {}
  }
}
