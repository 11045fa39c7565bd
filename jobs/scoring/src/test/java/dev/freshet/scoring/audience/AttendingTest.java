package dev.freshet.scoring.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Hashes;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.Participant;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.RuleBook;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttendingTest implements Attending.Listener {

  private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final IncentiveSettings SETTINGS =
      new IncentiveSettings(ZoneOffset.UTC, Duration.ofMillis(MINUTE), new Levels(List.of(100)));

  private final Incentives incentives = new Incentives(SETTINGS);
  private final Attending attending = new Attending(SETTINGS);
  private final RuleBook rules = new RuleBook();
  private final AudienceBook audiences = new AudienceBook(Duration.ofDays(500));
  private final InForce inForce = new InForce(rules, audiences, item -> List.of());
  private final List<String> found = new ArrayList<>();
  private Attendee ada = new Attendee();

  private static UsableAudience audience(String name, Condition member, Turn turn) {
    return new UsableAudience(
        new Audience(name, "…", Duration.ZERO, Duration.ZERO, 7), member, turn);
  }

  /** Who has done nothing for two hours. */
  private static UsableAudience idle() {
    return audience(
        "idle",
        moment -> moment.nowMillis() - moment.lastSeenMillis() >= 2 * HOUR,
        moment -> {
          long turn = moment.lastSeenMillis() + 2 * HOUR;
          return turn > moment.nowMillis() ? turn : Turn.NEVER;
        });
  }

  private void clicks(long atMillis) {
    Interaction click = Interaction.click("c" + atMillis, "ada", "go", atMillis);
    incentives.accept(ada.participant(), Occasion.of(click), EventTime.NEVER);
  }

  /** Time comes to a moment: looks are made whenever they are due. */
  private void settle(long watermarkMillis) {
    while (attending.nextMillis(ada) <= watermarkMillis) {
      attending.look("ada", ada, attending.nextMillis(ada), inForce, this);
      ada = Attendee.deserialize(ada.serialize());
    }
  }

  @Override
  public void followed(FollowUp news) {
    found.add("followed " + news.user());
  }

  @Override
  public void granted(Grant grant) {
    found.add("granted " + grant.rule());
  }

  @Override
  public void progressed(ProgressChange change) {
    found.add("progressed " + change.rule());
  }

  @Override
  public void failed(String rule, ConditionException failure) {
    found.add("failed " + rule);
  }

  @Override
  public void passed(Passage passage) {
    found.add(
        "%s %s %s %d since %d"
            .formatted(
                passage.user(),
                passage.isEntry() ? "enters" : "leaves",
                passage.audience(),
                (passage.atMillis() - NOON) / MINUTE,
                (passage.sinceMillis() - NOON) / MINUTE));
  }

  @Override
  public void unanswered(String audience, ConditionException failure) {
    found.add("unanswered " + audience);
  }

  @Test
  void movesAUserWhileNothingHappens() {
    audiences.put(idle());
    clicks(NOON);
    settle(NOON + 2 * HOUR + MINUTE - 1);
    assertThat(found).isEmpty();

    settle(NOON + 2 * HOUR + MINUTE);
    assertThat(found).containsExactly("ada enters idle 120 since 120");
    assertThat(attending.nextMillis(ada)).isEqualTo(NOON + 500 * 24 * HOUR + MINUTE);
  }

  @Test
  void asksWithWhatWasKnownAtTheMomentWhateverIsLookedAtTogether() {
    audiences.put(idle());
    clicks(NOON);
    clicks(NOON + 3 * HOUR);
    clicks(NOON + 4 * HOUR);
    attending.look("ada", ada, NOON + 7 * HOUR, inForce, this);

    assertThat(found)
        .containsExactly(
            "ada enters idle 120 since 120",
            "ada leaves idle 180 since 120",
            "ada enters idle 360 since 360");
  }

  @Test
  void seesWhatRulesGaveAtTheSameMoment() {
    audiences.put(audience("rich", moment -> moment.points() >= 20, moment -> Turn.NEVER));
    rules.put(
        new UsableRule(
            Rule.onEach("each", Set.of("click"), "", Reward.points(10)),
            Condition.ALWAYS,
            Condition.ALWAYS));
    clicks(NOON);
    clicks(NOON + HOUR);
    settle(NOON + 2 * HOUR);

    assertThat(found)
        .containsExactly("granted each", "granted each", "ada enters rich 60 since 60");
  }

  @Test
  void tellsWhichAudienceCouldNotBeAsked() {
    audiences.put(
        audience(
            "fails",
            moment -> {
              throw new ConditionException("no such key", new IllegalStateException());
            },
            moment -> Turn.NEVER));
    clicks(NOON);
    settle(NOON + HOUR);

    assertThat(found).containsExactly("unanswered fails");
  }

  @Test
  void anAudienceThatComesLaterIsEnteredFromThenAndLeftWhenItEnds() {
    clicks(NOON);
    settle(NOON + 5 * HOUR);
    audiences.put(idle());
    attending.change("ada", ada, attending.presentMillis(NOON + 5 * HOUR), audiences, this);
    settle(NOON + 5 * HOUR + 1_000);
    assertThat(found).containsExactly("ada enters idle 299 since 299");
    assertThat(ada.attendance().audiences()).containsEntry("idle", NOON + 5 * HOUR - MINUTE + 1);

    audiences.remove("idle");
    attending.change("ada", ada, NOON + 6 * HOUR, audiences, this);
    assertThat(found).last().isEqualTo("ada leaves idle 360 since 299");
    assertThat(attending.presentMillis(EventTime.NEVER)).isEqualTo(EventTime.NEVER);
  }

  @Test
  void whoIsInNoAudienceTakesHardlyMoreRoomThanAParticipant() {
    clicks(NOON);
    settle(NOON + HOUR);

    assertThat(ada.serialize().length).isLessThan(ada.participant().serialize().length + 24);
  }

  @Test
  void comesBackFromItsBytes() {
    audiences.put(idle());
    clicks(NOON);
    settle(NOON + 3 * HOUR);
    ada.participant().dueMillis = 42L;

    Attendee back = Attendee.deserialize(ada.serialize());

    assertThat(back.serialize()).isEqualTo(ada.serialize()).startsWith(1);
    assertThat(back.participant().dueMillis).isEqualTo(42L);
    assertThat(back.attendance().audiences()).containsOnlyKeys("idle");
    assertThat(Attendee.LAYOUT.all()).contains(Participant.LAYOUT);
  }

  @Test
  void knowsTheAudiencesInForce() {
    audiences.put(idle());

    assertThat(audiences.names()).containsExactly("idle");
    assertThat(audiences.most("idle")).isEqualTo(7);
    assertThat(audiences.most("other")).isEqualTo(Audience.MOST);
  }

  @Test
  void aChangeHasTheSameIdWheneverItIsComputedAgain() {
    Passage passage = new Passage("idle", "ada", true, NOON, NOON);

    assertThat(passage.id())
        .isEqualTo(Hashes.passageId("idle", "ada", true, NOON))
        .isNotEqualTo(new Passage("idle", "ada", false, NOON, NOON).id())
        .isNotEqualTo(new Passage("idle", "ada", true, NOON, NOON + 1).id())
        .hasSize(32);
  }
}
