package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SECOND;
import static dev.freshet.engagement.Rules.SETTINGS;
import static dev.freshet.engagement.Rules.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserAudiencesTest {

  private static final Audience IDLE = Rules.idle("idle", "2h");

  /** What the clock on the wall shows when a test begins: a time long after the events. */
  private static final long WALL = MONDAY_NOON + 2_000 * 24 * HOUR;

  private final List<Passage> before = new ArrayList<>();

  /** A time that events do not come to. */
  private static final long FAR = Long.MAX_VALUE - 1;

  private KeyedTwoInputStreamOperatorTestHarness<String, Interaction, Notice, AccountChange> task;
  private long wall = WALL;

  @BeforeEach
  void open() throws Exception {
    task = newTask();
    task.setProcessingTime(WALL);
    task.open();
    knowExperts(FAR);
  }

  /** Everything is known of experts up to a moment. */
  private void knowExperts(long untilMillis) throws Exception {
    task.processWatermark2(new Watermark(untilMillis));
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Interaction, Notice, AccountChange>
      newTask() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, Interaction, Notice, AccountChange> task =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new UserEngagement(SETTINGS, null), Interaction::user, null, Types.STRING);
    // Keys of the other one cannot be gone through while values are written.
    task.setStateBackend(new EmbeddedRocksDBStateBackend());
    return task;
  }

  /** The task goes on from a checkpoint, in another process. */
  private void restore() throws Exception {
    before.addAll(output(UserEngagement.PASSAGES));
    OperatorSubtaskState snapshot = task.snapshot(1L, 1L);
    close();
    task = newTask();
    task.setProcessingTime(wall);
    task.initializeState(snapshot);
    task.open();
    knowExperts(FAR);
  }

  private void tell(Notice notice) throws Exception {
    task.processElement2(new StreamRecord<>(notice));
  }

  private void begin(Audience... audiences) throws Exception {
    for (Audience audience : audiences) {
      tell(Rules.notice(audience, 1L));
    }
    tell(Notice.endOfStart());
  }

  private void happen(String user, long atMillis) throws Exception {
    task.processElement1(new StreamRecord<>(study(user, atMillis), atMillis));
  }

  /** Everything up to a moment is looked at. */
  private void settle(long atMillis) throws Exception {
    task.processWatermark1(new Watermark(atMillis + MINUTE));
  }

  /** The clock on the wall goes on, by much less than it takes to carry event time on. */
  private void pass() throws Exception {
    for (int step = 0; step < 10; step++) {
      wall += SECOND / 20;
      task.setProcessingTime(wall);
    }
  }

  private <T> List<T> output(OutputTag<T> tag) {
    List<T> values = new ArrayList<>();
    var records = task.getSideOutput(tag);
    if (records != null) {
      records.forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  private List<String> passages() {
    List<Passage> all = new ArrayList<>(before);
    all.addAll(output(UserEngagement.PASSAGES));
    return all.stream()
        .map(
            passage ->
                "%s %s %s %d"
                    .formatted(
                        passage.user(),
                        passage.isEntry() ? "enters" : "leaves",
                        passage.audience(),
                        Math.round((double) (passage.atMillis() - MONDAY_NOON) / MINUTE)))
        .toList();
  }

  @Test
  void movesUsersByTimeAloneAlsoAfterARestore() throws Exception {
    begin(IDLE);
    happen("ada", MONDAY_NOON);
    happen("bob", MONDAY_NOON + HOUR);
    settle(MONDAY_NOON + HOUR);
    restore();

    settle(MONDAY_NOON + 2 * HOUR + 30 * MINUTE);
    assertThat(passages()).containsExactly("ada enters idle 120");
    happen("ada", MONDAY_NOON + 3 * HOUR - SECOND);
    settle(MONDAY_NOON + 4 * HOUR);

    assertThat(passages())
        .containsExactlyInAnyOrder(
            "ada enters idle 120", "ada leaves idle 180", "bob enters idle 180");
    assertThat(output(UserEngagement.AUDIENCES))
        .containsExactlyInAnyOrder(
            RedisWrite.member("audience:idle", "ada", MONDAY_NOON + 2.0 * HOUR, 100),
            RedisWrite.member("audience:idle", "bob", MONDAY_NOON + 3.0 * HOUR, 100),
            RedisWrite.noMember("audience:idle", "ada"));
  }

  @Test
  void asksEverybodyWhenAnAudienceIsApplied() throws Exception {
    begin();
    for (int user = 0; user < 250; user++) {
      happen("user" + user, MONDAY_NOON);
    }
    happen("new", MONDAY_NOON + 4 * HOUR);
    settle(MONDAY_NOON + 5 * HOUR);
    tell(Rules.notice(IDLE, 2L));
    pass();
    assertThat(passages()).isEmpty();

    settle(MONDAY_NOON + 5 * HOUR + SECOND);
    assertThat(passages())
        .hasSize(250)
        .contains("user0 enters idle 300", "user249 enters idle 300")
        .doesNotContain("new enters idle 300");
    settle(MONDAY_NOON + 6 * HOUR);
    assertThat(passages()).hasSize(251).contains("new enters idle 360");
  }

  @Test
  void asksEverybodyWhenAnAudienceIsEdited() throws Exception {
    begin(IDLE);
    happen("ada", MONDAY_NOON);
    settle(MONDAY_NOON + 3 * HOUR);
    tell(Rules.notice(Rules.idle("idle", "5h"), 2L));
    pass();
    settle(MONDAY_NOON + 4 * HOUR);
    assertThat(passages()).containsExactly("ada enters idle 120", "ada leaves idle 180");

    settle(MONDAY_NOON + 5 * HOUR);
    assertThat(passages()).hasSize(3).last().isEqualTo("ada enters idle 300");
  }

  @Test
  void everybodyLeavesAnAudienceThatEnds() throws Exception {
    begin(IDLE);
    happen("ada", MONDAY_NOON);
    settle(MONDAY_NOON + 3 * HOUR);
    tell(Notice.ofRule("audience:idle", null, 2L));
    pass();

    assertThat(passages()).containsExactly("ada enters idle 120", "ada leaves idle 180");
    settle(MONDAY_NOON + 9 * HOUR);
    assertThat(passages()).hasSize(2);
  }

  @Test
  void goesOnAskingAfterARestore() throws Exception {
    begin();
    happen("ada", MONDAY_NOON);
    settle(MONDAY_NOON + 3 * HOUR);
    tell(Rules.notice(IDLE, 2L));
    restore();
    pass();
    settle(MONDAY_NOON + 4 * HOUR);
    assertThat(passages()).containsExactly("ada enters idle 180");

    restore();
    pass();
    settle(MONDAY_NOON + 5 * HOUR);
    assertThat(passages()).hasSize(1);
  }

  @Test
  void isToldAnAudienceOnce() throws Exception {
    begin(IDLE);
    happen("ada", MONDAY_NOON);
    settle(MONDAY_NOON + 3 * HOUR);
    tell(Rules.notice(Rules.idle("idle", "5h"), 1L));
    pass();
    settle(MONDAY_NOON + 6 * HOUR);

    assertThat(passages()).containsExactly("ada enters idle 120");
  }

  @Test
  void asksWhenAnotherJobForgetsAUser() throws Exception {
    begin(new Audience("risky", "user.tier == 'at-risk'", Duration.ZERO, Duration.ZERO, 100));
    happen("ada", MONDAY_NOON);
    tell(Notice.ofUser("ada", Rules.tier("at-risk", MONDAY_NOON + HOUR)));
    settle(MONDAY_NOON + 2 * HOUR);
    tell(Notice.ofUser("ada", Told.forgotten(Told.Subject.STICKINESS)));
    settle(MONDAY_NOON + 3 * HOUR);

    assertThat(passages()).containsExactly("ada enters risky 60", "ada leaves risky 120");
  }

  @Test
  void entersWhileTopicsAreSilent() throws Exception {
    begin(IDLE);
    happen("ada", MONDAY_NOON);
    settle(MONDAY_NOON + HOUR);
    task.setProcessingTime(WALL + HOUR - SECOND);
    assertThat(passages()).isEmpty();

    task.setProcessingTime(WALL + HOUR + SECOND);
    assertThat(passages()).containsExactly("ada enters idle 120");
  }
}
